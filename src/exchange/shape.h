/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_SHAPE_H
#define AVAL_EXCHANGE_SHAPE_H

#include <stddef.h>
#include <yyjson.h>

#include "base/attributes.h"
#include "base/status.h"
#include "exchange/json.h"
#include "model/problem.h"
#include "model/words.h"

/* What a field may hold, and the member of the struct that it fills. */
enum field_kind {
    FIELD_TEXT,     /* struct text: 1 to FIELD_BYTES_MAX bytes */
    FIELD_ID,       /* struct text: 1 to FIELD_ID_BYTES_MAX bytes */
    FIELD_DOMAIN,   /* struct text, folded to lower case */
    FIELD_DIGITS,   /* struct text of digits */
    FIELD_GUID,     /* guid */
    FIELD_DATE,     /* date */
    FIELD_COUNTRY,  /* country */
    FIELD_WORD,     /* unsigned: the value of one of the words */
    FIELD_WORDS,    /* unsigned: bits of the words, at least one, none twice */
    FIELD_WORDS_0,  /* the same, and none will do */
    FIELD_MARKETS,  /* struct markets */
    FIELD_QUANTITY, /* uint32_t: 1 to QUANTITY_MAX */
    FIELD_FLAG,     /* bool */
    FIELD_LINES,    /* struct order_lines: of an act alone, 1 to ORDER_LINES_MAX - 1 */
    FIELD_KIND_COUNT
};

/** Whether the member of such a field is a struct text. */
static inline bool field_kind_is_text(enum field_kind kind)
{
    return kind <= FIELD_DIGITS;
}

enum {
    FIELD_BYTES_MAX = 1024,
    FIELD_ID_BYTES_MAX = 200,
    QUANTITY_MAX = 10000000
};

/* A field of a record: one row drives the reading of JSON and of CSV. */
struct field {
    struct text name; /* a literal: a NUL stands behind it */
    enum field_kind kind;
    bool is_optional; /* may be absent or null; the member then keeps what it held */
    const struct words *words;
    size_t offset; /* of the member */
};

/* A type of record: its name in files and its fields, in the order in which they are written. */
struct shape {
    const char *name;
    const struct field *fields;
    unsigned field_count;
};

enum {
    SHAPE_FIELDS_MAX = 32 /* as a reading has bits for those present */
};

/* What reading into a struct needs besides: who is told, and room for folded text. */
struct shape_reading {
    struct problem_sink *sink;
    uint64_t line;
    unsigned present; /* out: bits of the fields that are there and not null */
    char room[FIELD_BYTES_MAX * TEXT_FOLD_GROWTH];
};

/**
 * Reads a JSON object. The key `tag`, which told the shape, is passed over; any other key that
 * the shape does not have, or has twice, is a problem. INVALID: the first problem was told. Texts
 * are borrowed from the object and the reading.
 */
enum status shape_read_object(const struct shape *shape, struct text tag, yyjson_val *object,
                              struct shape_reading *reading, void *out) MUST_CHECK;

/* Records that a key of theirs tells apart: a shape for each of the tag's words. */
struct tagged_shapes {
    struct json_tag tag;
    const struct shape *shapes;
};

/**
 * Reads a line in one pass when it is written plainly: a flat object in ASCII without escapes or
 * nulls, of members that the shape has, each right, and no more than spaces between them. Most
 * lines are. What is read is what json_read_object() and shape_read_object() would read; of a line
 * that it does not read it tells nothing, and *out may hold parts: it has to be read by these.
 *
 * *tag_value is the word that is expected, and then the one that was found. Texts are borrowed from
 * the line and the reading.
 */
bool shape_read_plain(const struct tagged_shapes *shapes, struct text line,
                      struct shape_reading *reading, unsigned *tag_value, void *out);

/**
 * Reads one CSV cell, or a text from elsewhere in that form, into the member of the shape's field
 * `number`; an empty cell is null. INVALID: the problem was told. Texts are borrowed from the cell
 * and the reading.
 */
enum status shape_read_cell(const struct shape *shape, unsigned number, struct text cell,
                            struct shape_reading *reading, void *out) MUST_CHECK;

/** Whether every field that has to be there is; INVALID: the first that is not was told. */
enum status shape_check_present(const struct shape *shape, struct shape_reading *reading)
    MUST_CHECK;

/** Reads the text of a field that is not a list, written as in JSON but for quotation marks. `room`
 * is that of a reading. */
bool field_read_text(const struct field *field, struct text text, char *room, void *member);

/** The number of the shape's field of that name, or field_count. */
unsigned shape_find_field(const struct shape *shape, struct text name);

/** Whether the record that was read has the field that fills the member, and not null; a shape may
 * lack it. */
bool shape_has(const struct shape *shape, const struct shape_reading *reading, size_t offset);

/** What people read of a JSON value that is not what was expected. */
void problem_set_found(struct problem *problem, yyjson_val *value);

/** What a field of the kind has to hold, in words. */
const struct phrase *field_kind_phrase(enum field_kind kind);

#endif
