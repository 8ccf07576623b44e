# SPDX-License-Identifier: Apache-2.0
"""What tests of the book of record share: books in the test's folder, acts on them."""

import json

from facts import ndjson
from judging import JudgeTest
from program import ROOT

SAMPLE = (ROOT / "data" / "sample" / "world.ndjson").read_bytes()
DAY = "2020-05-12"
BOOK = "sqlite:book.db"
NOW = {"AVAL_DB": BOOK}
ELBE = "elbe.example:admin_agent"
ORDER = ("--seller", "birch.example", "--provider", "elbe.example", "--offer", "OFFICE-PREM",
         "--quantity", "5", "--mpn-id", "4100013")


def settled(facts):
    """Facts in a form that two ways of writing the same have in common."""
    def value(name, held):
        if isinstance(held, list):
            return sorted(held)
        if name == "domain":
            return held.lower()
        return held

    return sorted(json.dumps({name: value(name, held) for name, held in fact.items()
                              if held is not None}, sort_keys=True) for fact in facts)


def facts_of(out):
    return [json.loads(line) for line in out.decode().splitlines()]


class BookTest(JudgeTest):
    """A test with a book, "book.db" of its folder, which the environment names."""

    def book(self, *arguments, env=None, **run):
        """Runs a command on the test's book."""
        return self.run_aval(*arguments, env={**NOW, **(env or {})}, **run)

    def done(self, *arguments, **run):
        """The same, which has to end well; what it wrote."""
        result = self.book(*arguments, **run)
        self.assert_clean(result)
        return result.out.decode()

    def keep(self, world=SAMPLE, *options):
        """A sandbox with the facts of the world, on a day of 2020."""
        self.done("init", "--sandbox", "--clock", DAY, *options)
        if world is not None:
            content = world if isinstance(world, bytes) else ndjson(world)
            self.done("import", self.put("kept.ndjson", content))

    def export(self):
        return self.done("export").encode()

    def act(self, name, principal, *options, status=0, **run):
        """The answer to an act that is judged, as JSON."""
        result = self.book(name, *options, "--as", principal, "--json", **run)
        self.assert_clean(result, status)
        return json.loads(result.out)

    def place_order(self, customer="dala.example", *options, status=0):
        return self.act("place-order", ELBE, *ORDER, "--customer", customer, *options,
                        status=status)

    def entries(self, party):
        """The journal's entries about a party."""
        return [json.loads(line) for line in self.done("history", party, "--json").splitlines()]
