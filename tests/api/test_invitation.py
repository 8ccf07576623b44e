# SPDX-License-Identifier: Apache-2.0
"""The page where invitations are accepted, and Partner Center's link to it."""

import urllib.parse

from browser import Browser, Page
from server import PASSWORD, ServerTest, USERS, run

ANNA, EVA, ROOT = USERS
ODRA = "20d2a000-0000-4000-8000-000000000001"
LINKS = "/v1/customers/relationshiprequests"
PARTNER_CENTER = "https://api.partnercenter.microsoft.com"
PEOPLE = {"dora@dala.example": "dala.example:customer_admin",
          "bo@birch.example": "birch.example:global_admin",
          "nils@dala.example": "dala.example:helpdesk_agent",
          "gerd@alder.example": "alder.example:global_admin"}
DORA, BO, NILS, GERD = PEOPLE


class InvitationTest(ServerTest):
    """A server with an administrator of a customer and one of a reseller."""

    def setUp(self):
        self.own = self.own_server("--allow-passwords")
        for name, who in PEOPLE.items():
            run(self.own.folder, "user-add", "--db", "book.db", "--as", who, name,
                stdin=PASSWORD.encode() + b"\n")

    def ask(self, role, user, query=""):
        token = self.own.sign_in_user(role, user, "", scope=None,
                                      resource=PARTNER_CENTER).json["access_token"]
        return self.own.ask("GET", LINKS + query, headers={"Authorization": "Bearer " + token})

    def link(self, role, user, query=""):
        """The path of the page, out of Partner Center's answer."""
        answer = self.ask(role, user, query)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["attributes"], {"objectType": "RelationshipRequest"})
        url = urllib.parse.urlsplit(answer.json["url"])
        self.assertEqual(url.netloc, "127.0.0.1:%d" % self.own.port)
        return url.path + "?" + url.query

    def browser_of(self, user, language="en"):
        browser = Browser(self.own, language)
        self.assertEqual(browser.sign_in(user, PASSWORD).status, 303)
        return browser

    def act(self, role, name, **fields):
        answer = self.own.ask("POST", "/program/v1/acts/" + name, fields, role=role)
        self.assertEqual(answer.status, 200, answer)
        return {key: value for note in answer.json["notes"] for key, value in note.items()}

    def partners_of(self, domain):
        party = self.own.ask("GET", "/program/v1/parties/" + domain, role="vendor")
        return party.body.decode()

    def choose(self, browser, link, choice):
        return browser.submit(browser.open(link), choice=choice)


class Customers(InvitationTest):
    """A customer's administrator, by a partner's link."""

    def test_the_link_leads_through_signing_in_to_a_relationship(self):
        link = self.link("alder", ANNA)
        browser = Browser(self.own)
        answer = browser.open(link)
        self.assertEqual(answer.status, 303)
        answer = browser.sign_in(DORA, PASSWORD, answer.headers["location"])
        self.assertEqual(answer.headers["location"], link)
        page = browser.open(link)
        self.assertIn("Alder & Söhne GmbH (alder.example)", Page(page).text)
        before = self.partners_of("dala.example")
        self.assertIn("accepted", Page(browser.submit(page, choice="accept")).text)
        self.assertNotEqual(self.partners_of("dala.example"), before)
        listed = self.own.ask("GET", "/program/v1/parties/alder.example?relations=100",
                              role="alder")
        self.assertIn("dala.example", listed.body.decode())

    def test_provider_and_reseller_ask_together(self):
        link = self.link("elbe", EVA, "?indirectResellerId=" + ODRA)
        page = self.browser_of(DORA).open(link)
        for name in ("elbe.example", "odra.example"):
            self.assertIn(name, Page(page).text)

    def test_a_link_is_for_one(self):
        link = self.link("alder", ANNA)
        browser = self.browser_of(DORA)
        self.choose(browser, link, "accept")
        self.assertEqual(browser.open(link).status, 409)
        self.assertNotEqual(self.link("alder", ANNA), link)

    def test_declined(self):
        link = self.link("alder", ANNA)
        browser = self.browser_of(DORA, "fr")
        self.assertIn("déclinée", Page(self.choose(browser, link, "decline")).text)
        self.assertEqual(browser.open(link).status, 409)

    def test_what_the_rules_refuse_is_said_with_its_reason(self):
        """S6: who is a provider's reseller cannot be its customer."""
        link = self.link("elbe", EVA)
        for language, words in (("en", "reseller and customer at once"),
                                ("fr", "à la fois revendeur et client")):
            browser = self.browser_of(BO, language)
            page = browser.open(link)
            self.assertIn(words, Page(page).text)
            self.assertNotIn(b'value="accept"', page.body)
            # Whoever accepts all the same is refused by the act.
            self.assertIn(words, Page(browser.submit(page, choice="accept")).text)

    def test_only_an_administrator(self):
        link = self.link("alder", ANNA)
        answer = self.browser_of(NILS).open(link)
        self.assertEqual(answer.status, 403)
        self.assertNotIn("Alder", Page(answer).text)

    def test_a_token_that_was_never_given_out(self):
        browser = self.browser_of(DORA)
        for token in ("", "f" * 64, "<script>", "é" * 40):
            target = "/invitation?token=" + urllib.parse.quote(token)
            answer = browser.open(target)
            self.assertIn(answer.status, (404, 409), token)
            self.assertNotIn(b"<script>", answer.body)

    def test_another_sites_form_accepts_nothing(self):
        link = self.link("alder", ANNA)
        browser = self.browser_of(DORA)
        page = browser.open(link)
        answer = browser.submit(page, choice="accept", form_key="A" * 43)
        self.assertNotIn("accepted", Page(answer).text)
        self.assertEqual(browser.open(link).status, 200)  # it is there still

    def test_wrong_requests(self):
        answer = self.ask("elbe", EVA, "?indirectResellerId=nonsense")
        self.assertEqual((answer.status, answer.json["source"] != ""), (400, True), answer)
        # Only a provider's own people ask for it.
        answer = self.ask("alder", ANNA, "?indirectCloudSolutionProviderId=" + ODRA)
        self.assertIn(answer.status, (403, 404), answer)
        # An application alone asks for nobody.
        token = self.own.sign_in("alder", "", resource=PARTNER_CENTER).json["access_token"]
        answer = self.own.ask("GET", LINKS, headers={"Authorization": "Bearer " + token})
        self.assertEqual((answer.status, answer.json["code"]), (403, 900329))


class Resellers(InvitationTest):
    """A reseller's administrator, by the token of a provider's invitation."""

    def test_accepted_on_the_page(self):
        token = self.act("elbe", "invite_reseller", provider=self.tenant("elbe.example"))["token"]
        browser = self.browser_of(GERD)
        page = browser.open("/invitation?token=" + token)
        self.assertIn("Elbe Distribution GmbH (elbe.example)", Page(page).text)
        self.assertIn("provider", Page(page).text)

    def tenant(self, domain):
        return self.own.ask("GET", "/program/v1/parties/" + domain, role="vendor").json["id"]
