#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the docs say of the full form, from tables: make_schema.py [--check] TOOL.

TOOL is tests/schema's program, of a build. It gives docs/decision.schema.json, and in
docs/formats.md the table of the facts that each rule's findings show. With --check nothing is
written: both are compared with what is there.
"""

import json
import re
import subprocess
import sys

from generated import ROOT, run

SCHEMA = ROOT / "docs" / "decision.schema.json"
FORMATS = ROOT / "docs" / "formats.md"
TABLE = re.compile(r"(<!-- facts of rules:[^\n]*-->\n).*?(<!-- end -->\n)", re.S)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def written(tool):
    """Each file and what should stand in it."""
    schema = json.loads(output(tool))
    yield SCHEMA, json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    table = output(tool, "--facts")
    formats, count = TABLE.subn(lambda found: found[1] + table + found[2],
                                FORMATS.read_text(encoding="utf-8"))
    if count != 1:
        sys.exit("%s: the place of the table of facts is not there" % FORMATS)
    yield FORMATS, formats


if __name__ == "__main__":
    run(written, "make_schema.py [--check] TOOL")
