/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_STORE_RANDOM_FACTS_H
#define AVAL_TESTS_UNIT_STORE_RANDOM_FACTS_H

#include "model/fact.h"

/*
 * Facts of every type about few parties, so that they meet often; each names only what stands
 * before it. Their texts are constant.
 */
enum {
    RANDOM_TENANTS = 12,
    RANDOM_ORGANIZATIONS = 6,
    RANDOM_FACTS = 600
};

void random_facts(uint64_t *seed, struct fact out_facts[RANDOM_FACTS]);

/** One of the parties, or a stranger. */
guid random_tenant(uint64_t *seed);
struct text random_organization(uint64_t *seed);

/** A day of the time in which the facts begin and end. */
date random_day(uint64_t *seed);

#endif
