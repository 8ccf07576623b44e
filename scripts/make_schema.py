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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
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


def main(arguments):
    is_check = arguments[0] == "--check"
    passed = failed = 0
    for path, text in written(arguments[-1]):
        is_right = path.exists() and path.read_text(encoding="utf-8") == text
        passed += is_right
        failed += not is_right
        if is_right:
            continue
        if is_check:
            print("%s is not up to date: make docs writes it" % path.relative_to(ROOT))
        else:
            path.write_text(text, encoding="utf-8")
    print("%d passed, %d failed" % (passed, failed if is_check else 0))
    return 1 if failed and is_check else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or (len(sys.argv) == 3 and sys.argv[1] != "--check"):
        sys.exit("usage: make_schema.py [--check] TOOL")
    sys.exit(main(sys.argv[1:]))
