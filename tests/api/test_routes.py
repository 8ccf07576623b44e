# SPDX-License-Identifier: Apache-2.0
"""Every route: what it answers, and to whom."""

import json

from program import cases
from server import ALDER, ORDER, SAALE, SAMPLE, ServerTest

DECISIONS = "/program/v1/decisions"
# SOME: members, of whom some are told that it is not there.
PUBLIC, MEMBER, VENDOR, SOME = "public", "member", "vendor", "some"

# A right call of every route. The test of the table fails when one is missing here.
ROUTES = [
    ("POST", DECISIONS, DECISIONS, ORDER, MEMBER),
    ("POST", "/program/v1/ask", "/program/v1/ask", ORDER, MEMBER),
    ("GET", "/program/v1/routes", "/program/v1/routes?customer=saale.example", None, VENDOR),
    ("GET", "/program/v1/rulebook", "/program/v1/rulebook", None, PUBLIC),
    ("GET", "/program/v1/acts", "/program/v1/acts", None, PUBLIC),
    ("POST", "/program/v1/acts/{act}", "/program/v1/acts/onboard?dry_run=true",
     {"tenant": ALDER}, MEMBER),
    ("GET", "/program/v1/parties", "/program/v1/parties?limit=2", None, MEMBER),
    ("GET", "/program/v1/parties/{party}", "/program/v1/parties/alder.example", None, MEMBER),
    ("GET", "/program/v1/parties/{party}/history", "/program/v1/parties/alder.example/history",
     None, MEMBER),
    ("GET", "/program/v1/mpa-status", "/program/v1/mpa-status?tenant=alder.example", None,
     MEMBER),
    ("GET", "/program/v1/journal", "/program/v1/journal", None, MEMBER),
    ("GET", "/program/v1/journal/head", "/program/v1/journal/head", None, MEMBER),
    ("GET", "/program/v1/journal/consistency", "/program/v1/journal/consistency?from=1", None,
     MEMBER),
    ("GET", "/program/v1/journal/{position}", "/program/v1/journal/1", None, SOME),
    ("GET", "/program/v1/journal/{position}/proof", "/program/v1/journal/1/proof", None, SOME),
    ("GET", "/program/v1/clock", "/program/v1/clock", None, MEMBER),
    ("POST", "/program/v1/clock", "/program/v1/clock", {"set": "2020-05-12"}, VENDOR),
    ("GET", "/program/v1/export", "/program/v1/export", None, VENDOR),
    # Never over: tests of its own in test_events.py.
    ("GET", "/program/v1/events", None, None, MEMBER),
    ("GET", "/health/live", "/health/live", None, PUBLIC),
    ("GET", "/health/ready", "/health/ready", None, PUBLIC),
    ("GET", "/metrics", "/metrics", None, VENDOR),
    ("GET", "/openapi.json", "/openapi.json", None, PUBLIC),
    ("GET", "/docs", "/docs", None, PUBLIC),
    ("GET", "/{tenant}/.well-known/openid-configuration",
     "/common/.well-known/openid-configuration", None, PUBLIC),
    ("GET", "/{tenant}/v2.0/.well-known/openid-configuration",
     "/common/v2.0/.well-known/openid-configuration", None, PUBLIC),
    ("GET", "/{tenant}/discovery/keys", "/common/discovery/keys", None, PUBLIC),
    ("GET", "/{tenant}/discovery/v2.0/keys", "/common/discovery/v2.0/keys", None, PUBLIC),
    # Forms: tests of their own in test_tokens.py.
    ("POST", "/{tenant}/oauth2/token", None, None, PUBLIC),
    ("POST", "/{tenant}/oauth2/v2.0/token", None, None, PUBLIC),
]


class Row:
    def __init__(self, row):
        self.method, self.path, self.target, self.body, self.right = row
        self.name = "%s %s" % (self.method, self.path)


ROWS = [Row(row) for row in ROUTES if row[2] is not None]


