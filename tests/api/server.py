# SPDX-License-Identifier: Apache-2.0
"""A server on the sample program, and a client that says exactly what it is told to say."""

import ctypes
import json
import os
import re
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import unittest
import urllib.parse
from pathlib import Path
from typing import NamedTuple

from program import ENVIRONMENT, HANG_SECONDS, ROOT, Settings, environment

SAMPLE = ROOT / "data" / "sample"
PR_SET_PDEATHSIG = 1
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Of the sample program.
ALDER = "3a1de200-0000-4000-8000-000000000001"
SAALE = "c5aa1e00-0000-4000-8000-000000000001"
ORDER = {"id": "q", "act": "place_order", "date": "2020-05-12", "seller": ALDER,
         "customer": SAALE, "offer": "OFFICE-PREM", "quantity": 25}
PASSWORD = "correct horse battery"
USERS = {"anna@alder.example": "alder.example:admin_agent",
         "eva@elbe.example": "elbe.example:sales_agent", "root@aval.example": "vendor"}
ROLES = {"vendor": "vendor", "alder": "alder.example:admin_agent",
         "elbe": "elbe.example:admin_agent", "saale": "saale.example:customer_admin"}


class Answer(NamedTuple):
    """What came back; a header's name is in small letters."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def end_with_parent():
    """A server does not outlive the test that started it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(folder, *arguments, stdin=b""):
    done = subprocess.run([str(Settings.aval), *arguments], cwd=folder, env=environment(),
                          input=stdin, capture_output=True, timeout=HANG_SECONDS, check=False)
    if done.returncode:
        raise AssertionError("%s: %s" % (arguments, done.stderr.decode()))
    return done.stdout


