/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_PROPOSAL_LINE_H
#define AVAL_EXCHANGE_PROPOSAL_LINE_H

#include "book/book.h"
#include "exchange/json.h"
#include "exchange/shape.h"
#include "rulebook/decision.h"

/* A line that was read, to be judged later: its texts are its own. */
struct read_line {
    bool has_id;
    struct text id;
    struct proposal proposal;
    struct buffer error; /* empty: the line is a proposal */
    uint64_t number;
    char texts[FIELD_ID_BYTES_MAX + 2 * FIELD_BYTES_MAX];
};

/* What one thread needs to judge proposal lines: up to BOOK_BATCH side by side. */
struct line_judge {
    const struct book *book; /* borrowed */
    struct terms terms;
    enum language language; /* of error texts */
    struct json_reader json;
    struct shape_reading reading;
    unsigned last_act; /* that of the line before */
    struct read_line lines[BOOK_BATCH];
    size_t line_count;
    struct book_guess guesses[BOOK_BATCH];
    size_t guess_count; /* of the lines that were warmed */
};

/* What became of a line; everything borrowed from the judge until it reads again. */
struct line_outcome {
    bool has_id;
    struct text id;
    struct text error; /* empty: the line was judged */
    struct proposal proposal;
    struct request request;
    struct dossier dossier;
    struct decision decision;
};

/** The fields of an act's proposal, to be read into a struct proposal. */
const struct shape *proposal_shape(enum act act);

/** A judge without memory for JSON, which the caller gives it. */
void line_judge_begin(struct line_judge *judge, const struct book *book, struct terms terms,
                      enum language language);

enum status line_judge_init(struct line_judge *judge, const struct book *book, struct terms terms,
                            enum language language) MUST_CHECK;
void line_judge_done(struct line_judge *judge);

/*
 * Lines are judged in batches: first up to BOOK_BATCH are read, then looked up together, then
 * judged one by one. What is wrong with a line is an outcome of it; NO_MEMORY is the only failure.
 */

/** Forgets the lines that were read. */
void line_judge_clear(struct line_judge *judge);

/** Reads one more line. */
enum status line_judge_read(struct line_judge *judge, struct text text, uint64_t number) MUST_CHECK;

/** Notes a line that is longer than any may be. */
enum status line_judge_read_too_long(struct line_judge *judge, uint64_t number) MUST_CHECK;

/** Reads the object of a line, which json_read_object() has read, in the same way. */
enum status line_judge_read_object(struct line_judge *judge, yyjson_val *object, uint64_t number)
    MUST_CHECK;

/** Looks up, together, what the lines that were read are about. */
void line_judge_warm(struct line_judge *judge);

/** Judges the line that was read as the `index`th since the judge was cleared. */
enum status line_judge_decide(struct line_judge *judge, size_t index,
                              struct line_outcome *out_outcome) MUST_CHECK;

/** Reads and judges one line. */
enum status line_judge_line(struct line_judge *judge, struct text line, uint64_t number,
                            struct line_outcome *out_outcome) MUST_CHECK;

/** Adds the outcome in the brief form, and a line end. */
void outcome_write_json(struct buffer *buffer, const struct line_outcome *outcome);

#endif
