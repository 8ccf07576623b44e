# SPDX-License-Identifier: Apache-2.0
"""The interface's description is sound, and every operation in it answers as it says."""

import re
import sys
from html.parser import HTMLParser

from jsonschema import Draft202012Validator, RefResolver

from program import ROOT
from server import ALDER, ORDER, SAALE, ServerTest

sys.path.insert(0, str(ROOT / "tests" / "book"))

import ready  # noqa: E402

ACTS = "/program/v1/acts/"
METHODS = ("get", "post")
# What stands for a parameter of a path.
PLACES = {"party": "alder.example", "position": "1", "tenant": "common"}
# Queries beside those that need none.
QUERIES = {
    "/program/v1/decisions": ["", "?form=full", "?profile=article"],
    "/program/v1/routes": ["?customer=saale.example&near=2", "?customer=office.elbe.example",
                           "?customer=saale.example&on=2010-01-01"],
    "/program/v1/mpa-status": ["?tenant=alder.example", "?mpn_id=4100013", "?mpn_id=1"],
    "/program/v1/parties": ["", "?limit=2", "?name=al&limit=1"],
    "/program/v1/parties/{party}": ["", "?relations=1000"],
    "/program/v1/journal": ["", "?limit=1"],
    "/program/v1/journal/{position}/proof": ["", "?size=1"],
    "/program/v1/journal/consistency": ["?from=1", "?from=1&size=1"],
}
BODIES = {
    "/program/v1/decisions": [ORDER, dict(ORDER, date="2010-01-01"),
                              {"proposals": [ORDER, dict(ORDER, offer="NONE")]}],
    "/program/v1/clock": [{"set": "2020-05-12"}],
    "/program/v1/ask": [ORDER, dict(ORDER, date="2010-01-01"), {"proposals": [ORDER]}],
}


def operations(document):
    return [(path, method, operation) for path, row in document["paths"].items()
            for method, operation in row.items()]


class Described(ServerTest):
    def document(self, language="en"):
        return self.server.ask("GET", "/openapi.json", None, {"Accept-Language": language}).json

    def validator(self, schema, document):
        return Draft202012Validator(schema, resolver=RefResolver("", document))

    def check_answer(self, operation, answer, what):
        """That the answer is one that the operation has."""
        document = self.described
        row = operation["responses"].get(str(answer.status), operation["responses"]["default"])
        media = answer.headers["content-type"]
        self.assertIn(media, row["content"], what)
        schema = row["content"][media]["schema"]
        if "json" in media and "ndjson" not in media:
            errors = list(self.validator(schema, document).iter_errors(answer.json))
            self.assertEqual(errors[:1], [], "%s: %s" % (what, answer.body[:400]))
        else:
            self.assertEqual(schema, {"type": "string"}, what)


