# SPDX-License-Identifier: Apache-2.0
"""Users and clients: their commands, the grants by which users sign in, refresh tokens, keys."""

import base64
import json
import os
import pty
import threading

from program import CliTest
from server import ALDER, ORDER, PASSWORD, Server, ServerTest, USERS, run
from test_tokens import claims_of

ANNA, EVA, ROOT = USERS
PASSWORDS = ("--allow-passwords",)
ISSUER = ("--issuer", "http://aval.example")
BAD_REFRESH_TOKENS = 40
CLIENTS, REQUESTS, ROTATIONS = 3, 20, 2
DIRECTORY = "https://graph.windows.net"
PARTNER_CENTER = "https://api.partnercenter.microsoft.com"


class SigningIn(ServerTest):
    """By a password, which a setting has to allow."""

    def refused(self, answer, number, error="invalid_grant", status=400):
        self.assertEqual((answer.status, answer.json["error"], answer.json["error_codes"]),
                         (status, error, [number]), answer)
        self.assertTrue(answer.json["error_description"].startswith("AADSTS%d: " % number))

    def test_only_where_it_is_allowed(self):
        self.refused(self.server.sign_in_user("alder", ANNA), 70003, "unsupported_grant_type")

    def test_a_users_token_says_who_they_are(self):
        server = self.own_server(*PASSWORDS)
        answer = server.sign_in_user("alder", ANNA)
        self.assertEqual(answer.status, 200, answer)
        claims = claims_of(answer.json["access_token"])
        self.assertEqual((claims["upn"], claims["scp"], claims["amr"], claims["tid"],
                          claims["roles"], claims["idtyp"], claims["appid"]),
                         (ANNA, "user_impersonation", ["pwd", "mfa"], ALDER, ["admin_agent"],
                          "user", server.apps["alder"]["client_id"]))
        self.assertEqual(claims["oid"], claims["sub"])
        who = claims_of(answer.json["id_token"])
        self.assertEqual((who["aud"], who["oid"], who["preferred_username"]),
                         (server.apps["alder"]["client_id"], claims["oid"], ANNA))
        self.assertEqual(answer.json["scope"], "api://aval/user_impersonation")
        self.assertEqual(server.asked_with(answer.json["access_token"]).json["verdict"],
                         "supported")
        # It tells a client who the user is, and opens nothing.
        self.assert_problem(server.asked_with(answer.json["id_token"]), 401, "wrong_token")

    def test_an_application_has_no_user(self):
        claims = claims_of(self.server.token("alder"))
        self.assertEqual((claims["idtyp"], claims["appid"]),
                         ("app", self.server.apps["alder"]["client_id"]))
        for key in ("scp", "upn", "amr"):
            self.assertNotIn(key, claims)

    def test_versions_differ_in_form_alone(self):
        server = self.own_server(*PASSWORDS)
        first = server.sign_in_user("alder", ANNA, "", scope="openid", resource=PARTNER_CENTER)
        self.assertEqual((first.json["expires_in"], first.json["resource"]),
                         ("3600", PARTNER_CENTER))
        self.assertIn("refresh_token", first.json)
        second = server.sign_in_user("alder", ANNA, scope="api://aval/.default")
        self.assertEqual(second.json["expires_in"], 3600)
        for key in ("refresh_token", "id_token", "resource"):
            self.assertNotIn(key, second.json)

    def test_a_scope_is_of_one_resource_that_is_known(self):
        server = self.own_server(*PASSWORDS)
        for scope in ("https://graph.example/.default", "nonsense", "api://aval",
                      "api://aval/.default " + PARTNER_CENTER + "/.default"):
            answer = server.sign_in_user("alder", ANNA, scope=scope)
            if scope == "api://aval":
                self.assertEqual(answer.status, 200)
            else:
                self.refused(answer, 70011, "invalid_scope")

    def test_users_sign_in_by_clients_of_their_tenant_or_the_vendors(self):
        server = self.own_server(*PASSWORDS)
        for client, name, number in (("alder", ANNA, None), ("vendor", ANNA, None),
                                     ("vendor", ROOT, None), ("elbe", EVA, None),
                                     ("elbe", ANNA, 50020), ("alder", EVA, 50020),
                                     ("alder", ROOT, 50020)):
            answer = server.sign_in_user(client, name)
            if number is None:
                self.assertEqual(answer.status, 200, (client, name, answer))
            else:
                self.refused(answer, number)
        self.refused(server.sign_in_user("alder", ANNA, client_secret="x"), 7000215,
                     "invalid_client", 401)

    def test_a_name_is_known_in_any_case_and_a_password_in_its_own(self):
        server = self.own_server(*PASSWORDS)
        self.assertEqual(server.sign_in_user("alder", ANNA.upper()).status, 200)
        for changes in ({"password": PASSWORD.upper()}, {"password": ""}, {"password": None},
                        {"username": "nobody@alder.example"}, {"username": ""},
                        {"username": "' or 1=1 --"}, {"username": "x" * 200}):
            self.refused(server.sign_in_user("alder", ANNA, **changes), 50126)

    def test_guessing_ends_and_keeps_nobody_else_out(self):
        server = self.own_server(*PASSWORDS)
        answers = [server.sign_in_user("alder", ANNA, password="guess %d" % number)
                   for number in range(12)]
        self.assertEqual([answer.json["error_codes"][0] for answer in answers],
                         [50126] * 10 + [50053] * 2)
        self.refused(server.sign_in_user("alder", ANNA), 50053)
        self.assertEqual(server.sign_in_user("elbe", EVA).status, 200)
        for number in range(12):
            last = server.sign_in("elbe", client_secret="guess %d" % number)
        self.refused(last, 50053)
        self.assertEqual(server.sign_in("alder").status, 200)


