/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_PLANNER_PLANNER_PRIVATE_H
#define AVAL_PLANNER_PLANNER_PRIVATE_H

#include "planner/plan.h"

/** Loads the dossier of a request that may name a created tenant or a registered partner id. */
void plan_load(const struct planner *planner, const struct request *request,
               struct dossier *out_dossier);

/** The order of steps in a plan of which `then` is the end. */
int step_compare(const struct planner *planner, const struct request *then, const struct step *left,
                 const struct step *right);

#endif
