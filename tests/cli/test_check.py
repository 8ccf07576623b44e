# SPDX-License-Identifier: Apache-2.0
"""`check` on sound input: every way in and out gives the same decisions."""

import json
import random
import unittest

from facts import (CAPABILITIES, CUSTOMER, DIRECT, PROPOSALS, PROVIDER, RESELLER, Raw, base_world,
                   csv_files, fact, from_csv, line, ndjson, proposal)
from judging import JudgeTest
from program import ROOT, Row, cases, slow

VECTORS = ROOT.parent / "shared" / "data" / "decisions"
SUPPORTED = b'{"id":"p%d","verdict":"supported","findings":[]}\n'
BASE_DECISIONS = b"".join(SUPPORTED % number for number in range(1, 8)).replace(
    SUPPORTED % 6,
    b'{"id":"p6","verdict":"not_supported","findings":["ending-through-support"]}\n')


class Forms(JudgeTest):
    """The world as lines and as tables, the proposals from a file and from a pipe."""

    def test_lines(self):
        out = self.judged(self.put_world(), self.put_proposals())

        self.assertEqual(out, BASE_DECISIONS)

    def test_folder(self):
        out = self.judged(self.put_folder(csv_files(base_world())), self.put_proposals())

        self.assertEqual(out, BASE_DECISIONS)

    def test_folder_with_a_slash(self):
        folder = self.put_folder(csv_files(base_world()))

        self.assertEqual(self.judged(folder + "/", self.put_proposals()), BASE_DECISIONS)

    def test_folder_with_columns_in_any_order(self):
        chance = random.Random(7)
        files = csv_files(base_world(),
                          order=lambda columns: chance.sample(columns, len(columns)))

        self.assertEqual(self.judged(self.put_folder(files), self.put_proposals()),
                         BASE_DECISIONS)

    def test_folder_with_bare_line_feeds(self):
        files = csv_files(base_world(), end="\n")

        self.assertEqual(self.judged(self.put_folder(files), self.put_proposals()),
                         BASE_DECISIONS)

    def test_there_and_back(self):
        world = from_csv(csv_files(base_world()))

        self.assertEqual(self.judged(self.put_world(world), self.put_proposals()), BASE_DECISIONS)

    def test_standard_input_that_is_a_pipe(self):
        out = self.judged(self.put_world(), "-", stdin=ndjson(PROPOSALS.values()))

        self.assertEqual(out, BASE_DECISIONS)

    def test_standard_input_that_is_a_file(self):
        self.put_proposals()
        with open(self.folder / "proposals.ndjson", "rb") as file:
            out = self.judged(self.put_world(), "-", stdin=file)

        self.assertEqual(out, BASE_DECISIONS)

    def test_file_whose_name_begins_with_a_dash(self):
        self.put_proposals(name="-p")

        result = self.run_aval("check", "--world", self.put_world(), "--", "-p")

        self.assert_clean(result)
        self.assertEqual(result.out, BASE_DECISIONS)

    def test_options_after_the_operand(self):
        self.put_world()
        self.put_proposals()

        result = self.run_aval("check", "proposals.ndjson", "--jobs=2", "--world=world.ndjson")

        self.assert_clean(result)
        self.assertEqual(result.out, BASE_DECISIONS)

    def test_world_and_proposals_through_pipes(self):
        script = '"$0" check --world <(cat world.ndjson) <(cat proposals.ndjson)'
        self.put_world()
        self.put_proposals()

        self.assertEqual(self.run_shell(script).out, BASE_DECISIONS)

    def test_empty_world_and_no_proposals(self):
        self.assertEqual(self.judged("/dev/null", "/dev/null"), b"")


JOBS = [Row("%d jobs" % jobs, jobs) for jobs in (1, 2, 3, 4, 5, 6, 7, 8, 256)]


