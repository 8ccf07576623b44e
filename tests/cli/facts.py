# SPDX-License-Identifier: Apache-2.0
"""The fields of facts and proposals as the formats have them, a small world in which all is in
order, and worlds as JSON lines and as CSV folders."""

import csv
import io
import json

PROVIDER = "a0000000-0000-4000-8000-00000000000a"
RESELLER = "b0000000-0000-4000-8000-00000000000b"
DIRECT = "c0000000-0000-4000-8000-00000000000c"
CUSTOMER = "d0000000-0000-4000-8000-00000000000d"
NOBODY = "e0000000-0000-4000-8000-00000000000e"

ROLES = ("indirect_provider", "indirect_reseller", "direct_bill")
STATUSES = ("active", "restricted", "suspended", "draft", "pending", "qualified", "rejected",
            "ended")
CAPABILITIES = ("api_integration", "billing", "support", "managed_services")
VALIDITY = {"from": "date", "to": "date"}
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
OPTIONAL = ("from", "to", "offer", "quantity")

# Each type of fact with its fields; a field of words is named by its words.
FACT_FIELDS = {
    "organization": {"id": "text", "name": "text", "country": "country"},
    "ownership": {"owner": "text", "owned": "text", **VALIDITY},
    "tenant": {"id": "guid", "domain": "text", "organization": "text", "country": "country",
               "kind": ("partner", "customer")},
    "account": {"tenant": "guid", "onboarded_on": "date"},
    "enrollment": {"tenant": "guid", "role": ROLES, "status": STATUSES, **VALIDITY},
    "partner_id": {"mpn_id": "digits", "tenant": "guid", "country": "country"},
    "agreement": {"agreement": ("MPA",), "tenant": "guid", "signed_on": "date",
                  "signed_by": "text"},
    "customer_agreement": {"customer": "guid", "acceptance": ("direct", "attested"),
                           "partner": "guid", "date": "date"},
    "indirect_relationship": {"provider": "guid", "reseller": "guid", **VALIDITY},
    "service_agreement": {"provider": "guid", "reseller": "guid", "services": "services",
                          **VALIDITY},
    "customer_relationship": {"partner": "guid", "customer": "guid", **VALIDITY},
    "offer": {"id": "text", "name": "text", "publisher": "text", "party": ("first", "third"),
              "markets": "markets", **VALIDITY},
}
COMMON = {"id": "id", "date": "date"}
ACT_FIELDS = {
    "place_order": {**COMMON, "seller": "guid", "provider": "guid", "customer": "guid",
                    "offer": "text", "quantity": "quantity"},
    "establish_indirect_relationship": {**COMMON, "provider": "guid", "reseller": "guid"},
    "establish_customer_relationship": {**COMMON, "partner": "guid", "customer": "guid"},
    "associate_partner_id": {**COMMON, "provider": "guid", "reseller": "guid",
                             "mpn_id": "digits", "new_subscription": "flag"},
    "engage_partner": {**COMMON, "partner": "guid", "customer": "guid"},
    "end_indirect_relationship": {**COMMON, "provider": "guid", "reseller": "guid",
                                  "requested_by": ("provider", "reseller", "vendor_support")},
    "enroll": {**COMMON, "tenant": "guid", "role": ROLES, "capabilities": "capabilities"},
}


class Raw(str):
    """JSON text that stands as it is."""


