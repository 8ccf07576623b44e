/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_FACT_LINE_H
#define AVAL_LIB_FACT_LINE_H

#include "exchange/shape.h"
#include "lib/json_room.h"
#include "model/fact.h"

/* What reading one fact needs: the fact's texts are borrowed from it. */
struct fact_line {
    struct json_room room;
    struct json_reader json;
    struct shape_reading shape;
};

/**
 * Reads one fact, and checks what a fact can be checked for by itself. INVALID: the problem was
 * told. Whatever the status, the line is to be ended with fact_line_done().
 */
enum status fact_line_read(struct fact_line *line, struct text text, struct problem_sink *sink,
                           struct fact *out_fact) MUST_CHECK;

void fact_line_done(struct fact_line *line);

#endif
