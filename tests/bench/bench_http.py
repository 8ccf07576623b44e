#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the server: decisions beside a constant, and orders beside the engine, in turns.

bench_http.py --build BUILD [--rounds N] [--quick] [--write]

A decision in brief form, with token and JSON, is asked on 64 to 1,024 connections; in turns with
it, the same server answers an authenticated POST of as many bytes with a constant: an empty batch.
The same again beside clients that send a byte now and then. Orders go to a book on SQLite on 64
connections; in turns with them, `aval perform --jobs 64` carries the same orders out. Prints and
never judges a time; fails when an answer is wrong. --write puts the table into
docs/benchmarks.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench import ROOT, fail, progress, write_page
from report import ratio, table

sys.path[:0] = [os.path.join(ROOT, "tests", "api"), os.path.join(ROOT, "tests", "cli")]

import program  # noqa: E402
from server import ORDER, Server, environment  # noqa: E402

TARGET = "tests/bench/aval-bench-load"
CONNECTIONS = (64, 256, 1024)
SLOW_CLIENTS = 256
JOBS = 64
# No log is written, nobody is put off, and a slow client stays for as long as the measuring takes.
SETTINGS = "log = no\nrate-requests = 0\nrate-acts = 0\nheader-ms = 3600000\n"
CUSTOMER = "1e1be000-0000-4000-8000-000000000001"  # of alder.example
SELLING = {name: ORDER[name] for name in ("seller", "customer", "offer", "quantity")}


class Load:
    """A load on a server: requests that wait in files, and the program that sends them."""

    def __init__(self, build, server, folder):
        self.program = os.path.join(build, TARGET)
        self.server, self.folder = server, folder

    def write(self, name, target, body=None):
        """A request in a file: POST of a body, else GET."""
        path = os.path.join(self.folder, name)
        head = ("%s %s HTTP/1.1\r\nHost: aval.example\r\nAuthorization: Bearer %s\r\n"
                % ("GET" if body is None else "POST", target, self.server.token("alder")))
        if body is not None:
            head += "Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body)
        Path(path).write_bytes(head.encode() + b"\r\n" + (body or b""))
        return path

    def send(self, path, connections, count):
        done = subprocess.run([self.program, str(self.server.port), str(connections), str(count),
                               path], stdout=subprocess.PIPE, text=True)
        if done.returncode:
            fail("the load ended with %d" % done.returncode)
        result = json.loads(done.stdout)
        if result["wrong"]:
            fail("%d answers of %s are wrong" % (result["wrong"], path))
        return result


class SlowClients:
    """Clients whose requests come a byte at a time, and never end."""

    def __init__(self, server, count):
        self.is_over = threading.Event()
        self.clients = [server.dial() for _ in range(count)]
        for client in self.clients:
            client.sendall(b"POST /program/v1/decisions HTTP/1.1\r\nX: ")
        self.thread = threading.Thread(target=self.drip)
        self.thread.start()

    def drip(self):
        while not self.is_over.wait(0.2):
            for client in self.clients:
                try:
                    client.send(b"y")
                except OSError:
                    pass

    def end(self):
        self.is_over.set()
        self.thread.join()
        for client in self.clients:
            client.close()


def measure_decisions(load, options, connections):
    order = json.dumps(ORDER).encode()
    return measure_beside_constant(load, options, connections, "decision",
                                   load.write("decision", "/program/v1/decisions", order))


def measure_beside_constant(load, options, connections, title, path):
    """The rounds of a request, and of as many bytes to which the answer is a constant."""
    constant = b'{"proposals":[]}'.ljust(len(json.dumps(ORDER)))
    paths = {"mine": path, "constant": load.write("constant", "/program/v1/decisions", constant)}
    found = {name: [] for name in paths}
    for turn in range(options.rounds):
        progress("%s on %d connections, round %d" % (title, connections, turn + 1))
        for name, each in paths.items():
            found[name].append(load.send(each, connections, options.count))
    return found


