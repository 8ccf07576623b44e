/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_JSON_WRITER_H
#define AVAL_BASE_JSON_WRITER_H

#include <stdint.h>

#include "base/buffer.h"

enum {
    JSON_DEPTH_MAX = 16,
    JSON_MEMBERS_MAX = 32
};

/*
 * Writes JSON without spaces into a buffer. Objects have their members as they come, or sorted by
 * key: then the bytes are canonical (RFC 8785), for texts, integers and ASCII keys. Lack of memory
 * is the buffer's to tell.
 */
struct json_writer {
    struct buffer *buffer; /* borrowed */
    unsigned sorted_from;  /* objects at this depth and below are sorted; JSON_DEPTH_MAX: none */
    unsigned depth;
    struct json_level {
        size_t begin;                     /* where its first member stands */
        unsigned count;                   /* of members or items */
        size_t members[JSON_MEMBERS_MAX]; /* where each begins: of objects that are sorted */
    } levels[JSON_DEPTH_MAX];
    struct buffer scratch;
};

/** A writer at the end of the buffer; sorted_from 0: all is canonical. */
void json_writer_init(struct json_writer *writer, struct buffer *buffer, unsigned sorted_from);
void json_writer_done(struct json_writer *writer);

void json_begin_object(struct json_writer *writer);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer);
void json_end_array(struct json_writer *writer);

/** The key of the member whose value comes next. */
void json_key(struct json_writer *writer, const char *key);

void json_text(struct json_writer *writer, struct text text);
void json_string(struct json_writer *writer, const char *string);
void json_integer(struct json_writer *writer, int64_t value);
void json_flag(struct json_writer *writer, bool value);
void json_null(struct json_writer *writer);

/** A value that is JSON already. */
void json_raw(struct json_writer *writer, struct text json);

#endif
