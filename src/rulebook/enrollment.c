/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the roles that a partner is enrolled in. */
#include "rulebook/rule.h"

/* T7, T8, T11, S1: who stands in a chain stands there in the role that the chain has for it. */
static bool stands_in_another_role(const struct dossier *dossier, enum position position)
{
    unsigned live_roles = dossier->party[position].live_roles;

    if (position == POSITION_RESELLER &&
        dossier->party[POSITION_PROVIDER].tenant == dossier->party[POSITION_RESELLER].tenant)
        return true;
    return live_roles != 0 && (live_roles & position_roles(position)) == 0;
}
JUDGE_EACH(stands_in_another_role)

const struct rule rule_chain_of_sale = {
    .id = "chain-of-sale",
    .asks = { { "Whoever stands in a chain of sale has the role that the place asks for, and "
                "stands in one place only.",
                "Qui se trouve dans une chaîne de vente a le rôle que sa place exige, et "
                "n'occupe qu'une place." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "S1 S1.1 S1.2 T7 T8 T11 S4",
    .readings = "Q1",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} does not fit its place in this chain of sale: it has another role, or "
                   "stands in both places.",
                   "{party} n'est pas à sa place dans cette chaîne de vente : son rôle ne "
                   "convient pas, ou le même locataire occupe les deux places." } },
    .facts = "live_roles role tenant",
    .finds = stands_in_another_role_each,
    .remedies = {
        { .remedy = REMEDY_ENROLL, .when = UNLESS_OWN_PROVIDER },
        OTHER_PROVIDER,
        { .remedy = REMEDY_OTHER_SELLER,
          .positions = BIT(POSITION_RESELLER) | BIT(POSITION_DIRECT_BILL),
          .when = UNLESS_OWN_PROVIDER },
        { .remedy = REMEDY_OTHER_PROVIDER, .when = IF_OWN_PROVIDER },
    },
};

static bool is_enrolled_in_no_role(const struct dossier *dossier, enum position position)
{
    return dossier->party[position].live_roles == 0;
}
JUDGE_EACH(is_enrolled_in_no_role)

const struct rule rule_enrolled_in_role = {
    .id = "enrolled-in-role",
    .asks = { { "Each partner is enrolled in a role of the programme.",
                "Chaque partenaire est inscrit dans un rôle du programme." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "M4b T13",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} is not enrolled in any role of the programme.",
                   "{party} n'a aucune inscription en vigueur au programme." } },
    .facts = "live_roles role tenant",
    .finds = is_enrolled_in_no_role_each,
    .remedies = {
        { .remedy = REMEDY_ENROLL },
        OTHER_PROVIDER,
        OTHER_SELLER,
    },
};

static bool is_not_onboarded(const struct dossier *dossier, enum position position)
{
    return date_before(dossier->date, dossier->party[position].onboarded_on);
}
JUDGE_EACH(is_not_onboarded)

const struct rule rule_onboarded = {
    .id = "onboarded",
    .asks = { { "A reseller has been onboarded before it works with a provider.",
                "Un revendeur a effectué son intégration à l'espace partenaires avant de "
                "travailler avec un fournisseur." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "M4a",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} has not been onboarded.",
                   "{party} n'a pas effectué son intégration à l'espace partenaires." } },
    .facts = "onboarded_on tenant",
    .finds = is_not_onboarded_each,
    .remedies = {
        { .remedy = REMEDY_ONBOARD },
    },
};

static bool is_live_but_not_active(const struct dossier *dossier, enum position position)
{
    const struct party *party = &dossier->party[position];
    unsigned roles = position_roles(position);

    return (party->live_roles & roles) != 0 && (party->active_roles & roles) == 0;
}
JUDGE_EACH(is_live_but_not_active)

const struct rule rule_good_standing = {
    .id = "good-standing",
    .asks = { { "A partner's enrolment in the role asked for is active, neither restricted "
                "nor suspended.",
                "L'inscription d'un partenaire dans le rôle demandé est active, ni "
                "restreinte ni suspendue." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party} is not in good standing: restricted or suspended.",
                   "{party} n'est pas en règle : inscription restreinte ou suspendue." } },
    .facts = "active_roles live_roles tenant",
    .finds = is_live_but_not_active_each,
    .remedies = {
        { .remedy = REMEDY_REINSTATE },
        OTHER_PROVIDER,
        OTHER_SELLER,
    },
};

/* T13, T14; the positions of this rule are the capabilities. */
static bool is_not_attested(const struct dossier *dossier, enum position position)
{
    return (dossier->capabilities & BIT(position_capability(position))) == 0;
}
JUDGE_EACH(is_not_attested)

const struct rule rule_direct_bill_capable = {
    .id = "direct-bill-capable",
    .asks = { { "Who enrols as direct-bill partner attests all four capabilities that direct "
                "billing requires.",
                "Qui s'inscrit comme partenaire de facturation directe atteste les quatre "
                "capacités que celle-ci exige." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "T13 T14",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "{party}: a capability that direct billing requires, not attested.",
                   "{party} : capacité exigée pour la facturation directe, non attestée." } },
    .facts = "capabilities",
    .finds = is_not_attested_each,
    .remedies = {
        { .remedy = REMEDY_ATTEST_CAPABILITY },
    },
};

static bool holds_the_role_that_excludes_it(const struct dossier *dossier)
{
    static const unsigned excluded_by[ROLE_COUNT] = {
        [ROLE_DIRECT_BILL] = BIT(ROLE_INDIRECT_RESELLER),
        [ROLE_INDIRECT_RESELLER] = BIT(ROLE_DIRECT_BILL),
    };

    return (dossier->party[POSITION_PARTNER].live_roles & excluded_by[dossier->role]) != 0;
}
JUDGE_ONCE(holds_the_role_that_excludes_it)

const struct rule rule_one_role_per_tenant = {
    .id = "one-role-per-tenant",
    .asks = { { "A tenant is indirect reseller or direct-bill partner, not both.",
                "Un locataire est revendeur indirect ou partenaire de facturation directe, "
                "pas les deux." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "",
    .readings = "",
    .in_force_from = { DAY_NUMBER(2021, 8, 18) },
    .message = { { "Since 18 August 2021 {partner} cannot be both an indirect reseller and a "
                   "direct-bill partner.",
                   "Depuis le 18 août 2021, {partner} ne peut être à la fois revendeur indirect "
                   "et partenaire de facturation directe." } },
    .facts = "live_roles role tenant",
    .finds = holds_the_role_that_excludes_it_once,
    .remedies = {
        { .remedy = REMEDY_OTHER_TENANT },
        { .remedy = REMEDY_END_ENROLLMENT },
    },
};
