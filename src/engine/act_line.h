/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_ACT_LINE_H
#define AVAL_ENGINE_ACT_LINE_H

#include "engine/engine.h"
#include "exchange/json.h"

/*
 * An act as one JSON object: "act" with its name, "as" with who acts, the act's own fields, and
 * optionally "request_id", "on" (a day) and "dry_run".
 */
struct act_line {
    struct act_input input; /* first: the act's fields are members of it */
    struct text as;         /* to be parsed and found by the caller */
    struct text request_id;
    date on; /* DATE_BEFORE_ALL: not given */
    bool is_dry_run;
    const struct use_case *use_case;
};

/* What reading acts needs; texts of a line are of its reader until the next. */
struct act_line_reader {
    struct json_reader json;
    struct shape_reading shape;
};

/** NO_MEMORY: to be ended all the same. */
enum status act_line_reader_init(struct act_line_reader *reader) MUST_CHECK;
void act_line_reader_done(struct act_line_reader *reader);

/** An input of which nothing is given. */
struct act_input act_input_begin(void);

/** Reads one act. INVALID: the first problem was told, with the number of the line. */
enum status act_line_read(struct act_line_reader *reader, struct text text, uint64_t number,
                          struct problem_sink *sink, struct act_line *out_line) MUST_CHECK;

#endif
