/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JUDGING_EVIDENCE_H
#define AVAL_ENGINE_JUDGING_EVIDENCE_H

#include "engine/use_case.h"

/*
 * What a decision rests on, taken out of the store: a small book of the facts around the cast of
 * the act's proposals. It is judged by the same code as the whole book in memory, and gives the
 * same decision; a way forward knows only this cast, and so tells nobody of strangers.
 */
enum {
    EVIDENCE_CAST_MAX = 8
};

struct evidence {
    struct book *book;
    struct book_source source;
    guid cast[EVIDENCE_CAST_MAX]; /* whom the decisions are about */
    unsigned cast_count;
    bool has_other_partner; /* S2: one that serves the customer is in the cast */
};

/* Whose facts are taken. */
enum evidence_view {
    EVIDENCE_ALL,
    EVIDENCE_OF_PARTNER /* not of another partner that serves the customer */
};

/** Takes the facts for all proposals of the act. */
enum status evidence_load(struct acting *acting, enum evidence_view view,
                          struct evidence *out_evidence) MUST_CHECK;

/** Whether the evidence tells that the two have, or had, a relationship, or are one. */
bool evidence_shows_tie(const struct evidence *evidence, guid one, guid other);

/** Ends it; accepts a zeroed one. */
void evidence_done(struct evidence *evidence);

/** Judges a proposal of the act. INVALID: it names a thing that is not there; the fault says it. */
enum status evidence_judge(struct acting *acting, const struct evidence *evidence,
                           unsigned proposal, struct full *out_full) MUST_CHECK;

#endif
