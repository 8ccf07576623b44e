# SPDX-License-Identifier: Apache-2.0
"""Small random worlds and proposals, valid and dense, the same again for a seed."""

import random

from facts import (ACT_FIELDS, CAPABILITIES, ROLES, STATUSES, fact)

DAYS = ("2018-05-01", "2019-12-31", "2020-01-31", "2020-02-01", "2020-05-12", "2020-07-01",
        "2021-08-17", "2021-08-18", "2023-01-01")
COUNTRIES = ("DE", "FR", "NL", "US", "XX")
NAMES = ("plain", "a, b", "say \"so\"", "two\nlines", "Zoë & Söhne 😀", " spaced ", "-", "null")


class RandomWorld:
    """A world, and what proposals about it may name."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        # How much goes astray differs from world to world.
        self.astray = self.chance.choice((0.02, 0.08, 0.25))
        self.facts = []
        self.organizations = ["org %d é" % number for number in range(8)]
        self.tenants = [self.guid() for _ in range(14)]
        self.partners, self.customers = self.tenants[:9], self.tenants[9:]
        self.offers = ["OFFER-%d" % number for number in range(4)]
        self.mpn_ids = ["%07d" % number for number in range(6)]
        self.add_parties()
        self.add_history()
        self.add_ownership()
        self.add_offers()
        self.chance.shuffle(self.facts)

    def guid(self):
        digits = "%032x" % self.chance.getrandbits(128)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def goes_astray(self):
        return self.chance.random() < self.astray

    def add(self, kind, /, **fields):
        self.facts.append(fact(kind, **fields))

    def validity(self):
        """Mostly the whole of the time that proposals are about."""
        if not self.goes_astray():
            return self.chance.choice(({}, {"from": "2018-01-01"}, {"from": None, "to": None}))
        first, last = sorted((self.chance.choice(DAYS), self.chance.choice(DAYS)))
        return {"from": self.chance.choice((first, None)), "to": last}

    def add_parties(self):
        countries = self.chance.sample(COUNTRIES, 2)
        for organization in self.organizations:
            self.add("organization", id=organization, name=self.chance.choice(NAMES),
                     country=self.chance.choice(COUNTRIES))
        for number, tenant in enumerate(self.tenants):
            is_partner = (tenant in self.partners) != self.goes_astray()
            country = countries[1 if self.goes_astray() else 0]
            self.add("tenant", id=tenant, domain="T%d.example" % number, country=country,
                     organization=self.organizations[number % 8],
                     kind="partner" if is_partner else "customer")
            if not self.goes_astray():
                self.add("account", tenant=tenant, onboarded_on=self.chance.choice(DAYS[:2]))
            if not self.goes_astray():
                self.add("agreement", agreement="MPA", tenant=tenant, signed_by="somebody",
                         signed_on=self.chance.choice(DAYS[:5]))
        for number, mpn_id in enumerate(self.mpn_ids):
            self.add("partner_id", mpn_id=mpn_id, country=countries[0],
                     tenant=self.partners[number])

    def add_history(self):
        for number, partner in enumerate(self.partners):
            for _ in range(1 + self.goes_astray()):
                status = self.chance.choice(STATUSES) if self.goes_astray() else "active"
                role = self.chance.choice(ROLES) if self.goes_astray() else ROLES[number // 3]
                self.add("enrollment", tenant=partner, role=role, status=status,
                         **self.validity())
            for customer in self.customers:
                if self.chance.random() < 0.7:
                    self.add("customer_relationship", partner=partner, customer=customer,
                             **self.validity())
                if self.chance.random() < 0.2:
                    self.add("customer_agreement", customer=customer, acceptance="attested",
                             partner=partner, date=self.chance.choice(DAYS))
        for customer in self.customers:
            if not self.goes_astray():
                self.add("customer_agreement", customer=customer, acceptance="direct",
                         date=self.chance.choice(DAYS[:3]))
        for provider in self.partners[:3]:
            for reseller in self.partners[3:6]:
                if not self.goes_astray():
                    self.add("indirect_relationship", provider=provider, reseller=reseller,
                             **self.validity())
                if self.goes_astray():
                    self.add("service_agreement", provider=provider, reseller=reseller,
                             services=["support"], **self.validity())

    def add_ownership(self):
        """Each organisation is owned by an earlier one at most, one after the other in time."""
        for number in range(1, len(self.organizations)):
            if self.chance.random() < 0.6:
                continue
            days = [None, *sorted(self.chance.sample(DAYS, 2)), None]
            for first, last in zip(days, days[1:]):
                if self.chance.random() < 0.6:
                    self.add("ownership", owned=self.organizations[number], **{
                        "owner": self.organizations[self.chance.randrange(number)],
                        "from": first, "to": last})

    def add_offers(self):
        for number, offer in enumerate(self.offers):
            markets = (["*"], ["*"], list(COUNTRIES), [])[number]
            self.add("offer", id=offer, name=self.chance.choice(NAMES), publisher="Vendor",
                     party=self.chance.choice(("first", "third")), markets=markets,
                     **self.validity())

    def value(self, field, of):
        chance = self.chance
        if of == "guid":
            roles = {"provider": self.partners[:3], "reseller": self.partners[3:6],
                     "customer": self.customers, "seller": self.partners[3:]}
            whole = self.tenants if self.goes_astray() else roles.get(field, self.partners)
            return chance.choice(whole)
        if isinstance(of, tuple):
            return chance.choice(of)
        return {"date": lambda: chance.choice(DAYS),
                "text": lambda: chance.choice(self.offers),
                "digits": lambda: chance.choice(self.mpn_ids),
                "quantity": lambda: chance.choice((1, 5, 10000000)),
                "flag": lambda: chance.random() < 0.5,
                "capabilities": lambda: chance.sample(CAPABILITIES, chance.randint(2, 4))}[of]()

    def proposals(self, count):
        """Proposals that are all in form; some optional fields are away."""
        found = []
        for number in range(count):
            act = self.chance.choice(("place_order", *ACT_FIELDS))
            made = {"id": "p%d" % number, "act": act}
            for field, of in ACT_FIELDS[act].items():
                may_be_away = act == "place_order" and field in ("provider", "offer", "quantity")
                if field != "id" and not (may_be_away and self.chance.random() < 0.3):
                    made[field] = self.value(field, of)
            found.append(made)
        return found


def owners_of(facts):
    """The records of ownership, each as owned, owner, and days as texts that can be compared."""
    return [(record["owned"], record["owner"], record.get("from") or "",
             record.get("to") or "9999-99-99") for record in facts
            if record["type"] == "ownership"]


def ownership_is_sound(facts):
    """Whether nobody has two owners at once and nobody owns itself through others, on any day."""
    records = [row for row in owners_of(facts) if row[2] < row[3]]
    for day in {row[2] for row in records}:
        current = [row for row in records if row[2] <= day < row[3]]
        owner = {row[0]: row[1] for row in current}
        if len(owner) < len(current):
            return False
        for start in owner:
            seen = set()
            while start in owner and start not in seen:
                seen.add(start)
                start = owner[start]
            if start in seen:
                return False
    return True