class Refreshing(ServerTest):
    def test_each_is_good_once_and_the_session_goes_on(self):
        server = self.own_server(*PASSWORDS)
        token = server.sign_in_user("alder", ANNA).json["refresh_token"]
        seen = {token}
        for version in ("v2.0/", "", "v2.0/"):
            answer = server.refresh("alder", token, version)
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(claims_of(answer.json["access_token"])["upn"], ANNA)
            token = answer.json["refresh_token"]
            self.assertNotIn(token, seen)
            seen.add(token)

    def test_an_earlier_one_ends_the_session(self):
        server = self.own_server(*PASSWORDS)
        first = server.sign_in_user("alder", ANNA).json["refresh_token"]
        other = server.sign_in_user("alder", ANNA).json["refresh_token"]
        second = server.refresh("alder", first).json["refresh_token"]
        for token in (first, second):
            answer = server.refresh("alder", token)
            self.assertEqual((answer.status, answer.json["error_codes"]), (400, [70000]))
        self.assertEqual(server.refresh("alder", other).status, 200)

    def test_it_is_of_one_client(self):
        server = self.own_server(*PASSWORDS)
        token = server.sign_in_user("vendor", ANNA).json["refresh_token"]
        self.assertEqual(server.refresh("alder", token).status, 400)
        self.assertEqual(server.refresh("vendor", token).status, 200)

    def test_it_lives_through_a_restart_and_is_kept_as_a_hash(self):
        server = self.own_server(*PASSWORDS)
        token = server.sign_in_user("alder", ANNA).json["refresh_token"]
        server.stop()
        raw = base64.urlsafe_b64decode(token)
        for file in (server.folder / "book.db.identity").iterdir():
            self.assertEqual(file.stat().st_mode & 0o777, 0o600, file)
            self.assertNotIn(token.encode(), file.read_bytes())
            self.assertNotIn(raw[16:], file.read_bytes())
        server.start(*PASSWORDS)
        self.assertEqual(server.refresh("alder", token).status, 200)

    def test_two_at_once_do_not_both_get_one(self):
        server = self.own_server(*PASSWORDS)
        for _ in range(5):
            token = server.sign_in_user("alder", ANNA).json["refresh_token"]
            answers = []
            threads = [threading.Thread(
                target=lambda token=token: answers.append(server.refresh("alder", token)))
                for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(answer.status for answer in answers), [200, 400, 400, 400])

    def test_who_is_removed_is_signed_out(self):
        server = self.own_server(*PASSWORDS)
        token = server.sign_in_user("alder", ANNA).json["refresh_token"]
        run(server.folder, "user-remove", "--db", "book.db", ANNA)
        self.assertEqual(server.refresh("alder", token).json["error_codes"], [70000])
        self.assertEqual(server.sign_in_user("alder", ANNA).json["error_codes"], [50126])
        token = server.sign_in_user("vendor", EVA).json["refresh_token"]
        run(server.folder, "app-remove", "--db", "book.db", server.apps["vendor"]["client_id"])
        self.assertEqual(server.refresh("vendor", token).status, 401)
        self.assertEqual(server.sign_in("vendor").status, 401)

    def test_bad_ones(self):
        server = self.own_server(*PASSWORDS)
        good = server.sign_in_user("alder", ANNA).json["refresh_token"]
        for number in range(BAD_REFRESH_TOKENS):
            place = number % len(good)
            letter = "A" if good[place] != "A" else "B"
            # The session's id stays right in none: that would end it.
            bad = (good[:place] + letter + good[place + 1:] if place < 21 else
                   good[place:] if number % 2 else good + letter)
            answer = server.refresh("alder", bad)
            self.assertEqual((answer.status, answer.json["error_codes"]), (400, [70000]), bad)
        self.assertEqual(server.refresh("alder", good).status, 200)


