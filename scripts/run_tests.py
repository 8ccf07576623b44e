#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds Aval in the ways the tests need and runs them: run_tests.py check|test|soak.

One table of steps; a set takes the steps that name it. A step is a command that prints how many
passed and failed, as "N passed, N failed" or in cmocka's way, or counts as one. As many steps run
at once as there are processors; each is told when it has ended. Ends with the sum.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = sys.executable or "python3"
CPUS = str(os.cpu_count() or 1)

# name: environment and options of meson. The plain build is the one that `make run` makes; made
# here first, its warnings are errors.
BUILDS = {
    "build": ({}, ["-Dwerror=true"]),
    "build-asan": ({"CC": "clang-19"}, [
        "-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dbuildtype=debugoptimized",
        "-Dwerror=true"]),
    "build-gcc": ({"CC": "gcc"}, ["-Dwerror=true", "-Dbuildtype=debugoptimized"]),
    "build-clang": ({"CC": "clang-19"}, ["-Dwerror=true", "-Dbuildtype=debug"]),
    "build-clang-release": ({"CC": "clang-19"}, ["-Dwerror=true", "-Dbuildtype=release"]),
    "build-tsan": ({"CC": "clang-19"}, [
        "-Db_sanitize=thread", "-Db_lundef=false", "-Dbuildtype=debugoptimized"]),
}

# What is built beside all that a build makes by itself.
MORE_TARGETS = {"build": ["tests/bench/aval-bench", "tests/bench/aval-bench-acts"]}

SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=1:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1",
}


def script(path, *arguments):
    return [PYTHON, os.path.join(ROOT, path), *arguments]


def reference(name, *arguments):
    return script("tests/reference/" + name, *arguments)


