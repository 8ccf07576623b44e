# SPDX-License-Identifier: Apache-2.0
"""TLS: the book's own authority, certificates of others, and streams that are no TLS."""

import datetime
import ipaddress
import json
import random
import signal
import ssl
import threading
import warnings

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from program import CliTest
from server import ORDER, ServerTest, hear, parse, run

TLS = ("--tls-listen", "127.0.0.1:0")
CLIENTS, REQUESTS = 8, 20
BAD_STREAMS = 60
LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


def post(target, body, token, close=True):
    raw = json.dumps(body).encode()
    head = ("POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
            "Content-Type: application/json\r\nConnection: %s\r\nContent-Length: %d\r\n\r\n"
            % (target, token, "close" if close else "keep-alive", len(raw)))
    return head.encode() + raw


def read_answer(client):
    """One answer of a connection that stays open."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += client.recv(65536) or b"\r\n\r\n"
    length = int(parse(heard).headers["content-length"])
    while len(parse(heard).body) < length:
        heard += client.recv(65536)
    return parse(heard)


def make_certificate(folder, name, days=30, san="127.0.0.1"):
    """A certificate of its own, with its key, as name.pem and name.key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.utcnow()
    certificate = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
                   .public_key(key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now - datetime.timedelta(days=60))
                   .not_valid_after(now + datetime.timedelta(days=days))
                   .add_extension(x509.SubjectAlternativeName(
                       [x509.IPAddress(ipaddress.ip_address(san))]), False)
                   .sign(key, hashes.SHA256()))
    (folder / (name + ".pem")).write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM))
    (folder / (name + ".key")).write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))
    return folder / (name + ".pem"), folder / (name + ".key")


class Encrypted(ServerTest):
    def test_clients_who_trust_the_authority_are_served(self):
        server = self.own_server(*TLS)
        for name in ("127.0.0.1", "localhost"):
            with server.dial_tls(name) as client:
                client.sendall(LIVE)
                self.assertEqual(read_answer(client).json, {"status": "live"})
                self.assertIn(client.version(), ("TLSv1.2", "TLSv1.3"))
        with self.assertRaises(ssl.SSLCertVerificationError):
            server.dial_tls("other.example")
        run(server.folder, "init", "--db", "other.db")
        with self.assertRaises(ssl.SSLCertVerificationError):
            server.dial_tls(authority=server.folder / "other.db.identity" / "ca.pem")

    def test_versions_from_1_2_on(self):
        server = self.own_server(*TLS)
        version = ssl.TLSVersion
        for least, said in ((version.TLSv1_2, "TLSv1.2"), (version.TLSv1_3, "TLSv1.3")):
            with server.dial_tls(versions=(least, least)) as client:
                self.assertEqual(client.version(), said)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for old in (version.TLSv1, version.TLSv1_1):
                with self.assertRaises(OSError):
                    server.dial_tls(versions=(old, old))
        self.assert_serves(server)

    def test_tokens_name_the_address_with_tls(self):
        server = self.own_server(*TLS)
        found = server.ask("GET", "/common/v2.0/.well-known/openid-configuration").json
        self.assertEqual(found["token_endpoint"], server.tls_url + "/common/oauth2/v2.0/token")
        self.assert_serves(server)

    def test_many_clients_at_once_get_every_answer_right(self):
        server = self.own_server(*TLS)
        token, wrong = server.token("alder"), []

        def work(number):
            with server.dial_tls() as client:
                for count in range(REQUESTS):
                    order = dict(ORDER, id="%d-%d" % (number, count))
                    # Every fifth one is made by a worker.
                    full = "?form=full" if count % 5 == 0 else ""
                    client.sendall(post("/program/v1/decisions" + full, order, token, False))
                    answer = read_answer(client)
                    if (answer.status, answer.json["id"]) != (200, order["id"]):
                        wrong.append(answer)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_large_requests_and_answers(self):
        server = self.own_server(*TLS)
        batch = [dict(ORDER, id=str(number)) for number in range(3000)]
        with server.dial_tls() as client:
            client.sendall(post("/program/v1/decisions", {"proposals": batch},
                                server.token("alder")))
            self.assertEqual(len(parse(hear(client)).json["decisions"]), 3000)

    def test_requests_under_way_are_answered_at_the_end(self):
        server = self.own_server(*TLS)
        request = post("/program/v1/decisions", ORDER, server.token("alder"), False)
        begun, idle = server.dial_tls(), server.dial_tls()
        idle.sendall(LIVE)
        self.assertEqual(read_answer(idle).status, 200)
        begun.sendall(request[:-10])
        server.process.send_signal(signal.SIGTERM)
        with idle:
            try:
                self.assertEqual(idle.recv(9999), b"")
            except ssl.SSLEOFError:
                pass
        begun.sendall(request[-10:])
        with begun:
            self.assertEqual(read_answer(begun).json["verdict"], "supported")
        self.assertEqual(server.stop(), 0)


