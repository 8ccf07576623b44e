/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_BOUND_H
#define AVAL_BENCH_BOUND_H

#include "findings.h"
#include "generator.h"

/*
 * The bound: the look-ups of an order in tables made for nothing else. A party is one look-up by
 * its GUID in an open-addressing table that holds all that an order asks of it, in one cache line
 * for a customer and in two for a partner; only what is rare stands elsewhere. It cannot be
 * changed, knows no other act, and names nothing: it is what a decision cannot be faster than.
 */
struct bound;

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
struct bound *bound_new(const struct scale *scale) MUST_CHECK;
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

/* What the tables take, and what an order reads of them. */
struct bound_size {
    uint64_t bytes;
    uint64_t customer_slots;
    uint64_t customers;
    uint64_t partner_slots;
    uint64_t partners;
    uint64_t offer_bytes;
};

struct bound_size bound_size(const struct bound *bound);

/** So many look-ups are one order: by id, and into what is kept elsewhere because it is rare. */
unsigned bound_count_lookups(const struct bound *bound, const struct bound_order *order);

#endif
