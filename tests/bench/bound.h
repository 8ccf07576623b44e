/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_BOUND_H
#define AVAL_BENCH_BOUND_H

#include "findings.h"
#include "generator.h"

/*
 * The bound: the look-ups of an order in tables made for nothing else, and the rules written out.
 * It cannot be changed, knows no other act, and names nothing. There are two ways to lay it out.
 */
struct bound;

enum bound_layout {
    /* The look-ups that the facts ask for, each in a table of its own: by GUID the number of a
     * tenant, by number its record, by its organisation the owners. This is the bound. */
    BOUND_BY_NUMBER,
    /* All that an order asks of a tenant is found at once by its GUID, in one cache line for a
     * customer and two for a partner: fewer look-ups, which no book that changes could keep up. */
    BOUND_AT_ONCE
};

/* A proposed order with its ids read. */
struct bound_order {
    guid seller;
    guid provider;
    guid customer;
    struct text offer; /* OFFER_ID_BYTES can be read; empty: none is named */
    int32_t day;
    bool has_provider;
};

/** The tables for the world of that scale. NULL when memory has run out. */
struct bound *bound_new(const struct scale *scale, enum bound_layout layout) MUST_CHECK;
void bound_free(struct bound *bound);

/** Reads the ids of a question. */
struct bound_order bound_order_of(const struct question *question);

/** All findings of an order whose parties the world has. */
finding_set bound_judge(const struct bound *bound, const struct bound_order *order);

enum {
    BOUND_GROUP = 32
};

/** The same for up to BOUND_GROUP orders at once: first all memory is asked for, then read. */
void bound_judge_group(const struct bound *bound, const struct bound_order *orders, unsigned count,
                       finding_set *out_sets);

/** What the tables take. */
uint64_t bound_bytes(const struct bound *bound);

/** So many look-ups an order asks for: by id, of an organisation, and of what is rare. */
unsigned bound_count_lookups(const struct bound *bound, const struct bound_order *order);

#endif
