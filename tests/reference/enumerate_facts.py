#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the program with the reference on every distinguishable value of the facts.

For a rule: every combination of the facts that it reads, each with all its values and both sides
of each edge, all other facts clear. For an act: every combination of all facts that it consults,
each reduced to one value a class. Each case is a group of parties of its own; a batch of groups
makes a world. Cases are visited in strides, so that any part of a run is spread over the whole.
"""

import argparse
import itertools
import json
import math
import multiprocessing
import sys
import time
from collections import Counter

from acts import SHAPES, findings, questions
from differ import compare
from facts import World, read_markets, read_ndjson
from reads import (ACT_DATES, ACT_NAMES, DATES, DAY, READS, act_slots, base_act, clear_slots,
                   positions_of)
from rulebook import PROFILES, RULES
from slots import organization, organization_record, tenant_record

A_BATCH = 2500
LINE_EVERY = 1000000
GOLDEN = (math.sqrt(5) - 1) / 2


class Product:
    """The cross product of dates and slots for one shape of act, its cases by index."""

    def __init__(self, name, shape, dates, slots):
        self.name, self.shape, self.dates = name, shape, dates
        self.values = [[slot[0](date, *slot[1:]) for slot in slots] for date in dates]
        self.sizes = [len(values) for values in self.values[0]]
        self.total = len(dates) * math.prod(self.sizes)
        self.stride = next(n for n in itertools.count(int(self.total * GOLDEN) + 1)
                           if math.gcd(n, self.total) == 1)
        self.act, positions = base_act(shape), positions_of(shape)
        self.organizations = "".join(
            json.dumps(organization_record(position)) + "\n" for position in positions)
        self.tenants = [(position, tenant_record(position, kind=(
            "customer" if position == "customer" else "partner"))) for position in positions]

    def case(self, index):
        """The date and the effects of a case; case 0 is the clear one."""
        rest, date = divmod(index * self.stride % self.total, len(self.dates))
        effects = []
        for size, values in zip(self.sizes, self.values[date]):
            rest, digit = divmod(rest, size)
            effects.append(values[digit])
        return self.dates[date], effects

    def texts(self, index):
        """A case as texts: its facts and its proposal."""
        date, effects = self.case(index)
        settings = {key: value for one in effects for key, value in one.settings.items()}
        facts = [self.organizations] + [one.text for one in effects]
        for position, record in self.tenants:
            own = {key: settings[key + "_" + position] for key in ("country", "kind")
                   if key + "_" + position in settings}
            if "org_" + position in settings:
                own["organization"] = organization(settings["org_" + position])
            facts.append(json.dumps({**record, **own}) + "\n")
        act = {key[4:]: value for key, value in settings.items() if key.startswith("act_")}
        proposal = json.dumps({"id": str(index), "date": date, **self.act, **act}) + "\n"
        number = "%012d" % index
        return "".join(facts).replace("@", number), proposal.replace("@", number)

    def batch(self, start, end):
        """The texts of a world of groups, and of its proposals."""
        pairs = [self.texts(index) for index in range(start, end)]
        return "".join(pair[0] for pair in pairs), "".join(pair[1] for pair in pairs)


def first(date, slot):
    """The first value of a slot alone."""
    return slot[0](date, *slot[1:])[:1]


def rule_products(rule):
    """The questions that ask a rule, and a product for each: shape of act and position."""
    for shape in SHAPES:
        for question in questions(shape, "programme"):
            if question.rule.finds is RULES[rule].finds:
                read = READS[rule](shape, question.position)
                clear = [(first, slot) for slot in clear_slots(shape) if slot not in read]
                name = "-".join(shape) + " " + question.finding
                yield question, Product(name, shape, DATES.get(rule, DAY), read + clear)


def act_product(name):
    """The product for an act."""
    act = name.split(":")[0]
    shape = ("place_order", "provider") if name == "place_order" else (act,)
    return Product(name, shape, ACT_DATES.get(act, DAY[:1]), act_slots(name))


class Batches:
    """The batches of a run: compares one, given where it starts."""

    current = None

    def __init__(self, product, options, markets):
        self.product, self.aval, self.markets = product, options.aval, markets
        limit = options.limit or product.total
        self.starts = range(options.start, min(product.total, options.start + limit), A_BATCH)
        self.end = min(product.total, options.start + limit)

    def compare(self, start):
        """The end of a batch, its tally, and the first difference or None."""
        end = min(start + A_BATCH, self.end)
        return (end,) + compare(self.aval, self.product.batch(start, end), self.markets)

    def remember(self):
        """Make these the batches that this process works on."""
        Batches.current = self


def one_batch(start):
    """Compare a batch of those that this process works on."""
    return Batches.current.compare(start)


def results(batches, jobs):
    """The results of the batches, in order, from as many processes as asked for."""
    if jobs == 1:
        yield from map(batches.compare, batches.starts)
        return
    with multiprocessing.Pool(jobs, initializer=batches.remember) as pool:
        yield from pool.imap(one_batch, batches.starts)


def progress(product, done, end, started):
    """Say how far a run is: on a terminal always, else once in a million cases."""
    text = "%s: %d of %d, %.0f s" % (product.name, done, end, time.monotonic() - started)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + text + ("\n" if done == end else ""))
    elif done % LINE_EVERY == 0:
        sys.stderr.write(text + "\n")


def run(product, options, markets):
    """Compare all cases of a product, from and up to where asked; its tally."""
    batches = Batches(product, options, markets)
    tally, started, done = Counter(), time.monotonic(), options.start
    try:
        for done, part, difference in results(batches, options.jobs):
            if difference:
                print("%s: %s" % (product.name, difference))
                sys.exit(1)
            tally.update(part)
            progress(product, done, batches.end, started)
    except KeyboardInterrupt:
        sys.exit("\nstopped; go on with --act %s --from %d" % (product.name, done))
    print("%-78s %9d cases %6.1f s" % (
        product.name, sum(tally.values()) // 2, time.monotonic() - started), flush=True)
    return tally


def check_clear(product, markets):
    """The clear case is found nothing against."""
    texts = product.texts(0)
    world, acts = World(read_ndjson(texts[0]), markets), read_ndjson(texts[1])
    for profile in PROFILES:
        found = findings(world, acts[0], profile)
        if found:
            sys.exit("%s: the clear case is not clear: %s" % (product.name, found))


def check_both(product, question, tally):
    """The rule under test is found in some cases, and in others not, under each profile."""
    for profile in PROFILES if question.rule.origin == "A" else PROFILES[1:]:
        found = {question.finding in key[2] for key in tally if key[0] == profile}
        if found != {True, False}:
            sys.exit("%s: always or never found under %s" % (product.name, profile))


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--aval", required=True, help="the program")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--rule", choices=sorted(RULES))
    what.add_argument("--act", choices=ACT_NAMES)
    what.add_argument("--all-rules", action="store_true")
    what.add_argument("--all-acts", action="store_true")
    parser.add_argument("--limit", type=int, help="at most so many cases of each product")
    parser.add_argument("--from", type=int, default=0, dest="start", metavar="INDEX",
                        help="begin at this case (with --act)")
    parser.add_argument("--jobs", type=int, default=1, help="number of processes")
    options = parser.parse_args()
    if options.start and not options.act:
        parser.error("--from goes with --act")
    return options


def main():
    options, markets = arguments(), read_markets()
    cases = 0
    for rule in sorted(RULES) if options.all_rules else [options.rule] if options.rule else []:
        count = 0
        for question, product in rule_products(rule):
            check_clear(product, markets)
            tally = run(product, options, markets)
            count += sum(tally.values()) // 2
            if not options.limit and not options.start:
                check_both(product, question, tally)
        if count == 0:
            sys.exit("%s: no case: nobody asks it" % rule)
        print("%s: %d cases, no difference" % (rule, count))
        cases += count
    for act in ACT_NAMES if options.all_acts else [options.act] if options.act else []:
        product = act_product(act)
        check_clear(product, markets)
        cases += sum(run(product, options, markets).values()) // 2
    print("%d cases, %d decisions compared: no difference" % (cases, 2 * cases))


if __name__ == "__main__":
    main()
