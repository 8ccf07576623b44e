# SPDX-License-Identifier: Apache-2.0
"""Facts as slots with values, for a small group of parties; the first value is the clear one.

A slot is a function of a date (and of the positions that it is about) that gives its values. A
value is an effect: records to be added to the group, and settings (the country, organisation or
kind of a party; a field of the act). In texts `@` stands for the number of the group.
"""

import itertools
import json
from functools import lru_cache
from collections import namedtuple

from chance import day_after
from facts import read_markets
from rulebook import CAPABILITIES

Effect = namedtuple("Effect", "text settings")
LETTERS = {"provider": "a", "reseller": "b", "customer": "c", "direct_bill": "d", "partner": "e",
           "stranger": "f"}
ROLES = ("indirect_provider", "indirect_reseller", "direct_bill")
NOT_LIVE = ("draft", "pending", "qualified", "rejected", "ended")
OPEN = {"from": None, "to": None}


def effect(*records, **settings):
    """A value: records, as text, and settings."""
    return Effect("".join(json.dumps(record) + "\n" for record in records), settings)


def tenant(position, number=0):
    """The id of the tenant in a position, or of a further tenant of its organisation."""
    return "%s%d000000-0000-4000-8000-@" % (LETTERS[position], number)


def organization(position):
    """The id of the organisation of a position (or of an owner)."""
    return "org-%s-@" % position


def organization_record(position):
    """The organisation of a position."""
    return {"type": "organization", "id": organization(position), "name": position,
            "country": "FR"}


def tenant_record(position, number=0, country="FR", kind="partner", of=None):
    """The tenant of a position, or a further tenant of its organisation."""
    return {"type": "tenant", "id": tenant(position, number),
            "domain": "%s-%d-@.example" % (position, number),
            "organization": organization(of or position), "country": country, "kind": kind}


def related(kind, upper, lower, span):
    """A relationship of a kind between two tenants."""
    names = ("provider", "reseller") if kind == "indirect_relationship" else ("partner", "customer")
    return {"type": kind, names[0]: upper, names[1]: lower, **span}


def between(start, end):
    """An interval."""
    return {"from": start, "to": end}


@lru_cache(maxsize=None)
def histories(d):
    """Lists of intervals: every place of both ends about d, some of several records, none."""
    before, after = day_after(d, -1), day_after(d)
    ends = (before, d, after)
    single = [OPEN, {}] + [between(start, None) for start in ends]
    single += [between(None, end) for end in ends]
    single += [between(start, end) for start in ends for end in ends if start <= end]
    several = [[between(None, d), between(d, None)], [between(None, before), between(after, None)],
               [between(after, None), between(None, after)], [between(d, d), between(d, d)],
               [between(None, d), between(after, None), between(d, d)]]
    return [[one] for one in single] + several + [[]]


def statuses(d):
    """Lists of enrolments as (status, interval): active first, none last."""
    before, after = day_after(d, -1), day_after(d)
    spans = (between(d, None), between(after, None), between(None, d), between(None, after),
             between(d, d), between(before, after))
    lists = [[(status, OPEN)] for status in ("active", "restricted", "suspended") + NOT_LIVE]
    lists += [[("active", span)] for span in spans] + [[("suspended", span)] for span in spans]
    return lists + [
        [("active", between(None, d)), ("suspended", between(d, None))],
        [("suspended", between(None, d)), ("active", between(d, None))],
        [("suspended", OPEN), ("active", between(after, None))],
        [("suspended", OPEN), ("active", OPEN)], [("restricted", OPEN), ("suspended", OPEN)],
        [("draft", OPEN), ("active", OPEN)], [("ended", OPEN), ("restricted", OPEN)], []]


def enrollments(position, role, pairs):
    """Enrolment records of a position's tenant."""
    return effect(*({"type": "enrollment", "tenant": tenant(position), "role": role,
                     "status": status, **span} for status, span in pairs))


def enrolled(d, position, role):
    """The enrolments in the role that is asked."""
    return [enrollments(position, role, pairs) for pairs in statuses(d)]


def also(d, position, role):
    """The enrolments in another role: fewer values, none first."""
    some = ([], [("active", OPEN)], [("suspended", OPEN)], [("pending", OPEN)],
            [("active", between(None, d))], [("suspended", OPEN), ("active", OPEN)])
    return [enrollments(position, role, pairs) for pairs in some]


