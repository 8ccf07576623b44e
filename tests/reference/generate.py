#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random worlds and proposals: small, dense and full of edges, the same again for a seed.

A world is a cast (providers, resellers, direct-bill partners, customers) between whom all is in
order, except what goes astray; how often that is differs from world to world.
"""

import argparse
import os
from collections import namedtuple

from chance import Chance
from facts import read_markets
from owners import ownerships
from proposals import proposals

ROLES = ("indirect_provider", "indirect_reseller", "direct_bill")
STATUSES = ("active", "restricted", "suspended", "draft", "pending", "qualified", "rejected",
            "ended")
ASTRAY = STATUSES + ("restricted", "suspended") * 2
NAMES = ("Alder & Söhne GmbH", "Société Générale de \"Tôles\"", "株式会社テスト", "plain",
         "Ægir\tA/S", "Борис\\Co", "Zoë 😀", "a/b\u007f\u2028")
CHANGING = (("GU", "MP", "AU", "NF"), ("AS", "NZ", "VU"), ("AS", "GU", "US", "UM"),
            ("BY", "AE", "AF"), ("CN",), ("RU",), ("BR",), ("FO", "FR", "VA"), ("CA", "PM"))
ODD = ("ZZ", "CU", "CN", "RU", "BY", "AS", "GU", "US", "FR", "JP", "XK", "AF")
Cast = namedtuple("Cast", "providers resellers direct customers organizations countries")


def home_markets(chance, regions):
    """The markets of a world's home: those of one region, or some that change region."""
    if chance.random() < 0.5:
        return list(chance.choice(CHANGING))
    markets = sorted(chance.choice(sorted(regions.items()))[1])
    return chance.sample(markets, min(4, len(markets)))


def new_tenant(chance, cast, tenants, kind):
    """A tenant of a fresh organisation or, gone astray, of one that has tenants already."""
    number = len(tenants)
    organization = "org-%d" % number
    if tenants and chance.goes_wrong(1.5):
        organization = chance.choice(cast.organizations)
    elif chance.random() < 0.05:
        organization = "ORG-%d" % chance.randrange(number + 1)
    if organization not in cast.organizations:
        cast.organizations.append(organization)
    astray = chance.goes_wrong()
    return {
        "type": "tenant", "id": chance.guid(), "domain": "T%d.example" % number,
        "organization": organization, "country": chance.choice(ODD if astray else cast.countries),
        "kind": kind if not chance.goes_wrong(0.7) else chance.choice(("partner", "customer"))}


def gather(chance, countries):
    """The cast of a world, and its tenants."""
    cast, tenants = Cast([], [], [], [], [], countries), []
    sizes = (("providers", 2, 3), ("resellers", 3, 4), ("direct", 2, 3), ("customers", 4, 7))
    for part, least, most in sizes:
        for _ in range(chance.randint(least, most)):
            kind = "customer" if part == "customers" else "partner"
            tenants.append(new_tenant(chance, cast, tenants, kind))
            getattr(cast, part).append(tenants[-1]["id"])
    chance.shuffle(tenants)
    return cast, tenants