class Exchanging(ServerTest):
    """What clients of long ago call: a token for another."""

    def exchange(self, server, token, path="/generatetoken", **changes):
        fields = {"grant_type": "jwt_token", **changes}
        return server.form(path, fields, {"Authorization": "Bearer " + token} if token else {})

    def test_a_token_of_the_directory_is_only_good_for_it(self):
        token = self.server.sign_in("alder", "", resource=DIRECTORY).json["access_token"]
        self.assertEqual(claims_of(token)["aud"], DIRECTORY)
        self.assert_problem(self.server.asked_with(token), 401, "wrong_token")
        for path in ("/generatetoken", "/GenerateToken", "/v3/generatetoken", "/V3/GENERATETOKEN"):
            answer = self.exchange(self.server, token, path)
            self.assertEqual(answer.status, 200, answer)
            claims = claims_of(answer.json["access_token"])
            self.assertEqual((claims["aud"], claims["tid"], claims["idtyp"]),
                             (PARTNER_CENTER, ALDER, "app"))
            self.assertEqual(claims["exp"], claims_of(token)["exp"])
            self.assertEqual(self.server.asked_with(answer.json["access_token"]).status, 200)

    def test_a_user_stays_one(self):
        server = self.own_server(*PASSWORDS)
        token = server.sign_in_user("alder", ANNA, "", resource=DIRECTORY).json["access_token"]
        answer = self.exchange(server, token, client_id=server.apps["alder"]["client_id"])
        self.assertEqual(claims_of(answer.json["access_token"])["upn"], ANNA)
        run(server.folder, "user-remove", "--db", "book.db", ANNA)
        self.assertEqual(self.exchange(server, token).json["error_codes"], [50013])

    def test_what_is_refused(self):
        token = self.server.token("alder")
        for answer, status in ((self.exchange(self.server, None), 401),
                               (self.exchange(self.server, "x.y.z"), 401),
                               (self.exchange(self.server, token + "x"), 401),
                               (self.exchange(self.server, token, client_id="x"), 401),
                               (self.exchange(self.server, token, client_id=ALDER), 401),
                               (self.exchange(self.server, token, grant_type="x"), 400)):
            self.assertEqual(answer.status, status, answer)
            self.assertIn("error_description", answer.json)


