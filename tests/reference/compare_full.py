#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the program's full decisions (or routes) with the reference, on random small worlds.

Of `message`, `facts`, `dossier` and `digest` only the form is checked: messages in both languages
without a placeholder left, a digest of the dossier that is there.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import partial

from chance import Chance
from differ import HERE, shrunk, write
from facts import World, read_markets, read_ndjson
from full import full
from routes import routes
from rulebook import OTHER_READINGS, PROFILES
from small_worlds import texts
from steps import canonical

APART = ("message", "facts", "dossier", "digest")
SECONDS_MAX = 60


class Asked:
    """What one run asks of a world: a profile, and readings taken the other way."""

    def __init__(self, profile, other=()):
        self.profile, self.other = profile, [one for one in OTHER_READINGS if one in other]

    def options(self):
        """The options of a command."""
        return ["--profile", self.profile] + (
            ["--other-reading", ",".join(self.other)] if self.other else [])


def runs_of(seed):
    """What is asked of a world: both profiles, and some other readings under one of them."""
    chance = Chance(seed + " readings")
    number = chance.choice((1, 1, 2, 3, len(OTHER_READINGS)))
    return [Asked(profile) for profile in PROFILES] + [
        Asked(chance.choice(PROFILES + ("programme",)), chance.sample(OTHER_READINGS, number))]


def without(value, apart):
    """A value without the keys that are not compared, at any depth."""
    if isinstance(value, dict):
        return {key: without(one, apart) for key, one in value.items() if key not in apart}
    return [without(one, apart) for one in value] if isinstance(value, list) else value


def difference(theirs, ours, path=""):
    """Where two values first differ, in words, or None; the order of keys counts."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        if list(theirs) != list(ours):
            return "%s: keys\n  program:   %s\n  reference: %s" % (
                path or "(all)", " ".join(theirs), " ".join(ours))
        pairs = [(theirs[key], ours[key], path + "." + key) for key in ours]
    elif isinstance(theirs, list) and isinstance(ours, list):
        pairs = [(one, other, "%s[%d]" % (path, index))
                 for index, (one, other) in enumerate(zip(theirs, ours))]
        if len(theirs) != len(ours) and not any(one != other for one, other, _ in pairs):
            longer, name = (theirs, "program") if len(theirs) > len(ours) else (ours, "reference")
            return "%s: %d in the program, %d in the reference; then the %s has\n  %s" % (
                path, len(theirs), len(ours), name, canonical(longer[len(pairs)]))
    elif theirs == ours and type(theirs) is type(ours):
        return None
    else:
        return "%s\n  program:   %s\n  reference: %s" % (path, canonical(theirs), canonical(ours))
    found = (difference(*pair) for pair in pairs)
    return next((one for one in found if one), None)


def badly_said(decision):
    """What is wrong with the messages of findings and steps, or None."""
    said = [("findings[%d]" % index, one) for index, one in enumerate(decision["findings"])]
    for number, plan in enumerate(decision.get("way_forward", [])):
        said += [("way_forward[%d].steps[%d]" % (number, index), one)
                 for index, one in enumerate(plan["steps"])]
    for path, one in said:
        message = one.get("message")
        if not isinstance(message, dict) or list(message) != ["en", "fr"]:
            return "%s: no message in en and fr: %s" % (path, canonical(message))
        for text in message.values():
            if not text or "{" in text or "}" in text:
                return "%s: a message that is empty or has a placeholder: %s" % (
                    path, canonical(message))
    return None


def bad_digest(decision):
    """What is wrong with the digest of a decision, or None."""
    digested = {key: decision.get(key)
                for key in ("act", "dossier", "other_readings", "profile", "rulebook")}
    due = "sha256:" + hashlib.sha256(canonical(digested).encode()).hexdigest()
    if decision.get("digest") != due:
        return "digest: %s, due: %s" % (decision.get("digest"), due)
    return None


def wrong(line, due, ignore):
    """What is wrong with a line of the program, or None."""
    try:
        decision = json.loads(line)
    except ValueError as error:
        return "not JSON (%s): %s" % (error, line[:200])
    apart = APART + tuple(ignore)
    checks = [lambda: difference(without(decision, apart), without(due, apart))]
    if "message" not in ignore:
        checks.append(lambda: badly_said(decision))
    if "digest" not in ignore:
        checks.append(lambda: bad_digest(decision))
    found = (check() for check in checks)
    return next((one for one in found if one), None)


def command(aval, folder, asked, world, proposals):
    """The program's command on files of a folder."""
    return [aval, "check", "--full", "--json", "--world", os.path.join(folder, world)] \
        + asked.options() + [os.path.join(folder, proposals)]