class Table(ServerTest):
    def test_every_route_is_called_here(self):
        found = set()
        for path, operations in self.server.ask("GET", "/openapi.json").json["paths"].items():
            if path.startswith("/program/v1/acts/"):
                path = "/program/v1/acts/{act}"
            found |= {(method.upper(), path) for method in operations}
        self.assertEqual(found, {(row[0], row[1]) for row in ROUTES})

    def test_every_act_is_in_the_interface(self):
        acts = {act["act"] for act in self.server.ask("GET", "/program/v1/acts").json["acts"]}
        paths = self.server.ask("GET", "/openapi.json").json["paths"]
        self.assertEqual(acts, {path.rsplit("/", 1)[1] for path in paths
                                if path.startswith("/program/v1/acts/")})


@cases(ROWS)
class Rights(ServerTest):
    """Who may call: with no token, a wrong one, a partner's, the vendor's."""

    def check(self, row):
        def call(role=None, **headers):
            return self.server.ask(row.method, row.target, row.body, headers, role)

        no_token, wrong_token = call(), call(Authorization="Bearer x.y.z")
        if row.right == PUBLIC:
            for answer in (no_token, wrong_token, call("elbe"), call("vendor")):
                self.assertEqual(answer.status, 200, answer)
            return
        self.assert_problem(no_token, 401, "no_token")
        self.assertEqual(no_token.headers["www-authenticate"], "Bearer")
        self.assert_problem(wrong_token, 401, "wrong_token")
        self.assert_problem(call(Authorization="Basic eDp5"), 401, "no_token")
        if row.right == VENDOR:
            self.assert_problem(call("elbe"), 403, "not_permitted")
            self.assertEqual(call("vendor").status, 200)
        elif row.right == SOME:
            self.assertEqual((call("alder").status, call("vendor").status), (404, 200))
        else:
            self.assertNotIn(call("alder").status, (401, 404, 405))


@cases(ROWS)
class Methods(ServerTest):
    """What every path answers to other methods, and to what it does not know."""

    def check(self, row):
        target = row.target.split("?")[0]
        options = self.server.ask("OPTIONS", target)
        self.assertEqual((options.status, options.body), (204, b""))
        self.assertIn(row.method, options.headers["allow"])
        other = self.server.ask("DELETE", target)
        self.assert_problem(other, 405, "no_such_method")
        self.assertEqual(other.headers["allow"], options.headers["allow"])
        unknown = self.server.ask(row.method, target + "?nonsense=1", row.body,
                                  role="vendor")
        self.assert_problem(unknown, 400, "unknown_argument")
        refused = self.server.ask(row.method, row.target, row.body, {"Accept": "image/png"},
                                  "vendor")
        self.assert_problem(refused, 406, "not_acceptable")
        if row.method == "GET":
            head = self.server.ask("HEAD", row.target, role="vendor")
            self.assertEqual((head.status, head.body), (200, b""))
        else:
            wrong = self.server.ask(row.method, row.target, b"{}", {"Content-Type": "text/plain"},
                                    "vendor")
            self.assert_problem(wrong, 415, "wrong_media")
            empty = self.server.ask(row.method, row.target, b"", role="vendor")
            self.assert_problem(empty, 400, "body_missing")


