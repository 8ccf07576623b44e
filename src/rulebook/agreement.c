/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about agreements and partner ids. */
#include "rulebook/rule.h"

/* M1-M3; the row carries the date from which it is asked (Q13). */
static bool has_not_signed(const struct dossier *dossier, enum position position)
{
    return date_before(dossier->date, dossier->party[position].mpa_signed_on);
}
JUDGE_EACH(has_not_signed)

const struct rule rule_mpa_signed = {
    .id = "mpa-signed",
    .asks = { { "Each partner has signed the Microsoft Partner Agreement before new business.",
                "Chaque partenaire a signé l'accord de partenariat Microsoft avant toute "
                "nouvelle affaire." } },
    .origin = ORIGIN_ARTICLE,
    .statements = "M1 M2 M3 M4c",
    .readings = "Q5 Q6 Q13",
    .in_force_from = { DAY_NUMBER(2020, 2, 1) },
    .message = { { "{party} has not signed the Microsoft Partner Agreement, required since "
                   "1 February 2020 before new business.",
                   "{party} n'a pas signé l'accord de partenariat Microsoft, exigé depuis le "
                   "1er février 2020 avant toute nouvelle affaire." } },
    .facts = "region signed_on tenant",
    .finds = has_not_signed_each,
    .remedies = {
        { .remedy = REMEDY_SIGN_MPA },
    },
};

static bool has_no_acceptance(const struct dossier *dossier)
{
    return date_before(dossier->date, dossier->agreement_accepted_on) &&
           date_before(dossier->date, dossier->agreement_attested_on);
}
JUDGE_ONCE(has_no_acceptance)

const struct rule rule_customer_agreement_accepted = {
    .id = "customer-agreement-accepted",
    .asks = { { "The customer has accepted the Microsoft Customer Agreement, or the "
                "transacting partner has attested it.",
                "Le client a accepté le contrat client Microsoft, ou le partenaire qui "
                "effectue la transaction l'a attesté." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "",
    .readings = "",
    .in_force_from = { DAY_NUMBER(2020, 2, 1) },
    .message = { { "{customer} has not accepted the Microsoft Customer Agreement, nor has the "
                   "transacting partner attested it.",
                   "{customer} n'a pas accepté le contrat client Microsoft, et le partenaire qui "
                   "effectue la transaction n'a attesté aucune acceptation." } },
    .facts = "accepted_on attested_on customer",
    .finds = has_no_acceptance_once,
    .remedies = {
        { .remedy = REMEDY_ACCEPT_CUSTOMER_AGREEMENT },
        { .remedy = REMEDY_ATTEST_CUSTOMER_AGREEMENT },
    },
};

static bool is_of_another_tenant_or_country(const struct dossier *dossier)
{
    const struct party *reseller = &dossier->party[POSITION_RESELLER];

    return dossier->partner_id_tenant != reseller->tenant ||
           !country_equal(dossier->partner_id_country, reseller->market);
}
JUDGE_ONCE(is_of_another_tenant_or_country)

const struct rule rule_partner_id_of_reseller = {
    .id = "partner-id-of-reseller",
    .asks = { { "The partner id on a subscription is the reseller tenant's own, in that "
                "tenant's country.",
                "L'ID partenaire d'un abonnement est celui du locataire du revendeur, dans "
                "le pays de ce locataire." } },
    .origin = ORIGIN_PROGRAMME,
    .statements = "M2",
    .readings = "",
    .in_force_from = { INT32_MIN },
    .message = { { "The partner id does not belong to {reseller}, or is of another country.",
                   "L'ID partenaire n'est pas celui que détient {reseller}, ou relève d'un autre "
                   "pays." } },
    .facts = "country mpn_id partner_id_country partner_id_tenant reseller",
    .finds = is_of_another_tenant_or_country_once,
    .remedies = {
        { .remedy = REMEDY_USE_PARTNER_ID },
        { .remedy = REMEDY_REGISTER_PARTNER_ID },
    },
};
