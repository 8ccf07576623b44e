# SPDX-License-Identifier: Apache-2.0
"""A book behind a server, for the tests that ask the command line the same.

Nobody is registered for each principal: the tokens are made with the server's own key, after one
that it gave.
"""

import base64
import ctypes
import http.client
import json
import signal
import subprocess
import time
import urllib.parse

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import ready

PR_SET_PDEATHSIG = 1


def end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class ServedBook(ready.Book):
    """A book with its server, until close()."""

    def __init__(self, aval, path, facts=None):
        super().__init__(aval, path, facts)
        app = json.loads(self.run("app-add", "--as", "vendor", "--json").stdout)
        self.process = subprocess.Popen(
            [aval, "serve", "--db", self.url, "--listen", "127.0.0.1:0", "--rate-requests", "0",
             "--rate-acts", "0", "--heartbeat-ms", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent)
        line = self.process.stdout.readline().decode()
        self.port = int(line.split("http://")[1].split(",")[0].rsplit(":", 1)[1])
        self.client = http.client.HTTPConnection("127.0.0.1", self.port)
        with open(str(path) + ".identity/signing_key.pem", "rb") as file:
            self.key = serialization.load_pem_private_key(file.read(), None)
        self.pattern = self.sign_in(app)
        self.tokens = {}

    def close(self):
        self.client.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def sign_in(self, app):
        self.client.request("POST", "/common/oauth2/v2.0/token", urllib.parse.urlencode({
            "grant_type": "client_credentials", "client_id": app["client_id"],
            "client_secret": app["client_secret"]}),
            {"Content-Type": "application/x-www-form-urlencoded"})
        return json.loads(self.client.getresponse().read())["access_token"]

    def token(self, principal):
        """A token for "TENANT:ROLE", or a role of the vendor's."""
        if principal not in self.tokens:
            head, claims, _ = self.pattern.split(".")
            claims = json.loads(base64.urlsafe_b64decode(claims + "=="))
            tenant, _, role = principal.rpartition(":")
            old, claims["tid"] = claims["tid"], tenant or claims["tid"]
            claims["iss"] = claims["iss"].replace(old, claims["tid"])
            claims["roles"] = [role]
            claims["nbf"] = int(time.time())
            body = head + "." + encoded(json.dumps(claims).encode())
            signed = self.key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
            self.tokens[principal] = body + "." + encoded(signed)
        return self.tokens[principal]

    def ask(self, method, target, principal, body=None, headers=None):
        """A request of somebody: its answer, and the body."""
        sent = {"Authorization": "Bearer " + self.token(principal), **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = json.dumps(body)
        self.client.request(method, target, body, sent)
        answer = self.client.getresponse()
        return answer, answer.read().decode()

    def act(self, line, query=""):
        """What an act is answered, a JSON line as for `aval perform`."""
        fields = json.loads(line)
        name, principal = fields.pop("act"), fields.pop("as")
        return self.ask("POST", "/program/v1/acts/%s%s" % (name, query), principal, fields)

    def perform(self, lines, *options):
        """The same as of a book, from the server; a problem is a fault of its code."""
        query = "?dry_run=true" if "--dry-run" in options else ""
        return [self.answer_of(*self.act(line, query)) for line in lines]

    def answer_of(self, answer, text):
        told = json.loads(text)
        if answer.status in (200, 422) and "outcome" in told:
            if (answer.status == 200) != (told["outcome"] == "carried_out"):
                raise AssertionError("%d: %s" % (answer.status, text))
            return told
        if answer.status not in (400, 403, 404, 409):
            raise AssertionError("%d: %s" % (answer.status, text))
        return {**told, "fault": told["code"]}

    def events(self, principal):
        """All that a stream from the first on tells, up to its first silence."""
        client = http.client.HTTPConnection("127.0.0.1", self.port)
        client.request("GET", "/program/v1/events", headers={
            "Authorization": "Bearer " + self.token(principal), "Last-Event-ID": "0"})
        answer = client.getresponse()
        text = ""
        while (line := answer.readline().decode()) != ":\n":
            text += line
        client.close()
        return text
