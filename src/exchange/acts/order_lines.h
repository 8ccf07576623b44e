/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_ACTS_ORDER_LINES_H
#define AVAL_EXCHANGE_ACTS_ORDER_LINES_H

#include "base/json_writer.h"
#include "exchange/shape.h"
#include "model/order_line.h"

/* The fields of one line of an order. */
extern const struct shape order_line_shape;

/**
 * Reads the lines that a JSON array has, as what the field `name` holds; what they are told of has
 * the number of the line. INVALID: the first problem was told, or *out_is_list is false. Texts are
 * borrowed from the array.
 */
enum status order_lines_read(struct text name, yyjson_val *array, struct shape_reading *reading,
                             struct order_lines *out_lines, bool *out_is_list) MUST_CHECK;

/** Reads lines written as QUANTITY:OFFER with a comma between them; the text is borrowed. */
bool order_lines_read_typed(struct text typed, struct order_lines *out_lines);

/** Writes the lines as a JSON array. */
void order_lines_write_json(struct json_writer *writer, const struct order_lines *lines);

#endif
