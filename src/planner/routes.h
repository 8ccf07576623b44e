/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_PLANNER_ROUTES_H
#define AVAL_PLANNER_ROUTES_H

#include "planner/plan.h"

enum {
    ROUTE_EXAMPLES_MAX = 3
};

/* What is asked: through whom can this customer be supplied? */
struct routes_query {
    uint32_t customer;
    uint32_t offer; /* REQUEST_NONE: any */
    date date;
    uint32_t seller;    /* only routes through it; REQUEST_NONE: any */
    uint32_t provider;  /* the same */
    unsigned steps_max; /* of the plans of near misses; 0: none are looked for */
    size_t limit;       /* of each list; 0: none */
};

/* A chain that is nearly supported, and the plan by which it would be. */
struct near_miss {
    struct candidate route;
    struct plan plan;
};

/* What a rule cuts off. */
struct route_cut {
    uint64_t found; /* candidates that it finds something about */
    uint64_t alone; /* those about which no other rule does */
    unsigned example_count;
    struct candidate examples[ROUTE_EXAMPLES_MAX];
};

/* The answer. Candidates are direct-bill partners, and pairs in an indirect relationship. */
struct routes {
    uint64_t candidate_count;
    uint64_t supported_count;
    struct candidate *supported; /* in order: direct-bill first, then by provider and seller id */
    size_t supported_listed;
    struct near_miss *near_misses; /* fewest steps first, then in order */
    size_t near_miss_count;
    struct route_cut cuts[RULE_COUNT];

    /* S4, S6: the customer's organisation has a CSP tenant. */
    bool is_for_own_use;
    uint32_t *own_tenants; /* its tenants that may be supplied (S4, S6.O1), by id */
    size_t own_tenant_count;
    struct candidate *elsewhere; /* of the supported, those that avoid its providers (S6.O2, O3) */
    size_t elsewhere_count;

    size_t capacities[4]; /* of the lists */
};

/** Finds the routes. NO_MEMORY is the only failure; the answer is to be ended all the same. */
enum status routes_find(const struct source *source, struct terms terms,
                        const struct routes_query *query, struct routes *out_routes) MUST_CHECK;
void routes_done(struct routes *routes);

#endif
