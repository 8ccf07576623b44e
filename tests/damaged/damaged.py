#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Commands, and the server, on damaged books: they refuse with a message, or serve.

The program `damaged` lays the books out; a seed is the same book as there, where many more are
tried within one process. The files of a failure are kept, and told.
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile

import small_book

HANG_SECONDS = 120
COMMANDS = (
    ("show", "elbe.example"),
    ("ask", "order", "--seller", "alder", "--provider", "elbe", "--customer", "saale",
     "--offer", "OFFER"),
    ("check", "/dev/null"),
    ("perform", "../dry"),
    ("perform", "../act"),
    ("verify",),
    ("export",),
    ("backup", "--to", "copy"),
)
TOKEN = "/common/oauth2/v2.0/token"
EXPORT = "/program/v1/export"
ASKED = ("/health/ready", "/metrics", "/program/v1/journal/head", "/program/v1/journal?limit=5",
         "/program/v1/parties", "/program/v1/parties/elbe.example/history", EXPORT)


class Whole:
    """The folder of all, and what the server of the whole book knows its clients by."""

    def __init__(self, options, folder):
        self.aval, self.folder = os.path.abspath(options.aval), folder
        small_book.write(folder)
        subprocess.run([os.path.abspath(options.program), folder, str(options.first),
                        str(options.count), "1", "keep"], check=True)
        book = os.path.join(folder, "whole")
        subprocess.run([self.aval, "init", "--db", book], check=True, capture_output=True)
        self.app = json.loads(subprocess.run(
            [self.aval, "app-add", "--db", book, "--json", "--as", "vendor"], check=True,
            capture_output=True).stdout)

    def place(self, seed):
        """A folder with the damaged files, made anew."""
        place = os.path.join(self.folder, "place-%d" % seed)
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(os.path.join(self.folder, "kept-%d" % seed), place)
        return place


def run_command(whole, seed):
    words = COMMANDS[seed % len(COMMANDS)]
    place = whole.place(seed)
    done = subprocess.run([whole.aval, words[0], "--db", "b", *words[1:]], cwd=place,
                          capture_output=True, timeout=HANG_SECONDS)
    wrong = []
    if done.returncode not in (0, 1, 2, 3):
        wrong.append("%s ended by %d" % (words[0], done.returncode))
    if done.returncode > 1 and not done.stderr:
        wrong.append("%s is refused without a message" % words[0])
    if b"Sanitizer" in done.stderr:
        wrong.append(done.stderr.decode("utf-8", "replace"))
    return wrong


def ask(app, port):
    """Signs in and reads; what has no answer is wrong."""
    def request(method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_SECONDS)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        try:
            return answer.status, answer.read()
        except http.client.IncompleteRead:
            # A stream that comes to damage is broken off, so that its client sees it has not all.
            if path != EXPORT:
                raise
            return answer.status, b""

    _, token = request("POST", TOKEN, "grant_type=client_credentials&client_id=%s&client_secret=%s"
                       % (app["client_id"], app["client_secret"]),
                       {"Content-Type": "application/x-www-form-urlencoded"})
    bearer = {"Authorization": "Bearer " + json.loads(token)["access_token"]}
    for path in ASKED:
        request("GET", path, headers=bearer)
    request("POST", "/program/v1/acts/register_organization",
            json.dumps({"organization": "damaged", "name": "Damaged", "country": "DE"}),
            {**bearer, "Content-Type": "application/json"})


def run_server(whole, seed):
    place = whole.place(seed)
    shutil.copytree(os.path.join(whole.folder, "whole.identity"),
                    os.path.join(place, "b.identity"))
    wrong = []
    with open(os.path.join(place, "said"), "wb+") as said:
        server = subprocess.Popen([whole.aval, "serve", "--db", "b", "--listen", "127.0.0.1:0"],
                                  cwd=place, stdout=subprocess.PIPE, stderr=said)
        select.select([server.stdout], [], [], HANG_SECONDS)
        line = server.stdout.readline().decode()
        try:
            if "http://" in line:
                ask(whole.app, int(line.split("http://")[1].split(",")[0].rsplit(":", 1)[1]))
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            wrong.append("the server does not answer: %r" % error)
        server.send_signal(signal.SIGTERM)
        try:
            status = server.wait(HANG_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            status = server.wait()
        server.stdout.close()
        said.seek(0)
        text = said.read()
    # It may be told to end before it has come so far as to heed that.
    if status not in (0, 1, 2, 3) or b"Sanitizer" in text or (status > 1 and not text):
        wrong.append("the server ended by %d: %s" % (status, text.decode("utf-8", "replace")))
    return wrong


def try_one(whole, seed):
    try:
        wrong = run_command(whole, seed)
        if seed % 4 == 0:
            wrong += run_server(whole, seed)
    except subprocess.TimeoutExpired as error:
        wrong = ["it hangs: %s" % error]
    shutil.rmtree(os.path.join(whole.folder, "place-%d" % seed), ignore_errors=True)
    return ["seed %d: %s" % (seed, what) for what in wrong]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--program", required=True, help="tests/damaged/damaged of a build")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="aval-damaged-", dir=small_book.ROOM)
    whole = Whole(options, folder)
    seeds = range(options.first, options.first + options.count)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda seed: try_one(whole, seed), seeds))
    failed = sum(map(bool, results))
    for what in [what for wrong in results for what in wrong][:20]:
        print("FAILED: " + what)
    if failed:
        print("the files are in %s" % folder)
    else:
        shutil.rmtree(folder)
    print("%d passed, %d failed" % (options.count - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
