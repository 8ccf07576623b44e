# SPDX-License-Identifier: Apache-2.0
"""Every kind of error of a world of lines: refused whole, with file, line, field and what was
expected."""

from typing import NamedTuple

from facts import (CUSTOMER, EXAMPLES, FACT_FIELDS, NOBODY, OPTIONAL, PROVIDER, RESELLER,
                   Raw, base_world, encoded, fact, line, ndjson)
from judging import JudgeTest
from program import Row, cases
from wrong_values import expected_words, shown, wrong_values

BASE = [line(value) for value in base_world()]


class Bad(NamedTuple):
    """Lines that follow the base world; which of them is wrong, where and in which words."""

    name: str
    lines: list
    field: str = ""
    words: tuple = ()
    at: int = 1
    count: int = 1


class WorldErrorTest(JudgeTest):
    def check(self, row):
        name = self.put("world.ndjson", BASE + [line(value) for value in row.lines])

        result = self.check_aval(name, "/dev/null")

        place = "world.ndjson:%d" % (len(BASE) + row.at)
        found = self.problems(result)
        self.assertEqual(len(found), row.count, found)
        said = [text for at, text in found if at == place]
        self.assertEqual(len(said), 1, found)
        if row.field:
            self.assertTrue(said[0].startswith(row.field + ": "), said)
        for word in row.words:
            self.assertIn(word, said[0])


def field_rows():
    """Each field of each type of fact: missing, null, twice, and with values it does not take."""
    for kind, fields in FACT_FIELDS.items():
        example = EXAMPLES[kind]
        for field, of in fields.items():
            words, name = expected_words(of), "%s %s " % (kind, field)
            if field not in OPTIONAL:
                absent = {key: value for key, value in example.items() if key != field}
                yield Bad(name + "missing", [absent], field, ("missing",) + words)
                # A partner that is null is as good as absent, and missing where it is attested.
                word = () if field == "partner" else ("null",)
                yield Bad(name + "null", [{**example, field: None}], field, words + word)
            if field in example:
                twice = encoded(example)[:-1] + ",%s:%s}" % (
                    encoded(field), encoded(example[field]))
                yield Bad(name + "twice", [Raw(twice)], field, ("duplicate",))
            for value in wrong_values(of):
                yield Bad(name + "is " + shown(value), [{**example, field: value}], field, words)
        yield Bad(kind + " with more", [{**example, "more": 1}], "more", ("unknown key", kind))
        yield Bad(kind + " with a null more", [{**example, "more": None}], "more",
                  ("unknown key",))
        yield Bad(kind + " without fields", [{"type": kind}], "", ("missing",))


@cases(field_rows(), quick_every=5)
class Fields(WorldErrorTest):
    pass


