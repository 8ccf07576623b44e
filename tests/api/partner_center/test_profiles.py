# SPDX-License-Identifier: Apache-2.0
"""Customers that partners create, and the profiles of both."""

from partner_center.client import CUSTOMERS, PartnerCenterTest, make_book, tenant

DAY = "2022-05-12"
ADDRESS = {"Country": "DE", "Region": None, "City": "Ulm", "State": "", "AddressLine1": "Weg 1",
           "AddressLine2": None, "PostalCode": "89073", "FirstName": "Ann", "LastName": "Bär",
           "PhoneNumber": "0731 1"}


def new(domain, associated=None, **address):
    """A body as the .NET SDK sends it."""
    return {"Id": None, "CommerceId": None, "AssociatedPartnerId": associated,
            "CompanyProfile": {"TenantId": None, "Domain": domain, "CompanyName": None,
                               "Attributes": {"ObjectType": "CustomerCompanyProfile"}},
            "BillingProfile": {"Id": None, "FirstName": "Cem", "LastName": None,
                               "Email": "cem@new.example", "Culture": "de-DE", "Language": "de",
                               "CompanyName": "Neue GmbH",
                               "DefaultAddress": {**ADDRESS, **address},
                               "Attributes": {"ObjectType": "CustomerBillingProfile"}},
            "RelationshipToPartner": "none", "UserCredentials": None,
            "Attributes": {"ObjectType": "Customer"}}


