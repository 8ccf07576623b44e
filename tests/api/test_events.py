# SPDX-License-Identifier: Apache-2.0
"""Streams: events of the journal, and the export."""

import base64
import json
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from program import Settings, slow
from server import ALDER, SAALE, Server, ServerTest, hear, run

EVENTS, EXPORT = "/program/v1/events", "/program/v1/export"
BUY = {"seller": ALDER, "customer": SAALE, "offer": "OFFICE-PREM", "quantity": 25}


class Stream:
    """Events as they come, out of chunks."""

    def __init__(self, server, role, after=None):
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        head = "GET %s HTTP/1.1\r\nHost: aval.example\r\nAuthorization: Bearer %s\r\n" % (
            EVENTS, server.token(role))
        head += "".join("%s: %s\r\n" % pair for pair in headers.items())
        self.client = server.say(head.encode() + b"\r\n", half_close=False)
        self.file = self.client.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(":")
            self.headers[name.lower()] = value.strip()
        self.text = b""
        self.is_over = False

    def take_chunk(self):
        size = self.file.readline()
        if not size or int(size, 16) == 0:
            self.is_over = True
            self.is_whole = bool(size)
            return
        self.text += self.file.read(int(size, 16))
        self.file.readline()

    def block(self):
        """The next block of lines; None when the stream is over."""
        while b"\n\n" not in self.text:
            self.take_chunk()
            if self.is_over:
                return None
        block, _, self.text = self.text.partition(b"\n\n")
        return block.decode()

    def event(self):
        """The next event: its id and what it says."""
        while (block := self.block()) is not None:
            fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if "data" in fields:
                assert fields["event"] == "act"
                return int(fields["id"]), json.loads(fields["data"])
        return None

    def close(self):
        self.file.close()
        self.client.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def buy(server, role="alder"):
    answer = server.ask("POST", "/program/v1/acts/place_order", BUY, role=role)
    if answer.status != 200:
        raise AssertionError(answer)
    return answer.json["position"]


def register(server, number):
    answer = server.ask("POST", "/program/v1/acts/register_organization",
                        {"organization": "org-%d" % number, "name": "N", "country": "DE"},
                        role="vendor")
    return answer.json["position"]


class Events(ServerTest):
    def test_what_is_done_is_heard_by_who_may_see_it(self):
        server = self.own_server()
        with Stream(server, "vendor") as vendor, Stream(server, "saale") as customer, \
                Stream(server, "elbe") as stranger:
            for stream in (vendor, customer, stranger):
                self.assertEqual((stream.status, stream.headers["content-type"]),
                                 (200, "text/event-stream"))
                self.assertEqual(stream.block(), "retry: 1000\nid: 1")
            done = [register(server, 1), buy(server), register(server, 2), buy(server)]
            self.assertEqual([vendor.event()[0] for _ in done], done)
            self.assertEqual([customer.event()[0] for _ in range(2)], [done[1], done[3]])
            own = register_own(server)
            position, entry = stranger.event()
            self.assertEqual((position, entry["act"]), (own, "register_partner_id"))
            listed = server.ask("GET", "/program/v1/journal", role="elbe").json["entries"]
            self.assertEqual(listed, [entry])

    def test_a_stream_goes_on_behind_the_last_event(self):
        server = self.own_server()
        done = [buy(server) for _ in range(7)]
        for after in (0, 1, done[2], done[-1]):
            with Stream(server, "alder", after) as stream:
                self.assertEqual(stream.block(), "retry: 1000\nid: %d" % after)
                rest = [position for position in done if position > after]
                self.assertEqual([stream.event()[0] for _ in rest], rest)
                last = buy(server)
                self.assertEqual(stream.event()[0], last)
                done.append(last)

    def test_more_events_than_a_part_holds(self):
        server = self.own_server()
        sender = threading.Thread(target=register_many, args=(server, 600))
        sender.start()
        with Stream(server, "vendor", 0) as stream:
            self.assertEqual([stream.event()[0] for _ in range(601)], list(range(1, 602)))
        sender.join()

    def test_wrong_places_to_go_on_from(self):
        for last, status, code in (("x", 400, "wrong_header"), ("-1", 400, "wrong_header"),
                                   ("999", 404, "unknown_position")):
            answer = self.server.ask("GET", EVENTS, None, {"Last-Event-ID": last}, "alder")
            self.assert_problem(answer, status, code)
        self.assert_problem(self.server.ask("GET", EVENTS), 401, "no_token")
        head = self.server.ask("HEAD", EVENTS, role="alder")
        self.assertEqual((head.status, head.body), (200, b""))

    def test_a_silent_stream_shows_that_it_lives(self):
        server = self.own_server("--heartbeat-ms", "1")
        with Stream(server, "alder") as stream:
            self.assertEqual(stream.block(), "retry: 1000\nid: 1")
            self.assertEqual([stream.block(), stream.block()], [":", ":"])
            position = buy(server)
            self.assertEqual(stream.event()[0], position)

    def test_many_streams_hear_the_same_and_end_with_the_server(self):
        server = self.own_server("--stop-ms", "600000")
        streams = [Stream(server, ("alder", "saale", "vendor")[n % 3]) for n in range(300)]
        threads = len(os.listdir("/proc/%d/task" % server.process.pid))
        done = [buy(server), buy(server)]
        for stream in streams:
            self.assertEqual([stream.event()[0] for _ in done], done)
        self.assertLess(threads, 60)
        server.process.send_signal(signal.SIGTERM)
        for stream in streams:
            self.assertIsNone(stream.event())
            self.assertTrue(stream.is_whole)
        # Though no client has gone.
        self.assertEqual(server.stop(), 0)
        for stream in streams:
            stream.close()

    def test_clients_that_are_gone_leave_nothing(self):
        server = self.own_server("--heartbeat-ms", "1")
        for _ in range(20):
            Stream(server, "alder").close()
        with Stream(server, "alder") as stream:
            position = buy(server)
            self.assertEqual(stream.event()[0], position)
        wait_until_alone(server)

    def test_the_access_ends_with_its_token(self):
        server = self.own_server("--heartbeat-ms", "1")
        server.tokens["alder"] = short_lived(server, server.token("alder"), 3)
        with Stream(server, "alder") as stream:
            self.assertEqual(stream.block(), "retry: 1000\nid: 1")
            while (block := stream.block()) is not None:
                self.assertEqual(block, ":")
            self.assertTrue(stream.is_whole)