ORG = encoded(EXAMPLES["organization"]).encode()
LINES = [
    Bad("invalid UTF-8 in a value", [ORG.replace(b"New", b"N\xe9w")], "", ("UTF-8",)),
    Bad("invalid UTF-8 in a key", [ORG.replace(b"name", b"n\xffme")], "", ("UTF-8",)),
    Bad("invalid UTF-8 outside strings", [ORG + b"\xff"], "", ("UTF-8",)),
    Bad("overlong UTF-8", [ORG.replace(b"New", b"\xc0\xaf")], "", ("UTF-8",)),
    Bad("surrogate in UTF-8", [ORG.replace(b"New", b"\xed\xa0\x80")], "", ("UTF-8",)),
    Bad("UTF-8 beyond Unicode", [ORG.replace(b"New", b"\xf4\x90\x80\x80")], "", ("UTF-8",)),
    Bad("UTF-8 that is cut off", [ORG[:-1] + b"\xe2\x82"], "", ("UTF-8",)),
    Bad("UTF-16", [ORG.decode().encode("utf-16-be")], "", ()),
    Bad("byte-order mark", [b"\xef\xbb\xbf" + ORG], "", ("byte-order mark",)),
    Bad("no JSON", [b"organization,org-new,New,DE"], "", ("JSON",)),
    Bad("JSON that is cut off", [ORG[:-1]], "", ("JSON",)),
    Bad("trailing garbage", [ORG + b"x"], "", ("JSON",)),
    Bad("two objects", [ORG + ORG], "", ("JSON",)),
    Bad("trailing comma", [ORG[:-1] + b",}"], "", ("JSON",)),
    Bad("comment", [ORG + b" // x"], "", ("JSON",)),
    Bad("single quotes", [ORG.replace(b'"', b"'")], "", ("JSON",)),
    Bad("raw control character", [ORG.replace(b"New", b"N\tw")], "", ("JSON",)),
    Bad("raw NUL", [ORG + b"\0"], "", ("JSON",)),
    Bad("lone surrogate", [ORG.replace(b"New", b"\\ud800")], "", ("JSON",)),
    Bad("wrong escape", [ORG.replace(b"New", b"\\x41")], "", ("JSON",)),
    Bad("wrong number", [ORG[:-1] + b',"x":05}'], "", ("JSON",)),
    Bad("not a number", [ORG[:-1] + b',"x":NaN}'], "", ("JSON",)),
    Bad("array", [b"[%s]" % ORG], "", ("one JSON object",)),
    Bad("string", [b'"organization"'], "", ("one JSON object",)),
    Bad("number", [b"5"], "", ("one JSON object",)),
    Bad("null", [b"null"], "", ("one JSON object",)),
    Bad("empty array", [b"[]"], "", ("one JSON object",)),
    Bad("no type", [b"{}"], "type", ("missing", "organization", "offer")),
    Bad("unknown type", [{"type": "widget"}], "type", ("organization", "offer", "widget")),
    Bad("null type", [{"type": None}], "type", ("organization",)),
    Bad("number for a type", [{"type": 5}], "type", ("organization",)),
    Bad("type in capitals", [ORG.replace(b'"organization"', b'"Organization"')], "type",
        ("organization",)),
    Bad("two types", [ORG[:-1] + b',"type":"organization"}'], "type", ("duplicate",)),
    Bad("the same key escaped", [ORG[:-1] + b',"n\\u0061me":"x"}'], "name", ("duplicate",)),
    Bad("key with a NUL", [ORG[:-1] + b',"name\\u0000":"x"}'], "name\\x00", ("unknown key",)),
    Bad("empty key", [ORG[:-1] + b',"":"x"}'], "", ("unknown key",)),
    Bad("line that is too long", [ORG[:-1] + b" " * (1 << 20) + b"}"], "",
        ("at most 1048576 bytes",)),
    Bad("the line after blank ones", [b"", b" \t", b"\r", b"[]"], "", ("one JSON object",), at=4),
    Bad("two lines in error", [b"[]", b"", b"{}"], "type", ("missing",), at=3, count=2),
]


@cases(LINES)
class Lines(WorldErrorTest):
    pass


def dated(kind, first, last, **fields):
    return fact(kind, **fields, **{"from": first, "to": last})


def owns(owner, owned, first=None, last=None):
    return dated("ownership", first, last, owner="org-" + owner, owned="org-" + owned)


TENANT = EXAMPLES["tenant"]
UPPER = PROVIDER.upper()
REPEATED = [
    Bad("organization id", [fact("organization", id="org-prov", name="x", country="DE")], "id",
        ("duplicate", "org-prov", "line 1")),
    Bad("tenant id", [{**TENANT, "id": CUSTOMER}], "id", ("duplicate", CUSTOMER, "line 8")),
    Bad("tenant id in capitals", [{**TENANT, "id": CUSTOMER.upper()}], "id",
        ("duplicate", CUSTOMER, "line 8")),
    Bad("domain", [{**TENANT, "domain": "prov.example"}], "domain",
        ("duplicate", "prov.example", "line 5")),
    Bad("domain in capitals", [{**TENANT, "domain": "PROV.Example"}], "domain",
        ("duplicate", "line 5")),
    Bad("domain beyond ASCII in capitals",
        [{**TENANT, "domain": "zoë.example"}, {**TENANT, "id": NOBODY.replace("e", "f"),
                                               "domain": "ZOË.example"}], "domain",
        ("duplicate", "line %d" % (len(BASE) + 1)), at=2),
    Bad("Greek and Cyrillic domain",
        [{**TENANT, "domain": "дом.ψ"}, {**TENANT, "id": NOBODY.replace("e", "f"),
                                         "domain": "ДОМ.Ψ"}], "domain", ("duplicate",), at=2),
    Bad("offer id", [{**EXAMPLES["offer"], "id": "OFFER-1"}], "id", ("duplicate", "OFFER-1")),
    Bad("partner id", [{**EXAMPLES["partner_id"], "mpn_id": "5551234"}], "mpn_id",
        ("duplicate", "5551234")),
    Bad("account", [fact("account", tenant=RESELLER, onboarded_on="2020-01-01")], "tenant",
        ("duplicate", RESELLER)),
    Bad("account of an earlier day", [fact("account", tenant=RESELLER,
                                           onboarded_on="2001-01-01")], "tenant",
        ("duplicate", RESELLER)),
    Bad("account in capitals", [fact("account", tenant=RESELLER.upper(),
                                     onboarded_on="2019-01-01")], "tenant",
        ("duplicate", RESELLER)),
    Bad("the very same line", [BASE[0]], "id", ("duplicate", "line 1")),
]


@cases(REPEATED)
class Repeated(WorldErrorTest):
    """Ids that stand twice: the later line is in error, and names the earlier."""


