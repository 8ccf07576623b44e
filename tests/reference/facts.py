# SPDX-License-Identifier: Apache-2.0
"""The facts: records of a world as they are written, and what they say on one day."""

import copy
import csv
import json
import os
from collections import defaultdict
from functools import cached_property

MARKETS_CSV = os.environ.get("AVAL_MARKETS", os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../data/markets.csv"))
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
        self.markets = markets
        self.market_days = {}
        self.index()

    def index(self):
        """Look up by id what has one; forget the days."""
        self.tenants = {tenant["id"]: tenant for tenant in self.records["tenant"]}
        self.offers = {offer["id"]: offer for offer in self.records["offer"]}
        self.partner_ids = {one["mpn_id"]: one for one in self.records["partner_id"]}
        self.days = {}

    def with_records(self, kind, records):
        """The same world but for the records of one type."""
        changed = copy.copy(self)
        changed.records = self.records.copy()
        changed.records[kind] = records
        changed.index()
        return changed

    def tenants_of(self, organization):
        """The tenants of an organisation, by id."""
        return sorted(tenant["id"] for tenant in self.records["tenant"]
                      if tenant["organization"] == organization)

    def market_rows(self, date):
        """The market table's row of each market on a date."""
        if date not in self.market_days:
            self.market_days[date] = {
                row["market"]: row for row in self.markets if in_effect(row, date)}
        return self.market_days[date]

    def market_changes(self):
        """The days on which a market changes."""
        if "changes" not in self.market_days:
            self.market_days["changes"] = {
                row[end] for row in self.markets for end in ("from", "to") if row.get(end)}
        return self.market_days["changes"]

    def region_of_market(self, date):
        """The region of each market on a date."""
        key = "regions", date
        if key not in self.market_days:
            self.market_days[key] = {
                market: row["region"] for market, row in self.market_rows(date).items()}
        return self.market_days[key]

    def on(self, date):
        """The facts in effect on a date."""
        if date not in self.days:
            self.days[date] = Day(self, date)
        return self.days[date]


class Day:
    """What is the case in a world on one date, as sets and dicts made when first asked for."""

    def __init__(self, world, date):
        self.date = date
        self.world = world

    def now(self, kind):
        """The records of a type in effect."""
        return [record for record in self.world.records[kind] if in_effect(record, self.date)]

    def so_far(self, kind, field):
        """The records of a type that bear the date or an earlier one."""
        return [record for record in self.world.records[kind] if record[field] <= self.date]

    @cached_property
    def region_of_market(self):
        """The region of each market."""
        return self.world.region_of_market(self.date)

    @cached_property
    def owner(self):
        """The owner of each organisation that has one."""
        return {record["owned"]: record["owner"] for record in self.now("ownership")}

    @cached_property
    def offers(self):
        """The ids of the offers in effect."""
        return {record["id"] for record in self.now("offer")}

    @cached_property
    def resellers(self):
        """The pairs of provider and reseller."""
        return {(r["provider"], r["reseller"]) for r in self.now("indirect_relationship")}

    @cached_property
    def customers(self):
        """The pairs of partner and customer."""
        return {(r["partner"], r["customer"]) for r in self.now("customer_relationship")}

    @cached_property
    def onboarded(self):
        """The tenants onboarded."""
        return {r["tenant"] for r in self.so_far("account", "onboarded_on")}

    @cached_property
    def signers(self):
        """The tenants that signed the MPA themselves."""
        return {r["tenant"] for r in self.so_far("agreement", "signed_on")}

    @cached_property
    def signed_in(self):
        """The pairs of organisation and region that a signature covers."""
        return {(self.organization(t), self.region(t)) for t in self.signers}

    @cached_property
    def accepted(self):
        """The customers that accepted the customer agreement themselves."""
        return {r["customer"] for r in self.so_far("customer_agreement", "date")
                if r["acceptance"] == "direct"}

    @cached_property
    def attested(self):
        """The pairs of partner and customer of the acceptances attested."""
        return {(r["partner"], r["customer"]) for r in self.so_far("customer_agreement", "date")
                if r["acceptance"] == "attested"}

    @cached_property
    def live(self):
        """The live enrolments of each tenant, as pairs of role and status."""
        live = defaultdict(set)
        for record in self.now("enrollment"):
            if record["status"] in LIVE_STATUSES:
                live[record["tenant"]].add((record["role"], record["status"]))
        return live

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
