/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_PLANNER_RANDOM_WORLD_H
#define AVAL_TESTS_UNIT_PLANNER_RANDOM_WORLD_H

#include "unit/planner/deeds.h"

/*
 * A small world in which most is as an act wants it and something is amiss: an enrolment, a
 * signature, a relationship that is over or yet to come, an affiliate, a tenant too many.
 */
struct world_case {
    struct fact_world world;
    unsigned tenant_count;
    struct proposal act;
    struct terms terms;
};

/** The world that has the number; a large one or, for trying out everything, a tiny one. */
void random_world(uint64_t number, bool is_tiny, struct world_case *out_case);

#endif