DANGLING = [
    Bad("owner", [owns("none", "prov")], "owner", ("unknown organization", "org-none")),
    Bad("owned", [owns("prov", "none")], "owned", ("unknown organization", "org-none")),
    Bad("organization", [{**TENANT, "organization": "ORG-PROV"}], "organization",
        ("unknown organization", "ORG-PROV")),
] + [
    Bad("%s %s" % (kind, field), [{**EXAMPLES[kind], field: NOBODY}], field,
        ("unknown tenant", NOBODY))
    for kind, fields in FACT_FIELDS.items() for field, of in fields.items()
    if of == "guid" and kind != "tenant"
] + [Bad("capitals", [{**EXAMPLES["account"], "tenant": NOBODY.upper()}], "tenant",
         ("unknown tenant", NOBODY))]


@cases(DANGLING)
class Dangling(WorldErrorTest):
    """References to nobody, whatever line they stand in."""

    def test_two_in_a_line(self):
        name = self.put("world.ndjson", BASE + [line(owns("none", "nowhere"))])

        places = {place for place, _ in self.problems(self.check_aval(name, "/dev/null"))}

        self.assertEqual(places, {"world.ndjson:%d" % (len(BASE) + 1)})


RELATED = [
    Bad("ownership", [owns("prov", "prov")], "", ("itself",)),
    Bad("indirect relationship", [fact("indirect_relationship", provider=PROVIDER,
                                       reseller=PROVIDER)], "", ("itself",)),
    Bad("service agreement", [fact("service_agreement", provider=PROVIDER, reseller=UPPER,
                                   services=["billing"])], "", ("itself",)),
    Bad("customer relationship", [fact("customer_relationship", partner=UPPER,
                                       customer=PROVIDER)], "", ("itself",)),
    Bad("for no time", [dated("customer_relationship", "2020-01-01", "2020-01-01",
                              partner=PROVIDER, customer=PROVIDER)], "", ("itself",)),
]


@cases(RELATED)
class RelatedToThemselves(WorldErrorTest):
    pass


ENDING = [kind for kind, fields in FACT_FIELDS.items() if "to" in fields]
ENDINGS = [
    Bad(kind, [{**EXAMPLES[kind], "from": "2020-01-02", "to": "2020-01-01"}], "to",
        ("2020-01-01", "from")) for kind in ENDING
] + [
    Bad("partner of a direct acceptance",
        [{**EXAMPLES["customer_agreement"], "acceptance": "direct"}], "partner", ("attested",)),
    Bad("attested by nobody",
        [fact("customer_agreement", customer=CUSTOMER, acceptance="attested", date="2020-01-01",
              partner=None)], "partner", ("GUID",)),
]


@cases(ENDINGS)
class Ends(WorldErrorTest):
    """What ends before it begins, and a partner where none may be or one has to be."""


@cases([Row(kind, kind) for kind in ENDING])
class Empty(JudgeTest):
    """What begins and ends the same day, or is open on either side, is in order."""

    def check(self, row):
        sound = EXAMPLES[row.value]
        for first, last in (("2020-01-01", "2020-01-01"), (None, "2020-01-01"), (None, None),
                            ("9999-12-31", None), ("0001-01-01", "9999-12-31")):
            if row.value == "offer":
                sound = {**sound, "id": "OFFER-%s-%s" % (first, last)}
            world = base_world() + [{**sound, "from": first, "to": last}]

            self.assert_clean(self.check_aval(self.put_world(world), "/dev/null"))


OWNERS = [
    Bad("for ever", [owns("prov", "res"), owns("dir", "res")], "owned", ("two owners", "line"),
        at=2),
    Bad("the same owner", [owns("prov", "res"), owns("prov", "res")], "owned", ("two owners",),
        at=2),
    Bad("for a day", [owns("prov", "res", None, "2020-01-02"),
                      owns("dir", "res", "2020-01-01", None)], "owned", ("two owners",), at=2),
    Bad("one within the other", [owns("prov", "res", "2000-01-01", "2020-01-01"),
                                 owns("dir", "res", "2010-01-01", "2010-01-02")], "owned",
        ("two owners",), at=2),
    Bad("an empty one between", [owns("prov", "res", "2000-01-01", "2020-01-01"),
                                 owns("cust", "res", "2005-01-01", "2005-01-01"),
                                 owns("dir", "res", "2010-01-01", None)], "owned",
        ("two owners",), at=3),
    Bad("a short one between", [owns("prov", "res", "2000-01-01", "2020-01-01"),
                                owns("dir", "res", "2010-01-01", None)], "owned",
        ("two owners",), at=2),
]


@cases(OWNERS)
class TwoOwners(WorldErrorTest):
    pass


