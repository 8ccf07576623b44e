# SPDX-License-Identifier: Apache-2.0
"""Customers that partners make, their particulars, and the terms of what they have."""

import base64
import json
from pathlib import Path

from partner_center.client import (
    CUSTOMERS, PartnerCenterTest, customer, make_book, query, simple, tenant)
from server import PASSWORD, run

ADDRESS = {"FirstName": "Ines", "LastName": "Moor", "AddressLine1": "Am Kanal 3",
           "AddressLine2": None, "City": "Bremen", "State": "HB", "PostalCode": "28195",
           "Country": "DE", "PhoneNumber": "+49 421 555"}
ADDRESS_US = {"AddressLine1": "1 Canal Row", "City": "Toledo", "State": "OH",
              "PostalCode": "43604", "Country": "US", "PhoneNumber": "4195550101"}
CUSTOMER = {"Id": None, "CommerceId": None, "AllowDelegatedAccess": None,
            "CompanyProfile": {"TenantId": None, "Domain": "Moor.example", "CompanyName": None},
            "BillingProfile": {"Id": None, "Culture": "de-DE", "Email": "ines@moor.example",
                               "Language": "de", "CompanyName": "Moor Torf GmbH",
                               "DefaultAddress": ADDRESS},
            "Attributes": {"ObjectType": "Customer"}}


