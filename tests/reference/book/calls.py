# SPDX-License-Identifier: Apache-2.0
"""Calls of Partner Center's API in the model's terms: what each asks, and which answers are right.

Status and code come from docs/partner-center.md alone. Where several things stand against a call
the page does not say which is told: then any of them is right.
"""

from acting import Principal
from facts import in_effect

NOT_YOURS = (403, 20002)
NOT_PERMITTED = (403, 900150)
CONFLICT = (409, 990010)
TEMPLATE = "7a6d1c1e-5b0c-4c6e-9a55-0c3b6f1d2e01"

# By rule; a pair is for the reseller, and for anybody else.
CODES = {
    "chain-of-sale": ((400, 900154), (403, 900149)),
    "customer-agreement-accepted": (403, 13605),
    "customer-in-region": (403, 2030),
    "customer-relationship-active": NOT_YOURS,
    "direct-bill-capable": (403, 990006),
    "ending-through-support": (403, 990005),
    "enrolled-in-role": ((400, 900154), (403, 900149)),
    "good-standing": (403, 900149),
    "indirect-relationship-active": (400, 800016),
    "known-market": (403, 2030),
    "mpa-signed": ((403, 900123), (403, 900124)),
    "no-affiliate-sale": (403, 990002),
    "no-provisioning-on-csp-tenant": (403, 990003),
    "no-self-sale": (403, 990001),
    "offer-sold-in-market": (400, 800070),
    "onboarded": ((400, 900154), (403, 900149)),
    "one-role-per-tenant": (409, 990007),
    "partner-id-of-reseller": (400, 2071),
    "partners-in-same-region": (400, 2201),
    "reseller-or-customer": (409, 990004),
}


def told(finding):
    """Status and code of a finding."""
    rule, _, position = finding.partition(":")
    codes = CODES[rule]
    return codes if isinstance(codes[0], int) else codes[position != "reseller"]


def first_told(found):
    """Of all findings of an act the first rule decides; it may be found of several positions."""
    rules = sorted({one.partition(":")[0] for some in found for one in some})
    return {told(one) for some in found for one in some if one.partition(":")[0] == rules[0]}


