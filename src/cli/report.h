/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_REPORT_H
#define AVAL_CLI_REPORT_H

#include "exchange/full.h"
#include "exchange/proposal_line.h"

/* How outcomes are written for people. */
struct report_style {
    enum language language;
    bool has_colour;
};

/** Adds the outcome as a line, and a line for each finding: name, statements, sentence. */
void report_full(struct buffer *buffer, const struct outcome *outcome, const struct full *full,
                 struct report_style style);

/** Adds all that is to be said of a decision below its verdict: why, and what would help. */
void report_reasons(struct buffer *buffer, const struct full *full, struct report_style style);

void report_outcome(struct buffer *buffer, const struct outcome *outcome,
                    struct report_style style);

/** Adds the verdict, in its colour. */
void report_verdict(struct buffer *buffer, bool is_supported, struct report_style style);

/** Adds a line for each finding. */
void report_findings(struct buffer *buffer, const struct decision *decision,
                     struct report_style style);

#endif
