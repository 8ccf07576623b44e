# SPDX-License-Identifier: Apache-2.0
"""Lines that are no valid proposal get an error line with their number and id."""

from typing import NamedTuple

from facts import (ACT_FIELDS, CAPABILITIES, CUSTOMER, NOBODY, OPTIONAL, PROPOSALS, Raw, encoded,
                   line)
from judging import JudgeTest
from program import Row, cases
from test_check import BASE_DECISIONS
from wrong_values import expected_words, shown, wrong_values

SOUND = line(PROPOSALS["engage_partner"])
ANSWER = BASE_DECISIONS.splitlines(keepends=True)[4]
ACTS = tuple(ACT_FIELDS)


class Bad(NamedTuple):
    """A line in error; its id as the answer has it, the field and words of what is said."""

    name: str
    line: object
    id: object = None
    field: str = ""
    words: tuple = ()


class ProposalErrorTest(JudgeTest):
    def check(self, row):
        lines = [SOUND, b"", line(row.line), b" ", SOUND]

        out = self.judged(self.put_world(), self.put("proposals.ndjson", lines), status=1)

        first, error, last = out.splitlines(keepends=True)
        self.assertEqual((first, last), (ANSWER, ANSWER))
        self.assert_error(row, self.decisions(error)[0])

    def assert_error(self, row, error):
        self.assertEqual(error["id"], row.id)
        self.assertTrue(error["error"].startswith("line 3: "), error)
        said = error["error"][len("line 3: "):]
        if row.field:
            self.assertTrue(said.startswith(row.field + ": "), said)
        for word in row.words:
            self.assertIn(word, said)


def id_of(value):
    """What the answer shows of an id that may be none."""
    is_id = isinstance(value, str) and not isinstance(value, Raw)
    return value if is_id and 0 < len(value.encode()) <= 200 else None


def may_be_away(act, field):
    return field in OPTIONAL or (act == "place_order" and field == "provider")


def field_rows():
    """Each field of each act: missing, null, twice, and with values that it does not take."""
    for act, fields in ACT_FIELDS.items():
        sound = PROPOSALS[act]
        for field, of in fields.items():
            words, name = expected_words(of), "%s %s " % (act, field)
            known = None if field == "id" else sound["id"]
            if not may_be_away(act, field):
                absent = {key: value for key, value in sound.items() if key != field}
                yield Bad(name + "missing", absent, known, field, ("missing",) + words)
                yield Bad(name + "null", {**sound, field: None}, known, field, words + ("null",))
            twice = encoded(sound)[:-1] + ",%s:%s}" % (encoded(field), encoded(sound[field]))
            yield Bad(name + "twice", Raw(twice), known, field, ("duplicate",))
            for value in wrong_values(of):
                shows = id_of(value) if field == "id" else sound["id"]
                yield Bad(name + "is " + shown(value), {**sound, field: value}, shows, field,
                          words)
        for other in sorted({key for row in ACT_FIELDS.values() for key in row} - set(fields)):
            yield Bad("%s with %s" % (act, other), {**sound, other: None}, sound["id"], other,
                      ("unknown key", act))
        yield Bad(act + " alone", {"act": act}, None, "", ("missing",))


@cases(field_rows(), quick_every=5)
class Fields(ProposalErrorTest):
    pass


