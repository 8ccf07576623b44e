#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random small worlds rich in near misses, and acts of all kinds on them, the same for a seed.

A world is a few organisations of one to three tenants each, between whom all is in order but for
what is left out or goes astray: what a plan would bring about.
"""

import argparse
import os
from collections import namedtuple

from chance import Chance
from generate import CHANGING, NAMES, signatures
from proposals import Proposer

STATUSES = ("active", "restricted", "suspended", "pending")
STATIC = ("FR", "DE", "AT", "VA")
DAYS = ("2020-01-31", "2020-02-01", "2020-05-12", "2020-06-30", "2020-07-01", "2021-08-17",
        "2021-08-18", "2023-08-16", "2023-08-17")
LATER = ("2020-03-01", "2020-09-01", "2021-09-01", "2023-08-17", "2023-09-01", None)
Cast = namedtuple("Cast", "providers resellers direct customers countries")


def home(chance):
    """The markets of a world: of one region, or some that enter, leave or change a region."""
    return list(STATIC if chance.random() < 0.6 else chance.choice(CHANGING))


def tenant(chance, cast, organization, kind):
    """A tenant record, mostly of the home markets."""
    country = chance.choice(("US", "JP", "ZZ", "CN", "RU") if chance.goes_wrong(0.5)
                            else cast.countries)
    guid = chance.guid()
    return {"type": "tenant", "id": guid, "domain": "t-%s.example" % guid[:8],
            "organization": organization, "country": country,
            "kind": kind if not chance.goes_wrong(0.5) else chance.choice(("partner", "customer"))}


def gather(chance, sizes, second):
    """The cast of a world and its tenants; an organisation may have second and third tenants."""
    cast, tenants = Cast([], [], [], [], home(chance)), []
    for part, (least, most) in sizes.items():
        for _ in range(chance.randint(least, most)):
            kind = "customer" if part == "customers" else "partner"
            organization = "org-%d" % len(tenants)
            if tenants and chance.goes_wrong():
                organization = chance.choice(tenants)["organization"]
            tenants.append(tenant(chance, cast, organization, kind))
            getattr(cast, part).append(tenants[-1]["id"])
            while chance.random() < second:
                tenants.append(tenant(chance, cast, organization,
                                      chance.choice(("customer", "customer", "partner"))))
                cast.customers.append(tenants[-1]["id"])
    return cast, tenants


def interval(chance):
    """An open interval; rarely one that ends, has ended, or begins later."""
    if not chance.goes_wrong(0.7):
        return chance.fields(**{"from": chance.choice((None, "2015-06-30")), "to": None})
    start, end = sorted((chance.choice(chance.days), chance.choice(chance.days)))
    return chance.fields(**chance.choice(
        ({"from": start, "to": None}, {"from": None, "to": end}, {"from": start, "to": end})))


def enrollments(chance, cast):
    """Each partner in its role but for what goes astray; a few in a second one."""
    parts = ((cast.providers, "indirect_provider"), (cast.resellers, "indirect_reseller"),
             (cast.direct, "direct_bill"))
    roles = [role for _, role in parts]
    for part, role in parts:
        for one in part:
            chosen = [chance.choice(roles)] if chance.goes_wrong() else []
            chosen += [] if chance.goes_wrong() else [role]
            for each in chosen:
                status = chance.choice(STATUSES) if chance.goes_wrong(1.5) else "active"
                yield {"type": "enrollment", "tenant": one, "role": each, "status": status,
                       **interval(chance)}
    for one in cast.customers:
        if chance.goes_wrong(0.4):
            yield {"type": "enrollment", "tenant": one, "role": chance.choice(roles),
                   "status": "active", **interval(chance)}


def relationships(chance, cast):
    """Who supplies and sells to whom, with gaps; sometimes S6: reseller and customer at once."""
    partners = cast.providers + cast.resellers + cast.direct

    def pairs(ones, others, often):
        return [(one, other) for one in ones for other in others
                if one != other and chance.random() < often]

    supply = pairs(cast.providers, cast.resellers, 0.9 - chance.astray)
    supply += pairs(cast.providers + cast.direct, cast.customers, chance.astray / 2)
    sale = pairs(partners, cast.customers, 0.8 - chance.astray)
    sale += pairs(cast.providers, cast.resellers, chance.astray / 2)
    names = (("indirect_relationship", "provider", "reseller", supply),
             ("customer_relationship", "partner", "customer", sale),
             ("service_agreement", "provider", "reseller", supply[::3]))
    for kind, upper, lower, wanted in names:
        for one, other in wanted:
            more = {}
            if kind == "service_agreement":
                more = {"services": chance.choice((["billing"], ["support"],
                                                   ["support", "billing"]))}
            yield {"type": kind, upper: one, lower: other, **more, **interval(chance)}


def ownership(chance, organizations):
    """A few owners, without cycles: an organisation is owned by one that stands before it."""
    for rank, owned in enumerate(organizations[1:], 1):
        if chance.goes_wrong(0.6):
            yield {"type": "ownership", "owner": chance.choice(organizations[:rank]),
                   "owned": owned, **interval(chance)}


def partner_ids(chance, cast, country):
    """Partner ids: of resellers, of their other tenants, of other countries; low ones taken."""
    owners = [one for one in cast.resellers if not chance.goes_wrong(2)] + cast.providers[:1]
    owners += chance.sample(cast.customers, 1)
    for number, one in enumerate(owners):
        wrong = chance.goes_wrong(1.5)
        yield {"type": "partner_id", "tenant": one,
               "mpn_id": chance.choice(("%07d", "%d", "9%03d")) % (number + 1),
               "country": chance.choice(cast.countries + ["US"]) if wrong else country[one]}


def offers(chance, cast):
    """Offers of all markets or some, now or from a later date."""
    lists = (["*"], list(cast.countries), cast.countries[:1], ["*"])
    for number, markets in enumerate(lists):
        start = chance.choice(LATER) if number > 1 else None
        yield {"type": "offer", "id": "OFFER-%d" % number, "name": chance.choice(NAMES),
               "publisher": "Vendor", "party": "first", "markets": markets,
               "from": start, "to": None}


def world(chance, sizes, second):
    """The cast and the records of a world."""
    cast, tenants = gather(chance, sizes, second)
    organizations = list(dict.fromkeys(one["organization"] for one in tenants))
    records = [{"type": "organization", "id": one, "name": chance.choice(NAMES),
                "country": cast.countries[0]} for one in organizations]
    records += tenants
    records += ownership(chance, organizations)
    records += enrollments(chance, cast)
    records += signatures(chance, cast)
    records += relationships(chance, cast)
    records += partner_ids(chance, cast, {one["id"]: one["country"] for one in tenants})
    records += offers(chance, cast)
    chance.shuffle(records)
    return cast, records


SIZES = {"providers": (1, 3), "resellers": (1, 3), "direct": (1, 2), "customers": (1, 2)}
TINY = {"providers": (1, 1), "resellers": (1, 1), "direct": (1, 1), "customers": (1, 1)}
CROWDED = {"providers": (8, 13), "resellers": (1, 2), "direct": (5, 11), "customers": (1, 2)}


class SmallProposer(Proposer):
    """Proposals of all kinds, as often each, on parties that are mostly as the act wants them."""

    def __init__(self, chance, cast, records):
        super().__init__(chance, cast, records)
        self.days = list(DAYS)
        self.kinds = ([self.order_through_provider] * 5 + [self.order_direct] * 3
                      + [self.partner_id, self.reseller, self.customer, self.end] * 2
                      + [self.enroll] * 3 + [self.engage])

    def pair(self):
        """A provider and a reseller, related or not."""
        if self.supply and self.chance.random() < 0.6:
            return self.chance.choice(self.supply)
        return self.one_of(self.cast.providers), self.one_of(self.cast.resellers)

    def sold(self):
        """A partner and a customer, related or not; sometimes a reseller as customer."""
        if self.chance.random() < 0.15:
            return self.one_of(self.cast.providers), self.one_of(self.cast.resellers)
        return self.one_of(self.partners), self.one_of(self.cast.customers)

    def enroll(self):
        """Mostly for the roles that exclude each other."""
        act = super().enroll()
        if self.chance.random() < 0.5:
            act["role"] = self.chance.choice(("direct_bill", "indirect_reseller"))
        return act


def chance_of(seed):
    """The source of a small world: dense, or with much that goes astray."""
    chance = Chance(seed)
    chance.astray = chance.choice((0.05, 0.12, 0.12, 0.2, 0.3))
    chance.days = list(DAYS)
    return chance


def texts(seed, count, tiny=False):
    """A world and a number of proposals on it, as NDJSON texts."""
    chance = chance_of(seed)
    if tiny:
        cast, records = world(chance, TINY, 0.15)
    else:
        crowded = chance.random() < 0.1
        cast, records = world(chance, CROWDED if crowded else SIZES, 0.25)
    proposer = SmallProposer(chance, cast, records)
    asked = [proposer.propose(number) for number in range(count)]
    return chance.text(records), chance.text(asked)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", default="1-0", help="as SEED-NUMBER of compare_full.py")
    parser.add_argument("--count", type=int, default=20, help="number of proposals")
    parser.add_argument("folder", help="where to write world.ndjson and proposals.ndjson")
    options = parser.parse_args()

    os.makedirs(options.folder, exist_ok=True)
    for name, text in zip(("world", "proposals"), texts(options.seed, options.count)):
        path = os.path.join(options.folder, name + ".ndjson")
        with open(path, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)


if __name__ == "__main__":
    main()
