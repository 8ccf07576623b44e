# SPDX-License-Identifier: Apache-2.0
"""The scenarios of the article, played by partners through Partner Center's routes alone."""

from partner_center.client import PartnerCenterTest, customer, make_book, partner_id, tenant

DAY = "2020-05-12"


class Scenarios(PartnerCenterTest):
    """On one day: provider Elbe, reseller Birch, direct-bill partners Alder and Acacia."""

    book = None

    def setUp(self):
        if Scenarios.book is None:
            Scenarios.book = make_book(
                DAY, ["elbe", "birch", "alder", "acacia", "scioto", "vendor_support"])
        self.use_own_server(book=Scenarios.book)

    def findings(self, answer):
        return [finding["rule"] for finding in answer.json["data"]]

    def test_s1_who_owns_the_customer_relationship_sells(self):
        direct = self.order("alder", "saale")
        self.assertEqual(direct.status, 201, direct)
        through_birch = self.order("elbe", "dala", through="birch")
        self.assertEqual(through_birch.status, 201, through_birch)
        line = through_birch.json["lineItems"][0]
        self.assertEqual(line["partnerIdOnRecord"], partner_id("birch"))
        # The reseller sees what it sold; it does not buy from the vendor itself.
        seen = self.get(customer("dala", "subscriptions", line["subscriptionId"]), "birch")
        self.assertEqual((seen.status, seen.json["partnerId"]), (200, partner_id("birch")))
        alone = self.order("birch", "dala")
        self.assert_code(alone, 403, 900149)
        self.assertIn("chain-of-sale", self.findings(alone))
        # A provider sells through a reseller, never by itself.
        self.assert_code(self.order("elbe", "dala"), 403, 900149)
        # And without a relationship nobody does.
        self.assert_code(self.order("alder", "dala"), 403, 20002)

    def test_s2_a_customer_buys_from_several_partners(self):
        self.assertEqual(self.order("alder", "saale").status, 201)
        self.assertEqual(self.order("elbe", "saale", through="birch").status, 201)
        for role in ("alder", "elbe", "birch"):
            orders = self.get(customer("saale", "orders"), role).json["items"]
            self.assertEqual(len(orders), 1, role)

    def test_s3_managing_is_no_sale_and_gives_no_order(self):
        # Whoever only manages has no commerce relationship.
        self.assert_code(self.get(customer("saale"), "scioto"), 403, 20002)
        self.assert_code(self.order("scioto", "saale", through="beech"), 403, 20002)

    def test_s4_a_partner_buys_for_its_own_use_on_a_tenant_of_its_own(self):
        self.assertEqual(self.order("alder", "office.elbe").status, 201)
        refused = self.order("alder", "elbe")
        self.assert_code(refused, 403, 990003)
        self.assertIn("no-provisioning-on-csp-tenant", self.findings(refused))

    def test_s5_nobody_sells_to_itself_or_its_group(self):
        self.assert_code(self.order("alder", "office.alder"), 403, 990001)
        self.assert_code(self.order("acacia", "secchia"), 403, 990002)

    def test_s6_a_reseller_stays_one_until_support_ends_it(self):
        path = "/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf"
        resellers = self.get(path, "elbe").json["items"]
        self.assertIn(tenant("birch"), [item["id"] for item in resellers])
        # A reseller is no customer of its provider,
        self.assert_code(self.get(customer("birch"), "elbe"), 403, 20002)
        # Elbe's customer Cedar, which resells for others, is sold nothing on its partner tenant,
        refused = self.order("elbe", "cedar", through="birch")
        self.assertEqual(refused.status, 403, refused)
        # and no route ends what only support ends.
        for method in ("DELETE", "PATCH"):
            target = "/v1/relationships/" + tenant("birch")
            body = {} if method == "PATCH" else None
            self.assert_code(self.server.ask(method, target, body, role="elbe"), 404, 1000)
        # S6.E: support is asked, and it ends the relationship.
        wanted = {"SupportTopicId": "end_indirect_relationship",
                  "Organization": {"Id": tenant("elbe")}}
        asked = self.send("POST", "/v1/servicerequests", wanted, "birch")
        self.assertEqual((asked.status, asked.json["status"]), (201, "open"), asked)
        self.support_does("end_indirect_relationship", provider=tenant("elbe"),
                          reseller=tenant("birch"))
        known = self.get("/v1/servicerequests/" + asked.json["id"], "birch").json
        self.assertEqual(known["status"], "closed")
        resellers = self.get(path, "elbe").json["items"]
        self.assertNotIn(tenant("birch"), [item["id"] for item in resellers])
        # S6.O2: it buys for its own use from another, on a tenant for that; through Elbe it sells
        # nothing any more.
        self.assert_code(self.order("elbe", "dala", through="birch"), 400, 800016)

    def test_s7_a_partner_sells_in_its_own_region(self):
        refused = self.order("elbe", "tioga", through="birch")
        self.assert_code(refused, 403, 2030)
        self.assertEqual(set(self.findings(refused)), {"customer-in-region"})

    def test_s8_partners_work_together_within_a_region(self):
        refused = self.order("elbe", "dala", through="beech")
        self.assert_code(refused, 403, 2030)
        self.assertLessEqual({"partners-in-same-region", "indirect-relationship-active"},
                             set(self.findings(refused)))

    def test_the_reader_learns_why_in_french(self):
        body = {"lineItems": [{"offerId": "OFFICE-PREM", "quantity": 1}]}
        refused = self.send("POST", customer("office.alder", "orders"), body, "alder",
                            X_Locale="fr-FR")
        self.assert_code(refused, 403, 990001)
        self.assertIn("partenaire", refused.json["description"])
        self.assertTrue(all("Alder" in finding["message"] for finding in refused.json["data"]))


