#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the decisions of docs/examples as the program takes them: make_examples.py [--check] AVAL.

Each is of a question of the sample program, in full form, its line broken for reading. With --check
nothing is written: they are compared with those that are there.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "examples"
SAMPLE = ROOT / "data" / "sample"
EXAMPLES = {"supported-order.json": "S1.2", "refused-order.json": "M3-after"}


def proposals():
    for line in (SAMPLE / "questions.ndjson").read_text(encoding="utf-8").splitlines():
        proposal = json.loads(line)["proposal"]
        yield proposal["id"], proposal


def decision(aval, proposal):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        json.dump(proposal, file)
        file.flush()
        done = subprocess.run([aval, "check", "--full", "--json", "--world",
                               str(SAMPLE / "world.ndjson"), file.name],
                              check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main(arguments):
    is_check = arguments[0] == "--check"
    asked = dict(proposals())
    passed = failed = 0
    for name, question in EXAMPLES.items():
        path = FOLDER / name
        text = json.dumps(decision(arguments[-1], asked[question]), indent=2,
                          ensure_ascii=False) + "\n"
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
        sys.exit("usage: make_examples.py [--check] AVAL")
    sys.exit(main(sys.argv[1:]))
