# SPDX-License-Identifier: Apache-2.0
"""The pages by which people sign in, and the codes that clients change for tokens."""

import base64
import hashlib
import json
import urllib.parse

from browser import Browser, Page, arguments_of
from server import PASSWORD, ServerTest, USERS, run
from test_tokens import claims_of

ANNA, EVA, ROOT = USERS
BACK = "https://app.example/signed-in?kept=1"
NATIVE = "http://localhost/back"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
SCOPE = "openid offline_access api://aval/user_impersonation"
GUESSES = 10


class SignInTest(ServerTest):
    """A server with a client of alder.example to which browsers come back."""

    def setUp(self):
        self.own = self.own_server()
        self.app = json.loads(run(self.own.folder, "app-add", "--db", "book.db", "--json", "--as",
                                  "alder.example:admin_agent", "--redirect-uri",
                                  BACK + "," + NATIVE))

    def target(self, version="v2.0/", tenant="common", **changes):
        asked = {"client_id": self.app["client_id"], "redirect_uri": BACK, "state": "s t&te",
                 "response_type": "code", "scope": SCOPE, "nonce": "n-1",
                 "code_challenge": CHALLENGE.decode(), "code_challenge_method": "S256", **changes}
        return "/%s/oauth2/%sauthorize?%s" % (tenant, version, urllib.parse.urlencode(
            {key: value for key, value in asked.items() if value is not None}))

    def code_of(self, browser, target=None):
        """Signs in, where that is asked, and gives the code that the client is brought."""
        answer = browser.open(target or self.target())
        if answer.headers["location"].startswith("/sign-in?"):
            answer = browser.sign_in(ANNA, PASSWORD, answer.headers["location"])
            answer = browser.open(answer.headers["location"])
        self.assertEqual(answer.status, 303, answer)
        address, arguments = arguments_of(answer.headers["location"])
        self.assertNotIn("error", arguments)
        return arguments["code"]

    def redeem(self, code, version="v2.0/", **changes):
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK,
                  "client_id": self.app["client_id"], "client_secret": self.app["client_secret"],
                  "code_verifier": VERIFIER, **changes}
        return self.own.form("/common/oauth2/%stoken" % version,
                             {key: value for key, value in fields.items() if value is not None})

    def refused(self, answer, number, error="invalid_grant", status=400):
        self.assertEqual((answer.status, answer.json["error"], answer.json["error_codes"]),
                         (status, error, [number]), answer)

    def denied(self, answer, error, back=BACK):
        """Sent back to the client with OAuth's word."""
        self.assertEqual(answer.status, 303, answer)
        address, arguments = arguments_of(answer.headers["location"])
        self.assertEqual((address, arguments["error"], arguments.get("state")),
                         (back.split("?")[0], error, "s t&te"))
        self.assertNotIn("code", arguments)


