/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JUDGING_AHEAD_H
#define AVAL_ENGINE_JUDGING_AHEAD_H

#include "engine/judging/judging.h"

/*
 * An act that has to wait for its turn is judged meanwhile, on the book as a reader sees it. When
 * its turn comes that judgement counts if nothing that it looked at was changed since: it is then
 * the one that would be made. Otherwise it is judged as if nobody had. Zeroed: nobody did.
 */
struct ahead {
    bool is_there;
    date today;
    struct reads reads;
    struct judging judging;
};

/** Judges the act. What goes wrong goes wrong again in its turn, and is told then. */
void ahead_judge(struct store *store, const struct act_request *request, struct ahead *out_ahead);

/** Whether the judgement is the one that would be made in this call, the act's turn. */
bool ahead_counts(const struct ahead *ahead, struct call *call);

void ahead_done(struct ahead *ahead);

#endif
