# SPDX-License-Identifier: Apache-2.0
"""Bodies made to hurt, and right ones spoilt by chance: never a 5xx, and nothing half done."""

import random

from partner_center.client import CUSTOMERS, PartnerCenterTest, customer, partner_id
from partner_center.test_new_customers import CUSTOMER
from test_bodies import BODIES

SEED = 20200512
ROUNDS = 150
ORDER = {"referenceCustomerId": None, "lineItems": [
    {"lineItemNumber": 0, "offerId": "OFFICE-PREM", "quantity": 1, "participants": [
        {"key": "transaction_reseller", "value": partner_id("birch")}]}]}
ATTESTED = {"primaryContact": {"firstName": "A", "lastName": "B", "email": "a@b.example"},
            "templateId": "x", "dateAgreed": "2020-05-01T00:00:00Z",
            "type": "MicrosoftCustomerAgreement"}
ADDRESS = {"addressLine1": "Markt 1", "city": "Halle", "country": "DE"}
# An event that never comes, so that nothing is sent.
WEBHOOK = {"WebhookUrl": "https://hooks.example/?key=1", "WebhookEvents": ["referral-created"],
           "SignatureTokenToMsSignatureHeader": False}
VALUES = [None, True, 0, -1, 2 ** 63, 1.5, "", "x", "\0", "é" * 600, [], [None], {}, {"a": {}},
          "2020-02-30", "00000000-0000-0000-0000-000000000000"]


def routes(name):
    """Every route that takes a body, with one that is right or nearly so."""
    return [("POST", CUSTOMERS, CUSTOMER), ("PATCH", customer(name), {"relationshipToPartner": 1}),
            ("POST", customer(name, "orders"), ORDER),
            ("PATCH", customer(name, "subscriptions", "1"), {"status": "suspended"}),
            ("POST", customer(name, "agreements"), ATTESTED),
            ("PUT", customer(name, "profiles", "billing"), CUSTOMER["BillingProfile"]),
            ("POST", "/v1/validations/address", ADDRESS),
            ("POST", "/webhooks/v1/registration", WEBHOOK),
            ("PUT", "/webhooks/v1/registration", WEBHOOK)]


def spoil(value, chance):
    """The body with keys in another casing, and now and then a value of another kind."""
    if chance.random() < 0.12:
        return chance.choice(VALUES)
    if isinstance(value, dict):
        return {chance.choice([str, str.upper, str.lower, str.title])(key): spoil(item, chance)
                for key, item in value.items() if chance.random() < 0.95}
    if isinstance(value, list):
        return [spoil(item, chance) for item in value] * chance.choice([1, 1, 1, 2])
    return value


class HostileBodies(PartnerCenterTest):
    def setUp(self):
        self.use_own_server("--rate-requests", "0", "--rate-acts", "0")

    def check(self, method, target, body):
        answer = self.send(method, target, body, "elbe")
        self.assertLess(answer.status, 500, (method, target, str(body)[:300], answer))
        if answer.status >= 400:
            self.assertEqual(set(answer.json), {"code", "description", "data", "source"})

    def test_bodies_made_to_hurt(self):
        for method, target, _ in routes("saale"):
            for body in BODIES.values():
                self.check(method, target, body)
        self.assertEqual(self.get(customer("saale", "orders"), "elbe").json["items"], [])

    def test_right_bodies_spoilt_by_chance(self):
        chance = random.Random(SEED)
        for _ in range(ROUNDS):
            method, target, body = chance.choice(routes("saale"))
            self.check(method, target, spoil(body, chance))
        self.assertEqual(self.get(customer("saale"), "elbe").status, 200)
