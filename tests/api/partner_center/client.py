# SPDX-License-Identifier: Apache-2.0
"""What tests of Partner Center's routes have in common."""

import json
import urllib.parse

from server import ServerTest

CUSTOMERS = "/v1/customers"


def simple(field, value, operator="starts_with"):
    return {"Field": field, "Value": value, "Operator": operator}


def query(path, **arguments):
    """The path with arguments; one that is no text is written as JSON."""
    texts = {name: value if isinstance(value, str) else json.dumps(value)
             for name, value in arguments.items()}
    return path + "?" + urllib.parse.urlencode(texts, quote_via=urllib.parse.quote)


class PartnerCenterTest(ServerTest):
    """A partner's client of a server."""

    def get(self, target, role="alder", **headers):
        return self.server.ask("GET", target, None,
                               {name.replace("_", "-"): value for name, value in headers.items()},
                               role)

    def assert_code(self, answer, status, code):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer)
        self.assertEqual(set(answer.json), {"code", "description", "data", "source"})
        self.assertTrue(answer.json["description"])

    def names(self, answer):
        self.assertEqual(answer.status, 200, answer)
        return [item["companyProfile"]["companyName"] for item in answer.json["items"]]
