#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Chromium uses the server's pages over TLS, and brings msal-node a code: run.py --aval build/aval.

Both are installed by `scripts/setup.sh test`. What has no script to test is asked for without a
browser, by test_sign_in.py and test_invitation.py: here is what a browser alone shows.
"""

import argparse
import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent / "api"), str(FOLDER.parent / "cli")]

from program import HANG_SECONDS, ROOT, Settings, environment  # noqa: E402
from server import ALDER, PASSWORD, USERS, Server, run  # noqa: E402
from test_tokens import claims_of  # noqa: E402

ANNA = next(iter(USERS))
DORA = "dora@dala.example"
PARTNER_CENTER = "https://api.partnercenter.microsoft.com"
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


class Walk(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        """One walk: each test looks at a part of what was seen."""
        cls.server = Server("--tls-listen", "127.0.0.1:0", "--allow-passwords")
        cls.addClassCleanup(cls.server.end)
        cls.told = cls.tell()
        done = subprocess.run(["node", str(FOLDER / "walk.js")], input=json.dumps(cls.told),
                              text=True, capture_output=True, timeout=HANG_SECONDS * 2,
                              check=False, env=environment(
                                  NODE_EXTRA_CA_CERTS=str(cls.server.authority)))
        if done.returncode != 0:
            raise AssertionError(done.stderr + cls.server.said())
        cls.seen = json.loads(done.stdout)

    @classmethod
    def tell(cls):
        """Where and as whom the browser does things."""
        server = cls.server
        run(server.folder, "user-add", "--db", "book.db", "--as", "dala.example:customer_admin",
            DORA, stdin=PASSWORD.encode() + b"\n")
        app = json.loads(run(server.folder, "app-add", "--db", "book.db", "--json", "--as",
                             "alder.example:admin_agent", "--redirect-uri",
                             "http://localhost/back"))
        token = server.sign_in_user("alder", ANNA, "", scope=None,
                                    resource=PARTNER_CENTER).json["access_token"]
        link = server.ask("GET", "/v1/customers/relationshiprequests",
                          headers={"Authorization": "Bearer " + token}).json["url"]
        return {"browser": next(filter(None, map(shutil.which, BROWSERS))), "base": server.tls_url,
                "user": ANNA, "password": PASSWORD, "customer": DORA,
                "id": app["client_id"], "secret": app["client_secret"],
                "resource": PARTNER_CENTER, "invitation": link}

    def test_a_wrong_password_is_said_and_the_name_kept(self):
        self.assertEqual(self.seen["refused"], "The user or the password is not known.")
        self.assertEqual(self.seen["name_kept"], ANNA)

    def test_in_and_out(self):
        self.assertIn("signed in as " + ANNA, self.seen["signed_in"])
        self.assertIn("Sign in to Aval", self.seen["signed_out"])

    def test_the_cookies_are_for_tls_and_no_script(self):
        self.assertIn("__Host-aval-session", [each["name"] for each in self.seen["cookies"]])
        for cookie in self.seen["cookies"]:
            self.assertEqual((cookie["httpOnly"], cookie["secure"], cookie["sameSite"]),
                             (True, True, "Lax"), cookie)
        self.assertEqual(self.seen["scripts_see"], "")

    def test_a_code_goes_through_the_browser_to_the_client(self):
        self.assertIn("Sign in to Aval", self.seen["asked_to_sign_in"])
        self.assertEqual(self.seen["state"], "s t&te")
        self.assertEqual(self.seen["account"], ANNA)
        claims = claims_of(self.seen["token"])
        self.assertEqual((claims["aud"], claims["tid"], claims["upn"]),
                         (PARTNER_CENTER, ALDER, ANNA))
        self.assertEqual(self.server.asked_with(self.seen["token"]).json["verdict"], "supported")

    def test_an_invitation_is_accepted_by_pressing_its_button(self):
        self.assertIn("Alder & Söhne GmbH (alder.example)", self.seen["invited"])
        self.assertIn("acceptée", self.seen["accepted"])
        listed = self.server.ask("GET", "/program/v1/parties/alder.example?relations=100",
                                 role="alder")
        self.assertIn("dala.example", listed.body.decode())

    def test_the_documentation_is_a_page(self):
        self.assertEqual(self.seen["documented"], ["Aval: the interface"])
        self.assertNotEqual(self.seen["is_styled"], "none")

    def test_the_browser_complains_of_nothing(self):
        self.assertEqual(self.seen["complaints"], [])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", default=str(ROOT / "build" / "aval"))
    Settings.aval = Path(parser.parse_args().aval).resolve()
    if not (FOLDER / "node_modules").is_dir() or not any(map(shutil.which, BROWSERS)):
        sys.exit("puppeteer-core or Chromium is not installed: sh scripts/setup.sh test")
    result = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Walk))
    failed = len(result.failures) + len(result.errors)
    print("%d passed, %d failed" % (result.testsRun - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
