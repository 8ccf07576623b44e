# SPDX-License-Identifier: Apache-2.0
"""Service requests: the end of a provider-reseller relationship, asked of support (S6.E)."""

from partner_center.client import PartnerCenterTest, customer, make_book, query, tenant
from partner_center.test_wire_data import differences

REQUESTS = "/v1/servicerequests"
TOPIC = "end_indirect_relationship"
# As the documentation of the API has it.
DOCUMENTED = {
    "title": "", "severity": "", "supportTopicId": "", "supportTopicName": "", "id": "",
    "status": "", "organization": {"id": "", "name": ""}, "createdDate": "",
    "lastModifiedDate": "", "lastClosedDate": "",
    "notes": [{"createdByName": "", "createdDate": "", "text": ""}],
    "attributes": {"objectType": "ServiceRequest"}}


def one(request):
    return REQUESTS + "/" + request["id"]


class ServiceRequests(PartnerCenterTest):
    """On a day when support alone ends relationships: provider Elbe, reseller Birch."""

    book = None

    def setUp(self):
        if ServiceRequests.book is None:
            ServiceRequests.book = make_book(
                "2020-05-12", ["elbe", "birch", "alder", "vendor_support"])
        self.use_own_server(book=ServiceRequests.book)

    def open(self, role, other, path=REQUESTS, **headers):
        # As the .NET client sends a whole resource.
        body = {"Title": "Please", "Description": "We part.", "Severity": "critical",
                "SupportTopicId": TOPIC, "SupportTopicName": None, "Id": None, "Status": "none",
                "Organization": {"Id": other, "Name": None}, "NewNote": None, "Notes": None,
                "CreatedDate": "0001-01-01T00:00:00",
                "Attributes": {"ObjectType": "ServiceRequest"}}
        return self.send("POST", path, body, role, **headers)

    def opened(self, role="elbe", other="birch"):
        made = self.open(role, tenant(other))
        self.assertEqual(made.status, 201, made)
        return made.json

    def change(self, role, request, **body):
        return self.send("PATCH", one(request), body, role)

    def ids(self, role, **arguments):
        listed = self.get(query(REQUESTS, **arguments), role)
        self.assertEqual(listed.status, 200, listed)
        self.assertEqual(listed.json["totalCount"], len(listed.json["items"]))
        return [item["id"] for item in listed.json["items"]]

    def test_there_is_one_topic(self):
        topics = self.get(REQUESTS + "/supporttopics", "elbe").json["items"]
        self.assertEqual([(topic["id"], topic["attributes"]["objectType"]) for topic in topics],
                         [(TOPIC, "SupportTopic")])
        french = self.get(REQUESTS + "/supporttopics", "elbe", X_Locale="fr-FR").json["items"]
        self.assertIn("fournisseur", french[0]["name"])

    def test_support_carries_out_what_a_provider_asks(self):
        made = self.opened()
        self.assertEqual((made["status"], made["organization"]),
                         ("open", {"id": tenant("birch"), "name": "Birch IT AB"}))
        self.assertEqual((made["createdDate"], made["lastClosedDate"], made["notes"]),
                         ("2020-05-12T00:00:00Z", "0001-01-01T00:00:00", []))
        self.support_does("end_indirect_relationship", provider=tenant("elbe"),
                          reseller=tenant("birch"))
        closed = self.get(one(made), "elbe").json
        self.assertEqual((closed["status"], closed["lastClosedDate"]),
                         ("closed", "2020-05-12T00:00:00Z"))
        self.assertIn("ended", closed["notes"][0]["text"])
        self.assertEqual(set(closed), set(DOCUMENTED))
        self.assertEqual(list(differences(closed, DOCUMENTED)), [])
        listed = self.get("/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf",
                          "elbe").json["items"]
        self.assertNotIn(tenant("birch"), [item["id"] for item in listed])

    def test_a_reseller_asks_as_well_and_support_may_decline(self):
        made = self.opened("birch", "elbe")
        self.assertEqual(made["organization"]["id"], tenant("elbe"))
        self.support_does("decline_support_case", support_case=made["id"])
        declined = self.get(one(made), "birch", X_Locale="fr-FR").json
        self.assertEqual(declined["status"], "closed")
        self.assertEqual(declined["notes"][0]["text"], "le support a décliné la demande")

    def test_a_request_sent_again_is_the_same_even_when_it_is_done(self):
        key = {"MS_RequestId": "0a5b4c3d-0000-4000-8000-000000000033"}
        first = self.open("elbe", tenant("birch"), **key)
        self.support_does("end_indirect_relationship", provider=tenant("elbe"),
                          reseller=tenant("birch"))
        again = self.open("elbe", tenant("birch"), **key)
        self.assertEqual((first.status, again.status), (201, 201), again)
        self.assertEqual((again.json["id"], again.json["status"]), (first.json["id"], "closed"))
        self.assertEqual(self.ids("elbe"), [first.json["id"]])

    def test_there_is_one_open_request_of_a_pair(self):
        made = self.opened()
        for role, other in (("elbe", "birch"), ("birch", "elbe")):
            refused = self.open(role, tenant(other), REQUESTS + "/en-US")
            self.assert_code(refused, 409, 990010)
        self.assertEqual(self.ids("elbe"), [made["id"]])

    def test_its_caller_withdraws_it(self):
        made = self.opened()
        for _ in range(2):
            closed = self.change("elbe", made, Id=None, Status="closed", NewNote=None)
            self.assertEqual((closed.status, closed.json["status"]), (200, "closed"), closed)
        self.assert_code(self.change("elbe", made, status="open"), 400, 800040)
        self.assertEqual(self.open("elbe", tenant("birch"), REQUESTS + "/de").status, 201)

    def test_what_cannot_be_changed_is_not(self):
        made = self.opened()
        self.assertEqual(self.change("elbe", made, severity="minimal", status="none").json, made)
        self.assert_code(self.change("elbe", made, status="attention_needed"), 400, 3000)
        self.assert_code(self.change("elbe", made, status="closed", newNote={"text": "Why?"}),
                         400, 990013)
        self.assertEqual(self.get(one(made), "elbe").json["status"], "open")

    def test_a_list_is_of_the_callers_own(self):
        first = self.opened()
        self.change("elbe", first, status="closed")
        second = self.opened()
        self.assertEqual(self.ids("elbe"), [first["id"], second["id"]])
        self.assertEqual(self.ids("elbe", status="Open"), [second["id"]])
        simple = {"Field": "Status", "Value": "closed", "Operator": "equals"}
        self.assertEqual(self.ids("elbe", filter=simple), [first["id"]])
        self.assertEqual(self.ids("elbe", size="1", offset="1"), [second["id"]])
        for role in ("birch", "alder"):
            self.assertEqual(self.ids(role), [])
            self.assert_code(self.get(one(first), role), 404, 1000)
            self.assert_code(self.change(role, second, status="closed"), 404, 1000)
        self.assertEqual(self.get(one(second), "elbe").json["status"], "open")

    def test_strangers_and_nobody_are_answered_alike(self):
        answers = [self.open("alder", other) for other in
                   (tenant("birch"), tenant("alder"), "0a5b4c3d-0000-4000-8000-000000000001")]
        for refused in answers:
            self.assert_code(refused, 409, 990010)
            self.assertEqual(refused.json, answers[0].json)

    def test_what_is_missing_is_named(self):
        for body, name in (({"organization": {"id": tenant("birch")}}, "supportTopicId"),
                           ({"supportTopicId": "32444671"}, "supportTopicId"),
                           ({"supportTopicId": TOPIC}, "organization.id"),
                           ({"supportTopicId": TOPIC, "organization": {"id": "birch"}},
                            "organization.id")):
            refused = self.send("POST", REQUESTS, body, "elbe")
            self.assert_code(refused, 400, 3000)
            self.assertEqual(refused.json["data"], [name])
        for name in ("1", "00000000-0000-4000-8000-000000000001"):
            self.assert_code(self.get(REQUESTS + "/" + name, "elbe"), 404, 1000)

    def test_an_application_alone_is_refused(self):
        app = self.server.sign_in("elbe").json["access_token"]
        for path in (REQUESTS, REQUESTS + "/supporttopics"):
            refused = self.server.ask("GET", path, None, {"Authorization": "Bearer " + app})
            self.assert_code(refused, 403, 900329)

    def test_of_customers_there_are_none(self):
        self.opened()
        listed = self.get(customer("saale", "servicerequests"), "elbe").json
        self.assertEqual((listed["totalCount"], listed["items"]), (0, []))
        self.assert_code(self.get(customer("allier", "servicerequests"), "elbe"), 403, 20002)
