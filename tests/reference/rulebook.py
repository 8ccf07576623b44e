# SPDX-License-Identifier: Apache-2.0
"""The rulebook, restated: which act asks which rules of whom, and what each rule finds.

A rule is a predicate over a case (an act on a day's facts) and the position it is asked of; it is
true when the rule finds something. An act is a list of questions, pairs of rule and position.
`other` holds the readings that are taken the other way.
"""

from collections import namedtuple

ROLE_ASKED = {
    "provider": "indirect_provider", "reseller": "indirect_reseller", "direct_bill": "direct_bill"}
CAPABILITIES = ("api_integration", "billing", "support", "managed_services")
SINCE_PROVIDER_ENDS = "2020-07-01"
EXCLUSIVE = {"direct_bill": "indirect_reseller", "indirect_reseller": "direct_bill"}
PROFILES = ("article", "programme")

OTHER_READINGS = ("Q2", "Q3", "Q4", "Q6", "Q7", "Q12", "Q13")

Case = namedtuple("Case", "day act profile party other", defaults=(frozenset(),))
Rule = namedtuple("Rule", "origin since finds")
Question = namedtuple("Question", "finding rule position")


def chain_of_sale(case, p):
    """Live, but not in the role asked; or provider and reseller are the same tenant."""
    roles = case.day.roles(case.party[p])
    twice = p == "reseller" and case.party["reseller"] == case.party["provider"]
    return twice or bool(roles) and ROLE_ASKED[p] not in roles


def enrolled_in_role(case, p):
    """No live enrolment at all."""
    return not case.day.roles(case.party[p])


def onboarded(case, p):
    """Not onboarded by the day."""
    return case.party[p] not in case.day.onboarded


def mpa_signed(case, p):
    """The partner has not signed the MPA; with the other Q6, not itself."""
    if "Q6" in case.other:
        return case.party[p] not in case.day.signers
    return not case.day.has_signed(case.party[p])


def indirect_relationship_active(case, _):
    """No relationship of this provider with this reseller in effect."""
    return (case.party["provider"], case.party["reseller"]) not in case.day.resellers


def partners_in_same_region(case, _):
    """The regions of provider and reseller differ, or one has none."""
    return not case.day.same_region(case.party["provider"], case.party["reseller"])


def customer_in_region(case, p):
    """The regions of the partner and the customer differ, or one has none."""
    return not case.day.same_region(case.party[p], case.party["customer"])


def organizations(case, p):
    """The organisations of the partner and of the customer."""
    return case.day.organization(case.party[p]), case.day.organization(case.party["customer"])


def no_self_sale(case, p):
    """Customer and partner are of the same organisation."""
    partner, customer = organizations(case, p)
    return partner == customer


def no_affiliate_sale(case, p):
    """The organisations of customer and partner are affiliates; Q4: one directly owns the other."""
    if "Q4" in case.other:
        partner, customer = organizations(case, p)
        return case.day.owner.get(partner) == customer or case.day.owner.get(customer) == partner
    return case.day.affiliates(*organizations(case, p))


def no_provisioning_on_csp_tenant(case, _):
    """The customer tenant is of kind partner, or live in some role."""
    customer = case.party["customer"]
    return case.day.world.tenants[customer]["kind"] == "partner" or bool(case.day.roles(customer))


def reseller_or_customer(case, _):
    """With one provider a tenant is reseller or customer: the half that the act's row names."""
    return bool(in_the_way(case))


def in_the_way(case):
    """The pairs of provider and tenant for which `reseller-or-customer` finds something, sorted.

    They are of the tenant alone; with the other Q2, of each tenant of its organisation.
    """
    makes_reseller = case.act["act"] == "establish_indirect_relationship"
    lower = case.party["reseller" if makes_reseller else "customer"]
    upper = case.party.get("provider") or case.party["partner"]
    related = case.day.customers if makes_reseller else case.day.resellers
    looked_at = [lower]
    if "Q2" in case.other:
        looked_at = case.day.world.tenants_of(case.day.organization(lower))
    return [(upper, tenant) for tenant in looked_at if (upper, tenant) in related]


