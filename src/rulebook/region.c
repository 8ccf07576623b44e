/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about markets and regions. */
#include "rulebook/rule.h"

static bool regions_differ(const struct dossier *dossier)
{
    return !region_is_shared(dossier->party[POSITION_PROVIDER].region,
                             dossier->party[POSITION_RESELLER].region);
}
JUDGE_ONCE(regions_differ)

const struct rule rule_partners_in_same_region = {
    .id = "partners-in-same-region",
    .asks = { { "Provider and reseller are of the same region.",
                "Le fournisseur et le revendeur sont de la même région." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S8",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{provider} and {reseller} are not of the same region.",
                   "{provider} et {reseller} ne sont pas de la même région." } },
    .facts = "provider provider_region reseller reseller_region",
    .finds = regions_differ_once,
    .remedies = {
        { .remedy = REMEDY_OTHER_PROVIDER },
    },
};

static bool is_not_of_the_customers_region(const struct dossier *dossier, enum position position)
{
    return !region_is_shared(dossier->party[position].region,
                             dossier->party[POSITION_CUSTOMER].region);
}
JUDGE_EACH(is_not_of_the_customers_region)

const struct rule rule_customer_in_region = {
    .id = "customer-in-region",
    .asks = { { "A partner sells only to customers of its own region.",
                "Un partenaire ne vend qu'à des clients de sa propre région." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S7",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} and {customer} are not of the same region.",
                   "{party} et {customer} ne sont pas de la même région." } },
    .facts = "customer customer_region region tenant",
    .finds = is_not_of_the_customers_region_each,
    .remedies = {
        { .remedy = REMEDY_OTHER_SELLER },
        OTHER_PROVIDER,
    },
};

static bool has_no_region(const struct dossier *dossier, enum position position)
{
    return region_is_none(dossier->party[position].region);
}
JUDGE_EACH(has_no_region)

const struct rule rule_known_market = {
    .id = "known-market",
    .asks = { { "Each party is in a market that belongs to a region on that day.",
                "Chaque partie se trouve dans un marché qui appartient à une région à cette "
                "date." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "S7 S8",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} is in a market that belongs to no region on that day.",
                   "{party} se trouve sur un marché qui n'appartient à aucune région à cette "
                   "date." } },
    .facts = "country region tenant",
    .finds = has_no_region_each,
    .remedies = {
        { .remedy = REMEDY_WAIT_UNTIL },
    },
};

/* An explicit list counts even where the market has no region. */
static bool is_not_sold_there(const struct dossier *dossier)
{
    bool is_listed = dossier->offer_is_everywhere
                         ? !region_is_none(dossier->party[POSITION_CUSTOMER].region)
                         : dossier->offer_lists_market;

    return !is_listed || !interval_holds(dossier->offer_valid, dossier->date);
}
JUDGE_ONCE(is_not_sold_there)

const struct rule rule_offer_sold_in_market = {
    .id = "offer-sold-in-market",
    .asks = { { "What is ordered is sold in the customer's market on that day.",
                "Ce qui est commandé est vendu sur le marché du client à cette date." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "T2",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "The offer is not sold in the customer's market on that day.",
                   "L'offre n'est pas vendue sur le marché du client à cette date." } },
    .facts = "customer_country from offer to",
    .finds = is_not_sold_there_once,
    .remedies = {
        { .remedy = REMEDY_WAIT_UNTIL },
    },
};
