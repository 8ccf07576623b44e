#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds Aval in the ways the tests need and runs them: run_tests.py check|test|soak [TEXT].

One table of steps; a set takes the steps that name it, TEXT those whose title has it. A step is a
command that prints how many passed and failed, as "N passed, N failed" or in cmocka's way, or
counts as one. First the builds are made, one by one, with all processors; then the steps run, the
long ones first, one more at once than there are processors, as some wait for the disk or a clock.
Each is told when it has ended, with what it took: seconds on the clock, and those of processors,
which depend little on what else the machine does. Ends with the sum.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

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

# Programs of test builds that only `soak` runs: failing allocations, each by each, take a minute
# with sanitizers; without them they are in `test`.
ONLY_SOAK = {"unit, with sanitizers: memory/store"}

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


# (sets, title, build, command); the command runs in the root; {build} is the build's folder. With
# no command a step is every test program of its build. "long" beside the sets: begun first.
STEPS = [
    ("check test soak", "tidy", None, script("tests/tidy/tidy.py")),
    ("check test soak", "tidy's own test", None, script("tests/tidy/test_tidy.py")),
    ("test soak", "format", None, script("tests/tidy/format.py")),
    ("test long", "clang-tidy, some of it", "build-asan",
     script("tests/tidy/lint.py", "{build}", "--every", "4")),
    ("soak", "clang-tidy, all of it", "build-asan", script("tests/tidy/lint.py", "{build}")),
    ("soak", "unit, clang", "build-clang", None),
    ("check test soak", "unit", "build", None),
    ("test soak long", "unit, with sanitizers", "build-asan", None),
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
    ("check", "full decisions by the schema, 50", "build",
     script("tests/schema/validate.py", "--aval", "{build}/aval", "--count", "50")),
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
    ("test long", "comparison, 100,000", "build",
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
    ("test long", "histories of acts, compared, 6", "build",
     reference("book/compare_book.py", "--aval", "{build}/aval", "--histories", "6",
               "--jobs", CPUS)),
    ("test soak", "histories of acts, compared with sanitizers", "build-asan",
     reference("book/compare_book.py", "--aval", "{build}/aval", "--histories", "1",
               "--acts", "120", "--seed", "2")),
    ("soak", "histories of acts, compared, 2,000", "build",
     reference("book/compare_book.py", "--aval", "{build}/aval", "--histories", "2000",
               "--jobs", CPUS)),
    ("test", "calls of Partner Center, compared, 20", "build",
     reference("book/compare_calls.py", "--aval", "{build}/aval", "--sequences", "20")),
    ("soak", "calls of Partner Center, compared, 2,000", "build",
     reference("book/compare_calls.py", "--aval", "{build}/aval", "--sequences", "2000")),
    ("soak", "calls of Partner Center, compared with sanitizers", "build-asan",
     reference("book/compare_calls.py", "--aval", "{build}/aval", "--sequences", "200",
               "--seed", "2")),
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
    ("test long", "seeded bugs, 3", "build",
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
    ("check", "command line, some", "build",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick", "--every", "6")),
    ("test soak long", "command line", "build",
     script("tests/cli/run.py", "--aval", "{build}/aval")),
    ("test long", "command line, with sanitizers, some", "build-asan",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick", "--every", "5")),
    ("soak", "command line, with sanitizers", "build-asan",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick")),
    ("test soak long", "server", "build", script("tests/api/run.py", "--aval", "{build}/aval")),
    ("test long", "server, with sanitizers, some", "build-asan",
     script("tests/api/run.py", "--aval", "{build}/aval", "--quick", "--every", "3")),
    ("soak", "server, with sanitizers", "build-asan",
     script("tests/api/run.py", "--aval", "{build}/aval", "--quick")),
    ("test soak", "server, tokens for msal-node", "build",
     script("tests/msal/run.py", "--aval", "{build}/aval")),
    ("test soak", "server, its pages in a browser", "build",
     script("tests/browser/run.py", "--aval", "{build}/aval")),
    ("test soak", "server, walked by swagger-client", "build",
     script("tests/swagger/run.py", "--aval", "{build}/aval")),
    ("soak", "server, walked by swagger-client, with sanitizers", "build-asan",
     script("tests/swagger/run.py", "--aval", "{build}/aval")),
    ("soak", "server, thread sanitizer", "build-tsan",
     script("tests/api/run.py", "--aval", "{build}/aval")),
    ("test", "the server is killed under load, 5", "build",
     script("tests/api/killed.py", "--aval", "{build}/aval", "--cycles", "5")),
    ("soak", "the server is killed under load, 2,000", "build",
     script("tests/api/killed.py", "--aval", "{build}/aval", "--cycles", "2000")),
    ("test long", "memory after 20,000 requests", "build",
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
    ("soak", "random inputs for the server's targets, 20,000", "build-asan",
     ["{build}/tests/fuzz/replay_requests", "--random", "20000", "--seed", "1",
      "{root}/tests/fuzz/corpus/fuzz_requests"]),
    ("soak", "every fuzz target, 10 minutes", None, script("scripts/fuzz.py", "600")),
    ("soak", "cases under valgrind", "build-gcc",
     script("tests/cases/run_cases.py", "--aval", "{root}/scripts/valgrind.sh")),
    ("soak", "command line, thread sanitizer", "build-tsan",
     script("tests/cli/run.py", "--aval", "{build}/aval", "--quick")),
]


class Job(NamedTuple):
    """A command to run for a step; words may name {build} and {root}."""

    title: str
    build: str
    command: list
    is_long: bool = False
    environment: dict = {}
    folder: str = ROOT


class Told(NamedTuple):
    """What became of a job, or of a build; seconds on the clock and of processors."""

    passed: int
    failed: int
    clock: float
    processors: float
    text: str


def execute(command, environment, folder):
    """Runs a command to its end: output, exit status, seconds on the clock and of processors."""
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                               env={**os.environ, **environment})
    with process.stdout:
        output = process.stdout.read().decode("utf-8", "replace")
    # The usage of the process and of all those that it waited for.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (output, process.returncode, time.monotonic() - begun,
            usage.ru_utime + usage.ru_stime)


def memory_folder():
    """A folder for what tests write, in memory where that can be: a sync costs nothing there."""
    room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="aval-tests-", dir=room, ignore_cleanup_errors=True)


def line_of(title, passed, failed, clock, processors):
    return "%-52s %7d passed, %d failed %6.1f s %6.1f s of processors" % (
        title, passed, failed, clock, processors)


def prepare(name):
    """Configures and builds one of BUILDS; quick when nothing changed. Tells only of a failure."""
    environment, options = BUILDS[name]
    folder = os.path.join(ROOT, name)
    commands = [["ninja", "-C", folder, "all", *MORE_TARGETS.get(name, [])]]
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        shutil.rmtree(folder, ignore_errors=True)
        commands.insert(0, ["meson", "setup", folder, ROOT, *options])
    clock = processors = status = 0
    for command in commands:
        if status == 0:
            output, status, more_clock, more_processors = execute(command, environment, ROOT)
            clock, processors = clock + more_clock, processors + more_processors
    failed = 1 if status else 0
    text = "%-52s %26s %6.1f s %6.1f s of processors" % (name, "", clock, processors)
    return Told(0, failed, clock, processors, "%s: FAILED\n%s" % (text, output) if failed else text)


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


def run(job):
    """Runs one job; its output is told when it failed."""
    places = {"build": os.path.join(ROOT, job.build or ""), "root": ROOT}
    words = [word.format(**places) if word.startswith("{") else word for word in job.command]
    environment = {**SANITIZER_OPTIONS, "AVAL_BUILD": places["build"], **job.environment}
    output, status, clock, processors = execute(words, environment, job.folder)
    passed, failed = counts(output, status)
    told = [line_of(job.title, passed, failed, clock, processors)]
    if failed:
        told += ["    " + " ".join(words),
                 "    " + output[-8000:].rstrip().replace("\n", "\n    ")]
    return Told(passed, failed, clock, processors, "\n".join(told))


def unit_jobs(title, build):
    """A job for every test program of a build; those with a priority take long."""
    folder = os.path.join(ROOT, build)
    listed = subprocess.run(["meson", "introspect", "--tests", folder], check=True,
                            capture_output=True, text=True).stdout
    for test in json.loads(listed):
        yield Job("%s: %s" % (title, test["name"]), build, test["cmd"], test["priority"] > 0,
                  test.get("env", {}), folder)


def is_wanted(job, wanted):
    """Whether a set has a test program: `check` goes without those that take long."""
    if wanted == "soak":
        return True
    return job.title not in ONLY_SOAK and (wanted != "check" or not job.is_long)


def jobs_of(steps, wanted):
    """The jobs of the steps, the long ones first; `check` goes without long test programs."""
    jobs = []
    for sets, title, build, command in steps:
        if command is None:
            jobs += [job for job in unit_jobs(title, build) if is_wanted(job, wanted)]
        else:
            jobs.append(Job(title, build, command, "long" in sets.split()))
    return sorted(jobs, key=lambda job: not job.is_long)


def tell_all(told):
    """Prints what is told, as it comes; gives the sums."""
    passed = failed = processors = 0
    for each in told:
        passed, failed = passed + each.passed, failed + each.failed
        processors += each.processors
        print(each.text, flush=True)
    return passed, failed, processors


def run_jobs(jobs):
    with concurrent.futures.ThreadPoolExecutor(int(CPUS) + 1) as pool:
        submitted = [pool.submit(run, job) for job in jobs]
        try:
            for done in concurrent.futures.as_completed(submitted):
                yield done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def run_set(wanted, text):
    """Builds and runs what a set has of the steps with that text; the exit status."""
    begun = time.monotonic()
    steps = [step for step in STEPS if wanted in step[0].split() and text in step[1]]
    builds = dict.fromkeys(build for _, _, build, _ in steps if build is not None)
    built = {build: prepare(build) for build in builds}
    _, failed, processors = tell_all(built.values())
    sound = [step for step in steps if step[2] is None or built[step[2]].failed == 0]
    jobs = jobs_of(sound, wanted)
    passed, more_failed, more_processors = tell_all(run_jobs(jobs))
    failed, processors = failed + more_failed, processors + more_processors
    print("%.1f minutes, %.1f of processors" % ((time.monotonic() - begun) / 60, processors / 60))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


def main(wanted, text):
    # A soak writes to the disk.
    if wanted == "soak":
        return run_set(wanted, text)
    with memory_folder() as folder:
        os.environ["TMPDIR"] = folder
        return run_set(wanted, text)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ("check", "test", "soak"):
        sys.exit("usage: run_tests.py check|test|soak [TEXT]")
    sys.exit(main(sys.argv[1], "".join(sys.argv[2:])))
