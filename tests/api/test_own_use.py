# SPDX-License-Identifier: Apache-2.0
"""A reseller that buys for itself (S6): the options of the article, from the link to the order."""

import json

from partner_center.client import customer, partner_id, tenant
from server import PASSWORD, run
from test_invitation import ANNA, BO, EVA, InvitationTest

PEOPLE = {"olga@office.birch.example": "office.birch.example:customer_admin",
          "luc@loire.example": "loire.example:global_admin",
          "cara@cedar.example": "cedar.example:global_admin"}
OLGA, LUC, CARA = PEOPLE
APPS = {"loire": "loire.example:global_admin", "birch": "birch.example:admin_agent",
        "support": "vendor_support"}


class OwnUse(InvitationTest):
    def setUp(self):
        super().setUp()
        for name, who in PEOPLE.items():
            run(self.own.folder, "user-add", "--db", "book.db", "--as", who, name,
                stdin=PASSWORD.encode() + b"\n")
        for name, who in APPS.items():
            self.own.apps[name] = json.loads(run(self.own.folder, "app-add", "--db", "book.db",
                                                 "--json", "--as", who))

    def accept(self, user, link):
        """Whether the page took it; else its words."""
        browser = self.browser_of(user)
        page = browser.open(link)
        self.assertEqual(page.status, 200, page)
        return browser.submit(page, choice="accept").body.decode()

    def order(self, role, name, through=None):
        line = {"lineItemNumber": 0, "offerId": "OFFICE-PREM", "quantity": 5}
        if through is not None:
            line["partnerIdOnRecord"] = partner_id(through)
        return self.own.ask("POST", customer(name, "orders"), {"lineItems": [line]}, role=role)

    def assert_buys(self, link, role, through=None):
        """Birch's office, once it has accepted the link."""
        refused = self.order(role, "office.birch", through)
        self.assertEqual((refused.status, refused.json["code"]), (403, 20002), refused)
        self.assertIn("accepted", self.accept(OLGA, link))
        placed = self.order(role, "office.birch", through)
        self.assertEqual(placed.status, 201, placed)

    def test_as_a_customer_of_its_own_provider_it_cannot(self):
        self.assertIn("reseller and customer at once", self.accept(BO, self.link("elbe", EVA)))

    def test_o1_another_tenant_is_supplied_by_the_same_provider(self):
        link = self.link("elbe", EVA, "?indirectResellerId=" + tenant("odra"))
        self.assert_buys(link, "elbe", through="odra")
        # By itself it sells nothing to its own (S5).
        self.assertEqual(self.order("elbe", "office.birch", through="birch").status, 403)

    def test_o2_with_another_provider_it_buys_from_another_partner(self):
        asked = self.own.ask("POST", "/v1/servicerequests", {
            "supportTopicId": "end_indirect_relationship",
            "organization": {"id": tenant("elbe")}}, headers=self.as_user("birch", BO))
        self.assertEqual(asked.status, 201, asked)
        self.act("support", "end_indirect_relationship", provider=tenant("elbe"),
                 reseller=tenant("birch"))
        invited = self.act("loire", "invite_reseller", provider=tenant("loire"),
                           reseller=tenant("birch"))
        self.assertIn("accepted", self.accept(BO, "/invitation?token=" + invited["token"]))
        self.assert_buys(self.link("alder", ANNA), "alder")

    def test_o3_a_customer_of_a_provider_resells_for_another(self):
        """Cedar is Elbe's customer: it stays that, and resells for Loire."""
        refused = self.own.ask("POST", "/program/v1/acts/invite_reseller", {
            "provider": tenant("elbe"), "reseller": tenant("cedar")}, role="elbe")
        self.assertEqual((refused.status, refused.json["outcome"]), (422, "refused"))
        self.assertIn("reseller and customer at once", refused.body.decode())
        token = self.act("loire", "invite_reseller", provider=tenant("loire"),
                         reseller=tenant("cedar"))["token"]
        self.assertIn("accepted", self.accept(CARA, "/invitation?token=" + token))
        known = self.own.ask("GET", "/v1/relationships?relationship_type="
                             "IsIndirectCloudSolutionProviderOf",
                             headers=self.as_user("loire", LUC))
        self.assertIn(tenant("cedar"), [item["id"] for item in known.json["items"]])
        self.assertEqual(self.own.ask("GET", customer("cedar"), role="elbe").status, 200)

    def as_user(self, role, user):
        token = self.own.sign_in_user(role, user, "", scope=None,
                                      resource="https://api.partnercenter.microsoft.com")
        return {"Authorization": "Bearer " + token.json["access_token"]}
