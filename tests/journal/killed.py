#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The program is killed while it carries acts out: every act that was answered is in the book.

Each cycle hands `aval perform --jobs N` more acts than it will do, reads answers, kills it
(SIGKILL) at a random moment, and opens the book again: each answer's position has that entry with
that leaf, the positions have no gap, every organisation that was answered as registered is among
the facts exactly once, nothing that was not asked is there, and the book verifies. The same book
goes on through all cycles. A kill leaves what the system has of the file: power loss is
tests/durability's.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading

import books

ACTS = 4000
LOADED = re.compile(r"org-\d+-\d+")


class Load:
    """One run of the program that will be killed."""

    def __init__(self, book, cycle, jobs):
        self.cycle, self.answers = cycle, []
        self.process = subprocess.Popen(
            [book.aval, "perform", "--db", book.url, "--jobs", str(jobs), "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.threads = [threading.Thread(target=self.feed), threading.Thread(target=self.read)]
        self.begun = threading.Event()
        for thread in self.threads:
            thread.start()

    def feed(self):
        try:
            for number in range(ACTS):
                self.process.stdin.write(json.dumps({
                    "act": "register_organization", "as": "vendor", "country": "DE",
                    "organization": "org-%d-%d" % (self.cycle, number), "name": "Load"}) + "\n")
            self.process.stdin.close()
        except (BrokenPipeError, ValueError):
            pass

    def read(self):
        # A line that was cut was not answered.
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.answers.append(json.loads(line))
                self.begun.set()
        self.begun.set()

    def kill(self, after):
        self.begun.wait(60)
        threading.Event().wait(after)
        self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join()
        try:
            self.process.stdin.close()
        except (BrokenPipeError, ValueError):
            pass
        self.process.stdout.close()


def check(book, load, known):
    """What is wrong after a kill; the positions that are known go on to the next cycle."""
    whole = book.verify()
    if whole.returncode != 0:
        return ["it does not verify: " + whole.stdout + whole.stderr]
    entries = {entry["position"]: entry for entry in book.entries()}
    wrong = []
    if sorted(entries) != list(range(1, len(entries) + 1)):
        wrong.append("positions have a gap")
    for answer in load.answers:
        if answer.get("outcome") != "carried_out":
            wrong.append("not carried out: %r" % answer)
            continue
        known[answer["position"]] = answer["leaf"]
    for position, leaf in known.items():
        if position not in entries or entries[position]["hash"] != leaf:
            wrong.append("entry %d was answered and is not there" % position)
    named = [fact["id"] for fact in map(json.loads, book.export().splitlines())
             if fact["type"] == "organization"]
    asked = [entry["body"]["input"]["organization"] for entry in entries.values()
             if entry["leaf"]["act"] == "register_organization"]
    if sorted(asked) != sorted(name for name in named if LOADED.fullmatch(name)):
        wrong.append("the facts are not those of the entries")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    failed = answered = interrupted = 0
    known, book = {}, None
    with tempfile.TemporaryDirectory() as folder:
        for cycle in range(options.cycles):
            if cycle % 25 == 0:  # else the book grows beyond what is quick to look through
                book = books.JournalBook(options.aval, os.path.join(folder, "book-%d" % cycle))
                known = {}
            load = Load(book, cycle, chance.choice((1, 4, 16, 64)))
            load.kill(chance.random() ** 2 * 0.25)
            answered += len(load.answers)
            interrupted += len(load.answers) < ACTS
            wrong = check(book, load, known)
            failed += bool(wrong)
            for what in wrong[:5]:
                print("FAILED: cycle %d: %s" % (cycle, what))
    if answered == 0 or interrupted == 0:
        print("FAILED: %d acts were answered, %d runs were interrupted" % (answered, interrupted))
        failed += 1
    print("%d acts were answered before a kill, in %d runs" % (answered, interrupted))
    print("%d passed, %d failed" % (options.cycles - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