class Server:
    """A server of its own in a folder of its own; clients are registered in `apps`."""

    template = None

    def __init__(self, *options, book=None):
        self.folder = Path(tempfile.mkdtemp(prefix="aval-api-"))
        shutil.copytree(book or self.make_template(), self.folder, dirs_exist_ok=True)
        self.apps = json.loads((self.folder / "apps.json").read_text())
        self.tokens = {}
        self.process = None
        self.start(*options)

    @classmethod
    def make_template(cls):
        """A book with the sample program, its key and its clients: made once a process."""
        if cls.template is None:
            folder = Path(tempfile.mkdtemp(prefix="aval-api-book-"))
            run(folder, "init", "--sandbox", "--clock", "2020-05-12", "--db", "book.db")
            run(folder, "import", "--db", "book.db", str(SAMPLE / "world.ndjson"))
            # Else each server would make a key of its own when it begins, which takes long.
            run(folder, "key-rotate", "--db", "book.db")
            apps = {name: json.loads(run(folder, "app-add", "--db", "book.db", "--json", "--as",
                                         who)) for name, who in ROLES.items()}
            for name, who in USERS.items():
                run(folder, "user-add", "--db", "book.db", "--as", who, name,
                    stdin=PASSWORD.encode() + b"\n")
            (folder / "apps.json").write_text(json.dumps(apps))
            cls.template = folder
        return cls.template

    def start(self, *options):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            [str(Settings.aval), "serve", "--db", "book.db", "--listen", "127.0.0.1:0", *options],
            cwd=self.folder, env={**environment(), **ENVIRONMENT}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.log, preexec_fn=end_with_parent)
        line = self.process.stdout.readline().decode()
        if "http://" not in line:
            raise AssertionError("no server: %r %s" % (line, self.said()))
        self.port = int(line.split("http://")[1].split(",")[0].rsplit(":", 1)[1])
        if "--tls-listen" in options:
            line = self.process.stdout.readline().decode()
            self.tls_url = "https://" + re.search(r"https://([^\s,]+)", line)[1]
            self.tls_port = int(self.tls_url.rsplit(":", 1)[1])

    def said(self):
        return (self.folder / "log").read_text()

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(HANG_SECONDS)
        self.process.stdout.close()
        self.log.close()
        return status

    def end(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def dial(self, timeout=HANG_SECONDS):
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    @property
    def authority(self):
        return self.folder / "book.db.identity" / "ca.pem"

    def dial_tls(self, name="127.0.0.1", versions=None, authority=None):
        """A connection over TLS whose server was looked at; `versions`: the least and the most."""
        context = ssl.create_default_context(cafile=str(authority or self.authority))
        if versions is not None:
            context.minimum_version, context.maximum_version = versions
        client = socket.create_connection(("127.0.0.1", self.tls_port), HANG_SECONDS)
        try:
            return context.wrap_socket(client, server_hostname=name)
        except BaseException:
            client.close()
            raise

    def say(self, stream, half_close=True):
        """A connection on which the stream was sent; the server may close before its end."""
        client = self.dial()
        try:
            client.sendall(stream)
            if half_close:
                client.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return client

    def raw(self, stream, half_close=True):
        """What comes back until the server closes."""
        return hear(self.say(stream, half_close))

    def ask(self, method, target, body=None, headers=None, role=None):
        """One request on a connection of its own."""
        sent = {"Host": "aval.example", "Connection": "close", **(headers or {})}
        if role is not None:
            sent["Authorization"] = "Bearer " + self.token(role)
        if body is not None:
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
            sent = {**JSON, **sent, "Content-Length": str(len(body))}
        head = "%s %s HTTP/1.1\r\n" % (method, target)
        head += "".join("%s: %s\r\n" % pair for pair in sent.items())
        return parse(self.raw(head.encode() + b"\r\n" + (body or b""), half_close=False))

    def form(self, target, fields, headers=None):
        return self.ask("POST", target, urllib.parse.urlencode(fields).encode(),
                        {**FORM, **(headers or {})})

    def sign_in(self, role, version="v2.0/", **changes):
        app = self.apps[role]
        fields = {"grant_type": "client_credentials", "client_id": app["client_id"],
                  "client_secret": app["client_secret"], **changes}
        return self.form("/common/oauth2/%stoken" % version,
                         {key: value for key, value in fields.items() if value is not None})

    def sign_in_user(self, role, name, version="v2.0/", **changes):
        """A user by a client, with their password: for a server that allows it."""
        return self.sign_in(role, version, **{
            "grant_type": "password", "username": name, "password": PASSWORD,
            "scope": "openid offline_access api://aval/user_impersonation", **changes})

    def refresh(self, role, token, version="v2.0/", **changes):
        return self.sign_in(role, version, grant_type="refresh_token", refresh_token=token,
                            **changes)

    def asked_with(self, token):
        """How a decision is answered to whoever brings the token."""
        return self.ask("POST", "/program/v1/decisions", ORDER,
                        {"Authorization": "Bearer " + token})

    def token(self, role):
        if role not in self.tokens:
            self.tokens[role] = self.sign_in(role).json["access_token"]
        return self.tokens[role]


def hear(client):
    """All that comes until the server closes; then the connection is closed."""
    heard = b""
    with client:
        try:
            while part := client.recv(65536):
                heard += part
        except ConnectionResetError:
            pass
    return heard


def parse(heard):
    """The (first) answer of what was heard."""
    head, _, body = heard.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if not lines[0].startswith("HTTP/1.1 "):
        raise AssertionError("no answer: %r" % heard[:200])
    return Answer(int(lines[0].split(" ")[1]), headers, body)


def is_readable(client, seconds):
    return bool(select.select([client], [], [], seconds)[0])


class ServerTest(unittest.TestCase):
    """A test that only reads shares its process's server; one that writes makes its own."""

    maxDiff = None
    shared = None
    shared_of = None

    @property
    def server(self):
        """The server that the tests of this process share."""
        if ServerTest.shared is None or ServerTest.shared_of != os.getpid():
            Server.template = None
            ServerTest.shared = Server()
            ServerTest.shared_of = os.getpid()
        return ServerTest.shared

    def own_server(self, *options):
        server = Server(*options)
        self.addCleanup(server.end)
        return server

    def assert_problem(self, answer, status, code):
        self.assertEqual((answer.status, answer.json.get("code")), (status, code), answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertEqual(answer.json["status"], status)
        self.assertTrue(answer.json["title"])

    def assert_serves(self, server):
        """A good client gets the right answer."""
        answer = server.ask("POST", "/program/v1/decisions", ORDER, role="alder")
        self.assertEqual(answer.json, {"id": "q", "verdict": "supported", "findings": []})