class Decisions(ServerTest):
    """The sample's questions have the answers of the command line."""

    def questions(self):
        with open(SAMPLE / "questions.ndjson", encoding="utf-8") as file:
            return [json.loads(line)["proposal"] for line in file]

    def test_a_batch_is_answered_in_its_order(self):
        questions = self.questions()
        decisions = self.server.ask("POST", DECISIONS, {"proposals": questions},
                                    role="vendor").json["decisions"]
        self.assertEqual([decision["id"] for decision in decisions],
                         [question["id"] for question in questions])
        for question, decision in zip(questions, decisions):
            alone = self.server.ask("POST", DECISIONS, question, role="vendor")
            self.assertEqual(alone.json, decision)

    def test_the_full_form_says_the_same_and_why(self):
        for question in self.questions()[:12]:
            brief = self.server.ask("POST", DECISIONS, question, role="vendor").json
            full = self.server.ask("POST", "/program/v1/ask", question, role="vendor").json
            self.assertEqual((full["id"], full["verdict"]), (brief["id"], brief["verdict"]))
            self.assertEqual(full, self.server.ask("POST", DECISIONS + "?form=full", question,
                                                   role="vendor").json)
            self.assertIn("dossier", full)

    def test_a_long_batch_is_answered_too(self):
        batch = [dict(ORDER, id=str(number)) for number in range(3000)]
        answer = self.server.ask("POST", DECISIONS, {"proposals": batch}, role="alder")
        self.assertEqual(len(answer.json["decisions"]), 3000)

    def test_an_empty_batch_has_no_decisions(self):
        answer = self.server.ask("POST", DECISIONS, {"proposals": []}, role="alder")
        self.assertEqual(answer.json, {"decisions": []})

    def test_a_party_is_told_by_the_profile_that_it_asks_for(self):
        for profile in ("article", "programme"):
            for question in self.questions():
                if ALDER not in question.values():
                    continue
                target = "/program/v1/ask?profile=" + profile
                mine = self.server.ask("POST", target, question, role="alder").json
                whole = self.server.ask("POST", target, question, role="vendor").json
                self.assertEqual((mine["profile"], mine["verdict"]), (profile, whole["verdict"]))
                self.assertEqual([(found["rule"], found["position"]) for found in mine["findings"]],
                                 [(found["rule"], found["position"]) for found in
                                  whole["findings"]])

    def test_the_profile_is_the_askers(self):
        wrong = self.server.ask("POST", DECISIONS + "?profile=x", ORDER, role="alder")
        self.assert_problem(wrong, 400, "wrong_argument")
        for profile in ("article", "programme"):
            right = self.server.ask("POST", DECISIONS + "?profile=" + profile, ORDER,
                                    role="alder")
            self.assertEqual(right.json["verdict"], "supported")

    def test_the_day_is_the_proposals(self):
        before = dict(ORDER, date="2010-01-01")
        answer = self.server.ask("POST", DECISIONS, before, role="alder")
        self.assertEqual(answer.json["verdict"], "not_supported")

    def test_whoever_takes_no_part_is_not_told(self):
        for target in (DECISIONS, "/program/v1/ask"):
            answer = self.server.ask("POST", target, ORDER, role="elbe")
            self.assert_problem(answer, 403, "not_a_party")
        batch = self.server.ask("POST", DECISIONS, {"proposals": [ORDER]}, role="elbe").json
        self.assertEqual(batch["decisions"], [{"id": "q", "error": "not a party to this act"}])

    def test_a_party_is_told_in_full_what_it_may_see(self):
        answer = self.server.ask("POST", "/program/v1/ask", ORDER, role="alder").json
        self.assertEqual((answer["id"], answer["verdict"]), ("q", "supported"))
        stranger = dict(ORDER, customer="c5aa1e00-0000-4000-8000-00000000ffff")
        unknown = self.server.ask("POST", DECISIONS, stranger, role="alder")
        self.assertEqual(unknown.status, 400)


@cases([Row(("POST", name, None, body, None)) for name, body in [
    ("no JSON", b"{"), ("an array", b"[]"), ("a number", b"1"), ("null", b"null"),
    ("no act", b"{}"), ("unknown act", b'{"act":"x"}'),
    ("an unknown key", b'{"act":"enroll","x":1}'),
    ("a wrong type", json.dumps(dict(ORDER, quantity="x")).encode()),
    ("not UTF-8", b'{"act":"\xff"}'), ("a mark", b"\xef\xbb\xbf" + json.dumps(ORDER).encode()),
    ("no list", b'{"proposals":{}}'), ("something beside", b'{"proposals":[],"x":1}'),
    ("no objects", b'{"proposals":[1]}'), ("NUL", b'{"act":"\\u0000"}'),
    ("depth", b'{"proposals":' + b"[" * 200000 + b"]" * 200000 + b"}"),
    ("depth of objects", b'{"act":' * 100000 + b"1" + b"}" * 100000),
    ("a long key", b'{"' + b"k" * 900000 + b'":1}'),
    ("many keys", b"{" + b",".join(b'"k%d":1' % i for i in range(80000)) + b"}"),
]])
class WrongProposals(ServerTest):
    """What is no proposal is told to be none."""

    def check(self, row):
        for target in (DECISIONS, "/program/v1/ask"):
            answer = self.server.ask("POST", target, row.body, role="alder")
            self.assert_problem(answer, 400, "body_wrong")


