/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_HISTORY_H
#define AVAL_ENGINE_JOURNAL_HISTORY_H

#include "engine/call.h"
#include "engine/principal.h"

/*
 * Which entries of the journal somebody sees: the operator all; a tenant those of acts in which it
 * had a part. Of another tenant, to which it is related, those in which both had one.
 */

/* What is asked of the journal. */
struct history_question {
    struct principal principal;
    struct text party; /* as for party_find_seen(); empty: all that the principal sees */
    uint64_t after;    /* what stands behind this position */
    uint64_t limit;    /* at most so many; 0: all */
};

/** Shows the entries in their order. NOT_FOUND: the principal sees no such party. */
enum status history_visit(struct call *call, const struct history_question *question,
                          struct entry_visitor *visitor) MUST_CHECK;

/**
 * Shows the entry at the position. NOT_FOUND: there is none, or the principal may not see it; the
 * fault is the same.
 */
enum status history_show(struct call *call, struct principal principal, uint64_t position,
                         struct entry_visitor *visitor) MUST_CHECK;

/** Fails as where there is no such position. */
enum status history_fail_position(struct call *call, uint64_t position);

#endif
