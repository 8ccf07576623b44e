/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_BUFFER_H
#define AVAL_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/attributes.h"
#include "base/text.h"

/*
 * Bytes that grow at the end. When memory runs out `has_failed` is set and all that is added from
 * then on is dropped: a writer adds freely and looks once, at the end.
 */
struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
    bool has_failed;
};

/** Frees the bytes and leaves an empty buffer; a zeroed buffer is an empty one. */
void buffer_done(struct buffer *buffer);

/** Forgets the bytes and the failure, and keeps the memory. */
void buffer_clear(struct buffer *buffer);

/** What has been added so far, borrowed until the next change. */
struct text buffer_text(const struct buffer *buffer);

/* Adds the bytes where there is no room for them yet. */
void buffer_add_growing(struct buffer *buffer, const char *bytes, size_t length);

/* Here for the compiler to work into its callers: most pieces are constants of a few bytes. */
static inline void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    if (buffer->has_failed || length > buffer->capacity - buffer->length) {
        buffer_add_growing(buffer, bytes, length);
        return;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

static inline void buffer_add_text(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, text.bytes, text.length);
}

void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/** Adds `count` spaces. */
void buffer_add_spaces(struct buffer *buffer, size_t count);

/** Adds the text as a JSON string, quoted and escaped as RFC 8785 (section 3.2.2.2) does. */
void buffer_add_json(struct buffer *buffer, struct text text);

/**
 * Adds the text as a person may see it: control characters, and what is not UTF-8, appear as
 * \xHH, so that no input steers the reader's terminal; past `length_max` bytes it ends in "…".
 */
void buffer_add_visible(struct buffer *buffer, struct text text, size_t length_max);

#endif
