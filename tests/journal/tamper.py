#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Books changed behind the program's back: `aval verify` with a head that was kept finds it.

Each tampering takes a fresh copy of a book with some entries below a head, and some above, and
does one thing to entries below the head or to rows of facts. Half of those with entries are done
by somebody who knows the journal: leaves, their hashes and the tree are made anew, so that all
fits but the head. The book as it is has to pass, and each that was changed to be told (status 1).
"""

import argparse
import collections
import concurrent.futures
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference",
                                "journal"))

import books  # noqa: E402
import verify  # noqa: E402

BOOK_TABLES = ("entries", "entry_bodies", "entry_parties", "receipts", "refusals", "settings",
               "tree_nodes")
ABOVE = 6  # entries above the head


class Nothing(Exception):
    """The tampering would have changed nothing; another is tried."""


# The journal, as who knows it would make it anew.

def guid_text(blob):
    text = blob.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def day_text(day):
    import datetime
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


def leaf_of(database, row):
    position, id, at, act_on, tenant, role, act, outcome, body = row
    parties = database.execute("select party from entry_parties where position = ?"
                               " order by place", (position,)).fetchall()
    return verify.leaf_hash(verify.canonical({
        "act": act, "at": at, "body": verify.named(body), "id": guid_text(id),
        "on": day_text(act_on), "outcome": outcome,
        "parties": [guid_text(party) for party, in parties],
        "principal": {"role": role, "tenant": guid_text(tenant) if any(tenant) else None}}))


def seal_bodies(database):
    for position, salt, *texts in database.execute(
            "select position, salt, input, decisions, changes from entry_bodies").fetchall():
        body = '{"input":%s,"decisions":%s,"changes":%s}' % tuple(texts)
        database.execute("update entries set body = ? where position = ?",
                         (verify.sha256(salt, body.encode()), position))


def journal_of(database):
    return [database.execute("select * from %s order by position" % table).fetchall()
            for table in ("entries", "entry_bodies", "entry_parties")]


def seal(database):
    """Makes bodies' hashes, leaves and the tree fit the entries as they are."""
    seal_bodies(database)
    leaves = []
    for row in database.execute("select position, id, at, act_on, tenant, role, act, outcome, body"
                                " from entries order by position").fetchall():
        leaves.append(leaf_of(database, row))
        database.execute("update entries set leaf = ? where position = ?", (leaves[-1], row[0]))
    database.execute("delete from tree_nodes")
    for level in range(1, len(leaves).bit_length()):
        for place in range(len(leaves) >> level):
            last = (place + 1 << level) - 1
            number = 2 * last - bin(last).count("1") + level
            database.execute("insert into tree_nodes values (?, ?)", (
                number, verify.root(leaves[place << level:place + 1 << level])))


# One thing done to a book. Each takes the database, chance, and the number of entries below.

def other_value(database, chance, table, column, value):
    """A value that the column might have, and does not have here."""
    if column in ("salt", "body", "leaf", "hash"):
        return chance.randbytes(32)
    others = [other for other, in database.execute(
        "select distinct %s from %s where %s is not ?" % (column, table, column), (value,))]
    if others and chance.random() < 0.5:
        return chance.choice(others)
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 7))
    if isinstance(value, bytes):
        place = chance.randrange(len(value))
        return value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1:]
    if isinstance(value, str):
        return value + chance.choice("xyz")
    raise Nothing


def columns_of(database, table):
    return [row[1] for row in database.execute("pragma table_info(%s)" % table)]


def change_cell(database, chance, table, key, number):
    column = chance.choice([name for name in columns_of(database, table) if name != key])
    value, = database.execute("select %s from %s where %s = ?" % (column, table, key),
                              (number,)).fetchone()
    database.execute("update %s set %s = ? where %s = ?" % (table, column, key),
                     (other_value(database, chance, table, column, value), number))


def change_entry(database, chance, below):
    change_cell(database, chance, "entries", "position", chance.randrange(1, below + 1))