@cases(JOBS)
class Jobs(JudgeTest):
    """Thousands of lines, some of them in error: the same bytes however many judge."""

    def check(self, row):
        chance = random.Random(11)
        sound = [line(value) for value in PROPOSALS.values()]
        lines = [chance.choice(sound + [b"", b"{}", b"x" * 900, b" \t"]) for _ in range(20000)]
        expected = {text: BASE_DECISIONS.splitlines()[at] for at, text in enumerate(sound)}

        out = self.judged(self.put_world(), self.put("proposals.ndjson", lines), "--jobs",
                          str(row.value), status=1).splitlines()

        asked = [(number, text) for number, text in enumerate(lines, 1) if text.strip()]
        self.assertEqual(len(out), len(asked))
        for answer, (number, text) in zip(out, asked):
            if text in expected:
                self.assertEqual(answer, expected[text])
            else:
                self.assertIn(b"line %d: " % number, answer)


LINE_FORMS = [
    Row("CR LF", b"\r\n".join(map(line, PROPOSALS.values())) + b"\r\n"),
    Row("no end of the last line", ndjson(PROPOSALS.values())[:-1]),
    Row("blank lines", b"\n\r\n \t\n" + ndjson(PROPOSALS.values()).replace(b"\n", b"\n\n")),
    Row("CR before the missing end", ndjson(PROPOSALS.values())[:-1] + b"\r"),
    Row("white space", b"".join(b" \t" + json.dumps(value, indent=0).replace("\n", " ").encode()
                                + b"\t \n" for value in PROPOSALS.values())),
    Row("keys the other way round", ndjson(dict(reversed(value.items()))
                                           for value in PROPOSALS.values())),
    Row("escapes", ndjson(PROPOSALS.values()).replace(b'"act":"e', b'"\\u0061ct":"\\u0065')),
    Row("upper case GUIDs", ndjson(
        {key: item.upper() if isinstance(item, str) and len(item) == 36 else item
         for key, item in value.items()} for value in PROPOSALS.values())),
]


@cases(LINE_FORMS)
class LineForms(JudgeTest):
    """Other ways to write the same proposals."""

    def check(self, row):
        out = self.judged(self.put_world(), "-", stdin=row.value)

        self.assertEqual(out, BASE_DECISIONS)


WORLD_LINE_FORMS = [
    Row("CR LF", ndjson(base_world()).replace(b"\n", b"\r\n")),
    Row("no end of the last line", ndjson(base_world())[:-1]),
    Row("blank lines", b"\n\r\n \t\n" + ndjson(base_world()).replace(b"\n", b"\n\n")),
    Row("the other way round", ndjson(reversed(base_world()))),
    Row("keys the other way round", ndjson(dict(reversed(value.items()))
                                           for value in base_world())),
    Row("escapes", ndjson(base_world()).replace(b'"type"', b'"\\u0074ype"')),
]


@cases(WORLD_LINE_FORMS)
class WorldLineForms(JudgeTest):
    """Other ways to write the same world."""

    def check(self, row):
        out = self.judged(self.put("world.ndjson", row.value), self.put_proposals())

        self.assertEqual(out, BASE_DECISIONS)


ID_TEXTS = [
    Row("controls", "".join(map(chr, range(0x20)))),
    Row("quotes and slashes", "\"\\/'"),
    Row("beyond ASCII", "é€😀\u2028\u2029\u00ad"),
    Row("DEL and C1", "\x7f\x80\x9b\x9f"),
    Row("marks of direction", "\u202e\u2066\u200b\ufeff"),
    Row("outermost characters", "\u0001\uffff\U0010ffff"),
    Row("200 bytes", "é" * 100),
    Row("only a space", " "),
    Row("a NUL in the middle", "a\0b"),
]


