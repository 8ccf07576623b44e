/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_MEMORY_ARENA_H
#define AVAL_BASE_MEMORY_ARENA_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

/*
 * Memory for one call: handed out from the front of one reservation, given back all at once.
 *
 * An arena never returns NULL: what a call takes in is limited before, so that the largest legal
 * call fits. Running out means that a limit is wrong, which is a bug, hence an assertion. Pages
 * are taken from the system when they are first touched.
 */
struct arena {
    unsigned char *bytes;
    size_t size;
    size_t used;
    size_t poisoned; /* what lies beyond was never handed out */
};

enum {
    ARENA_ALIGNMENT = 16
};

/** Reserves so many bytes. NO_MEMORY. */
enum status arena_init(struct arena *arena, size_t size) MUST_CHECK;

/** Ends the arena; accepts a zeroed one. */
void arena_done(struct arena *arena);

/** Gives back all that was handed out. */
void arena_reset(struct arena *arena);

/** What so many bytes take in an arena. */
static inline size_t arena_bytes(size_t bytes)
{
    return (bytes + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
}

/** Zeroed memory for `count` items of `size` bytes, until the arena is reset. */
void *arena_new(struct arena *arena, size_t count, size_t size);

/** A copy of the text; a NUL stands behind it. */
struct text arena_keep(struct arena *arena, struct text text);

/** A text of the arena by a template as printf has it; a NUL stands behind it. */
struct text arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
