/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_ONE_LINE_H
#define AVAL_LIB_ONE_LINE_H

#include <aval/judge.h>

#include "exchange/proposal_line.h"
#include "lib/json_room.h"

/* What judging one line takes, but for the memory of a long one. */
struct one_line {
    struct json_room room;
    struct line_judge judge;
    struct line_outcome outcome; /* borrows from the others */
};

/**
 * The line without its end. False when there is more than one, or it has no bytes. A blank one
 * comes to nothing.
 */
bool one_line_cut(const struct aval_line *line, struct text *out_text);

/**
 * Judges a line by one version of a book. Whatever the status, the line is to be ended with
 * one_line_done(). NO_MEMORY is the only failure.
 */
enum status one_line_judge(struct one_line *one, const struct book *book, struct terms terms,
                           struct text text, uint64_t number) MUST_CHECK;

void one_line_done(struct one_line *one);

#endif
