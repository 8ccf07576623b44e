#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of the command line. PATTERN is part of a test's name, or has * in it.

One line for each test that fails, with the command that shows it again; its files stay. The last
line counts.
"""

import argparse
import fnmatch
import multiprocessing
import os
import signal
import sys
import time
import unittest
import zlib
from pathlib import Path

from program import Settings, again, reason_of

FOLDER = Path(__file__).resolve().parent
TESTS = {}
TIMES_SHOWN = 25

TEST_SECONDS = 300  # the longest takes a minute on a machine that is busy


class Outcome(unittest.TestResult):
    """Keeps why a test failed."""

    def __init__(self):
        super().__init__()
        self.failure = ""

    def take(self, problem):
        self.failure = self.failure or problem

    def addFailure(self, test, err):
        self.take(self._exc_info_to_string(err, test))

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(test, err)


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def is_wanted(test, pattern, quick):
    method = getattr(test, test._testMethodName, None)
    if quick and (getattr(test, "is_slow", False) or getattr(method, "is_slow", False)):
        return False
    return fnmatch.fnmatchcase(test.id(), pattern if "*" in pattern else "*%s*" % pattern)


def end_test(*_):
    raise TimeoutError("the test waits for something that does not come")


def run_test(name):
    """Runs one test: what went wrong in short and at length, whether it was left out, seconds."""
    test, outcome, begun = TESTS[name], Outcome(), time.monotonic()
    # A test that hangs fails, with where it stood.
    signal.signal(signal.SIGALRM, end_test)
    signal.alarm(TEST_SECONDS)
    try:
        test(outcome)
    finally:
        signal.alarm(0)
    if hasattr(test, "tidy"):
        test.tidy(bool(outcome.failure))
    short = ""
    if outcome.failure:
        shell = getattr(test, "shell", "")
        short = "FAIL %s: %.300s | %s%s" % (name, reason_of(outcome.failure), again(test),
                                        " | " + shell if shell else "")
    return short, outcome.failure, bool(outcome.skipped), (time.monotonic() - begun, name)


def run_all(names, jobs):
    if jobs == 1:
        yield from map(run_test, names)
        return
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(run_test, names, chunksize=1)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", type=Path, default=Settings.aval, help="the program")
    parser.add_argument("--quick", action="store_true", help="leave slow tests out")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, metavar="N",
                        help="run one test in N, always the same")
    parser.add_argument("--list", action="store_true", help="only name the tests")
    parser.add_argument("--times", action="store_true", help="name the longest tests")
    parser.add_argument("--verbose", action="store_true", help="show whole tracebacks")
    parser.add_argument("pattern", nargs="?", default="")
    return parser.parse_args()


def main():
    options = parse_arguments()
    Settings.aval = options.aval.resolve()
    suite = unittest.defaultTestLoader.discover(str(FOLDER), top_level_dir=str(FOLDER))
    for test in flatten(suite):
        if is_wanted(test, options.pattern, options.quick):
            TESTS[test.id()] = test
    for name in sorted(TESTS):
        if zlib.crc32(name.encode()) % options.every:
            del TESTS[name]
    if options.list:
        print("\n".join(TESTS))
        return 0
    # The slow ones first, so that none is left over for the end.
    names = sorted(TESTS, key=lambda name: not getattr(TESTS[name], "is_slow", False))
    passed, failed, times = 0, 0, []
    for short, failure, is_skipped, took in run_all(names, options.jobs):
        times.append(took)
        failed += bool(short)
        passed += not short and not is_skipped
        if short:
            print(short.encode("ascii", "backslashreplace").decode(), flush=True)
        if short and options.verbose:
            print(failure, flush=True)
    if options.times:
        print("".join("%6.2f s %s\n" % took for took in sorted(times)[-TIMES_SHOWN:]), end="")
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