@cases(ID_TEXTS)
class Ids(JudgeTest):
    """Ids come back as RFC 8785 writes them, however they were written."""

    def check(self, row):
        sound = {**PROPOSALS["engage_partner"], "id": row.value}
        expected = b'{"id":%s,"verdict":"supported","findings":[]}\n' % json.dumps(
            row.value, ensure_ascii=False).encode()

        out = self.judged(self.put_world(), "-", stdin=ndjson((sound, Raw(json.dumps(sound)))))

        self.assertEqual(out, expected * 2)

    def test_not_unique(self):
        twice = [PROPOSALS["engage_partner"]] * 2

        self.assertEqual(self.judged(self.put_world(), self.put_proposals(twice)),
                         SUPPORTED % 5 * 2)


NULLS = [
    Row("place_order provider null", {**PROPOSALS["place_order"], "seller": DIRECT,
                                      "provider": None}),
    Row("place_order offer null", {**PROPOSALS["place_order"], "offer": None}),
    Row("place_order quantity null", {**PROPOSALS["place_order"], "quantity": None}),
    Row("place_order without any", {key: value for key, value in PROPOSALS["place_order"].items()
                                    if key not in ("offer", "quantity")}),
    Row("quantity 1", {**PROPOSALS["place_order"], "quantity": 1}),
    Row("quantity 10000000", {**PROPOSALS["place_order"], "quantity": 10000000}),
    Row("no capability", {**PROPOSALS["enroll"], "role": "indirect_reseller",
                          "capabilities": []}),
    Row("first day", {**PROPOSALS["engage_partner"], "partner": DIRECT, "date": "2019-01-01"}),
    Row("last day", {**PROPOSALS["engage_partner"], "date": "9999-12-31"}),
    Row("leap day", {**PROPOSALS["engage_partner"], "date": "2020-02-29"}),
    Row("leap day of a century", {**PROPOSALS["engage_partner"], "date": "2400-02-29"}),
]


@cases(NULLS)
class Limits(JudgeTest):
    """Proposals at the edge of what is allowed."""

    def check(self, row):
        out = self.judged(self.put_world(), self.put_proposals([row.value]))

        self.assertEqual(self.decisions(out)[0]["verdict"], "supported")


class FirstDay(JudgeTest):
    def test_year_one(self):
        early = {**PROPOSALS["engage_partner"], "date": "0001-01-01"}

        out = self.judged(self.put_world(), self.put_proposals([early]))

        self.assertEqual(self.decisions(out)[0]["findings"], ["enrolled-in-role:partner"])


class Profiles(JudgeTest):
    """The profile chooses the rules; where none is named it is the programme."""

    def out_of(self, *options):
        asked = [{**PROPOSALS["enroll"], "tenant": RESELLER},
                 {**PROPOSALS["end_indirect_relationship"], "date": "2020-07-01"}]
        world = base_world()
        return [decision["findings"] for decision in self.decisions(
            self.judged(self.put_world(world), self.put_proposals(asked), *options))]

    def test_article(self):
        self.assertEqual(self.out_of("--profile", "article"), [[], ["ending-through-support"]])

    def test_programme(self):
        self.assertEqual(self.out_of("--profile=programme"), [[], []])

    def test_default(self):
        self.assertEqual(self.out_of(), self.out_of("--profile", "programme"))


class Outputs(JudgeTest):
    """JSON lines into a pipe unless text is asked for, and no escape codes in either."""

    def test_json_says_what_a_pipe_gets(self):
        self.assertEqual(self.judged(self.put_world(), self.put_proposals(), "--json"),
                         BASE_DECISIONS)

    def test_text(self):
        out = self.judged(self.put_world(), self.put_proposals(), "--text").decode()

        self.assertIn("p1  supported\n", out)
        self.assertIn("p6  not supported\n", out)
        self.assertIn("ending-through-support", out)
        self.assertNotRegex(out, r"[\x00-\x09\x0b-\x1f\x7f]")

    def test_text_in_french(self):
        out = self.judged(self.put_world(), self.put_proposals(), "--text", "--lang", "fr")

        self.assertIn("p6  non pris en charge\n", out.decode())

    def test_json_is_english_whatever_the_language(self):
        asked = self.put_proposals([*PROPOSALS.values(), {}])

        english = self.judged(self.put_world(), asked, "--lang", "en", status=1)
        french = self.judged(self.put_world(), asked, "--lang", "fr", status=1)

        self.assertEqual(english, french)

    def test_text_of_an_error_line(self):
        out = self.judged(self.put_world(), "-", "--text", stdin=b'{"id":"odd"}\n[]\n', status=1)

        self.assertRegex(out.decode(), r"\Aodd  in error  line 1: .*\n-  in error  line 2: .*\n\Z")


    def test_text_of_an_error_line_in_french(self):
        out = self.judged(self.put_world(), "-", "--text", "--lang", "fr", stdin=b'{"id":"odd"}',
                          status=1)

        self.assertEqual(out.decode().split(" ; ")[0],
                         "odd  en erreur  ligne 1 : act : absent")


