# SPDX-License-Identifier: Apache-2.0
"""What each resource answers, and how it is changed."""

from partner_center.client import (CUSTOMERS, PartnerCenterTest, customer, partner_id, query,
                                   simple, tenant)

NOWHERE = "00000000-0000-4000-8000-00000000ffff"


class Reading(PartnerCenterTest):
    """What is only looked at, on the server that tests share."""

    def test_a_customer_with_its_profiles(self):
        whole = self.get(customer("saale")).json
        self.assertEqual(whole["companyProfile"]["companyName"], "Saale Kliniken GmbH")
        self.assertEqual(whole["relationshipToPartner"], "reseller")
        for part, name in (("companyProfile", "company"), ("billingProfile", "billing")):
            alone = self.get(customer("saale", "profiles", name)).json
            self.assertEqual(alone, whole[part])
            self.assertTrue(alone["attributes"]["objectType"].endswith("Profile"))

    def test_customers_of_a_reseller(self):
        def found(field, value):
            return self.names(self.get(query(CUSTOMERS, filter=simple(field, value)), "elbe"))

        self.assertEqual(found("IndirectReseller", tenant("birch")),
                         ["Dala Verkstad AB", "Saale Kliniken GmbH", "Tioga Clinics Inc."])
        # Whose reseller it is not, of that one no customer is told.
        self.assertEqual(found("IndirectReseller", tenant("beech")), [])
        self.assertEqual(found("IndirectCloudSolutionProvider", tenant("birch")), [])

    def test_relationships(self):
        path = "/v1/relationships?relationship_type="
        resellers = self.get(path + "IsIndirectCloudSolutionProviderOf", "elbe").json["items"]
        birch = next(item for item in resellers if item["id"] == tenant("birch"))
        self.assertEqual(birch, {"id": tenant("birch"), "name": "Birch IT AB", "state": "Active",
                                 "relationshipType": "is_indirect_cloud_solution_provider_of",
                                 "mpnId": partner_id("birch"), "location": "SE",
                                 "attributes": {"objectType": "PartnerRelationship"}})
        self.assertEqual(self.get(path + "IsIndirectResellerOf", "elbe").json["items"], [])
        # Its word on the wire, and its number in the Swagger.
        for kind in ("Is_Indirect_Cloud_Solution_Provider_Of", "2"):
            self.assertEqual(self.get(path + kind, "elbe").json["items"], resellers)
        self.assertEqual(self.get(path + "1", "elbe").json["items"], [])
        for kind in ("0", "3", "22", "IsIndirect"):
            self.assert_code(self.get(path + kind, "elbe"), 400, 3000)
        by_name = query("/v1/relationships", relationship_type="isindirectcloudsolutionproviderof",
                        filter=simple("Name", "IRCH", "substring"))
        self.assertEqual(len(self.get(by_name, "elbe").json["items"]), 1)
        self.assert_code(self.get("/v1/relationships", "elbe"), 400, 3000)
        of_saale = self.get(customer("saale", "relationships"), "elbe").json["items"]
        self.assertEqual([item["name"] for item in of_saale], ["Birch IT AB"])

    def test_profiles(self):
        own = self.get("/v1/profiles/mpn?mpnId=", "elbe").json
        self.assertEqual((own["mpnId"], own["partnerName"]),
                         (partner_id("elbe"), "Elbe Distribution GmbH"))
        reseller = self.get("/v1/profiles/mpn?mpnId=" + partner_id("birch"), "elbe").json
        self.assertEqual(reseller["partnerName"], "Birch IT AB")
        stranger = self.get("/v1/profiles/mpn?mpnId=" + partner_id("gila"), "elbe").json
        self.assertNotIn("partnerName", stranger)
        self.assert_code(self.get("/v1/profiles/mpn?mpnId=999", "elbe"), 404, 1000)
        legal = self.get("/v1/profiles/legalbusiness", "elbe").json
        self.assertEqual((legal["companyName"], legal["vettingStatus"]),
                         ("Elbe Distribution GmbH", "authorized"))
        self.assertEqual(self.get("/v1/profiles/organization", "elbe").json["domain"],
                         "elbe.example")

    def test_the_status_of_the_partner_agreement(self):
        path = "/v1/compliance/csp/agreementstatus"
        for arguments, code in (({}, 2001), ({"mpnId": "x"}, 2000), ({"tenantId": "1"}, 2000),
                                ({"mpnId": "1", "tenantId": tenant("birch")}, 2000),
                                ({"mpnId": "999"}, 2200), ({"tenantId": NOWHERE}, 2205)):
            self.assert_code(self.get(query(path, **arguments), "elbe"), 400, code)
        for arguments in ({"mpnId": partner_id("birch")}, {"tenantId": tenant("birch")}):
            self.assertEqual(self.get(query(path, **arguments), "elbe").json,
                             {"isAgreementSigned": True})

    def test_agreements_and_their_template(self):
        whole = self.get("/v1/agreements").json
        self.assertEqual(whole["totalCount"], 1)
        self.assertEqual(self.get("/v1/agreements?agreementType=*").json, whole)
        other = self.get("/v1/agreements?agreementType=MicrosoftCloudAgreement").json
        self.assertEqual(other["items"], [])
        template = "/v1/agreementtemplates/%s/document" % whole["items"][0]["templateId"]
        document = self.get(template + "?language=de-DE&country=DE").json
        self.assertEqual((document["language"], document["country"]), ("de-DE", "DE"))
        self.assert_code(self.get("/v1/agreementtemplates/1/document"), 404, 1000)
        direct = self.get(customer("saale", "directSignedMicrosoftCustomerAgreementStatus"))
        self.assertEqual(direct.json, {"isSigned": True})

    def test_the_catalogue(self):
        german = {item["id"] for item in self.get("/v1/offers?country=de").json["items"]}
        american = {item["id"] for item in self.get("/v1/offers?country=US").json["items"]}
        self.assertEqual(american - german, {"FLEET-TRACK"})
        # Without a country that of the caller, or of the customer.
        self.assertEqual({item["id"] for item in self.get("/v1/offers").json["items"]}, german)
        products = self.get(customer("saale", "products")).json["items"]
        self.assertEqual({item["id"] for item in products}, german)
        third = self.get("/v1/offers?country=US&offer_category_id=third_party").json["items"]
        self.assertEqual({item["id"] for item in third}, {"RING-CRM", "FLEET-TRACK"})
        pages = [self.get("/v1/offers?size=1&offset=%d" % number).json["items"]
                 for number in range(len(german) + 1)]
        self.assertEqual([len(page) for page in pages], [1] * len(german) + [0])
        self.assertEqual({page[0]["id"] for page in pages[:-1]}, german)
        self.assertEqual(self.get("/v1/offercategories").json["totalCount"], 2)
        self.assertEqual(self.get("/v1/offers/OFFICE-PREM").json["name"], "Office Premium")
        for path in ("offers/NOTHING", "products/OFFICE-PREM/skus/7",
                     "products/OFFICE-PREM/skus/0001/availabilities/2", "offers/FLEET-TRACK"):
            self.assert_code(self.get("/v1/" + path), 404, 1000)
        self.assert_code(self.get("/v1/offers?country=Germany"), 400, 3000)

    def test_a_product_down_to_what_can_be_had(self):
        path = customer("saale", "products", "OFFICE-PREM", "skus")
        sku = self.get(path).json["items"][0]
        path += "/%s/availabilities" % sku["id"]
        availability = self.get(path).json["items"][0]
        self.assertEqual(availability, self.get(path + "/" + availability["id"]).json)
        self.assertEqual((availability["catalogItemId"], availability["country"]),
                         ("OFFICE-PREM", "DE"))

    def test_domains_addresses_and_markets(self):
        taken = self.server.ask("HEAD", "/v1/domains/SAALE.example", role="alder")
        free = self.server.ask("HEAD", "/v1/domains/free.example", role="alder")
        self.assertEqual((taken.status, free.status, free.body), (200, 404, b""))
        path = "/v1/validations/checkdomainavailability/"
        self.assertEqual(self.get(path + "saale").body, b"false")
        self.assertEqual(self.get(path + "saal").body, b"true")
        address = {"AddressLine1": "Am Markt 1", "City": "Halle", "State": None, "Country": "DE",
                   "PostalCode": "06108"}
        self.assertEqual(self.send("POST", "/v1/validations/address", address).status, 200)
        for change in ({"City": ""}, {"Country": "Germany"}, {"AddressLine1": None}, {"City": 1},
                       {"PostalCode": None}, {"PostalCode": "6108"}):
            wrong = self.send("POST", "/v1/validations/address", {**address, **change})
            self.assert_code(wrong, 400, 3000)
        rules = self.get("/v1/countryvalidationrules/DE").json
        self.assertEqual((rules["iso2Code"], rules["attributes"]["objectType"]),
                         ("DE", "CountryValidationRules"))
        self.assert_code(self.get("/v1/countryvalidationrules/XX"), 404, 1000)

    def test_bodies_that_are_none(self):
        for body in (b"", b"x", b"[]", b"null", b'{"a":', b'{"a":"\xff"}', b"[" * 5000,
                     b'{"a":' * 5000):
            for target in (customer("saale", "orders"), "/v1/validations/address"):
                answer = self.server.ask("POST", target, body, role="alder")
                self.assert_code(answer, 400, 800002)


