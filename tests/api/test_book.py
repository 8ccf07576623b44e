# SPDX-License-Identifier: Apache-2.0
"""What the book has, as each may see it: parties, history, journal, proofs, in pages."""

import base64
import json
import sys
import unittest

from program import ROOT
from server import ALDER, SAALE, ServerTest, run

sys.path.insert(0, str(ROOT / "tests" / "reference" / "journal"))

import verify  # noqa: E402

PARTIES, JOURNAL = "/program/v1/parties", "/program/v1/journal"
BUY = {"seller": ALDER, "customer": SAALE, "offer": "OFFICE-PREM", "quantity": 25}


def pages(server, target, key, role, limit):
    """All pages of a list; each goes on as the one before says."""
    mark = "&" if "?" in target else "?"
    found, after = [], ""
    while True:
        answer = server.ask("GET", "%s%slimit=%d%s" % (target, mark, limit, after), role=role)
        if answer.status != 200:
            raise AssertionError(answer)
        found.append(answer.json[key])
        if answer.json["next"] is None:
            return found
        after = "&after=" + answer.json["next"]


def whole(server, target, key, role, limit=1000):
    return [item for page in pages(server, target, key, role, limit) for item in page]


class Parties(ServerTest):
    def test_pages_of_every_size_make_the_same_list(self):
        for role in ("vendor", "alder", "saale"):
            everybody = whole(self.server, PARTIES, "parties", role)
            domains = [party["domain"] for party in everybody]
            self.assertEqual(domains, sorted(set(domains)))
            for limit in (1, 2, 7, len(everybody)):
                parts = pages(self.server, PARTIES, "parties", role, limit)
                self.assertEqual([party for part in parts for party in part], everybody)
                self.assertTrue(all(0 < len(part) <= limit for part in parts))

    def test_the_vendor_sees_every_tenant(self):
        tenants = [json.loads(line) for line in
                   run(self.server.folder, "export", "--db", "book.db").splitlines()]
        listed = whole(self.server, PARTIES, "parties", "vendor")
        self.assertEqual({party["id"] for party in listed},
                         {fact["id"] for fact in tenants if fact["type"] == "tenant"})

    def test_whoever_is_listed_is_shown_and_nobody_else(self):
        everybody = whole(self.server, PARTIES, "parties", "vendor")
        for role in ("alder", "elbe", "saale"):
            listed = {party["id"] for party in whole(self.server, PARTIES, "parties", role)}
            for party in everybody:
                shown = self.server.ask("GET", PARTIES + "/" + party["id"], role=role)
                self.assertEqual(shown.status, 200 if party["id"] in listed else 404, party)

    def test_names_and_domains_by_their_beginning(self):
        everybody = whole(self.server, PARTIES, "parties", "vendor")
        for begin in ("a", "Alder", "ALDER & S%C3%96", "zzz"):
            text = begin.replace("%C3%96", "Ö").casefold()
            target = PARTIES + "?name=" + begin.replace(" ", "+").replace("&", "%26")
            self.assertEqual(whole(self.server, target, "parties", "vendor", 2),
                             [one for one in everybody if one["name"].casefold().startswith(text)])
        for begin in ("a", "OFFICE.", "office.alder.example", "zzz"):
            self.assertEqual(
                whole(self.server, PARTIES + "?domain=" + begin, "parties", "vendor", 1),
                [one for one in everybody if one["domain"].startswith(begin.lower())])

    def test_a_party_is_as_the_command_line_shows_it(self):
        for role, who in (("vendor", "vendor"), ("alder", "alder.example:admin_agent"),
                          ("elbe", "elbe.example:admin_agent")):
            for party in ("alder.example", "saale.example"):
                shown = self.server.ask("GET", PARTIES + "/" + party, role=role)
                self.assertEqual(shown.json, json.loads(run(
                    self.server.folder, "show", "--db", "book.db", "--json", "--as", who, party)))

    def test_a_stranger_is_as_nobody(self):
        for target in (PARTIES + "/%s", PARTIES + "/%s/history",
                       "/program/v1/mpa-status?tenant=%s"):
            nobody = self.server.ask("GET", target % "aare.nowhere", role="saale")
            self.assert_problem(nobody, 404, "unknown_tenant")
        for target in (PARTIES + "/%s", PARTIES + "/%s/history"):
            stranger = self.server.ask("GET", target % "aare.example", role="saale")
            self.assert_problem(stranger, 404, "unknown_tenant")
            nobody = self.server.ask("GET", target % "aare.nowhere", role="saale")
            self.assertEqual(stranger.json["title"].replace("aare.example", "aare.nowhere"),
                             nobody.json["title"])

    def test_what_a_client_has_is_not_sent_again(self):
        for target, role in ((PARTIES + "/alder.example", "alder"), ("/openapi.json", None),
                             ("/program/v1/rulebook", None), (JOURNAL + "/1", "vendor")):
            first = self.server.ask("GET", target, role=role)
            tag = first.headers["etag"]
            for known in (tag, '"x", W/' + tag, "*"):
                again = self.server.ask("GET", target, None, {"If-None-Match": known}, role)
                self.assertEqual((again.status, again.body), (304, b""))
                self.assertEqual(again.headers["etag"], tag)
            other = self.server.ask("GET", target, None, {"If-None-Match": '"sha256:0"'}, role)
            self.assertEqual((other.status, other.body), (200, first.body))
            self.assertNotIn("no-store", first.headers["cache-control"])

    def test_the_agreement_of_a_partner(self):
        def ask(query, role="elbe"):
            return self.server.ask("GET", "/program/v1/mpa-status" + query, role=role)

        self.assertEqual(ask("?tenant=alder.example").json, {"state": "signed"})
        own = ask("?tenant=alder.example", "alder").json
        self.assertEqual((own["state"], own["tenant"]), ("signed", ALDER))
        self.assertEqual(ask("?mpn_id=999").json, {"state": "unknown_id"})
        self.assert_problem(ask(""), 400, "missing_argument")
        self.assert_problem(ask("?tenant=a&mpn_id=1"), 400, "wrong_argument")


