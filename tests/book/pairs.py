#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two acts at once end as one after the other: pairs.py --aval AVAL [--count N] [--seed N].

Every pair of acts that touch a common party is done twice in turn, in both orders, and once from
two threads; the book, and what was answered, has to be that of one of the orders. --count takes
so many pairs at random, and each act with itself.
"""

import argparse
import itertools
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

import masks
import permissions
import ready


def principals(aval):
    """Who does each act: the first who may."""
    found = {}
    for name, rows in permissions.table(aval).items():
        role, word = rows[0]
        found[name] = role if word is None else "%s:%s" % (ready.parties(name)[word], role)
    return found


def touches(name):
    """What an act is about: its parties, and the things that it names."""
    return set(ready.parties(name).values()) | {
        value for value in ready.ACTS[name].values() if isinstance(value, str)}


def pairs(names, count, seed):
    chosen = [pair for pair in itertools.combinations(names, 2)
              if touches(pair[0]) & touches(pair[1])]
    if count is not None and count < len(chosen):
        chosen = random.Random(seed).sample(chosen, count)
    return chosen + [(name, name) for name in names]


class Pair:
    """Two acts on copies of one book."""

    def __init__(self, book, folder, lines):
        self.book = book
        self.folder = folder
        self.lines = lines

    def run(self, lines, jobs):
        """What was answered to each line, and the book after it."""
        path = Path(self.folder) / "copy.db"
        shutil.copy(self.book.url.removeprefix("sqlite:"), path)
        copy = object.__new__(ready.Book)
        copy.aval, copy.url = self.book.aval, "sqlite:" + str(path)
        answers = copy.perform(lines, "--jobs", str(jobs))
        outcomes = {line: [] for line in lines}
        for line, answer in zip(lines, answers):
            outcomes[line].append(answer.get("outcome") or answer["fault"])
        state = (json.dumps({line: sorted(each) for line, each in outcomes.items()},
                            sort_keys=True), masks.sorted_lines(copy.export()))
        for file in Path(self.folder).glob("copy.db*"):
            file.unlink()
        return state

    def is_serial(self):
        orders = [self.run(self.lines, 1), self.run(self.lines[::-1], 1)]
        return self.run(self.lines, 2) in orders


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        book = ready.Book(options.aval, Path(folder) / "book.db")
        by = principals(options.aval)
        for one, other in pairs(sorted(by), options.count, options.seed):
            lines = [ready.line(one, by[one]), ready.line(other, by[other])]
            if Pair(book, folder, lines).is_serial():
                passed += 1
            else:
                failed += 1
                print("no order explains %s beside %s" % (one, other))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
