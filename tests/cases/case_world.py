# SPDX-License-Identifier: Apache-2.0
"""From a case to the two files that the program reads: a world and its proposals."""

import json
import uuid

from case_file import Ask, Case, Fact, date_check, parts

ENROLLED_FROM = "2015-01-01"
ONBOARDED_ON = "2015-01-01"
MPA_SIGNED_ON = "2019-12-01"
AGREEMENT_DATE = "2019-06-01"
FIRST_MPN_ID = 1000001
CREATED = "00000000-0000-4000-8000-000000000001"
PARTIES = ("company", "partner", "customer")
CAPABILITIES = ["api_integration", "billing", "support", "managed_services"]
PARTY_FIELDS = ("seller", "provider", "reseller", "partner", "customer", "tenant")


class World:
    """The records of a case's facts; names of the case stand for tenants and organisations."""

    def __init__(self, case: Case):
        self.case = case
        self.records = []
        self.tenants = {}
        self.organizations = {}
        self.mpn_ids = {}
        parties = [fact for fact in case.facts if fact.keyword in PARTIES]
        for fact in sorted(parties, key=lambda fact: fact.keyword != "company"):
            self.organization_introduce(fact)
        for fact in parties:
            self.tenant_introduce(fact)
        for fact in case.facts:
            WRITERS[fact.keyword](self, fact)

    def add(self, record_type: str, **record):
        self.records.append({"type": record_type, **record})

    def tenant(self, fact: Fact | Ask, name: str) -> str:
        if name not in self.tenants:
            self.case.fail(fact.line, f"no partner or customer is called `{name}`")
        return self.tenants[name]

    def organization(self, fact: Fact, name: str) -> str:
        if name not in self.organizations:
            self.case.fail(fact.line, f"no company, partner or customer is called `{name}`")
        return self.organizations[name]

    def organization_introduce(self, fact: Fact):
        """A company, or the organisation of a party that names no other with `org=`."""
        name = fact.words["name"]
        if "org" in fact.options:
            return
        if name in self.organizations:
            if fact.keyword == "company":
                self.case.fail(fact.line, f"`{name}` is introduced twice")
            return
        self.organizations[name] = f"org-{name}"
        self.add("organization", id=f"org-{name}", name=name.capitalize(),
                 country=fact.words["country"])

    def tenant_introduce(self, fact: Fact):
        name = fact.words["name"]
        if fact.keyword == "company":
            return
        if name in self.tenants:
            self.case.fail(fact.line, f"`{name}` is introduced twice")
        self.tenants[name] = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example"))
        self.add("tenant", id=self.tenants[name],
                 domain=fact.options.get("domain", f"{name}.example"),
                 organization=self.organization(fact, fact.options.get("org", name)),
                 country=fact.words["country"], kind=fact.options.get("kind", fact.keyword))

    def company(self, fact: Fact):
        """Its organisation is all there is of it."""

    def partner(self, fact: Fact):
        name, options = fact.words["name"], fact.options
        tenant = self.tenants[name]
        onboarded = options.get("onboarded", ONBOARDED_ON)
        if onboarded != "none":
            date_check(self.case, fact.line, onboarded)
            self.add("account", tenant=tenant, onboarded_on=onboarded)
        signed = options.get("mpa", MPA_SIGNED_ON)
        for date in parts(signed) if signed != "none" else []:
            date_check(self.case, fact.line, date)
            self.add("agreement", agreement="MPA", tenant=tenant, signed_on=date,
                     signed_by=f"admin@{name}.example")
        self.enrolled(fact, ENROLLED_FROM)
        self.mpn_ids[name] = str(FIRST_MPN_ID + len(self.mpn_ids))
        self.add("partner_id", mpn_id=self.mpn_ids[name], tenant=tenant,
                 country=fact.words["country"])

    def customer(self, fact: Fact):
        tenant = self.tenants[fact.words["name"]]
        agreement = fact.options.get("agreement", "direct")
        for acceptance in parts(agreement) if agreement != "none" else []:
            how, _, date = acceptance.partition("@")
            date = date or AGREEMENT_DATE
            date_check(self.case, fact.line, date)
            if how == "direct":
                self.add("customer_agreement", customer=tenant, acceptance="direct", date=date)
            elif how.startswith("attested-by-"):
                partner = self.tenant(fact, how.removeprefix("attested-by-"))
                self.add("customer_agreement", customer=tenant, acceptance="attested",
                         partner=partner, date=date)
            else:
                self.case.fail(fact.line, "agreement= takes none, direct or attested-by-NAME, "
                                          "each but none with or without @DATE")

    def enrolled(self, fact: Fact, since: str | None = None):
        tenant = self.tenant(fact, fact.words["name"])
        interval = {"from": since} | interval_of(fact)
        for role in parts(fact.words["roles"]):
            self.add("enrollment", tenant=tenant, role=role,
                     status=fact.options.get("status", "active"), **interval)

    def mpn_id(self, fact: Fact):
        self.add("partner_id", mpn_id=fact.words["number"],
                 tenant=self.tenant(fact, fact.words["name"]), country=fact.words["country"])

    def between_tenants(self, fact: Fact):
        kind = {"supplies": "indirect_relationship", "serves": "customer_relationship",
                "service": "service_agreement"}[fact.keyword]
        ends = {name: self.tenant(fact, value) for name, value in fact.words.items()
                if name != "services"}
        if fact.keyword == "service":
            ends["services"] = parts(fact.words["services"])
        self.add(kind, **ends, **interval_of(fact))

    def owns(self, fact: Fact):
        owner, owned = (self.organization(fact, fact.words[end]) for end in ("owner", "owned"))
        self.add("ownership", owner=owner, owned=owned, **interval_of(fact))

    def offer(self, fact: Fact):
        self.add("offer", id=fact.words["id"], name=fact.words["id"], publisher="Vendor",
                 party="first", markets=parts(fact.options.get("markets", "*")),
                 **interval_of(fact))

    def proposal(self, number: int, ask: Ask) -> dict:
        proposal = {"id": f"p{number}", "act": ask.act, "date": ask.date}
        fields = dict(ask.fields)
        if ask.act == "enroll":
            fields.setdefault("capabilities", "-")
        if ask.act == "associate_partner_id":
            fields.setdefault("mpn_id", fields["reseller"])
        for name, value in fields.items():
            proposal[name] = self.value(ask, name, value)
        return proposal

    def names(self) -> dict[str, str]:
        """What the case calls each id of its world; the tenant that a plan creates is `new`."""
        return {number: name
                for known in (self.organizations, self.tenants, self.mpn_ids, {"new": CREATED})
                for name, number in known.items()}

    def value(self, ask: Ask, name: str, value: str):
        """What a field's word stands for."""
        if name in PARTY_FIELDS:
            return self.tenant(ask, value)
        if name == "capabilities":
            return CAPABILITIES if value == "all" else parts(value)
        if name == "mpn_id":
            return self.mpn_ids.get(value, value)
        if name == "quantity" and value.isdigit():
            return int(value)
        if name == "new_subscription" and value in ("yes", "no"):
            return value == "yes"
        if name in ("quantity", "new_subscription"):
            self.case.fail(ask.line, f"{name}=`{value}`: expected a number, or yes or no")
        return value


WRITERS = {
    "company": World.company,
    "partner": World.partner,
    "customer": World.customer,
    "enrolled": World.enrolled,
    "mpn-id": World.mpn_id,
    "supplies": World.between_tenants,
    "serves": World.between_tenants,
    "service": World.between_tenants,
    "owns": World.owns,
    "offer": World.offer,
}


def interval_of(fact: Fact) -> dict[str, str]:
    return {end: fact.options[end] for end in ("from", "to") if end in fact.options}


def case_files(case: Case) -> tuple[str, str, dict[str, str]]:
    """The text of the world, of the proposals, one an ask: p1, p2, …; and what ids are called."""
    world = World(case)
    proposals = [world.proposal(number, ask) for number, ask in enumerate(case.asks, 1)]
    return ndjson(world.records), ndjson(proposals), world.names()


def ndjson(records: list[dict]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
