/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_PLANNER_PLAN_H
#define AVAL_PLANNER_PLAN_H

#include "base/attributes.h"
#include "base/status.h"
#include "planner/source.h"
#include "rulebook/decision.h"

enum {
    PLAN_STEPS_MAX = 8,
    PLANS_MAX = 5,
    /* Candidates of one kind: the first so many are looked at, the best are planned with. */
    CANDIDATES_MAX = 1000,
    CANDIDATES_PLANNED = 10,
    /* A finding has at most so many remedies; ties of an organisation beyond it are left out. */
    FINDING_REMEDIES_MAX = 16,
    TRIED_MAX = 512
};

/* Steps, in their order, after which the intent is supported as `then`. */
struct plan {
    unsigned step_count;
    struct step steps[PLAN_STEPS_MAX];
    struct request then;
};

/* The plans for an act: fewest steps first, then by the bytes of their canonical JSON. */
struct way_forward {
    unsigned plan_count;
    struct plan plans[PLANS_MAX];
};

/* What planning works with. */
struct planner {
    const struct source *source; /* borrowed */
    struct terms terms;
    unsigned replacements; /* bits of enum remedy: the replacements that plans may use */
    unsigned steps_max;    /* at most PLAN_STEPS_MAX */

    /* Out: the tenants that were planned with, for the dossier; each once. */
    unsigned tried_count;
    uint32_t tried[TRIED_MAX];
};

/** A planner without limits of its own. */
void planner_init(struct planner *planner, const struct source *source, struct terms terms);

/**
 * Finds the plans for an act. None when it is supported, or when nothing within the limits helps.
 * NO_MEMORY is the only failure.
 */
enum status plan_way_forward(struct planner *planner, const struct request *request,
                             struct way_forward *out_ways) MUST_CHECK;

/* Some steps, borrowed. */
struct step_list {
    const struct step *steps;
    unsigned count;
};

#define NO_STEPS ((struct step_list){ NULL, 0 })

/** Judges an act on the facts as some steps leave them. */
void plan_judge(const struct planner *planner, const struct request *request,
                struct step_list steps, struct dossier *out_dossier, struct decision *out_decision);

/** The same on a dossier as it is loaded for the act, which becomes as the steps leave it. */
void plan_judge_loaded(const struct planner *planner, struct step_list steps,
                       struct dossier *dossier, struct decision *out_decision);

/**
 * The remedies of a finding of a judged act, in the order in which they are told; replacements
 * with nobody in the new place. Returns how many, at most FINDING_REMEDIES_MAX.
 */
unsigned plan_remedies(const struct planner *planner, const struct request *request,
                       const struct dossier *dossier, struct finding finding,
                       struct step out_steps[FINDING_REMEDIES_MAX]);

#endif
