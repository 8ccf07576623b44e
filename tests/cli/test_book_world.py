# SPDX-License-Identifier: Apache-2.0
"""Worlds into a book and out again, and judging on what a book keeps."""

import hashlib
import json

from facts import CUSTOMER, PROPOSALS, PROVIDER, RESELLER, base_world, csv_files, fact
from keeping import BOOK, DAY, SAMPLE, BookTest, facts_of, settled
from program import Row, cases
from random_world import RandomWorld

SEEDS = range(16)
ASKED = ("order", "--seller", RESELLER, "--provider", PROVIDER, "--customer", CUSTOMER, "--on",
         DAY)
OF_BOOK = ("--db", BOOK)
WORLDS = [Row("the base world", base_world), Row("nothing", list),
          Row("the sample", lambda: facts_of(SAMPLE))] + [
              Row("random %d" % seed, lambda seed=seed: RandomWorld(seed).facts)
              for seed in SEEDS]


@cases(WORLDS, quick_every=6)
class RoundTrip(BookTest):
    """What goes in comes out, and then in and out the same bytes."""

    def check(self, row):
        world = row.value()
        self.keep(world)

        first = self.export()
        self.put("first.ndjson", first)
        self.done("init", "--db", "other.db")
        self.done("import", "--db", "other.db", "first.ndjson")

        self.assertEqual(settled(facts_of(first)), settled(world))
        self.assertEqual(self.done("export", "--db", "other.db").encode(), first)

    def test_of_a_folder(self):
        world = RandomWorld(3).facts
        self.keep(None)

        self.done("import", self.put_folder(csv_files(world)))

        self.assertEqual(settled(facts_of(self.export())), settled(world))

    def test_with_what_acts_added(self):
        self.keep()
        self.place_order()
        first = self.export()
        self.put("first.ndjson", first)

        self.done("init", "--db", "other.db")
        self.done("import", "--db", "other.db", "first.ndjson")

        self.assertEqual(self.done("export", "--db", "other.db").encode(), first)
        kinds = {record["type"] for record in facts_of(first)}
        self.assertLessEqual({"order", "subscription", "subscription_status",
                              "partner_of_record"}, kinds)

    def test_order_of_lines_does_not_matter(self):
        self.keep()
        self.put("turned.ndjson", b"".join(reversed(SAMPLE.splitlines(keepends=True))))

        self.done("init", "--db", "other.db")
        self.done("import", "--db", "other.db", "turned.ndjson")

        self.assertEqual(self.done("export", "--db", "other.db").encode(), self.export())


@cases(WORLDS, quick_every=6)
class Judging(BookTest):
    """A book judges as the world that was imported into it."""

    def check(self, row):
        world = row.value()
        random = row.name.startswith("random")
        asked = RandomWorld(int(row.name.split()[1])).proposals(150) if random \
            else PROPOSALS.values()
        self.keep(world)
        self.put_proposals(asked)

        for form in ((), ("--full",)):
            known = self.check_aval("kept.ndjson", "proposals.ndjson", *form)
            kept = self.run_aval("check", *OF_BOOK, *form, "proposals.ndjson")

            self.assertEqual(kept, known)

    def test_of_one_question(self):
        self.keep(base_world())

        known = self.run_aval("ask", "--world", "kept.ndjson", *ASKED)

        self.assert_clean(known)
        self.assertEqual(self.run_aval("ask", *OF_BOOK, *ASKED), known)
        self.assertEqual(self.book("ask", *ASKED), known)

    def test_of_routes(self):
        self.keep(base_world())
        asked = ("--customer", CUSTOMER, "--on", DAY, "--json")

        known = self.run_aval("routes", "--world", "kept.ndjson", *asked)

        self.assert_clean(known)
        self.assertEqual(self.run_aval("routes", *OF_BOOK, *asked), known)
        self.assertEqual(self.book("routes", *asked), known)

    def test_on_the_day_of_the_book(self):
        self.keep(base_world())

        result = json.loads(self.done("ask", *ASKED[:-2], "--json"))
        routes = json.loads(self.done("routes", "--customer", CUSTOMER, "--json"))

        self.assertEqual(result["as_of"], DAY)
        self.assertIn(DAY, json.dumps(routes))

    def test_after_an_act(self):
        self.keep()
        asked = ("ask", "end", "--provider", "elbe.example", "--reseller", "birch.example",
                 "--requested-by", "vendor_support", "--json")
        before = json.loads(self.done(*asked))

        self.act("open-support-case", "birch.example:global_admin", "--provider", "elbe.example",
                 "--reseller", "birch.example")
        self.act("end-indirect-relationship", "vendor_support", "--provider", "elbe.example",
                 "--reseller", "birch.example")

        self.assertEqual(before["verdict"], "supported")
        self.assertEqual(json.loads(self.done(*asked))["verdict"], "not_supported")


class Import(BookTest):
    """A whole world, or nothing of it."""

    def test_tells_what_was_taken(self):
        self.keep(None)
        self.put("sample.ndjson", SAMPLE)

        said = self.done("import", "sample.ndjson")

        self.assertIn("took in %d facts, entry 1 of the journal" % len(SAMPLE.splitlines()), said)
        self.assertIn("sha256  " + hashlib.sha256(SAMPLE).hexdigest(), said)
        self.assertRegex(said, r"(?m)^  offer +5$")

    def test_says_it_in_french(self):
        self.keep(None)

        said = self.done("import", self.put("sample.ndjson", SAMPLE), "--lang", "fr")

        self.assertIn("faits importés", said)

    def test_into_a_book_with_facts(self):
        self.keep()
        before = self.export()

        self.assert_refused(self.book("import", "kept.ndjson"), "has facts already", "aval init")
        self.assertEqual(self.export(), before)

    def test_of_a_world_with_an_error(self):
        self.keep(None)
        world = base_world() + [fact("account", tenant=PROVIDER, onboarded_on="2020-02-30")]

        result = self.book("import", self.put_world(world))

        self.assert_refused(result, "world.ndjson:%d" % len(world), "onboarded_on",
                            "refused whole; nothing was taken in")
        self.assertEqual(self.export(), b"")

    def test_of_a_dangling_reference(self):
        self.keep(None)
        world = [record for record in base_world() if record["type"] != "organization"]

        self.assert_refused(self.book("import", self.put_world(world)), "nothing was taken in")
        self.assertEqual(self.export(), b"")

    def test_of_no_file(self):
        self.keep(None)

        self.assert_refused(self.book("import", "nowhere.ndjson"), "nowhere.ndjson")
        self.assert_refused(self.book("import"), "WORLD is missing")

    def test_again_after_an_error(self):
        self.keep(None)
        self.book("import", "nowhere.ndjson")

        self.done("import", self.put_world())

        self.assertEqual(settled(facts_of(self.export())), settled(base_world()))


class Export(BookTest):
    """Everything goes to standard output."""

    def test_of_a_closed_pipe(self):
        self.keep()

        result = self.run_shell("AVAL_DB=%s \"$0\" export | head -n 1" % BOOK)

        self.assertEqual(result.out.count(b"\n"), 1)

    def test_to_a_full_disk(self):
        self.keep()
        with open("/dev/full", "wb") as full:
            result = self.book("export", stdout=full)

        self.assertEqual(result.status, 3)
        self.assertIn("could not write standard output", result.text)
