# SPDX-License-Identifier: Apache-2.0
"""Which facts are enumerated: those that a rule reads, and those that an act consults."""

import classes
import slots
from rulebook import ROLE_ASKED
from slots import ROLES, tenant

INDIRECT, CUSTOMER = "indirect_relationship", "customer_relationship"
SUPPLY = (INDIRECT, "provider", "reseller")
DAY = ["2020-05-12", "2024-02-29"]
REGION_DAYS = ["2020-05-12", "2020-11-30", "2020-12-01", "2023-08-16", "2023-08-17", "2023-08-18"]
MPA_DAYS = ["2020-02-01", "2020-01-31", "2020-02-02", "2023-08-16", "2023-08-17"]
DATES = {
    "mpa-signed": MPA_DAYS, "customer-agreement-accepted": MPA_DAYS[:3],
    "partners-in-same-region": REGION_DAYS, "customer-in-region": REGION_DAYS,
    "known-market": REGION_DAYS, "offer-sold-in-market": REGION_DAYS,
    "ending-through-support": ["2020-07-01", "2020-06-30", "2020-07-02", "2021-07-01"],
    "one-role-per-tenant": ["2021-08-18", "2021-08-17", "2021-08-19"]}
ACT_DATES = {
    "place_order": MPA_DAYS[:2], "associate_partner_id": MPA_DAYS[:2],
    "end_indirect_relationship": ["2020-07-01", "2020-06-30"],
    "enroll": ["2021-08-18", "2021-08-17"]}


def partners_of(shape):
    """The positions of an act's partners."""
    if shape[0] == "place_order":
        return ["provider", "reseller"] if "provider" in shape else ["direct_bill"]
    single = {"establish_customer_relationship", "engage_partner", "enroll"}
    return ["partner"] if shape[0] in single else ["provider", "reseller"]


def positions_of(shape):
    """The positions of all parties of an act."""
    with_customer = {"place_order", "establish_customer_relationship", "engage_partner"}
    return partners_of(shape) + (["customer"] if shape[0] in with_customer else [])


def base_act(shape):
    """The fields of an act that no slot sets."""
    act = {position: tenant(position) for position in positions_of(shape)}
    if shape[0] == "place_order":
        seller = act.pop("reseller", None) or act.pop("direct_bill")
        return {"act": shape[0], "seller": seller, **act}
    if shape[0] == "enroll":
        return {"act": shape[0], "tenant": act["partner"]}
    if shape[0] == "associate_partner_id":
        act.update(mpn_id="1@", new_subscription="new_subscription" in shape)
    return {"act": shape[0], **act}


def sole(position):
    """The role in which the party in a position is usually enrolled."""
    return ROLE_ASKED.get(position, "direct_bill")


def clear_slots(shape):
    """The slots whose first values together make an act that no rule finds anything against."""
    partners, act = partners_of(shape), shape[0]
    wanted = [(slots.enrolled, p, sole(p)) for p in partners if act != "enroll"]
    wanted += [(slots.onboarded, "reseller")] * ("reseller" in partners)
    wanted += [(slots.signed, p) for p in partners]
    if act == "place_order":
        wanted += [(slots.relation, CUSTOMER, p, "customer") for p in partners]
        wanted += [(slots.accepted,)]
        wanted += [(slots.offer,)] * ("offer" in shape)
    if "reseller" in partners and act != "establish_indirect_relationship":
        wanted += [(slots.relation,) + SUPPLY]
    return wanted + {
        "associate_partner_id": [(slots.partner_id,)],
        "end_indirect_relationship": [(slots.requested_by,)],
        "enroll": [(slots.asks_role,), (slots.capabilities,)]}.get(act, [])


def standing(shape, position):
    """The enrolments of a party; where two partners act, whether they are the same tenant."""
    own = sole(position)
    field = "seller" if shape[0] == "place_order" else "reseller"
    return ([(slots.enrolled, position, own)]
            + [(slots.also, position, role) for role in ROLES if role != own]
            + [(slots.same, field)] * ("reseller" in partners_of(shape)))


def conflict(shape):
    """The relationship that `reseller-or-customer` looks for, and others that do not count."""
    partners = partners_of(shape)
    pair = ((CUSTOMER,) + SUPPLY[1:] if shape[0] == "establish_indirect_relationship"
            else (INDIRECT, partners[0], "customer"))
    return [(slots.no_relation,) + pair, (slots.decoy,) + pair]


