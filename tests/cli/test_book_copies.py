# SPDX-License-Identifier: Apache-2.0
"""`aval backup` and `aval restore`: what they make, what they say, and what they leave alone."""

import json
import os
import shutil
import sqlite3
import stat

from keeping import ELBE, ORDER, BookTest
from program import Row, cases


class CopyTest(BookTest):
    """A book with an import and an order."""

    def setUp(self):
        super().setUp()
        self.keep()
        self.place_order()

    def mode(self, name):
        return stat.S_IMODE(os.stat(self.folder / name).st_mode)

    def files(self):
        return sorted(path.name for path in self.folder.iterdir()
                      if not path.name.startswith("book.db"))


class Copies(CopyTest):
    """A backup is the book of that moment, and so is what is restored of it."""

    def test_tells_the_last_entry_and_the_head(self):
        said, head = self.done("backup", "--to", "kept.db").splitlines()
        self.put("head.json", head.encode())

        self.assertIn("up to entry 2 of the journal, of 2020-05-12 ", said)
        self.assertEqual(json.loads(head)["leaf_count"], 2)
        self.assertIn("intact", self.done("verify", "--head", "head.json"))

    def test_is_verified_where_it_is_and_leaves_nothing_beside(self):
        self.done("backup", "--to", "kept.db")
        self.done("verify", "--db", "kept.db")

        self.assertEqual(self.files(), ["kept.db", "kept.ndjson"])
        self.assertEqual(self.mode("kept.db"), 0o400)

    def test_restores_what_was(self):
        before = self.export()
        self.done("backup", "--to", "kept.db")
        self.place_order()
        said = self.done("restore", "kept.db", "--db", "sqlite:again.db")

        self.assertIn("restored to \"sqlite:again.db\", up to entry 2 ", said)
        self.assertIn("what was erased after it is in it again", said)
        self.assertEqual(self.done("export", "--db", "again.db").encode(), before)
        self.assertEqual(self.mode("again.db"), 0o600)

    def test_goes_on_where_it_is_restored(self):
        self.done("backup", "--to", "kept.db")
        self.done("restore", "kept.db", "--db", "again.db")
        self.done("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE, "--db",
                  "again.db")

        self.assertIn("intact: 3 entries", self.done("verify", "--db", "again.db"))

    def test_finds_with_a_later_head_that_something_is_missing(self):
        self.done("backup", "--to", "kept.db")
        self.place_order()
        self.done("journal", "head", "--write", "later.json")
        self.done("restore", "kept.db", "--db", "again.db")

        self.assertEqual(self.book("verify", "--db", "again.db", "--head", "later.json").status, 1)

    def test_has_what_is_in_the_log_only(self):
        """A process that was killed has left its last acts in the log."""
        log = sqlite3.connect(self.folder / "book.db")
        log.execute("select * from entries").fetchone()
        self.place_order()
        self.assertGreater((self.folder / "book.db-wal").stat().st_size, 0)
        self.done("backup", "--to", "kept.db")
        log.close()

        self.assertIn("intact: 3 entries", self.done("verify", "--db", "kept.db"))

    def test_of_a_book_without_entries(self):
        self.done("init", "--db", "empty.db")

        self.assertIn("no entry yet", self.done("backup", "--db", "empty.db", "--to", "kept.db"))
        self.done("restore", "kept.db", "--db", "again.db", "--lang", "fr")

    def test_to_the_default_place(self):
        self.done("backup", "--to", "kept.db")
        home = {"AVAL_DB": "", "XDG_DATA_HOME": str(self.folder / "data")}
        self.done("restore", "kept.db", env=home)

        self.assertIn("intact", self.done("verify", env=home))

    def test_in_french(self):
        self.assertIn("jusqu'à l'écriture 2 du journal",
                      self.done("backup", "--to", "kept.db", "--lang", "fr"))


