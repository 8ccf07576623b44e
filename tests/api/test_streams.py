# SPDX-License-Identifier: Apache-2.0
"""Whatever comes over a connection: never a crash, a hang or a 5xx, and a good client beside it is
served."""

import random
import re
import resource

from program import slow
from server import ORDER, SAALE, ServerTest, hear, is_readable

STREAMS = 300
BESIDE = 50
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3}) ")
# The library's word for a version or a coding that it does not speak.
HARMLESS = {501, 505}

LINES = [
    b"GET / HTTP/1.1\r\n", b"GET /health/live HTTP/1.1\r\n", b"GET  /  HTTP/1.1\r\n",
    b"GET / HTTP/9.9\r\n", b"GET / HTTP/1.0\r\n", b"GET /\r\n", b"GET\r\n", b"\r\n", b"\n\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"POST /program/v1/decisions HTTP/1.1\r\n", b"OPTIONS * HTTP/1.1\r\n",
    b"CONNECT aval.example:80 HTTP/1.1\r\n", b"GET http://x/health/live HTTP/1.1\r\n",
    b"GET /%00 HTTP/1.1\r\n", b"GET /\x00 HTTP/1.1\r\n", b"GET /\xff\xfe HTTP/1.1\r\n",
    b"A" * 20000 + b" / HTTP/1.1\r\n", b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\n",
    b"GET /?" + b"a=b&" * 3000 + b" HTTP/1.1\r\n", b"get / http/1.1\r\n", b"BREW /pot HTTP/1.1\r\n",
    b"GET / HTTP/1.1\n", b"GET / HTTP/1.1\r\r\n", b" GET / HTTP/1.1\r\n",
]
HEADERS = [
    b"Host: aval.example\r\n", b"Host:\r\n", b"Host\r\n", b": x\r\n", b"Host : x\r\n",
    b" folded\r\n", b"X: " + b"y" * 70000 + b"\r\n", b"X: y\r\n" * 2000, b"X: \x00\r\n",
    b"X: \xff\r\n", b"X\x01Y: z\r\n", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n",
    b"Content-Length: +5\r\n", b"Content-Length: 5, 5\r\n", b"Content-Length: 0x5\r\n",
    b"Content-Length: 99999999999999999999999\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: identity\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n", b"Transfer-Encoding: chunked, chunked\r\n",
    b"Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n", b"Expect: 100-continue\r\n",
    b"Expect: miracle\r\n", b"Connection: close\r\n", b"Connection: keep-alive\r\n",
    b"Upgrade: websocket\r\nConnection: upgrade\r\n", b"Content-Type: application/json\r\n",
    b"Authorization: Bearer \r\n", b"Authorization: Bearer " + b"a" * 9000 + b"\r\n",
    b"Accept: \r\n", b"Accept-Language: fr;q=x,,;\r\n", b"MS-RequestId: \x7f\r\n",
    b"Range: bytes=0-9999999\r\n", b"If-None-Match: *\r\n", b"Aval-At-Least: 99\r\n",
]
BODIES = [
    b"", b"hello", b"{}", b"0\r\n\r\n", b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhel", b"zz\r\n\r\n",
    b"-1\r\n\r\n", b"ffffffffffffffffff\r\n", b"5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\n",
    b"5\nhello\n0\n\n", b"\x00" * 100, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    b"0\r\nContent-Length: 5\r\n\r\n", b"[" * 5000, b"\xff" * 5000,
]


def generated(source):
    """A stream put together from sound and unsound parts, perhaps spoilt, perhaps cut."""
    stream = source.choice(LINES) if source.random() < 0.6 else LINES[source.choice((1, 11))]
    if source.random() < 0.7:
        stream += HEADERS[0]
    stream += b"".join(source.choice(HEADERS) for _ in range(source.randrange(4)))
    stream += source.choice((b"\r\n", b"\r\n", b"\r\n", b"\n", b"")) + source.choice(BODIES)
    if source.random() < 0.3:
        spoilt = bytearray(stream)
        for _ in range(source.randrange(1, 8)):
            spoilt[source.randrange(len(spoilt))] = source.randrange(256)
        stream = bytes(spoilt)
    if source.random() < 0.2:
        stream = stream[:source.randrange(len(stream))]
    return stream


