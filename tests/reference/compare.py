#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the program with the reference, byte for byte, on random worlds and proposals."""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from functools import partial

from acts import SHAPES, questions
from differ import compare
from facts import read_markets
from generate import texts

A_WORLD = 400
ENOUGH = 100000


def one_world(job, aval, seed, markets):
    """One world of the run: its number, its tally, and the first difference or None."""
    number, count = job
    return (number,) + compare(aval, texts("%s-%d" % (seed, number), count, markets), markets)


def possible():
    """Every act and finding that the act can have."""
    return {(shape[0], question.finding)
            for shape in SHAPES for question in questions(shape, "programme")}


def occurrences(tally):
    """How often each finding occurred, and did not although it was asked, by act."""
    found, clear = Counter(), Counter()
    for (profile, shape, findings), count in tally.items():
        for question in questions(shape, profile):
            counter = found if question.finding in findings else clear
            counter[shape[0], question.finding] += count
    return found, clear


def report(tally, seconds):
    """Print what was compared; the findings that never, or always, occurred."""
    decisions = sum(tally.values())
    by_number = Counter()
    for (_, _, findings), count in tally.items():
        by_number[min(len(findings), 3)] += count
    found, clear = occurrences(tally)
    print("%-32s %-34s %10s %10s" % ("act", "finding", "found", "not found"))
    for key in sorted(possible()):
        print("%-32s %-34s %10d %10d" % (key + (found[key], clear[key])))
    print("%d proposals, %d decisions compared in %.1f s: no difference"
          % (decisions // 2, decisions, seconds))
    print("findings a decision: none %d, one %d, two %d, more %d"
          % tuple(by_number[number] for number in range(4)))
    return sorted(key for key in possible() if not (found[key] and clear[key]))


def results(options, markets):
    """The result of each world, from as many processes as asked for."""
    counts = [min(A_WORLD, options.count - start) for start in range(0, options.count, A_WORLD)]
    work = partial(one_world, aval=options.aval, seed=options.seed, markets=markets)
    if options.jobs == 1:
        yield from map(work, enumerate(counts))
        return
    with multiprocessing.Pool(options.jobs) as pool:
        yield from pool.imap_unordered(work, enumerate(counts))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", required=True, help="the program")
    parser.add_argument("--count", type=int, default=ENOUGH, help="number of proposals")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=1, help="number of processes")
    options = parser.parse_args()

    tally, done, started = Counter(), 0, time.monotonic()
    for number, part, difference in results(options, read_markets()):
        if difference:
            print("world %s-%d: %s" % (options.seed, number, difference))
            sys.exit(1)
        tally.update(part)
        done += A_WORLD
        if sys.stderr.isatty():
            sys.stderr.write("\r%d of %d proposals" % (min(done, options.count), options.count))
    if sys.stderr.isatty():
        sys.stderr.write("\n")

    missing = report(tally, time.monotonic() - started)
    if missing and options.count >= ENOUGH:
        sys.exit("never found, or always: " + ", ".join("%s %s" % key for key in missing))


if __name__ == "__main__":
    main()
