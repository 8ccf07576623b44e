/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_FACT_SHAPE_H
#define AVAL_EXCHANGE_FACT_SHAPE_H

#include "base/json_writer.h"
#include "exchange/shape.h"
#include "model/fact.h"

/* The fields of every type of fact, to be read into a struct fact. */
extern const struct shape fact_shapes[FACT_TYPE_COUNT];

/** Begins a fact of the type: open on both sides, all that is optional absent. */
struct fact fact_begin(enum fact_type type);

/**
 * Checks what no single field of a fact can tell, and no other fact: it was just read by the
 * reading, whose sink is told. INVALID: a problem was told.
 */
enum status fact_check(const struct fact *fact, const struct shape_reading *reading) MUST_CHECK;

/** Whether the member, which the field fills, is absent: of each kind one value stands for that. */
bool field_is_absent(const struct field *field, const void *member);

/** Whether the member of a fact, which the field fills, is absent. */
bool fact_lacks(const struct fact *fact, const struct field *field);

/** Writes what a field holds: the member that it fills. */
void field_write_json(struct json_writer *writer, const struct field *field, const void *member);

/** Writes a fact as an object: its type and the fields that it has. */
void fact_write_object(struct json_writer *writer, const struct fact *fact);

/** Writes a fact as a line of a world. */
void fact_write_line(struct buffer *buffer, const struct fact *fact);

#endif
