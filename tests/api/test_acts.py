# SPDX-License-Identifier: Apache-2.0
"""Acts over HTTP: carried out, refused, repeated, and by whom."""

import threading

from server import ALDER, SAALE, ServerTest

ACTS = "/program/v1/acts/"
ORGANIZATION = {"organization": "org-new", "name": "New Ltd", "country": "DE"}


class Acts(ServerTest):
    def do(self, server, act, fields, role, target="", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.ask("POST", ACTS + act + target, fields, headers, role)

    def test_an_act_is_carried_out_and_seen_at_once(self):
        server = self.own_server()
        answer = self.do(server, "register_organization", ORGANIZATION, "vendor")
        self.assertEqual((answer.status, answer.json["outcome"]), (200, "carried_out"))
        position = answer.headers["aval-position"]
        self.assertEqual(answer.json["position"], int(position))
        ready = server.ask("GET", "/health/ready")
        self.assertEqual(ready.json["position"], int(position))

    def test_what_a_decision_reads_follows_an_act(self):
        server = self.own_server()
        order = {"id": "q", "act": "place_order", "date": "2020-05-12", "seller": ALDER,
                 "customer": SAALE}
        before = server.ask("POST", "/program/v1/decisions", order, role="alder").json
        removed = self.do(server, "suspend_enrollment", {"tenant": ALDER, "role": "direct_bill"},
                          "vendor")
        after = server.ask("POST", "/program/v1/decisions", order, role="alder")
        self.assertEqual((before["verdict"], removed.status), ("supported", 200))
        self.assertEqual(after.json["verdict"], "not_supported")
        self.assertEqual(after.headers["aval-position"], removed.headers["aval-position"])

    def test_a_refusal_tells_the_decision(self):
        server = self.own_server()
        self.do(server, "suspend_enrollment", {"tenant": ALDER, "role": "direct_bill"}, "vendor")
        order = {"seller": ALDER, "customer": SAALE, "offer": "OFFICE-PREM", "quantity": 1}
        answer = self.do(server, "place_order", order, "alder")
        self.assertEqual((answer.status, answer.json["outcome"]), (422, "refused"))
        self.assertTrue(answer.json["decisions"][0]["findings"])

    def test_what_is_there_already_is_a_conflict_in_the_readers_language(self):
        server = self.own_server()
        self.do(server, "register_organization", ORGANIZATION, "vendor")
        again = self.do(server, "register_organization", ORGANIZATION, "vendor")
        self.assert_problem(again, 409, "organization_exists")
        french = self.do(server, "register_organization", ORGANIZATION, "vendor",
                         Accept_Language="fr")
        self.assertIn("organisation « org-new »", french.json["title"])

    def test_a_repeated_request_is_done_once(self):
        server = self.own_server()
        for name in ("Idempotency-Key", "MS-RequestId"):
            fields = dict(ORGANIZATION, organization="org-" + name)
            key = {name.replace("-", "_"): "11111111-2222-4333-8444-555555555555" + name}
            first = self.do(server, "register_organization", fields, "vendor", **key)
            again = self.do(server, "register_organization", fields, "vendor", **key)
            self.assertEqual((first.status, again.status), (200, 200))
            self.assertEqual(again.body, first.body)
            self.assertEqual(again.headers["aval-repeated"], "true")
            other = self.do(server, "register_organization", dict(fields, name="Other"), "vendor",
                            **key)
            self.assert_problem(other, 409, "key_reused")

    def test_repeated_at_once_it_is_done_once(self):
        server = self.own_server()
        server.token("vendor")
        answers = []

        def ask():
            answers.append(self.do(server, "register_organization", ORGANIZATION, "vendor",
                                   Idempotency_Key="k"))

        threads = [threading.Thread(target=ask) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual(len({answer.body for answer in answers}), 1)

    def test_a_dry_run_changes_nothing(self):
        server = self.own_server()
        dry = self.do(server, "register_organization", ORGANIZATION, "vendor", "?dry_run=true")
        self.assertEqual((dry.status, dry.json["dry_run"], dry.json["position"]), (200, True, 0))
        later = self.do(server, "register_organization", ORGANIZATION, "vendor",
                        "?dry_run=true&on=2021-01-01")
        self.assertEqual(later.json["on"], "2021-01-01")
        self.assertEqual(self.do(server, "register_organization", ORGANIZATION,
                                 "vendor").status, 200)

    def test_another_day_is_refused(self):
        answer = self.do(self.server, "register_organization", ORGANIZATION, "vendor",
                         "?on=2021-01-01")
        self.assert_problem(answer, 400, "other_date")

    def test_nobody_acts_for_another(self):
        foreign = self.do(self.server, "onboard", {"tenant": ALDER}, "elbe")
        missing = self.do(self.server, "onboard",
                          {"tenant": "00000000-0000-4000-8000-00000000ffff"}, "elbe")
        self.assertEqual((foreign.status, foreign.json["code"]),
                         (missing.status, missing.json["code"]))
        self.assertIn(foreign.status, (403, 404))
        vendors = self.do(self.server, "register_organization", ORGANIZATION, "elbe")
        self.assert_problem(vendors, 403, "forbidden")

    def test_what_is_wrong_with_the_fields_is_told(self):
        for fields in (b"{", b"[]", {}, {"x": 1}, dict(ORGANIZATION, country="Germany"),
                       dict(ORGANIZATION, more=1), dict(ORGANIZATION, name=None)):
            answer = self.do(self.server, "register_organization", fields, "vendor")
            self.assert_problem(answer, 400, "body_wrong")
        for target in ("?dry_run=maybe", "?on=yesterday"):
            answer = self.do(self.server, "register_organization", ORGANIZATION, "vendor", target)
            self.assert_problem(answer, 400, "wrong_argument")
        unknown = self.do(self.server, "make_coffee", {}, "vendor")
        self.assert_problem(unknown, 404, "unknown_act")
        key = self.do(self.server, "register_organization", ORGANIZATION, "vendor",
                      Idempotency_Key="k" * 300)
        self.assert_problem(key, 400, "wrong_header")

    def test_what_was_answered_is_kept(self):
        issuer = ("--issuer", "http://aval.example")
        server = self.own_server(*issuer)
        for number in range(20):
            answer = self.do(server, "register_organization",
                             dict(ORGANIZATION, organization="org-%d" % number), "vendor")
            self.assertEqual(answer.status, 200)
        server.process.kill()
        server.stop()
        server.start(*issuer)
        ready = server.ask("GET", "/health/ready")
        self.assertEqual(ready.json["position"], answer.json["position"])
        again = self.do(server, "register_organization",
                        dict(ORGANIZATION, organization="org-19"), "vendor")
        self.assert_problem(again, 409, "organization_exists")
