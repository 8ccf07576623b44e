/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_REPORT_H
#define AVAL_CLI_REPORT_H

#include "cli/message.h"
#include "exchange/full.h"
#include "exchange/proposal_line.h"

/* How outcomes are written for people. */
struct report_style {
    enum language language;
    bool has_colour;
    bool is_long;       /* what permits an act in words, not only by its ids */
    size_t width;       /* sentences are broken into lines of so many columns; 0: they are not */
    unsigned plans_max; /* so many ways forward are shown and the others counted; 0: all */
};

/** How to write on standard output: for a terminal in colour, in lines of its width. */
struct report_style report_style_for(enum language language);

/** Adds the outcome as a line, and a line for each finding: name, statements, sentence. */
void report_full(struct buffer *buffer, const struct line_outcome *outcome, const struct full *full,
                 struct report_style style);

/** Adds all that is to be said of a decision below its verdict: why, and what would help. */
void report_reasons(struct buffer *buffer, const struct full *full, struct report_style style);

/** Adds a paragraph for each finding: its sentence by name, then its rule and statements. */
void report_full_findings(struct buffer *buffer, const struct full *full,
                          struct report_style style);

/** Adds what would help: each plan with its steps numbered. */
void report_ways(struct buffer *buffer, const struct full *full, struct report_style style);

/** Adds a message about a set of readings; nothing about an empty one. */
void report_readings(struct buffer *buffer, enum message message, unsigned set,
                     struct report_style style);

/** Adds the question: the act and its day, who stands where in it, and about what. */
void report_question(struct buffer *buffer, const struct full *full, struct report_style style);

void report_outcome(struct buffer *buffer, const struct line_outcome *outcome,
                    struct report_style style);

/** Adds the verdict, in its colour. */
void report_verdict(struct buffer *buffer, bool is_supported, struct report_style style);

/** Adds a line for each finding. */
void report_findings(struct buffer *buffer, const struct decision *decision,
                     struct report_style style);

#endif
