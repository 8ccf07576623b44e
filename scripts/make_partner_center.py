#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table of routes of docs/partner-center.md: make_partner_center.py [--check] SOURCE.

SOURCE is src/api/partner_center/routes.c, which has the routes that are answered;
data/partner_center_routes.txt has those that clients know. With --check nothing is written: the
page is compared with the one that is there.
"""

import re

from generated import ROOT, run

PAGE = ROOT / "docs" / "partner-center.md"
KNOWN = ROOT / "data" / "partner_center_routes.txt"
MARKS = ("<!-- routes: written by make docs -->\n", "<!-- end of routes -->")
METHODS = {"ASKS": "GET", "LOOKS": "HEAD", "POSTS": "POST", "PATCHES": "PATCH", "PUTS": "PUT",
           "DELETES": "DELETE"}
ROW = re.compile(r'\{\s*(%s),\s*\.path = VERSION\s+"([^"]+)",\s*\.summary = \{ \{\s*"([^"]+)"'
                 r'(.*?)\.handle' % "|".join(METHODS), re.S)


def key_of(method, path):
    return method, re.sub(r"\{[^}]*\}", "{}", path).lower()


def answered(source):
    """The rows that are answered: by method and path, what they do and whose token they want."""
    rows = {}
    for macro, path, summary, rest in ROW.findall(source):
        token = "user" if "TOKEN_OF_USER" in rest else "any"
        rows[key_of(METHODS[macro], path)] = (METHODS[macro], path, summary, token)
    count = source.count(".path = VERSION")
    if len(rows) != count:
        raise SystemExit("%d of %d rows could be read" % (len(rows), count))
    return rows


def table(source):
    rows = answered(source)
    known = [line.split() for line in KNOWN.read_text().splitlines()]
    lines = {key_of(*row): "| `%s %s` | no | | |" % tuple(row) for row in known}
    for key, (method, path, summary, token) in rows.items():
        lines[key] = "| `%s %s` | yes | %s | %s |" % (method, path, token, summary)
    yield "| route under `/v1` | answered | token | what it does |"
    yield "|---|---|---|---|"
    for _, line in sorted(lines.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        yield line


def written(source):
    """The page, with its table anew."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    body = "\n".join(table((ROOT / source).read_text(encoding="utf-8"))) + "\n"
    yield PAGE, before + MARKS[0] + body + MARKS[1] + after


if __name__ == "__main__":
    run(written, "make_partner_center.py [--check] SOURCE")