class Orders(PartnerCenterTest):
    def setUp(self):
        self.use_own_server()

    def test_an_order_is_shown_as_it_was_placed(self):
        placed = self.order("elbe", "dala", through="birch")
        self.assertEqual(placed.status, 201, placed)
        path = customer("dala", "orders")
        self.assertEqual(self.get(path + "/" + placed.json["id"], "elbe").json, placed.json)
        self.assertEqual(self.get(path, "elbe").json["items"], [placed.json])
        self.assertEqual(placed.json["status"], "completed")
        status = self.get(path + "/%s/provisioningstatus" % placed.json["id"], "elbe").json
        self.assertEqual(status["items"][0]["status"], "Fulfilled")

    def test_the_chain_is_told_by_the_participant_too(self):
        line = {"participants": [{"key": "transaction_reseller", "value": partner_id("birch")}]}
        placed = self.order("elbe", "dala", **line)
        self.assertEqual(placed.json["lineItems"][0]["partnerIdOnRecord"], partner_id("birch"))

    def test_properties_in_either_casing_with_nulls_and_more(self):
        body = {"ReferenceCustomerId": None, "LINEITEMS": [
            {"OfferId": "OFFICE-PREM", "quantity": 3, "PartnerIdOnRecord": None, "Links": None,
             "Unknown": {"deep": [1]}}], "Attributes": {"ObjectType": "Order"}}
        placed = self.send("POST", customer("saale", "orders"), body)
        self.assertEqual((placed.status, placed.json["lineItems"][0]["quantity"]), (201, 3))

    def test_an_availability_of_the_catalogue_is_ordered_as_its_offer(self):
        placed = self.order("alder", "saale", offerId="OFFICE-PREM:0001:1")
        self.assertEqual((placed.status, placed.json["lineItems"][0]["offerId"]),
                         (201, "OFFICE-PREM"))
        for item in ("OFFICE-PREM:0002:1", "OFFICE-PREM:0001", ":0001:1", "NOTHING:0001:1"):
            self.assert_code(self.order("alder", "saale", offerId=item), 400, 800004)

    def test_what_clients_of_other_languages_send(self):
        path = customer("saale", "orders")
        for body in (
                {"lineItems": [{"offerId": "OFFICE-PREM:0001:1", "quantity": 1,
                                "lineItemNumber": 0}], "billingCycle": "monthly"},
                {"Id": None, "ReferenceCustomerId": tenant("saale"), "BillingCycle": "unknown",
                 "CurrencyCode": None, "CreationDate": None, "Status": None,
                 "LineItems": [{"LineItemNumber": 0, "OfferId": "OFFICE-PREM", "Quantity": 5,
                                "SubscriptionId": None, "ParentSubscriptionId": None,
                                "FriendlyName": "Ward 7", "PartnerIdOnRecord": None,
                                "ProvisioningContext": None, "TermDuration": None,
                                "Attributes": {"ObjectType": "OrderLineItem"}}],
                 "Attributes": {"ObjectType": "Order"}}):
            self.assertEqual(self.send("POST", path, body).status, 201)

    def test_the_name_of_a_line_is_kept(self):
        placed = self.order("elbe", "dala", through="birch", friendlyName="Ward 7").json
        line = placed["lineItems"][0]
        self.assertEqual(line["friendlyName"], "Ward 7")
        path = customer("dala", "subscriptions", line["subscriptionId"])
        whole = self.get(path, "elbe").json
        self.assertEqual((whole["friendlyName"], whole["quantity"], whole["autoRenewEnabled"]),
                         ("Ward 7", 25, True))
        self.send("PATCH", path, {**whole, "friendlyName": "Ward 8"}, "elbe")
        self.assertEqual(self.get(path, "elbe").json["friendlyName"], "Ward 8")
        for name in ("a\0b", "x" * 2000, 7):
            self.assert_code(self.order("alder", "saale", friendlyName=name), 400, 3000)

    def test_the_same_request_is_done_once(self):
        path, body = customer("saale", "orders"), {
            "lineItems": [{"offerId": "OFFICE-PREM", "quantity": 2}]}
        key = {"MS_RequestId": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}
        first, again = self.send("POST", path, body, **key), self.send("POST", path, body, **key)
        self.assertEqual((again.status, again.json), (201, first.json))
        self.assertEqual(again.headers["aval-repeated"], "true")
        body["lineItems"][0]["quantity"] = 3
        self.assert_code(self.send("POST", path, body, **key), 409, 990010)
        self.assertEqual(self.get(path).json["totalCount"], 1)

    def test_what_cannot_be_ordered(self):
        for line, status, code in (({"quantity": 0}, 400, 2002), ({"quantity": -1}, 400, 2002),
                                   ({"quantity": 10 ** 12}, 400, 2002),
                                   ({"quantity": "5"}, 400, 3000), ({"quantity": 1.5}, 400, 3000),
                                   ({"offerId": ""}, 400, 3000), ({"offerId": 7}, 400, 3000),
                                   ({"offerId": "NOTHING"}, 400, 800004),
                                   ({"offerId": "FLEET-TRACK"}, 400, 800070),
                                   ({"offerId": "a\0b"}, 400, 3000),
                                   ({"offerId": "x" * 2000}, 400, 3000)):
            self.assert_code(self.order("alder", "saale", **line), status, code)
        path = customer("saale", "orders")
        for body in ({}, {"lineItems": []}, {"lineItems": None}, {"lineItems": {}},
                     {"lineItems": [1]}):
            self.assert_code(self.send("POST", path, body), 400, 3000)
        two = {"lineItems": [{"offerId": "OFFICE-PREM", "quantity": 1}] * 2}
        self.assert_code(self.send("POST", path, two), 400, 990011)
        self.assertEqual(self.get(path).json["items"], [])

    def test_partner_ids_that_do_not_name_the_reseller(self):
        for number, status, code in ((partner_id("elbe"), 404, 2072), ("999", 404, 800015),
                                     ("x", 404, 800015)):
            self.assert_code(self.order("elbe", "dala", partnerIdOnRecord=number), status, code)

    def test_orders_of_others_are_not_there(self):
        placed = self.order("alder", "saale").json
        path = customer("saale", "orders", placed["id"])
        for answer in (self.get(path, "elbe"), self.get(customer("saale", "orders", NOWHERE)),
                       self.get(customer("saale", "orders", "x"))):
            self.assert_code(answer, 404, 20000)
        line = placed["lineItems"][0]["subscriptionId"]
        self.assert_code(self.get(customer("saale", "subscriptions", line), "elbe"), 404, 20003)

    def test_a_customer_is_left_when_nothing_runs(self):
        placed = self.order("alder", "saale").json["lineItems"][0]["subscriptionId"]
        body = {"Id": None, "RelationshipToPartner": "None", "Attributes": {"ObjectType": "x"}}
        path = customer("saale")
        self.assert_code(self.send("PATCH", path, body), 409, 990010)
        ended = self.send("PATCH", customer("saale", "subscriptions", placed),
                          {"status": "deleted"})
        self.assertEqual(ended.json["status"], "deleted")
        self.assert_code(self.send("PATCH", path, {"relationshipToPartner": "reseller"}), 400, 3000)
        key = {"MS_RequestId": "0e5fc923-8e3c-4560-9100-ce7283c3e081"}
        for _ in range(2):
            left = self.send("PATCH", path, body, **key)
            self.assertEqual((left.status, left.json["relationshipToPartner"]), (200, "none"))
        self.assert_code(self.get(path), 403, 20002)
        self.assert_code(self.send("PATCH", path, body), 403, 20002)


