/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

enum {
    CAPACITY_MIN = 16
};

void *memory_new(size_t count, size_t size)
{
    ASSERT(size > 0);
    return calloc(count > 0 ? count : 1, size);
}

void *memory_new_lines(size_t size)
{
    size_t bytes = (size + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
    void *memory = NULL;

    ASSERT(size > 0);
    memory = aligned_alloc(CACHE_LINE_BYTES, bytes);
    if (memory != NULL)
        memset(memory, 0, bytes);
    return memory;
}

void memory_free(void *memory)
{
    free(memory);
}

enum status memory_grow(void **items, size_t *capacity, size_t count, size_t size)
{
    size_t wanted = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity * 2;
    void *grown = NULL;

    ASSERT(size > 0);
    if (count <= *capacity)
        return STATUS_OK;
    if (wanted < count)
        wanted = count;
    if (wanted < CAPACITY_MIN)
        wanted = CAPACITY_MIN;
    if (wanted > SIZE_MAX / size)
        return STATUS_NO_MEMORY;
    grown = realloc(*items, wanted * size);
    if (grown == NULL)
        return STATUS_NO_MEMORY;
    *items = grown;
    *capacity = wanted;
    return STATUS_OK;
}