class Interface(Described):
    def test_it_is_sound(self):
        document = self.document()
        self.assertTrue(document["openapi"].startswith("3.1."))
        self.assertTrue(document["info"]["title"] and document["info"]["version"])
        ids = [operation["operationId"] for _, _, operation in operations(document)]
        self.assertEqual(len(ids), len(set(ids)))
        for path, method, operation in operations(document):
            self.assertIn(method, METHODS)
            self.assertTrue(operation["summary"], path)
            self.assertRegex(operation["operationId"], "^[a-z0-9_]+$")
            self.assertTrue(operation["tags"])
            self.assertTrue(all(row["description"] for row in operation["responses"].values()))
            self.assertEqual("requestBody" in operation, method == "post", path)
            parameters = operation["parameters"]
            self.assertEqual([one["name"] for one in parameters if one["in"] == "path"],
                             re.findall(r"\{(\w+)\}", path))
            self.assertTrue(all(one["required"] for one in parameters if one["in"] == "path"))
            names = [(one["in"], one["name"]) for one in parameters]
            self.assertEqual(len(names), len(set(names)))
            for need in operation["security"]:
                self.assertLessEqual(set(need), set(document["components"]["securitySchemes"]))

    def test_every_reference_leads_somewhere_and_every_schema_is_one(self):
        document = self.document()
        schemas = document["components"]["schemas"]
        used = set()

        def look(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    used.add(node["$ref"])
                for value in node.values():
                    look(value)
            elif isinstance(node, list):
                for item in node:
                    look(item)

        look(document)
        self.assertLessEqual(used, {"#/components/schemas/" + name for name in schemas})
        for name, schema in schemas.items():
            self.assertRegex(name, r"^[a-zA-Z0-9._-]+$")
            Draft202012Validator.check_schema(schema)
            for example in schema.get("examples", []):
                self.assertEqual(list(self.validator(schema, document).iter_errors(example)), [])

    def test_it_speaks_both_languages(self):
        english, french = self.document(), self.document("fr")
        for path, method, operation in operations(english):
            other = french["paths"][path][method]
            self.assertNotEqual(operation["summary"], other["summary"], path)
            self.assertEqual({**operation, "summary": ""}, {**other, "summary": ""})

    def test_bodies_that_are_right_are_right_by_their_schema(self):
        document = self.document()
        for path, bodies in BODIES.items():
            row = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
            for body in bodies:
                self.assertTrue(self.validator(row["schema"], document).is_valid(body), body)
        for name, body in ready.ACTS.items():
            row = document["paths"][ACTS + name]["post"]["requestBody"]["content"]
            validator = self.validator(row["application/json"]["schema"], document)
            self.assertEqual(list(validator.iter_errors(body)), [])
            self.assertFalse(validator.is_valid({**body, "nonsense": 1}))


class Page(HTMLParser):
    """Its tags in order, closed where they have to be, and its words."""

    OPEN = {"meta", "html"}

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.tags, self.links = [], [], set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in self.OPEN:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.OPEN and self.open.pop() != tag:
            raise AssertionError("%s is not closed" % tag)

    def handle_data(self, data):
        self.words.append(data)


class Read(Described):
    def test_the_page_has_every_path_and_act_and_needs_nothing_else(self):
        pages = {}
        for language in ("en", "fr"):
            answer = self.server.ask("GET", "/docs", None, {"Accept-Language": language})
            self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8")
            self.assertIn("default-src 'none'", answer.headers["content-security-policy"])
            page = Page(answer.body.decode())
            self.assertEqual(page.open, [])
            self.assertFalse(page.tags & {"script", "link", "img", "iframe"})
            self.assertEqual(page.links, ["/openapi.json"])
            pages[language] = "".join(page.words)
        for path, method, operation in operations(self.document()):
            name = path[len(ACTS):] if path.startswith(ACTS) else method.upper() + " " + path
            self.assertIn(name, pages["en"])
            self.assertIn(name, pages["fr"])
            self.assertIn(operation["summary"], pages["en"])


class Answers(Described):
    """Every operation, by everybody: what it answers is among what it says."""

    def test_every_operation(self):
        server = self.server
        self.described = self.document()
        called = 0
        for path, method, operation in operations(self.described):
            if path.startswith(ACTS) or "events" in path:
                continue
            target = re.sub(r"\{(\w+)\}", lambda found: PLACES[found.group(1)], path)
            for query in QUERIES.get(path, [""]):
                for role in (None, "alder", "elbe", "saale", "vendor"):
                    answers = [server.ask(method.upper(), target + query, body, role=role)
                               for body in BODIES.get(path, [None])] if "token" not in path else \
                        [server.sign_in("alder", "v2.0/" if "v2.0" in path else "")]
                    for answer in answers:
                        self.check_answer(operation, answer, "%s %s" % (target + query, role))
                        called += 1
                    if role == "vendor":
                        self.assertEqual({answer.status for answer in answers}, {200}, path)
        self.assertGreater(called, 100)

    def test_every_act(self):
        """Dry runs by who may and who may not; and one that is done, with its entry."""
        server = self.own_server()
        self.described = server.ask("GET", "/openapi.json").json
        statuses = set()
        for path, _, operation in operations(self.described):
            if not path.startswith(ACTS):
                continue
            for body in (ready.ACTS.get(path[len(ACTS):], {}), {}, {"tenant": ALDER}):
                for role in ("vendor", "alder", None):
                    answer = server.ask("POST", path + "?dry_run=true", body, role=role)
                    statuses.add(answer.status)
                    self.check_answer(operation, answer, "%s %s" % (path, role))
        operation = self.described["paths"][ACTS + "place_order"]["post"]
        buy = {"seller": ALDER, "customer": SAALE, "offer": "OFFICE-PREM", "quantity": 25}
        for body, status in ((buy, 200), (dict(buy, customer=ALDER), 422)):
            for role in ("alder",):
                answer = server.ask("POST", ACTS + "place_order", body, role=role)
                self.assertEqual(answer.status, status, answer)
                self.check_answer(operation, answer, "place_order")
                statuses.add(answer.status)
        self.assertLessEqual({200, 400, 401, 404, 422}, statuses)
        for path in ("/program/v1/journal", "/program/v1/journal/{position}",
                     "/program/v1/journal/{position}/proof", "/program/v1/parties/{party}/history",
                     "/program/v1/parties/{party}"):
            operation = self.described["paths"][path]["get"]
            target = path.replace("{position}", "2").replace("{party}", "saale.example")
            for role in ("alder", "saale", "vendor"):
                answer = server.ask("GET", target, role=role)
                self.assertEqual(answer.status, 200)
                self.check_answer(operation, answer, target)