class Subscriptions(PartnerCenterTest):
    def setUp(self):
        self.use_own_server()
        self.placed = self.order("elbe", "dala", through="birch").json
        self.path = customer("dala", "subscriptions",
                             self.placed["lineItems"][0]["subscriptionId"])

    def change(self, body, **headers):
        return self.send("PATCH", self.path, body, "elbe", **headers)

    def test_found_by_order_and_by_partner_id(self):
        every = self.get(customer("dala", "subscriptions"), "elbe").json["items"]
        self.assertEqual(len(every), 1)
        for arguments, expected in (({"order_id": self.placed["id"]}, every),
                                    ({"order_id": NOWHERE}, []),
                                    ({"mpn_id": partner_id("birch")}, every),
                                    ({"mpn_id": partner_id("fir")}, []), ({"mpn_id": ""}, every)):
            path = query(customer("dala", "subscriptions"), **arguments)
            self.assertEqual(self.get(path, "elbe").json["items"], expected)

    def test_what_is_under_it(self):
        self.assertEqual(self.get(self.path + "/addons", "elbe").json["items"], [])
        status = self.get(self.path + "/provisioningstatus", "elbe").json
        self.assertEqual((status["status"], status["quantity"]), ("success", 25))
        contact = self.get(self.path + "/supportcontact", "elbe").json
        self.assertEqual((contact["supportTenantId"], contact["supportMpnId"]),
                         (tenant("birch"), partner_id("birch")))

    def test_a_whole_resource_comes_back_changed(self):
        whole = self.get(self.path, "elbe").json
        self.assertEqual(self.change(whole).json, whole)
        for status in ("suspended", "active", "Deleted"):
            whole["status"] = status
            changed = self.change(whole)
            self.assertEqual((changed.status, changed.json["status"]), (200, status.lower()))
            # The same again, with the etag of before, finds it done.
            self.assertEqual(self.change(whole).json, changed.json)
            whole = changed.json
        self.assert_code(self.change({"status": "active"}), 400, 2011)

    def test_a_stale_etag_changes_nothing(self):
        whole = self.get(self.path, "elbe").json
        self.assertEqual(self.change({"status": "suspended"}).status, 200)
        self.assert_code(self.change({**whole, "status": "deleted"}), 400, 2055)
        stale = '"%s"' % whole["attributes"]["etag"]
        self.assert_code(self.change({"status": "deleted"}, If_Match=stale), 412, 800036)
        fresh = self.get(self.path, "elbe").json["attributes"]["etag"]
        self.assertEqual(self.change({"status": "deleted"}, If_Match='"%s"' % fresh).status, 200)

    def test_the_partner_of_record_is_the_reseller(self):
        whole = self.get(self.path, "elbe").json
        wrong = self.change({**whole, "partnerId": partner_id("fir"), "status": "suspended"})
        self.assert_code(wrong, 400, 2071)
        self.assertEqual(self.get(self.path, "elbe").json, whole)
        self.assert_code(self.change({"partnerId": "x"}), 400, 3000)

    def test_what_cannot_be_changed(self):
        for body, code in (({"status": "pending"}, 800040), ({"status": "gone"}, 3000),
                           ({"quantity": "7"}, 3000)):
            self.assert_code(self.change(body), 400, code)


