#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Executes the permission matrix: every act by every role in every relation to it.

permissions.py --aval AVAL [--http]. Each act is one that the book would carry out; it is tried, as
a dry run, by each of the roles in the tenant of each party of the act and in a stranger's. What
comes of it is compared with the table that the program prints (`aval acts`), and that table with
the committed page. An act without an attempt, and a row that no attempt uses, are failures. With
--http the same is asked of a server, each principal with a token of its own.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import ready
from served import ServedBook

ROLES = ("global_admin", "admin_agent", "sales_agent", "helpdesk_agent", "billing_admin",
         "customer_admin")
VENDORS = ("vendor", "vendor_support")


def table(aval):
    """The permissions of each act: pairs of a role and the party's word, None of a vendor's."""
    shown = subprocess.run([aval, "acts", "--json"], check=True, capture_output=True, text=True)
    acts = [json.loads(line) for line in shown.stdout.splitlines()]
    return {act["act"]: [(row["role"], row["tenant"]) for row in act["permissions"]]
            for act in acts}


def attempts(name):
    """Every principal that tries the act, and as which parties of it."""
    tenants = {}
    for word, tenant in ready.parties(name).items():
        tenants.setdefault(tenant, set()).add(word)
    tenants.setdefault(ready.STRANGER, set())
    for tenant, words in sorted(tenants.items()):
        for role in ROLES:
            yield "%s:%s" % (tenant, role), role, words
    for role in VENDORS:
        yield role, role, {None}


def is_permitted(rows, role, words):
    return any(row_role == role and word in words for row_role, word in rows)


class Matrix:
    def __init__(self, aval, book):
        self.book = book
        self.table = table(aval)
        self.passed = 0
        self.failures = []
        self.used = set()

    def note(self, is_right, what):
        if is_right:
            self.passed += 1
        else:
            self.failures.append(what)

    def try_act(self, name):
        rows = self.table[name]
        tries = list(attempts(name))
        answers = self.book.perform([ready.line(name, principal) for principal, _, _ in tries],
                                    "--dry-run")
        for (principal, role, words), answer in zip(tries, answers):
            expected = is_permitted(rows, role, words)
            if expected:
                self.used |= {(name, role, word) for word in words if (role, word) in rows}
                is_right = "outcome" in answer
            else:
                is_right = answer.get("fault", "") == "forbidden" or answer.get(
                    "fault", "").startswith("unknown_")
            self.note(is_right, "%s as %s (%s): %s" % (
                name, principal, ", ".join(sorted(word or "vendor" for word in words)),
                json.dumps(answer)[:300]))

    def run(self):
        self.note(set(self.table) == set(ready.ACTS), "acts of the table and of the test: %s" %
                  sorted(set(self.table) ^ set(ready.ACTS)))
        before = self.book.export()
        for name in self.table:
            if name in ready.ACTS:
                self.try_act(name)
        for name, rows in self.table.items():
            for role, word in rows:
                self.note((name, role, word) in self.used,
                          "%s: no attempt uses the row %s (%s)" % (name, role, word))
        self.note(self.book.export() == before, "a dry run has changed the book")


def carry_out_each(aval, folder):
    """Each act, by the first who may, on a book of its own: it is carried out."""
    failures = []
    rows = table(aval)
    for name in rows:
        book = ready.Book(aval, Path(folder) / (name + ".db"))
        role, word = rows[name][0]
        principal = role if word is None else "%s:%s" % (ready.parties(name)[word], role)
        answer = book.perform([ready.line(name, principal)])[0]
        if answer.get("outcome") != "carried_out":
            failures.append("%s as %s: %s" % (name, principal, json.dumps(answer)[:500]))
    return len(rows) - len(failures), failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--http", action="store_true")
    options = parser.parse_args()
    passed, failures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        kind = ServedBook if options.http else ready.Book
        book = kind(options.aval, Path(folder) / "book.db")
        matrix = Matrix(options.aval, book)
        matrix.run()
        if options.http:
            book.close()
        else:
            passed, failures = carry_out_each(options.aval, folder)
    for failure in matrix.failures + failures:
        print(failure)
    failed = len(matrix.failures) + len(failures)
    print("%d passed, %d failed" % (matrix.passed + passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
