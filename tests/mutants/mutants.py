#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Seeds bugs into the rulebook, one at a time, and shows that the tests catch each of them.

mutants.py BUILD [--count N] [--list] [--only TEXT]

Three kinds: rows of the tables of what acts consult (generated: dropped, a position dropped,
a condition turned), rows of the rule table (generated: never finds, always finds, wrong origin,
a date in force one day early or late), and hand-made bugs in judges and dossiers (bugs.txt). Each
is compiled with the flags of BUILD and linked to the rest; the cases run first, and what they
miss goes to the comparison with the second implementation.
"""

import argparse
import datetime
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DECISION = "src/rulebook/decision.c"
# What the program is linked to, beside the library of CSV, which has no file for pkg-config.
PACKAGES = ["yyjson", "libutf8proc", "liburcu-bp", "nettle", "libsodium", "sqlite3",
            "libmicrohttpd", "libcrypto", "libcurl", "inih"]
FAMILIES = ["agreement", "enrollment", "own_use", "region", "relationship"]


class Mutant:
    """One bug: a file, a piece of its text that occurs once, and what replaces it."""

    def __init__(self, name, path, old, new):
        self.name, self.path, self.old, self.new = name, path, old, new

    def text(self):
        with open(os.path.join(ROOT, self.path), encoding="utf-8") as file:
            text = file.read()
        if text.count(self.old) != 1:
            sys.exit("mutants: %s: \"%s\" occurs %d times in %s; it has to occur once"
                     % (self.name, self.old, text.count(self.old), self.path))
        return text.replace(self.old, self.new)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def consult_mutants():
    """Each row of each act's table: dropped, each position of several dropped, condition turned."""
    text = read(DECISION)
    for table in re.finditer(r"(static const struct consult (\w+)_consults\[\] = \{\n)(.*?)\};",
                             text, re.S):
        for row in re.finditer(r"    \{ RULE_(\w+), (\w+), ([\w| ]+) \},\n", table[3]):
            yield from row_mutants(table, row)


def row_mutants(table, row):
    act, (rule, condition, positions) = table[2], row.groups()

    def edited(name, new_row):
        new_table = table[0].replace(row[0], new_row)
        return Mutant("consult/%s/%s/%s" % (act, rule.lower(), name), DECISION, table[0],
                      new_table)

    if table[3].count("RULE_") > 1:
        yield edited("dropped", "")
    else:
        yield edited("never", row[0].replace(condition, "WHEN_PROVIDER_NAMED"))
    terms = positions.split(" | ")
    sets = {"SELLERS": ["PARTY_PROVIDER", "PARTY_RESELLER", "BIT(POSITION_DIRECT_BILL)"],
            "PARTNERS": ["PARTY_PROVIDER", "PARTY_RESELLER"],
            "FACING_CUSTOMER": ["PARTY_RESELLER", "BIT(POSITION_DIRECT_BILL)"],
            "ABOVE_RESELLER": ["PARTY_PROVIDER", "BIT(POSITION_DIRECT_BILL)"],
            "EACH_CAPABILITY": ["BIT(POSITION_API_INTEGRATION)", "BIT(POSITION_BILLING)",
                                "BIT(POSITION_MANAGED_SERVICES)", "BIT(POSITION_SUPPORT)"]}
    single = [part for term in terms for part in sets.get(term, [term])]
    for dropped in single if len(single) > 1 else []:
        left = " | ".join(part for part in single if part != dropped)
        yield edited("without " + dropped, row[0].replace(positions, left))
    if condition != "WHEN_ALWAYS":
        yield edited("always", row[0].replace(condition, "WHEN_ALWAYS"))


def shifted(year, month, day, by):
    moved = datetime.date(int(year), int(month), int(day)) + datetime.timedelta(days=by)
    return "DAY_NUMBER(%d, %d, %d)" % (moved.year, moved.month, moved.day)


def rule_mutants():
    """Each row of the rule table, and each date in its families' files."""
    for family in FAMILIES:
        path = "src/rulebook/%s.c" % family
        text = read(path)
        for row in re.finditer(r"const struct rule rule_(\w+) = \{\n.*?\n\};", text, re.S):
            yield from rule_row_mutants(path, row)
        for found in re.finditer(r".*DAY_NUMBER\((\d+), (\d+), (\d+)\).*", text):
            yield from date_mutants(path, text, found)


def rule_row_mutants(path, row):
    judge = re.search(r"\.finds = (\w+),", row[0])[1]
    for name, answer in (("never", "asked & 0"), ("always", "asked")):
        function = ("static unsigned mutant(const struct dossier *dossier, unsigned asked)\n"
                    "{\n    (void)dossier;\n    (void)%s;\n"
                    "    return %s;\n}\n\n" % (judge, answer))
        yield Mutant("rule/%s/%s finds" % (row[1], name), path, row[0],
                     function + row[0].replace(".finds = " + judge, ".finds = mutant"))
    is_article = "ORIGIN_ARTICLE" in row[0]
    old, new = ("ORIGIN_ARTICLE", "ORIGIN_PROGRAMME")[::1 if is_article else -1]
    yield Mutant("rule/%s/wrong origin" % row[1], path, row[0], row[0].replace(old, new))
    if "INT32_MIN" in row[0]:
        yield Mutant("rule/%s/in force only from 2020-02-01" % row[1], path, row[0],
                     row[0].replace("INT32_MIN", "DAY_NUMBER(2020, 2, 1)"))


def date_mutants(path, text, found):
    begin = text.rfind("\n\n", 0, found.start()) + 2
    end = text.find("\n\n", found.end())
    piece = text[begin:end]
    for by, name in ((-1, "a day early"), (1, "a day late")):
        year, month, day = found.groups()
        yield Mutant("date/%s-%s-%s/%s (%s)" % (year, month, day, name, os.path.basename(path)),
                     path, piece,
                     piece.replace("DAY_NUMBER(%s, %s, %s)" % (year, month, day),
                                   shifted(year, month, day, by)))


