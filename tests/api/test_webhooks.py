# SPDX-License-Identifier: Apache-2.0
"""Webhooks: registered, delivered to a receiver that looks at signatures, tried again, given up."""

import json
import shutil
import signal
import sqlite3
import tempfile
import time
import urllib.parse

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec

from partner_center.client import tenant
from program import ENVIRONMENT, HANG_SECONDS, ROOT, Row, cases
from receiver import HANG, LONG, RESET, Authority, Receiver, verify
from server import ALDER, SAALE, Server, ServerTest, run

REGISTRATION = "/webhooks/v1/registration"
LETTERS = REGISTRATION + "/deadLetters"
TESTS = REGISTRATION + "/validationEvents"
ACT = "/program/v1/acts/"
LOCAL = ("--webhooks-to-private", "--webhooks-without-tls", "--webhook-retry-ms", "20")
ORDERED = ["order-created"]
PUBLIC_URL = "https://hooks.example/aval?key=1"


class WebhookTest(ServerTest):
    def receiver(self, *plan, authority=None):
        receiver = Receiver(plan, authority)
        self.addCleanup(receiver.end)
        return receiver

    def register(self, server, url, events=ORDERED, role="alder", method="POST", **more):
        answer = server.ask(method, REGISTRATION, {
            "WebhookUrl": getattr(url, "url", url), "WebhookEvents": events, **more}, role=role)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def order(self, server, quantity=25, role="alder"):
        """An order of alder's for saale: the position of its entry."""
        answer = server.ask("POST", ACT + "place_order", {
            "seller": ALDER, "customer": SAALE, "offer": "OFFICE-PREM", "quantity": quantity},
            role=role)
        self.assertEqual(answer.status, 200, answer)
        return answer.json["position"]

    def until(self, look, what):
        """Asks until the answer is a right one."""
        end = time.monotonic() + HANG_SECONDS
        while not (found := look()):
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.01)
        return found

    def letters(self, server, count):
        return self.until(lambda: (answer := server.ask("GET", LETTERS, role="alder").json)[
            "totalCount"] == count and answer, "%d dead letters" % count)

    def ask_for_test(self, server):
        answer = server.ask("POST", TESTS, role="alder")
        self.assertEqual(answer.status, 200, answer)
        target = TESTS + "/" + answer.json["correlationId"]
        return self.until(lambda: (told := server.ask("GET", target, role="alder").json)[
            "status"] != "inProgress" and told, "a test event")

    def assert_code(self, answer, status, code):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer)
        self.assertEqual(set(answer.json), {"code", "description", "data", "source"})


