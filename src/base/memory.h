/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_MEMORY_H
#define AVAL_BASE_MEMORY_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/status.h"

/** Zeroed memory for `count` items of `size` bytes, for memory_free(); NULL when there is none. */
void *memory_new(size_t count, size_t size) MUST_CHECK;

/** The same for so many bytes, from the beginning of a cache line on. */
void *memory_new_lines(size_t size) MUST_CHECK;

/* So many bytes come into the cache together on the machines that there are. */
enum {
    CACHE_LINE_BYTES = 64
};

/** Ends what the functions here gave; accepts NULL. */
void memory_free(void *memory);

/**
 * Makes room for at least `count` items of `size` bytes in the array *items, whose room is
 * *capacity items; at least doubles it. What is new is not zeroed. NO_MEMORY: nothing changed.
 */
enum status memory_grow(void **items, size_t *capacity, size_t count, size_t size) MUST_CHECK;

/** Asks for memory that will be read soon, without waiting for it. gcc takes a function that only
 * prefetches for one without effect, and drops its calls: hence the empty statement. */
static inline void memory_prefetch(const void *address)
{
    __asm__ volatile("");
    __builtin_prefetch(address);
}

#endif