class NewCustomers(PartnerCenterTest):
    def setUp(self):
        self.use_own_server()

    def create(self, role="alder", **changes):
        return self.send("POST", CUSTOMERS, {**CUSTOMER, **changes}, role)

    def test_a_customer_is_made_and_is_the_callers(self):
        made = self.create()
        self.assertEqual(made.status, 201, made)
        whole = made.json
        self.assertEqual(whole.pop("userCredentials")["userName"], "admin")
        self.assertEqual(self.get(CUSTOMERS + "/" + whole["id"]).json, whole)
        self.assertEqual(made.json["companyProfile"]["domain"], "moor.example")
        billing = made.json["billingProfile"]
        self.assertEqual((billing["companyName"], billing["email"], billing["culture"]),
                         ("Moor Torf GmbH", "ines@moor.example", "de-DE"))
        self.assertEqual(billing["defaultAddress"],
                         {name[0].lower() + name[1:]: value for name, value in ADDRESS.items()
                          if value is not None})
        found = self.get(query(CUSTOMERS, filter=simple("CompanyName", "moor")))
        self.assertEqual(self.names(found), ["Moor Torf GmbH"])
        self.assert_code(self.get(CUSTOMERS + "/" + made.json["id"], "elbe"), 403, 20002)
        self.assertEqual(self.server.ask("HEAD", "/v1/domains/moor.example", role="alder").status,
                         200)

    def test_the_same_request_makes_one(self):
        key = {"MS_RequestId": "0b1c2d3e-0000-4000-8000-0123456789ab"}
        first, again = (self.send("POST", CUSTOMERS, CUSTOMER, **key) for _ in range(2))
        self.assertEqual((first.status, again.status), (201, 201))
        whole = first.json
        self.assertIn("password", whole.pop("userCredentials"))
        self.assertEqual(again.json, whole)

    def sign_in(self, password):
        """The new customer's administrator, by a client of the vendor."""
        return self.server.sign_in_user("vendor", "admin@moor.example", password=password)

    def test_the_first_administrator_signs_in(self):
        made = self.create()
        password = made.json["userCredentials"]["password"]
        token = self.sign_in(password).json["access_token"]
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        self.assertEqual((claims["tid"], claims["upn"]), (made.json["id"], "admin@moor.example"))
        accepted = self.server.ask(
            "POST", "/program/v1/acts/accept_customer_agreement",
            {"customer": made.json["id"], "first_name": "Ines", "last_name": "Moor",
             "email": "ines@moor.example"},
            {"Authorization": "Bearer " + token})
        self.assertEqual(accepted.json["outcome"], "carried_out", accepted)
        self.assertEqual(self.sign_in(password + "x").status, 400)

    def test_the_password_is_told_once_and_kept_nowhere(self):
        made = self.create()
        password = made.json["userCredentials"]["password"]
        self.assertGreaterEqual(len(password), 20)
        for later in (self.get(CUSTOMERS + "/" + made.json["id"]), self.get(CUSTOMERS),
                      self.get(query("/v1/auditrecords", startDate="2020-05-12"))):
            self.assertEqual(later.status, 200)
            self.assertNotIn(b"userCredentials", later.body)
            self.assertNotIn(password.encode(), later.body)
        self.server.stop()
        for path in Path(self.server.folder).rglob("*"):
            if path.is_file():
                self.assertNotIn(password.encode(), path.read_bytes(), path)

    def test_a_user_of_that_name_is_left_alone(self):
        book = make_book("2020-05-12", ["alder"])
        run(book, "user-add", "--db", "book.db", "--as", "alder.example:sales_agent",
            "admin@moor.example", stdin=PASSWORD.encode() + b"\n")
        self.use_own_server(book=book)
        made = self.create()
        self.assertEqual(made.status, 201)
        self.assertNotIn("userCredentials", made.json)
        listed = json.loads(run(book, "user-list", "--db", "book.db", "--json").splitlines()[0])
        self.assertEqual((listed["name"], listed["role"]), ("admin@moor.example", "sales_agent"))

    def test_for_a_reseller(self):
        made = self.create("elbe", associatedPartnerId=tenant("birch"))
        self.assertEqual(made.status, 201, made)
        found = self.get(query(CUSTOMERS, filter=simple("IndirectReseller", tenant("birch"))),
                         "elbe")
        self.assertIn("Moor Torf GmbH", self.names(found))
        self.assert_code(self.create("elbe", associatedPartnerId=tenant("gila")), 409, 990010)

    def test_what_rules_refuse_is_told(self):
        billing = {**CUSTOMER["BillingProfile"], "DefaultAddress": ADDRESS_US}
        refused = self.create(BillingProfile=billing)
        self.assert_code(refused, 403, 2030)
        self.assertEqual(refused.json["data"][0]["rule"], "customer-in-region")

    def test_addresses_are_as_their_market_has_them(self):
        billing = CUSTOMER["BillingProfile"]
        for change in ({"PostalCode": "2819"}, {"PostalCode": None}, {"Country": "XX"},
                       {"AddressLine1": None}, {"City": None}):
            address = {**ADDRESS, **change}
            self.assert_code(self.create(BillingProfile={**billing, "DefaultAddress": address}),
                             400, 3000)
        for change in ({"State": "XX"}, {"State": None}, {"PhoneNumber": "1"}):
            address = {**ADDRESS_US, **change}
            refused = self.create(BillingProfile={**billing, "DefaultAddress": address})
            self.assert_code(refused, 400, 3000)
            self.assertIn("billingProfile.defaultAddress." + {"State": "state",
                          "PhoneNumber": "phoneNumber"}[next(iter(change))],
                          json.dumps(refused.json["data"]))
        self.assertEqual(self.server.ask("HEAD", "/v1/domains/moor.example", role="alder").status,
                         404)
        path = customer("saale", "profiles", "billing")
        wrong = {**self.get(path).json, "defaultAddress": {**ADDRESS, "PostalCode": "2819"}}
        self.assert_code(self.send("PUT", path, wrong), 400, 3000)

    def test_what_is_missing_or_wrong(self):
        company, billing = CUSTOMER["CompanyProfile"], CUSTOMER["BillingProfile"]
        for changes in ({"CompanyProfile": None}, {"CompanyProfile": {**company, "Domain": ""}},
                        {"BillingProfile": {}}, {"BillingProfile": {**billing, "Email": None}},
                        {"BillingProfile": {**billing, "Culture": 1}},
                        {"BillingProfile": {**billing, "DefaultAddress": {**ADDRESS,
                                                                          "Country": "Germany"}}},
                        {"AssociatedPartnerId": "birch"}):
            self.assert_code(self.create(**changes), 400, 3000)
        taken = self.create(CompanyProfile={"Domain": "saale.example"})
        self.assert_code(taken, 409, 990010)

    def test_deleting_is_for_a_sandbox(self):
        made = self.create().json["id"]
        path = CUSTOMERS + "/" + made
        self.assert_code(self.server.ask("DELETE", path, role="elbe"), 403, 20002)
        deleted = self.server.ask("DELETE", path, role="alder")
        self.assertEqual((deleted.status, deleted.body), (204, b""))
        self.assert_code(self.get(path), 403, 20002)

    def test_the_billing_profile_is_replaced(self):
        path = customer("saale", "profiles", "billing")
        before = self.get(path).json
        wanted = {**before, "email": "bills@saale.example", "culture": "de-DE",
                  "defaultAddress": {"country": "DE", "city": "Halle", "addressLine1": "Markt 1",
                                     "postalCode": "06108"}}
        after = self.send("PUT", path, wanted)
        self.assertEqual((after.status, after.json["email"]), (200, "bills@saale.example"))
        self.assertEqual(self.get(path).json, after.json)
        self.assertNotEqual(after.json["attributes"], before["attributes"])
        self.assert_code(self.send("PUT", path, {**wanted, "email": "x@saale.example"}), 400, 2055)
        self.assertEqual(self.send("PUT", path, after.json).json, after.json)
        self.assert_code(self.send("PUT", path, wanted, "saale"), 403, 20002)


class Terms(PartnerCenterTest):
    def test_quantity_name_and_renewal(self):
        self.use_own_server()
        placed = self.order("alder", "saale").json["lineItems"][0]
        path = customer("saale", "subscriptions", placed["subscriptionId"])
        whole = self.get(path).json
        changed = self.send("PATCH", path, {**whole, "Quantity": 30, "quantity": 30,
                                            "friendlyName": "Ward 7", "autoRenewEnabled": False})
        self.assertEqual(changed.status, 200, changed)
        self.assertEqual((changed.json["quantity"], changed.json["friendlyName"],
                          changed.json["autoRenewEnabled"]), (30, "Ward 7", False))
        self.assertEqual(self.get(path).json, changed.json)
        for quantity in (-1, 10 ** 9):
            self.assert_code(self.send("PATCH", path, {"quantity": quantity}), 400, 2002)
        both = self.send("PATCH", path, {"quantity": 31, "status": "suspended"})
        self.assertEqual((both.json["quantity"], both.json["status"]), (31, "suspended"))
        self.send("PATCH", path, {"status": "deleted"})
        self.assertEqual(self.send("PATCH", path, {"quantity": 40}).status, 400)
