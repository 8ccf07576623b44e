#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The programs of examples/ print what they should: examples.py ROOT AVAL PROGRAM...

The programs are check, explain, change and way_forward. What check and way_forward print is
compared with what `aval` says, the rest with the files of expected/.
"""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Lines in error, each in another way.
WRONG = [
    "", "[]", "{", "\xff", '{"id":"e1"}', '{"id":"e2","act":"sell"}', '{"id":"e3","id":"e4"}',
    '{"id":"e5","act":"engage_partner","date":"2020-05-12","partner":'
    '"99999999-0000-4000-8000-000000000001","customer":"99999999-0000-4000-8000-000000000001"}',
    '{"id":"é\\u0007","act":"enroll","date":"2021-02-29"}', " \t",
    '{"id":"' + "x" * 5000 + '"}', "x" * (1024 * 1024 + 1),
]


def output(*command):
    """What a command prints, and its exit status."""
    done = subprocess.run(command, stdout=subprocess.PIPE)
    return done.stdout, done.returncode


def write_proposals(root, path):
    with open(os.path.join(root, "data/sample/questions.ndjson"), encoding="utf-8") as questions, \
            open(path, "wb") as file:
        for question in questions:
            line = json.dumps(json.loads(question)["proposal"], ensure_ascii=False)
            file.write(line.encode() + b"\r\n")
        for line in WRONG:
            file.write(line.encode("latin-1" if line == "\xff" else "utf-8") + b"\n")


def check_examples(root, aval, check, world):
    with tempfile.NamedTemporaryFile() as file:
        write_proposals(root, file.name)
        for profile in ("article", "programme"):
            expected, _ = output(aval, "check", "--json", "--profile", profile, "--world", world,
                                 file.name)
            yield "check " + profile, output(check, world, file.name, profile), expected


def other_examples(explain, change, world):
    for name, command in (("explain-en", [explain, world]), ("explain-fr", [explain, world, "fr"]),
                          ("change", [change])):
        with open(os.path.join(HERE, "expected", name + ".txt"), "rb") as file:
            yield name, output(*command), file.read()


def write_order(path):
    order = {"id": "dala", "act": "place_order", "date": "2020-05-12",
             "seller": "2b12c400-0000-4000-8000-000000000001",
             "customer": "cda1a000-0000-4000-8000-000000000001"}
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(order))


def way_forward_example(aval, way_forward, world):
    with tempfile.NamedTemporaryFile() as file:
        write_order(file.name)
        decision, _ = output(aval, "check", "--full", "--json", "--world", world, file.name)
    routes, _ = output(aval, "routes", "--json", "--world", world, "--on", "2020-05-12",
                       "--customer", "cda1a000-0000-4000-8000-000000000001", "--near", "2")
    expected = decision + b'{"id":"dala","replay":"same"}\n' + routes
    yield "way_forward", output(way_forward, world), expected


def main(root, aval, check, explain, change, way_forward):
    world = os.path.join(root, "data/sample/world.ndjson")
    passed = failed = 0
    for name, (printed, status), expected in (*check_examples(root, aval, check, world),
                                              *other_examples(explain, change, world),
                                              *way_forward_example(aval, way_forward, world)):
        is_right = printed == expected and status == 0 and expected != b""
        passed += is_right
        failed += not is_right
        if not is_right:
            print("%s: exit status %d, printed\n%s\ninstead of\n%s"
                  % (name, status, printed.decode(), expected.decode()))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
