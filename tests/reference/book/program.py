# SPDX-License-Identifier: Apache-2.0
"""The program's book of record, driven from outside, and what it answers in the model's words."""

import json
import os
import select
import subprocess
from collections import Counter

HANG_SECONDS = 120
UNORDERED = ("services", "markets")


class Broken(Exception):
    """The program did not do what any book does: start, answer, end."""


def normal(record):
    """A record without what is null, what has no order sorted, and no token: that is a secret."""
    record = {name: value for name, value in record.items()
              if value is not None and name != "token"}
    for name in UNORDERED:
        if name in record:
            record[name] = sorted(record[name])
    return record


def bag(records):
    """Records as a multiset that can be compared."""
    return Counter(json.dumps(normal(record), sort_keys=True, ensure_ascii=False)
                   for record in records)


def judged(proposal):
    """A proposal as a decision repeats it; with the line of the order, if it has several."""
    act = {name: value for name, value in proposal.items() if name != "id" and value is not None}
    if "capabilities" in act:
        act["capabilities"] = sorted(act["capabilities"])
    return act


def finding(found):
    """A finding as the brief form writes it."""
    return found["rule"] if found["position"] is None else (
        "%s:%s" % (found["rule"], found["position"]))


def decided(pairs):
    """What was judged and found, in an order of its own."""
    return sorted(json.dumps([act, sorted(found)], sort_keys=True) for act, found in pairs)


def decisions(answer):
    """The same of an answer of the program."""
    return decided(({**one["act"], **({"line": one["id"]} if one["id"] else {})},
                    [finding(found) for found in one["findings"]])
                   for one in answer["decisions"])


def notes(answer):
    """What an answer tells, by key: lists, since a key may stand there several times."""
    told = {}
    for note in answer["notes"]:
        for key, value in note.items():
            told.setdefault(key, []).append(value)
    return told


class Session:
    """One process that performs acts, a line at a time."""

    def __init__(self, aval, url):
        self.process = subprocess.Popen(
            [aval, "perform", "--db", url, "--jobs", "1", "-"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, bufsize=0)
        self.left = b""

    def ask(self, line):
        """The answer to an act."""
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        while b"\n" not in self.left:
            if not select.select([self.process.stdout], [], [], HANG_SECONDS)[0]:
                raise Broken("no answer after %d s" % HANG_SECONDS)
            more = os.read(self.process.stdout.fileno(), 1 << 20)
            if not more:
                raise Broken("ended without an answer, status %s" % self.process.wait())
            self.left += more
        answer, self.left = self.left.split(b"\n", 1)
        answer = json.loads(answer)
        return answer

    def end(self):
        """Ends the process; what it did not answer by now it has no reason to say."""
        self.process.stdin.close()
        rest = self.left + self.process.stdout.read()
        status = self.process.wait(HANG_SECONDS)
        self.process.stdout.close()
        if rest or status not in (0, 1):
            raise Broken("ended with status %d, after %r" % (status, rest[:200]))


class Program:
    """A book in a folder, and the commands on it."""

    def __init__(self, aval, folder):
        self.aval, self.folder = os.path.abspath(aval), folder
        self.url = "sqlite:" + os.path.join(folder, "book.db")

    def run(self, *words, statuses=(0,)):
        """Runs a command to its end: what it prints."""
        done = subprocess.run([self.aval, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, check=False, timeout=HANG_SECONDS)
        if done.returncode not in statuses:
            raise Broken("aval %s: status %d: %s" % (
                " ".join(words), done.returncode, done.stderr.decode(errors="replace")[-2000:]))
        return done.stdout

    def write(self, name, records):
        """Writes a file of the folder, a line of JSON each: its path."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
        return path

    def start(self, records, day):
        """Makes the book, of the facts at the start."""
        self.run("init", "--db", self.url, "--sandbox", "--clock", day)
        self.run("import", "--db", self.url, self.write("start.ndjson", records))

    def set_clock(self, day):
        self.run("clock", "--db", self.url, "--set", day)

    def perform(self):
        return Session(self.aval, self.url)

    def export(self):
        """All that the book keeps, as records."""
        lines = self.run("export", "--db", self.url).split(b"\n")
        return [json.loads(line) for line in lines if line]

    def check(self, proposals, profile):
        """The decisions on proposals, in the brief form."""
        path = self.write("proposals.ndjson", proposals)
        return self.run("check", "--db", self.url, "--profile", profile, "--json",
                        path).decode().split("\n")[:-1]
