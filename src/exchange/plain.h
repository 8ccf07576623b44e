/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_PLAIN_H
#define AVAL_EXCHANGE_PLAIN_H

#include "exchange/json.h"
#include "exchange/shape.h"

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
bool plain_read(const struct tagged_shapes *shapes, struct text line, struct shape_reading *reading,
                unsigned *tag_value, void *out);

#endif