class Keys(ServerTest):
    def keys(self, server):
        return {key["kid"] for key in
                server.ask("GET", "/common/discovery/v2.0/keys").json["keys"]}

    def wait_for_key(self, server, before):
        """Until the server has a key that is none of those: it looks once a second."""
        while not self.keys(server) - before:
            self.assertIsNone(server.process.poll())

    def rotate(self, server, *options):
        before = self.keys(server)
        run(server.folder, "key-rotate", "--db", "book.db", *options)
        self.wait_for_key(server, before)

    def test_tokens_outlive_their_key_by_their_time(self):
        server = self.own_server()
        first, before = server.token("alder"), self.keys(server)
        self.rotate(server)
        self.assertEqual(server.asked_with(first).status, 200)
        self.assertTrue(self.keys(server) > before)
        second = server.sign_in("alder").json["access_token"]
        self.assertNotEqual(first.split(".")[0], second.split(".")[0])
        self.assertEqual(server.asked_with(second).status, 200)
        for file in (server.folder / "book.db.identity").iterdir():
            self.assertEqual(file.stat().st_mode & 0o777, 0o600, file)

    def test_they_end_with_it_where_that_is_asked(self):
        server = self.own_server()
        first = server.token("alder")
        self.rotate(server)
        second = server.sign_in("alder").json["access_token"]
        for token in (first, second):
            self.assertEqual(server.asked_with(token).status, 200)
        self.rotate(server, "--end-tokens")
        self.assertEqual(len(self.keys(server)), 1)
        for token in (first, second):
            self.assert_problem(server.asked_with(token), 401, "wrong_token")
        self.assertEqual(server.sign_in("alder").status, 200)

    def test_a_key_whose_time_is_over_is_none(self):
        server = self.own_server(*ISSUER)
        first = server.token("alder")
        self.rotate(server)
        server.stop()
        folder = server.folder / "book.db.identity"
        earlier, = folder.glob("signing_key.until-*.pem")
        earlier.rename(folder / "signing_key.until-1700000000.pem")
        server.start(*ISSUER)
        self.assert_problem(server.asked_with(first), 401, "wrong_token")
        self.assertEqual(len(self.keys(server)), 1)
        run(server.folder, "key-rotate", "--db", "book.db")
        self.assertFalse((folder / "signing_key.until-1700000000.pem").exists())

    def test_changed_under_load_every_token_is_taken(self):
        server = self.own_server()
        failed, ended = [], threading.Event()

        def work():
            while not ended.is_set():
                token = server.sign_in("alder").json["access_token"]
                for _ in range(REQUESTS):
                    answer = server.asked_with(token)
                    if answer.status != 200:
                        failed.append(answer)

        threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(ROTATIONS):
                self.rotate(server)
        finally:
            ended.set()
            for thread in threads:
                thread.join()
        self.assertEqual(failed, [])
        self.assertEqual(len(self.keys(server)), ROTATIONS + 1)

    def test_too_many_within_an_hour_are_refused(self):
        server = self.own_server()
        folder = server.folder / "book.db.identity"
        for number in range(7):
            (folder / ("signing_key.until-%d.pem" % (4000000000 + number))).write_bytes(b"")
        with self.assertRaisesRegex(AssertionError, "--end-tokens"):
            run(server.folder, "key-rotate", "--db", "book.db")
        run(server.folder, "key-rotate", "--db", "book.db", "--end-tokens")


