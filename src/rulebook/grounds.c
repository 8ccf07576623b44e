/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision stands on: statements that permit, readings taken. */
#include "rulebook/grounds.h"

#include "rulebook/decision.h"

/* Statements of a basis, as they are added. */
struct basis {
    const char **statements;
    unsigned count;
};

static void add_if(struct basis *basis, bool applies, const char *statement)
{
    if (applies)
        basis->statements[basis->count++] = statement;
}

static void add_roles(struct basis *basis, unsigned live_roles)
{
    add_if(basis, (live_roles & BIT(ROLE_INDIRECT_RESELLER)) != 0, "T4");
    add_if(basis, (live_roles & BIT(ROLE_DIRECT_BILL)) != 0, "T12");
    add_if(basis, (live_roles & BIT(ROLE_INDIRECT_PROVIDER)) != 0, "T2");
}

unsigned basis_of(const struct dossier *dossier, const struct grounds *grounds,
                  const char *out_statements[BASIS_MAX])
{
    struct basis basis = { out_statements, 0 };
    enum act act = dossier->act;
    bool is_indirect = dossier_has(dossier, POSITION_PROVIDER);
    bool is_order = act == ACT_PLACE_ORDER;
    bool is_customer = act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP;

    add_if(&basis, is_order && !is_indirect, "S1.1");
    add_if(&basis, is_order && is_indirect, "S1.2");
    add_if(&basis, is_order && grounds->has_csp_tenant, "S4");
    add_if(&basis, act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP, "T8");
    add_if(&basis, act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP, "S8");
    if (is_customer)
        add_roles(&basis, dossier->party[POSITION_PARTNER].live_roles);
    add_if(&basis, (is_order || is_customer) && grounds->has_other_partner, "S2");
    add_if(&basis, act == ACT_ASSOCIATE_PARTNER_ID && dossier->new_subscription, "M2");
    add_if(&basis, act == ACT_ASSOCIATE_PARTNER_ID && !dossier->new_subscription, "M4b");
    add_if(&basis, act == ACT_ENGAGE_PARTNER, "S3");
    add_if(&basis, act == ACT_END_INDIRECT_RELATIONSHIP, "S6.E");
    add_if(&basis, act == ACT_ENROLL, "T1");
    return basis.count;
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