class Statuses(JudgeTest):
    """0: all judged; 1: some or all lines in error; 2: nothing could be judged."""

    def test_nothing_supported_is_0(self):
        asked = [PROPOSALS["end_indirect_relationship"]]

        self.assert_clean(self.check_aval(self.put_world(), self.put_proposals(asked)))

    def test_nothing_asked_is_0(self):
        self.assertEqual(self.judged(self.put_world(), "-", stdin=b"\n \n"), b"")

    def test_one_line_in_error_is_1(self):
        asked = [*PROPOSALS.values(), {}]

        result = self.check_aval(self.put_world(), self.put_proposals(asked))

        self.assert_clean(result, 1)
        self.assertTrue(result.out.startswith(BASE_DECISIONS))

    def test_all_lines_in_error_is_1(self):
        self.assert_clean(self.check_aval("/dev/null", self.put_proposals()), 1)


UNREADABLE = [Row("missing", "no-such-file"), Row("folder", "."), Row("below a file",
                                                                      "world.ndjson/x"),
              Row("without a name", ""), Row("that gives an error", "/proc/self/mem")]


@cases(UNREADABLE)
class Unreadable(JudgeTest):
    """What cannot be read is named; nothing is judged."""

    def check(self, row):
        for jobs in ("1", "2"):
            result = self.check_aval(self.put_world(), row.value, "--jobs", jobs)

            self.assert_refused(result, "could not read \"%s\"" % row.value)

    def test_closed_standard_input(self):
        self.put_world()

        result = self.run_shell('"$0" check --world world.ndjson - <&-')

        self.assert_refused(result, "could not read")


UNREADABLE_WORLDS = [row for row in UNREADABLE if row.name not in ("folder", "below a file")]


@cases(UNREADABLE_WORLDS)
class UnreadableWorlds(JudgeTest):
    def check(self, row):
        result = self.check_aval(row.value, self.put_proposals())

        self.assert_refused(result, "\"%s\"" % row.value)

    def test_folder_for_a_file_of_facts(self):
        (self.folder / "world" / "tenant.csv").mkdir(parents=True)

        self.assert_refused(self.check_aval("world", "/dev/null"), "world/tenant.csv")

    def test_dangling_link_for_a_file_of_facts(self):
        (self.folder / "world").mkdir()
        (self.folder / "world" / "tenant.csv").symlink_to("nowhere")

        self.assert_refused(self.check_aval("world", "/dev/null"), "world/tenant.csv")


