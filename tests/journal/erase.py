#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""After `aval erase` no byte of a name is in the files of a book, and the book verifies.

The names that stay belong to others, and have to stay; the name that goes was in the world that
was imported, in an act carried out, in one that the book refused, and in a receipt.
"""

import argparse
import glob
import json
import os
import sqlite3
import sys
import tempfile

import books
import ready

WHO = "zoe.quartermaine"
SIGNERS = [WHO + "@elbe.example", "Zoé " + WHO + " (elbe)"]


def forms(name):
    """How a name may stand in a file."""
    return {name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be"),
            json.dumps(name)[1:-1].encode()}


def files_with(path, name):
    found = []
    for file in sorted(glob.glob(path + "*")):
        if file.endswith(".world") or os.path.isdir(file):
            continue
        with open(file, "rb") as stream:
            content = stream.read()
        if any(form in content for form in forms(name)):
            found.append(os.path.basename(file))
    return found


class Counts:
    passed = failed = 0

    def check(self, what, holds, seen=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED: %s: %s" % (what, seen))


def sign(book, tenant, signer):
    return book.perform([json.dumps({
        "act": "sign_mpa", "as": tenant + ":global_admin", "tenant": tenant, "signed_by": signer,
        "request_id": "signing-" + tenant})])[0]


def world():
    """The ready world, but one tenant has not signed, and one was signed for by WHO."""
    facts = []
    for fact in ready.world():
        if fact["type"] == "agreement" and fact["tenant"] == ready.STRANGER:
            continue
        if fact["type"] == "agreement" and fact["tenant"] == ready.PROVIDER:
            fact = dict(fact, signed_by=SIGNERS[0])
        facts.append(fact)
    return facts


def fill(counts, book):
    """Acts, so that pages split and rows move; among them that of a name."""
    for number in range(150):
        lines = [json.dumps({"act": "register_organization", "as": "vendor", "country": "DE",
                             "organization": "org-%d-%d" % (number, i), "name": "N" * (i * 7 + 1)})
                 for i in range(3)]
        book.perform(lines)
        if number == 70:
            answer = sign(book, ready.STRANGER, SIGNERS[1])
            counts.check("the act", answer.get("outcome") == "carried_out", answer)
        if number == 100:
            for name in books.acts():
                books.act(book, name)


def check_gone(counts, book, path, tenant, name):
    before = book.verify()
    counts.check("it verifies before", before.returncode == 0, before)
    counts.check("the name is there", files_with(path, name) != [], name)
    done = book.run("erase", "--tenant", tenant, check=False)
    counts.check("it is erased", done.returncode == 0, done)
    counts.check("no trace", files_with(path, name) == [], files_with(path, name))
    after = book.verify()
    counts.check("it verifies after", after.returncode == 0, after)
    again = book.run("erase", "--tenant", tenant, check=False)
    counts.check("once is enough", again.returncode == 2, again)


PERSON = {"first_name": "Ottokar", "last_name": "Himmelblau", "phone": "+49 777 1234567",
          "email": "ottokar.himmelblau@made.example", "contact_first_name": "Waldtraut"}


def tell_of_person(counts, book):
    """Acts that tell of a person: of a new customer, in its place, refused, of an agreement."""
    who = ready.PROVIDER + ":admin_agent"
    made = {"act": "create_customer", "as": who, "partner": ready.PROVIDER, "name": "Made",
            "request_id": "making", **PERSON}
    answer = book.perform([json.dumps({**made, "domain": "himmel.example", "country": "DE"})])[0]
    counts.check("a customer is made", answer.get("outcome") == "carried_out", answer)
    customer = next(note["customer"] for note in answer["notes"] if "customer" in note)
    more = book.perform([json.dumps(one) for one in (
        {"act": "set_particulars", "as": who, "partner": ready.PROVIDER, "tenant": customer,
         "purpose": "company", **PERSON},
        {"act": "accept_customer_agreement", "as": customer + ":customer_admin",
         "customer": customer, "first_name": PERSON["first_name"], "phone": PERSON["phone"]})])
    counts.check("it is told of", all(one.get("outcome") == "carried_out" for one in more), more)
    return customer


def check_person(counts, book, path):
    customer = tell_of_person(counts, book)
    refused = book.perform([json.dumps({
        "act": "create_customer", "as": ready.PROVIDER + ":admin_agent", "name": "Far",
        "partner": ready.PROVIDER, "domain": "far.example", "country": "US",
        "last_name": "Nebelkrähe"})])[0]
    counts.check("it is refused", refused.get("outcome") == "refused", refused)
    check_gone(counts, book, path, customer, "Himmelblau")
    for name in PERSON.values():
        counts.check("no " + name, files_with(path, name) == [], files_with(path, name))
    counts.check("another's stays", files_with(path, "Nebelkrähe") != [])
    check_gone(counts, book, path, "elbe.example", "Nebelkrähe")


def check_untold(counts, book, path):
    """A body that goes without an entry that says so is found."""
    database = sqlite3.connect(path)
    database.execute("delete from entry_bodies where position = 3")
    database.commit()
    database.close()
    done = book.verify()
    counts.check("an erasure that nobody told", done.returncode == 1 and
                 "entry 3:" in done.stdout, done)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    options = parser.parse_args()
    counts = Counts()
    with tempfile.TemporaryDirectory() as folder:
        path, head = os.path.join(folder, "book"), os.path.join(folder, "head")
        book = books.JournalBook(options.aval, path, world())
        fill(counts, book)
        book.write_head(head)
        check_gone(counts, book, path, "elbe.example", SIGNERS[0])
        check_gone(counts, book, path, ready.STRANGER, SIGNERS[1])
        counts.check("no part of it", files_with(path, WHO) == [])
        counts.check("others stay", files_with(path, "admin@maple.example") != [])
        shown = [entry for entry in book.entries() if entry["body"] is None]
        counts.check("one body is gone", len(shown) == 1 and
                     shown[0]["leaf"]["act"] == "sign_mpa", shown)
        kept = book.verify("--head", head)
        counts.check("the head from before holds", kept.returncode == 0, kept)
        more = book.perform([json.dumps({"act": "onboard", "tenant": ready.STRANGER,
                                         "as": ready.STRANGER + ":global_admin"})])
        after = book.verify("--head", head)
        counts.check("and after another act", after.returncode == 0, (more, after))
        check_person(counts, book, path)
        check_untold(counts, book, path)
    print("%d passed, %d failed" % (counts.passed, counts.failed))
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