class Common(ServerTest):
    """What all answers have."""

    def test_ids_of_requests_come_back(self):
        given = {"MS-RequestId": "5b1b5d4c-0000-4000-8000-000000000001",
                 "MS-CorrelationId": "trace-1"}
        answer = self.server.ask("GET", "/health/live", headers=given)
        self.assertEqual(answer.headers["ms-requestid"], given["MS-RequestId"])
        self.assertEqual(answer.headers["x-request-id"], given["MS-RequestId"])
        self.assertEqual(answer.headers["ms-correlationid"], "trace-1")

    def test_ids_that_are_missing_or_odd_are_made(self):
        for given in ({}, {"MS-RequestId": "a b"}, {"MS-RequestId": "x" * 500}):
            answer = self.server.ask("GET", "/health/live", headers=given)
            self.assertRegex(answer.headers["ms-requestid"], r"^[0-9a-f-]{36}$")

    def test_problems_speak_the_readers_language(self):
        for header, word in (("fr", "rien"), ("fr-CH, en;q=0.5", "rien"), ("en, fr", "nothing"),
                             ("de, fr;q=0.3", "rien"), ("de", "nothing"), ("", "nothing")):
            answer = self.server.ask("GET", "/x", headers={"Accept-Language": header or "x"})
            self.assertIn(word, answer.json["title"])

    def test_the_rulebook_is_sent_once(self):
        first = self.server.ask("GET", "/program/v1/rulebook")
        again = self.server.ask("GET", "/program/v1/rulebook",
                                headers={"If-None-Match": first.headers["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(len(first.json["rules"]), 20)

    def test_slashes_count_once_and_escapes_are_read(self):
        self.assertEqual(self.server.ask("GET", "//health///live").status, 200)
        self.assertEqual(self.server.ask("GET", "/he%61lth/live").status, 200)
        self.assert_problem(self.server.ask("GET", "/health%2Flive"), 404, "no_such_path")
        self.assert_problem(self.server.ask("GET", "/%zz"), 400, "target_wrong")

    def test_a_position_can_be_demanded(self):
        at = {"Aval-At-Least": "1"}
        answer = self.server.ask("POST", DECISIONS, ORDER, at, "alder")
        self.assertEqual((answer.status, answer.headers["aval-position"]), (200, "1"))
        wrong = self.server.ask("POST", DECISIONS, ORDER, {"Aval-At-Least": "x"}, "alder")
        self.assert_problem(wrong, 400, "wrong_header")

    def test_routes_name_who_supplies(self):
        answer = self.server.ask("GET", "/program/v1/routes?customer=%s&on=2020-05-12" % SAALE,
                                 role="vendor")
        self.assertEqual(answer.json["supported"], 2)
        for query, code in (("", "missing_argument"), ("?customer=nobody", "unknown_party"),
                            ("?customer=saale&on=x", "wrong_argument"),
                            ("?customer=saale&near=99", "wrong_argument"),
                            ("?customer=saale&offer=x", "wrong_argument")):
            wrong = self.server.ask("GET", "/program/v1/routes" + query, role="vendor")
            self.assertEqual(wrong.json["code"], code)

    def test_metrics_count_requests(self):
        self.server.ask("GET", "/health/live")
        text = self.server.ask("GET", "/metrics", role="vendor").body.decode()
        self.assertIn('aval_http_requests_total{method="GET",route="/health/live",status="2xx"}',
                      text)
        self.assertIn("aval_book_position 1\n", text)
        self.assertIn('aval_http_request_duration_seconds_bucket{le="+Inf"}', text)


