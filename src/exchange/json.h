/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_JSON_H
#define AVAL_EXCHANGE_JSON_H

#include <yyjson.h>

#include "base/attributes.h"
#include "base/status.h"
#include "model/problem.h"
#include "model/words.h"

/* Reads JSON lines of at most LINE_BYTES_MAX bytes, one at a time, in memory taken once. */
struct json_reader {
    void *memory;
    yyjson_alc allocator;
    yyjson_doc *document;
};

enum status json_reader_init(struct json_reader *reader) MUST_CHECK;

/** A reader for texts of at most `length` bytes. NO_MEMORY: to be ended all the same. */
enum status json_reader_init_for(struct json_reader *reader, size_t length) MUST_CHECK;
void json_reader_done(struct json_reader *reader);

/**
 * The object that the line is, borrowed until the next one is read. Numbers are raw text.
 * INVALID: the problem was told, with the number of the line.
 */
enum status json_read_object(struct json_reader *reader, struct text line, uint64_t number,
                             struct problem_sink *sink, yyjson_val **out_object) MUST_CHECK;

/* A key whose word tells the shape of an object. */
struct json_tag {
    struct text key;
    const struct words *words;
};

/** A key of an object, which always is a string. */
static inline struct text json_key_text(yyjson_val *key)
{
    return (struct text){ unsafe_yyjson_get_str(key), unsafe_yyjson_get_len(key) };
}

/** The value of the object's tag. INVALID: the problem was told, with the number of the line. */
enum status json_read_tag(const struct json_tag *tag, yyjson_val *object, uint64_t number,
                          struct problem_sink *sink, unsigned *out_value) MUST_CHECK;

#endif