def change_body(database, chance, below):
    position = chance.randrange(1, below + 1)
    column = chance.choice(("salt", "input", "decisions", "changes"))
    value, = database.execute("select %s from entry_bodies where position = ?" % column,
                              (position,)).fetchone()
    if column == "salt":
        value = chance.randbytes(32)
    else:
        place = chance.randrange(len(value))
        letter = chance.choice("0123456789abcdef")
        if value[place] == letter:
            raise Nothing
        value = value[:place] + letter + value[place + 1:]
    database.execute("update entry_bodies set %s = ? where position = ?" % column,
                     (value, position))


def change_parties(database, chance, below):
    rows = database.execute("select rowid_party, position from (select party as rowid_party,"
                            " position from entry_parties) where position <= ?",
                            (below,)).fetchall()
    party, position = chance.choice(rows)
    if chance.random() < 0.5:
        database.execute("delete from entry_parties where party = ? and position = ?",
                         (party, position))
    else:
        database.execute("update entry_parties set party = ? where party = ? and position = ?",
                         (chance.randbytes(16), party, position))


def delete_at(database, position):
    for table in ("entry_parties", "entry_bodies", "entries"):
        database.execute("delete from %s where position = ?" % table, (position,))


def move(database, position, to):
    for table in ("entry_parties", "entry_bodies", "entries"):
        database.execute("update %s set position = ? where position = ?" % table, (to, position))


def close_gap(database, position, by):
    """What stands behind a position moves by one."""
    rows = [row[0] for row in database.execute(
        "select position from entries where position > ? order by position", (position,))]
    for number in rows if by < 0 else reversed(rows):
        move(database, number, number + by)


def delete_entry(database, chance, below):
    position = chance.randrange(1, below + 1)
    delete_at(database, position)
    if chance.random() < 0.5:
        close_gap(database, position, -1)


def delete_body(database, chance, below):
    database.execute("delete from entry_bodies where position = ?",
                     (chance.randrange(1, below + 1),))


def copy_entry(database, chance, source, to):
    for table in ("entries", "entry_bodies", "entry_parties"):
        columns = columns_of(database, table)
        for row in database.execute("select * from %s where position = ?" % table,
                                    (source,)).fetchall():
            values = dict(zip(columns, row), position=to)
            if "id" in values:
                values["id"] = chance.randbytes(16)
            database.execute("insert into %s (%s) values (%s)" % (
                table, ", ".join(values), ", ".join("?" * len(values))), list(values.values()))


def insert_entry(database, chance, below):
    position = chance.randrange(1, below)
    close_gap(database, position, 1)
    copy_entry(database, chance, position, position + 1)


def reorder(database, chance, below):
    first, second = chance.sample(range(1, below + 1), 2)
    move(database, first, -1)
    move(database, second, first)
    move(database, -1, second)


def cut(database, chance, below):
    position = chance.randrange(0, below)
    for number, in database.execute("select position from entries where position > ?",
                                    (position,)).fetchall():
        delete_at(database, number)


def fact_tables(database):
    names = [name for name, in database.execute("select name from sqlite_master where type ="
                                                " 'table' order by name")]
    return [name for name in names if name not in BOOK_TABLES
            and database.execute("select 1 from %s limit 1" % name).fetchone()]


def pick_fact(database, chance):
    table = chance.choice(fact_tables(database))
    number, = chance.choice(database.execute("select row_id from %s" % table).fetchall())
    return table, number


def change_fact(database, chance, below):
    table, number = pick_fact(database, chance)
    change_cell(database, chance, table, "row_id", number)


def delete_fact(database, chance, below):
    database.execute("delete from %s where row_id = ?" % (pick := pick_fact(database, chance))[0],
                     (pick[1],))


def insert_fact(database, chance, below):
    table, number = pick_fact(database, chance)
    columns = columns_of(database, table)
    row = dict(zip(columns, database.execute("select * from %s where row_id = ?" % table,
                                             (number,)).fetchone()))
    row["row_id"] = chance.randrange(1 << 40)
    for column in ("id", "mpn_id", "domain", "token", "tenant"):
        if column in row and row[column] is not None and chance.random() < 0.8:
            value = row[column]
            row[column] = chance.randbytes(16) if isinstance(value, bytes) else value + "9"
    database.execute("insert into %s values (%s)" % (table, ", ".join("?" * len(row))),
                     list(row.values()))