PLAIN = encoded(PROPOSALS["engage_partner"]).encode()
LINES = [
    Bad("not JSON", b"not json", None, "", ("JSON",)),
    Bad("cut off", PLAIN[:-1], None, "", ("JSON",)),
    Bad("trailing garbage", PLAIN + b"x", None, "", ("JSON",)),
    Bad("two objects", PLAIN + PLAIN, None, "", ("JSON",)),
    Bad("comment", PLAIN + b"//", None, "", ("JSON",)),
    Bad("trailing comma", PLAIN[:-1] + b",}", None, "", ("JSON",)),
    Bad("raw tab in a text", PLAIN.replace(b'"p5"', b'"p\t5"'), None, "", ("JSON",)),
    Bad("raw NUL", PLAIN.replace(b'"p5"', b'"p\x005"'), None, "", ("JSON",)),
    Bad("lone surrogate", PLAIN.replace(b'"p5"', b'"\\udc00"'), None, "", ("JSON",)),
    Bad("invalid UTF-8", PLAIN.replace(b'"p5"', b'"p\xe95"'), None, "", ("UTF-8",)),
    Bad("invalid UTF-8 outside texts", PLAIN + b"\x80", None, "", ("UTF-8",)),
    Bad("surrogate in UTF-8", PLAIN.replace(b'"p5"', b'"\xed\xb0\x80"'), None, "", ("UTF-8",)),
    Bad("byte-order mark", b"\xef\xbb\xbf" + PLAIN, None, "", ("byte-order mark",)),
    Bad("array", b"[%s]" % PLAIN, None, "", ("one JSON object",)),
    Bad("text", b'"p5"', None, "", ("one JSON object",)),
    Bad("number", b"0", None, "", ("one JSON object",)),
    Bad("null", b"null", None, "", ("one JSON object",)),
    Bad("empty object", b"{}", None, "act", ("missing",) + ACTS),
    Bad("no act", {"id": "x", "date": "2020-05-12"}, "x", "act", ("missing",) + ACTS),
    Bad("null act", {"id": "x", "act": None}, "x", "act", ACTS),
    Bad("unknown act", {"id": "x", "act": "sell"}, "x", "act", ACTS + ("sell",)),
    Bad("act of another type", {"id": "x", "act": ["enroll"]}, "x", "act", ACTS),
    Bad("act in capitals", {"id": "x", "act": "Enroll"}, "x", "act", ACTS),
    Bad("act in full", {"id": "x", "act": "enroll\0"}, "x", "act", ACTS),
    Bad("two acts", PLAIN[:-1] + b',"act":"engage_partner"}', "p5", "act", ("duplicate",)),
    Bad("two ids", b'{"id":"a",' + PLAIN[1:], None, "id", ("duplicate",)),
    Bad("two ids, one escaped", b'{"i\\u0064":"a",' + PLAIN[1:], None, "id", ("duplicate",)),
    Bad("two ids, one null", b'{"id":null,' + PLAIN[1:], None, "id", ()),
    Bad("two ids and no act", b'{"id":"a","id":"b"}', None, "", ()),
    Bad("the type of a fact", {"type": "tenant", **PROPOSALS["engage_partner"]}, "p5", "type",
        ("unknown key",)),
    Bad("unknown key", {**PROPOSALS["engage_partner"], "more": {"a": [1]}}, "p5", "more",
        ("unknown key",)),
    Bad("empty key", {**PROPOSALS["engage_partner"], "": 1}, "p5", "", ("unknown key",)),
    Bad("key with a NUL", {**PROPOSALS["engage_partner"], "id\0": "x"}, "p5", "id\\x00",
        ("unknown key",)),
    Bad("long key", {**PROPOSALS["engage_partner"], "k" * 5000: 1}, "p5", "", ("unknown key",)),
    Bad("key in capitals", {**PROPOSALS["engage_partner"], "Id": "x"}, "p5", "Id",
        ("unknown key",)),
    Bad("id of 200 bytes in a wrong line", {"id": "é" * 100, "act": "x"}, "é" * 100, "act", ()),
    Bad("id of 201 bytes in a wrong line", {"id": "é" * 100 + "x", "act": "x"}, None, "act", ()),
    Bad("id with controls", {"id": "a\n\"\\\x01\u2028", "act": "x"}, "a\n\"\\\x01\u2028", "act",
        ()),
    Bad("line that is too long", PLAIN + b" " * (1 << 20), None, "", ("1048576 bytes",)),
    Bad("a thousand keys", {**PROPOSALS["engage_partner"],
                            **{"k%d" % number: 1 for number in range(1000)}}, "p5", "k0",
        ("unknown key",)),
]


@cases(LINES)
class Lines(ProposalErrorTest):
    pass


def guid_fields():
    return [(act, field) for act, fields in ACT_FIELDS.items()
            for field, of in fields.items() if of == "guid"]