def enrollments(chance, cast):
    """Each partner in its role, some in more, some with a history; a few customers too."""
    parts = zip(ROLES, (cast.providers, cast.resellers, cast.direct))
    wanted = [(tenant, role) for role, part in parts for tenant in part
              if not chance.goes_wrong(0.7)]
    everyone = cast.providers + cast.resellers + cast.direct
    wanted += [(tenant, chance.choice(ROLES)) for tenant in everyone if chance.goes_wrong(2)]
    wanted += [(tenant, chance.choice(ROLES)) for tenant in cast.customers if chance.goes_wrong()]
    wanted += chance.sample(wanted, len(wanted) // 4)
    return [dict(type="enrollment", tenant=tenant, role=role,
                 status=chance.choice(ASTRAY) if chance.goes_wrong(2) else "active",
                 **chance.interval()) for tenant, role in wanted]


def signatures(chance, cast):
    """What partners and customers signed, registered and accepted, and when."""
    def when(*usual):
        return chance.day() if chance.goes_wrong(2) else chance.choice(usual)

    partners = cast.providers + cast.resellers + cast.direct
    for tenant in partners + chance.sample(cast.customers, 1):
        if not chance.goes_wrong():
            yield {"type": "account", "tenant": tenant, "onboarded_on": when("2019-05-02")}
        for _ in range(0 if chance.goes_wrong(2) else chance.choice((1, 1, 2))):
            yield {"type": "agreement", "agreement": "MPA", "tenant": tenant,
                   "signed_on": when("2019-11-30", "2020-01-20"), "signed_by": "admin@é.example"}
    for customer in cast.customers + chance.sample(partners, 2):
        if chance.random() < 0.6:
            yield {"type": "customer_agreement", "customer": customer, "acceptance": "direct",
                   "date": when("2019-12-31", "2020-01-15")}
        for partner in chance.sample(partners, 3):
            yield {"type": "customer_agreement", "customer": customer, "acceptance": "attested",
                   "partner": partner, "date": when("2019-12-31")}


def relationships(chance, cast):
    """Who is a reseller or a customer of whom, some twice, some of the unusual kinds."""
    def pairs(ones, others, often):
        return [(one, other) for one in ones for other in others
                if one != other and chance.random() < often]

    partners = cast.providers + cast.resellers + cast.direct
    odd = chance.astray
    supply = pairs(cast.providers, cast.resellers, 0.85) + pairs(partners, cast.customers, odd / 2)
    supply += pairs(partners, partners, odd / 4)
    sale = pairs(partners, cast.customers, 0.9) + pairs(cast.providers, cast.resellers, odd)
    sale += pairs(partners, partners, odd / 4)
    names = (("indirect_relationship", "reseller", supply),
             ("customer_relationship", "customer", sale))
    for kind, lower, wanted in names:
        upper = "provider" if lower == "reseller" else "partner"
        for one, other in wanted + chance.sample(wanted, len(wanted) // 6):
            yield {"type": kind, upper: one, lower: other, **chance.interval()}
    for one, other in supply[::4]:
        services = chance.choice((["billing"], ["support"], ["support", "billing"]))
        yield dict(type="service_agreement", provider=one, reseller=other, services=services,
                   **chance.interval())


def partner_ids(chance, cast, country):
    """Partner ids of partners, mostly of their country."""
    tenants = 2 * cast.resellers + cast.providers + cast.direct
    numbers = chance.sample(range(10 ** 6), len(tenants))
    return [{"type": "partner_id", "mpn_id": "0%d" % number if number % 3 else "%07d" % number,
             "tenant": tenant,
             "country": chance.choice(ODD) if chance.goes_wrong(2) else country[tenant]}
            for tenant, number in zip(tenants, numbers)]


def offers(chance, countries):
    """Offers for all markets, for the home markets, for some, for none."""
    lists = (["*"], ["*"], list(countries), list(countries), list(countries[:1]),
             [country for country in ODD if country not in countries], [])
    for number, markets in enumerate(lists):
        if markets != ["*"] and chance.random() < 0.5:
            markets = chance.sample(markets, len(markets))
        yield dict(type="offer", id=("Offer-%d" if number % 2 else "OFFER-%d") % number,
                   name=chance.choice(NAMES), publisher="Vendor",
                   party=chance.choice(("first", "third")), markets=markets,
                   **chance.interval(0.7))


def world(chance, regions):
    """The cast and the records of a random world, which is valid."""
    cast, tenants = gather(chance, home_markets(chance, regions))
    records = [{"type": "organization", "id": one, "name": chance.choice(NAMES),
                "country": chance.choice(cast.countries + ["ZZ", "CU"])}
               for one in cast.organizations]
    records += tenants
    records += ownerships(chance, cast.organizations)
    records += enrollments(chance, cast)
    records += signatures(chance, cast)
    records += relationships(chance, cast)
    records += partner_ids(chance, cast, {one["id"]: one["country"] for one in tenants})
    records += offers(chance, cast.countries)
    chance.shuffle(records)
    return cast, records


def spelled(chance, record):
    """A record with its tenant ids in either case."""
    ids = ("tenant", "provider", "reseller", "seller", "partner", "customer")
    named = ids + ("id",) if record.get("type") == "tenant" else ids
    return {key: chance.either_case(value) if key in named and value else value
            for key, value in record.items()}


def regions_of(markets):
    """The markets of each region, whatever the date."""
    return {region: {row["market"] for row in markets if row["region"] == region}
            for region in {row["region"] for row in markets}}


def texts(seed, count, markets):
    """A world and a number of proposals on it, as NDJSON texts."""
    chance = Chance(seed)
    cast, records = world(chance, regions_of(markets))
    asked = proposals(chance, cast, records, count)
    return tuple(chance.text([spelled(chance, record) for record in part])
                 for part in (records, asked))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=500, help="number of proposals")
    parser.add_argument("folder", help="where to write world.ndjson and proposals.ndjson")
    options = parser.parse_args()

    os.makedirs(options.folder, exist_ok=True)
    made = texts(options.seed, options.count, read_markets())
    for name, text in zip(("world", "proposals"), made):
        path = os.path.join(options.folder, name + ".ndjson")
        with open(path, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)


if __name__ == "__main__":
    main()