def unlike(d, position, role):
    """The enrolments in a role that should not be: all values, none first."""
    return enrolled(d, position, role)[::-1]


def same(_, field):
    """Whether the reseller (or seller) is the provider itself."""
    return [effect(), effect(**{"act_" + field: tenant("provider")})]


def days(d):
    """Days about d; none last."""
    return (day_after(d, -1), d, day_after(d), None)


def onboarded(d, position):
    """When the party was onboarded."""
    return [effect(*([{"type": "account", "tenant": tenant(position), "onboarded_on": day}]
                     if day else [])) for day in days(d)]


def signature(owner, day):
    """An MPA signature."""
    return {"type": "agreement", "agreement": "MPA", "tenant": owner, "signed_on": day,
            "signed_by": "admin@x.example"}


def signed(d, position):
    """When the tenant itself signed the MPA."""
    return [effect(*([signature(tenant(position), day)] if day else [])) for day in days(d)]


def sibling_signed(d, position):
    """Which other tenant signed: of which market, when; of the organisation, or of its owner."""
    def sibling(country, day, number=1, of=None):
        return (tenant_record(position, number, country, of=of or position),
                signature(tenant(position, number), day))

    values = [effect()]
    for country in ("FR", "DE", "US", "AU", "NZ", "GU", "AS", "CN", "BY", "ZZ"):
        values += [effect(*sibling(country, d)), effect(*sibling(country, day_after(d)))]
    owner = organization_record("owner") , {
        "type": "ownership", "owner": organization("owner"), "owned": organization(position)}
    values.append(effect(*owner + sibling("FR", d, of="owner")))
    values.append(effect(*sibling("US", d) + sibling("FR", d, 2)))
    values.append(effect(*sibling("US", d) + sibling("FR", day_after(d), 2)))
    return values


@lru_cache(maxsize=None)
def market_classes():
    """A market for each history of regions that the table has, FR first; and two unlisted."""
    histories_of = {}
    for row in sorted(read_markets(), key=lambda row: (row["from"], row["to"])):
        histories_of.setdefault(row["market"], []).append((row["region"], row["from"], row["to"]))
    classes = {tuple(history): market for market, history in sorted(histories_of.items())}
    return ["FR"] + sorted(set(classes.values()) - {"FR"}) + ["ZZ", "EU"]


def country(_, position):
    """The market of a party: one for each class."""
    return [effect(**{"country_" + position: market}) for market in market_classes()]


def any_country(_, position):
    """The market of a party: every pair of letters."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    pairs = sorted((a + b for a in letters for b in letters), key=lambda pair: pair != "FR")
    return [effect(**{"country_" + position: pair}) for pair in pairs]


def customer_org(_, *partners):
    """Whose organisation the customer is of: its own, or that of a partner."""
    return [effect()] + [effect(org_customer=partner) for partner in partners]


def acyclic(links):
    """Whether ownership links (owned, owner, interval) make no cycle on any date."""
    for date in {end for link in links for end in link[2].values() if end} | {"0001-01-01"}:
        owner = {owned: own for owned, own, span in links
                 if (span["from"] or "") <= date and (not span["to"] or date < span["to"])}
        for start in owner:
            at, steps = start, 0
            while at in owner and steps <= len(owner):
                at, steps = owner[at], steps + 1
            if steps > len(owner):
                return False
    return True


@lru_cache(maxsize=None)
def owners(d, position):
    """Who owns partner and customer, directly or through X and Y, and since or until when."""
    spans = (OPEN, between(d, None), between(None, d), between(day_after(d), None))

    def links(owned, *possible):
        return [[]] + [[(owned, owner, span)] for owner in possible for span in spans]

    ends = [organization_record("X"), organization_record("Y"), organization_record("Z")]
    choices = itertools.product(
        links(position, "customer", "X"), links("customer", position, "X", "Y"), links("X", "Z"),
        links("Y", "Z", "X"))
    valid = [links for links in (sum(choice, []) for choice in choices) if acyclic(links)]
    return [effect(*ends + [
        {"type": "ownership", "owner": organization(owner), "owned": organization(owned), **span}
        for owned, owner, span in links]) for links in valid]


def kind(_, position):
    """The designation of a tenant."""
    return [effect(**{"kind_" + position: value}) for value in ("customer", "partner")]


def csp_decoy(_):
    """Another tenant of the customer's organisation that is a CSP tenant."""
    other = tenant("customer", 3)
    return [effect(), effect(tenant_record("customer", 3), {
        "type": "enrollment", "tenant": other, "role": "direct_bill", "status": "active"})]