def in_circle(*dates):
    """The four organisations of the base world, each owning the next for a while."""
    names = ("prov", "res", "dir", "cust")[:len(dates)]
    return [owns(name, names[(at + 1) % len(names)], *dates[at]) for at, name in enumerate(names)]


CIRCLES = [
    Row("of two", in_circle((), ())),
    Row("of four", in_circle((), (), (), ())),
    Row("for one day", in_circle((None, "2020-01-02"), ("2020-01-01", None))),
    Row("on the last day", in_circle(("9999-12-31", None), ("2020-01-01", None))),
    Row("on the first day", in_circle((None, "0001-01-02"), (None, None), (None, "0001-01-02"))),
    Row("that closes late", in_circle(("2001-01-01", None), ("2002-01-01", None),
                                      ("2003-01-01", None), ("2000-01-01", "2003-01-02"))),
]
NO_CIRCLES = [
    Row("one after the other", in_circle((None, "2020-01-01"), ("2020-01-01", None))),
    Row("never all at once", in_circle(("2001-01-01", "2003-01-01"), ("2002-01-01", "2004-01-01"),
                                       ("2003-01-01", "2005-01-01"))),
    Row("an empty one closes it", in_circle((), (), ("2020-01-01", "2020-01-01"))),
    Row("four in a row", [owns("prov", "res"), owns("res", "dir"), owns("dir", "cust")]),
    Row("owners one after the other", [owns("prov", "res", None, "2020-01-01"),
                                       owns("dir", "res", "2020-01-01", None)]),
    Row("empty ones within", [owns("prov", "res"), owns("dir", "res", "2020-01-01",
                                                        "2020-01-01")]),
    Row("the other way round later", in_circle((None, "2019-12-31"), ("2020-01-01", None))),
]


@cases(CIRCLES)
class Circles(JudgeTest):
    """Ownership in a circle on any date."""

    def check(self, row):
        name = self.put_world(base_world() + row.value)

        found = self.problems(self.check_aval(name, "/dev/null"))

        first, last = len(BASE) + 1, len(BASE) + len(row.value)
        place, said = found[0]
        self.assertIn(int(place.rpartition(":")[2]), range(first, last + 1))
        self.assertTrue(said.startswith(("owned: ", "owner: ")), said)
        self.assertIn("itself", said)


@cases(NO_CIRCLES)
class NoCircles(JudgeTest):
    def check(self, row):
        name = self.put_world(base_world() + row.value)

        self.assert_clean(self.check_aval(name, "/dev/null"))


COUNTS = [Row(str(count), count) for count in (1, 19, 20, 21, 1000)]


@cases(COUNTS)
class Counts(JudgeTest):
    """Twenty problems are shown, the rest is counted."""

    def check(self, row):
        name = self.put("world.ndjson", BASE + [b"{}"] * row.value)

        result = self.check_aval(name, self.put_proposals())

        self.assert_refused(result, "refused whole")
        lines = result.text.split("\naval: ")[0].splitlines()
        shown_lines = [text for text in lines if text.startswith("world.ndjson:")]
        self.assertEqual(len(shown_lines), min(row.value, 20))
        rest = ["and %d more" % (row.value - 20)] if row.value > 20 else []
        self.assertEqual(lines[len(shown_lines):], rest)

    def test_in_french(self):
        name = self.put("world.ndjson", [b"{}"] * 30)

        result = self.check_aval(name, "/dev/null", "--lang", "fr")

        self.assert_refused(result, "absent ; attendu : l'un de", "et 10 autres")

    def test_of_both_kinds(self):
        """Errors of form and dangling references are counted together."""
        wrong = [b"[]"] * 15 + [line({**EXAMPLES["account"], "tenant": NOBODY})]

        found = self.problems(self.check_aval(self.put("w", BASE + wrong), "/dev/null"))

        self.assertEqual(len(found), 16)

    def test_line_of_a_record_that_is_broken(self):
        """What a broken line would have defined is not told to be missing everywhere."""
        broken = [text.replace(b'"kind":"partner"', b'"kind":"x"') for text in BASE]

        found = self.problems(self.check_aval(self.put("w", broken), "/dev/null"))

        self.assertEqual([place for place, _ in found[:3]], ["w:5", "w:6", "w:7"])


class Names(JudgeTest):
    """The file is named as it was given."""

    def test_with_a_folder_and_spaces(self):
        name = self.put("a folder/wörld.ndjson", b"{}\n")

        self.assert_refused(self.check_aval(name, "/dev/null"), "a folder/wörld.ndjson:1: type: ")

    def test_that_is_a_pipe(self):
        result = self.check_aval("/dev/stdin", "/dev/null", stdin=ndjson([{}]))

        self.assert_refused(result, "/dev/stdin:1: type: ")
