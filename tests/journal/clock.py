#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The system's clock jumps, by a year either way, over leap days, 2038 and the end of 9999.

A production book (its clock is the system's) takes acts from one process that runs through all
jumps, and from a process after each. Order follows positions, dates follow the clock, ids are all
different, and the book verifies with every head that was kept. An invitation lapses by the clock of
the moment, and can be accepted again when the clock is set back.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile

import books
import ready

# Days that the clock shows, in this order; the first is when the book is made.
DAYS = ("2024-02-28", "2024-02-29", "2024-03-01", "2025-03-01", "2023-03-01", "2026-11-22",
        "2025-11-22", "2038-01-19", "2038-01-20", "2096-02-29", "2100-03-01", "2026-11-22",
        "9999-12-31", "2027-01-01")


class MovedBook(books.JournalBook):
    """A production book, whose programs see a clock that is moved."""

    def __init__(self, aval, shim, folder):
        self.aval, self.shim, self.now = aval, shim, os.path.join(folder, "moved")
        self.url = "sqlite:" + os.path.join(folder, "book")
        self.move(DAYS[0])
        self.run("init")
        source = os.path.join(folder, "world")
        with open(source, "w", encoding="utf-8") as stream:
            stream.write("".join(json.dumps(fact) + "\n" for fact in ready.world()))
        self.run("import", source)

    def move(self, day):
        """Noon of the day is now; a file that is put in its place is never seen half written."""
        noon = datetime.datetime.fromisoformat(day + "T12:00:00+00:00")
        seconds = int((noon - datetime.datetime.now(datetime.timezone.utc)).total_seconds())
        with open(self.now + "-new", "w", encoding="ascii") as stream:
            stream.write("%d\n" % seconds)
        os.replace(self.now + "-new", self.now)

    def environment(self):
        return {**os.environ, "LD_PRELOAD": self.shim, "MOVED_CLOCK": self.now}

    def run(self, *arguments, text=None, check=True):
        done = subprocess.run([self.aval, arguments[0], "--db", self.url, *arguments[1:]],
                              input=text, capture_output=True, text=True,
                              env=self.environment())
        if check and done.returncode != 0:
            raise AssertionError("%s: %d\n%s%s" % (" ".join(arguments), done.returncode,
                                                   done.stdout, done.stderr))
        return done


def register(name):
    return json.dumps({"act": "register_organization", "as": "vendor", "country": "DE",
                       "organization": name, "name": name}) + "\n"


def one_process(book):
    """An act on each day by one process, and the days of the answers."""
    process = subprocess.Popen([book.aval, "perform", "--db", book.url, "-"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               env=book.environment())
    days = []
    for number, day in enumerate(DAYS):
        book.move(day)
        process.stdin.write(register("one-%d" % number))
        process.stdin.flush()
        days.append(json.loads(process.stdout.readline())["on"])
    process.stdin.close()
    process.wait()
    process.stdout.close()
    return days


def each_process(book, folder):
    """An act on each day by a process of its own, and a head; the days, and the heads."""
    days, heads = [], []
    for number, day in enumerate(DAYS):
        book.move(day)
        answer, = book.perform([register("each-%d" % number).strip()])
        days.append(answer["on"])
        heads.append(os.path.join(folder, "head-%d" % number))
        book.write_head(heads[-1])
    return days, heads


def check_book(book, heads):
    entries = book.entries()
    wrong = []
    if [entry["position"] for entry in entries] != list(range(1, len(entries) + 1)):
        wrong.append("positions are not in order")
    if len({entry["leaf"]["id"] for entry in entries}) != len(entries):
        wrong.append("ids are not all different")
    for entry in entries:
        day = (datetime.datetime(1970, 1, 1)
               + datetime.timedelta(milliseconds=entry["leaf"]["at"])).date().isoformat()
        if day != entry["leaf"]["on"]:
            wrong.append("entry %d: %s is not on %s" % (entry["position"], day,
                                                        entry["leaf"]["on"]))
    for head in heads:
        done = book.verify("--head", head)
        if done.returncode != 0:
            wrong.append("%s: %s%s" % (head, done.stdout, done.stderr))
    return wrong


def check_invitation(book):
    """Thirty days, by the clock of the moment."""
    book.move("2027-01-02")
    invited, = book.perform([ready.line("invite_customer",
                                        "%s:admin_agent" % ready.DIRECT,
                                        partner=ready.DIRECT, customer=ready.NEW_CUSTOMER)])
    token = next((note["token"] for note in invited.get("notes", []) if "token" in note), None)
    if token is None:
        return ["no invitation: %r" % invited]
    accept = json.dumps({"act": "accept_customer_invitation", "token": token,
                         "customer": ready.NEW_CUSTOMER,
                         "as": "%s:customer_admin" % ready.NEW_CUSTOMER})
    book.move("2028-01-02")
    late, = book.perform([accept])
    book.move("2027-01-03")
    timely, = book.perform([accept])
    wrong = []
    if late.get("fault") != "invitation_lapsed":
        wrong.append("after a year: %r" % late)
    if timely.get("outcome") is None:
        wrong.append("on the next day: %r" % timely)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--shim", required=True, help="libmoved_clock.so of a build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = MovedBook(options.aval, os.path.abspath(options.shim), folder)
        days, heads = each_process(book, folder)
        checks = [
            ("a process on each day", [] if days == list(DAYS) else ["%r" % days]),
            ("one process through all days",
             [] if (days := one_process(book)) == list(DAYS) else ["%r" % days]),
            ("invitations", check_invitation(book)),
            ("the book", check_book(book, heads)),
        ]
    for what, wrong in checks:
        for why in wrong:
            print("FAILED: %s: %s" % (what, why))
    failed = sum(1 for what, wrong in checks if wrong)
    print("%d passed, %d failed" % (len(checks) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
