# SPDX-License-Identifier: Apache-2.0
"""A receiver of webhooks: a real server, over TLS or not, that does with each delivery as told."""

import base64
import datetime
import http.server
import ipaddress
import json
import os
import socket
import ssl
import struct
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.x509.oid import NameOID

from program import HANG_SECONDS

# What a receiver does with a delivery beside answering with a status.
HANG, RESET, LONG, SILENT = "hang", "reset", "long", "silent"
DAY = datetime.timedelta(days=1)


class Delivery:
    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body
        self.json = json.loads(body)

    @property
    def name(self):
        return self.json["EventName"]

    @property
    def position(self):
        return int(self.json["AuditUri"].rsplit("/", 1)[1])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.receiver.take(self, Delivery(self.path, self.headers, body))

    def answer(self, what):
        if what == RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        self.send_response(what if isinstance(what, int) else 200)
        if isinstance(what, int) and what // 100 == 3:
            self.send_header("Location", self.server.receiver.url + "/elsewhere")
        self.send_header("Content-Length", str(10 ** 7 if what == LONG else 0))
        self.end_headers()
        if what == LONG:
            self.wfile.write(b"x" * 10 ** 7)

    def log_message(self, *_):
        pass


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Who sends may break off."""


class Receiver:
    """`plan`: what is done with the first deliveries, one after the other; then they are taken."""

    def __init__(self, plan=(), authority=None):
        self.plan, self.deliveries, self.taken = list(plan), [], []
        self.moved = threading.Condition()
        self.released = threading.Event()
        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.receiver = self
        scheme = "http"
        if authority is not None:
            scheme = "https"
            self.server.socket = authority.context().wrap_socket(self.server.socket,
                                                                 server_side=True)
        self.port = self.server.server_address[1]
        self.url = "%s://127.0.0.1:%d" % (scheme, self.port)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, handler, delivery):
        with self.moved:
            what = self.plan.pop(0) if self.plan else 200
            self.deliveries.append(delivery)
            if what == 200:
                self.taken.append(delivery)
            self.moved.notify_all()
        if what == HANG:
            self.released.wait(HANG_SECONDS)
            handler.close_connection = True
            return
        handler.answer(what)

    def wait(self, count, taken=True):
        """Waits until so many have come, or were taken; those."""
        deliveries = self.taken if taken else self.deliveries
        with self.moved:
            if not self.moved.wait_for(lambda: len(deliveries) >= count, HANG_SECONDS):
                raise AssertionError("%d of %d deliveries came" % (len(deliveries), count))
            return deliveries[:count]

    def end(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


class Authority:
    """A certificate authority for receivers."""

    def __init__(self, folder):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Receivers")])
        self.folder = folder
        self.path = os.path.join(folder, "receivers.pem")
        with open(self.path, "wb") as file:
            file.write(self.certificate(self.name, self.key, x509.BasicConstraints(True, 0)))

    def certificate(self, subject, key, *extensions):
        now = datetime.datetime.utcnow()
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(self.name)
                   .public_key(key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now - DAY).not_valid_after(now + DAY))
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def context(self):
        key = ec.generate_private_key(ec.SECP256R1())
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
        path = os.path.join(self.folder, "receiver-%d.pem" % id(key))
        with open(path, "wb") as file:
            file.write(self.certificate(subject, key, x509.SubjectAlternativeName([address])))
            file.write(key.private_bytes(serialization.Encoding.PEM,
                                         serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def verify(delivery, certificate, own_header=False):
    """Looks at the signature, by the certificate (DER) that is published."""
    if own_header:
        signature = delivery.headers["x-ms-signature"]
    else:
        scheme, signature = delivery.headers["Authorization"].split(" ", 1)
        if scheme != "Signature":
            raise AssertionError("no signature: " + scheme)
    x509.load_der_x509_certificate(certificate).public_key().verify(
        base64.b64decode(signature), delivery.body, padding.PKCS1v15(), hashes.SHA256())