@unittest.skipUnless(VECTORS.is_dir(), "the conformance vectors are optional")
class Vectors(JudgeTest):
    """The decisions due on a larger world, byte for byte."""

    def judge(self, world, profile, *options):
        expected = (VECTORS / ("decisions-%s.ndjson" % profile)).read_bytes()

        out = self.judged(world, VECTORS / "proposals.ndjson", "--profile", profile, *options)

        self.assertTrue(out == expected, "the decisions differ")

    def test_article(self):
        self.judge(VECTORS / "world.ndjson", "article")

    def test_programme(self):
        self.judge(VECTORS / "world.ndjson", "programme", "--jobs", "3")

    @slow
    def test_as_tables(self):
        text = (VECTORS / "world.ndjson").read_text(encoding="utf-8")
        files = csv_files([json.loads(row) for row in text.splitlines() if row])

        self.judge(self.put_folder(files), "programme")

    def test_errors(self):
        lines = (VECTORS / "errors.ndjson").read_bytes().splitlines()

        out = self.judged(VECTORS / "world.ndjson", VECTORS / "errors.ndjson", status=1)

        errors = self.decisions(out)
        self.assertEqual(len(errors), len(lines))
        for number, error in enumerate(errors, 1):
            self.assertRegex(error["error"], r"\Aline %d: " % number)


MORE_FACTS = [
    Row("acceptance attested by the customer itself",
        fact("customer_agreement", customer=CUSTOMER, acceptance="attested", partner=CUSTOMER,
             date="2020-01-01")),
    Row("direct acceptance with a null partner",
        fact("customer_agreement", customer=CUSTOMER, acceptance="direct", partner=None,
             date="2020-01-01")),
    Row("the same enrolment again", base_world()[8]),
    Row("the same relationship again",
        fact("indirect_relationship", provider=PROVIDER, reseller=RESELLER)),
    Row("relationships the other way round",
        fact("indirect_relationship", provider=RESELLER, reseller=DIRECT)),
    Row("empty interval", fact("customer_relationship", partner=RESELLER, customer=CUSTOMER, **{
        "from": "2020-01-01", "to": "2020-01-01"})),
    Row("both services", fact("service_agreement", provider=PROVIDER, reseller=RESELLER,
                              services=["support", "billing"])),
    Row("markets none", fact("offer", id="O", name="O", publisher="P", party="third",
                             markets=[])),
    Row("market that is in no list", fact("offer", id="O", name="O", publisher="P",
                                          party="third", markets=["XX", "ZZ"])),
    Row("country that is in no list", fact("organization", id="O", name="O", country="ZZ")),
    Row("ids that differ in case", fact("organization", id="ORG-PROV", name="O", country="DE")),
    Row("partner ids that differ in zeros", fact("partner_id", mpn_id="05551234",
                                                 tenant=RESELLER, country="FR")),
    Row("text of 1024 bytes", fact("organization", id="O", name="é" * 512, country="DE")),
    Row("id of 1024 bytes", fact("organization", id="O" * 1024, name="O", country="DE")),
    Row("text that looks like more", fact("organization", id="null", name="-", country="DE")),
    Row("name with a line end and quotes", fact("organization", id="O", name="a\n\"b\", c",
                                                country="DE")),
]


@cases(MORE_FACTS)
class MoreFacts(JudgeTest):
    """Facts that are allowed, in both forms, and change none of the decisions."""

    def check(self, row):
        world = base_world() + [row.value]

        self.assertEqual(self.judged(self.put_world(world), self.put_proposals()), BASE_DECISIONS)
        self.assertEqual(self.judged(self.put_folder(csv_files(world)), self.put_proposals()),
                         BASE_DECISIONS)


class OfferId(JudgeTest):
    def test_of_1024_bytes(self):
        name = "é" * 512
        offer = fact("offer", id=name, name="O", publisher="P", party="first", markets=["BE"])
        asked = proposal("long", "place_order", seller=DIRECT, customer=CUSTOMER, offer=name)

        out = self.judged(self.put_world(base_world() + [offer]), self.put_proposals([asked]))

        self.assertEqual(self.decisions(out)[0]["findings"], [])

    def test_capabilities_that_lack(self):
        asked = [{**PROPOSALS["enroll"], "capabilities": [word for word in CAPABILITIES
                                                          if word != lacking]}
                 for lacking in CAPABILITIES]

        out = self.judged(self.put_world(), self.put_proposals(asked))

        self.assertEqual([decision["findings"] for decision in self.decisions(out)],
                         [["direct-bill-capable:" + word] for word in CAPABILITIES])
