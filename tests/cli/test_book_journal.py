# SPDX-License-Identifier: Apache-2.0
"""`aval journal`, `verify` and `erase`: what they say, and how they end."""

import json
import shutil
import sqlite3

from keeping import ELBE, ORDER, BookTest
from program import Row, cases


class JournalTest(BookTest):
    """A book with an import and an order that was carried out; a second is not possible."""

    def setUp(self):
        super().setUp()
        self.keep()
        for customer in ("dala.example", "elbe.example"):
            self.book("place-order", *ORDER, "--customer", customer, "--as", ELBE)

    def change(self, text):
        with sqlite3.connect(self.folder / "book.db") as database:
            database.execute(text)
        database.close()

    def lines(self, *arguments, **run):
        return self.done("journal", *arguments, **run).splitlines()

    def assert_refused(self, expected, *arguments):
        result = self.book(*arguments)
        self.assertEqual((result.status, result.out), (2, b""))
        self.assertIn(expected, result.text)


class List(JournalTest):
    """The entries, all or some."""

    def test_lists_each_entry_once(self):
        self.assertEqual([int(line.split()[0]) for line in self.lines("list")],
                         list(range(1, len(self.lines("list")) + 1)))

    def test_begins_behind_a_position_and_ends_after_so_many(self):
        whole = self.lines("list")

        self.assertEqual(self.lines("list", "--after", "1"), whole[1:])
        self.assertEqual(self.lines("list", "--limit", "1"), whole[:1])
        self.assertEqual(self.lines("list", "--limit", "0"), [])
        self.assertEqual(self.lines("list", "--after", str(len(whole))), [])

    def test_lists_what_a_party_had_a_part_in(self):
        named = self.lines("list", "--party", "dala.example")

        self.assertEqual(len(named), 1)
        self.assertIn("place_order", named[0])

    def test_shows_one(self):
        shown = json.loads(self.done("journal", "show", "1", "--json"))

        self.assertEqual((shown["position"], shown["leaf"]["act"]), (1, "import"))
        self.assertEqual(shown, json.loads(self.lines("list", "--json")[0]))
        self.assertIn(shown["hash"], self.done("journal", "show", "1"))

    def test_has_an_entry_for_what_was_erased(self):
        said = self.done("erase", "--tenant", "elbe.example", "--lang", "fr")

        self.assertIn("effacé dans 1 faits", said)
        self.assertIn("  erase  vendor", self.lines("list")[-1])
        self.assertIn("intact", self.done("verify", "--lang", "fr"))


@cases([
    Row("no word", ("list|show|head|prove is missing", "journal")),
    Row("another word", ("\"tell\" is no value of", "journal", "tell")),
    Row("no position", ("POSITION is missing", "journal", "show")),
    Row("position 0", ("the journal has no entry 0", "journal", "show", "0")),
    Row("a late position", ("the journal has no entry 99", "journal", "show", "99")),
    Row("no number", ("\"x1\" is no value of POSITION", "journal", "show", "x1")),
    Row("too large", ("is no value of --after", "journal", "list", "--after", "9" * 30)),
    Row("one too many", ("unexpected argument", "journal", "show", "1", "2")),
    Row("a list of one", ("unexpected argument", "journal", "list", "1")),
    Row("to prove too much", ("the journal has no entry 99", "journal", "prove", "99")),
    Row("no head", ("could not read \"none\"", "verify", "--head", "none")),
    Row("a wrong head", ("that is no head of a journal: JSON", "verify", "--head",
                         "kept.ndjson")),
    Row("nobody", ("option \"--tenant\" is missing", "erase")),
    Row("a stranger", ("unknown tenant", "erase", "--tenant", "nobody.example")),
    Row("no names", ("no personal data of", "erase", "--tenant", "dala.example")),
])
class Refusals(JournalTest):
    """What is asked wrongly is told, and nothing is written."""

    def check(self, row):
        self.assert_refused(row.value[0], *row.value[1:])


class Heads(JournalTest):
    """Heads that are kept, and what they find."""

    def setUp(self):
        super().setUp()
        self.head = self.done("journal", "head", "--write", "head.json")

    def verify(self):
        result = self.book("verify", "--head", "head.json")
        return result.status, result.out.decode()

    def test_are_written_once(self):
        self.assertEqual((self.folder / "head.json").read_text(), self.head)
        self.assert_refused("could not create \"head.json\"", "journal", "head", "--write",
                            "head.json")
        self.assertEqual((self.folder / "head.json").read_text(), self.head)

    def test_hold_while_the_book_goes_on(self):
        self.book("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE)

        status, said = self.verify()

        self.assertEqual(status, 0, said)
        proof = json.loads(self.done("journal", "prove", "--head", "head.json"))
        self.assertEqual(proof["consistency"]["first_count"], json.loads(self.head)["leaf_count"])

    def test_find_an_earlier_copy(self):
        shutil.copy(self.folder / "book.db", self.folder / "earlier.db")
        self.book("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE)
        (self.folder / "head.json").unlink()
        self.done("journal", "head", "--write", "head.json")
        shutil.copy(self.folder / "earlier.db", self.folder / "book.db")

        status, said = self.verify()

        self.assertEqual(status, 1)
        self.assertRegex(said, r"the head knows of \d+ entries, the book has \d+")

    def test_find_a_head_of_another_book(self):
        self.done("init", "--db", "sqlite:other.db")
        result = self.book("verify", "--db", "sqlite:other.db", "--head", "head.json")

        self.assertEqual(result.status, 1)
        self.assertIn("the head is of another book", result.out.decode())

    def test_find_a_head_that_was_changed(self):
        head = json.loads(self.head)
        (self.folder / "head.json").write_text(json.dumps(dict(head, at=head["at"] + 1)))

        status, said = self.verify()

        self.assertEqual(status, 1)
        self.assertIn("the head is not signed by the key that it names", said)

    def test_name_the_entry_that_was_changed(self):
        self.change("update entries set act_on = act_on - 1 where position = 2")

        status, said = self.verify()

        self.assertEqual(status, 1)
        self.assertIn("entry 2: it is not what its leaf was made of", said)

    def test_name_the_fact_that_was_changed(self):
        self.change("update orders set quantity = quantity + 1")

        status, said = self.verify()

        self.assertEqual(status, 1)
        self.assertRegex(said, r"entry \d+: a fact that it left is not there as it left it: "
                               r"\{\"type\":\"order\"")

    def test_find_a_clock_that_was_set(self):
        for value in ("'0'", "value + 86400", "substr(value, 1, 5)"):
            with self.subTest(value):
                self.done("clock", "--advance", "2", "days")
                self.change("update settings set value = %s where name = 'clock_offset'" % value)

                status, said = self.verify()

                self.assertEqual(status, 1)
                self.assertRegex(said, r"the clock: it is not set as entry \d+ says")
                self.assertIn("l'horloge", self.book("verify", "--lang", "fr").out.decode())

    def test_find_a_production_book_with_a_clock(self):
        self.change("delete from settings where name = 'is_sandbox'")

        status, said = self.verify()

        self.assertEqual(status, 1)
        self.assertIn("the clock: it is not set as entry 0 says", said)

    def test_name_the_type_of_what_was_imported(self):
        self.change("update organizations set name = 'Other' where row_id ="
                    " (select min(row_id) from organizations)")

        status, said = self.verify()

        self.assertEqual(status, 1)
        self.assertRegex(said, r"facts: .*: organization \(\d+; \d+\)")
