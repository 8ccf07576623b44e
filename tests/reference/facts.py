# SPDX-License-Identifier: Apache-2.0
"""The facts: records of a world as they are written, and what they say on one day."""

import csv
import json
import os
from collections import defaultdict

MARKETS_CSV = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../data/markets.csv")
TENANT_FIELDS = ("tenant", "provider", "reseller", "seller", "partner", "customer")
LIVE_STATUSES = {"active", "restricted", "suspended"}


def read_markets(path=MARKETS_CSV):
    """The rows of the market table, as dicts of strings; an empty cell is open or unknown."""
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_ndjson(text):
    """The objects of a text, one a line, blank lines left out, tenant ids folded to lower case."""
    records = [json.loads(line) for line in text.split("\n") if line.strip("\r")]
    for record in records:
        for field in TENANT_FIELDS:
            if record.get(field) is not None:
                record[field] = record[field].lower()
        if record.get("type") == "tenant":
            record["id"] = record["id"].lower()
    return records


def in_effect(record, date):
    """Whether from <= date < to; absent, null or empty is open on that side."""
    start, end = record.get("from"), record.get("to")
    return (not start or start <= date) and (not end or date < end)


class World:
    """A set of facts: the records by type, tenants and offers by id, and a cache of days."""

    def __init__(self, records, markets):
        self.records = defaultdict(list)
        for record in records:
            self.records[record["type"]].append(record)
        self.tenants = {tenant["id"]: tenant for tenant in self.records["tenant"]}
        self.offers = {offer["id"]: offer for offer in self.records["offer"]}
        self.partner_ids = {one["mpn_id"]: one for one in self.records["partner_id"]}
        self.markets = markets
        self.days = {}

    def on(self, date):
        """The facts in effect on a date."""
        if date not in self.days:
            self.days[date] = Day(self, date)
        return self.days[date]


class Day:
    """What is the case in a world on one date, as sets and dicts."""

    def __init__(self, world, date):
        def now(kind):
            return [record for record in world.records[kind] if in_effect(record, date)]

        def so_far(kind, field):
            return [record for record in world.records[kind] if record[field] <= date]

        self.date = date
        self.world = world
        self.region_of_market = {
            row["market"]: row["region"] for row in world.markets if in_effect(row, date)}
        self.owner = {record["owned"]: record["owner"] for record in now("ownership")}
        self.offers = {record["id"] for record in now("offer")}
        self.resellers = {(r["provider"], r["reseller"]) for r in now("indirect_relationship")}
        self.customers = {(r["partner"], r["customer"]) for r in now("customer_relationship")}
        self.onboarded = {r["tenant"] for r in so_far("account", "onboarded_on")}
        self.signers = {r["tenant"] for r in so_far("agreement", "signed_on")}
        self.signed_in = {(self.organization(t), self.region(t)) for t in self.signers}
        accepted = so_far("customer_agreement", "date")
        self.accepted = {r["customer"] for r in accepted if r["acceptance"] == "direct"}
        self.attested = {
            (r["partner"], r["customer"]) for r in accepted if r["acceptance"] == "attested"}
        self.live = defaultdict(set)
        for record in now("enrollment"):
            if record["status"] in LIVE_STATUSES:
                self.live[record["tenant"]].add((record["role"], record["status"]))

    def organization(self, tenant):
        """The organisation of a tenant."""
        return self.world.tenants[tenant]["organization"]

    def country(self, tenant):
        """The country of a tenant, which is its market."""
        return self.world.tenants[tenant]["country"]

    def region(self, tenant):
        """The region of a tenant's market, None where it has none."""
        return self.region_of_market.get(self.country(tenant))

    def same_region(self, one, other):
        """Whether two tenants have the same region; no region equals no other."""
        return self.region(one) is not None and self.region(one) == self.region(other)

    def roles(self, tenant):
        """The roles in which a tenant is live."""
        return {role for role, _ in self.live.get(tenant, ())}

    def statuses(self, tenant, role=None):
        """The statuses of a tenant's live enrolments in a role, or in any."""
        return {status for its, status in self.live.get(tenant, ()) if role in (None, its)}

    def ultimate_owner(self, organization):
        """The organisation at the top of the owners of an organisation."""
        while organization in self.owner:
            organization = self.owner[organization]
        return organization

    def affiliates(self, one, other):
        """Whether two different organisations have the same ultimate owner."""
        return one != other and self.ultimate_owner(one) == self.ultimate_owner(other)

    def has_signed(self, tenant):
        """Whether a tenant, or one of its organisation in its region, has signed the MPA."""
        here = (self.organization(tenant), self.region(tenant))
        return tenant in self.signers or None not in here and here in self.signed_in
