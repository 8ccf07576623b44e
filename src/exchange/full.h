/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_FULL_H
#define AVAL_EXCHANGE_FULL_H

#include "base/json_writer.h"
#include "book/book_source.h"
#include "book/grounds.h"
#include "planner/plan.h"
#include "rulebook/decision.h"

/* All that is to be said about one decision: the full form (docs/formats.md), as a value. */
struct full {
    const struct book_source *source; /* borrowed */
    struct request request;
    struct terms terms;
    struct dossier dossier;
    struct decision decision;
    struct grounds grounds;
    struct planner planner;
    struct way_forward ways;
};

/** Judges the request and finds its way forward. NO_MEMORY is the only failure. */
enum status full_judge(struct full *full, const struct book_source *source,
                       const struct request *request, struct terms terms) MUST_CHECK;

/* How far a way forward is looked for, and how much of it is told; 0: there is none. */
struct full_limits {
    unsigned steps_max; /* of a plan, at most PLAN_STEPS_MAX */
    unsigned plans_max; /* the best, at most PLANS_MAX */
};

/** The same within limits. */
enum status full_judge_within(struct full *full, const struct book_source *source,
                              const struct request *request, struct terms terms,
                              struct full_limits limits) MUST_CHECK;

/* How the full form is written. */
struct full_style {
    bool has_id;
    struct text id;   /* of the proposal */
    bool is_redacted; /* without facts, names or dossier: for who may not see a stranger's */
};

/**
 * Adds the decision as one line of JSON, its keys in the order of docs/formats.md, and a line end.
 * Lack of memory is the buffer's to tell.
 */
void full_write_json(struct buffer *buffer, const struct full *full,
                     const struct full_style *style);

/** Adds the sentence of a finding, its parties by name. */
void full_write_finding(struct buffer *buffer, const struct full *full, struct finding finding,
                        enum language language);

/** Adds the sentence of a step, its parties by name. */
void full_write_step(struct buffer *buffer, const struct full *full, const struct step *step,
                     enum language language);

/** Adds a day as people write it: "1 February 2020", "1er février 2020". */
void full_write_day(struct buffer *buffer, date day, enum language language);

/** Adds what people call a tenant: "Alder & Söhne GmbH (alder.example)". */
void full_write_name(struct buffer *buffer, const struct full *full, uint32_t tenant);

#endif
