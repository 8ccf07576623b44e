# SPDX-License-Identifier: Apache-2.0
"""The clock of a sandbox, moved while it is served."""

import json
import shutil
import tempfile
from pathlib import Path

from server import ALDER, SAALE, Server, ServerTest, run

CLOCK = "/program/v1/clock"
BUY = {"seller": ALDER, "customer": SAALE, "offer": "OFFICE-PREM", "quantity": 25}


class Clock(ServerTest):
    def today(self, server):
        answer = server.ask("GET", CLOCK, role="saale")
        self.assertEqual(answer.status, 200)
        return answer.json["today"]

    def test_moves_forward_and_dates_what_is_done(self):
        server = self.own_server()
        self.assertEqual(self.today(server), "2020-05-12")
        for body, day in (({"days": 1}, "2020-05-13"), ({"months": 1}, "2020-06-13"),
                          ({"set": "2020-06-30"}, "2020-06-30"),
                          ({"set": "2020-06-30"}, "2020-06-30"),
                          ({"set": None, "days": 2}, "2020-07-02")):
            moved = server.ask("POST", CLOCK, body, role="vendor")
            self.assertEqual((moved.status, moved.json["today"], moved.json["sandbox"]),
                             (200, day, True))
            self.assertEqual(self.today(server), day)
        bought = server.ask("POST", "/program/v1/acts/place_order", BUY, role="alder")
        self.assertEqual((bought.status, bought.json["on"]), (200, "2020-07-02"))
        entries = server.ask("GET", "/program/v1/journal", role="vendor").json["entries"]
        self.assertEqual([entry["act"] for entry in entries[1:]],
                         4 * ["move_clock"] + ["place_order"])

    def test_is_the_vendors_to_move(self):
        for role, status in ((None, 401), ("alder", 403), ("saale", 403)):
            self.assertEqual(self.server.ask("POST", CLOCK, {"days": 1}, role=role).status, status)
        self.assertEqual(self.today(self.server), "2020-05-12")

    def test_refuses_what_is_no_move(self):
        for body, status, code in (
                ({"set": "2020-05-11"}, 400, "clock_backward"),
                ({"months": 1000000}, 400, "clock_end"),
                ({}, 400, "body_wrong"), ({"days": 1, "months": 1}, 400, "body_wrong"),
                ({"days": 0}, 400, "body_wrong"), ({"days": 1000001}, 400, "body_wrong"),
                ({"set": "tomorrow"}, 400, "body_wrong"), ({"weeks": 1}, 400, "body_wrong"),
                ([], 400, "body_wrong")):
            answer = self.server.ask("POST", CLOCK, body, role="vendor")
            self.assert_problem(answer, status, code)
        self.assertEqual(self.today(self.server), "2020-05-12")

    def test_of_a_production_book_stands(self):
        folder = Path(tempfile.mkdtemp(prefix="aval-api-book-"))
        self.addCleanup(shutil.rmtree, folder)
        run(folder, "init", "--db", "book.db")
        app = json.loads(run(folder, "app-add", "--db", "book.db", "--json", "--as", "vendor"))
        (folder / "apps.json").write_text(json.dumps({"vendor": app}))
        server = Server(book=folder)
        self.addCleanup(server.end)
        answer = server.ask("POST", CLOCK, {"days": 1}, role="vendor")
        self.assert_problem(answer, 409, "clock_fixed")
        self.assertFalse(server.ask("GET", CLOCK, role="vendor").json["sandbox"])
