# SPDX-License-Identifier: Apache-2.0
"""Tokens: who gets one, and which are taken."""

import base64
import hashlib
import hmac
import json
import random

from server import ALDER, ORDER, ServerTest

DECISIONS = "/program/v1/decisions"
BAD_TOKENS = 400


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def encoded(thing):
    raw = thing if isinstance(thing, bytes) else json.dumps(thing).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class SigningIn(ServerTest):
    def test_version_1_has_texts_and_version_2_numbers(self):
        first = self.server.sign_in("elbe", "").json
        second = self.server.sign_in("elbe").json
        self.assertEqual((first["expires_in"], second["expires_in"]), ("3600", 3600))
        self.assertEqual(first["resource"], "api://aval")
        self.assertEqual(int(first["expires_on"]) - int(first["not_before"]), 3600)
        self.assertEqual(claims_of(first["access_token"])["ver"], "1.0")

    def test_a_token_says_for_whom_it_is(self):
        claims = claims_of(self.server.token("alder"))
        self.assertEqual((claims["tid"], claims["roles"], claims["idtyp"]),
                         (ALDER, ["admin_agent"], "app"))
        self.assertTrue(claims["iss"].endswith("/%s/v2.0" % ALDER))
        self.assertEqual(claims["exp"] - claims["iat"], 3600)

    def test_a_resource_or_scope_is_one_that_is_known(self):
        api = "https://api.partnercenter.microsoft.com"
        for version, field, value in (("", "resource", api), ("v2.0/", "scope", api + "/.default"),
                                      ("v2.0/", "scope", "api://aval/.default")):
            answer = self.server.sign_in("elbe", version, **{field: value})
            self.assertEqual(answer.status, 200)
            used = self.server.ask("GET", "/program/v1/acts", headers={
                "Authorization": "Bearer " + answer.json["access_token"]})
            self.assertEqual(used.status, 200)
        wrong = self.server.sign_in("elbe", "", resource="https://graph.example")
        self.assertEqual((wrong.status, wrong.json["error"]), (400, "invalid_resource"))

    def test_version_1_names_the_resource_that_a_scope_asks_for(self):
        api = "https://api.partnercenter.microsoft.com"
        aval = "api://aval"
        for asked, resource in (({"scope": api + "/.default"}, api),
                                ({"scope": "openid x " + api + "/user_impersonation"}, api),
                                ({"scope": api + "/.default", "resource": aval}, aval),
                                ({"scope": "unknown"}, aval), ({}, aval)):
            answer = self.server.sign_in("elbe", "", **asked)
            self.assertEqual((answer.json.get("resource"),
                              claims_of(answer.json["access_token"])["aud"]),
                             (resource, resource), asked)

    def test_the_secret_may_stand_in_the_header(self):
        app = self.server.apps["elbe"]
        basic = base64.b64encode(("%(client_id)s:%(client_secret)s" % app).encode()).decode()
        answer = self.server.form("/common/oauth2/v2.0/token",
                                  {"grant_type": "client_credentials"},
                                  {"Authorization": "Basic " + basic})
        self.assertEqual(answer.status, 200)

    def test_the_tenant_is_the_clients_own_or_any(self):
        app = self.server.apps["alder"]
        fields = {"grant_type": "client_credentials", **app}
        for tenant in (ALDER, "alder.example", "Alder.Example", "organizations", "common",
                       "nobody.onmicrosoft.com", "alder", "%C3%A9", "x" * 2000):
            answer = self.server.form("/%s/oauth2/token" % tenant, fields)
            self.assertEqual(answer.status, 200, tenant)
        refused = set()
        for tenant in ("3a1de200-0000-4000-8000-00000000ffff", "elbe.example",
                       "1e1be000-0000-4000-8000-000000000001"):
            answer = self.server.form("/%s/oauth2/token" % tenant, fields)
            refused.add((answer.status, answer.json["error"], answer.json["error_description"]))
        self.assertEqual({found[:2] for found in refused}, {(400, "unauthorized_client")})
        self.assertEqual(len(refused), 1)
        # Whether a domain is there is not told to strangers.
        answers = {self.server.form("/%s/oauth2/token" % tenant,
                                    {**fields, "client_secret": "x"}).json["error_codes"][0]
                   for tenant in ("elbe.example", "nobody.example", "alder.example")}
        self.assertEqual(len(answers), 1)

    def test_the_vendors_clients_are_for_every_tenant(self):
        fields = {"grant_type": "client_credentials", **self.server.apps["vendor"]}
        for tenant in (ALDER, "alder.example", "common", "nobody.example"):
            answer = self.server.form("/%s/oauth2/token" % tenant, fields)
            self.assertEqual(answer.status, 200, tenant)

    def test_without_the_right_secret_there_is_none(self):
        for changes, error in (({"client_secret": "x"}, "invalid_client"),
                               ({"client_secret": None}, "invalid_client"),
                               ({"client_id": "x"}, "invalid_client"),
                               ({"client_id": "00000000-0000-4000-8000-000000000000"},
                                "invalid_client"),
                               ({"grant_type": "password"}, "unsupported_grant_type"),
                               ({"grant_type": None}, "unsupported_grant_type")):
            answer = self.server.sign_in("elbe", **changes)
            self.assertEqual(answer.json["error"], error)
            self.assertIn(answer.status, (400, 401))
            self.assertRegex(answer.json["error_description"], r"^AADSTS\d+: ")
            for key in ("error_codes", "timestamp", "trace_id", "correlation_id"):
                self.assertIn(key, answer.json)
        self.assertEqual(self.server.form("/common/oauth2/token", {"%": "x"}).status, 400)

    def test_discovery_leads_to_tokens_and_keys(self):
        for version in ("", "v2.0/"):
            found = self.server.ask("GET", "/common/%s.well-known/openid-configuration"
                                    % version).json
            base = "http://127.0.0.1:%d" % self.server.port
            self.assertTrue(found["token_endpoint"].startswith(base))
            keys = self.server.ask("GET", found["jwks_uri"][len(base):]).json["keys"]
            self.assertEqual(len(keys), 1)
            header = json.loads(base64.urlsafe_b64decode(
                self.server.token("elbe").split(".")[0] + "=="))
            self.assertEqual((header["alg"], header["kid"]), ("RS256", keys[0]["kid"]))

    def test_tokens_live_through_a_restart(self):
        server = self.own_server("--issuer", "http://aval.example")
        token = server.token("alder")
        server.stop()
        server.start("--issuer", "http://aval.example/")
        self.assertEqual(server.token("alder"), token)
        self.assert_serves(server)