class Calls:
    """What a caller asks of the book, by the tenant of its token in the role admin_agent."""

    def __init__(self, book, chance, cast):
        self.book, self.chance, self.cast = book, chance, cast
        self.made = []  # subscriptions, as (caller, customer, id)

    def records(self, kind, **wanted):
        """Those in effect today that have the values."""
        return [one for one in self.book.world.records[kind]
                if in_effect(one, self.book.today)
                and all(one.get(name) == value for name, value in wanted.items())]

    def is_customer(self, caller, customer):
        return bool(self.records("customer_relationship", partner=caller, customer=customer))

    def a_customer(self, caller):
        """Mostly one of the caller's; else anybody, or nobody."""
        mine = [one["customer"] for one in self.records("customer_relationship", partner=caller)]
        if mine and self.chance.random() < 0.8:
            return self.chance.choice(sorted(mine))
        others = self.cast.customers + self.cast.resellers
        return self.chance.choice(others + [self.chance.guid()])

    def outcome(self, caller, name, asked, codes, done):
        """What the model says of an act: right answers, and its changes where it is done. `codes`
        has what a fault's status is told as."""
        principal = Principal("admin_agent", caller)
        (kind, detail), doing = self.book.look(principal, name, asked)
        if kind == "carried_out":
            return {(done, None)}, doing
        if kind == "refused":
            return first_told(detail), None
        return {codes.get(status, CONFLICT) for status in detail}, None

    # Reading.

    def list_customers(self, caller):
        ids = {one["customer"] for one in self.records("customer_relationship", partner=caller)}
        return "GET", "/customers", None, {(200, None)}, ids

    def show_customer(self, caller):
        customer = self.a_customer(caller)
        right = (200, None) if self.is_customer(caller, customer) else NOT_YOURS
        return "GET", "/customers/" + customer, None, {right}, None

    def list_orders(self, caller):
        customer = self.a_customer(caller)
        path = "/customers/%s/orders" % customer
        if not self.is_customer(caller, customer):
            return "GET", path, None, {NOT_YOURS}, None
        ids = {one["id"] for one in self.book.world.records["order"]
               if one["customer"] == customer and caller in (one["seller"], one.get("provider"))}
        return "GET", path, None, {(200, None)}, ids

    def list_relationships(self, caller):
        kind, mine, other = self.chance.choice((
            ("IsIndirectCloudSolutionProviderOf", "provider", "reseller"),
            ("IsIndirectResellerOf", "reseller", "provider")))
        ids = {one[other] for one in self.records("indirect_relationship", **{mine: caller})}
        path = "/relationships?relationship_type=" + kind
        return "GET", path, None, {(200, None)}, ids

    def look_for_domain(self, caller):
        del caller
        domain = "t%d.example" % self.chance.randrange(24)
        is_taken = any(one["domain"] == domain for one in self.book.world.records["tenant"])
        return "HEAD", "/domains/" + domain, None, {(200 if is_taken else 404, None)}, None

    # Acts: beside the call, what becomes of the book if it is done.

    def remove_customer(self, caller):
        customer = self.a_customer(caller)
        body = {"relationshipToPartner": self.chance.choice(("none", "None"))}
        path = "/customers/" + customer
        if not self.is_customer(caller, customer):
            return "PATCH", path, body, {NOT_YOURS}, None
        right, doing = self.outcome(caller, "remove_customer",
                                    {"partner": caller, "customer": customer}, {}, 200)
        return "PATCH", path, body, right, doing

    def attest(self, caller):
        customer = self.a_customer(caller)
        day = self.chance.choice((self.book.today, "2019-12-24", "2030-01-01"))
        body = {"primaryContact": {"firstName": "Ann", "lastName": "Ash", "email": "a@ash.example"},
                "templateId": TEMPLATE, "type": "MicrosoftCustomerAgreement",
                "dateAgreed": day + "T00:00:00Z"}
        asked = {"partner": caller, "customer": customer, "date": day, "first_name": "Ann",
                 "last_name": "Ash", "email": "a@ash.example"}
        right, doing = self.outcome(caller, "attest_customer_agreement", asked, {
            "forbidden": NOT_PERMITTED, "not_found": NOT_YOURS, "invalid": (400, 800002)}, 201)
        if not self.is_customer(caller, customer):
            right = right - {CONFLICT} | {NOT_YOURS}
        return "POST", "/customers/%s/agreements" % customer, body, right, doing

    def a_partner_id(self, caller):
        """Mostly one that goes with the caller; else one that somebody has, none, or nobody's."""
        resellers = [one["reseller"] for one in self.records(
            "indirect_relationship", provider=caller)]
        known = self.book.world.records["partner_id"]
        fitting = [one["mpn_id"] for one in known if one["tenant"] in resellers] or [None]
        if self.chance.random() < 0.75:
            return self.chance.choice(fitting)
        return self.chance.choice([one["mpn_id"] for one in known] + [None, "77777777"])

    def place_order(self, caller):
        """Every other time one of a few that can be, if there is one."""
        orders = [self.an_order(caller) for _ in range(6)]
        done = [one for one in orders if (201, None) in one[3]]
        return done[0] if done and self.chance.random() < 0.5 else orders[0]

    def an_order(self, caller):
        customer, mpn_id = self.a_customer(caller), self.a_partner_id(caller)
        offer = self.chance.choice(8 * ("OFFER-0",) + ("OFFER-1", "OFFER-2", "NO-OFFER"))
        quantity = self.chance.choice(8 * (1, 25) + (0, -1, 10000001))
        line = {"lineItemNumber": 0, "offerId": offer, "quantity": quantity, "friendlyName": None}
        if mpn_id is not None and self.chance.random() < 0.5:
            line["participants"] = [{"key": "transaction_reseller", "value": mpn_id}]
        else:
            line["partnerIdOnRecord"] = mpn_id
        body, path = {"lineItems": [line]}, "/customers/%s/orders" % customer
        if not self.is_customer(caller, customer):
            return "POST", path, body, {NOT_YOURS}, None
        right, asked = set(), {"seller": caller, "customer": customer, "offer": offer,
                               "quantity": quantity, "mpn_id": mpn_id}
        if not 1 <= quantity <= 10000000:
            right.add((400, 2002))
        named = [one["tenant"] for one in self.book.world.records["partner_id"]
                 if one["mpn_id"] == mpn_id]
        is_provider = "indirect_provider" in self.book.world.on(self.book.today).roles(caller)
        if mpn_id is not None and not named:
            right.add((404, 800015))
        elif mpn_id is not None and is_provider:
            asked = {**asked, "provider": caller, "seller": named[0]}
        elif mpn_id is not None:
            right.add((400, 2071))
        if offer == "NO-OFFER":
            right.add((400, 800004))
        if right:
            return "POST", path, body, right, None
        right, doing = self.outcome(caller, "place_order", asked, {}, 201)
        return "POST", path, body, right, doing

    def create_customer(self, caller):
        resellers = [one["reseller"] for one in self.records(
            "indirect_relationship", provider=caller)]
        reseller = self.chance.choice(resellers + 2 * [None])
        domain = "t%d.example" % self.chance.randrange(2000)
        address = {"country": "FR", "city": "Lyon", "addressLine1": "1 rue Haute",
                   "postalCode": "69001"}
        body = {"companyProfile": {"domain": domain}, "associatedPartnerId": reseller,
                "billingProfile": {"companyName": "Ash", "culture": "fr-FR", "language": "fr",
                                   "email": "a@ash.example", "defaultAddress": address}}
        right, doing = self.outcome(caller, "create_customer", {
            "partner": caller, "reseller": reseller, "name": "Ash", "domain": domain,
            "country": "FR", "culture": "fr-FR", "language": "fr", "email": "a@ash.example",
            "city": "Lyon", "address_line_1": "1 rue Haute", "postal_code": "69001"}, {}, 201)
        return "POST", "/customers", body, right, doing

    def open_service_request(self, caller):
        near = [one["reseller"] for one in self.records("indirect_relationship", provider=caller)]
        near += [one["provider"] for one in self.records("indirect_relationship", reseller=caller)]
        other = self.chance.choice(3 * near + self.cast.providers + self.cast.resellers)
        body = {"supportTopicId": "end_indirect_relationship", "organization": {"id": other}}
        for pair in ({"provider": caller, "reseller": other},
                     {"provider": other, "reseller": caller}):
            if self.records("indirect_relationship", **pair):
                right, doing = self.outcome(caller, "open_support_case", pair, {}, 201)
                return "POST", "/servicerequests", body, right, doing
        return "POST", "/servicerequests", body, {CONFLICT}, None

    def change_subscription(self, caller):
        known = self.made + [(caller, self.a_customer(caller), None)]
        mine = [one for one in self.made if one[0] == caller]
        _, customer, subscription = self.chance.choice(
            mine if mine and self.chance.random() < 0.8 else known)
        subscription = subscription or self.chance.guid()
        path = "/customers/%s/subscriptions/%s" % (customer, subscription)
        status = self.chance.choice((None, None, "active", "suspended", "deleted"))
        quantity = None if status else self.chance.choice((1, 3, 30))
        body = {"status": status, "quantity": quantity, "id": subscription}
        if not self.is_customer(caller, customer):
            return "PATCH", path, body, {NOT_YOURS}, None
        found = [one for one in self.book.world.records["subscription"]
                 if one["id"] == subscription]
        order = next((one for one in self.book.world.records["order"]
                      if found and one["id"] == found[0]["order"]), None)
        if order is None or caller not in (order["seller"], order.get("provider")):
            return "PATCH", path, body, {(404, 20003)}, None
        if status is None:
            return "PATCH", path, body, *self.set_quantity(caller, found[0], quantity)
        return "PATCH", path, body, *self.set_status(caller, found[0], status)

    def set_quantity(self, caller, subscription, quantity):
        own = {"subscription": subscription["id"]}
        terms = self.records("subscription_terms", **own)
        now = max(terms, key=lambda one: one["from"]) if terms else {
            "quantity": subscription["quantity"]}
        if now["quantity"] == quantity:
            return {(200, None)}, None
        asked = {**own, "quantity": quantity, "renewal": now.get("renewal", "automatic"),
                 "friendly_name": now.get("friendly_name", "An offer")}
        return self.outcome(caller, "change_subscription", asked, {
            "forbidden": NOT_PERMITTED, "conflict": (400, 800098)}, 200)

    def set_status(self, caller, subscription, status):
        own = {"subscription": subscription["id"]}
        now = self.records("subscription_status", **own)[-1]["status"]
        if now == status:
            return {(200, None)}, None
        act = {"suspended": "suspend_subscription", "active": "resume_subscription",
               "deleted": "cancel_subscription"}[status]
        right, doing = self.outcome(caller, act, own, {
            "forbidden": NOT_PERMITTED, "conflict": (400, 800040)}, 200)
        # That it is deleted stands against it whoever asks.
        return (right - {(400, 800040)} | {(400, 2011)} if now == "deleted" else right), doing


READS = ("list_customers", "show_customer", "list_orders", "list_relationships", "look_for_domain")
WRITES = ("remove_customer", "open_service_request") + 2 * ("create_customer",) + (
    4 * ("attest",)) + 9 * ("place_order",) + 7 * ("change_subscription",)
