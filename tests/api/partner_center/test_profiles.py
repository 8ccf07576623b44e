# SPDX-License-Identifier: Apache-2.0
"""Profiles of partners, and what markets ask of addresses."""

from partner_center.client import PartnerCenterTest, make_book, tenant

DAY = "2022-05-12"
ADDRESS = {"Country": "DE", "Region": None, "City": "Ulm", "State": "", "AddressLine1": "Weg 1",
           "AddressLine2": None, "PostalCode": "89073", "FirstName": "Ann", "LastName": "Bär",
           "PhoneNumber": "0731 1"}


class Profiles(PartnerCenterTest):
    """On a book of their own."""

    book = None

    def setUp(self):
        if Profiles.book is None:
            Profiles.book = make_book(DAY, ["elbe", "birch", "alder"])
        self.use_own_server(book=Profiles.book)

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
