#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""@azure/msal-node gets tokens over TLS, from discovery on: run.py --aval build/aval.

The library is installed by `scripts/setup.sh test`, of the version in package-lock.json; it trusts
the book's authority, as its users are told to have it.
"""

import argparse
import json
import subprocess
import sys
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent / "api"), str(FOLDER.parent / "cli")]

from program import HANG_SECONDS, ROOT, Settings, environment  # noqa: E402
from server import ALDER, PASSWORD, USERS, Server  # noqa: E402
from test_tokens import claims_of  # noqa: E402

ANNA = next(iter(USERS))
PARTNER_CENTER = "https://api.partnercenter.microsoft.com"


class Msal(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.server = Server("--tls-listen", "127.0.0.1:0", "--allow-passwords")
        self.addCleanup(self.server.end)

    def ask(self, tenant):
        app = self.server.apps["alder"]
        told = {"authority": "%s/%s" % (self.server.tls_url, tenant), "id": app["client_id"],
                "secret": app["client_secret"], "resource": PARTNER_CENTER, "user": ANNA,
                "password": PASSWORD}
        done = subprocess.run(["node", str(FOLDER / "tokens.js")], input=json.dumps(told),
                              text=True, capture_output=True, timeout=HANG_SECONDS, check=False,
                              env=environment(NODE_EXTRA_CA_CERTS=str(self.server.authority)))
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def check(self, tenant):
        answers = self.ask(tenant)
        for name in ("client", "user", "refreshed", "refreshed_again"):
            self.assertNotIn("error", answers[name], (name, answers[name]))
            self.assertGreater(answers[name]["expires_in"], 3000, (name, answers[name]))
            claims = claims_of(answers[name]["token"])
            self.assertEqual((claims["aud"], claims["tid"], claims["ver"]),
                             (PARTNER_CENTER, ALDER, "2.0"))
            self.assertEqual(claims.get("upn"), None if name == "client" else ANNA)
            self.assertEqual(self.server.asked_with(answers[name]["token"]).json["verdict"],
                             "supported")
        self.assertEqual(answers["user"]["user"], ANNA)
        self.assertTrue(answers["again"]["from_cache"])
        self.assertEqual(answers["again"]["token"], answers["client"]["token"])
        self.assertFalse(answers["refreshed_again"]["from_cache"])
        for name, error, number in (("wrong_secret", "invalid_client", "7000215"),
                                    ("wrong_scope", "invalid_scope", "70011"),
                                    ("wrong_password", "invalid_grant", "50126")):
            self.assertEqual(answers[name].get("error"), error, answers[name])
            self.assertIn("AADSTS" + number, answers[name]["said"])

    def test_tokens_of_a_tenant_by_its_id(self):
        self.check(ALDER)

    def test_tokens_of_a_tenant_by_its_domain(self):
        self.check("alder.example")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", default=str(ROOT / "build" / "aval"))
    Settings.aval = Path(parser.parse_args().aval).resolve()
    if not (FOLDER / "node_modules").is_dir():
        sys.exit("msal-node is not installed: sh scripts/setup.sh test")
    result = unittest.TextTestRunner().run(
        unittest.defaultTestLoader.loadTestsFromTestCase(Msal))
    failed = len(result.failures) + len(result.errors)
    print("%d passed, %d failed" % (result.testsRun - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
