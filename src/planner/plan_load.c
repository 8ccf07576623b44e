/* SPDX-License-Identifier: Apache-2.0 */
/* Judging an act after some steps, on facts that the steps have changed. */
#include "base/assert.h"
#include "planner/planner_private.h"

/* A tenant that was only just created beside another one of its organisation has no history; what
 * the organisation has (owners, signatures in the region) it has too. */
static void forget_history(struct party *party, enum position position, unsigned other_readings)
{
    party->tenant = TENANT_CREATED;
    party->kind = position == POSITION_CUSTOMER ? TENANT_CUSTOMER : TENANT_PARTNER;
    party->live_roles = 0;
    party->active_roles = 0;
    party->onboarded_on = DATE_AFTER_ALL;
    party->has_customer = false;
    if ((other_readings & Q6) != 0 || region_is_none(party->region))
        party->mpa_signed_on = DATE_AFTER_ALL;
}

static void forget_relationships(unsigned created, struct dossier *dossier)
{
    bool is_by_tenant = (dossier->other_readings & Q2) == 0;

    if ((created & BIT(POSITION_RESELLER)) != 0)
        dossier->has_indirect_relationship = false;
    if ((created & BIT(POSITION_RESELLER)) != 0 && is_by_tenant)
        dossier->resellers_buying = 0;
    if ((created & BIT(POSITION_CUSTOMER)) == 0)
        return;
    for (unsigned left = dossier->positions; left != 0; left &= left - 1)
        dossier->party[__builtin_ctz(left)].has_customer = false;
    if (is_by_tenant)
        dossier->customers_reselling = 0;
    dossier->agreement_accepted_on = DATE_AFTER_ALL;
    dossier->agreement_attested_on = DATE_AFTER_ALL;
}

void plan_load(const struct planner *planner, const struct request *request,
               struct dossier *out_dossier)
{
    struct request real = *request;
    unsigned created = 0;

    for (unsigned left = request->positions; left != 0; left &= left - 1) {
        unsigned position = (unsigned)__builtin_ctz(left);

        if (request->party[position] != TENANT_CREATED)
            continue;
        real.party[position] = request->created_like;
        created |= BIT(position);
    }
    if (request->partner_id == PARTNER_ID_REGISTERED)
        real.partner_id = REQUEST_NONE;
    planner->source->load(planner->source, &real, planner->terms, out_dossier);
    for (unsigned left = created; left != 0; left &= left - 1)
        forget_history(&out_dossier->party[__builtin_ctz(left)], (enum position)__builtin_ctz(left),
                       planner->terms.other_readings);
    forget_relationships(created, out_dossier);
    if (request->partner_id == PARTNER_ID_REGISTERED) {
        out_dossier->partner_id_tenant = out_dossier->party[POSITION_RESELLER].tenant;
        out_dossier->partner_id_country = out_dossier->party[POSITION_RESELLER].market;
    }
}

/*
 * Whether a step that ends something before a wait means nothing on a day after it: what it ends is
 * there again, or has ended by itself, so that it is not counted (Q2 read the other way).
 */
static bool is_in_vain(const struct planner *planner, const struct step *step, date on)
{
    bool is_ending = step->remedy == REMEDY_END_ENROLLMENT ||
                     step->remedy == REMEDY_REMOVE_CUSTOMER ||
                     step->remedy == REMEDY_END_INDIRECT_RELATIONSHIP;

    return is_ending && date_before(step->on, on) &&
           !planner->source->ends_on(planner->source, step, on);
}

void plan_judge_loaded(const struct planner *planner, struct step_list steps,
                       struct dossier *dossier, struct decision *out_decision)
{
    for (unsigned i = 0; i < steps.count; i++)
        if (!is_in_vain(planner, &steps.steps[i], dossier->date))
            step_apply(&steps.steps[i], dossier);
    decide(dossier, out_decision);
}

void plan_judge(const struct planner *planner, const struct request *request,
                struct step_list steps, struct dossier *out_dossier, struct decision *out_decision)
{
    plan_load(planner, request, out_dossier);
    plan_judge_loaded(planner, steps, out_dossier, out_decision);
}