class Erased(CopyTest):
    """A backup that is older than an erasure has the names still, and says so."""

    def test_has_the_name_again(self):
        name = next(fact["signed_by"] for fact in map(json.loads, self.export().splitlines())
                    if fact.get("signed_by"))
        self.done("backup", "--to", "kept.db")
        self.done("erase", "--tenant", "elbe.example")
        said = self.done("restore", "kept.db", "--db", "again.db")

        self.assertIn("erase it anew", said)
        self.assertIn(name, self.done("export", "--db", "again.db"))


@cases([
    Row("no place", ("option \"--to\" is missing", "backup")),
    Row("a place that is taken", ("left as it is", "backup", "--to", "kept.ndjson")),
    Row("itself", ("left as it is", "backup", "--to", "book.db")),
    Row("a folder", ("left as it is", "backup", "--to", ".")),
    Row("a folder that is not there", ("No such file", "backup", "--to", "nowhere/kept.db")),
    Row("another database", ("names no store", "backup", "--to", "postgres://kept")),
    Row("no file", ("FILE is missing", "restore", "--db", "again.db")),
    Row("a file that is not there", ("no book at", "restore", "none.db", "--db", "again.db")),
    Row("over the book", ("left as it is", "restore", "book.db")),
    Row("a file that is none", ("no book of Aval", "restore", "kept.ndjson", "--db", "again.db")),
])
class Refusals(CopyTest):
    """What is asked wrongly is told, and nothing is written."""

    def check(self, row):
        before = (self.folder / "book.db").read_bytes()
        result = self.book(*row.value[1:])

        self.assert_refused(result, row.value[0])
        self.assertEqual((self.folder / "book.db").read_bytes(), before)
        self.assertEqual(self.files(), ["kept.ndjson"])


class Places(CopyTest):
    """What an earlier book left would become part of the new one."""

    def test_beside_a_log_of_an_earlier_book(self):
        self.done("backup", "--to", "kept.db")
        self.put("again.db-wal", b"of another book")
        result = self.book("restore", "kept.db", "--db", "again.db")

        self.assert_refused(result, "there is something at \"again.db-wal\" already")
        self.assertFalse((self.folder / "again.db").exists())

    def test_new_beside_a_log_of_an_earlier_book(self):
        self.put("again.db-wal", b"of another book")

        self.assert_refused(self.run_aval("init", "--db", "again.db"), "again.db-wal")

    def test_of_a_size_that_is_not_allowed(self):
        """A limit of the shell stands for a disk that is full."""
        result = self.run_shell("trap '' XFSZ; ulimit -f 64; "
                                '"$0" backup --db book.db --to kept.db')

        self.assertEqual(result.status, 3, result.text)
        self.assertIn("could not write the copy \"kept.db\"", result.text)
        self.assertEqual(self.files(), ["kept.ndjson"])


class Damaged(CopyTest):
    """What is not sound is not copied, and nothing is left of it."""

    def change(self, text):
        with sqlite3.connect(self.folder / "book.db") as database:
            database.execute(text)
        database.close()

    def assert_not_copied(self, words):
        shutil.copyfile(self.folder / "book.db", self.folder / "moved.db")
        for command in (("backup", "--to", "copy.db"),
                        ("restore", "moved.db", "--db", "copy.db")):
            self.assert_refused(self.book(*command), words)
            self.assertEqual(list(self.folder.glob("copy*")), [])

    def test_facts_that_were_changed(self):
        self.change("update organizations set name = name || 'x'")
        self.assert_not_copied("is not what its journal says")

    def test_an_index_that_is_not_of_its_table(self):
        path = self.folder / "book.db"
        with sqlite3.connect(path) as database:
            page, = database.execute("select rootpage from sqlite_schema where name ="
                                     " 'tenants_of_organization'").fetchone()
            size, = database.execute("pragma page_size").fetchone()
            database.execute("pragma wal_checkpoint(truncate)")
        database.close()
        content = bytearray(path.read_bytes())
        content[page * size - 1] ^= 1
        path.write_bytes(content)
        verified = self.book("verify")
        self.assertEqual(verified.status, 1, verified)
        self.assertIn(b"the file: ", verified.out)
        self.assert_not_copied("is damaged")