def hand_made_mutants():
    """bugs.txt: blocks of "name", "file", "- old" and "+ new" lines, parted by empty lines."""
    for block in read("tests/mutants/bugs.txt").split("\n\n"):
        lines = [line for line in block.strip().split("\n") if not line.startswith("#")]
        if not lines or lines == [""]:
            continue
        old = "\n".join(line[2:] for line in lines[2:] if line.startswith("- "))
        new = "\n".join(line[2:] for line in lines[2:] if line.startswith("+ "))
        yield Mutant("bug/" + lines[0], lines[1], old, new)


class Builder:
    """Compiles a changed file with the flags of a build and links it to the build's objects."""

    def __init__(self, build):
        self.build = os.path.abspath(build)
        with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
            listed = json.load(file)
        asked = subprocess.run(["pkg-config", "--libs", *PACKAGES], check=True,
                               capture_output=True, text=True)
        self.libraries = [*asked.stdout.split(), "-lcsv", "-lpthread"]
        self.units = {}
        for entry in listed:
            path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), ROOT)
            # Those that are made stand in the build's own src/.
            is_program = path.startswith("src/") or os.path.dirname(path).endswith("/src")
            if is_program and path not in self.units:
                self.units[path] = shlex.split(entry["command"])

        self.includes = self.read_includes()

    def read_includes(self):
        """Of each object of the build the files that it was made of."""
        listed = subprocess.run(["ninja", "-C", self.build, "-t", "deps"], check=True,
                                capture_output=True, text=True).stdout
        includes = {}
        for block in listed.split("\n\n"):
            made, *files = [line.strip() for line in block.strip().split("\n")]
            includes[made.split(":")[0]] = {os.path.normpath(os.path.join(self.build, file))
                                            for file in files}
        return includes

    def is_made_of(self, command, path):
        made = command[command.index("-o") + 1]
        return os.path.join(ROOT, path) in self.includes.get(made, ())

    def compile(self, path, source, out, include):
        command = [word for word in self.units[path] if not word.startswith("-Werror")]
        command[command.index("-o") + 1] = out
        command[command.index("-c") + 1] = source
        drop = command.index("-MF")
        del command[drop - 3:drop + 2]
        # The compiler may stand behind a launcher.
        first = next(i for i, word in enumerate(command) if word.startswith("-"))
        command[first:first] = ["-I" + include, "-w", "-O1", "-U_FORTIFY_SOURCE"]
        subprocess.run(command, cwd=self.build, check=True)

    def link(self, mutant, folder):
        """The program with the bug in it, in the folder."""
        changed = os.path.join(folder, os.path.relpath(mutant.path, "src"))
        os.makedirs(os.path.dirname(changed), exist_ok=True)
        with open(changed, "w", encoding="utf-8") as file:
            file.write(mutant.text())
        objects = []
        for number, (path, command) in enumerate(sorted(self.units.items())):
            made = os.path.join(self.build, command[command.index("-o") + 1])
            if self.is_made_of(command, mutant.path):
                made = os.path.join(folder, "%d.o" % number)
                source = changed if path == mutant.path else command[command.index("-c") + 1]
                self.compile(path, source, made, folder)
            objects.append(made)
        program = os.path.join(folder, "aval")
        subprocess.run(["gcc", "-o", program, *objects, *self.libraries], check=True)
        return program


def caught_by(program):
    """Which test finds the bug: "cases", "comparison", or None."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    cases = [sys.executable, "tests/cases/run_cases.py", "--aval", program]
    if subprocess.run(cases, **quiet).returncode != 0:
        return "cases"
    compare = [sys.executable, "tests/reference/compare.py", "--aval", program, "--count",
               "20000"]
    return "comparison" if subprocess.run(compare, **quiet).returncode != 0 else None


def try_mutant(builder, mutant):
    with tempfile.TemporaryDirectory() as folder:
        try:
            program = builder.link(mutant, folder)
        except subprocess.CalledProcessError:
            sys.exit("mutants: %s does not compile" % mutant.name)
        return caught_by(program)


def choose(mutants, count):
    """Some of every kind, the same ones each day, others tomorrow."""
    random.Random(datetime.date.today().isoformat()).shuffle(mutants)
    kinds = {}
    for mutant in mutants:
        kinds.setdefault(mutant.name.split("/")[0], []).append(mutant)
    chosen = []
    while len(chosen) < count and any(kinds.values()):
        for kind in sorted(kinds):
            if kinds[kind] and len(chosen) < count:
                chosen.append(kinds[kind].pop())
    return chosen


def main():
    parser = argparse.ArgumentParser(description="Seeds bugs and shows that the tests catch them.")
    parser.add_argument("build")
    parser.add_argument("--count", type=int, help="so many, of every kind; all when left out")
    parser.add_argument("--only", default="", help="those whose name has this text")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    mutants = [mutant for make in (consult_mutants, rule_mutants, hand_made_mutants)
               for mutant in make() if options.only in mutant.name]
    if options.count is not None:
        mutants = choose(mutants, options.count)
    if options.list:
        print("\n".join(mutant.name for mutant in mutants))
        return 0
    builder = Builder(options.build)
    if caught_by(os.path.join(options.build, "aval")) is not None:
        sys.exit("mutants: the program without a seeded bug fails its tests already")
    missed = 0
    for mutant in mutants:
        by = try_mutant(builder, mutant)
        missed += by is None
        print("%-10s %s" % (by or "NOT CAUGHT", mutant.name), flush=True)
    print("%d passed, %d failed" % (len(mutants) - missed, missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
