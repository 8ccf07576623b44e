/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about relationships in effect, and their end. */
#include "rulebook/rule.h"

static bool has_no_indirect_relationship(const struct dossier *dossier)
{
    return !dossier->has_indirect_relationship;
}
JUDGE_ONCE(has_no_indirect_relationship)

const struct rule rule_indirect_relationship_active = {
    .id = "indirect-relationship-active",
    .asks = { { "Provider and reseller have a relationship in effect.",
                "Le fournisseur et le revendeur ont une relation en vigueur." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S1.2 T8",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{provider} and {reseller} have no relationship in effect.",
                   "{provider} et {reseller} n'ont pas de relation en vigueur." } },
    .facts = "provider reseller",
    .finds = has_no_indirect_relationship_once,
    .remedies = {
        { .remedy = REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP,
          .acts = BIT(ACT_PLACE_ORDER) | BIT(ACT_ASSOCIATE_PARTNER_ID) },
        { .remedy = REMEDY_OTHER_PROVIDER },
    },
};

static bool has_no_relationship_with_the_customer(const struct dossier *dossier,
                                                  enum position position)
{
    return !dossier->party[position].has_customer;
}
JUDGE_EACH(has_no_relationship_with_the_customer)

const struct rule rule_customer_relationship_active = {
    .id = "customer-relationship-active",
    .asks = { { "Each partner of an order has a relationship with the customer in effect.",
                "Chaque partenaire d'une commande a une relation en vigueur avec le client." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} and {customer} have no relationship in effect.",
                   "{party} et {customer} n'ont pas de relation en vigueur." } },
    .facts = "customer tenant",
    .finds = has_no_relationship_with_the_customer_each,
    .remedies = {
        { .remedy = REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP },
    },
};

/* S6.E and Q7: the article knows vendor support only; the programme's pages let the provider end
 * the relationship itself from 1 July 2020. */
static bool is_not_theirs_to_end(const struct dossier *dossier)
{
    if (dossier->requested_by == REQUESTER_PROVIDER)
        return dossier->profile == PROFILE_ARTICLE || (dossier->other_readings & Q7) != 0 ||
               date_before(dossier->date, rule_ending_through_support.eased_from);
    return dossier->requested_by == REQUESTER_RESELLER;
}
JUDGE_ONCE(is_not_theirs_to_end)

const struct rule rule_ending_through_support = {
    .id = "ending-through-support",
    .asks = { { "Vendor support ends a relationship of provider and reseller; from 1 July "
                "2020 the provider may too, the reseller never.",
                "Le support de l'éditeur met fin à une relation fournisseur-revendeur ; à "
                "partir du 1er juillet 2020 le fournisseur le peut aussi, le revendeur "
                "jamais." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S6.E",
    .readings = "Q7",
    .in_force_from = { INT32_MIN },
    .eased_from = { DAY_NUMBER(2020, 7, 1) },
    .message = { { "The party that asks cannot end this relationship by itself on that day: "
                   "vendor support does it.",
                   "Le demandeur ne peut pas, à cette date, mettre fin lui-même à cette relation "
                   ": c'est au support de l'éditeur de le faire." } },
    .facts = "requested_by",
    .finds = is_not_theirs_to_end_once,
    .remedies = {
        { .remedy = REMEDY_OPEN_SUPPORT_CASE },
        { .remedy = REMEDY_WAIT_UNTIL },
    },
};
