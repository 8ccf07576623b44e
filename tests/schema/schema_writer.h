/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_SCHEMA_WRITER_H
#define AVAL_TESTS_SCHEMA_WRITER_H

/* The pieces of a JSON Schema: each function writes one, where a value is due. */

#include "base/json_writer.h"
#include "model/words.h"

enum {
    MEMBERS_MAX = 20,
    NAME_BYTES_MAX = 80
};

/* An object whose members are being written; no other members may be there. */
struct closed {
    struct json_writer *writer;
    const char *required[MEMBERS_MAX];
    unsigned count;
};

void begin_closed(struct closed *object, struct json_writer *writer);

/** The key of a member that has to be there; its schema comes next. The key is borrowed. */
void need(struct closed *object, const char *key);
void end_closed(const struct closed *object);

/** What is defined as prefix and name. */
void refer(struct json_writer *writer, const char *prefix, const char *name);

/** A word, null, and what is defined by that name or null. */
void one_of(struct json_writer *writer, const char *word);
void one_of_null(struct json_writer *writer);
void or_null(struct json_writer *writer, const char *name);

void one_of_words(struct json_writer *writer, const struct words *words);

/** A list of words, none twice. */
void list_of_words(struct json_writer *writer, const struct words *words);

/** A list of what is defined by that name. */
void list_of(struct json_writer *writer, const char *name);

/** The list of exactly the ids of a row: "M1 M2". */
void exactly(struct json_writer *writer, const char *ids);

/** An object whose `key` has one of the words, and which is as prefix and that word say. */
void choose(struct json_writer *writer, const char *key, const struct words *words,
            const char *prefix);

#endif
