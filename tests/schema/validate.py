#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Full decisions are as docs/decision.schema.json says: validate.py --aval AVAL [--count N] ...

Decisions about random worlds under both profiles and with other readings, the examples of the docs,
and with --library redacted ones. What the schema should refuse is refused.
"""

import argparse
import copy
import ctypes
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

try:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
except ImportError:
    sys.exit("validate.py: needs the package python3-jsonschema, see scripts/setup.sh")

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from small_worlds import texts  # noqa: E402  (stands beside the second implementation)

SCHEMA = ROOT / "docs" / "decision.schema.json"
SAMPLE = ROOT / "data" / "sample"
A_WORLD = 50
ASKED = (["--profile", "article"], ["--profile", "programme"],
         ["--other-reading", "Q2,Q3,Q4,Q6,Q7,Q12,Q13"])


def validator():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaint(valid, decision):
    """Why a decision is not as the schema says; None when it is."""
    wrong = best_match(valid.iter_errors(decision))
    return None if wrong is None else "%s: %s" % (wrong.json_path, wrong.message[:300])


def full_decisions(aval, world, proposals, options):
    done = subprocess.run([aval, "check", "--full", "--json", *options, "--world", world,
                           proposals], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_world(number, aval, seed):
    """The decisions about one world: how many, and what is wrong with them."""
    found, count, valid = [], 0, validator()
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("world.ndjson", "proposals.ndjson")]
        for path, text in zip(paths, texts("%s-%d" % (seed, number), A_WORLD)):
            Path(path).write_text(text, encoding="utf-8")
        for options in ASKED:
            for decision in full_decisions(aval, *paths, options):
                count += 1
                said = complaint(valid, decision)
                if said:
                    found.append("seed %s-%d, %s, %s: %s"
                                 % (seed, number, " ".join(options), decision["id"], said))
    return count, found


def check_worlds(options):
    worlds = range(max(1, options.count // (A_WORLD * len(ASKED))))
    checked = partial(check_world, aval=options.aval, seed=options.seed)
    with multiprocessing.Pool(options.jobs) as pool:
        results = pool.map(checked, worlds, chunksize=1)
    return sum(count for count, _ in results), [line for _, found in results for line in found]


def sample_proposals(folder):
    path = os.path.join(folder, "proposals.ndjson")
    questions = (SAMPLE / "questions.ndjson").read_text(encoding="utf-8").splitlines()
    with open(path, "w", encoding="utf-8") as file:
        for question in questions:
            file.write(json.dumps(json.loads(question)["proposal"]) + "\n")
    return path


def sample_decisions(aval):
    with tempfile.TemporaryDirectory() as folder:
        return full_decisions(aval, str(SAMPLE / "world.ndjson"), sample_proposals(folder), [])


class Explaining(ctypes.Structure):
    _fields_ = [("profile", ctypes.c_int), ("other_readings", ctypes.c_char_p),
                ("detail", ctypes.c_int), ("steps_max", ctypes.c_uint),
                ("plans_max", ctypes.c_uint)]


class Line(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_char_p), ("length", ctypes.c_size_t),
                ("number", ctypes.c_uint64)]


class Answer(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_char_p), ("capacity", ctypes.c_size_t),
                ("length", ctypes.c_size_t)]


def redacted_decisions(library):
    """The sample's decisions in redacted form, which only the library gives."""
    aval = ctypes.CDLL(library)
    room = ctypes.create_string_buffer(1 << 20)
    world = ctypes.c_void_p()
    how = Explaining(1, None, 1, 8, 5)
    assert aval.aval_world_open(os.fsencode(SAMPLE / "world.ndjson"), None,
                                ctypes.byref(world)) == 0
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(sample_proposals(folder)).read_bytes().splitlines()
    for number, text in enumerate(lines, 1):
        line = Line(text, len(text), number)
        answer = Answer(ctypes.cast(room, ctypes.c_char_p), len(room), 0)
        assert aval.aval_explain_json(world, ctypes.byref(how), ctypes.byref(line), None,
                                      ctypes.byref(answer)) == 0
        yield json.loads(room.raw[:answer.length])
    aval.aval_world_close(world)


def objects_of(value):
    """Every object within a value."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects_of(one)


def spoilt(decision):
    """The decision with one thing wrong at a time, and what that is."""
    for place, one in enumerate(objects_of(decision)):
        wrong = copy.deepcopy(decision)
        list(objects_of(wrong))[place]["surplus"] = 1
        yield "a surplus key beside %s" % ", ".join(one), wrong
    for key in decision:
        yield "no " + key, {name: value for name, value in decision.items() if name != key}
    for key, value in (("verdict", "maybe"), ("as_of", "2020-5-1"), ("profile", "other"),
                       ("basis", ["X1"]), ("readings", ["Q14"]), ("other_readings", ["Q1"]),
                       ("digest", "sha256:0"), ("redacted", True), ("findings", [{}]),
                       ("act", {"act": "enroll"}), ("obligations", [{}]), ("way_forward", [{}])):
        yield "%s is %s" % (key, value), {**decision, key: value}


def check_spoilt(decisions):
    """What the schema lets pass that it should not: of a refused and of a supported decision."""
    valid = validator()
    for verdict in ("supported", "not_supported"):
        decision = max((one for one in decisions if one["verdict"] == verdict),
                       key=lambda one: len(one["way_forward"]) + len(one["obligations"]))
        for what, wrong in spoilt(decision):
            yield None if valid.is_valid(wrong) is False else "%s passes: %s" % (decision["id"],
                                                                                 what)


def results(options):
    """The number of things looked at and what is wrong, by part."""
    valid = validator()
    yield check_worlds(options)
    sample = sample_decisions(options.aval)
    examples = [json.loads(path.read_text(encoding="utf-8"))
                for path in sorted((ROOT / "docs" / "examples").glob("*.json"))]
    redacted = list(redacted_decisions(options.libaval)) if options.libaval else []
    said = [complaint(valid, decision) for decision in sample + examples + redacted]
    yield len(said), [line for line in said if line]
    said = list(check_spoilt(sample))
    yield len(said), [line for line in said if line]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--aval", default=str(ROOT / "build" / "aval"))
    parser.add_argument("--library", dest="libaval", metavar="FILE",
                        help="libaval.so, for redacted decisions")
    parser.add_argument("--count", type=int, default=300, help="decisions about random worlds")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()

    total, wrong = 0, []
    for count, found in results(options):
        total += count
        wrong += found
    for line in wrong[:20]:
        print(line)
    print("%d passed, %d failed" % (total - len(wrong), len(wrong)))
    return 1 if wrong or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