UNKNOWN = [
    Bad("%s %s" % (act, field), {**PROPOSALS[act], field: NOBODY.upper()}, PROPOSALS[act]["id"],
        field, ("unknown tenant", NOBODY)) for act, field in guid_fields()
] + [
    Bad("offer", {**PROPOSALS["place_order"], "offer": "offer-1"}, "p1", "offer",
        ("unknown offer", "offer-1")),
    Bad("partner id", {**PROPOSALS["associate_partner_id"], "mpn_id": "05551234"}, "p4",
        "mpn_id", ("unknown partner id", "05551234")),
    Bad("offer of odd bytes", {**PROPOSALS["place_order"], "offer": "\0\n\"\u202e"}, "p1",
        "offer", ("unknown offer",)),
]


@cases(UNKNOWN)
class Unknown(ProposalErrorTest):
    """Parties, offers and partner ids that the world does not have."""


SHAPES = [Row("keys in any order", lambda value: dict(reversed(value.items()))),
          Row("white space", lambda value: Raw(" " + encoded(value).replace(",", " ,\t")))]


@cases(SHAPES)
class Shapes(JudgeTest):
    """However a line in error is written, the id is told."""

    def check(self, row):
        wrong = row.value({**PROPOSALS["engage_partner"], "partner": NOBODY})

        out = self.judged(self.put_world(), "-", stdin=line(wrong), status=1)

        self.assertEqual(self.decisions(out)[0]["id"], "p5")


class OneError(JudgeTest):
    """Only the first error of a line is told, and the same under both profiles."""

    def test_of_many(self):
        wrong = {"id": "x", "act": "enroll", "date": "x", "tenant": "x", "role": "x",
                 "capabilities": "x", "more": 1}

        out = self.judged(self.put_world(), self.put_proposals([wrong]), status=1)

        self.assertEqual(self.decisions(out)[0]["error"].count("expected"), 1)

    def test_of_both_profiles(self):
        asked = self.put("proposals.ndjson", [line(row.line) for row in LINES + UNKNOWN])

        article = self.judged(self.put_world(), asked, "--profile", "article", status=1)
        programme = self.judged(self.put_world(), asked, "--profile", "programme", status=1)

        self.assertEqual(article, programme)
        self.assertEqual(len(self.decisions(article)), len(LINES + UNKNOWN))

    def test_of_every_job(self):
        asked = self.put("proposals.ndjson", [line(row.line) for row in LINES + UNKNOWN] * 20)

        outs = {self.judged(self.put_world(), asked, "--jobs", str(jobs), status=1)
                for jobs in (1, 2, 7)}

        self.assertEqual(len(outs), 1)

    def test_numbers_count_every_line(self):
        blank = b"\n \r\n\t\n\r\n"

        out = self.judged(self.put_world(), "-", stdin=(blank + b"{}\n") * 3, status=1)

        self.assertEqual([error["error"].split(":")[0] for error in self.decisions(out)],
                         ["line 5", "line 10", "line 15"])

    def test_form_comes_before_the_world(self):
        """A party of a wrong form and an unknown one: a GUID in form is looked up only then."""
        wrong = {**PROPOSALS["engage_partner"], "partner": NOBODY, "customer": "x"}

        out = self.judged(self.put_world(), self.put_proposals([wrong]), status=1)

        self.assertRegex(self.decisions(out)[0]["error"], r"\Aline 1: (customer|partner): ")

    def test_words_are_closed_lists(self):
        wrong = {**PROPOSALS["enroll"], "capabilities": [*CAPABILITIES, CAPABILITIES[0]]}

        out = self.judged(self.put_world(), self.put_proposals([wrong]), status=1)

        self.assertIn("capabilities: ", self.decisions(out)[0]["error"])

    def test_same_party_twice_is_no_error(self):
        """Whoever would be related to itself is judged: the rules find what is to be found."""
        asked = [{**PROPOSALS["establish_customer_relationship"], "partner": CUSTOMER},
                 {**PROPOSALS["establish_indirect_relationship"], "reseller": CUSTOMER,
                  "provider": CUSTOMER}]

        out = self.judged(self.put_world(), self.put_proposals(asked))

        self.assertTrue(all(answer["findings"] for answer in self.decisions(out)))