class BadTokens(ServerTest):
    """None of these is taken; the good one beside them always is."""

    def refused(self, token):
        answer = self.server.ask("POST", DECISIONS, ORDER, {"Authorization": "Bearer " + token})
        self.assertIn((answer.status, answer.json["code"]),
                      ((401, "wrong_token"), (401, "no_token")), token)

    def test_spoilt_tokens(self):
        good = self.server.token("alder")
        source = random.Random(1)
        for _ in range(BAD_TOKENS):
            place = source.randrange(len(good))
            # The last letter has bits that say nothing.
            if place == len(good) - 1:
                continue
            letter = source.choice("ABCDEFGHabcdefgh01234567-_.")
            how = source.randrange(3)
            spoilt = good[:place] + letter + good[place + (how != 1):]
            if how == 2:
                spoilt = good[:place]
            if spoilt != good:
                self.refused(spoilt)
        self.assert_serves(self.server)

    def test_other_headers_and_claims(self):
        header, claims, signature = self.server.token("alder").split(".")
        key = self.server.ask("GET", "/common/discovery/keys").body
        other = dict(claims_of(self.server.token("alder")), roles=["vendor"])
        for forged in ({"alg": "none"}, {"alg": "None", "typ": "JWT"}, {"alg": "HS256"},
                       {"alg": "RS256", "typ": "JWT"}, {"alg": "RS256", "kid": "x"},
                       {"alg": "RS256", "jwk": json.loads(key)["keys"][0]},
                       {"alg": "RS256", "jku": "http://127.0.0.1/"}, {}):
            for body in (claims, encoded(other)):
                part = encoded(forged) + "." + body
                mac = hmac.new(key, part.encode(), hashlib.sha256).digest()
                for end in (signature, "", encoded(mac)):
                    self.refused(part + "." + end)
        self.refused(header + "." + encoded(other) + "." + signature)
        self.refused(".".join([header, claims, signature, ""]))
        self.refused(header + "." + claims + "." + signature + signature)

    def test_tokens_of_another_book(self):
        other = self.own_server()
        (other.folder / "book.db.identity" / "signing_key.pem").unlink()
        other.stop()
        other.start()
        other.tokens.clear()
        self.refused(other.token("alder"))
        self.assert_serves(other)

    def test_tokens_of_another_issuer(self):
        other = self.own_server("--issuer", "http://other.example")
        token = other.token("alder")
        other.stop()
        other.start("--issuer", "http://aval.example")
        answer = other.ask("POST", DECISIONS, ORDER, {"Authorization": "Bearer " + token})
        self.assert_problem(answer, 401, "wrong_token")
