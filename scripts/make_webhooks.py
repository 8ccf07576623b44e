#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table of events of docs/webhooks.md: make_webhooks.py [--check] SOURCE.

SOURCE is src/api/webhooks/events.def. With --check nothing is written: the page is compared with
the one that is there.
"""

import re

from generated import ROOT, run

PAGE = ROOT / "docs" / "webhooks.md"
MARKS = ("<!-- events: written by make docs -->\n", "<!-- end of events -->")
ROW = re.compile(r'^EVENT\("([^"]+)", "([^"]+)", "([^"]+)", (?:NULL|"([^"]+)")\)$', re.M)
ENTRY = "/program/v1/journal/{position}"


def table(source):
    rows = ROW.findall(source)
    if len(rows) != source.count("\nEVENT("):
        raise SystemExit("%d of %d rows could be read" % (len(rows), source.count("\nEVENT(")))
    yield "| act that was carried out | event | resource | its path |"
    yield "|---|---|---|---|"
    for act, event, resource, path in rows:
        yield "| `%s` | `%s` | `%s` | `%s` |" % (act, event, resource, path or ENTRY)


def written(source):
    """The page, with its table anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
    body = "\n".join(table((ROOT / source).read_text(encoding="utf-8"))) + "\n"
    yield PAGE, before + MARKS[0] + body + MARKS[1] + rest.partition(MARKS[1])[2]


if __name__ == "__main__":
    run(written, "make_webhooks.py [--check] SOURCE")