class Agreements(PartnerCenterTest):
    """What has to be signed and accepted before a sale: M1 to M4, on 15 February 2020."""

    book = None

    def setUp(self):
        if Agreements.book is None:
            Agreements.book = make_book("2020-02-15", ["elbe", "dee", "isere"])
        self.use_own_server(book=Agreements.book)

    def test_the_reseller_signs_before_new_business(self):
        self.assert_code(self.order("elbe", "bodrog", through="tisza"), 403, 900123)
        status = "/v1/compliance/csp/agreementstatus?mpnId="
        self.assertEqual(self.get(status + partner_id("tisza"), "elbe").json,
                         {"isAgreementSigned": False})
        self.assertEqual(self.get(status + partner_id("birch"), "elbe").json,
                         {"isAgreementSigned": True})

    def test_the_direct_bill_partner_signs_before_it_transacts(self):
        self.assert_code(self.order("dee", "leith"), 403, 900124)

    def test_the_customer_accepts_its_agreement_or_its_partner_attests(self):
        path = customer("allier", "agreements")
        self.assert_code(self.order("isere", "allier"), 403, 13605)
        self.assertEqual(self.get(path, "isere").json["totalCount"], 0)
        template = self.get("/v1/agreements?agreementType=MicrosoftCustomerAgreement", "isere")
        attested = {"PrimaryContact": {"FirstName": "Ada", "LastName": "Lac",
                                       "PhoneNumber": "0555", "Email": "ada@allier.example"},
                    "TemplateId": template.json["items"][0]["templateId"],
                    "DateAgreed": "2020-02-14T00:00:00Z", "Type": "MicrosoftCustomerAgreement"}
        made = self.send("POST", path, attested, "isere")
        self.assertEqual((made.status, made.json["dateAgreed"]), (201, "2020-02-14T00:00:00Z"))
        self.assertEqual(made.json["primaryContact"],
                         {"firstName": "Ada", "lastName": "Lac", "phoneNumber": "0555",
                          "email": "ada@allier.example"})
        kept = self.get(path, "isere").json["items"]
        self.assertEqual([item["primaryContact"] for item in kept], [made.json["primaryContact"]])
        direct = self.get(customer("allier", "directSignedMicrosoftCustomerAgreementStatus"),
                          "isere")
        self.assertEqual(direct.json, {"isSigned": False})
        self.assertEqual(self.order("isere", "allier").status, 201)
