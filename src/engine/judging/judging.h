/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JUDGING_JUDGING_H
#define AVAL_ENGINE_JUDGING_JUDGING_H

#include "engine/engine.h"

/*
 * The decisions on an act's proposals, twice: as the journal keeps them, and as its principal may
 * see them. Of strangers nobody is told more than rule and position; and a partner is not told
 * that another serves the customer as well (S2).
 */
struct judging {
    bool is_supported;  /* all of them are */
    struct buffer kept; /* a JSON array of full decisions */
    struct buffer told; /* the same, for the principal */
};

/** Judges all proposals of the act, on the same facts. The buffers are the caller's to end. */
enum status judging_run(struct acting *acting, struct act_observer *observer,
                        struct judging *out_judging) MUST_CHECK;

/** Ends a judging; a zeroed one too. */
void judging_done(struct judging *judging);

#endif