class Profiles(PartnerCenterTest):
    """On a book of their own."""

    book = None

    def setUp(self):
        if Profiles.book is None:
            Profiles.book = make_book(DAY, ["elbe", "birch", "alder"])
        self.use_own_server(Profiles.book)

    def create(self, body, role="alder", **headers):
        return self.send("POST", CUSTOMERS, body, role, **headers)

    def test_a_customer_is_created_whole(self):
        made = self.create(new("Whole.Example"))
        self.assertEqual(made.status, 201, made)
        company, billing = made.json["companyProfile"], made.json["billingProfile"]
        self.assertEqual((company["domain"], company["companyName"]),
                         ("whole.example", "Neue GmbH"))
        self.assertEqual(billing["defaultAddress"],
                         {"country": "DE", "city": "Ulm", "addressLine1": "Weg 1",
                          "postalCode": "89073", "firstName": "Ann", "lastName": "Bär",
                          "phoneNumber": "0731 1"})
        self.assertEqual((billing["firstName"], billing["email"]), ("Cem", "cem@new.example"))
        path = "%s/%s" % (CUSTOMERS, made.json["id"])
        self.assertEqual(self.get(path).json["companyProfile"]["companyName"], "Neue GmbH")
        self.assertEqual(self.get(path + "/profiles/billing").json, billing)
        # Of others it is none.
        self.assert_code(self.get(path, "elbe"), 403, 20002)
        self.assert_code(self.create(new("whole.example"), "elbe"), 409, 990011)

    def test_the_same_request_creates_one(self):
        request = "0a5b4c3d-0000-4000-8000-000000000001"
        first = self.create(new("once.example"), MS_RequestId=request)
        second = self.create(new("once.example"), MS_RequestId=request)
        self.assertEqual((first.status, second.status), (201, 201), second)
        self.assertEqual(first.json["id"], second.json["id"])

    def test_a_customer_of_a_reseller_is_of_both(self):
        made = self.create(new("both.example", tenant("birch")), "elbe")
        self.assertEqual(made.status, 201, made)
        self.assertEqual(made.json["associatedPartnerId"], tenant("birch"))
        path = "%s/%s" % (CUSTOMERS, made.json["id"])
        for role in ("elbe", "birch"):
            self.assertEqual(self.get(path, role).status, 200, role)
        self.assert_code(self.create(new("none.example", tenant("alder")), "elbe"), 400, 800016)

    def test_what_cannot_be_created(self):
        self.assert_code(self.create(new("far.example", Country="US", State="WA",
                                         PostalCode="98052", PhoneNumber="")), 403, 2030)
        for body, wrong in ((new(""), "companyProfile.domain"),
                            (new("a b.example"), "companyProfile.domain"),
                            (new("x.example", PostalCode="1"), "defaultAddress.postalCode"),
                            (new("x.example", City=None), "defaultAddress.city"),
                            (new("x.example", Country="de"),
                             "billingProfile.defaultAddress.country")):
            refused = self.create(body)
            self.assert_code(refused, 400, 3000)
            self.assertEqual(refused.json["data"], [wrong])
        self.assertEqual(self.server.ask("HEAD", "/v1/domains/far.example", None, {},
                                         "alder").status, 404)

    def test_a_billing_profile_is_changed_on_its_version(self):
        made = self.create(new("bills.example")).json
        path = "%s/%s/profiles/billing" % (CUSTOMERS, made["id"])
        profile = self.get(path).json
        profile["email"] = "bills@bills.example"
        changed = self.send("PUT", path, profile)
        self.assertEqual(changed.status, 200, changed)
        self.assertEqual(changed.json["email"], "bills@bills.example")
        self.assertEqual(self.get(path).json, changed.json)
        # What is there already is not set again; what was read before is past.
        self.assertEqual(self.send("PUT", path, profile).json, changed.json)
        profile["email"] = "later@bills.example"
        self.assert_code(self.send("PUT", path, profile), 400, 2055)
        self.assert_code(self.send("PUT", path, profile, If_Match='"old"'), 412, 800036)
        del profile["attributes"]
        self.assertEqual(self.send("PUT", path, profile).status, 200)
        profile["defaultAddress"]["postalCode"] = "x"
        self.assert_code(self.send("PUT", path, profile), 400, 3000)
        self.assert_code(self.send("PUT", path, profile, "elbe"), 403, 20002)

    def test_a_customer_of_a_sandbox_is_deleted(self):
        made = self.create(new("gone.example")).json
        path = "%s/%s" % (CUSTOMERS, made["id"])
        self.assertEqual(self.send("DELETE", path, None).status, 204)
        self.assert_code(self.get(path), 403, 20002)
        self.assert_code(self.send("DELETE", path, None), 403, 20002)

    def test_a_partner_sets_its_profiles(self):
        support = {"Email": "help@alder.example", "Telephone": "123", "Website": "alder.example",
                   "ProfileType": "support_profile", "Attributes": None}
        for path in ("support", "supportprofile"):
            done = self.send("PUT", "/v1/profiles/" + path, support)
            self.assertEqual(done.status, 200, done)
            self.assertEqual((done.json["email"], done.json["profileType"]),
                             ("help@alder.example", "support_profile"))
        self.assertEqual(self.get("/v1/profiles/support").json["telephone"], "123")
        billing = {"companyName": "Alder", "address": ADDRESS, "taxId": "DE123456789",
                   "primaryContact": {"firstName": "Ida", "email": "ida@alder.example"}}
        self.send("PUT", "/v1/profiles/billing", billing)
        known = self.get("/v1/profiles/billing").json
        self.assertEqual((known["taxId"], known["primaryContact"]["firstName"]),
                         ("DE123456789", "Ida"))
        organization = self.get("/v1/profiles/organization").json
        organization["language"] = "de"
        organization["defaultAddress"] = ADDRESS
        done = self.send("PUT", "/v1/profiles/organization", organization)
        self.assertEqual((done.status, done.json["language"]), (200, "de"), done)
        self.assertEqual(done.json["tenantId"], tenant("alder"))

    def test_a_legal_business_has_an_approver(self):
        legal = {"CompanyName": "Alder", "Address": ADDRESS, "CompanyApproverEmail": "a@b.example",
                 "CompanyApproverAddress": {**ADDRESS, "City": "Bonn", "FirstName": None}}
        done = self.send("PUT", "/v1/profiles/legalbusiness", legal, "birch",
                         MS_RequestId="0a5b4c3d-0000-4000-8000-000000000002")
        self.assertEqual(done.status, 200, done)
        self.assertEqual((done.json["address"]["city"],
                          done.json["companyApproverAddress"]["city"],
                          done.json["companyApproverEmail"]), ("Ulm", "Bonn", "a@b.example"))
        self.assertEqual(self.get("/v1/profiles/legalbusiness", "birch").json, done.json)

    def test_what_markets_ask_of_addresses(self):
        german = self.get("/v1/countryvalidationrules/DE").json
        self.assertEqual((german["defaultCulture"], german["countryCallingCodesList"],
                          german["supportedLanguagesList"]), ("de-DE", ["49"], ["en", "de"]))
        self.assertTrue(german["isPostalCodeRequired"])
        american = self.get("/v1/countryvalidationrules/US").json
        self.assertEqual(len(american["supportedStatesList"]), 51)
        french = self.get("/v1/countryvalidationrules/FR").json
        self.assertFalse(french["isPostalCodeRequired"])
        right = {"AddressLine1": "1 Way", "City": "Redmond", "State": "WA", "PostalCode": "98052",
                 "Country": "US"}
        self.assertEqual(self.send("POST", "/v1/validations/address", right).status, 200)
        refused = self.send("POST", "/v1/validations/address", {**right, "State": "XX"})
        self.assert_code(refused, 400, 3000)
        self.assertEqual(refused.json["data"], ["state"])
