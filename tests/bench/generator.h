/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_GENERATOR_H
#define AVAL_BENCH_GENERATOR_H

#include "base/attributes.h"
#include "base/status.h"
#include "model/fact.h"

/*
 * A world and questions about it, both made from a seed: every party and every question is a
 * function of the seed and its number, so that nothing is kept and all contestants get the same.
 */

/* How many there are of each; in proportion to the customers, but for the offers. */
struct scale {
    uint64_t seed;
    uint32_t customers;
    uint32_t resellers;
    uint32_t direct_bills;
    uint32_t providers;
    uint32_t offers;
};

/** The scale with so many customers: a reseller for 20, a provider for 5,000. */
struct scale scale_of(uint32_t customers, uint64_t seed);

/* Who takes the facts of a world, one at a time; texts are borrowed for the call. */
struct fact_taker {
    enum status (*take)(struct fact_taker *taker, const struct fact *fact);
};

/** Gives all facts of the world; who is named has been given before. Stops at what is not OK. */
enum status world_generate(const struct scale *scale, struct fact_taker *taker) MUST_CHECK;

enum {
    OFFER_ID_BYTES = 16
};

/* A proposed order as it comes in: parties and offer by the text of their ids, without NUL. */
struct question {
    char seller[GUID_LENGTH];
    char provider[GUID_LENGTH]; /* where has_provider */
    char customer[GUID_LENGTH];
    char offer[OFFER_ID_BYTES];
    uint8_t offer_length; /* 0: no offer is named */
    bool has_provider;
    uint16_t quantity;
    date date;
};

/** The question of that number. */
void question_generate(const struct scale *scale, uint64_t number, struct question *out_question);

#endif
