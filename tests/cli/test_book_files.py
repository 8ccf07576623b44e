# SPDX-License-Identifier: Apache-2.0
"""Files that are no book, or no longer a sound one: a message, never a crash, never a change."""

import os
import random
import sqlite3
import unittest
from typing import Callable, NamedTuple

from keeping import BOOK, ELBE, ORDER, BookTest
from program import Row, cases

COMMANDS = [
    Row("export", ("export",)), Row("clock", ("clock",)), Row("migrate", ("migrate",)),
    Row("import", ("import", "kept.ndjson")), Row("show", ("show", "birch.example")),
    Row("history", ("history", "birch.example")),
    Row("journal", ("journal", "list")), Row("head", ("journal", "head")),
    Row("verify", ("verify",)), Row("erase", ("erase", "--tenant", "birch.example")),
    Row("backup", ("backup", "--to", "copy.db")),
    Row("restore", ("restore", "book.db", "--db", "copy.db")),
    Row("mpa status", ("mpa-status", "--tenant", "birch.example")),
    Row("check", ("check", "--db", BOOK, "/dev/null")),
    Row("ask", ("ask", "support", "--partner", "beech", "--customer", "saale")),
    Row("routes", ("routes", "--customer", "dala.example")),
    Row("an act", ("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE)),
    Row("a dry run", ("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE,
                      "--dry-run")),
]
FLIPS = range(24)


def other_database(path):
    with sqlite3.connect(path) as database:
        database.execute("create table organizations (id text)")
    database.close()


def newer(path):
    with sqlite3.connect(path) as database:
        database.execute("pragma user_version = 999")
    database.close()


def of_other_program(path):
    with sqlite3.connect(path) as database:
        database.execute("pragma application_id = 1")
    database.close()


def with_trigger(path):
    with sqlite3.connect(path) as database:
        database.execute("create trigger more after insert on entries begin"
                         " delete from organizations; end")
    database.close()


def cut(length):
    def shorten(path):
        os.truncate(path, length)
    return shorten


def text(content):
    def write(path):
        path.write_bytes(content)
    return write


class Foreign(NamedTuple):
    name: str
    has_book: bool
    make: Callable
    words: tuple


FOREIGN = [
    Foreign("an empty file", False, text(b""), ("no book of Aval",)),
    Foreign("text", False, text(b"dear diary\n" * 900), ("no book of Aval",)),
    Foreign("the header alone", False, text(b"SQLite format 3\0"), ()),
    Foreign("zeros", False, text(bytes(8192)), ()),
    Foreign("another database", False, other_database, ("no book of Aval",)),
    Foreign("of another program", True, of_other_program, ("no book of Aval",)),
    Foreign("a folder", False, lambda path: path.mkdir(), ()),
    Foreign("of a newer version", True, newer, ("of version 999",)),
    Foreign("with a trigger", True, with_trigger, ("it has triggers or views",)),
    Foreign("cut to nothing", True, cut(0), ()),
    Foreign("cut within the header", True, cut(50), ()),
    Foreign("cut after a page", True, cut(4096), ()),
    Foreign("cut within a page", True, cut(70001), ()),
]


@cases([Row("%s of %s" % (command.name, foreign.name), (command.value, foreign))
        for foreign in FOREIGN for command in COMMANDS], quick_every=5)
class Refused(BookTest):
    """Each command on each file that is no book."""

    def check(self, row):
        command, foreign = row.value
        if foreign.has_book:
            self.keep()
        else:
            self.put("kept.ndjson", b"")
        path = self.folder / "book.db"
        foreign.make(path)
        before = path.read_bytes() if path.is_file() else None

        result = self.book(*command)

        self.assert_refused(result, "aval: ", *foreign.words)
        if before is not None:
            self.assertEqual(path.read_bytes(), before)
        self.assertEqual(list(self.folder.glob("copy*")), [])


@cases([Row("seed %d" % seed, seed) for seed in FLIPS], quick_every=12)
class Flipped(BookTest):
    """A book with bytes of it changed: it says what is wrong, or does not need them."""

    def check(self, row):
        self.keep()
        chance = random.Random(row.value)
        path = self.folder / "book.db"
        content = bytearray(path.read_bytes())
        if row.value % 3 == 0:
            first = chance.randrange(len(content))
            content[first:first + 700] = chance.randbytes(len(content[first:first + 700]))
        else:
            for _ in range(chance.choice((1, 8, 64))):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)

        for command in COMMANDS:
            result = self.book(*command.value)

            self.assertIn(result.status, (0, 1, 2, 3), command.name)
            if result.status in (2, 3):
                self.assertIn("aval: ", result.text)
            if result.status == 2:
                self.assertEqual(result.out, b"")
            for copy in self.folder.glob("copy*"):
                self.assertEqual((command.name, result.status),
                                 (command.name.split()[0], 0), copy.name)
                copy.unlink()


class Surroundings(BookTest):
    """Folders in which nothing can be written, or that are not there."""

    def test_missing_folder(self):
        result = self.run_aval("init", "--db", "sqlite:nowhere/book.db")

        self.assert_refused(result, "aval: ", "No such file or directory")

    def test_folder_of_the_system(self):
        self.assert_refused(self.run_aval("init", "--db", "sqlite:/proc/book.db"), "aval: ")

    def test_existing_file_is_left(self):
        self.put("book.db", b"mine")

        self.assert_refused(self.book("init"), "left as it is")
        self.assertEqual((self.folder / "book.db").read_bytes(), b"mine")

    def test_existing_book_is_left(self):
        self.keep()
        before = self.export()

        self.assert_refused(self.book("init"), "already")
        self.assertEqual(self.export(), before)

    def test_place_in_use_for_folders(self):
        self.put("data", b"")

        result = self.run_aval("init", env={"XDG_DATA_HOME": str(self.folder / "data")})

        self.assert_refused(result, "could not create")

    @unittest.skipIf(os.geteuid() == 0, "no folder is closed to this user")
    def test_closed_folder(self):
        self.keep()
        os.chmod(self.folder, 0o555)
        try:
            made = self.run_aval("init", "--db", "new.db")
            acted = self.book(*COMMANDS[-2].value)
        finally:
            os.chmod(self.folder, 0o755)

        self.assert_refused(made, "aval: ")
        self.assert_refused(acted, "aval: ")

    def test_odd_names(self):
        for name in ("a b.db", "é.db", "a%20b.db", "a?mode=memory", "a#b.db", "-.db"):
            with self.subTest(name):
                self.assert_clean(self.run_aval("init", "--db", "sqlite:" + name))
                self.assertTrue((self.folder / name).is_file(), name)
                self.assert_clean(self.run_aval("clock", "--db", "sqlite:" + name))

    def test_no_book_in_memory(self):
        """Nothing would be kept in it."""
        self.assert_refused(self.run_aval("init", "--db", "sqlite::memory:"))


class Migration(BookTest):
    """A book that is up to date stays as it is."""

    def test_of_the_same_version(self):
        self.keep()
        before = self.export()

        self.assertIn("up to date", self.done("migrate"))
        self.assertEqual(self.export(), before)

    def test_of_no_book(self):
        self.assert_refused(self.book("migrate"), "there is no book", "aval init")