class Commands(CliTest):
    """On a book without a server."""

    def setUp(self):
        super().setUp()
        self.book = str(Server.make_template() / "book.db")
        self.assert_clean(self.run_aval("init", "--sandbox", "--clock", "2020-05-12",
                                        "--db", "own.db"))

    def add(self, name, password, *options):
        return self.run_aval("user-add", "--db", "own.db", "--as", "vendor", name, *options,
                             stdin=password)

    def test_users_are_added_listed_and_removed(self):
        self.assert_clean(self.add("Zoe@aval.example", b"twelve bytes\nnot of it\n"))
        self.assert_clean(self.add("abe@aval.example", "mot de passe \u00e9tendu".encode()))
        listed = self.run_aval("user-list", "--db", "own.db", "--json")
        users = [json.loads(line) for line in listed.out.splitlines()]
        self.assertEqual([(user["name"], user["tenant"], user["role"]) for user in users],
                         [("abe@aval.example", None, "vendor"),
                          ("zoe@aval.example", None, "vendor")])
        self.assertEqual(self.run_aval("user-list", "--db", "own.db").out,
                         b"abe@aval.example  vendor\nzoe@aval.example  vendor\n")
        self.assert_refused(self.add("ZOE@aval.example", b"another password"), "already")
        self.assert_clean(self.run_aval("user-remove", "--db", "own.db", "ZOE@aval.example"))
        self.assert_refused(self.run_aval("user-remove", "--db", "own.db", "zoe@aval.example"),
                            "user-list")

    def test_what_no_user_can_be(self):
        for name in ("anna", "@aval.example", "anna@", "a@b@c", "an na@x", "\u00e9@x",
                     "x" * 120 + "@x",
                     "anna@x\x1b[1m"):
            self.assert_refused(self.add(name, b"a good password\n"), "anna@alder.example")
        for password in (b"", b"\n", b"too short\n", b"x" * 257, b"x" * 5000, b"\xff" * 20,
                         b"nul inside\0the password\n"):
            self.assertEqual(self.add("anna@x", password).status, 2, password)
        self.assertEqual(self.run_aval("user-list", "--db", "own.db").out, b"")

    def test_clients_are_listed_and_removed(self):
        added = [json.loads(self.run_aval("app-add", "--db", "own.db", "--as", "vendor_support",
                                          "--json").out) for _ in range(3)]
        ids = {app["client_id"] for app in added}
        listed = self.run_aval("app-list", "--db", "own.db", "--json")
        found = [json.loads(line) for line in listed.out.splitlines()]
        self.assertEqual({app["client_id"] for app in found}, ids)
        self.assertEqual({app["role"] for app in found}, {"vendor_support"})
        for app in added:
            self.assertNotIn(app["client_secret"].encode(), listed.out)
        gone = added[0]["client_id"]
        self.assert_clean(self.run_aval("app-remove", "--db", "own.db", gone))
        self.assertNotIn(gone.encode(), self.run_aval("app-list", "--db", "own.db").out)
        self.assert_refused(self.run_aval("app-remove", "--db", "own.db", gone), "app-list")
        self.assert_refused(self.run_aval("app-remove", "--db", "own.db", "nonsense"), "CLIENT")

    def test_without_a_book_nothing_is_made(self):
        for words in (("app-list",), ("app-remove", ALDER), ("user-list",), ("key-rotate",),
                      ("user-remove", ANNA), ("user-add", "--as", "vendor", ANNA),
                      ("app-add", "--as", "vendor")):
            self.assert_refused(self.run_aval(*words[:1], "--db", "missing.db", *words[1:]),
                                "aval init")
        self.assertFalse((self.folder / "missing.db.identity").exists())

    def test_a_damaged_registry_is_told_and_left_as_it_is(self):
        path = self.folder / "own.db.identity" / "registry.db"
        for damaged in (b"no database at all, but long enough for a header " * 20,
                        b"SQLite format 3\0" + b"\xff" * 4000):
            path.write_bytes(damaged)
            self.assert_refused(self.run_aval("user-list", "--db", "own.db"), "registry.db")
            self.assertEqual(path.read_bytes(), damaged)

    def test_a_terminal_shows_nothing_of_the_password(self):
        def typed(*lines):
            child, terminal = pty.fork()
            if child == 0:
                os.chdir(self.folder)
                os.execv(self.arguments(())[0], self.arguments(
                    ("user-add", "--db", "own.db", "--as", "vendor", "anna@x")))
            shown = b""
            for line in lines:
                while not shown.endswith(b": "):
                    shown += os.read(terminal, 999)
                os.write(terminal, line + b"\n")
                shown += b"|"
            try:
                while part := os.read(terminal, 999):
                    shown += part
            except OSError:
                pass
            os.close(terminal)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown

        status, shown = typed(b"typed password", b"typed otherwise")
        self.assertEqual(status, 2, shown)
        self.assertIn(b"second password", shown)
        status, shown = typed(b"typed password", b"typed password")
        self.assertEqual(status, 0, shown)
        self.assertNotIn(b"typed", shown)
        self.assertIn(b"anna@x", self.run_aval("user-list", "--db", "own.db").out)
