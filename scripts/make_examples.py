#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the decisions of docs/examples as the program takes them: make_examples.py [--check] AVAL.

Each is of a question of the sample program, in full form, its line broken for reading. With --check
nothing is written: they are compared with those that are there.
"""

import json
import subprocess
import tempfile

from generated import ROOT, run

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


def written(aval):
    """Each file and what should stand in it."""
    asked = dict(proposals())
    for name, question in EXAMPLES.items():
        yield FOLDER / name, json.dumps(decision(aval, asked[question]), indent=2,
                                        ensure_ascii=False) + "\n"


if __name__ == "__main__":
    run(written, "make_examples.py [--check] AVAL")
