# SPDX-License-Identifier: Apache-2.0
"""Answers beside the vendor's own Swagger and examples, where these are at hand.

Types of JSON are compared, never values.
"""

import unittest

from partner_center.client import CUSTOMERS, PartnerCenterTest, customer
from partner_center.wire_data import ABSENT, DATA, breaches, differences, read

RELATIONSHIPS = "/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf"
# What the Swagger has, and a request that is answered by it; but for agreements, of which it says
# a list where recordings have a collection.
OPERATIONS = [
    ("/customers", CUSTOMERS),
    ("/customers/{customer_id}", customer("saale")),
    ("/customers/{customer_id}/profiles/company", customer("saale", "profiles", "company")),
    ("/customers/{customer_id}/profiles/billing", customer("saale", "profiles", "billing")),
    ("/customers/{customer_id}/relationships", customer("saale", "relationships")),
    ("/customers/{customer_id}/directSignedMicrosoftCustomerAgreementStatus",
     customer("saale", "directSignedMicrosoftCustomerAgreementStatus")),
    ("/relationships", RELATIONSHIPS),
]
# Examples of the documentation.
EXAMPLES = [
    ("get-a-list-of-customers", CUSTOMERS),
    ("get-a-customer-by-id", customer("saale")),
    ("get-a-customer-s-company-profile", customer("saale", "profiles", "company")),
    ("get-all-of-a-customer-s-billing-profiles", customer("saale", "profiles", "billing")),
    ("retrieve-a-list-of-indirect-resellers", RELATIONSHIPS),
    ("get-indirect-resellers-of-a-customer", customer("saale", "relationships")),
    ("get-partner-network-profile", "/v1/profiles/mpn"),
    ("get-legal-business-profile", "/v1/profiles/legalbusiness"),
    ("get-agreement-metadata", "/v1/agreements"),
    ("get-all-of-a-customer-s-orders", customer("saale", "orders")),
    ("get-an-order-by-id", customer("saale", "orders", "{order}")),
    ("get-a-subscription-by-id", customer("saale", "subscriptions", "{subscription}")),
    ("get-all-of-a-customer-s-subscriptions", customer("saale", "subscriptions")),
    ("get-subscription-provisioning-status",
     customer("saale", "subscriptions", "{subscription}", "provisioningstatus")),
    ("get-a-record-of-partner-center-activity-by-user", "/v1/auditrecords?startDate=2020-05-12"),
    ("get-a-list-of-products", "/v1/products"),
    ("get-a-sku-by-id", "/v1/products/OFFICE-PREM/skus/0001"),
]


@unittest.skipUnless(DATA.is_dir(), ABSENT)
class WireData(PartnerCenterTest):
    def setUp(self):
        self.use_own_server()
        self.placed = self.order("elbe", "saale", through="birch").json

    def ask(self, target):
        target = target.replace("{order}", self.placed["id"]).replace(
            "{subscription}", self.placed["lineItems"][0]["subscriptionId"])
        answer = self.get(target, "elbe")
        self.assertEqual(answer.status, 200, target)
        return answer.json

    def test_answers_are_as_the_swagger_says(self):
        swagger = read("swagger", "CustomerService")
        for path, target in OPERATIONS:
            with self.subTest(path):
                schema = swagger["paths"]["/v{version}" + path]["get"]["responses"]["200"]["schema"]
                self.assertEqual(breaches(swagger, schema, self.ask(target)), [])

    def test_answers_have_the_types_of_the_examples(self):
        for name, target in EXAMPLES:
            example = read("doc-examples", name)
            bodies = [part["body"] for part in example["examples"]
                      if part["kind"] == "response" and isinstance(part.get("body"), dict)
                      and "__unparsed__" not in part["body"] and "code" not in part["body"]]
            for theirs in bodies[:1]:
                with self.subTest(name):
                    self.assertEqual(list(differences(self.ask(target), theirs)), [])

    def test_webhooks_have_the_types_of_the_examples(self):
        doc = read("doc-examples", "partner-center-webhooks")
        parts = [part for part in doc["examples"] if part["kind"] in ("request", "response")][1:]
        self.assertEqual([part["kind"] for part in parts], ["request", "response"] * (
            len(parts) // 2))
        asked = ""
        for request, response in zip(parts[::2], parts[1::2]):
            body = request["body"]
            if body is not None:
                # By its own rules it leads nowhere.
                body["WebhookUrl"] = "https://localhost/"
            target = request["url"].replace("04af2aea-d413-42db-824e-f328001484d1", asked)
            with self.subTest(request["method"] + " " + target):
                answer = self.send(request["method"], target, body, "elbe")
                self.assertEqual(answer.status, response["status"])
                self.assertEqual(list(differences(answer.json, response["body"])), [])
                if isinstance(response["body"], dict):
                    self.assertLessEqual(set(response["body"]), set(answer.json))
                    asked = answer.json.get("correlationId", asked)