class Paging(ServerTest):
    def test_a_token_goes_on_with_its_own_question_alone(self):
        ask = self.server.ask
        token = ask("GET", PARTIES + "?domain=a&limit=1", role="vendor").json["next"]
        self.assertEqual(ask("GET", PARTIES + "?limit=5&after=%s&domain=a" % token,
                             role="vendor").status, 200)
        for target, role in ((PARTIES + "?after=", "vendor"),
                             (PARTIES + "?domain=b&after=", "vendor"),
                             (PARTIES + "?name=a&after=", "vendor"),
                             (JOURNAL + "?after=", "vendor"),
                             (PARTIES + "?domain=a&after=", "alder")):
            self.assert_problem(ask("GET", target + token, role=role), 400, "wrong_page")

    def test_what_is_no_token_is_refused(self):
        token = self.server.ask("GET", PARTIES + "?limit=1", role="vendor").json["next"]
        raw = base64.urlsafe_b64decode(token + "==")
        wrong = ["x", token[:-1], token + "A", "%2B", token.swapcase(), "A" * 3000,
                 base64.urlsafe_b64encode(raw[:16]).decode().rstrip("=")]
        for one in wrong:
            answer = self.server.ask("GET", PARTIES + "?limit=1&after=" + one, role="vendor")
            self.assertIn(answer.status, (200, 400), one)
            if answer.status == 400:
                self.assert_problem(answer, 400, "wrong_page")

    def test_limits(self):
        for limit, status in (("1", 200), ("1000", 200), ("0", 400), ("1001", 400), ("-1", 400),
                              ("x", 400), ("9" * 30, 400)):
            answer = self.server.ask("GET", PARTIES + "?limit=" + limit, role="vendor")
            self.assertEqual(answer.status, status, limit)


