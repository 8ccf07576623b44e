#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Branch coverage of src/ by the unit tests, the cases and the comparison; clang 19.

Fails when a branch of src/rulebook or src/model, but for assertions, is not taken both ways.
The full report goes to build-coverage/coverage.txt.
"""

import glob
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, "build-coverage")
FLAGS = "-fprofile-instr-generate -fcoverage-mapping"
WHOLE = ("src/rulebook/", "src/model/")


def build():
    environment = {**os.environ, "CC": "clang-19", "CFLAGS": FLAGS, "LDFLAGS": FLAGS}
    if not os.path.exists(os.path.join(BUILD, "build.ninja")):
        subprocess.run(["meson", "setup", BUILD, ROOT, "-Dbuildtype=debug"], env=environment,
                       check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", BUILD, "--quiet"], check=True)


def test_commands():
    listed = subprocess.run(["meson", "introspect", "--tests", BUILD], check=True,
                            capture_output=True, text=True).stdout
    for test in json.loads(listed):
        yield test["cmd"], test.get("env", {}), BUILD
    aval = os.path.join(BUILD, "aval")
    yield [sys.executable, "tests/cases/run_cases.py", "--aval", aval], {}, ROOT
    compare = [sys.executable, "tests/reference/compare.py", "--aval", aval, "--count", "5000"]
    yield compare, {}, ROOT


def run_tests():
    profiles = os.path.join(BUILD, "profiles")
    os.makedirs(profiles, exist_ok=True)
    for path in glob.glob(profiles + "/*.profraw"):
        os.remove(path)
    environment = {**os.environ, "LLVM_PROFILE_FILE": profiles + "/%8m.profraw"}
    for command, more, folder in test_commands():
        subprocess.run(command, cwd=folder, env={**environment, **more}, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    merged = os.path.join(BUILD, "all.profdata")
    subprocess.run(["llvm-profdata-19", "merge", "-o", merged,
                    *glob.glob(profiles + "/*.profraw")], check=True)
    return merged


def programs():
    found = [os.path.join(BUILD, "aval")]
    found += [path for path in glob.glob(BUILD + "/tests/unit/unit-*") if os.path.isfile(path)]
    words = [found[0]]
    for path in found[1:]:
        words += ["-object", path]
    return words


def untaken(branches, lines):
    """(line, way) of each branch that was not taken one way or the other; no assertions."""
    missed, count = [], 0
    for begin, _, end, _, taken, not_taken, *_ in branches:
        text = " ".join(lines[begin - 1:end])
        if "ASSERT(" in text:
            continue
        count += 2
        missed += [(begin, "never true")] if taken == 0 else []
        missed += [(begin, "never false")] if not_taken == 0 else []
    return missed, count


def main():
    build()
    merged = run_tests()
    exported = subprocess.run(["llvm-cov-19", "export", "-instr-profile", merged, *programs()],
                              check=True, capture_output=True, text=True).stdout
    failed = False
    report = []
    for file in json.loads(exported)["data"][0]["files"]:
        path = os.path.relpath(file["filename"], ROOT)
        if not path.startswith("src/"):
            continue
        with open(os.path.join(ROOT, path), encoding="utf-8") as source:
            lines = source.read().split("\n")
        missed, count = untaken(file["branches"], lines)
        report.append("%-36s %4d of %4d branches taken" % (path, count - len(missed), count))
        report += ["    %s:%d: %s: %s" % (path, line, way, lines[line - 1].strip())
                   for line, way in missed]
        failed = failed or (bool(missed) and path.startswith(WHOLE))
    with open(os.path.join(BUILD, "coverage.txt"), "w", encoding="utf-8") as out:
        out.write("\n".join(report) + "\n")
    shown = [line for line in report if not line.startswith("    ") or
             line.strip().startswith(WHOLE)]
    print("\n".join(shown))
    print("src/rulebook and src/model: %s" % ("NOT whole" if failed else
                                              "every branch taken both ways"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
