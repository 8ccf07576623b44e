/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about partners as customers: sales to oneself, purchases for own use. */
#include "rulebook/rule.h"

static bool is_the_customers_organization(const struct dossier *dossier, enum position position)
{
    return dossier->party[position].organization == dossier->party[POSITION_CUSTOMER].organization;
}
JUDGE_EACH(is_the_customers_organization)

const struct rule rule_no_self_sale = {
    .id = "no-self-sale",
    .asks = { { "No partner sells to its own organisation.",
                "Aucun partenaire ne vend à sa propre organisation." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S5a",
    .readings = "Q3",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} is the customer's own organisation: no partner sells to itself.",
                   "{party} appartient à l'organisation même du client : aucun partenaire ne "
                   "vend à sa propre organisation." } },
    .facts = "customer organization tenant",
    .finds = is_the_customers_organization_each,
    .remedies = {
        { .remedy = REMEDY_OTHER_SELLER },
        OTHER_PROVIDER,
    },
};

static bool is_an_affiliate_of_the_customer(const struct dossier *dossier, enum position position)
{
    const struct party *partner = &dossier->party[position];
    const struct party *customer = &dossier->party[POSITION_CUSTOMER];

    if (partner->organization == customer->organization)
        return false;
    if ((dossier->other_readings & Q4) != 0)
        return partner->owner == customer->organization || customer->owner == partner->organization;
    return partner->ultimate_owner == customer->ultimate_owner;
}
JUDGE_EACH(is_an_affiliate_of_the_customer)

const struct rule rule_no_affiliate_sale = {
    .id = "no-affiliate-sale",
    .asks = { { "No partner sells to an affiliate of its own organisation.",
                "Aucun partenaire ne vend à une organisation affiliée à la sienne." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S5b",
    .readings = "Q3 Q4",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} and {customer} have the same ultimate owner: no partner sells to "
                   "its affiliates.",
                   "{party} et {customer} ont le même propriétaire ultime : aucun partenaire ne "
                   "vend à ses organisations affiliées." } },
    .facts = "customer owner tenant ultimate_owner",
    .finds = is_an_affiliate_of_the_customer_each,
    .remedies = {
        { .remedy = REMEDY_OTHER_SELLER },
        OTHER_PROVIDER,
    },
};

static bool is_a_partners_tenant(const struct dossier *dossier)
{
    const struct party *customer = &dossier->party[POSITION_CUSTOMER];

    return customer->kind == TENANT_PARTNER || customer->live_roles != 0;
}
JUDGE_ONCE(is_a_partners_tenant)

const struct rule rule_no_provisioning_on_csp_tenant = {
    .id = "no-provisioning-on-csp-tenant",
    .asks = { { "Services are provisioned only to a tenant designated as customer that is "
                "not used for CSP.",
                "Les services ne sont provisionnés que sur un locataire de type client qui "
                "ne sert pas au CSP." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S4a S4b S4c",
    .readings = "Q11",
    .in_force_from = { INT32_MIN },
    .message = { { "{customer}: this tenant is a partner's. Services for own use need a tenant "
                   "designated as customer, apart from the one used for CSP.",
                   "{customer} : ce locataire est celui d'un partenaire. Les services à usage "
                   "interne exigent un locataire de type client, distinct de celui utilisé pour "
                   "le CSP." } },
    .facts = "customer customer_roles kind",
    .finds = is_a_partners_tenant_once,
    .remedies = {
        { .remedy = REMEDY_OTHER_TENANT },
    },
};

/* The dossier holds the half that the act asks: the other is false there. */
static bool is_the_other_already(const struct dossier *dossier)
{
    return dossier->customers_reselling > 0 || dossier->resellers_buying > 0;
}
JUDGE_ONCE(is_the_other_already)

const struct rule rule_reseller_or_customer = {
    .id = "reseller-or-customer",
    .asks = { { "With one provider a tenant is not both reseller and customer.",
                "Auprès d'un même fournisseur, un locataire n'est pas à la fois revendeur et "
                "client." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S6",
    .readings = "Q2",
    .in_force_from = { INT32_MIN },
    .message = { { "With {upper}, {lower} would be reseller and customer at once: it is one or "
                   "the other, never both.",
                   "Avec {upper}, {lower} serait à la fois revendeur et client : c'est l'un ou "
                   "l'autre, jamais les deux." } },
    .facts = "customer partner provider reseller",
    .finds = is_the_other_already_once,
    .remedies = {
        { .remedy = REMEDY_OTHER_TENANT },
        { .remedy = REMEDY_OTHER_PROVIDER },
        { .remedy = REMEDY_OTHER_SELLER, .acts = BIT(ACT_PLACE_ORDER) },
        { .remedy = REMEDY_END_INDIRECT_RELATIONSHIP,
          .acts = BIT(ACT_PLACE_ORDER) | BIT(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP) },
        { .remedy = REMEDY_REMOVE_CUSTOMER, .acts = BIT(ACT_ESTABLISH_INDIRECT_RELATIONSHIP) },
    },
};
