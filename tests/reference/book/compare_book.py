#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the program's book of record with the model, act by act, on random histories."""

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import partial

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from acting import ACTS  # noqa: E402
from facts import read_markets  # noqa: E402
from histories import Difference, History  # noqa: E402
from program import Broken  # noqa: E402

JUDGED = {
    "submit_enrollment", "activate_enrollment", "reinstate_enrollment", "invite_reseller",
    "accept_reseller_invitation", "invite_customer", "accept_customer_invitation",
    "end_indirect_relationship", "engage_partner", "place_order", "extend_order",
    "associate_partner_id", "create_customer", "change_subscription"}
OUTCOMES = ("carried_out", "refused", "conflict", "invalid", "not_found", "forbidden", "several")
NO_CONFLICT = {"place_order"}
ENOUGH = 10


def one_history(number, aval, seed, acts, markets):
    """One history: its number, its tally, and what went wrong or None."""
    folder = tempfile.mkdtemp(prefix="book-")
    history = None
    try:
        history = History(aval, folder, "%s-%d" % (seed, number), markets)
        history.live(acts)
    except (Difference, Broken) as problem:
        if history is not None:
            history.log.close()
        return number, Counter(), "%s\n  files:   %s" % (problem, folder)
    shutil.rmtree(folder)
    return number, history.tally, None


def due():
    """What has to be met in any fair number of histories: each act with each outcome it has."""
    for name in sorted(ACTS):
        yield name, "carried_out"
        if name in JUDGED:
            yield name, "refused"
        if name not in NO_CONFLICT:
            yield name, "conflict"
    for outcome in ("carried_out", "refused", "fault"):
        yield "dry run", outcome
    for outcome in ("carried_out", "refused", "otherwise"):
        yield "asked again", outcome


def rare():
    """What only many histories are sure to meet."""
    yield "runs on", "some"


def report(tally, seconds, histories):
    """Prints what was met; gives what was not."""
    print("%-30s" % "act" + "".join("%12s" % outcome for outcome in OUTCOMES))
    for name in sorted(ACTS):
        print("%-30s" % name + "".join("%12d" % tally[name, outcome] for outcome in OUTCOMES))
    for what in ("dry run", "asked again", "runs on", "judged by the book in memory"):
        print("%s: %s" % (what, ", ".join("%s %d" % (key[1], count) for key, count in
                                          sorted(tally.items()) if key[0] == what)))
    count = sum(tally[name, outcome] for name in ACTS for outcome in OUTCOMES)
    print("%d histories, %d acts in %.1f s: no difference" % (histories, count, seconds))
    wanted = list(due()) + (list(rare()) if histories >= 4 * ENOUGH else [])
    return [pair for pair in wanted if not tally[pair]]


def results(options, markets):
    """The result of each history, from as many processes as asked for."""
    work = partial(one_history, aval=options.aval, seed=options.seed, acts=options.acts,
                   markets=markets)
    numbers = range(options.first, options.first + options.histories)
    if options.jobs == 1:
        yield from map(work, numbers)
        return
    with multiprocessing.Pool(options.jobs) as pool:
        yield from pool.imap_unordered(work, numbers)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", required=True, help="the program")
    parser.add_argument("--histories", type=int, default=ENOUGH)
    parser.add_argument("--first", type=int, default=0, help="the number of the first history")
    parser.add_argument("--acts", type=int, default=300, help="number of acts of each history")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=1, help="number of processes")
    options = parser.parse_args()

    tally, begun = Counter(), time.monotonic()
    for number, part, problem in results(options, read_markets()):
        if problem:
            print("history %s-%d: %s" % (options.seed, number, problem))
            print("  again:   %s --aval %s --seed %s --first %d --histories 1 --acts %d" % (
                sys.argv[0], options.aval, options.seed, number, options.acts))
            sys.exit(1)
        tally.update(part)

    missing = report(tally, time.monotonic() - begun, options.histories)
    if missing and options.histories >= ENOUGH:
        sys.exit("never met: " + ", ".join("%s %s" % pair for pair in missing))


if __name__ == "__main__":
    main()
