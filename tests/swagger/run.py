#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""swagger-client walks the vendor's Swagger, on Aval: run.py --aval build/aval.

The library makes its client of the Swagger alone; `scripts/setup.sh test` installs it, of the
version in package-lock.json. Each answer is held against what the Swagger says of it: key sets and
types of JSON, never values.
"""

import argparse
import json
import subprocess
import sys
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent / "api"), str(FOLDER.parent / "cli")]

from partner_center import wire_data  # noqa: E402
from partner_center.client import PartnerServer, make_book, tenant  # noqa: E402
from program import ROOT, Settings  # noqa: E402

CUSTOMER = "/customers/{customer_id}"
ADDRESS = {"country": "DE", "city": "Bremen", "state": "HB", "addressLine1": "Am Kanal 3",
           "postalCode": "28195", "firstName": "Ines", "lastName": "Moor",
           "phoneNumber": "+49 421 555"}
BILLING = {"companyName": "Moor Torf GmbH", "email": "ines@moor.example", "culture": "de-DE",
           "language": "de", "defaultAddress": ADDRESS}
CONTACT = {"firstName": "Ines", "lastName": "Moor", "email": "ines@moor.example",
           "phoneNumber": "+49421555"}


class Client:
    """swagger-client on one Swagger, in a process of its own."""

    def __init__(self, swagger, url):
        self.process = subprocess.Popen(["node", str(FOLDER / "call.js")], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.keys = {}
        self.tell({"swagger": str(wire_data.DATA / "swagger" / (swagger + ".json")), "url": url})

    def authorize(self, keys):
        """What goes with calls from now on, by the Swagger's securityDefinitions."""
        self.keys = keys

    def tell(self, what):
        print(json.dumps(what), file=self.process.stdin, flush=True)

    def call(self, method, path, parameters):
        self.tell({"method": method, "pathName": path, "parameters": parameters,
                   "securities": {"authorized": self.keys}})
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("swagger-client broke off at %s %s" % (method, path))
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Walk(unittest.TestCase):
    """A provider's client, that acts for a user; the tests make customers of their own."""

    maxDiff = None
    name = "CustomerService"
    under = "/"

    @classmethod
    def setUpClass(cls):
        cls.server = PartnerServer(book=make_book("2022-05-12", ["elbe"]))
        cls.addClassCleanup(cls.server.end)
        cls.swagger = wire_data.read("swagger", cls.name)
        cls.client = Client(cls.name, "http://127.0.0.1:%d%s" % (cls.server.port, cls.under))
        cls.addClassCleanup(cls.client.end)

    def call(self, method, path, **parameters):
        whole = {"version": "1", "Authorization": "Bearer " + self.server.token("elbe"),
                 **parameters}
        return self.client.call(method, "/v{version}" + path, whole)

    def schema(self, method, path):
        answers = self.swagger["paths"]["/v{version}" + path][method]["responses"]
        return answers.get("201", answers["200"])["schema"]

    def ask(self, method, path, status=200, **parameters):
        """The answer's body, which is as the Swagger says."""
        answer = self.call(method, path, **parameters)
        self.assertEqual(answer["status"], status, answer)
        schema = self.schema(method, path)
        if method == "delete":
            self.assertEqual(answer["text"], "")
        else:
            self.assertEqual(wire_data.breaches(self.swagger, schema, answer["body"]), [], path)
        return answer.get("body")

    def items(self, path, collection=None, **parameters):
        """A collection of at least one; where the Swagger says a list, as the given one is."""
        answer = self.call("get", path, **parameters)
        self.assertEqual(answer["status"], 200, answer)
        body = answer["body"]
        judged = body
        if collection is not None:
            self.assertEqual(list(wire_data.lacks(body, collection)), [], path)
            judged = body["items"]
        self.assertEqual(wire_data.breaches(self.swagger, self.schema("get", path), judged), [])
        self.assertEqual(body["totalCount"], len(body["items"]))
        self.assertGreater(len(body["items"]), 0, path)
        return body["items"]

    def make_customer(self, domain):
        made = self.ask("post", "/customers", 201, customer={
            "companyProfile": {"domain": domain}, "billingProfile": BILLING})
        return made["id"]


