/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_PLANNER_DEEDS_H
#define AVAL_TESTS_UNIT_PLANNER_DEEDS_H

#include "book/book.h"
#include "planner/plan.h"

/*
 * A world as a plain list of facts, and steps as what they are in life: changes of facts and of
 * proposals. What the planner makes of dossiers is checked against it.
 */
enum {
    WORLD_ROOM = 256
};

struct fact_world {
    unsigned count;
    struct fact facts[WORLD_ROOM];
};

void fact_world_add(struct fact_world *world, struct fact fact);

/** Builds the book of a world; NULL when it is in error. */
struct book *fact_world_book(const struct fact_world *world);

/* How an act is judged in a world. */
enum verdict {
    VERDICT_SUPPORTED,
    VERDICT_REFUSED,
    VERDICT_IMPOSSIBLE /* the world is in error, or the act names what it lacks */
};

/** The book may be NULL. */
enum verdict fact_book_judge(const struct book *book, const struct proposal *act,
                             struct terms terms);
enum verdict fact_world_judge(const struct fact_world *world, const struct proposal *act,
                              struct terms terms);

/** The same act by names, as the source has them. */
struct proposal proposal_of(const struct source *source, const struct request *request);

/** The act that a step is, on a day; only of those that are one. */
struct proposal proposal_of_step(const struct source *source, const struct step *step, date on);

bool proposal_equal(const struct proposal *left, const struct proposal *right);

/** Does in the world, on a day, what the step says. */
void fact_world_do(struct fact_world *world, const struct source *source, const struct step *step,
                   date on);

/** Changes the act as the step says. */
void proposal_change(struct proposal *act, const struct source *source, const struct step *step);

#endif