def ending_through_support(case, _):
    """The reseller asks for the end; or the provider, before it may or under the article alone.

    With the other Q7 the provider never may.
    """
    by = case.act["requested_by"]
    too_early = (case.profile == "article" or "Q7" in case.other
                 or case.day.date < SINCE_PROVIDER_ENDS)
    return by == "reseller" or by == "provider" and too_early


def direct_bill_capable(case, capability):
    """The role is direct-bill and the capability is not attested."""
    return case.act["role"] == "direct_bill" and capability not in case.act["capabilities"]


def known_market(case, p):
    """The market of the party has no region."""
    return case.day.region(case.party[p]) is None


def good_standing(case, p):
    """Live in the role asked (a partner: in any), but in none of those active."""
    statuses = case.day.statuses(case.party[p], ROLE_ASKED.get(p))
    return bool(statuses) and "active" not in statuses


def customer_relationship_active(case, p):
    """No relationship of the partner with the customer in effect."""
    return (case.party[p], case.party["customer"]) not in case.day.customers


def customer_agreement_accepted(case, _):
    """Neither accepted by the customer nor attested by the transacting tenant."""
    transacting = case.party.get("provider") or case.party["direct_bill"]
    customer = case.party["customer"]
    return (customer not in case.day.accepted
            and (transacting, customer) not in case.day.attested)


def offer_sold_in_market(case, _):
    """The day is outside the offer's interval, or the customer's market not in its list."""
    day, offer = case.day, case.day.world.offers[case.act["offer"]]
    market = day.country(case.party["customer"])
    everywhere = offer["markets"] == ["*"] and market in day.region_of_market
    return offer["id"] not in day.offers or not (everywhere or market in offer["markets"])


def partner_id_of_reseller(case, _):
    """The partner id is another tenant's, or of another country than the reseller tenant."""
    reseller, partner_id = case.party["reseller"], case.day.world.partner_ids[case.act["mpn_id"]]
    return (partner_id["tenant"] != reseller
            or partner_id["country"] != case.day.country(reseller))


def one_role_per_tenant(case, _):
    """Asks for direct-bill while live as indirect reseller, or the other way round."""
    return EXCLUSIVE.get(case.act["role"]) in case.day.roles(case.party["partner"])


ALWAYS = "0001-01-01"
RULES = {
    "chain-of-sale": Rule("A", ALWAYS, chain_of_sale),
    "enrolled-in-role": Rule("A", ALWAYS, enrolled_in_role),
    "onboarded": Rule("A", ALWAYS, onboarded),
    "mpa-signed": Rule("A", "2020-02-01", mpa_signed),
    "indirect-relationship-active": Rule("A", ALWAYS, indirect_relationship_active),
    "partners-in-same-region": Rule("A", ALWAYS, partners_in_same_region),
    "customer-in-region": Rule("A", ALWAYS, customer_in_region),
    "no-self-sale": Rule("A", ALWAYS, no_self_sale),
    "no-affiliate-sale": Rule("A", ALWAYS, no_affiliate_sale),
    "no-provisioning-on-csp-tenant": Rule("A", ALWAYS, no_provisioning_on_csp_tenant),
    "reseller-or-customer": Rule("A", ALWAYS, reseller_or_customer),
    "ending-through-support": Rule("A", ALWAYS, ending_through_support),
    "direct-bill-capable": Rule("A", ALWAYS, direct_bill_capable),
    "known-market": Rule("P", ALWAYS, known_market),
    "good-standing": Rule("P", ALWAYS, good_standing),
    "customer-relationship-active": Rule("P", ALWAYS, customer_relationship_active),
    "customer-agreement-accepted": Rule("P", "2020-02-01", customer_agreement_accepted),
    "offer-sold-in-market": Rule("P", ALWAYS, offer_sold_in_market),
    "partner-id-of-reseller": Rule("P", ALWAYS, partner_id_of_reseller),
    "one-role-per-tenant": Rule("P", "2021-08-18", one_role_per_tenant),
}
