/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_CALL_H
#define AVAL_ENGINE_CALL_H

#include "base/memory/arena.h"
#include "engine/fault.h"
#include "engine/judging/reads.h"
#include "engine/store.h"

/*
 * One call of the engine, inside one transaction of a store. What its functions give through out_
 * is of its arena and lives until the call ends.
 */
struct call {
    const struct store_functions *store; /* of the transaction */
    struct arena arena;
    int64_t now;         /* by the book's clock: milliseconds since 1970 */
    date today;          /* the day of it, in UTC (Q10) */
    uint64_t version;    /* a reader's: of the book, or of an earlier one */
    struct reads *reads; /* where look-ups leave their marks; or NULL */
    struct fault fault;
};

/** Sets the call's fault; arguments may be NULL. Returns its status. */
static inline enum status call_fail(struct call *call, enum fault_kind kind, const char *first,
                                    const char *second, const char *third)
{
    return fault_set(&call->fault, kind, first, second, third);
}

/** Notes that the call looked at what no marks tell of. */
static inline void call_reads_anything(struct call *call)
{
    if (call->reads != NULL)
        call->reads->is_anything = true;
}

/** Fails about something that is named by its GUID. */
enum status call_fail_id(struct call *call, enum fault_kind kind, guid id);

/** Fails about something that is named by a text. */
enum status call_fail_text(struct call *call, enum fault_kind kind, struct text name);

/** Finds what there is one of, or none: out_row->id is then 0. */
enum status call_find_one(struct call *call, enum query query, const struct query_key *key,
                          struct row *out_row);

/** A new id: time-ordered (RFC 9562, version 7). */
guid call_new_id(const struct call *call);

/**
 * Reads the book's clock into the call: a store does, before it runs a work, and a work that moved
 * the clock does again.
 */
enum status call_read_clock(struct call *call);

#endif
