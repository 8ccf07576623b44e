#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares Partner Center's API with the model, call by call, on random sequences of calls.

Each sequence has a book of its own, made by its seed. Partners ask in turn: a provider, a reseller,
two who bill directly; bodies are in either casing, with nulls and properties that nobody knows.
Status and code of each answer have to be right by the model, and what lists hold; in the end the
facts of the two books are the same. A difference names the command that shows it again.
"""

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from book import Book  # noqa: E402
from calls import READS, WRITES, Calls  # noqa: E402
from facts import read_markets  # noqa: E402
from program import HANG_SECONDS, Program, bag  # noqa: E402
from start import start  # noqa: E402

DAY = "2020-09-01"
ISSUER = "http://aval.example"
PASSWORD = "correct horse battery"
# The cast's places that call, and the tenant that each has in every book.
CALLERS = ("providers", 0), ("resellers", 0), ("direct", 0), ("providers", 1), ("direct", 1)
ENOUGH = 10
# What a call makes whose answer is that alone.
MADE = {"create_customer": "tenant", "open_service_request": "support_case"}


class Difference(Exception):
    """Where the program and the model part."""


def fixed(number):
    return "0000000%d-0000-4000-8000-000000000000" % number


def world_of(seed):
    """A world whose callers have the same ids in each: so one set of tokens will do."""
    chance, cast, records = start(seed)
    text = json.dumps([cast, records])
    for number, (part, place) in enumerate(CALLERS):
        text = text.replace(getattr(cast, part)[place], fixed(number))
    parts, records = json.loads(text)
    return chance, type(cast)(*parts), records


class Server:
    """A server on a book in a folder."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen(
            [program.aval, "serve", "--db", program.url, "--listen", "127.0.0.1:0", "--issuer",
             ISSUER, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode()
        port = int(line.split("http://")[1].split(",")[0].rsplit(":", 1)[1])
        self.client = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_SECONDS)

    def ask(self, method, path, body=None, **headers):
        """Status and what came back, as JSON."""
        self.client.request(method, path, body, headers)
        answer = self.client.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def end(self):
        self.client.close()
        self.process.terminate()
        self.process.wait(HANG_SECONDS)
        self.process.stdout.close()


class Tokens:
    """The keys of all books, and a token of a user for each caller; made once."""

    def __init__(self, aval, folder):
        program = Program(aval, folder)
        _, _, records = world_of("tokens")
        program.start(records, DAY)
        self.identity = os.path.join(folder, "book.db.identity")
        fields = []
        for number in range(len(CALLERS)):
            who = "%s:admin_agent" % fixed(number)
            app = json.loads(program.run("app-add", "--db", program.url, "--json", "--as", who))
            subprocess.run([program.aval, "user-add", "--db", program.url, "--as", who,
                            "user%d@aval.example" % number], input=PASSWORD.encode() + b"\n",
                           check=True, capture_output=True)
            fields.append("grant_type=password&client_id=%s&client_secret=%s&username="
                          "user%d@aval.example&password=%s&scope=openid" % (
                              app["client_id"], app["client_secret"], number,
                              PASSWORD.replace(" ", "+")))
        server = Server(program, "--allow-passwords")
        self.of = [server.ask("POST", "/common/oauth2/v2.0/token", form, **{
            "Content-Type": "application/x-www-form-urlencoded"})[1]["access_token"]
                   for form in fields]
        server.end()


