# SPDX-License-Identifier: Apache-2.0
"""What tests of Partner Center's routes have in common."""

import json
import os
import tempfile
import urllib.parse
from pathlib import Path

from server import PASSWORD, SAMPLE, Server, ServerTest, run

CUSTOMERS = "/v1/customers"
# Of the sample program: tenants by what people call them.
TENANTS = {}
PARTNER_IDS = {}
for line in (SAMPLE / "world.ndjson").read_text().splitlines():
    fact = json.loads(line)
    if fact["type"] == "tenant":
        TENANTS[fact["domain"]] = fact["id"]
    elif fact["type"] == "partner_id":
        PARTNER_IDS[fact["tenant"]] = fact["mpn_id"]


def tenant(name):
    """The id of the sample's tenant: "elbe", or "office.elbe"."""
    return TENANTS[name + ".example"]


def partner_id(name):
    return PARTNER_IDS[tenant(name)]


def customer(name, *rest):
    """The path of a customer, and of what is under it."""
    return "/".join([CUSTOMERS, tenant(name), *rest])


def make_book(clock, partners):
    """A book with the sample program on a day; of each partner a client and a user."""
    folder = Path(tempfile.mkdtemp(prefix="aval-api-book-"))
    run(folder, "init", "--sandbox", "--clock", clock, "--db", "book.db")
    run(folder, "import", "--db", "book.db", str(SAMPLE / "world.ndjson"))
    apps = {}
    for name in partners:
        who = name if name.startswith("vendor") else name + ".example:admin_agent"
        apps[name] = json.loads(run(folder, "app-add", "--db", "book.db", "--json", "--as", who))
        run(folder, "user-add", "--db", "book.db", "--as", who, user(name),
            stdin=PASSWORD.encode() + b"\n")
    (folder / "apps.json").write_text(json.dumps(apps))
    return folder


def user(name):
    return "user@%s.example" % name


class PartnerServer(Server):
    """A server whose clients act for a user, as many routes ask it."""

    def __init__(self, *options, book):
        super().__init__("--allow-passwords", *options, book=book)

    def token(self, role):
        if role not in self.tokens:
            self.tokens[role] = self.sign_in_user(role, user(role)).json["access_token"]
        return self.tokens[role]


def simple(field, value, operator="starts_with"):
    return {"Field": field, "Value": value, "Operator": operator}


def query(path, **arguments):
    """The path with arguments; one that is no text is written as JSON."""
    texts = {name: value if isinstance(value, str) else json.dumps(value)
             for name, value in arguments.items()}
    return path + "?" + urllib.parse.urlencode(texts, quote_via=urllib.parse.quote)


class PartnerCenterTest(ServerTest):
    """A partner's client of a server: the one that is shared, or, for what changes it, its own."""

    book_of_all = None
    server_of_all = None
    process_of_all = None

    @classmethod
    def share(cls):
        """The book and the server that this process's tests share."""
        if PartnerCenterTest.process_of_all != os.getpid():
            book = make_book("2020-05-12", ["vendor", "alder", "elbe", "saale"])
            PartnerCenterTest.book_of_all = book
            PartnerCenterTest.server_of_all = None
            PartnerCenterTest.process_of_all = os.getpid()
        return PartnerCenterTest.book_of_all

    def use_own_server(self, *options, book=None):
        server = PartnerServer(*options, book=book or self.share())
        self.addCleanup(server.end)
        self.own = server
        return server

    @property
    def server(self):
        own = getattr(self, "own", None)
        if own is None and (self.share() and PartnerCenterTest.server_of_all is None):
            PartnerCenterTest.server_of_all = PartnerServer(book=self.share())
        return own or PartnerCenterTest.server_of_all

    def send(self, method, target, body, role="alder", **headers):
        return self.server.ask(method, target, body,
                               {name.replace("_", "-"): value for name, value in headers.items()},
                               role)

    def order(self, role, name, through=None, **line):
        """An order of the role for the customer, of the reseller `through`."""
        line = {"lineItemNumber": 0, "offerId": "OFFICE-PREM", "quantity": 25, **line}
        if through is not None:
            line["partnerIdOnRecord"] = partner_id(through)
        return self.send("POST", customer(name, "orders"), {"lineItems": [line]}, role)

    def get(self, target, role="alder", **headers):
        return self.server.ask("GET", target, None,
                               {name.replace("_", "-"): value for name, value in headers.items()},
                               role)

    def support_does(self, act, **fields):
        """An act of the vendor's support, which has no route of Partner Center."""
        done = self.send("POST", "/program/v1/acts/" + act, fields, "vendor_support")
        self.assertEqual((done.status, done.json["outcome"]), (200, "carried_out"), done)

    def assert_code(self, answer, status, code):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer)
        self.assertEqual(set(answer.json), {"code", "description", "data", "source"})
        self.assertTrue(answer.json["description"])

    def names(self, answer):
        self.assertEqual(answer.status, 200, answer)
        return [item["companyProfile"]["companyName"] for item in answer.json["items"]]
