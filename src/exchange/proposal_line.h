/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_PROPOSAL_LINE_H
#define AVAL_EXCHANGE_PROPOSAL_LINE_H

#include "book/book.h"
#include "exchange/json.h"
#include "exchange/shape.h"
#include "rulebook/decision.h"

/* What one thread needs to judge proposal lines. */
struct line_judge {
    const struct book *book; /* borrowed */
    enum profile profile;
    enum language language; /* of error texts */
    struct json_reader json;
    struct shape_reading reading;
    struct buffer error;
};

/* What became of a line; everything borrowed until the judge's next line. */
struct outcome {
    bool has_id;
    struct text id;
    struct text error; /* empty: the line was judged */
    struct proposal proposal;
    struct request request;
    struct dossier dossier;
    struct decision decision;
};

enum status line_judge_init(struct line_judge *judge, const struct book *book, enum profile profile,
                            enum language language) MUST_CHECK;
void line_judge_done(struct line_judge *judge);

/** Judges one line. NO_MEMORY is the only failure: what is wrong with the line is an outcome. */
enum status line_judge_line(struct line_judge *judge, struct text line, uint64_t number,
                            struct outcome *out_outcome) MUST_CHECK;

/** Judges the object of a line read with NUMBER_AS_RAW, in the same way. */
enum status line_judge_object(struct line_judge *judge, yyjson_val *object, uint64_t number,
                              struct outcome *out_outcome) MUST_CHECK;

/** The outcome of a line that is longer than any may be. */
enum status line_judge_too_long(struct line_judge *judge, uint64_t number,
                                struct outcome *out_outcome) MUST_CHECK;

/** Adds the outcome in the brief form, and a line end. */
void outcome_write_json(struct buffer *buffer, const struct outcome *outcome);

#endif