class Customers(Walk):
    def test_customers(self):
        known = self.items("/customers", size=100)
        made = self.make_customer("moor.example")
        self.assertEqual(len(self.items("/customers", size=100)), len(known) + 1)
        whole = self.ask("get", CUSTOMER, customer_id=made)
        self.assertEqual(whole["companyProfile"],
                         self.ask("get", CUSTOMER + "/profiles/company", customer_id=made))
        billing = self.ask("get", CUSTOMER + "/profiles/billing", customer_id=made)
        billing["email"] = "bills@moor.example"
        self.assertEqual(
            self.ask("put", CUSTOMER + "/profiles/billing", customer_id=made,
                     customerBillingProfile=billing)["email"], "bills@moor.example")
        ended = self.call("patch", CUSTOMER, customer_id=made,
                          customer={"relationshipToPartner": "none"})
        self.assertEqual(ended["status"], 200, ended)
        gone = self.call("get", CUSTOMER, customer_id=made)
        self.assertEqual((gone["status"], gone["body"]["code"]), (403, 20002))

    def test_a_customer_of_a_sandbox_is_deleted(self):
        made = self.make_customer("geest.example")
        self.ask("delete", CUSTOMER, 204, customer_id=made)
        self.assertEqual(self.call("get", CUSTOMER, customer_id=made)["status"], 403)

    def test_relationships(self):
        """The kind by its number, as the Swagger has it, and by its words."""
        resellers = self.items("/relationships", relationship_type=2)
        for word in ("IsIndirectCloudSolutionProviderOf", "is_indirect_cloud_solution_provider_of"):
            self.assertEqual(self.items("/relationships", relationship_type=word), resellers)
        providers = self.call("get", "/relationships", relationship_type=1)
        self.assertEqual((providers["status"], providers["body"]["items"]), (200, []))
        self.assertEqual(self.call("get", "/relationships", relationship_type=0)["status"], 400)
        self.items(CUSTOMER + "/relationships", customer_id=tenant("saale"))
        link = self.ask("get", "/customers/relationshiprequests",
                        indirectResellerId=tenant("birch"))
        self.assertTrue(link["url"].startswith("http"), link)

    def test_validations(self):
        right = self.call("post", "/validations/address", address=ADDRESS)
        self.assertEqual(right["status"], 200, right)
        wrong = self.call("post", "/validations/address", address={**ADDRESS, "postalCode": "x"})
        self.assertEqual(wrong["status"], 400, wrong)
        for domain, taken in (("saale", True), ("nehrung", False)):
            free = self.ask("get", "/validations/checkdomainavailability/{domain_prefix}",
                            domain_prefix=domain)
            self.assertEqual(free, not taken, domain)
            answer = self.call("head", "/domains/{domain}", domain=domain + ".example")
            self.assertEqual(answer["status"], 200 if taken else 404, answer)

    def test_agreements(self):
        mine = {"customer_id": self.make_customer("marsch.example")}
        direct = CUSTOMER + "/directSignedMicrosoftCustomerAgreementStatus"
        recorded = wire_data.recorded("GetPartnerAgreementDetail")
        offered = self.items("/agreements", recorded, agreementType="MicrosoftCustomerAgreement")[0]
        text = self.ask("get", "/agreementTemplates/{templateId}/document",
                        templateId=offered["templateId"], language="en-US", country="US")
        self.assertTrue(text["downloadUri"].startswith("http"), text)
        self.assertEqual(self.call("get", CUSTOMER + "/agreements", **mine)["body"]["items"], [])
        self.assertFalse(self.ask("get", direct, **mine)["isSigned"])
        attested = self.ask("post", CUSTOMER + "/agreements", 201, **mine, agreement={
            "primaryContact": CONTACT, "templateId": offered["templateId"],
            "dateAgreed": "2022-05-12T00:00:00Z", "type": offered["agreementType"]})
        found = self.items(CUSTOMER + "/agreements", {**recorded, "items": []}, **mine)
        self.assertEqual([item["primaryContact"] for item in found], [attested["primaryContact"]])
        self.assertFalse(self.ask("get", direct, **mine)["isSigned"])

    def test_what_is_not_answered_says_so(self):
        """Every reading operation answers: as the Swagger says, or 404 with code 1000."""
        for path, methods in self.swagger["paths"].items():
            if "get" not in methods or path.endswith("/agreements"):
                continue
            names = {item["name"]: "contoso" for item in methods["get"]["parameters"]
                     if item["in"] == "path"}
            if "customer_id" in names:
                names["customer_id"] = tenant("saale")
            names.pop("version")
            path = path[len("/v{version}"):]
            with self.subTest(path):
                answer = self.call("get", path, **names)
                if answer["status"] == 200:
                    self.assertEqual(wire_data.breaches(
                        self.swagger, self.schema("get", path), answer["body"]), [])
                else:
                    self.assertIn(answer["status"], (400, 404), answer)
                    self.assertEqual(set(answer["body"]),
                                     {"code", "description", "data", "source"})


class Webhooks(Walk):
    name = "Webhooks"
    under = "/webhooks"

    def call(self, method, path, **parameters):
        self.client.authorize({"Bearer": "Bearer " + self.server.token("elbe")})
        return self.client.call(method, "/v{version}" + path, {"version": "1", **parameters})

    def test_a_registration(self):
        hook = {"webhookUrl": "https://localhost/", "webhookEvents": ["test-created"]}
        self.assertIn("test-created", self.ask("get", "/registration/events"))
        self.assertEqual(self.call("get", "/registration")["status"], 404)
        for method in ("post", "put"):
            kept = self.ask(method, "/registration", registration=hook)
            self.assertEqual(kept, self.ask("get", "/registration"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", default=str(ROOT / "build" / "aval"))
    Settings.aval = Path(parser.parse_args().aval).resolve()
    if not wire_data.DATA.is_dir():
        print("skipped: " + wire_data.ABSENT)
        return 0
    if not (FOLDER / "node_modules").is_dir():
        sys.exit("swagger-client is not installed: sh scripts/setup.sh test")
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    result = unittest.TextTestRunner().run(unittest.TestSuite([load(Customers), load(Webhooks)]))
    failed = len(result.failures) + len(result.errors)
    print("%d passed, %d failed" % (result.testsRun - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
