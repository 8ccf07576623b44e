/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_PLANNER_ASKING_H
#define AVAL_TESTS_UNIT_PLANNER_ASKING_H

#include "book/book_source.h"
#include "planner/plan.h"
#include "unit/book/facts.h"

/*
 * Acts in a world of a few facts, and the plans for them in few words, one plan a line:
 * "sign_mpa 2; establish_customer_relationship 2 4". Tenants are numbers, a created one is "+".
 */
struct asking {
    struct gathering gathering;
    struct book_source source;
    struct planner planner;
    struct request request;
    struct way_forward ways;
    struct buffer told;
};

/** Begins a world: the small one without facts of some types, bits of enum fact_type. */
void asking_init(struct asking *asking, unsigned without);
void asking_done(struct asking *asking);

/** Asks for the plans, after all facts were gathered; what was told before is forgotten. */
void ask(struct asking *asking, const struct proposal *act, struct terms terms);

/** The first question ends the gathering; so does this. */
void asking_finish(struct asking *asking);

/** The act by number; what it does not need is ignored. */
struct proposal order_by(unsigned provider, unsigned seller, unsigned customer);
struct proposal relationship_of(enum act act, unsigned upper, unsigned lower);

#define PROGRAMME ((struct terms){ PROFILE_PROGRAMME, 0 })
#define READ_OTHERWISE(readings) ((struct terms){ PROFILE_PROGRAMME, (readings) })

/** Asks, and checks all that was told. */
#define assert_plans(asking, act, terms, expected)                                                 \
    do {                                                                                           \
        struct proposal asked_act = (act);                                                         \
                                                                                                   \
        ask(asking, &asked_act, terms);                                                            \
        assert_buffer_is(&(asking)->told, expected);                                               \
    } while (0)

#endif