class Sequence:
    """One sequence: the two books, and the source of its calls."""

    def __init__(self, aval, folder, seed, tokens):
        self.chance, cast, records = world_of(seed)
        self.book = Book(records, read_markets(), DAY)
        self.calls = Calls(self.book, self.chance, cast)
        self.program, self.tokens = Program(aval, folder), tokens
        self.program.start(records, DAY)
        shutil.rmtree(os.path.join(folder, "book.db.identity"))
        shutil.copytree(tokens.identity, os.path.join(folder, "book.db.identity"))
        self.tally = Counter()

    # The form of a body.

    def cased(self, name, is_pascal):
        return name[0].upper() + name[1:] if is_pascal else name

    def dressed(self, value, is_pascal):
        """The body in one of the casings, with more in it that says nothing."""
        if isinstance(value, list):
            return [self.dressed(one, is_pascal) for one in value]
        if not isinstance(value, dict):
            return value
        body = {self.cased(name, is_pascal): self.dressed(one, is_pascal)
                for name, one in value.items()}
        if self.chance.random() < 0.3:
            body[self.cased("nobodyKnows", is_pascal)] = {"status": [None, "active"]}
        return body

    # A call.

    def take(self, call, caller, doing, answer):
        """The book of the model goes on as the program told: with the ids that it made."""
        made = {}
        if call == "place_order":
            line = answer["lineItems"][0]
            made = {"order": answer["id"], "subscription": line["subscriptionId"]}
            self.calls.made.append((caller, answer["referenceCustomerId"], line["subscriptionId"]))
        elif call in MADE:
            made = {MADE[call]: answer["id"]}
        ids = {after["id"]: made[after["type"]] for _, after in doing.changes
               if after["type"] in made}
        self.book.write([(before, {name: ids.get(value, value) if isinstance(value, str) else value
                                   for name, value in after.items()})
                         for before, after in doing.changes])

    def live_one(self, server):
        number = self.chance.randrange(len(CALLERS))
        name = self.chance.choice(READS if self.chance.random() < 0.35 else WRITES)
        method, path, body, right, further = getattr(self.calls, name)(fixed(number))
        sent = None if body is None else json.dumps(
            self.dressed(body, self.chance.random() < 0.5))
        status, answer = server.ask(method, "/v1" + path, sent, **{
            "Content-Type": "application/json",
            "Authorization": "Bearer " + self.tokens.of[number]})
        got = status, (answer or {}).get("code") if status >= 400 else None
        self.tally[name, "%d" % status] += 1
        if got not in right:
            raise Difference("%s as %s: %s %s\n  body:    %s\n  model:   %s\n  program: %s %s" % (
                name, CALLERS[number], method, path, sent, sorted(right, key=str), status, answer))
        if isinstance(further, set):
            ids = {one["id"] for one in answer["items"]}
            if ids != further or answer["totalCount"] != len(ids):
                raise Difference("%s as %s: %s\n  model alone:   %s\n  program alone: %s" % (
                    name, CALLERS[number], path, sorted(further - ids), sorted(ids - further)))
        elif further is not None and status < 300:
            self.take(name, fixed(number), further, answer)

    def compare_facts(self):
        mine = bag(record for records in self.book.world.records.values() for record in records)
        theirs = bag(self.program.export())
        if mine != theirs:
            raise Difference("other facts\n  the model alone:\n    %s\n  the program alone:\n    %s"
                             % ("\n    ".join(sorted((mine - theirs).elements())),
                                "\n    ".join(sorted((theirs - mine).elements()))))

    def live(self, count):
        server = Server(self.program)
        try:
            for _ in range(count):
                self.live_one(server)
        finally:
            server.end()
        self.compare_facts()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True, help="the program")
    parser.add_argument("--sequences", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="the number of the first sequence")
    parser.add_argument("--calls", type=int, default=60, help="number of calls of each sequence")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    begun, tally = time.monotonic(), Counter()
    with tempfile.TemporaryDirectory(prefix="calls-") as folder:
        tokens = Tokens(options.aval, folder)
        for number in range(options.first, options.first + options.sequences):
            with tempfile.TemporaryDirectory(prefix="calls-") as own:
                sequence = Sequence(options.aval, own, "%s-%d" % (options.seed, number), tokens)
                try:
                    sequence.live(options.calls)
                except Difference as difference:
                    sys.exit("sequence %s-%d: %s\n  again:   %s --aval %s --seed %s --first %d "
                             "--sequences 1 --calls %d" % (
                                 options.seed, number, difference, sys.argv[0], options.aval,
                                 options.seed, number, options.calls))
                tally.update(sequence.tally)
    for name in sorted(set(READS + WRITES)):
        print("%-22s %s" % (name, ", ".join("%s: %d" % (key[1], count) for key, count in
                                            sorted(tally.items()) if key[0] == name)))
    print("%d sequences, %d calls in %.1f s: no difference" % (
        options.sequences, sum(tally.values()), time.monotonic() - begun))
    done = {name for name, status in tally if status.startswith("2")}
    never = set(READS + WRITES) - done
    if never and options.sequences >= ENOUGH:
        sys.exit("never done: " + ", ".join(sorted(never)))


if __name__ == "__main__":
    main()