def encoded(value):
    """A JSON value; the one way in which these tests write it."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict) and any(isinstance(item, Raw) for item in value.values()):
        pairs = ("%s:%s" % (encoded(key), encoded(item)) for key, item in value.items())
        return "{%s}" % ",".join(pairs)
    return ENCODER.encode(value)


def line(value):
    """One line of a file: bytes as they are, anything else as JSON."""
    return value if isinstance(value, bytes) else encoded(value).encode()


def ndjson(values):
    return b"".join(line(value) + b"\n" for value in values)


def fact(kind, /, **fields):
    return {"type": kind, **fields}


def base_world():
    """One fact of each type, and no more than they refer to: each stands once, all is in order."""
    parties = (("prov", PROVIDER, "DE", "partner"), ("res", RESELLER, "FR", "partner"),
               ("dir", DIRECT, "NL", "partner"), ("cust", CUSTOMER, "BE", "customer"))
    world = [fact("organization", id="org-" + name, name=name, country=country)
             for name, _, country, _ in parties]
    world += [fact("tenant", id=tenant, domain=name + ".example", organization="org-" + name,
                   country=country, kind=kind) for name, tenant, country, kind in parties]
    world += [fact("enrollment", tenant=tenant, role=role, status="active", **{
        "from": "2019-01-01", "to": None})
        for tenant, role in zip((PROVIDER, RESELLER, DIRECT), ROLES)]
    world += [fact("agreement", agreement="MPA", tenant=tenant, signed_on="2020-01-20",
                   signed_by="admin@example") for tenant in (PROVIDER, RESELLER, DIRECT)]
    world += [fact("customer_relationship", partner=partner, customer=CUSTOMER, **{
        "from": "2019-01-01"}) for partner in (PROVIDER, RESELLER, DIRECT)]
    return world + [
        fact("account", tenant=RESELLER, onboarded_on="2019-01-01"),
        fact("partner_id", mpn_id="5551234", tenant=RESELLER, country="FR"),
        fact("customer_agreement", customer=CUSTOMER, acceptance="direct", date="2020-01-20"),
        fact("indirect_relationship", provider=PROVIDER, reseller=RESELLER, **{
            "from": "2019-01-01", "to": None}),
        fact("service_agreement", provider=PROVIDER, reseller=RESELLER, services=["billing"]),
        fact("offer", id="OFFER-1", name="Offer", publisher="Vendor", party="first",
             markets=["*"]),
    ]


# One valid record of each type that the base world may have besides, and that stands alone.
EXAMPLES = {
    "organization": fact("organization", id="org-new", name="New", country="DE"),
    "ownership": fact("ownership", owner="org-prov", owned="org-cust", **{
        "from": "2019-01-01", "to": None}),
    "tenant": fact("tenant", id=NOBODY, domain="new.example", organization="org-cust",
                   country="BE", kind="customer"),
    "account": fact("account", tenant=DIRECT, onboarded_on="2019-01-01"),
    "enrollment": fact("enrollment", tenant=DIRECT, role="direct_bill", status="ended", **{
        "from": "2018-01-01", "to": "2018-06-01"}),
    "partner_id": fact("partner_id", mpn_id="777", tenant=DIRECT, country="NL"),
    "agreement": fact("agreement", agreement="MPA", tenant=CUSTOMER, signed_on="2020-01-20",
                      signed_by="admin@example"),
    "customer_agreement": fact("customer_agreement", customer=CUSTOMER, acceptance="attested",
                               partner=DIRECT, date="2020-01-20"),
    "indirect_relationship": fact("indirect_relationship", provider=PROVIDER, reseller=DIRECT, **{
        "from": "2019-01-01", "to": "2019-02-01"}),
    "service_agreement": fact("service_agreement", provider=PROVIDER, reseller=RESELLER,
                              services=["support", "billing"], **{
                                  "from": "2019-01-01", "to": "2019-02-01"}),
    "customer_relationship": fact("customer_relationship", partner=DIRECT, customer=CUSTOMER, **{
        "from": "2018-01-01", "to": "2018-06-01"}),
    "offer": fact("offer", id="OFFER-2", name="Other", publisher="Third", party="third",
                  markets=["DE", "FR"], **{"from": "2019-01-01", "to": "2021-01-01"}),
}


def proposal(name, act, /, **fields):
    return {"id": name, "act": act, "date": "2020-05-12", **fields}


# One valid proposal of each act.
PROPOSALS = {row["act"]: row for row in (
    proposal("p1", "place_order", seller=RESELLER, provider=PROVIDER, customer=CUSTOMER,
             offer="OFFER-1", quantity=5),
    proposal("p2", "establish_indirect_relationship", provider=PROVIDER, reseller=RESELLER),
    proposal("p3", "establish_customer_relationship", partner=DIRECT, customer=CUSTOMER),
    proposal("p4", "associate_partner_id", provider=PROVIDER, reseller=RESELLER,
             mpn_id="5551234", new_subscription=True),
    proposal("p5", "engage_partner", partner=DIRECT, customer=CUSTOMER),
    proposal("p6", "end_indirect_relationship", provider=PROVIDER, reseller=RESELLER,
             requested_by="provider"),
    proposal("p7", "enroll", tenant=CUSTOMER, role="direct_bill",
             capabilities=list(CAPABILITIES)),
)}


def cell(value):
    """A value as the content of a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value) or "-"
    return value


def csv_files(world, order=lambda columns: columns, end="\r\n"):
    """The files of a CSV folder: name and content. `order` may permute the columns."""
    files = {}
    for kind, fields in FACT_FIELDS.items():
        records = [record for record in world if record["type"] == kind]
        if not records:
            continue
        columns = order(list(fields))
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator=end)
        writer.writerow(columns)
        for record in records:
            writer.writerow([cell(record.get(column)) for column in columns])
        files[kind + ".csv"] = stream.getvalue().encode()
    return files


def from_csv(files):
    """The world of a CSV folder's files; empty cells are null."""
    world = []
    for name, content in sorted(files.items()):
        kind = name[:-len(".csv")]
        for record in csv.DictReader(io.StringIO(content.decode(), newline="")):
            found = fact(kind)
            for field, text in record.items():
                is_list = FACT_FIELDS[kind][field] in ("services", "markets")
                listed = [] if text == "-" else text.split(" ")
                found[field] = listed if is_list else text or None
            world.append(found)
    return world