class Registration(WebhookTest):
    def test_it_is_made_changed_and_removed(self):
        server = self.own_server()
        self.assert_code(server.ask("GET", REGISTRATION, role="alder"), 404, 1000)
        self.assert_code(server.ask("PUT", REGISTRATION, {
            "webhookUrl": PUBLIC_URL, "webhookEvents": ORDERED}, role="alder"), 404, 1000)
        self.assert_code(server.ask("DELETE", REGISTRATION, role="alder"), 404, 1000)
        self.assert_code(server.ask("POST", TESTS, role="alder"), 404, 1000)
        made = self.register(server, PUBLIC_URL, ["Subscription-Updated", "test-created",
                                                  "invoice-ready", "test-created"])
        self.assertEqual(made["WebhookUrl"], PUBLIC_URL)
        self.assertEqual(made["WebhookEvents"],
                         ["subscription-updated", "test-created", "invoice-ready"])
        self.assertEqual((made["Status"], made["SignatureTokenToMsSignatureHeader"]),
                         ("active", False))
        self.assertEqual(server.ask("GET", REGISTRATION, role="alder").json, made)
        again = server.ask("POST", REGISTRATION, {"WebhookUrl": PUBLIC_URL,
                                                  "WebhookEvents": ORDERED}, role="alder")
        self.assert_code(again, 409, 990012)
        changed = self.register(server, PUBLIC_URL + "2", method="PUT",
                                SignatureTokenToMsSignatureHeader=True)
        self.assertEqual((changed["SubscriberId"], changed["WebhookUrl"], changed["WebhookEvents"],
                          changed["SignatureTokenToMsSignatureHeader"]),
                         (made["SubscriberId"], PUBLIC_URL + "2", ORDERED, True))
        # Each tenant has its own.
        self.assert_code(server.ask("GET", REGISTRATION, role="elbe"), 404, 1000)
        self.assertEqual(server.ask("DELETE", REGISTRATION, role="alder").status, 204)
        self.assert_code(server.ask("GET", REGISTRATION, role="alder"), 404, 1000)

    def test_it_is_of_whoever_has_a_token_of_a_tenant(self):
        for method, path in (("GET", REGISTRATION), ("POST", REGISTRATION), ("PUT", REGISTRATION),
                             ("DELETE", REGISTRATION), ("GET", REGISTRATION + "/events"),
                             ("POST", TESTS), ("GET", TESTS + "/x"), ("GET", LETTERS),
                             ("POST", LETTERS), ("POST", LETTERS + "/1"),
                             ("DELETE", LETTERS + "/1")):
            self.assert_code(self.server.ask(method, path), 401, 800001)
            self.assert_code(self.server.ask(method, path, role="vendor"), 403, 900150)

    def test_names_of_events_and_what_is_not_there(self):
        names = self.server.ask("GET", "/Webhooks/V1/registration/events", role="alder").json
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual({"test-created", "subscription-updated", "order-created",
                              "act-refused"}, set(names))
        for method, path in (("GET", TESTS + "/x"), ("GET", LETTERS + "x"),
                             ("POST", LETTERS + "/0"), ("POST", LETTERS + "/x"),
                             ("POST", LETTERS + "/9"), ("DELETE", LETTERS + "/9"),
                             ("GET", TESTS + "/00000000-0000-4000-8000-000000000001")):
            self.assert_code(self.server.ask(method, path, role="alder"), 404, 1000)
        for query in ("?size=x", "?size=501", "?after=99999999999999999999"):
            self.assert_code(self.server.ask("GET", LETTERS + query, role="alder"), 400, 3000)


@cases([Row(str(body)[:60], body) for body in [
    {}, {"WebhookUrl": PUBLIC_URL}, {"WebhookUrl": PUBLIC_URL, "WebhookEvents": []},
    {"WebhookUrl": PUBLIC_URL, "WebhookEvents": "order-created"},
    {"WebhookUrl": PUBLIC_URL, "WebhookEvents": ["order-create"]},
    {"WebhookUrl": PUBLIC_URL, "WebhookEvents": [1]},
    {"WebhookUrl": PUBLIC_URL, "WebhookEvents": [None]},
    {"WebhookUrl": PUBLIC_URL, "WebhookEvents": ["order-created "]},
    {"WebhookUrl": 1, "WebhookEvents": ORDERED}, {"WebhookUrl": None, "WebhookEvents": ORDERED},
    {"WebhookUrl": PUBLIC_URL, "WebhookEvents": ORDERED,
     "SignatureTokenToMsSignatureHeader": "yes"},
] + [{"WebhookUrl": url, "WebhookEvents": ORDERED} for url in [
    "", "hooks.example", "/a", "ftp://hooks.example/", "file:///etc/passwd", "https://",
    "gopher://hooks.example/", "http://hooks.example/", "https://u:p@hooks.example/",
    "https://u@hooks.example/", "https://hooks.example/#x", "https://hooks.example:22/",
    "https://hooks.example/ x", "https://hooks.example/\n", "https://hooks.example/\u00e9",
    "https://127.0.0.1/", "https://127.1/", "https://0x7f.1/", "https://2130706433/",
    "https://017700000001/", "https://0/", "https://10.1.2.3/", "https://100.64.0.1/",
    "https://169.254.169.254/latest", "https://172.16.0.1/", "https://192.168.1.1:8443/",
    "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://[::1]/",
    "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[ff02::1]/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2001:db8::1]/",
    "https://hooks.example/" + "x" * 2000,
]]])
class WrongBodies(WebhookTest):
    """What is no webhook, or one that leads where it may not."""

    def check(self, row):
        for method in ("POST", "PUT"):
            answer = self.server.ask(method, REGISTRATION, row.value, role="alder")
            self.assert_code(answer, 400, 3000)
            self.assertTrue(answer.json["description"])