class Pages(SignInTest):
    """Signing in and out by a page."""

    def test_in_and_out(self):
        browser = Browser(self.own)
        answer = browser.sign_in(ANNA, PASSWORD)
        self.assertEqual((answer.status, answer.headers["location"]), (303, "/sign-in"))
        page = browser.open("/sign-in")
        self.assertIn("signed in as " + ANNA, Page(page).text)
        self.assertEqual(browser.submit(page).status, 303)
        self.assertIn("password", Page(browser.open("/sign-in")).forms[0]["fields"])

    def test_in_the_readers_language(self):
        for language, words in (("en", "Sign in to Aval"), ("fr", "Connexion à Aval")):
            answer = Browser(self.own, language).open("/sign-in")
            page = Page(answer)
            self.assertEqual(page.attributes["lang"], language)
            self.assertIn(words, page.text)
            self.assertEqual(answer.headers["cache-control"], "no-store")
            self.assertIn("frame-ancestors 'none'", answer.headers["content-security-policy"])

    def test_a_cookie_that_was_ended_is_nobodys(self):
        browser = Browser(self.own)
        browser.sign_in(ANNA, PASSWORD)
        kept = dict(browser.cookies)
        browser.submit(browser.open("/sign-in"))
        browser.cookies = kept
        self.assertNotIn("signed in as", Page(browser.open("/sign-in")).text)

    def test_what_is_wrong_is_said(self):
        browser = Browser(self.own)
        for user, password in ((ANNA, "wrong"), ("nobody@alder.example", PASSWORD), ("<b>", "x")):
            answer = browser.sign_in(user, password)
            self.assertEqual(answer.status, 400)
            self.assertIn("not known", Page(answer).text)
            self.assertNotIn(b"<b>", answer.body)
            self.assertNotIn("aval-session", browser.cookies)

    def test_guessing_ends(self):
        browser = Browser(self.own)
        for _ in range(GUESSES):
            self.assertIn("not known", Page(browser.sign_in(ANNA, "wrong")).text)
        self.assertIn("too often", Page(browser.sign_in(ANNA, PASSWORD)).text)

    def test_a_form_of_another_site_signs_nobody_in_or_out(self):
        browser = Browser(self.own)
        page = browser.open("/sign-in")
        answer = browser.submit(page, username=ANNA, password=PASSWORD, form_key="A" * 43)
        self.assertEqual(answer.status, 400)
        self.assertNotIn("aval-session", browser.cookies)
        stranger = Browser(self.own)  # knows the key, but has not the cookie
        self.assertEqual(stranger.submit(page, username=ANNA, password=PASSWORD).status, 400)
        browser.sign_in(ANNA, PASSWORD)
        browser.submit(browser.open("/sign-in"), form_key="A" * 43)
        self.assertIn("signed in as", Page(browser.open("/sign-in")).text)

    def test_nobody_is_sent_elsewhere(self):
        for where in ("https://evil.example/", "//evil.example", "/\\evil.example", "\\evil",
                      "javascript:alert(1)", "evil", "/\tx"):
            browser = Browser(self.own)
            target = "/sign-in?next=" + urllib.parse.quote(where, safe="")
            answer = browser.sign_in(ANNA, PASSWORD, target)
            self.assertEqual((answer.status, answer.headers["location"]), (303, "/sign-in"), where)

    def test_over_tls_the_cookie_is_for_tls_alone(self):
        server = self.own_server("--tls-listen", "127.0.0.1:0")
        client = server.dial_tls()
        client.sendall(b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        heard = b""
        while part := client.recv(65536):
            heard += part
        client.close()
        head = heard.split(b"\r\n\r\n")[0].decode()
        self.assertRegex(head, r"Set-Cookie: __Host-aval-form=[^\r]*; Secure")


class Codes(SignInTest):
    """From the authorization endpoint to tokens."""

    def test_the_tenant_in_the_path_is_the_users(self):
        browser = Browser(self.own)
        self.code_of(browser)
        for tenant in ("alder.example", "organizations", "nobody.example"):
            self.code_of(browser, self.target(tenant=tenant))
        for tenant in ("elbe.example", "1e1be000-0000-4000-8000-000000000001"):
            self.denied(browser.open(self.target(tenant=tenant)), "access_denied")

    def test_a_code_is_good_for_tokens(self):
        browser = Browser(self.own)
        answer = browser.open(self.target())
        self.assertEqual(answer.status, 303)
        answer = browser.sign_in(ANNA, PASSWORD, answer.headers["location"])
        answer = browser.open(answer.headers["location"])
        address, arguments = arguments_of(answer.headers["location"])
        self.assertEqual((address, arguments["kept"], arguments["state"]),
                         ("https://app.example/signed-in", "1", "s t&te"))
        tokens = self.redeem(arguments["code"])
        self.assertEqual(tokens.status, 200, tokens)
        claims = claims_of(tokens.json["access_token"])
        self.assertEqual((claims["upn"], claims["appid"], claims["idtyp"]),
                         (ANNA, self.app["client_id"], "user"))
        self.assertEqual(claims_of(tokens.json["id_token"])["nonce"], "n-1")
        self.assertIn("refresh_token", tokens.json)
        self.assertEqual(self.own.asked_with(tokens.json["access_token"]).status, 200)

    def test_who_is_signed_in_is_not_asked_again(self):
        browser = Browser(self.own)
        first = self.code_of(browser)
        answer = browser.open(self.target())
        second = arguments_of(answer.headers["location"])[1]["code"]
        self.assertNotEqual(first, second)
        for prompt, is_asked in (("none", False), ("login", True), ("select_account", True)):
            answer = browser.open(self.target(prompt=prompt))
            self.assertEqual(answer.headers["location"].startswith("/sign-in?"), is_asked, prompt)
        # Who signs in anew comes through.
        self.assertTrue(self.code_of(browser, self.target(prompt="login")))
        self.assertTrue(self.code_of(browser, self.target(max_age="0")))

    def test_a_code_is_good_once_and_a_copy_ends_the_session(self):
        code = self.code_of(Browser(self.own))
        tokens = self.redeem(code)
        self.refused(self.redeem(code), 54005)
        answer = self.own.form("/common/oauth2/v2.0/token", {
            "grant_type": "refresh_token", "client_id": self.app["client_id"],
            "client_secret": self.app["client_secret"],
            "refresh_token": tokens.json["refresh_token"]})
        self.refused(answer, 70000)

    def test_a_code_is_for_its_client_address_and_verifier(self):
        browser = Browser(self.own)
        other = json.loads(run(self.own.folder, "app-add", "--db", "book.db", "--json", "--as",
                               "alder.example:admin_agent", "--redirect-uri", BACK))
        self.refused(self.redeem(self.code_of(browser), **other), 54005)
        self.refused(self.redeem(self.code_of(browser), redirect_uri=NATIVE), 54005)
        self.refused(self.redeem("A" * 43), 54005)
        for verifier in (None, "", "w" * 43, CHALLENGE.decode()):
            self.refused(self.redeem(self.code_of(browser), code_verifier=verifier), 501481)
        self.refused(self.redeem(self.code_of(browser), client_secret="wrong"), 7000215,
                     "invalid_client", 401)

    def test_without_a_challenge_the_secret_is_enough(self):
        target = self.target(code_challenge=None, code_challenge_method=None, state=None)
        tokens = self.redeem(self.code_of(Browser(self.own), target), code_verifier=None)
        self.assertEqual(tokens.status, 200, tokens)

    def test_the_first_version(self):
        resource = "https://api.partnercenter.microsoft.com"
        target = self.target("", scope=None, resource=resource)
        tokens = self.redeem(self.code_of(Browser(self.own), target), "")
        self.assertEqual((tokens.json["resource"], tokens.json["expires_in"]), (resource, "3600"))
        self.assertIn("refresh_token", tokens.json)

    def test_nothing_is_sent_to_an_address_that_is_not_the_clients(self):
        for changes in ({"redirect_uri": "https://evil.example/"}, {"redirect_uri": None},
                        {"redirect_uri": BACK + "&more=1"}, {"redirect_uri": BACK + "#f"},
                        {"redirect_uri": BACK.replace("app", "APP")}, {"client_id": None},
                        {"client_id": "f" * 36},
                        {"redirect_uri": "http://localhost.evil.example/back"},
                        {"redirect_uri": "http://localhost:1@evil.example/back"}):
            answer = Browser(self.own).open(self.target(**changes))
            self.assertEqual(answer.status, 400, changes)
            self.assertNotIn("location", answer.headers)

    def test_on_this_machine_any_port_will_do(self):
        for back in ("http://localhost:51234/back", NATIVE):
            target = self.target(redirect_uri=back)
            code = self.code_of(Browser(self.own), target)
            self.assertEqual(self.redeem(code, redirect_uri=back).status, 200)

    def test_what_is_wrong_goes_back_to_the_client(self):
        browser = Browser(self.own)
        browser.sign_in(ANNA, PASSWORD)
        for changes, error in (({"response_type": "token"}, "unsupported_response_type"),
                               ({"response_type": None}, "unsupported_response_type"),
                               ({"response_mode": "fragment"}, "invalid_request"),
                               ({"code_challenge_method": "plain"}, "invalid_request"),
                               ({"code_challenge_method": None}, "invalid_request"),
                               ({"code_challenge": "short"}, "invalid_request"),
                               ({"nonce": "n" * 257}, "invalid_request"),
                               ({"tenant": "d" * 8 + "-0000-4000-8000-000000000001"},
                                "access_denied")):
            self.denied(browser.open(self.target(**changes)), error)
        self.denied(Browser(self.own).open(self.target(prompt="none")), "login_required")

    def test_a_user_of_another_tenant_gets_no_code(self):
        browser = Browser(self.own)
        browser.sign_in(EVA, PASSWORD)
        self.denied(browser.open(self.target()), "access_denied")

    def test_who_was_removed_is_nobody(self):
        browser = Browser(self.own)
        code = self.code_of(browser)
        run(self.own.folder, "user-remove", "--db", "book.db", ANNA)
        self.refused(self.redeem(code), 54005)
        answer = browser.open(self.target())
        self.assertTrue(answer.headers["location"].startswith("/sign-in?"))


class Registering(SignInTest):
    """app-add --redirect-uri."""

    def test_only_addresses_that_are_safe(self):
        for uri in ("http://app.example/", "https://", "https://u@app.example/", "ftp://x",
                    "https://app.example/#f", "javascript:alert(1)", "custom:/x", "a b",
                    "https://good.example/,http://app.example/"):
            with self.assertRaisesRegex(AssertionError, "redirect URI", msg=uri):
                run(self.own.folder, "app-add", "--db", "book.db", "--as", "vendor",
                    "--redirect-uri", uri)
        self.assertEqual(run(self.own.folder, "app-list", "--db", "book.db").count(b"vendor"), 1)
        for uri in ("https://app.example", "http://127.0.0.1:80/x", "http://[::1]/",
                    "com.example.app:/back"):
            run(self.own.folder, "app-add", "--db", "book.db", "--as", "vendor", "--redirect-uri",
                uri)
