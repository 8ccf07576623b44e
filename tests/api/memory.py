#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many requests leave the server's memory where it was.

After a warm-up (every kind of request a few hundred times) the server's resident memory is read,
then so many requests are asked on connections that come and go, and it is read again. The rule: it
may have grown by at most 2 MiB, however many requests there were.
"""

import argparse
import json
import re
import shutil
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "cli")]

import program  # noqa: E402
from server import ORDER, Server, hear  # noqa: E402

GROWTH_BYTES_MAX = 2 << 20
WARM_UP = 5000
STRANGER = "cda1a000-0000-4000-8000-000000000001"  # Dala, no customer of Alder's
ON_A_CONNECTION = 250
STATUS = re.compile(rb"^HTTP/1\.1 (\d{3}) ", re.M)


def resident(process):
    """Bytes."""
    text = Path("/proc/%d/status" % process.pid).read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1]) * 1024


def request(method, target, token=None, body=b"", headers=""):
    if token:
        headers += "Authorization: Bearer %s\r\n" % token
    return b"%s %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s" % (
        method.encode(), target.encode(), headers.encode(), len(body), body)


def requests(server):
    """(status due, bytes) of each kind."""
    token, order = server.token("alder"), json.dumps(ORDER).encode()
    decisions, json_type = "/program/v1/decisions", "Content-Type: application/json\r\n"
    batch = json.dumps({"proposals": [ORDER] * 20}).encode()
    return [
        (200, request("POST", decisions, token, order, json_type)),
        (200, request("POST", decisions, token, batch)),
        (200, request("POST", decisions + "?form=full", token, order)),
        (400, request("POST", decisions, token, order[:-1])),
        (401, request("POST", decisions, token[:-9] + "spoilt", order)),
        (401, request("POST", decisions, None, order)),
        (415, request("POST", decisions, token, order, "Content-Type: text/xml\r\n")),
        (200, request("GET", "/health/ready")),
        (200, request("GET", "/program/v1/rulebook")),
        (404, request("GET", "/nothing/here", token, b"", "Accept-Language: fr\r\n")),
        (405, request("DELETE", decisions, token)),
        (422, request("POST", "/program/v1/acts/place_order?dry_run=true", token, json.dumps(
            {"seller": ORDER["seller"], "customer": STRANGER, "offer": ORDER["offer"],
             "quantity": 1}).encode())),
    ]


def ask(server, kinds, first, count):
    """A connection with so many requests one after the other; what is wrong with the answers."""
    due = [kinds[(first + number) % len(kinds)] for number in range(count)]
    stream = b"".join(part for _, part in due)
    stream += request("GET", "/health/live", headers="Connection: close\r\n")
    heard = hear(server.say(stream, half_close=False))
    got = [int(status) for status in STATUS.findall(heard)]
    wanted = [status for status, _ in due] + [200]
    if got == wanted:
        return []
    place = next((place for place, pair in enumerate(zip(got, wanted)) if pair[0] != pair[1]),
                 min(len(got), len(wanted)))
    return ["request %d of kind %d: %r instead of %r"
            % (first + place, (first + place) % len(kinds), got[place:place + 1],
               wanted[place:place + 1])]


def run(server, kinds, count):
    wrong = []
    for first in range(0, count, ON_A_CONNECTION):
        wrong += ask(server, kinds, first, min(ON_A_CONNECTION, count - first))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True, type=Path)
    parser.add_argument("--requests", type=int, default=20000)
    options = parser.parse_args()
    program.Settings.aval = options.aval.resolve()
    server = Server("--rate-requests", "0", "--rate-acts", "0")
    kinds = requests(server)
    wrong = run(server, kinds, WARM_UP)
    before = resident(server.process)
    wrong += run(server, kinds, options.requests)
    after = resident(server.process)
    if server.stop() != 0:
        wrong.append("the server did not end well")
    if after - before > GROWTH_BYTES_MAX:
        wrong.append("%d bytes before, %d after" % (before, after))
    for what in wrong[:5]:
        print("FAILED: %s" % what)
    print("%.1f MiB after %d requests, %.1f MiB after %d more"
          % (before / (1 << 20), WARM_UP, after / (1 << 20), options.requests))
    server.end()
    shutil.rmtree(Server.template)
    print("%d passed, %d failed" % (not wrong, bool(wrong)))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
