# SPDX-License-Identifier: Apache-2.0
"""Seeded choices from which worlds and proposals are made: days, intervals, ids, spellings."""

import json
import random
from datetime import date, timedelta

EDGES = ("2020-02-01", "2020-07-01", "2021-08-18", "2020-12-01", "2023-08-17", "2020-02-29",
         "2024-02-29", "2021-01-01")
FIRST, LAST = "0001-01-01", "9999-12-31"
EARLY, LATE = ("2019-01-01", "2015-06-30", FIRST), ("2030-01-01", LAST)


def day_after(day, count=1):
    """The day some days after (before, if negative) a day."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


class Chance(random.Random):
    """A seeded source with the choices of one world: its days and how often facts go astray."""

    def __init__(self, seed):
        super().__init__(seed)
        self.astray = self.choice((0.01, 0.03, 0.06, 0.12, 0.3))
        middles = self.sample(EDGES, 3) + [self.some_day()]
        self.days = sorted({day_after(day, by) for day in middles for by in (-1, 0, 1)})

    def goes_wrong(self, times=1):
        """Whether a fact goes astray, some times as often as usual."""
        return self.random() < times * self.astray

    def some_day(self):
        """A day of the years that matter."""
        return day_after("2019-06-01", self.randrange(1900))

    def day(self):
        """A day at an edge of this world, rarely one far away."""
        return self.choice(self.days) if self.random() < 0.97 else self.choice((FIRST, LAST))

    def fields(self, **named):
        """Optional fields: those without a value are absent or null."""
        return {name: value for name, value in named.items()
                if value is not None or self.random() < 0.5}

    def interval(self, times=1):
        """A `from` and `to`, around all days or, gone astray, at an edge (or empty)."""
        if not self.goes_wrong(2 * times):
            return self.fields(**{"from": self.choice((None,) + EARLY),
                                  "to": self.choice((None, None) + LATE)})
        start, end = sorted((self.day(), self.day()))
        kind = self.randrange(4)
        return self.fields(**{"from": None if kind == 0 else start,
                              "to": None if kind == 1 else start if kind == 2 else end})

    def guid(self):
        """A fresh tenant id."""
        digits = "%032x" % self.getrandbits(128)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def either_case(self, guid):
        """A tenant id in lower, upper or mixed case."""
        kind = self.randrange(8)
        if kind > 1:
            return guid
        return guid.upper() if kind else "".join(self.choice((c, c.upper())) for c in guid)

    def line(self, record):
        """A record as a line: keys in some order, wide or narrow, escaped or raw."""
        if self.random() < 0.3:
            record = dict(self.sample(list(record.items()), len(record)))
        separators = (",", ":") if self.random() < 0.5 else (", ", ": ")
        text = json.dumps(record, ensure_ascii=self.random() < 0.3, separators=separators)
        return text + "\r" if self.random() < 0.02 else text

    def text(self, records):
        """Records as lines, a few blank ones between them."""
        lines = [self.line(record) + "\n" for record in records]
        return "".join(line if self.random() < 0.99 else "\n" + line for line in lines)
