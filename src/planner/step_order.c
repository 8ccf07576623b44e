/* SPDX-License-Identifier: Apache-2.0 */
/* The order of steps, and of plans. */
#include <string.h>

#include "base/attributes.h"
#include "planner/planner_private.h"

/* Where the step's tenant stands in the act that the plan ends with, from the top of the chain. */
static unsigned rank_of(const struct step *step, const struct request *then)
{
    static const enum position order[] = { POSITION_PROVIDER, POSITION_RESELLER,
                                           POSITION_DIRECT_BILL, POSITION_PARTNER,
                                           POSITION_CUSTOMER };
    uint32_t tenant = step->remedy == REMEDY_ACCEPT_CUSTOMER_AGREEMENT ? step->lower : step->upper;
    unsigned rank = 0;

    while (rank < COUNT_OF(order) &&
           ((then->positions & BIT(order[rank])) == 0 || then->party[order[rank]] != tenant))
        rank++;
    return rank;
}

static int compare_ids(const struct planner *planner, uint32_t left, uint32_t right)
{
    const struct source *source = planner->source;

    /* The same number may be that of a thing, or of nobody: it is not looked up. */
    return left == right
               ? 0
               : guid_compare(source->tenant_id(source, left), source->tenant_id(source, right));
}

int step_compare(const struct planner *planner, const struct request *then, const struct step *left,
                 const struct step *right)
{
    int order = (int)left->remedy - (int)right->remedy;

    if (order == 0 && left->remedy == REMEDY_ATTEST_CAPABILITY)
        return strcmp(capability_words.list[left->capability],
                      capability_words.list[right->capability]);
    if (order == 0)
        order = (int)rank_of(left, then) - (int)rank_of(right, then);
    if (order == 0)
        order = (int)left->role - (int)right->role;
    if (order == 0)
        order = compare_ids(planner, left->upper, right->upper);
    if (order == 0)
        order = compare_ids(planner, left->lower, right->lower);
    return order;
}