class Audit(PartnerCenterTest):
    DAYS = "/v1/auditrecords?startDate=05/01/2020%2000:00:00"

    def setUp(self):
        self.use_own_server()
        self.order("alder", "saale")
        self.order("alder", "office.alder")
        self.order("elbe", "dala", through="birch")

    def test_the_callers_acts_alone(self):
        records = self.get(self.DAYS).json["items"]
        self.assertEqual([(item["operationType"], item["operationStatus"], item["customerName"])
                          for item in records],
                         [("create_order", "succeeded", "Saale Kliniken GmbH"),
                          ("create_order", "failed", "Alder & Söhne GmbH")])

    def test_in_pages(self):
        first = self.get(self.DAYS + "&size=1").json
        self.assertEqual(first["totalCount"], 1)
        rest = self.get("/v1/auditrecords?seekOperation=Next",
                        MS_ContinuationToken=first["continuationToken"]).json
        self.assertEqual(rest["items"][0]["operationStatus"], "failed")
        self.assertNotIn("continuationToken", rest)
        self.assertEqual(self.get(self.DAYS + "&size=1&seekOperation=Last").json, rest)
        back = self.get("/v1" + rest["links"]["previous"]["uri"],
                        MS_ContinuationToken=rest["links"]["previous"]["headers"][0]["value"])
        self.assertEqual(back.json, first)

    def test_a_token_carries_the_days(self):
        self.order("alder", "saale")
        self.send("POST", "/program/v1/clock", {"days": 1}, "vendor")
        self.order("alder", "saale")
        page = self.get(self.DAYS + "&endDate=2020-05-12&size=2").json
        rest = self.get("/v1/auditrecords?seekOperation=Next",
                        MS_ContinuationToken=page["continuationToken"]).json
        self.assertEqual([item["operationDate"][:10] for item in rest["items"]], ["2020-05-12"])

    def test_by_filter(self):
        for field, value, operator, count in (("CompanyName", "kliniken", "substring", 1),
                                              ("CustomerId", tenant("saale"), "equals", 1),
                                              ("ResourceType", "Order", "equals", 2),
                                              ("ResourceType", "license", "equals", 0)):
            wanted = query("/v1/auditrecords", startDate="2020-05-01",
                           filter=simple(field, value, operator))
            self.assertEqual(self.get(wanted).json["totalCount"], count, field)

    def test_days(self):
        for arguments, count in (("startDate=2020-05-12", 2), ("startDate=5/12/2020", 2),
                                 ("startDate=5/12/2020%2012:00:00%20AM&endDate=2020-05-12", 2),
                                 ("startDate=2020-05-01&endDate=2020-05-11", 0)):
            self.assertEqual(self.get("/v1/auditrecords?" + arguments).json["totalCount"], count)
        for arguments, code in (("", 3000), ("startDate=x", 3000), ("startDate=2020-01-01", 800002),
                                ("startDate=2020-05-12&endDate=2020-05-01", 800002),
                                ("startDate=13/40/2020", 3000)):
            self.assert_code(self.get("/v1/auditrecords?" + arguments), 400, code)
