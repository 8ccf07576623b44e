#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Requests that come more than once take effect once: once.py --aval AVAL.

Duplicated, in another order, from many threads at once, and by another process; under the same
request id with something else asked, they are refused.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

import masks
import ready

# Acts of different kinds that do not stand in each other's way, and who does them.
CHOSEN = [
    ("place_order", "%s:admin_agent" % ready.PROVIDER),
    ("invite_reseller", "%s:admin_agent" % ready.PROVIDER),
    ("sign_mpa", "%s:global_admin" % ready.NEWCOMER),
    ("accept_customer_agreement", "%s:customer_admin" % ready.THIRD_CUSTOMER),
    ("register_organization", "vendor"),
    ("suspend_subscription", "%s:sales_agent" % ready.PROVIDER),
    ("open_support_case", "%s:global_admin" % ready.RESELLER),
]


def request_id(number):
    return ready.guid(9, number)


def requests():
    return [ready.line(name, principal, request_id=request_id(number))
            for number, (name, principal) in enumerate(CHOSEN)]


def by_request(lines, answers):
    """The answers to each request."""
    found = {}
    for line, answer in zip(lines, answers):
        found.setdefault(line, []).append(answer)
    return found


def without_secrets(answer):
    return dict(answer, notes=[note for note in answer["notes"] if "token" not in note])


class Checks:
    def __init__(self):
        self.passed = 0
        self.failures = []

    def check(self, is_right, what):
        if is_right:
            self.passed += 1
        else:
            self.failures.append(what)


def check_duplicates(checks, aval, folder, seed, jobs):
    """Each request five times, shuffled: the book is as after each once."""
    once = ready.Book(aval, Path(folder) / ("once-%d.db" % seed))
    once.perform(requests())
    book = ready.Book(aval, Path(folder) / ("often-%d.db" % seed))
    lines = requests() * 5
    random.Random(seed).shuffle(lines)
    answers = book.perform(lines, "--jobs", str(jobs))
    what = "seed %d, %d jobs" % (seed, jobs)
    checks.check(masks.sorted_lines(book.export()) == masks.sorted_lines(once.export()),
                 what + ": the book is not as after each once")
    for line, same in by_request(lines, answers).items():
        secrets = [answer for answer in same if without_secrets(answer) != answer]
        checks.check(all(answer.get("outcome") == "carried_out" for answer in same),
                     "%s: %s: %s" % (what, line, same))
        checks.check(len({json.dumps(without_secrets(answer)) for answer in same}) == 1,
                     "%s: %s: answers differ: %s" % (what, line, same))
        checks.check(len(secrets) <= 1, "%s: %s: a secret was given again" % (what, line))
    again = book.perform(requests())
    checks.check([without_secrets(answer) for answer in again] == again and
                 all(answer.get("outcome") == "carried_out" for answer in again),
                 what + ": another process: %s" % again)


def check_other_request(checks, aval, folder):
    """Another act, or other fields, under an id that was used; another principal may use it."""
    book = ready.Book(aval, Path(folder) / "other.db")
    principal = "%s:admin_agent" % ready.PROVIDER
    first = ready.line("place_order", principal, request_id=request_id(1))
    changed = ready.line("place_order", principal, request_id=request_id(1), quantity=6)
    before = book.perform([first])[0]
    refused = book.perform([changed])[0]
    checks.check(before.get("outcome") == "carried_out", str(before))
    checks.check(refused.get("fault") == "key_reused", str(refused))
    other = ready.line("place_order", "%s:sales_agent" % ready.PROVIDER,
                       request_id=request_id(1), quantity=6)
    checks.check(book.perform([other])[0].get("outcome") == "carried_out", "another principal")


def check_dry_run(checks, aval, folder):
    """A dry run leaves no receipt."""
    book = ready.Book(aval, Path(folder) / "dry.db")
    line = requests()[0]
    dry = book.perform([line], "--dry-run")[0]
    real = book.perform([line])[0]
    checks.check(dry.get("dry_run") is True and dry["position"] == 0, str(dry))
    checks.check(real.get("dry_run") is False and real["position"] > 0, str(real))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aval", required=True)
    options = parser.parse_args()
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        for seed, jobs in ((1, 1), (2, 4), (3, 16), (4, 16)):
            check_duplicates(checks, options.aval, folder, seed, jobs)
        check_other_request(checks, options.aval, folder)
        check_dry_run(checks, options.aval, folder)
    for failure in checks.failures:
        print(failure)
    print("%d passed, %d failed" % (checks.passed, len(checks.failures)))
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
