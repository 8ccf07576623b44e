/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <string.h>

#include "base/memory.h"

/* The first chunk and the largest: each is as large as all before it. */
enum {
    CHUNK_BYTES_MIN = 4 * 1024,
    CHUNK_BYTES_MAX = 64 * 1024
};

struct pool_chunk {
    struct pool_chunk *next;
    size_t used;
    size_t capacity;
    char bytes[];
};

static struct pool_chunk *chunk_new(size_t capacity)
{
    struct pool_chunk *chunk = memory_new(1, sizeof(struct pool_chunk) + capacity);

    if (chunk != NULL)
        chunk->capacity = capacity;
    return chunk;
}

/* The capacity of the chunk behind this one, or NULL, for a text of so many bytes. */
static size_t next_capacity(const struct pool_chunk *chunk, size_t length)
{
    size_t capacity = chunk == NULL ? CHUNK_BYTES_MIN : chunk->capacity * 2;

    if (capacity > CHUNK_BYTES_MAX)
        capacity = CHUNK_BYTES_MAX;
    return length > capacity ? length : capacity;
}

enum status pool_keep(struct pool *pool, struct text text, struct text *out_kept)
{
    struct pool_chunk *chunk = pool->chunks;

    if (chunk == NULL || chunk->capacity - chunk->used < text.length) {
        chunk = chunk_new(next_capacity(chunk, text.length));
        if (chunk == NULL)
            return STATUS_NO_MEMORY;
        chunk->next = pool->chunks;
        pool->chunks = chunk;
    }
    if (text.length > 0)
        memcpy(chunk->bytes + chunk->used, text.bytes, text.length);
    *out_kept = (struct text){ chunk->bytes + chunk->used, text.length };
    chunk->used += text.length;
    return STATUS_OK;
}

void pool_done(struct pool *pool)
{
    while (pool->chunks != NULL) {
        struct pool_chunk *next = pool->chunks->next;

        memory_free(pool->chunks);
        pool->chunks = next;
    }
}
