# SPDX-License-Identifier: Apache-2.0
"""The remedies of a finding, in the order of the table; what is still to be found is None."""

from rulebook import EXCLUSIVE, ROLE_ASKED, SINCE_PROVIDER_ENDS, in_the_way
from steps import ROLES, Step

CREATED_ID = "00000000-0000-4000-8000-%012d"


def next_free(form, taken):
    """The first of a numbered series of ids that is not taken."""
    number = 1
    while form % number in taken:
        number += 1
    return form % number


def other_provider(case):
    """Another provider, in the acts where it can be replaced."""
    if case.act["act"] in ("place_order", "establish_indirect_relationship"):
        return [Step("other_provider", before=case.party["provider"])]
    return []


def other_seller(case):
    """Another seller with its provider, or another partner of a customer relationship."""
    if case.act["act"] == "place_order":
        return [Step("other_seller", before=(case.act.get("provider"), case.act["seller"]))]
    if case.act["act"] == "establish_customer_relationship":
        return [Step("other_seller", before=(None, case.act["partner"]))]
    return []


def other_tenant(case):
    """Another tenant of the organisation of the customer, the reseller or the one to enrol."""
    field = {"establish_indirect_relationship": "reseller", "enroll": "partner"}
    return [Step("other_tenant", before=case.party[field.get(case.act["act"], "customer")])]


def other(case, p):
    """What `other_*` means for a position."""
    if p == "provider":
        return other_provider(case)
    if p in ("reseller", "direct_bill") and case.act["act"] == "place_order" or p == "partner":
        return other_seller(case)
    return []


def enroll(case, p):
    """Enrol in the role asked; as a reseller where any is asked."""
    role = ROLE_ASKED.get(p, "indirect_reseller")
    return [Step("enroll", tenant=case.party[p], role=role)] + other(case, p)


def chain_of_sale(case, p):
    """Enrol in the role asked, unless provider and reseller are the same tenant."""
    if p == "reseller" and case.party["provider"] == case.party["reseller"]:
        return other_provider(case)
    return enroll(case, p)


def reinstate(case, p):
    """Cure the cause of a restriction or suspension, in the first live role where any is asked."""
    tenant = case.party[p]
    role = ROLE_ASKED.get(p) or next(r for r in ROLES if r in case.day.roles(tenant))
    return [Step("reinstate", tenant=tenant, role=role)] + other(case, p)


def establish_supply(case, _):
    """Relate provider and reseller; nothing helps who would end a relationship that is not."""
    if case.act["act"] == "end_indirect_relationship":
        return []
    return [Step("establish_indirect_relationship", provider=case.party["provider"],
                 reseller=case.party["reseller"])] + other_provider(case)


def agreement(case, _):
    """The customer accepts, or the transacting partner attests it."""
    customer = case.party["customer"]
    transacting = case.party.get("provider") or case.party["direct_bill"]
    return [Step("accept_customer_agreement", customer=customer),
            Step("attest_customer_agreement", partner=transacting, customer=customer)]


def seller_at_fault(case, p):
    """Who may not sell to this customer is replaced."""
    return other_seller(case) + (other_provider(case) if p == "provider" else [])


def reseller_or_customer(case, _):
    """The options of S6: O1, O2 where there is an order, the end of what stands in the way."""
    pairs, name = in_the_way(case), case.act["act"]
    if name == "establish_indirect_relationship":
        return other_tenant(case) + other_provider(case) + [
            Step("remove_customer", partner=upper, customer=tenant) for upper, tenant in pairs]
    ends = [Step("end_indirect_relationship", provider=upper, reseller=tenant)
            for upper, tenant in pairs]
    if name == "place_order":
        return other_tenant(case) + other_provider(case) + other_seller(case) + ends
    return other_tenant(case) + ends


def on(case, date):
    """A case on another day."""
    return case._replace(day=case.day.world.on(date), act=dict(case.act, date=date))


def wait(case, rule, position, days):
    """Wait for the first of some days on which a rule finds nothing, if there is one."""
    for day in sorted(day for day in days if day > case.day.date):
        if not rule.finds(on(case, day), position):
            return [Step("wait_until", before=case.day.date, to=day)]
    return []


def days_of_change(case):
    """The days on which a market or the offer changes."""
    days = set(case.day.world.market_changes())
    if case.act.get("offer"):
        offer = case.day.world.offers[case.act["offer"]]
        days |= {offer[end] for end in ("from", "to") if offer.get(end)}
    return days


def support_case(case, rule):
    """Vendor support ends it, or the provider waits until it may."""
    asks = case.act["requested_by"]
    steps = [Step("open_support_case", before=asks, to="vendor_support")]
    if asks == "provider" and case.profile == "programme":
        steps += wait(case, rule, None, [SINCE_PROVIDER_ENDS])
    return steps


def partner_id(case, _):
    """The first valid id of the reseller; else it registers one."""
    reseller, ids = case.party["reseller"], case.day.world.partner_ids
    country = case.day.country(reseller)
    valid = sorted(one["mpn_id"] for one in ids.values()
                   if (one["tenant"], one["country"]) == (reseller, country))
    if valid:
        return [Step("use_partner_id", before=case.act["mpn_id"], to=valid[0])]
    return [Step("register_partner_id", tenant=reseller, country=country,
                 mpn_id=next_free("%07d", ids))]


def one_role(case, _):
    """Another tenant enrols, or the role that stands against the one asked for ends."""
    return other_tenant(case) + [Step("end_enrollment", tenant=case.party["partner"],
                                      role=EXCLUSIVE[case.act["role"]])]


REMEDIES = {
    "enrolled-in-role": enroll,
    "chain-of-sale": chain_of_sale,
    "onboarded": lambda case, p: [Step("onboard", tenant=case.party[p])],
    "mpa-signed": lambda case, p: [Step("sign_mpa", tenant=case.party[p])],
    "good-standing": reinstate,
    "indirect-relationship-active": establish_supply,
    "customer-relationship-active": lambda case, p: [Step(
        "establish_customer_relationship", partner=case.party[p],
        customer=case.party["customer"])],
    "customer-agreement-accepted": agreement,
    "partners-in-same-region": lambda case, _: other_provider(case),
    "customer-in-region": seller_at_fault,
    "no-self-sale": seller_at_fault,
    "no-affiliate-sale": seller_at_fault,
    "no-provisioning-on-csp-tenant": lambda case, _: other_tenant(case),
    "reseller-or-customer": reseller_or_customer,
    "direct-bill-capable": lambda case, c: [Step("attest_capability", capability=c)],
    "partner-id-of-reseller": partner_id,
    "one-role-per-tenant": one_role,
}
WAITED_FOR = ("known-market", "offer-sold-in-market")


def remedies(case, question):
    """The remedies of one finding of a case, in order."""
    name = question.finding.split(":")[0]
    if name in WAITED_FOR:
        return wait(case, question.rule, question.position, days_of_change(case))
    if name == "ending-through-support":
        return support_case(case, question.rule)
    return REMEDIES[name](case, question.position)