def run(words):
    """Run a command: its lines, and what went wrong or None."""
    done = subprocess.run(words, check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=SECONDS_MAX)
    if done.returncode:
        return [], "exit status %d: %s" % (
            done.returncode, done.stderr.decode("utf-8", "replace")[:2000].rstrip())
    text = done.stdout.decode("utf-8", "replace")
    return [line for line in text.split("\n") if line], None


def small(aval, folder, asked, act, ignore, markets):
    """Write the few facts on which the decision on `one.ndjson` is wrong; what is wrong then."""
    seen = {}

    def still(lines):
        write(folder, "small.ndjson", "".join(lines))
        try:
            due = full(World(read_ndjson("".join(lines)), markets), act, asked.profile, asked.other)
        except (KeyError, StopIteration):
            return False
        theirs, failed = run(command(aval, folder, asked, "small.ndjson", "one.ndjson"))
        found = not failed and wrong(theirs[0], due, ignore)
        if found:
            seen["last"] = found
        return bool(found)

    with open(os.path.join(folder, "world.ndjson"), encoding="utf-8", newline="") as stream:
        lines = [line + "\n" for line in stream.read().split("\n") if line.strip("\r")]
    if not still(lines):
        return None
    lines = shrunk(lines, still)
    still(lines)
    return seen["last"]


def explained(aval, folder, asked, line, what, act, ignore, markets):
    """A difference, with the facts that are enough and the commands that show it again."""
    write(folder, "one.ndjson", line + "\n")
    found = small(aval, folder, asked, act, ignore, markets)
    world = "small.ndjson" if found else "world.ndjson"
    again = [os.path.join(HERE, "full.py"), "--world", os.path.join(folder, world)] \
        + asked.options() + [os.path.join(folder, "one.ndjson")]
    return "\n".join((
        "proposal:  " + line, "options:   " + " ".join(asked.options()),
        found or what,
        "reproduce: " + " ".join(command(aval, folder, asked, world, "one.ndjson")),
        "           " + " ".join(again)))


def compare_decisions(aval, seed, count, ignore, markets):
    """Judge a world's proposals both ways: a tally, and the first difference or None."""
    tally, made = Counter(), texts(seed, count)
    world, acts = World(read_ndjson(made[0]), markets), read_ndjson(made[1])
    asked_lines = [line for line in made[1].split("\n") if line.strip("\r")]
    folder = tempfile.mkdtemp(prefix="reference-full-")
    write(folder, "world.ndjson", made[0])
    write(folder, "proposals.ndjson", made[1])
    for asked in runs_of(seed):
        lines, failed = run(command(aval, folder, asked, "world.ndjson", "proposals.ndjson"))
        if failed or len(lines) != len(acts):
            return tally, "%s\n%d lines for %d proposals\nreproduce: %s" % (
                failed, len(lines), len(acts),
                " ".join(command(aval, folder, asked, "world.ndjson", "proposals.ndjson")))
        for act, asked_line, line in zip(acts, asked_lines, lines):
            due = full(world, act, asked.profile, asked.other)
            count_forms(tally, due)
            what = wrong(line, due, ignore)
            if what:
                return tally, explained(aval, folder, asked, asked_line, what, act, ignore, markets)
    shutil.rmtree(folder)
    return tally, None


