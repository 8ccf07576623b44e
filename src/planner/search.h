/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_PLANNER_SEARCH_H
#define AVAL_PLANNER_SEARCH_H

#include "planner/planner_private.h"

enum {
    UNIVERSE_MAX = 48,
    FIXED_MAX = 4, /* a tenant created and put in, one more replacement, a wait */
    WAITS_MAX = 4,
    LOADED_MAX = 8
};

/* A set of steps: bit n is step n of a universe. */
typedef uint64_t step_set;

/* A request and what was loaded for it. */
struct loaded {
    struct request request;
    struct dossier dossier;
};

/*
 * The search for plans with the same replacements and the same wait. The universe holds these and
 * every step that is a remedy of a finding met so far, in the order of a plan: a set of steps,
 * taken in the order of its bits, is a plan, or not yet.
 */
struct search {
    struct planner *planner;
    const struct request *act; /* as proposed */
    struct step universe[UNIVERSE_MAX];
    unsigned count;
    step_set fixed;

    unsigned grown_count; /* remedies that the universe lacks: the search begins again with them */
    struct step grown[FINDING_REMEDIES_MAX];
    unsigned wanted; /* bits of enum remedy: replacements that would help */
    unsigned wait_count;
    date waits[WAITS_MAX]; /* days on which something would help */

    /* The last dossiers loaded, oldest replaced: sets of steps are judged on few acts. */
    unsigned load_count;
    struct loaded loaded[LOADED_MAX];

    unsigned plan_steps_max;
    /* Whether a plan would be taken, and then the taking, if it is minimal in itself. The first may
     * fail, which the status tells; the second cannot. */
    bool (*is_wanted)(struct search *search, const struct plan *plan);
    void (*take)(struct search *search, const struct plan *plan);
    enum status status;
};

/** Begins a search with some steps that every plan has. */
void search_init(struct search *search, struct planner *planner, const struct request *act,
                 const struct step *fixed, unsigned fixed_count);

/** Finds every minimal plan within plan_steps_max, which take() may lower. */
enum status search_run(struct search *search) MUST_CHECK;

/** The act that a set of steps leads to. */
struct request search_then(const struct search *search, step_set set);

#endif
