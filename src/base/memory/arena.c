/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

#include "base/assert.h"

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#endif

enum {
    /* What a call has touched beyond this goes back to the system when it ends. */
    KEPT_BYTES = 1 << 20,
    /* So much beyond what is handed out is poisoned: a whole arena would take longer than most
     * calls do. */
    FENCE_BYTES = 1 << 12
};

/* Moves the fence to where it belongs behind what is handed out; never back. */
static void raise_fence(struct arena *arena)
{
    size_t left = arena->size - arena->used;
    size_t end = arena->used + (left < FENCE_BYTES ? left : FENCE_BYTES);

    if (end <= arena->poisoned)
        return;
    ASAN_POISON_MEMORY_REGION(arena->bytes + arena->poisoned, end - arena->poisoned);
    arena->poisoned = end;
}

enum status arena_init(struct arena *arena, size_t size)
{
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (bytes == MAP_FAILED)
        return STATUS_NO_MEMORY;
    *arena = (struct arena){ .bytes = bytes, .size = size };
    raise_fence(arena);
    return STATUS_OK;
}

void arena_done(struct arena *arena)
{
    if (arena->bytes == NULL)
        return;
    ASAN_UNPOISON_MEMORY_REGION(arena->bytes, arena->poisoned);
    (void)munmap(arena->bytes, arena->size);
    *arena = (struct arena){ 0 };
}

void arena_reset(struct arena *arena)
{
    if (arena->used > KEPT_BYTES)
        (void)madvise(arena->bytes + KEPT_BYTES, arena->used - KEPT_BYTES, MADV_DONTNEED);
    ASAN_POISON_MEMORY_REGION(arena->bytes, arena->used);
    arena->used = 0;
}

void *arena_new(struct arena *arena, size_t count, size_t size)
{
    size_t rounded = 0;
    void *bytes = arena->bytes + arena->used;

    ASSERT(size > 0);
    ASSERT(count <= arena->size / size);
    rounded = arena_bytes(count * size);
    ASSERT(rounded <= arena->size - arena->used);
    arena->used += rounded;
    raise_fence(arena);
    ASAN_UNPOISON_MEMORY_REGION(bytes, count * size);
    memset(bytes, 0, count * size);
    return bytes;
}

struct text arena_keep(struct arena *arena, struct text text)
{
    char *bytes = arena_new(arena, text.length + 1, 1);

    if (text.length > 0)
        memcpy(bytes, text.bytes, text.length);
    return (struct text){ bytes, text.length };
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
    char *bytes = NULL;
    va_list arguments;
    int length = 0;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    ASSERT(length >= 0);
    bytes = arena_new(arena, (size_t)length + 1, 1);
    va_start(arguments, format);
    (void)vsnprintf(bytes, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return (struct text){ bytes, (size_t)length };
}
