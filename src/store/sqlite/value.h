/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_VALUE_H
#define AVAL_STORE_SQLITE_VALUE_H

#include <sqlite3.h>

#include "base/memory/arena.h"
#include "exchange/fact_shape.h"

/* The words of a list of markets, and spaces between them. */
enum {
    VALUE_LIST_BYTES = COUNTRY_COUNT * 3
};

/* Where values stand that are not in the fact as the store keeps them, until they were used. */
struct value_room {
    uint64_t guids[SHAPE_FIELDS_MAX][2];
    unsigned guid_count;
    char list[VALUE_LIST_BYTES]; /* no type of fact has two lists */
};

/** Binds a GUID, a text, a date: to the parameter of that number, borrowed. False: no memory. */
bool value_bind_guid(sqlite3_stmt *statement, int parameter, guid id, struct value_room *room);
bool value_bind_text(sqlite3_stmt *statement, int parameter, struct text text);
bool value_bind_date(sqlite3_stmt *statement, int parameter, date day);
bool value_bind_integer(sqlite3_stmt *statement, int parameter, int64_t integer);
bool value_bind_bytes(sqlite3_stmt *statement, int parameter, const void *bytes, int length);

/** Binds the field of a fact; what is absent is null. False: no memory. */
bool value_bind_field(sqlite3_stmt *statement, int parameter, const struct fact *fact,
                      const struct field *field, struct value_room *room);

/** A text, borrowed until the next step; of a null the empty one. */
struct text value_text(sqlite3_stmt *statement, int column);

/** Reads a GUID; a null is nobody's. False: it is none. */
bool value_read_guid(sqlite3_stmt *statement, int column, guid *out_id);

/** Reads so many bytes. False: they are not so many. */
bool value_read_bytes(sqlite3_stmt *statement, int column, void *out_bytes, size_t length);

/** Reads a date. False: it is none. */
bool value_read_date(sqlite3_stmt *statement, int column, date *out_day);

/** Reads an instant, in milliseconds since 1970. False: it is none. */
bool value_read_instant(sqlite3_stmt *statement, int column, int64_t *out_at);

/** Reads the field of a fact; texts are borrowed until the next step. False: it is none. */
bool value_read_field(sqlite3_stmt *statement, int column, const struct field *field,
                      struct fact *fact);

/** Puts copies of the fact's texts, in the arena, in their place; and what these take there. */
void value_keep_texts(struct arena *arena, struct fact *fact);
size_t value_texts_bytes(const struct fact *fact);

#endif
