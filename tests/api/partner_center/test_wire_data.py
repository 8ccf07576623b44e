# SPDX-License-Identifier: Apache-2.0
"""Answers beside the vendor's own Swagger and examples, where these are at hand.

They are looked for in the folder that AVAL_WIRE_DATA names, else in shared/data/partner-center
beside the repository; they are no part of the project, so without them these tests are skipped.
Types of JSON are compared, never values.
"""

import json
import os
import unittest
from pathlib import Path

from jsonschema import Draft4Validator

from partner_center.client import CUSTOMERS, PartnerCenterTest, customer
from program import ROOT

DATA = Path(os.environ.get("AVAL_WIRE_DATA", ROOT.parent / "shared" / "data" / "partner-center"))
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


def kind(value):
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) \
        else type(value).__name__


def is_word_of_number(error):
    """The Swagger numbers enumerations; on the wire, and in the SDKs, they are words."""
    return error.validator_value == "integer" and isinstance(error.instance, str)


def differences(ours, theirs, path=""):
    """Where the same key holds another type."""
    if theirs is None or ours is None:
        return
    if kind(ours) != kind(theirs):
        yield "%s: %s, not %s" % (path, kind(ours), kind(theirs))
    elif isinstance(ours, dict):
        for key in set(ours) & set(theirs):
            yield from differences(ours[key], theirs[key], path + "." + key)
    elif isinstance(ours, list) and ours and theirs:
        yield from differences(ours[0], theirs[0], path + "[]")


@unittest.skipUnless(DATA.is_dir(), "the vendor's wire data is not here: " + str(DATA))
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
        swagger = json.loads((DATA / "swagger" / "CustomerService.json").read_text("utf-8-sig"))
        for path, target in OPERATIONS:
            with self.subTest(path):
                schema = swagger["paths"]["/v{version}" + path]["get"]["responses"]["200"]["schema"]
                whole = {"definitions": swagger["definitions"], **schema}
                if "$ref" in schema:
                    whole = {"definitions": swagger["definitions"], "allOf": [schema]}
                errors = ["%s: %s" % ("/".join(map(str, error.path)), error.message)
                          for error in Draft4Validator(whole).iter_errors(self.ask(target))
                          if not is_word_of_number(error)]
                self.assertEqual(errors, [])

    def test_answers_have_the_types_of_the_examples(self):
        for name, target in EXAMPLES:
            example = json.loads((DATA / "doc-examples" / (name + ".json")).read_text())
            bodies = [part["body"] for part in example["examples"]
                      if part["kind"] == "response" and isinstance(part.get("body"), dict)
                      and "__unparsed__" not in part["body"] and "code" not in part["body"]]
            for theirs in bodies[:1]:
                with self.subTest(name):
                    self.assertEqual(list(differences(self.ask(target), theirs)), [])

    def test_webhooks_have_the_types_of_the_examples(self):
        doc = json.loads((DATA / "doc-examples" / "partner-center-webhooks.json").read_text())
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
