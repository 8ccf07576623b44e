# SPDX-License-Identifier: Apache-2.0
"""A supervisor starts the server, as systemd does: it hands sockets over, is told when the server
is ready, and starts it again under load without a request that is lost."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from program import HANG_SECONDS, ROOT, CliTest, Settings, environment
from server import Server, ServerTest, end_with_parent

RESTARTS = 3
CLIENTS = 4
# The files are handed over from number 3 on; who is meant is told by the process's own number.
LAUNCHER = """
import os, sys
files = [os.dup(int(number)) for number in sys.argv[1].split(",")]
for place, file in enumerate(files):
    os.dup2(file, 100 + place)
for place in range(len(files)):
    os.dup2(100 + place, 3 + place)
os.environ.update(LISTEN_PID=str(os.getpid() + int(sys.argv[2])), LISTEN_FDS=str(len(files)),
                  LISTEN_FDNAMES=sys.argv[3])
os.execv(sys.argv[4], sys.argv[4:])
"""


class SupervisedServer(Server):
    """A server whose sockets are somebody else's, and who may be told its state."""

    def __init__(self, sockets, names="http", wrong_pid=0, notify=None):
        self.sockets, self.names, self.wrong_pid = sockets, names, wrong_pid
        self.notify = notify
        super().__init__()

    def start(self, *options):
        files = [str(file.fileno()) for file in self.sockets]
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, ",".join(files), str(self.wrong_pid), self.names,
             str(Settings.aval), "serve", "--db", "book.db", "--listen", "127.0.0.1:0", *options],
            cwd=self.folder, env=environment(NOTIFY_SOCKET=self.notify), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.log, preexec_fn=end_with_parent,
            pass_fds=[file.fileno() for file in self.sockets])
        line = self.process.stdout.readline().decode()
        if "http://" not in line:
            raise AssertionError("no server: %r %s" % (line, self.said()))
        self.port = int(line.split("http://")[1].split(",")[0].rsplit(":", 1)[1])


def listening():
    return socket.create_server(("127.0.0.1", 0), backlog=4096)


class Supervised(ServerTest):
    def supervised(self, *arguments, **changes):
        server = SupervisedServer(*arguments, **changes)
        self.addCleanup(server.end)
        return server

    def test_no_request_is_lost_when_it_starts_again_under_load(self):
        with listening() as address:
            server = self.supervised([address])
            server.token("vendor")
            over, counts, wrong = threading.Event(), [0] * CLIENTS, []

            def act(client):
                while not over.is_set():
                    fields = {"organization": "org-%d-%d" % (client, counts[client]), "name": "N",
                              "country": "DE"}
                    try:
                        answer = server.ask("POST", "/program/v1/acts/register_organization",
                                            fields, role="vendor")
                        if answer.status != 200:
                            wrong.append(answer)
                    except (OSError, AssertionError) as error:
                        wrong.append(error)
                    counts[client] += 1

            threads = [threading.Thread(target=act, args=(client,)) for client in range(CLIENTS)]
            for thread in threads:
                thread.start()
            for _ in range(RESTARTS):
                before = list(counts)
                while any(now - then < 5 for now, then in zip(counts, before)):
                    self.assertEqual(wrong, [])
                    over.wait(0.01)
                self.assertEqual(server.stop(), 0)
                server.start()
            over.set()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])
            self.assertGreaterEqual(min(counts), 5 * RESTARTS)

    def test_a_kept_connection_ends_with_its_answer(self):
        """What was sent before the end is answered; the client is told that there is no more."""
        with listening() as address:
            server = self.supervised([address])
            request = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
            for _ in range(4):
                client = server.dial()
                client.sendall(request)
                self.assertTrue(client.recv(9999).startswith(b"HTTP/1.1 200"))
                client.sendall(request)
                self.assertEqual(server.stop(), 0)
                heard = client.recv(9999)
                self.assertTrue(heard.startswith(b"HTTP/1.1 200"), heard)
                client.close()
                server.start()

    def test_the_socket_goes_on_to_listen(self):
        with listening() as address:
            server = self.supervised([address])
            self.assertEqual(server.port, address.getsockname()[1])
            self.assertEqual(server.stop(), 0)
            waiting = server.dial()
            waiting.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            server.start()
            self.assertTrue(waiting.recv(9999).startswith(b"HTTP/1.1 200"))
            waiting.close()

    def test_sockets_are_told_apart_by_name(self):
        with listening() as plain, listening() as encrypted:
            server = self.supervised([encrypted, plain], names="tls:http")
            self.assertEqual(server.port, plain.getsockname()[1])
            self.assert_serves(server)
            trust = ssl.create_default_context(
                cafile=str(server.folder / "book.db.identity" / "ca.pem"))
            with socket.create_connection(encrypted.getsockname(), HANG_SECONDS) as raw, \
                    trust.wrap_socket(raw, server_hostname="localhost") as client:
                client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(client.recv(9999).startswith(b"HTTP/1.1 200"))

    def test_what_was_meant_for_another_process_is_left(self):
        with listening() as address:
            server = self.supervised([address], wrong_pid=1)
            self.assertNotEqual(server.port, address.getsockname()[1])
            self.assert_serves(server)

    def test_the_supervisor_is_told_begin_and_end(self):
        folder = Path(tempfile.mkdtemp(prefix="aval-api-"))
        self.addCleanup(shutil.rmtree, folder, True)
        for name in (str(folder / "notify"), "@aval-%d" % os.getpid()):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, \
                    listening() as address:
                told.settimeout(HANG_SECONDS)
                told.bind("\0" + name[1:] if name.startswith("@") else name)
                server = self.supervised([address], notify=name)
                self.assertEqual(told.recv(99), b"READY=1")
                self.assertEqual(server.stop(), 0)
                self.assertEqual(told.recv(99), b"STOPPING=1")


class Unit(unittest.TestCase):
    def test_the_unit_is_as_closed_as_the_pages_say(self):
        page = (ROOT / "docs" / "server.md").read_text()
        text = (ROOT / "packaging" / "aval.service.in").read_text()
        with tempfile.TemporaryDirectory(prefix="aval-api-") as folder:
            unit = Path(folder) / "aval.service"
            unit.write_text(text.replace("@BINDIR@", "/usr/bin"))
            said = subprocess.run(
                ["systemd-analyze", "security", "--no-pager", "--offline=true", str(unit)],
                env=environment(), capture_output=True, timeout=HANG_SECONDS, check=True,
                text=True).stdout
        level = re.search(r"exposure level for aval.service: (\d+\.\d) (\w+)", said)
        self.assertIn("aval.service: %s %s" % level.groups(), page)


class Wrong(CliTest):
    def test_what_is_no_listening_socket_is_refused(self):
        book = Server.make_template() / "book.db"
        shutil.copy(book, self.folder / "book.db")
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as idle, \
                socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local:
            local.bind(str(self.folder / "socket"))
            local.listen()
            for wrong in (idle, local):
                done = subprocess.run(
                    [sys.executable, "-c", LAUNCHER, str(wrong.fileno()), "0", "http",
                     str(Settings.aval), "serve", "--db", "book.db"], cwd=self.folder,
                    env=environment(), capture_output=True, timeout=HANG_SECONDS, check=False,
                    pass_fds=[wrong.fileno()])
                self.assertEqual((done.returncode, done.stdout), (2, b""), done)
                self.assertIn(b'"http"', done.stderr)