READS = {
    "chain-of-sale": standing, "enrolled-in-role": standing, "good-standing": standing,
    "onboarded": lambda _, p: [(slots.onboarded, p)],
    "mpa-signed": lambda _, p: [
        (slots.signed, p), (slots.sibling_signed, p), (slots.country, p)],
    "indirect-relationship-active": lambda _, p: [
        (slots.relation,) + SUPPLY, (slots.decoy,) + SUPPLY],
    "partners-in-same-region": lambda _, p: [
        (slots.country, "provider"), (slots.country, "reseller")],
    "customer-in-region": lambda _, p: [(slots.country, p), (slots.country, "customer")],
    "no-self-sale": lambda shape, p: [(slots.customer_org,) + tuple(partners_of(shape))],
    "no-affiliate-sale": lambda shape, p: [
        (slots.customer_org,) + tuple(partners_of(shape)), (slots.owners, p)],
    "no-provisioning-on-csp-tenant": lambda _, p: [
        (slots.kind, "customer"), (slots.csp_decoy,), (slots.unlike, "customer", ROLES[2]),
        (slots.also, "customer", ROLES[0]), (slots.also, "customer", ROLES[1])],
    "reseller-or-customer": lambda shape, _: conflict(shape),
    "ending-through-support": lambda _, p: [(slots.requested_by,)],
    "direct-bill-capable": lambda _, p: [(slots.asks_role,), (slots.capabilities,)],
    "known-market": lambda _, p: [(slots.any_country, p)],
    "customer-relationship-active": lambda _, p: [
        (slots.relation, CUSTOMER, p, "customer"), (slots.decoy, CUSTOMER, p, "customer")],
    "customer-agreement-accepted": lambda shape, _: [
        (slots.accepted,), (slots.attested, partners_of(shape)[0]),
        (slots.attested_by_others, partners_of(shape)[0], partners_of(shape)[-1])],
    "offer-sold-in-market": lambda _, p: [(slots.offer,), (slots.country, "customer")],
    "partner-id-of-reseller": lambda _, p: [(slots.partner_id,), (slots.country, "reseller")],
    "one-role-per-tenant": lambda _, p: [
        (slots.asks_role,), (slots.unlike, "partner", ROLES[1]),
        (slots.unlike, "partner", ROLES[2]), (slots.also, "partner", ROLES[0])]}


def act_slots(act):
    """The slots of everything that an act consults, each with its classes of values."""
    return {
        "place_order": [
            (classes.standing, "provider"), (classes.or_provider, classes.standing, "seller"),
            (classes.onboarded, "reseller"), (classes.signed, "provider"),
            (classes.signed, "reseller"), (classes.regions, "provider", "reseller", "customer"),
            (classes.ownership, "provider", "reseller"), (classes.relation,) + SUPPLY,
            (classes.relation, CUSTOMER, "provider", "customer"),
            (classes.relation, CUSTOMER, "reseller", "customer"),
            (classes.no_relation, INDIRECT, "provider", "customer"),
            (classes.csp,), (classes.agreement, "provider"), (classes.offered,)],
        "place_order:direct": [
            (classes.standings, "direct_bill", ROLES[2]), (classes.signed, "direct_bill"),
            (classes.regions, "direct_bill", "customer"), (classes.ownership, "direct_bill"),
            (classes.relation, CUSTOMER, "direct_bill", "customer"),
            (classes.csp,), (classes.agreement, "direct_bill"), (classes.offered,)],
        "establish_indirect_relationship": [
            (classes.standings, "provider", ROLES[0]),
            (classes.or_provider, classes.standings, "reseller"), (classes.onboarded, "reseller"),
            (classes.regions, "provider", "reseller"),
            (classes.no_relation, CUSTOMER, "provider", "reseller")],
        "establish_customer_relationship": [
            (classes.standings, "partner", ROLES[2]), (classes.regions, "partner", "customer"),
            (classes.ownership, "partner"),
            (classes.no_relation, INDIRECT, "partner", "customer")],
        "associate_partner_id": [
            (classes.standings, "provider", ROLES[0]),
            (classes.or_provider, classes.standings, "reseller"), (classes.onboarded, "reseller"),
            (classes.signed, "reseller"), (classes.relation,) + SUPPLY,
            (classes.partner_id, "provider", "reseller"), (classes.new_subscription,)],
        "engage_partner": [(classes.standings, "partner", ROLES[2])],
        "end_indirect_relationship": [
            (classes.relation,) + SUPPLY, (slots.same, "reseller"), (slots.requested_by,)],
        "enroll": [
            (classes.standings, "partner"), (slots.asks_role,), (slots.capabilities,),
            (classes.regions, "partner")]}[act]


ACT_NAMES = ("place_order", "place_order:direct", "establish_indirect_relationship",
             "establish_customer_relationship", "associate_partner_id", "engage_partner",
             "end_indirect_relationship", "enroll")