class Strangers(ServerTest):
    """Who does not speak TLS, or slowly, or too much."""

    def dial(self, server):
        server.port, port = server.tls_port, server.port
        try:
            return server.dial()
        finally:
            server.port = port

    def hello(self, server):
        """The first bytes of a good client."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.create_default_context(cafile=str(server.authority))
        talk = context.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
        with self.assertRaises(ssl.SSLWantReadError):
            talk.do_handshake()
        return outgoing.read()

    def ended(self, client):
        """That the server closes; a reset is an end too."""
        hear(client)

    def test_a_slow_beginning_ends_in_time(self):
        server = self.own_server(*TLS, "--header-ms", "300")
        hello = self.hello(server)
        for begun in (b"", hello[:1], hello[:50], hello[:-1], hello):
            client = self.dial(server)
            client.sendall(begun)
            self.ended(client)
        with server.dial_tls() as client:
            client.sendall(b"GET /health/live HTTP/1.1\r\n")
            try:
                heard = client.recv(9999)
            except OSError:
                heard = b""
            self.assertEqual(heard, b"")
        self.assert_serves(server)

    def test_streams_that_are_no_tls(self):
        server = self.own_server(*TLS, "--header-ms", "2000")
        hello = self.hello(server)
        source = random.Random(7)
        for number in range(BAD_STREAMS):
            stream = bytearray(hello if number % 3 else LIVE)
            if number % 3 == 2:
                stream = bytearray(source.randbytes(source.randrange(1, 600)))
            for _ in range(source.randrange(1, 8)):
                stream[source.randrange(len(stream))] = source.randrange(256)
            client = self.dial(server)
            try:
                client.sendall(bytes(stream))
                client.shutdown(1)
            except OSError:
                pass
            self.ended(client)
        with server.dial_tls() as client:
            client.sendall(LIVE)
            self.assertEqual(read_answer(client).status, 200)
        self.assertIsNone(server.process.poll())
        self.assert_serves(server)

    def test_connections_of_both_kinds_are_counted_together(self):
        # One thread takes connections in their order.
        server = self.own_server(*TLS, "--connections-per-address", "2", "--threads", "1")
        held = [self.dial(server), server.dial()]
        held[1].sendall(LIVE)
        self.assertTrue(held[1].recv(9999).startswith(b"HTTP/1.1 200"))
        with self.assertRaises(OSError):
            server.dial_tls()
        for client in held:
            client.close()


class Certificates(ServerTest):
    def test_a_certificate_of_ones_own(self):
        server = self.own_server()
        certificate, key = make_certificate(server.folder, "own")
        server.stop()
        server.start(*TLS, "--tls-certificate", "own.pem", "--tls-key", "own.key")
        with server.dial_tls(authority=certificate) as client:
            client.sendall(LIVE)
            self.assertEqual(read_answer(client).status, 200)
        with self.assertRaises(ssl.SSLCertVerificationError):
            server.dial_tls()
        self.assertTrue(key.exists())

    def test_certificates_that_cannot_be_used_are_named(self):
        server = self.own_server()
        server.stop()
        folder = server.folder
        make_certificate(folder, "own")
        make_certificate(folder, "other")
        make_certificate(folder, "old", days=-1)
        (folder / "empty.pem").write_bytes(b"")
        (folder / "wrong.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n"
                                           b"-----END CERTIFICATE-----\n")
        for certificate, key, said in (("own.pem", "other.key", "other.key"),
                                       ("missing.pem", "own.key", "missing.pem"),
                                       ("own.pem", "missing.key", "missing.key"),
                                       ("empty.pem", "own.key", "empty.pem"),
                                       ("wrong.pem", "own.key", "wrong.pem"),
                                       ("old.pem", "old.key", "expired"),
                                       ("own.pem", "own.pem", "not the key")):
            (folder / "log").write_bytes(b"")
            with self.assertRaises(AssertionError):
                server.start(*TLS, "--tls-certificate", certificate, "--tls-key", key)
            self.assertIn(said, server.said())

    def test_the_authority_stays_and_is_made_where_it_is_missing(self):
        server = self.own_server(*TLS)
        first = server.authority.read_bytes()
        server.stop()
        server.start(*TLS)
        self.assertEqual(server.authority.read_bytes(), first)
        server.stop()
        for name in ("ca.pem", "ca_key.pem"):
            (server.authority.parent / name).unlink()
        server.start(*TLS)
        self.assertNotEqual(server.authority.read_bytes(), first)
        server.dial_tls().close()
        server.stop()
        # The certificate alone follows from the key.
        server.authority.unlink()
        server.start(*TLS)
        server.dial_tls().close()

    def test_a_damaged_authority_is_told(self):
        server = self.own_server()
        server.stop()
        whole = {name: (server.authority.parent / name).read_bytes()
                 for name in ("ca.pem", "ca_key.pem")}
        run(server.folder, "init", "--db", "other.db")
        other = (server.folder / "other.db.identity" / "ca.pem").read_bytes()
        for name, damaged in (("ca.pem", b""), ("ca_key.pem", b"nonsense"), ("ca.pem", other)):
            (server.authority.parent / name).write_bytes(damaged)
            (server.folder / "log").write_bytes(b"")
            with self.assertRaises(AssertionError):
                server.start(*TLS)
            self.assertIn("move ca.pem and ca_key.pem away", server.said())
            self.assertEqual((server.authority.parent / name).read_bytes(), damaged)
            (server.authority.parent / name).write_bytes(whole[name])
        server.start(*TLS)


class Words(CliTest):
    def test_init_makes_the_authority_for_its_owner(self):
        self.assert_clean(self.run_aval("init", "--db", "book.db"))
        folder = self.folder / "book.db.identity"
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual({file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()},
                         {"ca.pem": 0o600, "ca_key.pem": 0o600})

    def test_what_belongs_together_is_asked_for(self):
        serve = ("serve", "--listen", "127.0.0.1:0")
        self.assert_refused(self.run_aval(*serve, *TLS, "--tls-key", "x"), "--tls-certificate")
        self.assert_refused(self.run_aval(*serve, *TLS, "--tls-certificate", "x"), "--tls-key")
        self.assert_refused(self.run_aval(*serve, "--tls-certificate", "x", "--tls-key", "x"),
                            "--tls-listen")
        self.assert_refused(self.run_aval(*serve, "--tls-listen", "nowhere"), "tls-listen")

    def test_other_machines_are_served_with_tls_alone(self):
        # Refused for the missing book, not for the address.
        result = self.run_aval("serve", "--db", "missing.db", "--listen", "127.0.0.1:0",
                               "--tls-listen", "0.0.0.0:0")
        self.assert_refused(result, "aval init")
        result = self.run_aval("serve", "--listen", "0.0.0.0:0", *TLS)
        self.assert_refused(result, "--tls-listen")