ENTRY_WAYS = (change_entry, change_body, change_parties, delete_entry, delete_body, insert_entry,
              reorder, cut)
FACT_WAYS = (change_fact, delete_fact, insert_fact)


class Setting:
    """What the processes share: the book, what it was on the way, and the head."""

    def __init__(self, aval, folder):
        self.aval, self.folder = aval, folder
        self.book = os.path.join(folder, "book")
        self.head = os.path.join(folder, "head")
        self.earlier = []
        self.below = 0

    def keep(self, book, position):
        path = os.path.join(self.folder, "earlier-%d" % position)
        shutil.copy(self.book, path)
        self.earlier.append(path)

    def build(self):
        book = books.JournalBook(self.aval, self.book)
        names = books.acts()
        for number, name in enumerate(names):
            # A book that was rolled back to where the head is, or above, is as it was there.
            if number % 8 == 0 and number < len(names) - ABOVE:
                self.keep(book, number)
            if number == len(names) - ABOVE:
                book.write_head(self.head)
                self.below = book.head()["leaf_count"]
            books.act(book, name)
        return book.verify("--head", self.head)


def look(setting, path):
    return subprocess.run([setting.aval, "verify", "--db", "sqlite:" + path, "--head",
                           setting.head], capture_output=True, text=True)


def alter(setting, path, chance):
    """Does one thing to the copy; what, and how."""
    kind = chance.randrange(10)
    if kind == 0:
        shutil.copy(chance.choice(setting.earlier), path)
        return "roll back"
    ways = FACT_WAYS if kind < 5 else ENTRY_WAYS
    way = chance.choice(ways)
    is_clever = ways is ENTRY_WAYS and way is not delete_body and chance.random() < 0.5
    database = sqlite3.connect(path)
    try:
        database.execute("pragma synchronous = off")
        database.execute("pragma ignore_check_constraints = on")
        before = journal_of(database) if is_clever else None
        way(database, chance, setting.below)
        if is_clever:
            seal(database)
            if journal_of(database) == before:
                raise Nothing
        database.commit()
    finally:
        database.close()
    return way.__name__ + (", sealed anew" if is_clever else "")


def try_one(setting, seed):
    """(what was done, None or how it was missed)."""
    chance = random.Random(seed)
    path = os.path.join(setting.folder, "copy-%d" % os.getpid())
    while True:
        for name in (path, path + "-wal", path + "-shm"):
            if os.path.exists(name):
                os.unlink(name)
        shutil.copy(setting.book, path)
        try:
            what = alter(setting, path, chance)
            break
        except (Nothing, sqlite3.IntegrityError, ValueError, OverflowError):
            continue
    done = look(setting, path)
    if done.returncode == 1 and done.stdout and not done.stderr:
        return what, None
    return what, "seed %d: %s: status %d\n%s%s" % (seed, what, done.returncode, done.stdout,
                                                   done.stderr)


def try_some(setting, seeds):
    return [try_one(setting, seed) for seed in seeds]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    ways, missed = collections.Counter(), []
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        setting = Setting(options.aval, folder)
        whole = setting.build()
        if whole.returncode != 0:
            missed.append("the book as it is: " + whole.stdout + whole.stderr)
        seeds = range(options.seed, options.seed + options.count)
        parts = [seeds[first:first + 50] for first in range(0, len(seeds), 50)]
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            for results in pool.map(try_some, [setting] * len(parts), parts):
                ways.update(what for what, _ in results)
                missed += [how for _, how in results if how]
    for what, count in sorted(ways.items()):
        print("%7d  %s" % (count, what))
    for how in missed[:20]:
        print("MISSED " + how)
    print("%d passed, %d failed" % (options.count + 1 - len(missed), len(missed)))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