# (sets, title, build, command); the command runs in the root; {build} is the build's folder.
STEPS = [
    ("check test soak", "tidy", None, script("tests/tidy/tidy.py")),
    ("check test soak", "tidy's own test", None, script("tests/tidy/test_tidy.py")),
    ("test soak", "format", None, script("tests/tidy/format.py")),
    ("test", "clang-tidy", "build-asan", script("tests/tidy/lint.py", "{build}", "--every", "5")),
    ("soak", "clang-tidy, all of it", "build-asan", script("tests/tidy/lint.py", "{build}")),
    ("soak", "unit, clang", "build-clang", None),
    ("check test soak", "unit", "build", None),
    ("test soak", "unit, with sanitizers", "build-asan", None),
    ("soak", "unit, gcc", "build-gcc", None),
    ("soak", "unit, clang release", "build-clang-release", None),
    ("soak", "unit, thread sanitizer", "build-tsan", None),
    ("check test soak", "cases", "build",
     script("tests/cases/run_cases.py", "--aval", "{build}/aval")),
    ("test soak", "cases, with sanitizers", "build-asan",
     script("tests/cases/run_cases.py", "--aval", "{build}/aval")),
    ("test soak", "the case runner's own test", None, script("tests/cases/test_run_cases.py")),
    ("check test soak", "the table of Partner Center's routes", None,
     script("scripts/make_partner_center.py", "--check", "src/api/partner_center/routes.c")),
    ("check test soak", "the table of events", None,
     script("scripts/make_webhooks.py", "--check", "src/api/webhooks/events.def")),
    ("check test soak", "traceability", None, script("scripts/make_traceability.py", "--check")),
    ("check test soak", "the rulebook's pages", "build",
     script("scripts/make_pages.py", "--check", "--aval", "{build}/aval")),
    ("check test soak", "the drawings of the life cycles", "build",
     script("scripts/make_lifecycles.py", "--check", "{build}/tests/schema/lifecycles")),
    ("check test soak", "the schema of the full form", "build",
     script("scripts/make_schema.py", "--check", "{build}/tests/schema/decision-schema")),
    ("check test soak", "the examples of decisions", "build",
     script("scripts/make_examples.py", "--check", "{build}/aval")),
    ("check", "full decisions by the schema, 150", "build",
     script("tests/schema/validate.py", "--aval", "{build}/aval", "--count", "150")),
    ("test", "full decisions by the schema, 1,000", "build",
     script("tests/schema/validate.py", "--aval", "{build}/aval", "--count", "1000",
            "--library", "{build}/src/libaval.so")),
    ("soak", "full decisions by the schema, 100,000", "build",
     script("tests/schema/validate.py", "--aval", "{build}/aval", "--count", "100000",
            "--library", "{build}/src/libaval.so")),
    ("check test soak", "the second implementation's own test", None,
     reference("test_reference.py")),
    ("check test soak", "the second implementation's full form", None,
     reference("test_full.py")),
    ("test soak", "the second implementation's plans", None, reference("test_plans.py")),
    ("check", "full forms, compared, few", "build",
     reference("compare_full.py", "--aval", "{build}/aval", "--worlds", "3", "--count", "5",
               "--jobs", CPUS)),
    ("test", "full forms, compared", "build",
     reference("compare_full.py", "--aval", "{build}/aval", "--worlds", "40", "--count", "15",
               "--jobs", CPUS)),
    ("test soak", "full forms, compared with sanitizers", "build-asan",
     reference("compare_full.py", "--aval", "{build}/aval", "--worlds", "8", "--seed", "2",
               "--jobs", CPUS)),
    ("test soak", "routes, compared", "build",
     reference("compare_full.py", "--routes", "--aval", "{build}/aval", "--worlds", "100",
               "--jobs", CPUS)),
    ("soak", "full forms, compared, 10,000 worlds", "build",
     reference("compare_full.py", "--aval", "{build}/aval", "--worlds", "10000", "--jobs", CPUS)),
    ("check", "comparison, 5,000", "build",
     reference("compare.py", "--aval", "{build}/aval", "--count", "5000", "--jobs", CPUS)),
    ("test", "comparison, 100,000", "build",
     reference("compare.py", "--aval", "{build}/aval", "--count", "100000", "--jobs", CPUS)),
    ("test", "comparison, with sanitizers", "build-asan",
     reference("compare.py", "--aval", "{build}/aval", "--count", "10000", "--seed", "2",
               "--jobs", CPUS)),
    ("soak", "comparison, 100,000,000", "build",
     reference("compare.py", "--aval", "{build}/aval", "--count", "100000000", "--jobs", CPUS)),
    ("test", "facts of each rule, enumerated, some", "build",
     reference("enumerate_facts.py", "--aval", "{build}/aval", "--all-rules", "--limit", "500",
               "--jobs", CPUS)),
    ("soak", "facts of each rule, enumerated", "build",
     reference("enumerate_facts.py", "--aval", "{build}/aval", "--all-rules", "--jobs", CPUS)),
    ("check test soak", "the model of acts' own test", None, reference("book/test_book.py")),
    ("test", "histories of acts, compared, 10", "build",
     reference("book/compare_book.py", "--aval", "{build}/aval", "--histories", "10",
               "--jobs", CPUS)),
    ("test soak", "histories of acts, compared with sanitizers", "build-asan",
     reference("book/compare_book.py", "--aval", "{build}/aval", "--histories", "1",
               "--acts", "120", "--seed", "2")),
    ("soak", "histories of acts, compared, 2,000", "build",
     reference("book/compare_book.py", "--aval", "{build}/aval", "--histories", "2000",
               "--jobs", CPUS)),
    ("test", "plans in random worlds, 10,000", "build",
     ["{build}/tests/unit/unit-planner-worlds", "10000", "1"]),
    ("test", "sets of steps in tiny worlds, 100", "build",
     ["{build}/tests/unit/unit-planner-worlds", "100", "1", "3"]),
    ("soak", "plans in random worlds, 10,000,000", "build",
     ["{build}/tests/unit/unit-planner-worlds", "10000000", "1"]),
    ("soak", "sets of steps in tiny worlds, 5,000", "build",
     ["{build}/tests/unit/unit-planner-worlds", "5000", "1", "4"]),
    ("soak", "facts of each act, enumerated", "build",
     reference("enumerate_facts.py", "--aval", "{build}/aval", "--all-acts", "--jobs", CPUS)),
    ("test", "seeded bugs, 3", "build",
     script("tests/mutants/mutants.py", "{build}", "--count", "3")),
    ("soak", "seeded bugs, all", "build-gcc", script("tests/mutants/mutants.py", "{build}")),
    ("check test soak", "every act by every role", "build",
     script("tests/book/permissions.py", "--aval", "{build}/aval")),
    ("check test soak", "requests that come twice", "build",
     script("tests/book/once.py", "--aval", "{build}/aval")),
    ("check test soak", "one script in two books", "build",
     script("tests/book/two_books.py", "--aval", "{build}/aval")),
    ("test soak", "every act by every role, over HTTP", "build",
     script("tests/book/permissions.py", "--aval", "{build}/aval", "--http")),
    ("test soak", "one script in two books, over HTTP", "build",
     script("tests/book/two_books.py", "--aval", "{build}/aval", "--http")),
    ("test", "two acts at once, some", "build",
     script("tests/book/pairs.py", "--aval", "{build}/aval", "--count", "100")),
    ("soak", "two acts at once, all", "build",
     script("tests/book/pairs.py", "--aval", "{build}/aval")),
    ("soak", "two acts at once, thread sanitizer", "build-tsan",
     script("tests/book/pairs.py", "--aval", "{build}/aval", "--count", "100")),
    ("check", "command line, quick", "build",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick")),
    ("test soak", "command line", "build",
     script("tests/cli/run.py", "--aval", "{build}/aval")),
    ("test", "command line, with sanitizers, some", "build-asan",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick", "--every", "5")),
    ("soak", "command line, with sanitizers", "build-asan",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick")),
    ("test soak", "server", "build", script("tests/api/run.py", "--aval", "{build}/aval")),
    ("test", "server, with sanitizers, some", "build-asan",
     script("tests/api/run.py", "--aval", "{build}/aval", "--quick", "--every", "3")),
    ("soak", "server, with sanitizers", "build-asan",
     script("tests/api/run.py", "--aval", "{build}/aval", "--quick")),
    ("test soak", "server, tokens for msal-node", "build",
     script("tests/msal/run.py", "--aval", "{build}/aval")),
    ("soak", "server, thread sanitizer", "build-tsan",
     script("tests/api/run.py", "--aval", "{build}/aval", "--quick")),
    ("test", "the server is killed under load, 5", "build",
     script("tests/api/killed.py", "--aval", "{build}/aval", "--cycles", "5")),
    ("soak", "the server is killed under load, 2,000", "build",
     script("tests/api/killed.py", "--aval", "{build}/aval", "--cycles", "2000")),
    ("test", "memory after 20,000 requests", "build",
     script("tests/api/memory.py", "--aval", "{build}/aval", "--requests", "20000")),
    ("soak", "memory after 1,000,000 requests", "build",
     script("tests/api/memory.py", "--aval", "{build}/aval", "--requests", "1000000")),
    ("test soak", "the benchmark finds what its bounds find", "build",
     script("tests/bench/bench.py", "--build", "{build}", "--quick")),
    ("test soak", "the journal: leaves, heads and proofs", "build",
     script("tests/journal/proofs.py", "--aval", "{build}/aval")),
    ("test soak", "the journal: erased without a trace", "build",
     script("tests/journal/erase.py", "--aval", "{build}/aval")),
    ("test", "the journal: tampered with, 10,000", "build",
     script("tests/damaged/small_book.py", "--program", "{build}/tests/journal/journal-tamper",
            "--count", "10000", "--jobs", CPUS)),
    ("test soak", "the journal: tampered with, with sanitizers", "build-asan",
     script("tests/damaged/small_book.py", "--program", "{build}/tests/journal/journal-tamper",
            "--count", "300", "--first", "10000001", "--jobs", CPUS)),
    ("soak", "the journal: tampered with, 1,000,000", "build",
     script("tests/damaged/small_book.py", "--program", "{build}/tests/journal/journal-tamper",
            "--count", "1000000", "--jobs", CPUS)),
    ("test", "the journal: tampered with, by the command", "build",
     script("tests/journal/tamper.py", "--aval", "{build}/aval", "--count", "150",
            "--jobs", CPUS)),
    ("soak", "the journal: tampered with, by the command, 20,000", "build",
     script("tests/journal/tamper.py", "--aval", "{build}/aval", "--count", "20000",
            "--jobs", CPUS)),
    ("test soak", "the system's clock jumps", "build",
     script("tests/journal/clock.py", "--aval", "{build}/aval", "--shim",
            "{build}/tests/journal/libmoved_clock.so")),
    ("test", "backups beside acts, 3", "build",
     script("tests/journal/backup.py", "--aval", "{build}/aval", "--cycles", "1",
            "--backups", "3")),
    ("soak", "backups beside acts, 2,000", "build",
     script("tests/journal/backup.py", "--aval", "{build}/aval", "--cycles", "500")),
    ("test", "damaged books, 10,000", "build",
     script("tests/damaged/small_book.py", "--program", "{build}/tests/damaged/damaged",
            "--count", "10000", "--jobs", CPUS)),
    ("test", "damaged books, with sanitizers, 500", "build-asan",
     script("tests/damaged/small_book.py", "--program", "{build}/tests/damaged/damaged",
            "--count", "500", "--first", "10000001", "--jobs", CPUS)),
    ("soak", "damaged books, with sanitizers, 1,000,000", "build-asan",
     script("tests/damaged/small_book.py", "--program", "{build}/tests/damaged/damaged",
            "--count", "1000000", "--jobs", CPUS)),
    ("test", "damaged books, commands and server, 60", "build",
     script("tests/damaged/damaged.py", "--aval", "{build}/aval", "--program",
            "{build}/tests/damaged/damaged", "--count", "60", "--jobs", CPUS)),
    ("soak", "damaged books, commands and server, 10,000", "build-asan",
     script("tests/damaged/damaged.py", "--aval", "{build}/aval", "--program",
            "{build}/tests/damaged/damaged", "--count", "10000", "--jobs", CPUS)),
    ("test", "killed while acts are carried out, 50", "build",
     script("tests/journal/killed.py", "--aval", "{build}/aval", "--cycles", "50")),
    ("soak", "killed while acts are carried out, 10,000", "build",
     script("tests/journal/killed.py", "--aval", "{build}/aval", "--cycles", "10000")),
    ("test", "power cuts, 2,000 images", "build",
     ["{build}/tests/durability/durability-power", "2000", "1", CPUS]),
    ("soak", "power cuts, 1,000,000 images", "build",
     ["{build}/tests/durability/durability-power", "1000000", "1", CPUS]),
    ("test", "the N-th call fails, 10 of each kind", "build",
     ["{build}/tests/durability/durability-failing", "story", "10", "1", CPUS]),
    ("test", "the N-th call fails, with sanitizers", "build-asan",
     ["{build}/tests/durability/durability-failing", "story", "1", "2", CPUS]),
    ("soak", "the N-th call fails, every one", "build",
     ["{build}/tests/durability/durability-failing", "story", "0", "1", CPUS]),
    ("soak", "the N-th call fails, 200 of each kind, with sanitizers", "build-asan",
     ["{build}/tests/durability/durability-failing", "story", "200", "2", CPUS]),
    ("test", "the N-th call fails, in a migration", "build",
     ["{build}/tests/durability/durability-failing", "migration", "12", "1", CPUS]),
    ("soak", "the N-th call fails, in a migration, every one", "build",
     ["{build}/tests/durability/durability-failing", "migration", "0", "1", CPUS]),
    ("test soak", "the N-th call of our own fails, every one", "build",
     script("tests/damaged/small_book.py", "--program",
            "{build}/tests/durability/durability-commands", "--first", "0", "--count", "189",
            "--jobs", CPUS)),
    ("test", "a full disk", "build",
     script("tests/durability/full.py", "--aval", "{build}/aval", "--count", "12")),
    ("soak", "a full disk, 1,000", "build",
     script("tests/durability/full.py", "--aval", "{build}/aval", "--count", "1000")),
    ("soak", "cases under valgrind", "build-gcc",
     script("tests/cases/run_cases.py", "--aval", "{root}/scripts/valgrind.sh")),
    ("soak", "command line, thread sanitizer", "build-tsan",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick")),
]


building = threading.Lock()


def prepare(name):
    """Configures and builds one of BUILDS, one at a time; quick when nothing changed."""
    with building:
        return configure_and_build(name)


def configure_and_build(name):
    environment, options = BUILDS[name]
    folder = os.path.join(ROOT, name)
    environment = {**os.environ, **environment}
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["meson", "setup", folder, ROOT, *options], env=environment, check=True,
                       stdout=subprocess.DEVNULL)
    built = subprocess.run(["ninja", "-C", folder, "all", *MORE_TARGETS.get(name, [])],
                           env=environment, stdout=subprocess.PIPE)
    if built.returncode:
        print(built.stdout.decode("utf-8", "replace"))
        built.check_returncode()
    return folder


def meson_tests(folder):
    """The commands of the test programs of a build."""
    listed = subprocess.run(["meson", "introspect", "--tests", folder], check=True,
                            capture_output=True, text=True).stdout
    for test in json.loads(listed):
        yield test["name"], test["cmd"], test.get("env", {})


def counts(output, status):
    """How many passed and failed, by what the command printed last and its exit status."""
    plain = re.findall(r"^(\d+) passed, (\d+) failed", output, re.M)
    if plain:
        passed, failed = map(int, plain[-1])
    else:
        passed = sum(map(int, re.findall(r"\[  PASSED  \] (\d+) test\(s\)", output)))
        failed = sum(map(int, re.findall(r"\[  FAILED  \] (\d+) test\(s\)", output)))
    if passed + failed == 0 and status == 0:
        passed = 1
    if status != 0 and failed == 0:
        failed = 1
    return passed, failed


def run(title, command, environment=None, folder=ROOT):
    """Runs one command: how many passed and failed, and what to tell; its output when it failed."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL,
                          env={**os.environ, **SANITIZER_OPTIONS, **(environment or {})})
    output = done.stdout.decode("utf-8", "replace")
    passed, failed = counts(output, done.returncode)
    told = ["%-44s %6d passed, %d failed   (%.0f s)"
            % (title, passed, failed, time.monotonic() - begun)]
    if failed:
        told += ["    " + " ".join(command),
                 "    " + output[-8000:].rstrip().replace("\n", "\n    ")]
    return passed, failed, told


def run_step(title, build, command):
    """Runs a step: its command, or every test program of its build."""
    folder = prepare(build) if build else ""
    if command is not None:
        places = {"build": folder, "root": ROOT}
        words = [word.format(**places) if word.startswith("{") else word for word in command]
        return run(title, words, {"AVAL_BUILD": folder})
    passed, failed, told = 0, 0, []
    for name, words, environment in meson_tests(folder):
        more_passed, more_failed, more_told = run("%s: %s" % (title, name), words, environment,
                                                  folder)
        passed, failed, told = passed + more_passed, failed + more_failed, told + more_told
    return passed, failed, told


def try_step(title, build, command):
    """Runs a step; a build that fails is a failure of the step."""
    try:
        return run_step(title, build, command)
    except subprocess.CalledProcessError as error:
        return 0, 1, ["%s: could not be prepared: %s" % (title, error)]


def main(wanted):
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(int(CPUS)) as pool:
        steps = [pool.submit(try_step, *step) for sets, *step in STEPS if wanted in sets.split()]
        try:
            for step in concurrent.futures.as_completed(steps):
                more_passed, more_failed, told = step.result()
                passed, failed = passed + more_passed, failed + more_failed
                print("\n".join(told), flush=True)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("check", "test", "soak"):
        sys.exit("usage: run_tests.py check|test|soak")
    sys.exit(main(sys.argv[1]))
