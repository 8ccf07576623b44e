# SPDX-License-Identifier: Apache-2.0
"""Where a history starts: a small world, in part ready for business, and the days it goes over."""

from collections import namedtuple

from chance import Chance, day_after

FIRST_DAY, LAST_DAY = "2019-12-01", "2021-10-15"
EDGES = (FIRST_DAY, "2020-01-31", "2020-02-01", "2020-06-30", "2020-07-01", "2021-08-17",
         "2021-08-18", "2021-09-20", LAST_DAY)
ROLE_OF = {"providers": "indirect_provider", "resellers": "indirect_reseller",
           "direct": "direct_bill"}
SIZES = {"providers": 3, "resellers": 4, "direct": 3, "customers": 5}
UNREADY = ("draft", "pending", "qualified", "rejected", "restricted", "suspended", "ended")
Cast = namedtuple("Cast", "providers resellers direct customers")


def days_of(chance, count):
    """Some days of a history, in their order; those on which something changes are among them."""
    days = set(EDGES)
    while len(days) < count:
        begun = chance.randrange(670)
        days.update(day_after(FIRST_DAY, begun + chance.randrange(12)) for _ in range(3))
    return sorted(days)


def tenant(chance, number, organization, kind, is_away):
    """A tenant, of the home region or another, rarely of a market without region."""
    country = "US" if is_away else chance.choice(("FR", "DE"))
    if chance.random() < 0.06:
        country = "ZZ"
    return {"type": "tenant", "id": chance.guid(), "domain": "t%d.example" % number,
            "organization": organization, "country": country, "kind": kind}


def gather(chance):
    """The cast and its tenants: the last of each part is away, a customer is of a reseller."""
    cast, tenants = Cast([], [], [], []), []
    for part, count in SIZES.items():
        for place in range(count):
            organization = "org-%d" % len(tenants)
            kind = "customer" if part == "customers" else "partner"
            if kind == "customer" and place == 1:
                organization = chance.choice(tenants)["organization"]
            if chance.random() < 0.03:
                kind = "partner" if kind == "customer" else "customer"
            tenants.append(tenant(chance, len(tenants), organization, kind, place == count - 1))
            getattr(cast, part).append(tenants[-1]["id"])
    return cast, tenants


def standing(chance, cast):
    """What the partners are at the start: the first ready, some on the way, some nothing yet."""
    for part, role in ROLE_OF.items():
        for place, one in enumerate(getattr(cast, part)):
            is_ready = place == 0
            if is_ready or chance.random() < 0.8:
                yield {"type": "account", "tenant": one, "onboarded_on": "2019-05-02"}
            if is_ready or chance.random() < 0.9:
                is_active = is_ready or chance.random() < 0.75
                yield {"type": "enrollment", "tenant": one, "role": role, "from": "2019-05-10",
                       "status": "active" if is_active else chance.choice(UNREADY)}
            if is_ready or chance.random() < 0.6:
                yield {"type": "agreement", "agreement": "MPA", "tenant": one,
                       "signed_on": "2019-11-20", "signed_by": "admin@start.example"}
            if chance.random() < 0.15:
                yield {"type": "enrollment", "tenant": one, "from": "2019-06-01",
                       "role": chance.choice(sorted(set(ROLE_OF.values()) - {role})),
                       "status": chance.choice(UNREADY[:3])}


def some_of(chance, pairs):
    """More than half of some pairs, the first among them."""
    return pairs[:1] + chance.sample(pairs[1:], len(pairs) * 3 // 5)


def related(chance, cast):
    """Who works with whom at the start."""
    supply = [(p, r) for p in cast.providers for r in cast.resellers]
    partners = cast.resellers + cast.providers + cast.direct
    sale = [(p, c) for p in partners for c in cast.customers]
    first = (cast.providers[0], cast.customers[0])
    sale.remove(first)
    sale.insert(1, first)
    for provider, reseller in some_of(chance, supply):
        yield {"type": "indirect_relationship", "provider": provider, "reseller": reseller,
               "from": "2019-06-01"}
    for partner, customer in sale[:1] + some_of(chance, sale[1:]):
        yield {"type": "customer_relationship", "partner": partner, "customer": customer,
               "from": "2019-06-10"}
    for place, customer in enumerate(cast.customers):
        if place == 0 or chance.random() < 0.4:
            yield {"type": "customer_agreement", "customer": customer, "acceptance": "direct",
                   "date": "2019-07-01"}


def start(seed):
    """A seeded source, the cast, and the records at the start."""
    chance = Chance(seed)
    cast, tenants = gather(chance)
    organizations = {one["organization"]: one["country"] for one in tenants}
    organizations["org-holding"] = "FR"
    records = [{"type": "organization", "id": one, "name": "The %s" % one, "country": country}
               for one, country in organizations.items()]
    records += tenants
    records += [{"type": "ownership", "owner": "org-holding", "owned": one, "from": None,
                 "to": chance.choice((None, "2020-06-30"))}
                for one in chance.sample(sorted(set(organizations) - {"org-holding"}), 3)]
    records += standing(chance, cast)
    records += related(chance, cast)
    resellers = [one for one in tenants if one["id"] in cast.resellers]
    records += [{"type": "partner_id", "mpn_id": "%d" % (1000 + number), "tenant": one["id"],
                 "country": one["country"] if chance.random() < 0.9 else "US"}
                for number, one in enumerate(2 * resellers)]
    records += [{"type": "offer", "id": "OFFER-%d" % number, "name": "An offer",
                 "publisher": "Vendor", "party": "first", "markets": markets}
                for number, markets in enumerate((["*"], ["FR", "DE"], ["US"]))]
    return chance, cast, records
