# SPDX-License-Identifier: Apache-2.0
"""Bodies made to hurt, to every path that takes one: told what is wrong, never a 5xx, and the good
client beside them is served."""

import json
import re

from server import JSON, ServerTest

BYTES_MAX = 1 << 20
LONG = BYTES_MAX - 100

BODIES = {
    "arrays in arrays": b"[" * 100000,
    "arrays in arrays, closed": b"[" * 100000 + b"]" * 100000,
    "objects in objects": b'{"a":' * 100000,
    "objects in objects, closed": b'{"a":' * 60000 + b"1" + b"}" * 60000,
    "a hundred thousand keys": b"{" + b",".join(b'"k%d":1' % i for i in range(80000)) + b"}",
    "one key many times": b"{" + b",".join([b'"act":"enroll"'] * 60000) + b"}",
    "a long key": b'{"' + b"k" * LONG + b'":1}',
    "a long text": b'{"act":"' + b"x" * LONG + b'"}',
    "a text of escapes": b'{"act":"' + b"\\u0041" * (LONG // 6) + b'"}',
    "a long number": b'{"quantity":' + b"9" * LONG + b"}",
    "a number of many digits": b'{"quantity":0.' + b"1" * LONG + b"}",
    "a great exponent": b'{"quantity":1e999999999}',
    "a small exponent": b'{"quantity":1e-999999999}',
    "half a pair of surrogates": b'{"act":"\\ud800"}',
    "a NUL in a text": b'{"act":"\\u0000place_order"}',
    "a NUL after the text": b'{"act":"place_order"}\x00',
    "bytes that are no UTF-8": b'{"act":"\xff\xfe\xc0\x80"}',
    "a byte order mark": b'\xef\xbb\xbf{"act":"place_order"}',
    "UTF-16": '{"act":"place_order"}'.encode("utf-16"),
    "spaces alone": b" " * LONG,
    "more after the end": b'{"act":"place_order"}{"act":"place_order"}',
    "cut": b'{"act":"place_ord',
    "not a number": b'{"quantity":NaN}',
    "a comment": b'{"act":/* x */"place_order"}',
    "a comma too many": b'{"act":"place_order",}',
    "null": b"null",
    "true": b"true",
    "a text": b'"place_order"',
    "a number": b"1",
    "an empty list": b"[]",
    "an empty object": b"{}",
    "a list of nulls": b"[" + b",".join([b"null"] * 100000) + b"]",
    "many proposals that are none": b'{"proposals":[' + b",".join([b"null"] * 10000) + b"]}",
    "proposals in proposals": b'{"proposals":' * 5000 + b"1" + b"}" * 5000,
    "everything null": b'{"act":null,"proposals":null,"seller":null,"customer":null}',
    "steering signs": b'{"act":"\\u001b[2J\\u0007\\r\\nX-Injected: yes"}',
    "as a form": b"act=place_order&seller=x",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "too many bytes": b'{"act":"' + b"x" * (BYTES_MAX + 1) + b'"}',
}


def paths_with_bodies(description):
    """(method, path) of the operations that take a body, parameters filled in."""
    for path, operations in sorted(description["paths"].items()):
        for method, operation in sorted(operations.items()):
            if isinstance(operation, dict) and "requestBody" in operation:
                yield method.upper(), re.sub(r"\{act\}", "place_order",
                                             path).replace("{", "").replace("}", "")


class Bodies(ServerTest):
    def test_every_path_tells_what_is_wrong(self):
        server = self.own_server("--body-bytes", str(BYTES_MAX), "--rate-requests", "0",
                                 "--rate-acts", "0")
        paths = list(paths_with_bodies(server.ask("GET", "/openapi.json").json))
        self.assertGreaterEqual(len(paths), 4)
        for method, path in paths:
            for name, body in BODIES.items():
                with self.subTest(method=method, path=path, body=name):
                    self.check(server, (method, path), body)
            self.assert_serves(server)
        self.assertIsNone(server.process.poll())
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("a bug", server.said())
        self.assertNotIn("Sanitizer", server.said())

    def check(self, server, operation, body):
        role = "alder" if operation[1].startswith("/v1") else "vendor"
        answer = server.ask(*operation, body, JSON, role)
        # A body may be sound for one path or another; it is never the server's fault.
        self.assertTrue(200 <= answer.status < 500, (answer.status, answer.body[:300]))
        self.assertNotIn("x-injected", answer.headers)
        if answer.status >= 400 and answer.headers["content-type"].endswith("json"):
            json.loads(answer.body)