class Streams(ServerTest):
    def check(self, seed, count):
        # The library takes the end of what a client sends for a pause; deadlines end it.
        server = self.own_server("--header-bytes", "65536", "--header-ms", "1500", "--body-ms",
                                 "1500", "--idle-ms", "1500")
        source = random.Random(seed)
        for _ in range(count // BESIDE):
            streams = [generated(source) for _ in range(BESIDE)]
            clients = [server.say(stream) for stream in streams]
            self.assert_serves(server)
            for stream, client in zip(streams, clients):
                self.assert_harmless(stream, hear(client))
            self.assertIsNone(server.process.poll(), "ended by one of %r" % streams)
        self.assert_serves(server)
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("a bug", server.said())
        self.assertNotIn("Sanitizer", server.said())

    def assert_harmless(self, stream, heard):
        found = STATUS.match(heard)
        status = int(found[1]) if found else None
        self.assertTrue(status is None or status < 500 or status in HARMLESS,
                        "%r gave %r" % (stream[:500], heard[:200]))

    def test_generated_streams(self):
        self.check(1, STREAMS)

    @slow
    def test_more_generated_streams(self):
        self.check(2, 4 * STREAMS)

    def test_two_lengths_are_never_two_requests(self):
        """What follows a doubtful length is not taken for a request."""
        hidden = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
        server = self.own_server("--body-ms", "1500", "--idle-ms", "1500")
        for headers in (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                        b"Transfer-Encoding: chunked\r\nContent-Length: 100\r\n",
                        b"Content-Length: 4\r\nContent-Length: 9\r\n",
                        b"Transfer-Encoding: xchunked\r\n",
                        b"Transfer-Encoding: chunked, identity\r\n"):
            heard = server.raw(b"POST /health/live HTTP/1.1\r\nHost: x\r\n" + headers +
                                    b"\r\n0\r\n\r\n" + hidden)
            self.assertEqual(len(re.findall(rb"HTTP/1\.1 \d", heard)), 1, heard)
            self.assertTrue(heard.startswith(b"HTTP/1.1 4"), heard)

    def test_many_requests_on_one_connection_are_answered_in_their_order(self):
        count = 200
        token = self.server.token("alder")
        requests = b""
        for number in range(count):
            body = (b'{"proposals":[]}' if number % 2 else b"{}")
            requests += (b"POST /program/v1/decisions HTTP/1.1\r\nHost: x\r\n"
                         b"MS-RequestId: n%d\r\nAuthorization: Bearer %s\r\nContent-Length: %d"
                         b"\r\n\r\n%s" % (number, token.encode(), len(body), body))
        requests += b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        heard = self.server.raw(requests, half_close=False)
        self.assertEqual(re.findall(rb"MS-RequestId: n(\d+)", heard),
                         [b"%d" % number for number in range(count)])


class Slow(ServerTest):
    """Clients that take their time, and good ones beside them."""

    def test_slow_headers_and_bodies_are_let_go(self):
        server = self.own_server("--header-ms", "600", "--body-ms", "600", "--idle-ms", "600")
        begun = [b"", b"GET", b"GET / HTTP/1.1\r\nHost: x\r\nX: y",
                 b"POST /program/v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
                 b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"]
        clients = []
        for stream in begun * 8:
            client = server.dial()
            client.sendall(stream)
            clients.append(client)
        # One that goes on, a byte at a time, has no more time than the others.
        drip = server.dial()
        drip.sendall(b"GET / HTTP/1.1\r\nX: ")
        self.assert_serves(server)
        with self.assertRaises(OSError):
            for _ in range(100000):
                drip.sendall(b"y")
                if is_readable(drip, 0.01):
                    raise OSError("closed")
        for client in clients:
            while client.recv(65536):
                pass
            client.close()
        self.assert_serves(server)

    def test_whoever_does_not_read_holds_up_nobody(self):
        server = self.own_server("--answer-ms", "10000")
        client = server.dial()
        client.sendall(b"GET /program/v1/rulebook HTTP/1.1\r\nHost: x\r\n\r\n" * 400)
        for _ in range(20):
            self.assert_serves(server)
        client.close()


class Limits(ServerTest):
    def test_a_large_body_is_told_to_be_too_large(self):
        server = self.own_server("--body-bytes", "2000")
        for size in (2001, 15000):
            answer = server.ask("POST", "/program/v1/decisions", b"x" * size, role="alder")
            self.assert_problem(answer, 413, "body_too_large")
        asking = server.raw(b"POST /program/v1/decisions HTTP/1.1\r\nHost: x\r\n"
                            b"Content-Length: 100000000000\r\nExpect: 100-continue\r\n\r\n")
        self.assertIn(b" 413 ", asking[:20])
        chunked = server.raw(b"POST /program/v1/decisions HTTP/1.1\r\nHost: x\r\n"
                             b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                             b"1000\r\n" + b"x" * 4096 + b"\r\n0\r\n\r\n")
        self.assertIn(b" 413 ", chunked[:20])
        self.assert_serves(server)

    def test_too_many_proposals_are_told_so(self):
        small = {"act": "enroll"}
        answer = self.server.ask("POST", "/program/v1/decisions", {"proposals": [small] * 10001},
                                 role="alder")
        self.assert_problem(answer, 400, "too_many")
        answer = self.server.ask("POST", "/program/v1/decisions?form=full",
                                 {"proposals": [ORDER] * 101}, role="alder")
        self.assert_problem(answer, 400, "too_many")

    def test_one_address_has_so_many_connections(self):
        server = self.own_server("--connections-per-address", "50")
        server.token("alder")
        held = []
        for _ in range(50):
            client = server.dial()
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(client.recv(100).startswith(b"HTTP/1.1 200"))
            held.append(client)
        self.assertEqual(server.raw(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), b"")
        for client in held:
            client.close()
        # The server sees the ends in its next round.
        live = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        while not (heard := server.raw(live)):
            pass
        self.assertIn(b"live", heard)

    def test_a_partner_that_asks_too_often_is_put_off(self):
        server = self.own_server("--rate-requests", "2")
        asked = [server.ask("POST", "/program/v1/decisions", ORDER, role="alder")
                 for _ in range(3)]
        self.assertEqual({answer.status for answer in asked[:2]}, {200})
        self.assert_problem(asked[2], 429, "too_many_requests")
        self.assertIn(int(asked[2].headers["retry-after"]), range(1, 31))
        # Others, and the vendor, are not.
        other = server.ask("POST", "/program/v1/decisions", ORDER, role="elbe")
        self.assert_problem(other, 403, "not_a_party")
        for _ in range(60):
            answer = server.ask("POST", "/program/v1/decisions", ORDER, role="vendor")
            self.assertEqual(answer.status, 200)
        counted = server.ask("GET", "/metrics", role="vendor").body
        self.assertIn(b"\naval_http_requests_put_off_total 1\n", counted)

    def test_acts_have_a_limit_of_their_own(self):
        server = self.own_server("--rate-acts", "2")
        asked = [server.ask("POST", "/program/v1/acts/sign_mpa", {}, role="elbe")
                 for _ in range(3)]
        self.assertEqual([answer.status for answer in asked], [400, 400, 429])
        self.assertIn(int(asked[2].headers["retry-after"]), range(1, 31))

    def test_partner_center_puts_off_in_its_own_words(self):
        server = self.own_server("--rate-requests", "2")
        path = "/v1/customers/" + SAALE
        asked = [server.ask("GET", path, role="alder") for _ in range(3)]
        self.assertEqual([answer.status for answer in asked], [200, 200, 429])
        self.assertIn("description", asked[2].json)
        self.assertIn(int(asked[2].headers["retry-after"]), range(1, 31))

    @slow
    def test_five_thousand_connections(self):
        count = 5000
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 500), hard))
        server = self.own_server("--connections-per-address", "6000")
        held = [server.dial() for _ in range(count)]
        for client in held[::10]:
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assert_serves(server)
        for client in held[::10]:
            self.assertTrue(client.recv(100).startswith(b"HTTP/1.1 200"))
        for client in held:
            client.close()
        self.assert_serves(server)
