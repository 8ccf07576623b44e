# SPDX-License-Identifier: Apache-2.0
"""Random proposals on a world: mostly of parties that are related as the act wants them."""

from rulebook import CAPABILITIES, ROLE_ASKED

IDS = ("", "é", "\"quoted\"", "back\\slash", "tab\tline\nfeed", "\u0001\u001f\u007f",
       "株/😀", "\u2028")
DAYS = 8


class Proposer:
    """Makes proposals: knows the cast, who is related to whom, and the days to ask about."""

    def __init__(self, chance, cast, records):
        def pairs(kind, upper, lower):
            return [(r[upper], r[lower]) for r in records if r["type"] == kind]

        self.chance, self.cast = chance, cast
        self.partners = cast.providers + cast.resellers + cast.direct
        self.tenants = self.partners + cast.customers
        self.supply = pairs("indirect_relationship", "provider", "reseller")
        self.sale = pairs("customer_relationship", "partner", "customer")
        self.ids_of = {}
        for record in records:
            if record["type"] == "partner_id":
                self.ids_of.setdefault(record["tenant"], []).append(record["mpn_id"])
        self.every_id = sorted(one for ids in self.ids_of.values() for one in ids)
        self.offers = [r["id"] for r in records if r["type"] == "offer"]
        self.days = [chance.day() for _ in range(DAYS)]
        self.kinds = (
            [self.order_through_provider] * 6 + [self.order_direct] * 4 + [self.partner_id] * 3
            + [self.reseller] * 2 + [self.customer] * 2 + [self.end] * 2 + [self.enroll] * 2
            + [self.engage])

    def one_of(self, usual):
        """One of the usual tenants, rarely any."""
        wild = self.chance.random() < 0.02 + self.chance.astray / 8
        return self.chance.choice(self.tenants if wild else usual)

    def pair(self):
        """A provider and a reseller, mostly related, sometimes the same tenant."""
        if self.chance.random() < 0.8:
            return self.chance.choice(self.supply)
        provider = self.one_of(self.cast.providers)
        same = self.chance.random() < 0.15
        return provider, provider if same else self.one_of(self.cast.resellers)

    def order(self, seller, provider):
        """An order, with its optional fields named, null or absent."""
        pick = self.chance.random
        quantity = self.chance.choice((1, 5, 10000000)) if pick() < 0.6 else None
        offer = self.chance.choice(self.offers) if pick() < 0.5 else None
        return dict(act="place_order", seller=seller, customer=self.one_of(self.cast.customers),
                    **self.chance.fields(provider=provider, offer=offer, quantity=quantity))

    def order_through_provider(self):
        """An order of the two-tier chain."""
        provider, seller = self.pair()
        return self.order(seller, provider)

    def order_direct(self):
        """An order of the direct chain."""
        return self.order(self.one_of(self.cast.direct), None)

    def reseller(self):
        """A provider and a reseller, to be related."""
        provider, reseller = self.pair()
        return {"act": "establish_indirect_relationship", "provider": provider,
                "reseller": reseller}

    def sold(self):
        """A partner and a customer, related or not."""
        if self.chance.random() < 0.3:
            return self.chance.choice(self.sale)
        return self.one_of(self.partners), self.one_of(self.cast.customers)

    def customer(self):
        """A partner and a customer, to be related."""
        partner, customer = self.sold()
        return {"act": "establish_customer_relationship", "partner": partner, "customer": customer}

    def engage(self):
        """A partner to support a customer."""
        partner, customer = self.sold()
        return {"act": "engage_partner", "partner": partner, "customer": customer}

    def partner_id(self):
        """A partner id to associate, mostly one of the reseller's."""
        provider, reseller = self.pair()
        own = self.ids_of.get(reseller)
        known = self.every_id if self.chance.random() < 0.2 or not own else own
        return {"act": "associate_partner_id", "provider": provider, "reseller": reseller,
                "mpn_id": self.chance.choice(known),
                "new_subscription": self.chance.random() < 0.6}

    def end(self):
        """A provider–reseller relationship to end."""
        provider, reseller = self.pair()
        by = self.chance.choice(("provider", "provider", "reseller", "vendor_support"))
        return {"act": "end_indirect_relationship", "provider": provider, "reseller": reseller,
                "requested_by": by}

    def enroll(self):
        """A tenant that asks for a role, mostly with all or most capabilities."""
        count = self.chance.choice((4, 4, 4, 3, 3, 2, 1, 0))
        role = self.chance.choice(("direct_bill",) + tuple(ROLE_ASKED.values()))
        return {"act": "enroll", "tenant": self.one_of(self.partners + self.cast.customers[:1]),
                "role": role, "capabilities": self.chance.sample(CAPABILITIES, count)}

    def propose(self, number):
        """A proposal with its id and date."""
        odd = self.chance.choice(IDS) if self.chance.random() < 0.1 else ""
        act = self.chance.choice(self.kinds)()
        return {"id": "p%d%s" % (number, odd), "date": self.chance.choice(self.days), **act}


def proposals(chance, cast, records, count):
    """A number of proposals on a world."""
    proposer = Proposer(chance, cast, records)
    return [proposer.propose(number) for number in range(count)]
