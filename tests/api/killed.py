#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The server is killed under load: every act that it answered is in the book.

As tests/journal/killed.py, whose check this uses, over HTTP: clients on connections of their own do
acts one after the other, the server is killed (SIGKILL) at a random moment, and started again on
the same book: each answer's position has that entry with that leaf, and the book verifies. Then the
clients ask once more, by the same key, for what was not answered: it is done once.
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(ROOT, "journal"))

import books  # noqa: E402
import killed  # noqa: E402

CLIENTS = 8
WAIT_SECONDS = 60
ACT = "/program/v1/acts/register_organization"
TOKEN = "/common/oauth2/v2.0/token"


class Load:
    """One run of the server that will be killed, and its clients."""

    def __init__(self, book, app, cycle):
        self.app, self.cycle, self.book = app, cycle, book
        self.answers, self.unanswered = [], []
        self.begun, self.mutex = threading.Event(), threading.Lock()
        self.start()
        self.token = self.sign_in()
        self.threads = [threading.Thread(target=self.act, args=(client,))
                        for client in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.book.aval, "serve", "--db", self.book.url, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.split("http://")[1].split(",")[0].rsplit(":", 1)[1])

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)

    def sign_in(self):
        connection = self.connect()
        connection.request("POST", TOKEN, "grant_type=client_credentials&client_id=%s&"
                           "client_secret=%s" % (self.app["client_id"], self.app["client_secret"]),
                           {"Content-Type": "application/x-www-form-urlencoded"})
        return json.load(connection.getresponse())["access_token"]

    def ask(self, connection, name):
        """One act; its answer. Whoever asks for the same name again has the same key."""
        connection.request("POST", ACT, json.dumps(
            {"organization": name, "name": "Load", "country": "DE"}),
            {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
             "Idempotency-Key": name})
        response = connection.getresponse()
        return response.status, response.read(), response.headers

    def act(self, client):
        connection, number = self.connect(), 0
        while True:
            name = "org-%d-%d%03d" % (self.cycle, client + 1, number)
            number += 1
            try:
                _, body, _ = self.ask(connection, name)
            except (OSError, http.client.HTTPException):
                with self.mutex:
                    self.unanswered.append(name)
                return
            with self.mutex:
                self.answers.append(json.loads(body))
            self.begun.set()

    def kill(self, after):
        self.begun.wait(WAIT_SECONDS)
        threading.Event().wait(after)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        for thread in self.threads:
            thread.join()

    def ask_again(self):
        """What was not answered, asked again by its key, twice: done once; what is wrong."""
        self.start()
        self.token = self.sign_in()
        wrong, connection = [], self.connect()
        for name in self.unanswered:
            status, body, _ = self.ask(connection, name)
            again, same, headers = self.ask(connection, name)
            if (status, again, body) != (200, 200, same) or "Aval-Repeated" not in headers:
                wrong.append("%s: %r then %r" % (name, body, same))
            self.answers.append(json.loads(body))
        connection.close()
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(WAIT_SECONDS) != 0:
            wrong.append("the server did not end well")
        self.process.stdout.close()
        return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--cycles", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    failed = answered = unanswered = 0
    with tempfile.TemporaryDirectory() as folder:
        for cycle in range(options.cycles):
            if cycle % 25 == 0:  # else the book grows beyond what is quick to look through
                book = books.JournalBook(options.aval, os.path.join(folder, "book-%d" % cycle))
                app = json.loads(book.run("app-add", "--as", "vendor", "--json").stdout)
                known = {}
            load = Load(book, app, cycle)
            load.kill(chance.random() ** 2 * 0.5)
            answered += len(load.answers)
            unanswered += len(load.unanswered)
            wrong = killed.check(book, load, known) + load.ask_again()
            wrong += killed.check(book, load, known)
            failed += bool(wrong)
            for what in wrong[:5]:
                print("FAILED: cycle %d: %s" % (cycle, what))
    if answered == 0 or unanswered == 0:
        print("FAILED: %d acts were answered, %d were broken off" % (answered, unanswered))
        failed += 1
    print("%d acts were answered before a kill, %d were broken off" % (answered, unanswered))
    print("%d passed, %d failed" % (options.cycles - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