def count_forms(tally, due):
    """Count what was compared: decisions, plans, and each kind of step and remedy in them."""
    tally["decisions"] += 1
    tally["plans"] += len(due["way_forward"])
    tally["without plan"] += due["verdict"] == "not_supported" and not due["way_forward"]
    for plan in due["way_forward"]:
        tally.update("step " + step["remedy"] for step in plan["steps"])
    for finding in due["findings"]:
        tally["finding " + finding["rule"]] += 1


def routes_asked(world, acts, seed):
    """What is asked of the routes of a world: customers of its orders, with some options."""
    chance = Chance(seed + " routes")
    for act in acts:
        if act["act"] == "place_order":
            maybe = {"offer": act.get("offer"), "near": chance.choice((None, 1, 2, 4)),
                     "seller": act["seller"] if chance.random() < 0.2 else None,
                     "provider": act.get("provider") if chance.random() < 0.2 else None,
                     "limit": chance.choice((None, None, 1, 2))}
            yield act["customer"], act["date"], {key: one for key, one in maybe.items() if one}


def compare_routes(aval, seed, count, ignore, markets):
    """The routes of a world's customers both ways: a tally, and the first difference or None."""
    tally, made = Counter(), texts(seed, count)
    world, acts = World(read_ndjson(made[0]), markets), read_ndjson(made[1])
    folder = tempfile.mkdtemp(prefix="reference-full-")
    write(folder, "world.ndjson", made[0])
    for customer, date, maybe in routes_asked(world, acts, seed):
        for asked in runs_of(seed):
            words = [aval, "routes", "--json", "--world", os.path.join(folder, "world.ndjson"),
                     "--customer", customer, "--on", date] + asked.options()
            words += [word for key, one in maybe.items() for word in ("--" + key, str(one))]
            lines, failed = run(words)
            due = routes(world, customer, date, asked.profile, other=asked.other, **maybe)
            tally["routes"] += len(due["routes"])
            apart = APART + tuple(ignore)
            what = failed or difference(without(json.loads("".join(lines)), apart),
                                        without(due, apart))
            if what:
                return tally, what + "\nreproduce: " + " ".join(words)
    shutil.rmtree(folder)
    return tally, None


def one_world(number, options, markets):
    """One world of the run: its number, its tally, and the first difference or None."""
    compare = compare_routes if options.routes else compare_decisions
    seed = "%s-%d" % (options.seed, number)
    return (number,) + compare(options.aval, seed, options.count, options.ignore, markets)


def results(options, markets):
    """The result of each world, from as many processes as asked for."""
    numbers = range(options.first, options.first + options.worlds)
    work = partial(one_world, options=options, markets=markets)
    if options.jobs == 1:
        yield from map(work, numbers)
        return
    with multiprocessing.Pool(options.jobs) as pool:
        yield from pool.imap(work, numbers)


def arguments():
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--aval", required=True, help="the program")
    parser.add_argument("--worlds", type=int, default=20, help="number of worlds")
    parser.add_argument("--first", type=int, default=0, help="number of the first world")
    parser.add_argument("--count", type=int, default=8, help="proposals a world")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=1, help="number of processes")
    parser.add_argument("--routes", action="store_true", help="compare routes, not decisions")
    parser.add_argument("--ignore", action="append", default=[], metavar="KEY",
                        help="a key that is not compared, such as way_forward, message, digest")
    return parser.parse_args()


def main():
    options, tally, started = arguments(), Counter(), time.monotonic()
    for number, part, found in results(options, read_markets()):
        tally.update(part)
        if found:
            print("DIFFERENCE in world %s-%d (--seed %s --first %d --worlds 1)\n%s" % (
                options.seed, number, options.seed, number, found))
            sys.exit(1)
        if sys.stderr.isatty():
            sys.stderr.write("\r%d of %d worlds" % (number + 1 - options.first, options.worlds))
    seconds = time.monotonic() - started
    for name in sorted(tally):
        print("%-45s %8d" % (name, tally[name]))
    print("%d worlds compared in %.1f s: no difference" % (options.worlds, seconds))


if __name__ == "__main__":
    main()