class Delivered(WebhookTest):
    def certificate(self, server, delivery):
        """The one that the delivery names, where anybody finds it."""
        url = urllib.parse.urlsplit(delivery.headers["X-MS-Certificate-Url"])
        self.assertEqual(url.port, server.port)
        answer = server.ask("GET", url.path)
        self.assertEqual((answer.status, answer.headers["content-type"]),
                         (200, "application/pkix-cert"))
        return answer.body

    def test_an_act_is_told_to_those_who_had_a_part_in_it(self):
        server = self.own_server(*LOCAL)
        receivers = {role: self.receiver() for role in ("alder", "saale", "elbe")}
        for role, receiver in receivers.items():
            self.register(server, receiver.url + "/in?key=1", role=role)
        position = self.order(server)
        for role in ("alder", "saale"):
            [delivery] = receivers[role].wait(1)
            self.assertEqual(list(delivery.json), ["EventName", "ResourceUri", "ResourceName",
                                                   "AuditUri", "ResourceChangeUtcDate"])
            self.assertEqual((delivery.path, delivery.position), ("/in?key=1", position))
            self.assertEqual((delivery.name, delivery.json["ResourceName"]),
                             ("order-created", "order"))
            self.assertRegex(delivery.json["ResourceChangeUtcDate"],
                             r"^2020-05-12T\d\d:\d\d:\d\d\.\d{3}\+00:00$")
        # Who may follows what it names.
        [delivery] = receivers["alder"].taken
        for key in ("ResourceUri", "AuditUri"):
            path = urllib.parse.urlsplit(delivery.json[key]).path
            self.assertEqual(server.ask("GET", path, role="alder").status, 200, path)
        self.assertIn("/v1/customers/%s/orders/" % SAALE, delivery.json["ResourceUri"])
        # Nothing comes to a stranger: an act that it has a part in is the first it hears of.
        self.act_of_elbe(server)
        [delivery] = receivers["elbe"].wait(1)
        self.assertGreater(delivery.position, position)

    def act_of_elbe(self, server):
        url = server.ask("GET", REGISTRATION, role="elbe").json["WebhookUrl"]
        self.register(server, url, ["partner-id-registered"], role="elbe", method="PUT")
        answer = server.ask("POST", ACT + "register_partner_id", {
            "mpn_id": "4711471", "tenant": tenant("elbe"), "country": "DE"}, role="elbe")
        self.assertEqual(answer.status, 200, answer)

    def test_signatures_are_right_and_by_the_books_authority(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver()
        self.register(server, receiver)
        self.order(server)
        [delivery] = receiver.wait(1)
        certificate = self.certificate(server, delivery)
        verify(delivery, certificate)
        self.assertEqual(delivery.headers["X-MS-Signature-Algorithm"], "rsa-sha256")
        self.assertEqual(delivery.headers["Content-Type"], "application/json")
        delivery.body += b" "
        with self.assertRaises(InvalidSignature):
            verify(delivery, certificate)
        parsed = x509.load_der_x509_certificate(certificate)
        authority = x509.load_pem_x509_certificate(server.authority.read_bytes())
        authority.public_key().verify(parsed.signature, parsed.tbs_certificate_bytes,
                                      ec.ECDSA(parsed.signature_hash_algorithm))
        names = parsed.subject.rfc4514_string() + parsed.issuer.rfc4514_string()
        self.assertNotIn("microsoft", names.lower())
        # In a header of its own, where that is asked for; by the same key after a restart.
        self.register(server, receiver, method="PUT", SignatureTokenToMsSignatureHeader=True)
        server.stop()
        server.start(*LOCAL)
        server.tokens = {}
        self.order(server)
        delivery = receiver.wait(2)[1]
        self.assertNotIn("Authorization", delivery.headers)
        verify(delivery, certificate, own_header=True)

    def test_what_a_rule_refuses_is_an_event_too(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver()
        self.register(server, receiver, ["act-refused"])
        self.order(server)
        answer = server.ask("POST", ACT + "place_order", {
            "seller": ALDER, "customer": ALDER, "offer": "OFFICE-PREM", "quantity": 1},
            role="alder")
        self.assertEqual(answer.status, 422, answer)
        [delivery] = receiver.wait(1)
        self.assertEqual((delivery.name, delivery.position),
                         ("act-refused", answer.json["position"]))
        self.assertEqual(delivery.json["ResourceUri"], delivery.json["AuditUri"])

    def test_it_begins_where_it_was_registered_and_tells_what_is_asked_for(self):
        server = self.own_server(*LOCAL)
        self.order(server)
        receiver = self.receiver()
        self.register(server, receiver)
        placed = [self.order(server, quantity) for quantity in (1, 2, 3)]
        self.assertEqual([delivery.position for delivery in receiver.wait(3)], placed)
        self.assertEqual(len({delivery.headers["MS-CorrelationId"]
                              for delivery in receiver.taken}), 3)

    def test_every_act_has_an_event(self):
        acts = {act["act"] for act in self.server.ask("GET", "/program/v1/acts").json["acts"]}
        table = (ROOT / "src" / "api" / "webhooks" / "events.def").read_text()
        rows = [line.split('"')[1::2] for line in table.splitlines()
                if line.startswith("EVENT(")]
        self.assertEqual(sorted(row[0] for row in rows), sorted(acts))
        names = set(self.server.ask("GET", REGISTRATION + "/events", role="alder").json)
        self.assertEqual({row[1] for row in rows} | {"test-created", "act-refused"}, names)


class Failing(WebhookTest):
    """Receivers that do not take what comes."""

    def test_the_order_is_kept_whatever_fails(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver(500, RESET, 302, 404, 200, 429)
        self.register(server, receiver)
        placed = [self.order(server, quantity) for quantity in (1, 2, 3)]
        taken = receiver.wait(3)
        self.assertEqual([delivery.position for delivery in taken], placed)
        self.assertEqual([delivery.position for delivery in receiver.deliveries],
                         [placed[0]] * 5 + [placed[1]] * 2 + [placed[2]])
        # The same event each time; and where a redirect leads nobody went.
        self.assertEqual(len({delivery.body for delivery in receiver.deliveries[:5]}), 1)
        self.assertEqual(len({delivery.headers["MS-CorrelationId"]
                              for delivery in receiver.deliveries[:5]}), 1)
        self.assertEqual({delivery.path for delivery in receiver.deliveries}, {"/"})

    def test_who_hangs_delays_nobody_else(self):
        server = self.own_server(*LOCAL)
        slow, quick = self.receiver(HANG, LONG), self.receiver()
        self.register(server, slow)
        self.register(server, quick, role="saale")
        self.order(server)
        slow.wait(1, taken=False)
        for quantity in (1, 2, 3):
            self.order(server, quantity)
        quick.wait(4)
        self.assertEqual(len(slow.taken), 0)

    def test_time_and_length_have_limits(self):
        server = self.own_server(*LOCAL, "--webhook-ms", "300", "--webhook-attempts", "1")
        receiver = self.receiver(HANG, LONG)
        self.register(server, receiver)
        for quantity in (1, 2):
            self.order(server, quantity)
        reasons = [item["responseMessage"] for item in self.letters(server, 2)["items"]]
        self.assertEqual(reasons, ["timeout", "too_long"])

    def test_what_is_given_up_can_be_delivered_again(self):
        server = self.own_server(*LOCAL, "--webhook-attempts", "2")
        receiver = self.receiver(*[500] * 6)
        self.register(server, receiver)
        placed = [self.order(server, quantity) for quantity in (1, 2, 3, 4)]
        self.assertEqual(receiver.wait(1)[0].position, placed[3])
        told = self.letters(server, 3)
        self.assertEqual([item["position"] for item in told["items"]], placed[:3])
        first = told["items"][0]
        self.assertEqual((first["eventName"], first["attempts"], first["responseCode"],
                          first["responseMessage"], first["status"]),
                         ("order-created", 2, "InternalServerError", "status", "failed"))
        page = server.ask("GET", LETTERS + "?size=2", role="alder").json
        self.assertEqual([item["position"] for item in page["items"]], placed[:2])
        rest = server.ask("GET", LETTERS + "?after=%d" % page["next"], role="alder").json
        self.assertEqual([item["position"] for item in rest["items"]], placed[2:3])
        self.assertIsNone(rest["next"])
        # Of nobody else.
        self.assertEqual(server.ask("GET", LETTERS, role="saale").json["totalCount"], 0)
        self.assert_code(server.ask("POST", LETTERS + "/%d" % placed[0], role="saale"), 404, 1000)
        # One, by the program that calls; one is forgotten; the rest from the command line.
        self.assertEqual(server.ask("POST", LETTERS + "/%d" % placed[1], role="alder").status, 202)
        self.assertEqual(receiver.wait(2)[1].position, placed[1])
        self.letters(server, 2)
        self.assertEqual(server.ask("DELETE", LETTERS + "/%d" % placed[2], role="alder").status,
                         204)
        run(server.folder, "letter-deliver", "--db", "book.db", ALDER)
        self.assertEqual(receiver.wait(3)[2].position, placed[0])
        self.letters(server, 0)
        self.assertEqual(receiver.taken[2].body, receiver.deliveries[0].body)

    def test_a_letter_that_fails_again_stays(self):
        server = self.own_server(*LOCAL, "--webhook-attempts", "1")
        receiver = self.receiver(500, 503)
        self.register(server, receiver)
        self.order(server)
        self.letters(server, 1)
        self.assertEqual(server.ask("POST", LETTERS, role="alder").json, {"totalCount": 1})
        self.until(lambda: self.letters(server, 1)["items"][0]["attempts"] == 2, "an attempt")
        self.assertEqual(self.letters(server, 1)["items"][0]["responseCode"], "ServiceUnavailable")

    def test_who_takes_nothing_for_long_is_suspended_until_it_says_more(self):
        server = self.own_server(*LOCAL, "--webhook-attempts", "1", "--webhook-suspend-s", "1")
        receiver = self.receiver(*[500] * 500)
        self.register(server, receiver)
        self.register(server, self.receiver(), role="saale")

        def look():
            self.order(server)
            return server.ask("GET", REGISTRATION, role="alder").json["Status"] == "suspended"

        self.until(look, "a suspension")
        self.assertIn('"webhook":"suspended","tenant":"%s"' % ALDER, server.said())
        metrics = server.ask("GET", "/metrics", role="vendor").body.decode()
        self.assertIn("aval_webhooks_suspended 1\n", metrics)
        listed = [json.loads(line) for line in
                  run(server.folder, "webhook-list", "--db", "book.db", "--json").splitlines()]
        self.assertEqual({row["tenant"]: row["status"] for row in listed},
                         {ALDER: "suspended", SAALE: "active"})
        # Nothing is lost of what happens meanwhile, even over a restart.
        receiver.plan.clear()
        placed = [self.order(server) for _ in range(2)]
        server.stop()
        server.start(*LOCAL)
        server.tokens = {}
        self.assertEqual(len(receiver.taken), 0)
        self.register(server, receiver, method="PUT")
        told = self.until(lambda: [delivery.position for delivery in receiver.taken][-2:] == placed
                          and receiver.taken, "what happened meanwhile")
        positions = [delivery.position for delivery in told]
        self.assertEqual(positions, sorted(set(positions)))
        self.assertEqual(server.ask("GET", REGISTRATION, role="alder").json["Status"], "active")

    def test_metrics_count(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver(500)
        self.register(server, receiver)
        self.order(server)
        receiver.wait(1)
        for line in ("aval_webhook_deliveries_total 1\n", "aval_webhook_failures_total 1\n",
                     "aval_webhook_letters_total 0\n", "aval_webhooks 1\n",
                     "aval_webhook_dead_letters 0\n"):
            self.until(lambda line=line: line in
                       server.ask("GET", "/metrics", role="vendor").body.decode(), line)
        self.assertNotIn(receiver.url, server.said())


class Destinations(WebhookTest):
    """Where deliveries go, and where not."""

    def told(self, server, url, **more):
        self.register(server, url, **more)
        told = self.ask_for_test(server)
        self.assertEqual(len(told["results"]), 1)
        return told["status"], told["results"][0]["responseMessage"]

    def test_a_name_of_a_private_address_leads_nowhere(self):
        server = self.own_server("--webhooks-without-tls")
        receiver = self.receiver()
        url = receiver.url.replace("127.0.0.1", "localhost")
        self.assertEqual(self.told(server, url), ("failed", "address"))
        self.assertEqual(receiver.deliveries, [])

    def test_what_was_allowed_once_is_looked_at_again(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver()
        self.register(server, receiver)
        server.stop()
        server.start("--webhook-attempts", "1")
        server.tokens = {}
        self.order(server)
        self.assertEqual(self.letters(server, 1)["items"][0]["responseMessage"], "address")
        self.assertEqual(receiver.deliveries, [])

    def test_a_receiver_over_tls_is_known_by_its_authority(self):
        folder = tempfile.mkdtemp(prefix="aval-receivers-")
        self.addCleanup(shutil.rmtree, folder)
        authority = Authority(folder)
        receiver = self.receiver(authority=authority)
        server = self.own_server("--webhooks-to-private")
        self.assertEqual(self.told(server, receiver), ("failed", "tls"))
        server.stop()
        server.start("--webhooks-to-private", "--webhook-authorities", authority.path)
        server.tokens = {}
        self.assertEqual(self.ask_for_test(server)["status"], "completed")
        # Its certificate is for an address, not for the name.
        name = receiver.url.replace("127.0.0.1", "localhost")
        self.assertEqual(self.told(server, name, method="PUT"), ("failed", "tls"))
        self.assertEqual(len(receiver.deliveries), 1)

    def test_a_proxy_of_the_environment_is_passed_over(self):
        proxy, receiver = self.receiver(), self.receiver()
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            ENVIRONMENT[name] = proxy.url
            self.addCleanup(ENVIRONMENT.pop, name)
        server = self.own_server(*LOCAL)
        self.register(server, receiver)
        self.order(server)
        receiver.wait(1)
        self.assertEqual(proxy.deliveries, [])

    def test_who_is_not_there_is_told_by_a_word(self):
        server = self.own_server(*LOCAL)
        self.assertEqual(self.told(server, "http://127.0.0.1:1/"), ("failed", "connection"))


class Tests(WebhookTest):
    """Events that are asked for."""

    def test_a_test_event_comes_and_is_told(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver(200, 404)
        self.register(server, receiver)
        told = self.ask_for_test(server)
        [delivery] = receiver.wait(1)
        self.assertEqual(set(told), {"correlationId", "partnerId", "status", "callbackUrl",
                                     "results"})
        self.assertEqual((told["partnerId"], told["status"], told["callbackUrl"]),
                         (ALDER, "completed", receiver.url))
        [result] = told["results"]
        self.assertEqual((result["responseCode"], result["responseMessage"],
                          result["systemError"]), ("OK", "", False))
        self.assertEqual((delivery.name, delivery.json["ResourceName"],
                          delivery.json["AuditUri"]), ("test-created", "test", None))
        self.assertTrue(delivery.json["ResourceUri"].endswith(
            "/validationEvents/" + told["correlationId"]))
        failed = self.ask_for_test(server)
        self.assertEqual((failed["status"], failed["results"][0]["responseCode"]),
                         ("failed", "NotFound"))
        # Two a minute; and nobody else may ask what became of them.
        third = server.ask("POST", TESTS, role="alder")
        self.assert_code(third, 429, 429)
        self.assertGreater(int(third.headers["retry-after"]), 0)
        self.assert_code(server.ask("GET", TESTS + "/" + told["correlationId"], role="saale"),
                         404, 1000)


class Surviving(WebhookTest):
    """What a kill, or another copy of the book, leaves."""

    def test_every_act_is_told_whenever_the_server_is_killed(self):
        settings = (*LOCAL, "--webhook-ms", "500")
        server = self.own_server(*settings)
        receiver = self.receiver(200, 500, HANG)
        self.register(server, receiver)
        placed = []
        for number in range(4):
            placed += [self.order(server) for _ in range(5)]
            receiver.wait(len(placed) // 2 if number else 1, taken=bool(number))
            server.stop(signal.SIGKILL)
            server.start(*settings)
            server.tokens = {}
        self.until(lambda: {delivery.position for delivery in receiver.taken} >= set(placed),
                   "every act")
        # At least once, and each first one in its order.
        firsts = list(dict.fromkeys(delivery.position for delivery in receiver.taken))
        self.assertEqual(firsts, placed)

    def test_an_older_copy_of_the_book_goes_on_where_it_parts(self):
        server = self.own_server(*LOCAL)
        receiver = self.receiver()
        self.register(server, receiver)
        kept = self.order(server)
        receiver.wait(1)
        run(server.folder, "backup", "--db", "book.db", "--to", "older.db")
        for _ in range(5):
            self.order(server)
        receiver.wait(6)
        server.stop()
        for name in ("book.db", "book.db-wal", "book.db-shm"):
            (server.folder / name).unlink(missing_ok=True)
        shutil.copy(server.folder / "older.db", server.folder / "book.db")
        # Acts of which the webhook has not heard, at positions of which it had.
        for _ in range(3):
            run(server.folder, "place-order", "--db", "book.db", "--as",
                "alder.example:admin_agent", "--seller", ALDER, "--customer", SAALE, "--offer",
                "OFFICE-PREM", "--quantity", "7")
        server.start(*LOCAL)
        server.tokens = {}
        self.order(server)
        told = receiver.wait(10)[6:]
        self.assertEqual([delivery.position for delivery in told],
                         [kept + 1, kept + 2, kept + 3, kept + 4])
        self.assertIn('"webhook":"settled"', server.said())

    def test_a_webhook_is_of_the_registry(self):
        server = self.own_server(*LOCAL)
        self.register(server, self.receiver().url + "/?secret=1")
        database = sqlite3.connect(server.folder / "book.db.identity" / "registry.db")
        self.addCleanup(database.close)
        self.assertEqual(database.execute("select tenant from webhook").fetchall(), [(ALDER,)])
        self.assertNotIn("secret=1", server.said())


class Commands(WebhookTest):
    def test_they_say_what_there_is(self):
        folder = tempfile.mkdtemp(prefix="aval-hooks-")
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(Server.make_template(), folder, dirs_exist_ok=True)
        self.assertEqual(run(folder, "webhook-list", "--db", "book.db"), b"")
        self.assertEqual(run(folder, "letter-list", "--db", "book.db", ALDER), b"")
        for words in (("letter-list", "x"), ("letter-deliver", "x"),
                      ("letter-deliver", ALDER, "--position", "x")):
            with self.assertRaises(AssertionError):
                run(folder, words[0], "--db", "book.db", *words[1:])
