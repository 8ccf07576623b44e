# SPDX-License-Identifier: Apache-2.0
"""The server as a program: settings, beginning, end, log."""

import json
import re
import resource
import signal
import socket
import threading

from program import CliTest
from server import ALDER, ORDER, PASSWORD, Server, ServerTest, hear, run


class Settings(CliTest):
    def lines(self, *arguments, **changes):
        result = self.run_aval("serve", "--print-config", *arguments, env=changes)
        self.assert_clean(result)
        return dict(line.split(" = ") for line in result.out.decode().splitlines()
                    if line and not line.startswith(";"))

    def test_what_is_said_later_goes_before(self):
        self.put("aval.conf", b"; ours\nlisten = 127.0.0.1:1\nthreads=3\nworkers = 5\n")
        self.assertEqual(self.lines()["threads"], "2")
        file = ("--config", "aval.conf")
        self.assertEqual(self.lines(*file)["threads"], "3")
        self.assertEqual(self.lines(*file, AVAL_THREADS="4")["threads"], "4")
        mixed = self.lines(*file, "--threads", "6", AVAL_THREADS="4")
        self.assertEqual((mixed["threads"], mixed["workers"], mixed["listen"]),
                         ("6", "5", "127.0.0.1:1"))

    def test_what_is_printed_can_be_read(self):
        printed = self.run_aval("serve", "--print-config", "--threads", "7", "--insecure")
        self.put("aval.conf", printed.out)
        again = self.run_aval("serve", "--print-config", "--config", "aval.conf")
        self.assertEqual(again.out, printed.out)

    def test_wrong_settings_are_named(self):
        for content, place in ((b"threads = 0\n", "line 1"), (b"\nnonsense = 1\n", "line 2"),
                               (b"threads = many\n", "line 1"),
                               (b"[part]\nthreads = 2\n", "line 2"),
                               (b"insecure = maybe\n", "line 1")):
            self.put("aval.conf", content)
            self.assert_refused(self.run_aval("serve", "--config", "aval.conf"), place)
        self.assert_refused(self.run_aval("serve", "--config", "missing"), "missing")
        self.assert_refused(self.run_aval("serve", env={"AVAL_THREADS": "x"}), "AVAL_THREADS")
        self.assert_refused(self.run_aval("serve", "--threads", "x"), "threads")

    def test_only_this_machine_is_served_without_a_word(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80"):
            self.assert_refused(self.run_aval("serve", "--listen", address), "--insecure")
        for address in ("nowhere", "127.0.0.1", "127.0.0.1:99999", ":80", "aval.example:80"):
            self.assert_refused(self.run_aval("serve", "--listen", address), "listen")

    def test_without_a_book_there_is_no_server(self):
        result = self.run_aval("serve", "--db", "missing.db", "--listen", "127.0.0.1:0")
        self.assert_refused(result, "aval init")

    def test_a_port_that_is_taken_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            address = "127.0.0.1:%d" % other.getsockname()[1]
            result = self.run_aval("serve", "--db", "missing.db", "--listen", address)
        self.assert_refused(result, address, "another port")

    def test_a_library_that_is_missing_is_told(self):
        self.assert_clean(self.run_aval("init", "--db", "book.db"))
        (self.folder / "libcurl.so.4").write_bytes(b"")
        run = {"env": {"LD_LIBRARY_PATH": str(self.folder)}}
        serve = "serve", "--db", "book.db", "--listen", "127.0.0.1:0"
        self.assert_refused(self.run_aval(*serve, **run), "libcurl.so.4", "package libcurl4")
        self.assert_refused(self.run_aval(*serve, "--lang", "fr", **run), "n'a pas pu être chargé")
        self.assert_clean(self.run_aval("verify", "--db", "book.db", **run))

    def test_clients_are_registered_by_name(self):
        self.assert_refused(self.run_aval("app-add"), "--as")
        book = Server.make_template() / "book.db"
        for who in ("nobody.example:admin_agent", "alder.example:king", "alder.example"):
            result = self.run_aval("app-add", "--db", str(book), "--as", who)
            self.assert_refused(result)


class Running(ServerTest):
    def test_requests_under_way_are_answered_at_the_end(self):
        server = self.own_server()
        server.token("alder")
        begun = server.dial()
        body = json.dumps(ORDER).encode()
        begun.sendall(b"POST /program/v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + server.token("alder").encode() + b"\r\nContent-Length: %d\r\n\r\n%s"
                      % (len(body), body[:10]))
        idle = server.dial()
        idle.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(idle.recv(9999).startswith(b"HTTP/1.1 200"))
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(idle.recv(9999), b"")
        begun.sendall(body[10:])
        heard = b""
        while part := begun.recv(9999):
            heard += part
        self.assertTrue(heard.startswith(b"HTTP/1.1 200"), heard)
        self.assertIn(b"onnection: close", heard)
        self.assertEqual(server.stop(), 0)

    def test_connections_that_wait_to_be_taken_are_answered_at_the_end(self):
        server = self.own_server()
        server.process.send_signal(signal.SIGSTOP)
        waiting = [server.dial() for _ in range(100)]
        for client in waiting:
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        server.process.send_signal(signal.SIGTERM)
        server.process.send_signal(signal.SIGCONT)
        for client in waiting:
            self.assertTrue(hear(client).startswith(b"HTTP/1.1 200"))
        self.assertEqual(server.stop(), 0)

    def test_a_client_that_never_ends_does_not_keep_it(self):
        server = self.own_server("--stop-ms", "200")
        held = server.dial()
        held.sendall(b"POST /program/v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
        self.assertEqual(server.stop(signal.SIGINT), 0)
        held.close()

    def test_ended_amid_acts_it_has_done_what_it_said(self):
        issuer = ("--issuer", "http://aval.example")
        server = self.own_server(*issuer)
        server.token("vendor")
        done, sent = [], threading.Event()

        def act(first):
            for number in range(first, first + 200):
                fields = {"organization": "org-%d" % number, "name": "N", "country": "DE"}
                try:
                    answer = server.ask("POST", "/program/v1/acts/register_organization", fields,
                                        role="vendor")
                except (OSError, AssertionError):
                    return
                if answer.status == 200:
                    done.append(number)
                    sent.set()

        threads = [threading.Thread(target=act, args=(first,)) for first in range(0, 800, 200)]
        for thread in threads:
            thread.start()
        sent.wait()
        self.assertEqual(server.stop(), 0)
        for thread in threads:
            thread.join()
        server.start(*issuer)
        for number in done:
            fields = {"organization": "org-%d" % number, "name": "N", "country": "DE"}
            again = server.ask("POST", "/program/v1/acts/register_organization", fields,
                               role="vendor")
            self.assert_problem(again, 409, "organization_exists")

    def test_readiness_tells_that_acts_have_stopped(self):
        issuer = ("--issuer", "http://aval.example")
        server = self.own_server(*issuer)
        server.token("vendor"), server.token("alder")
        size = max(file.stat().st_size for file in server.folder.glob("*")) + 20000
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, size))
        codes = []
        for number in range(3000):
            fields = {"organization": "org-%d" % number, "name": "N" * 200, "country": "DE"}
            answer = server.ask("POST", "/program/v1/acts/register_organization", fields,
                                role="vendor")
            codes.append(answer.json.get("code"))
            if codes[-1] == "store_stopped":
                break
        self.assertEqual(codes[-1], "store_stopped")
        self.assert_problem(server.ask("GET", "/health/ready"), 503, "acts_stopped")
        self.assertEqual(server.ask("GET", "/health/live").status, 200)
        self.assert_serves(server)
        self.assertEqual(server.stop(), 0)
        server.start(*issuer)
        self.assertEqual(server.ask("GET", "/health/ready").status, 200)
        answer = server.ask("POST", "/program/v1/acts/register_organization",
                            {"organization": "org-after", "name": "N", "country": "DE"},
                            role="vendor")
        self.assertEqual(answer.status, 200)

    def test_one_server_has_the_book(self):
        server = self.own_server()
        with self.assertRaises(AssertionError):
            other = Server.__new__(Server)
            other.folder = server.folder
            Server.start(other)
        self.assertIn("another process", server.said())
        self.assert_serves(server)

    def test_the_log_has_a_line_a_request_and_no_secret(self):
        server = self.own_server()
        given = {"MS-RequestId": "request-1", "MS-CorrelationId": "trace-1"}
        server.ask("POST", "/program/v1/decisions", ORDER, given, "alder")
        server.ask("GET", "/secret/path?token=secret")
        token, app = server.token("alder"), server.apps["alder"]
        self.assertEqual(server.stop(), 0)
        lines = {line["route"]: line for line in map(json.loads, server.said().splitlines())}
        self.assertEqual(set(lines), {"/{tenant}/oauth2/v2.0/token", "/program/v1/decisions", None})
        asked = lines["/program/v1/decisions"]
        self.assertEqual((asked["request_id"], asked["correlation_id"], asked["tenant"],
                          asked["role"], asked["status"]),
                         ("request-1", "trace-1", ALDER, "admin_agent", 200))
        self.assertTrue(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", asked["at"]))
        for secret in (token, app["client_secret"], "secret", "seller"):
            self.assertNotIn(secret, server.said().replace("client_secret", ""))

    def test_keys_and_secrets_are_the_owners_alone(self):
        server = self.own_server()
        server.token("alder")
        identity = server.folder / "book.db.identity"
        self.assertEqual(identity.stat().st_mode & 0o777, 0o700)
        for file in identity.iterdir():
            self.assertEqual(file.stat().st_mode & 0o777, 0o600, file)
            self.assertNotIn(server.apps["alder"]["client_secret"].encode(),
                             file.read_bytes())
            self.assertNotIn(PASSWORD.encode(), file.read_bytes())

    def test_a_client_added_while_it_runs_is_known(self):
        server = self.own_server()
        server.apps["new"] = json.loads(run(server.folder, "app-add", "--db", "book.db",
                                                   "--json", "--as", "alder.example:sales_agent"))
        answer = server.ask("POST", "/program/v1/decisions", ORDER, role="new")
        self.assertEqual(answer.status, 200)