class Journal(ServerTest):
    """On a server of its own, with some acts of two partners."""

    def setUp(self):
        self.own = self.own_server()
        self.roots = {}
        for number in range(6):
            role = ("alder", "vendor")[number % 2]
            act, body = ("place_order", BUY) if role == "alder" else (
                "register_organization", {"organization": "org-%d" % number, "name": "N",
                                          "country": "DE"})
            answer = self.own.ask("POST", "/program/v1/acts/" + act, body, role=role)
            self.assertEqual(answer.status, 200, answer)
            head = self.own.ask("GET", JOURNAL + "/head", role="elbe").json
            self.roots[head["leaf_count"]] = head["root"]
        self.entries = whole(self.own, JOURNAL, "entries", "vendor")

    def test_pages_and_who_sees_what(self):
        self.assertEqual([entry["position"] for entry in self.entries], list(range(1, 8)))
        orders = [entry for entry in self.entries if entry["act"] == "place_order"]
        self.assertEqual(len(orders), 3)
        for limit in (1, 2, 3, 100):
            self.assertEqual(whole(self.own, JOURNAL, "entries", "vendor", limit), self.entries)
            for role in ("alder", "saale"):
                self.assertEqual(whole(self.own, JOURNAL, "entries", role, limit), orders)
                for party in ("alder.example", "saale.example"):
                    self.assertEqual(whole(self.own, "%s/%s/history" % (PARTIES, party), "entries",
                                           role, limit), orders)
        self.assertEqual(whole(self.own, JOURNAL, "entries", "elbe"), [])

    def test_an_entry_is_there_for_who_sees_it(self):
        for entry in self.entries:
            target = "%s/%d" % (JOURNAL, entry["position"])
            full = self.own.ask("GET", target, role="vendor").json
            self.assertEqual(full["hash"], entry["leaf"])
            self.assertIn("body", full)
            mine = self.own.ask("GET", target, role="alder")
            if entry["act"] == "place_order":
                self.assertEqual(mine.json, entry)
            else:
                self.assert_problem(mine, 404, "unknown_position")
        self.assert_problem(self.own.ask("GET", JOURNAL + "/8", role="alder"), 404,
                            "unknown_position")
        for wrong in ("0", "x", "-1", "9" * 40):
            self.assertEqual(self.own.ask("GET", JOURNAL + "/" + wrong, role="vendor").status, 404)

    def test_proofs_hold_and_are_of_ones_own(self):
        head = self.own.ask("GET", JOURNAL + "/head", role="elbe").json
        self.assertEqual(head["leaf_count"], 7)
        for entry in self.entries:
            target = "%s/%d/proof" % (JOURNAL, entry["position"])
            proof = self.own.ask("GET", target, role="vendor").json
            verify.check_proof(proof, None)
            self.assertEqual(proof["inclusion"]["hash"], entry["leaf"])
            mine = self.own.ask("GET", target, role="saale")
            self.assertEqual(mine.status, 200 if entry["act"] == "place_order" else 404)
            for size in range(entry["position"], 8):
                part = self.own.ask("GET", "%s?size=%d" % (target, size), role="vendor").json
                self.assertEqual((part["head"], part["inclusion"]["leaf_count"]), (None, size))
                if size in self.roots:
                    verify.check_inclusion(
                        bytes.fromhex(entry["leaf"][7:]), entry["position"] - 1, size,
                        [bytes.fromhex(hash[7:]) for hash in part["inclusion"]["path"]],
                        bytes.fromhex(self.roots[size][7:]))
            beyond = self.own.ask("GET", "%s?size=%d" % (target, entry["position"] - 1),
                                  role="vendor")
            self.assertEqual(beyond.status, 404 if entry["position"] > 1 else 200)
            self.assertEqual(self.own.ask("GET", target + "?size=8", role="vendor").status, 404)

    def test_the_journal_goes_on_from_every_head(self):
        kept = self.own.ask("GET", JOURNAL + "/head", role="elbe").json
        self.own.ask("POST", "/program/v1/acts/place_order", BUY, role="alder")
        proof = self.own.ask("GET", "%s/consistency?from=%d" % (JOURNAL, kept["leaf_count"]),
                             role="elbe").json
        verify.check_proof(proof, kept)
        missing = self.own.ask("GET", JOURNAL + "/consistency", role="elbe")
        self.assert_problem(missing, 400, "missing_argument")
        beyond = self.own.ask("GET", JOURNAL + "/consistency?from=99", role="elbe")
        self.assert_problem(beyond, 404, "unknown_position")


if __name__ == "__main__":
    unittest.main()
