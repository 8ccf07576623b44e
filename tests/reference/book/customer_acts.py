# SPDX-License-Identifier: Apache-2.0
"""Acts on the customers that partners make, and on what is told of tenants."""

from acting import ADMINS, CUSTOMER_ADMIN, SELLERS, act

PERSONS = ("first_name", "last_name", "contact_first_name", "contact_last_name")
TOLD = PERSONS + (
    "company_name", "registration_number", "tax_id", "purchase_order", "website", "language",
    "culture", "email", "phone", "address_country", "address_region", "state", "city",
    "address_line_1", "address_line_2", "postal_code", "contact_email", "contact_phone")
OF_CUSTOMER = ("company", "billing")


def told(doing):
    """What the act tells of a tenant."""
    return {name: doing[name] for name in TOLD if doing[name] is not None}


@act
def set_particulars(doing):
    doing.permit((ADMINS + CUSTOMER_ADMIN, doing["tenant"]), (SELLERS, doing["partner"]))
    doing.tenants("tenant")
    if doing["partner"] is not None:
        doing.invalid(doing["purpose"] not in OF_CUSTOMER)
        doing.conflict(not doing.now("customer_relationship", partner=doing["partner"],
                                     customer=doing["tenant"]))
    whose = {"tenant": doing["tenant"], "purpose": doing["purpose"]}
    known, latest = told(doing), doing.latest("particulars", **whose)
    doing.conflict(latest is not None and known == {
        name: latest[name] for name in TOLD if name in latest})
    doing.end(doing.now("particulars", **whose))
    doing.begin("particulars", **whose, **known)


@act
def create_customer(doing):
    doing.permit((SELLERS, doing["partner"]))
    doing.tenants("partner")
    doing.conflict(doing["reseller"] is not None and not doing.now(
        "indirect_relationship", provider=doing["partner"], reseller=doing["reseller"]))
    doing.conflict(bool(doing.all("tenant", domain=doing["domain"])))
    customer = doing["customer"]
    if customer is not None:
        doing.conflict(bool(doing.all("tenant", id=customer)))
        doing.conflict(bool(doing.all("organization", id=customer)))
    customer = customer or doing.new("customer")
    doing.add("organization", id=customer, name=doing["name"], country=doing["country"])
    doing.add("tenant", id=customer, domain=doing["domain"], organization=customer,
              country=doing["country"], kind="customer")
    doing.suppose(2)
    for partner in (doing["partner"], doing["reseller"]):
        if partner is not None:
            doing.propose("establish_customer_relationship", partner=partner, customer=customer)
            doing.begin("customer_relationship", partner=partner, customer=customer)
    known = {**told(doing), "company_name": doing["name"], "address_country": doing["country"]}
    doing.begin("particulars", tenant=customer, purpose="billing", **known)
    doing.begin("particulars", tenant=customer, purpose="company",
                **{name: value for name, value in known.items() if name not in PERSONS})


@act
def delete_customer(doing):
    doing.permit((ADMINS, doing["partner"]))
    pair = {"partner": doing["partner"], "customer": doing["customer"]}
    doing.conflict(not doing.now("customer_relationship", **pair))
    for subscription in doing.all("subscription", customer=doing["customer"]):
        order = doing.known("order", id=subscription["order"])
        own = {"subscription": subscription["id"], "customer": subscription["customer"]}
        running = [one for one in doing.now("subscription_status", **own)
                   if one["status"] in ("active", "suspended")]
        if running and doing["partner"] in (order["seller"], order.get("provider")):
            doing.end(doing.now("subscription_status", **own))
            doing.begin("subscription_status", **own, status="deleted")
    for kind in ("customer_relationship", "engagement", "privilege"):
        doing.end(doing.now(kind, **pair))