def relation(d, name, upper, lower):
    """The relationship of two parties, which should be."""
    return [effect(*(related(name, tenant(upper), tenant(lower), span) for span in history))
            for history in histories(d)]


def no_relation(d, name, upper, lower):
    """The relationship of two parties, which should not be."""
    return relation(d, name, upper, lower)[::-1]


def decoy(_, name, upper, lower):
    """Relationships with others, the wrong way round, of the other kind, a service agreement."""
    one, other, third = tenant(upper), tenant(lower), tenant("stranger")
    stranger = [organization_record("stranger"), tenant_record("stranger")]
    return [
        effect(),
        effect(related(name, other, one, OPEN)),
        effect(*stranger + [related(name, third, other, OPEN), related(name, one, third, OPEN)]),
        effect(tenant_record(lower, 4), related(name, one, tenant(lower, 4), OPEN)),
        effect(tenant_record(upper, 5), related(name, tenant(upper, 5), other, OPEN)),
        effect({"type": "service_agreement", "provider": one, "reseller": other,
                "services": ["billing"], **OPEN})]


def acceptance(how, customer, day, partner=None):
    """A customer agreement: accepted by the customer, or attested by a partner."""
    record = {"type": "customer_agreement", "customer": customer, "acceptance": how, "date": day}
    return dict(record, partner=partner) if partner else record


def accepted(d):
    """When the customer accepted its agreement."""
    return [effect(*([acceptance("direct", tenant("customer"), day)] if day else []))
            for day in days(d)]


def attested(d, partner):
    """When the transacting partner attested it; never first."""
    return [effect(*([acceptance("attested", tenant("customer"), day, tenant(partner))]
                     if day else [])) for day in days(d)[::-1]]


def attested_by_others(d, partner, seller):
    """Attestations that do not count: by others, for another; another customer's acceptance."""
    sibling, other = tenant(partner, 6), tenant("customer", 7)
    values = [
        effect(), effect(tenant_record(partner, 6),
                         acceptance("attested", tenant("customer"), d, sibling)),
        effect(tenant_record("customer", 7), acceptance("direct", other, d)),
        effect(tenant_record("customer", 7), acceptance("attested", other, d, tenant(partner)))]
    if seller != partner:
        values.append(effect(acceptance("attested", tenant("customer"), d, tenant(seller))))
    return values


def offer(d):
    """The offer: when it is sold, and in which markets."""
    lists = (["*"], ["FR"], ["US", "FR"], ["US"], [], market_classes())
    spans = [history[0] for history in histories(d) if len(history) == 1]
    return [effect({"type": "offer", "id": "offer-@", "name": "offer", "publisher": "Vendor",
                    "party": "first", "markets": markets, **span}, act_offer="offer-@")
            for span in spans for markets in lists]


def partner_id(_):
    """Whose the partner id is, and of which country."""
    sibling = [tenant_record("reseller", 8)]
    return [effect(*more + [{"type": "partner_id", "mpn_id": "1@", "tenant": owner,
                             "country": land}])
            for owner, more in ((tenant("reseller"), []), (tenant("reseller", 8), sibling),
                                (tenant("provider"), [])) for land in ("FR", "DE", "US", "ZZ")]


def requested_by(_):
    """Who asks for the end of a relationship."""
    return [effect(act_requested_by=who) for who in ("vendor_support", "provider", "reseller")]


def asks_role(_):
    """The role that a tenant asks for."""
    return [effect(act_role=role) for role in ROLES[::-1]]


def capabilities(_):
    """The capabilities attested: every set, all of them first."""
    return [effect(act_capabilities=list(chosen)) for count in (4, 3, 2, 1, 0)
            for chosen in itertools.combinations(CAPABILITIES, count)]
