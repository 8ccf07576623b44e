/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision stands on: statements that permit, readings taken. */
#include "rulebook/grounds.h"

#include "base/assert.h"
#include "base/attributes.h"
#include "rulebook/decision.h"

const struct basis_row basis_rows[] = {
    { "S1.1", ACT_PLACE_ORDER, GROUND_NO_PROVIDER },
    { "S1.2", ACT_PLACE_ORDER, GROUND_PROVIDER_NAMED },
    { "S4", ACT_PLACE_ORDER, GROUND_CUSTOMER_HAS_CSP_TENANT },
    { "S2", ACT_PLACE_ORDER, GROUND_CUSTOMER_HAS_OTHER_PARTNER },
    { "T8", ACT_ESTABLISH_INDIRECT_RELATIONSHIP, GROUND_ACT_ALONE },
    { "S8", ACT_ESTABLISH_INDIRECT_RELATIONSHIP, GROUND_ACT_ALONE },
    { "T4", ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, GROUND_PARTNER_IS_RESELLER },
    { "T12", ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, GROUND_PARTNER_IS_DIRECT_BILL },
    { "T2", ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, GROUND_PARTNER_IS_PROVIDER },
    { "S2", ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, GROUND_CUSTOMER_HAS_OTHER_PARTNER },
    { "M2", ACT_ASSOCIATE_PARTNER_ID, GROUND_SUBSCRIPTION_NEW },
    { "M4b", ACT_ASSOCIATE_PARTNER_ID, GROUND_SUBSCRIPTION_RUNNING },
    { "S3", ACT_ENGAGE_PARTNER, GROUND_ACT_ALONE },
    { "S6.E", ACT_END_INDIRECT_RELATIONSHIP, GROUND_ACT_ALONE },
    { "T1", ACT_ENROLL, GROUND_ACT_ALONE },
};
const size_t basis_row_count = COUNT_OF(basis_rows);

/* What holds of the act, as bits of enum ground. */
static unsigned grounds_that_hold(const struct dossier *dossier, const struct grounds *grounds)
{
    unsigned roles = dossier->party[POSITION_PARTNER].live_roles;
    unsigned set = BIT(GROUND_ACT_ALONE);

    set |= dossier_has(dossier, POSITION_PROVIDER) ? BIT(GROUND_PROVIDER_NAMED)
                                                   : BIT(GROUND_NO_PROVIDER);
    set |=
        dossier->new_subscription ? BIT(GROUND_SUBSCRIPTION_NEW) : BIT(GROUND_SUBSCRIPTION_RUNNING);
    if (grounds->has_csp_tenant)
        set |= BIT(GROUND_CUSTOMER_HAS_CSP_TENANT);
    if (grounds->has_other_partner)
        set |= BIT(GROUND_CUSTOMER_HAS_OTHER_PARTNER);
    if ((roles & BIT(ROLE_INDIRECT_RESELLER)) != 0)
        set |= BIT(GROUND_PARTNER_IS_RESELLER);
    if ((roles & BIT(ROLE_DIRECT_BILL)) != 0)
        set |= BIT(GROUND_PARTNER_IS_DIRECT_BILL);
    if ((roles & BIT(ROLE_INDIRECT_PROVIDER)) != 0)
        set |= BIT(GROUND_PARTNER_IS_PROVIDER);
    return set;
}

unsigned basis_of(const struct dossier *dossier, const struct grounds *grounds,
                  const char *out_statements[BASIS_MAX])
{
    unsigned set = grounds_that_hold(dossier, grounds);
    unsigned count = 0;

    for (size_t i = 0; i < basis_row_count; i++) {
        const struct basis_row *row = &basis_rows[i];

        if (row->act == dossier->act && (set & BIT(row->ground)) != 0) {
            ASSERT(count < BASIS_MAX);
            out_statements[count++] = row->statement;
        }
    }
    return count;
}

unsigned readings_rested_on(const struct dossier *dossier)
{
    const struct act_consults *consults = &act_consults[dossier->act];
    struct decision decision;
    unsigned set = 0;

    decide(dossier, &decision);
    for (unsigned i = 0; i < decision.finding_count; i++)
        set |= readings_of(rules[decision.findings[i].rule]->readings);
    if (decision.finding_count > 0)
        return set;
    for (unsigned i = 0; i < consults->count; i++)
        if (consult_is_asked(&consults->rows[i], dossier))
            set |= readings_of(rules[consults->rows[i].rule]->readings);
    return set;
}