def perform(server, count):
    """Nanoseconds in which `aval perform` does so many orders, from the first line on."""
    line = json.dumps({"act": "place_order", "as": "alder.example:admin_agent", **SELLING}) + "\n"
    begun = time.monotonic_ns()
    done = subprocess.run([str(program.Settings.aval), "perform", "--db", "book.db", "--jobs",
                           str(JOBS), "-"], cwd=server.folder, env=environment(), text=True,
                          input=line * count, stdout=subprocess.PIPE)
    took = time.monotonic_ns() - begun
    if done.returncode or done.stdout.count('"carried_out"') != count:
        fail("perform: %s" % done.stdout[-300:])
    return took


def measure_orders(options, build, folder):
    """The rounds over HTTP and of the engine, each pair on a book as new."""
    found = {"http": [], "engine": []}
    for turn in range(options.rounds):
        progress("orders, round %d" % (turn + 1))
        server = Server("--config", os.path.join(folder, "aval.conf"))
        load = Load(build, server, folder)
        path = load.write("order", "/program/v1/acts/place_order", json.dumps(SELLING).encode())
        found["http"].append(load.send(path, JOBS, options.orders))
        server.stop()
        found["engine"].append({"count": options.orders,
                                "nanoseconds": perform(server, options.orders)})
        server.end()
    return found


def rates(results):
    return [result["count"] * 1e9 / result["nanoseconds"] for result in results]


def thousands(values):
    values = sorted(value / 1000 for value in values)
    return "%.1f k/s (%.1f–%.1f)" % (values[len(values) // 2], values[0], values[-1])


def milliseconds(results, name):
    values = sorted(result[name] / 1e6 for result in results)
    return "%.1f ms" % values[len(values) // 2]


def row(title, mine, theirs, asked):
    return [title, thousands(rates(mine)), thousands(rates(theirs)),
            "%.2f ×" % ratio(rates(mine), rates(theirs)), asked,
            milliseconds(mine, "p50"), milliseconds(mine, "p99")]


def measure(options):
    folder = tempfile.mkdtemp(prefix="aval-bench-")
    config = Path(folder, "aval.conf")
    config.write_text(SETTINGS)
    server = Server("--config", str(config))
    rows = []
    try:
        load = Load(options.build, server, folder)
        for connections in CONNECTIONS:
            found = measure_decisions(load, options, connections)
            rows.append(row("decision, %d connections" % connections, found["mine"],
                            found["constant"], "≥ 0.85 ×"))
        found = measure_beside_constant(load, options, CONNECTIONS[0], "a customer",
                                        load.write("customer", "/v1/customers/" + CUSTOMER))
        rows.append(row("a customer, %d connections" % CONNECTIONS[0], found["mine"],
                        found["constant"], "≥ 0.7 ×"))
        slow = SlowClients(server, SLOW_CLIENTS)
        found = measure_decisions(load, options, CONNECTIONS[0])
        slow.end()
        rows.append(row("decision, %d connections, beside %d slow clients"
                        % (CONNECTIONS[0], SLOW_CLIENTS), found["mine"], found["constant"], ""))
        found = measure_orders(options, options.build, folder)
        rows.append(row("order, %d connections" % JOBS, found["http"], found["engine"], "≥ 0.7 ×"))
    finally:
        server.end()
        shutil.rmtree(folder)
        shutil.rmtree(Server.template)
    progress("")
    return table(["over HTTP", "Aval", "constant; engine", "ratio", "asked", "half take less",
                  "99 of 100"], rows)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="meson's folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=50000, help="decisions a round")
    parser.add_argument("--orders", type=int, default=5000, help="orders a round")
    parser.add_argument("--quick", action="store_true", help="one short round of each")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.count, options.orders = 1, 2000, 200
    return options


def main(arguments):
    options = parse(arguments)
    built = subprocess.run(["ninja", "-C", options.build, "--quiet", "aval", TARGET],
                           stdout=subprocess.DEVNULL)
    if built.returncode:
        fail("could not build %s" % TARGET)
    program.Settings.aval = Path(options.build, "aval").resolve()
    part = measure(options)
    print(part)
    if options.write:
        write_page({"http": part})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