class Export(ServerTest):
    def test_it_is_the_book(self):
        answer = self.server.ask("GET", EXPORT, role="vendor", headers={"Connection": "close"})
        self.assertEqual(answer.headers["content-type"], "application/x-ndjson")
        self.assertEqual(unchunk(answer.body),
                         run(self.server.folder, "export", "--db", "book.db"))

    def test_it_is_the_vendors(self):
        self.assert_problem(self.server.ask("GET", EXPORT, role="alder"), 403, "not_permitted")
        head = self.server.ask("HEAD", EXPORT, role="vendor")
        self.assertEqual((head.status, head.body), (200, b""))


@slow
class LargeExport(ServerTest):
    """Of a book that is larger than what the sockets of a connection hold."""

    def large(self, *options):
        folder = Path(tempfile.mkdtemp(prefix="aval-api-large-"))
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(Server.make_template(), folder, dirs_exist_ok=True)
        for file in folder.glob("book.db*"):
            if file.is_file():
                file.unlink()
        (folder / "world.ndjson").write_text("".join(
            '{"type":"organization","id":"org-%d","name":"%s","country":"DE"}\n'
            % (number, "N" * 1000) for number in range(12000)))
        run(folder, "init", "--db", "book.db")
        run(folder, "import", "--db", "book.db", "world.ndjson")
        apps = {"vendor": json.loads(run(folder, "app-add", "--db", "book.db", "--json", "--as",
                                         "vendor"))}
        (folder / "apps.json").write_text(json.dumps(apps))
        server = Server(*options, book=folder)
        self.addCleanup(server.end)
        return server

    def begin(self, server):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", server.port))
        client.sendall(("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                        % (EXPORT, server.token("vendor"))).encode())
        self.assertTrue(client.recv(100).startswith(b"HTTP/1.1 200"))
        return client

    def test_it_takes_no_memory_and_slow_clients_are_dropped(self):
        server = self.large("--answer-ms", "1000")
        slow = [self.begin(server) for _ in range(2)]
        busy = server.ask("GET", EXPORT, role="vendor")
        self.assert_problem(busy, 503, "busy")
        wait_until_alone(server)
        for client in slow:
            self.assertNotIn(b"0\r\n\r\n", hear(client)[-5:])
        whole = unchunk(server.ask("GET", EXPORT, role="vendor").body)
        self.assertEqual(whole, run(server.folder, "export", "--db", "book.db"))
        before = peak_bytes(server)
        again = unchunk(server.ask("GET", EXPORT, role="vendor").body)
        self.assertEqual(again, whole)
        # A sanitizer keeps what is freed.
        if b"__asan_init" not in Settings.aval.read_bytes():
            self.assertLess(peak_bytes(server) - before, len(whole) / 4)

    def test_the_end_of_the_server_breaks_it_off(self):
        server = self.large("--stop-ms", "200")
        slow = self.begin(server)
        self.assertEqual(server.stop(), 0)
        self.assertNotIn(b"0\r\n\r\n", hear(slow)[-5:])


def wait_until_alone(server):
    """Until no connection is left but that which asks."""
    while True:
        text = server.ask("GET", "/metrics", role="vendor").body.decode()
        line = [line for line in text.splitlines() if line.startswith("aval_http_connections ")]
        if int(line[0].split()[1]) <= 1:
            return


def peak_bytes(server):
    status = Path("/proc/%d/status" % server.process.pid).read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def short_lived(server, token, seconds):
    """The same token, good for some seconds only."""
    head, claims, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(claims + "=="))
    claims["exp"] = int(time.time()) + seconds
    body = head + "." + base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    key = serialization.load_pem_private_key(
        (server.folder / "book.db.identity" / "signing_key.pem").read_bytes(), None)
    signed = key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    return body + "." + base64.urlsafe_b64encode(signed).decode().rstrip("=")


def unchunk(body):
    whole = b""
    while True:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            return whole
        whole += body[:length]
        body = body[length + 2:]


def register_own(server):
    answer = server.ask("POST", "/program/v1/acts/register_partner_id",
                        {"mpn_id": "7000001", "tenant": "1e1be000-0000-4000-8000-000000000001",
                         "country": "DE"}, role="vendor")
    return answer.json["position"]


def register_many(server, count):
    """Acts one after the other on one connection, sent before any is answered."""
    head = ("POST /program/v1/acts/register_organization HTTP/1.1\r\nHost: x\r\nAuthorization: "
            "Bearer %s\r\nContent-Type: application/json\r\nContent-Length: " %
            server.token("vendor")).encode()
    client = server.dial()

    def send():
        for number in range(count):
            fields = json.dumps({"organization": "org-%d" % number, "name": "N",
                                 "country": "DE"}).encode()
            client.sendall(head + b"%d\r\n\r\n%s" % (len(fields), fields))

    # Who closes its side of a connection gets no answer to what it has sent ahead.
    sender = threading.Thread(target=send)
    sender.start()
    heard = b""
    while heard.count(b"HTTP/1.1 200 ") < count and (part := client.recv(65536)):
        heard += part
    client.close()
    sender.join()
