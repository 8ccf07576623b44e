/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_PLANNER_PLAN_CHECK_H
#define AVAL_TESTS_UNIT_PLANNER_PLAN_CHECK_H

#include "base/buffer.h"
#include "book/book_source.h"
#include "unit/planner/random_world.h"

/* A case, its book, and the act as the book numbers it. */
struct case_book {
    const struct world_case *world_case;
    struct book *book;
    struct book_source source;
    struct request request;
};

/** False: the world is in error, or has not what the act names; there is nothing to end. */
bool case_book_init(struct case_book *book, const struct world_case *world_case);
void case_book_done(struct case_book *book);

/* What was looked at, for telling that a run was worth its while. */
struct checked {
    unsigned long acts;
    unsigned long refused;
    unsigned long plans;
    unsigned long steps;
    unsigned long subsets;
    unsigned long sets; /* tried where there is no plan */
    unsigned long routes;
};

/**
 * Checks all plans for the act by carrying them out: each act of theirs is supported in its place,
 * nothing is superfluous, order and limits are kept. What is wrong is added to the complaint.
 */
void check_plans(const struct case_book *book, struct checked *checked, struct buffer *complaint);

/** Checks the routes to the customer against looking at every pair of tenants. */
void check_routes(const struct case_book *book, struct checked *checked, struct buffer *complaint);

/**
 * Where there is no plan: tries every set of up to so many conceivable steps. One that helps is a
 * complaint.
 */
void check_nothing_helps(const struct case_book *book, unsigned steps_max, struct checked *checked,
                         struct buffer *complaint);

/**
 * Carries out the chosen ones of some steps, and the act. The number of the first act that is not
 * supported: a step's, or `count` for what the act has become; count + 1: all are.
 */
unsigned carry_out(const struct case_book *book, const struct step *steps, unsigned count,
                   unsigned chosen);

/** Adds a step as JSON. */
void tell_step(struct buffer *buffer, const struct case_book *book, const struct step *step);

#endif
