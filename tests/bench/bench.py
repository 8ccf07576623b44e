#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures Aval beside its bounds and beside SQLite, in turns, and prints tables in Markdown.

bench.py --build BUILD [--customers N] [--rounds N] [--quick] [--scale] [--write]

Prints and never judges a time; fails when contestants do not come to the same findings. --write
puts the tables into docs/benchmarks.md.
"""

import argparse
import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from report import MACHINE, acts_table, figures, machine, scale_table

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PAGE = os.path.join(ROOT, "docs", "benchmarks.md")
TARGET = "tests/bench/aval-bench"
ACTS = "tests/bench/aval-bench-acts"
POLL_SECONDS = 0.0005
TURNS_A_ROUND = 4  # of decisions, which take little time


def progress(text):
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + text + ("" if text == "" else " "))
        sys.stderr.flush()


def fail(text):
    progress("")
    sys.exit("bench: " + text)


def prepare(build):
    """Builds the programs; a build that was configured before SQLite came is configured anew."""
    command = ["ninja", "-C", build, "--quiet", "aval", TARGET, ACTS]
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        subprocess.run(["meson", "setup", "--reconfigure", build], stdout=subprocess.DEVNULL)
        if subprocess.run(command, stdout=sys.stderr).returncode:
            fail("could not build %s; it needs the development files of SQLite "
                 "(Debian: libsqlite3-dev)" % TARGET)


class Program:
    """The program behind this script, with the options that say which world."""

    def __init__(self, options, customers, questions):
        self.path = os.path.join(options.build, TARGET)
        self.environment = dict(os.environ)
        if options.huge_pages:
            self.environment["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1"
        self.options = ["--customers", str(customers), "--questions", str(questions),
                        "--seed", str(options.seed)]

    def command(self, mode, *more):
        return [self.path, mode, *self.options, *more]

    def results(self, mode, rounds, *more):
        """What a mode has printed: its numbers by name, and its times by job and contestant."""
        command = self.command(mode, "--rounds", str(rounds), *more)
        done = subprocess.run(command, env=self.environment, text=True, stdout=subprocess.PIPE)
        if done.returncode != 0:
            fail("%s ended with %d" % (" ".join(command), done.returncode))
        numbers, times = {}, {}
        for line in map(json.loads, done.stdout.splitlines()):
            if "name" in line:
                numbers[line["name"]] = line["value"]
            else:
                times.setdefault((line["job"], line["who"]), []).append(
                    line["nanoseconds"] / line["count"])
        return numbers, times


def proc(pid, name):
    with open("/proc/%d/%s" % (pid, name), encoding="ascii") as file:
        return file.read()


def processor_seconds(pid, begun):
    """The time that a process has had a processor, or else the time since it was begun."""
    try:
        nanoseconds = int(proc(pid, "schedstat").split()[0])
    except OSError:
        nanoseconds = 0
    return nanoseconds / 1e9 or time.monotonic() - begun


def has_begun(pid):
    """Whether the process has read of its standard input, a file; of one that has ended, yes."""
    try:
        return int(proc(pid, "fdinfo/0").split("pos:", 1)[1].split()[0]) > 0
    except OSError:
        return True


def written_bytes(pid):
    return int(proc(pid, "io").split("wchar:", 1)[1].split()[0])


def wait_for(pid, is_so):
    """Looks again and again, until it is so or the process has ended; both programs print nothing
    before they judge."""
    while not is_so(pid) and proc(pid, "stat").rsplit(")", 1)[1].split()[0] != "Z":
        time.sleep(POLL_SECONDS)


def judging_seconds(command, environment, proposals, output_bytes):
    """The time from the first proposal read to the last decision written, without what is freed
    after; and the time before it, in which the world was read."""
    with open(proposals, "rb") as file:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL, env=environment)
    wait_for(process.pid, has_begun)
    before = processor_seconds(process.pid, begun)
    wait_for(process.pid, lambda pid: written_bytes(pid) >= output_bytes)
    after = processor_seconds(process.pid, begun)
    process.kill()
    if process.wait() not in (0, -signal.SIGKILL):
        fail("%s failed" % " ".join(command))
    # What takes less than from one look to the next is known no better.
    return max(after - before, POLL_SECONDS), before


def run_to_file(command, environment, proposals, path):
    with open(proposals, "rb") as file, open(path, "wb") as output:
        if subprocess.run(command, stdin=file, stdout=output, env=environment).returncode != 0:
            fail("%s failed" % " ".join(command))


def measure_check(options, program, questions, folder):
    """Seconds a proposal of `aval check` and of its bound, in turns, after a comparison."""
    progress("writing a world and proposals")
    subprocess.run(program.command("write", folder), check=True)
    proposals = os.path.join(folder, "proposals.ndjson")
    commands = {
        "aval": [os.path.join(options.build, "aval"), "check", "--json", "--jobs", "1", "--world",
                 os.path.join(folder, "world.ndjson"), "-"],
        "bound": program.command("check"),
    }
    outputs = {who: os.path.join(folder, who) for who in commands}
    for who, command in commands.items():
        progress("checking proposals: %s" % who)
        run_to_file(command, program.environment, proposals, outputs[who])
    if not filecmp.cmp(outputs["aval"], outputs["bound"], shallow=False):
        fail("`aval check` and its bound wrote different decisions")
    times = {}
    for turn in range(options.rounds):
        for who, command in commands.items():
            progress("checking proposals: round %d of %d, %s" % (turn + 1, options.rounds, who))
            judging, reading = judging_seconds(command, program.environment, proposals,
                                               os.path.getsize(outputs[who]))
            times.setdefault(("check", who), []).append(judging / questions * 1e9)
            times.setdefault(("reading the world", who), []).append(reading * 1e9)
    numbers = {"bytes of world.ndjson": os.path.getsize(os.path.join(folder, "world.ndjson")),
               "bytes of proposals.ndjson": os.path.getsize(proposals)}
    return numbers, times


def measure(options, customers, questions):
    """All numbers and times of one world."""
    program = Program(options, customers, questions)
    numbers, times = program.results("decide", options.rounds * TURNS_A_ROUND)
    for mine, theirs in zip((numbers, times), program.results("open", options.rounds)):
        mine.update(theirs)
    numbers.update(program.results("explain", 1)[0])
    folder = tempfile.mkdtemp(prefix="aval-bench-")
    try:
        more_numbers, more_times = measure_check(options, program, questions, folder)
    finally:
        shutil.rmtree(folder)
    numbers.update(more_numbers)
    times.update(more_times)
    progress("")
    return numbers, times


def measure_acts(options):
    """Times of orders that are kept for good, by clients and contestant."""
    progress("carrying out orders")
    folder = tempfile.mkdtemp(prefix="aval-bench-")
    times = {}
    try:
        done = subprocess.run([os.path.join(options.build, ACTS), folder,
                               "--customers", str(min(options.customers, 10000)),
                               "--acts", "640" if options.quick else "6400",
                               "--rounds", str(options.rounds)], text=True, stdout=subprocess.PIPE)
    finally:
        shutil.rmtree(folder)
    if done.returncode != 0:
        fail("%s ended with %d" % (ACTS, done.returncode))
    for line in map(json.loads, done.stdout.splitlines()):
        times.setdefault((line["job"], line["who"]), []).append(line["nanoseconds"] / line["count"])
    progress("")
    return times


def measure_scale(options):
    """Decisions and memory at every power of ten."""
    rows = []
    for customers in [10000, 100000, 1000000, 10000000][:options.scale]:
        progress("%d customers" % customers)
        program = Program(options, customers, min(2 * customers, 1000000))
        rows.append(program.results("decide", options.rounds * TURNS_A_ROUND, "--no-database"))
    progress("")
    return rows


def write_page(parts):
    """Replaces the parts of the page that lie between comments with their names."""
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    for name, part in parts.items():
        begin, end = "<!-- begin %s -->\n" % name, "<!-- end %s -->" % name
        if begin not in text or end not in text:
            fail("docs/benchmarks.md has no place for %s" % name)
        head, rest = text.split(begin, 1)
        text = head + begin + part + end + rest.split(end, 1)[1]
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(text)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="meson's folder")
    parser.add_argument("--customers", type=int, default=1000000)
    parser.add_argument("--questions", type=int, help="proposals; default: two a customer")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true",
                        help="10,000 customers, one round: whether everything works")
    parser.add_argument("--scale", type=int, nargs="?", const=4, metavar="POWERS",
                        help="10,000 to 10,000,000 customers instead (12 GB), or fewer powers")
    parser.add_argument("--huge-pages", action="store_true",
                        help="large pages for all contestants, where the machine has them")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args(arguments)
    if options.quick:
        options.customers, options.rounds = 10000, 1
    return options


def main(arguments):
    options = parse(arguments)
    prepare(options.build)
    if options.scale:
        parts = {"scale": scale_table(measure_scale(options))}
    else:
        questions = options.questions or 2 * options.customers
        numbers, times = measure(options, options.customers, questions)
        parts = {MACHINE: machine(options.build, numbers), "figures": figures(numbers, times),
                 "acts": acts_table(measure_acts(options))}
    print("\n".join(parts.values()))
    if options.write:
        write_page(parts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
