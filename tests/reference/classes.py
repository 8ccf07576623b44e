# SPDX-License-Identifier: Apache-2.0
"""Slots with one value for each class of facts that a whole act can tell apart."""

import itertools

from chance import day_after
from rulebook import ROLE_ASKED
from slots import (OPEN, ROLES, acceptance, between, effect, enrollments, organization,
                   organization_record, related, signature, tenant)


def joined(*effects):
    """Several effects as one."""
    both = effect()
    for one in effects:
        both = both._replace(text=both.text + one.text, settings={**both.settings, **one.settings})
    return both


def standing(_, position):
    """In the role asked: active, live but not active; in another role; in none."""
    asked = ROLE_ASKED[position]
    other = next(role for role in ROLES if role != asked)
    return [enrollments(position, asked, [("active", OPEN)]),
            enrollments(position, asked, [("suspended", OPEN)]),
            enrollments(position, other, [("active", OPEN)]),
            effect()]


def standings(_, position, *usual):
    """In each of the three roles: nothing, active, suspended; the usual one first."""
    states = ([], [("active", OPEN)], [("suspended", OPEN)])
    choices = sorted(itertools.product(states, repeat=3), key=lambda choice: [
        bool(state) != (role in usual) or state == states[2]
        for role, state in zip(ROLES, choice)].count(True))
    return [joined(*(enrollments(position, role, state) for role, state in zip(ROLES, choice)))
            for choice in choices]


def or_provider(d, slot, field):
    """The values of a slot of the reseller's; and that it is the provider itself."""
    return slot(d, "reseller", *ROLES[1:2] if slot is standings else ()) + [
        effect(**{"act_" + field: tenant("provider")})]


def onboarded(d, position):
    """Onboarded on the day, or on the next."""
    return [effect({"type": "account", "tenant": tenant(position), "onboarded_on": day})
            for day in (d, day_after(d))]


def signed(d, position):
    """Signed on the day, or on the next."""
    return [effect(signature(tenant(position), day)) for day in (d, day_after(d))]


def regions(_, *positions):
    """Who has which region: the same (of two markets), others, none; each pattern once."""
    patterns = {}
    for markets in itertools.product(("FR", "US", "JP", "ZZ"), repeat=len(positions)):
        seen = [market for market in markets if market != "ZZ"]
        pattern = tuple(seen.index(market) if market in seen else None for market in markets)
        patterns.setdefault(pattern, markets)
    again = {"FR": "DE", "US": "UM", "JP": "JP", "ZZ": "YY"}
    return [effect(**{"country_" + position: again[market] if position == "customer" else market
                      for position, market in zip(positions, markets)})
            for markets in patterns.values()]


def ownership(_, *partners):
    """For each partner: the customer's organisation is another, the same, or an affiliate."""
    values = []
    for ways in itertools.product(("other", "same", "affiliate"), repeat=len(partners)):
        records, settings = [organization_record("X")], {}
        same = [partner for partner, way in zip(partners, ways) if way == "same"]
        if same:
            settings = {"org_" + position: same[0] for position in same[1:] + ["customer"]}
        if "affiliate" in ways:
            owned = [same[0] if same else "customer"]
            owned += [partner for partner, way in zip(partners, ways) if way == "affiliate"]
            records += [{"type": "ownership", "owner": organization("X"),
                         "owned": organization(one)} for one in owned]
        values.append(effect(*records, **settings))
    return values


def relation(d, kind, upper, lower):
    """In effect, or ended on the day."""
    return [effect(related(kind, tenant(upper), tenant(lower), span))
            for span in (between(None, day_after(d)), between(None, d))]


def no_relation(d, kind, upper, lower):
    """Ended on the day, or begun on it."""
    return [effect(related(kind, tenant(upper), tenant(lower), span))
            for span in (between(None, d), between(d, None))]


def csp(_):
    """The customer tenant is an ordinary one, designated as partner, live in a role."""
    return [enrollments("customer", "direct_bill", [("pending", OPEN)]),
            effect(kind_customer="partner"),
            enrollments("customer", "indirect_reseller", [("restricted", OPEN)])]


def agreement(d, partner):
    """The customer agreement: accepted, attested by the transacting partner, too late."""
    customer = tenant("customer")
    return [effect(acceptance("direct", customer, d)),
            effect(acceptance("attested", customer, d, tenant(partner))),
            effect(acceptance("direct", customer, day_after(d)))]


def offered(d):
    """No offer; one sold in the market, in every market, elsewhere, from the next day on."""
    def named(markets, span):
        return effect({"type": "offer", "id": "offer-@", "name": "offer", "publisher": "Vendor",
                       "party": "third", "markets": markets, **span}, act_offer="offer-@")

    here = ["DE", "UM", "JP", "YY"]
    return [effect(), named(here, OPEN), named(["*"], OPEN), named(["IN"], OPEN),
            named(here, between(day_after(d), None))]


def partner_id(_, *positions):
    """The regions, with a partner id: the reseller's own; of another country; another tenant's."""
    values = []
    for where in regions(_, *positions):
        own = where.settings["country_reseller"]
        for owner, land in (("reseller", own), ("reseller", "IN"), ("provider", own)):
            values.append(joined(where, effect({
                "type": "partner_id", "mpn_id": "1@", "tenant": tenant(owner), "country": land})))
    return values


def new_subscription(_):
    """For a new subscription, or a running one."""
    return [effect(act_new_subscription=new) for new in (True, False)]
