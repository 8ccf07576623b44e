/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_PLANNER_EVERYBODY_H
#define AVAL_TESTS_UNIT_PLANNER_EVERYBODY_H

#include "unit/planner/plan_check.h"

enum {
    PARTIES_MAX = 20
};

/* A tenant of the world, as its facts have it, and its number in the book. */
struct who {
    uint32_t number;
    guid id;
    struct text organization;
    country country;
    unsigned kind;
};

struct everybody {
    unsigned count;
    struct who who[PARTIES_MAX]; /* by id */
};

void everybody_find(const struct case_book *book, struct everybody *out_everybody);

/** The one with the id, who is there. */
const struct who *everybody_who(const struct everybody *everybody, guid id);

/** Whether a tenant has a live enrolment in one of the roles on a day. */
bool world_is_live(const struct fact_world *world, guid tenant, unsigned roles, date on);

/** Whether two tenants have an indirect relationship in effect. */
bool world_is_pair(const struct fact_world *world, guid provider, guid reseller, date on);

#endif
