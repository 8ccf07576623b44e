# SPDX-License-Identifier: Apache-2.0
"""`ask`: one question, its parties named as people name them."""

import datetime
import fcntl
import json
import os
import pty
import re
import signal
import struct
import termios
from typing import NamedTuple

from facts import CUSTOMER, DIRECT, NOBODY, PROVIDER, RESELLER, base_world, fact
from judging import JudgeTest
from program import Row, cases

ON = ("--on", "2020-05-12")
ORDER = ("order", "--seller", "res.example", "--provider", "prov.example", "--customer",
         "cust.example")
DIRECT_ORDER = ("order", "--seller", "dir.example", "--customer", "cust.example")


class Question(NamedTuple):
    """A question about the base world: its words, the act that it is, and what is found."""

    words: str
    act: dict
    findings: tuple = ()

    @property
    def name(self):
        return self.words


PAIR = {"provider": PROVIDER, "reseller": RESELLER}
QUESTIONS = [
    Question("order --seller res.example --provider prov.example --customer cust.example",
             {"act": "place_order", "seller": RESELLER, "provider": PROVIDER,
              "customer": CUSTOMER}),
    Question("order --seller dir.example --customer cust.example --offer OFFER-1 --quantity 7",
             {"act": "place_order", "seller": DIRECT, "customer": CUSTOMER, "offer": "OFFER-1",
              "quantity": 7}),
    Question("order --seller res.example --customer cust.example",
             {"act": "place_order", "seller": RESELLER, "customer": CUSTOMER},
             ("chain-of-sale:direct_bill",)),
    Question("reseller --provider prov.example --reseller res.example",
             {"act": "establish_indirect_relationship", **PAIR}),
    Question("customer --partner dir.example --customer cust.example",
             {"act": "establish_customer_relationship", "partner": DIRECT,
              "customer": CUSTOMER}),
    Question("partner-id --provider prov.example --reseller res.example --mpn-id 5551234 "
             "--new-subscription true",
             {"act": "associate_partner_id", **PAIR, "mpn_id": "5551234",
              "new_subscription": True}),
    Question("partner-id --provider prov.example --reseller res.example --mpn-id 5551234 "
             "--new-subscription false",
             {"act": "associate_partner_id", **PAIR, "mpn_id": "5551234",
              "new_subscription": False}),
    Question("support --partner dir.example --customer cust.example",
             {"act": "engage_partner", "partner": DIRECT, "customer": CUSTOMER}),
    Question("end --provider prov.example --reseller res.example --requested-by vendor_support",
             {"act": "end_indirect_relationship", **PAIR, "requested_by": "vendor_support"}),
    Question("end --provider prov.example --reseller res.example --requested-by provider",
             {"act": "end_indirect_relationship", **PAIR, "requested_by": "provider"},
             ("ending-through-support",)),
    Question("enroll --tenant cust.example --role direct_bill --capabilities "
             "support,billing,api_integration,managed_services",
             {"act": "enroll", "tenant": CUSTOMER, "role": "direct_bill",
              "capabilities": ["api_integration", "billing", "managed_services", "support"]}),
    Question("enroll --tenant cust.example --role direct_bill --capabilities billing",
             {"act": "enroll", "tenant": CUSTOMER, "role": "direct_bill",
              "capabilities": ["billing"]},
             ("direct-bill-capable:api_integration", "direct-bill-capable:managed_services",
              "direct-bill-capable:support")),
    Question("enroll --tenant cust.example --role indirect_reseller",
             {"act": "enroll", "tenant": CUSTOMER, "role": "indirect_reseller",
              "capabilities": []}),
]
FULL_KEYS = ["id", "act", "verdict", "as_of", "profile", "rulebook", "basis", "findings",
             "way_forward", "obligations", "readings", "other_readings", "dossier", "digest"]


class AskTest(JudgeTest):
    """Asks about the base world, unless another is put."""

    def ask(self, *words, world=None, **run):
        if world is None and not (self.folder / "world.ndjson").exists():
            self.put_world()
        return self.run_aval("ask", *words, "--world", world or "world.ndjson", **run)

    def answer(self, *words, **run):
        """The text of an answer, in English unless asked otherwise."""
        result = self.ask(*words, **run)
        self.assert_clean(result)
        return result.out.decode()

    def full(self, *words, **run):
        """The full form, checked for its form."""
        text = self.answer(*words, "--json", **run)
        self.assertEqual(text.count("\n"), 1)
        found = json.loads(text)
        self.assertEqual(text, json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n")
        self.assertEqual(list(found), FULL_KEYS)
        return found


@cases(QUESTIONS)
class Acts(AskTest):
    """Every act can be asked about, and is judged as a proposal is."""

    def check(self, row):
        words = row.words.split(" ")

        found = self.full(*words, *ON)
        names = [finding["rule"] + (":" + finding["position"] if finding["position"] else "")
                 for finding in found["findings"]]

        self.assertEqual(found["act"], {"date": "2020-05-12", **row.act})
        self.assertEqual(tuple(names), row.findings)
        self.assertEqual(found["verdict"], "not_supported" if row.findings else "supported")
        self.assertIsNone(found["id"])
        self.assert_same_as_check(found)
        self.assert_text(words, row)

    def assert_same_as_check(self, found):
        """`check --full` of the same act says the same, but for the name of the proposal."""
        asked = self.put_proposals([{"id": "p1", **found["act"]}])
        out = self.judged("world.ndjson", asked, "--full", "--json")

        self.assertEqual({**found, "id": "p1"}, json.loads(out))

    def assert_text(self, words, row):
        text = self.answer(*words, *ON)

        self.assertIn(", 12 May 2020\n", text)
        self.assertIn("\n\n%ssupported\n" % ("not " if row.findings else ""), text)
        self.assertIn("what would help:" if row.findings else "permitted by:", text)
        for finding in row.findings:
            self.assertRegex(text, r"(?m)^    %s( \(|$)" % re.escape(finding))


NAMES = [
    Row("id", RESELLER), Row("id in capitals", RESELLER.upper()), Row("domain", "res.example"),
    Row("domain in capitals", "RES.Example"), Row("partner id", "5551234"),
    Row("name", "Rés & Söhne"), Row("name in capitals", "RÉS & SÖHNE"),
    Row("beginning of a domain", "res.ex"), Row("shortest beginning of a domain", "res"),
    Row("beginning of a name", "rés & s"), Row("beginning of an id", "b000"),
]


def named_world(**names):
    """The base world, its organisations called otherwise."""
    return [{**row, "name": names.get(row["name"], row["name"])}
            if row["type"] == "organization" else row for row in base_world()]


@cases(NAMES)
class Names(AskTest):
    """All ways of naming a party."""

    def check(self, row):
        self.put_world(named_world(res="Rés & Söhne"))

        found = self.full("support", "--partner", row.value, "--customer", "cust.example")

        self.assertEqual(found["act"]["partner"], RESELLER)

    def test_domain_before_partner_id_before_name(self):
        world = named_world(dir="5551234", cust="res.example")
        world += [fact("organization", id="org-x", name="X", country="FR"),
                  fact("tenant", id=NOBODY, domain="5551234.example", organization="org-x",
                       country="FR", kind="customer")]
        self.put_world(world)

        for typed in ("res.example", "5551234"):
            found = self.full("support", "--partner", typed, "--customer", CUSTOMER)
            self.assertEqual(found["act"]["partner"], RESELLER)

    def test_whole_before_beginning(self):
        world = base_world() + [fact("tenant", id=NOBODY, domain="res.example.more",
                                     organization="org-cust", country="BE", kind="customer")]
        self.put_world(world)

        found = self.full("support", "--partner", "res.example", "--customer", CUSTOMER)

        self.assertEqual(found["act"]["partner"], RESELLER)


OFFERS = [Row("id", "OFFER-1"), Row("other case", "offer-1"), Row("beginning", "off")]


@cases(OFFERS)
class Offers(AskTest):
    def check(self, row):
        found = self.full(*DIRECT_ORDER, "--offer", row.value)

        self.assertEqual(found["act"]["offer"], "OFFER-1")

    def test_several(self):
        self.put_world(base_world() + [fact("offer", id="OFFER-10", name="O", publisher="P",
                                            party="first", markets=["*"])])

        self.assertEqual(self.full(*DIRECT_ORDER, "--offer", "offer-1")["act"]["offer"],
                         "OFFER-1")
        self.assert_refused(self.ask(*DIRECT_ORDER, "--offer", "offer"),
                            '"offer" of --offer fits 2 offers', "\n  OFFER-1\n  OFFER-10\n")

    def test_unknown(self):
        self.assert_refused(self.ask(*DIRECT_ORDER, "--offer", "ofer"),
                            '"ofer" of --offer fits no offer', "\n  OFFER-1\n", "--offer OFFER-1")
        self.assert_refused(self.ask(*DIRECT_ORDER, "--offer", "xyz"), "fits no offer")
        self.assert_refused(self.ask(*DIRECT_ORDER, "--offer", ""), "fits no offer")


def crowd(count):
    """So many tenants more, of one organisation."""
    return base_world() + [
        fact("tenant", id="f0000000-0000-4000-8000-%012d" % number, organization="org-cust",
             domain="branch%02d.example" % number, country="BE", kind="customer")
        for number in range(count)]


class Ambiguous(AskTest):
    """A name that several fit: they are told, and nothing is asked."""

    def test_few(self):
        self.put_world(crowd(3))

        result = self.ask("order", "--seller", "dir", "--customer", "bran", *ON)

        self.assert_refused(result, '"bran" of --customer fits 3 tenants',
                            "--customer branch00.example")
        rows = re.findall(r"(?m)^  (f0\S+)  (\S+)  (\S+) +BE +customer$", result.text)
        self.assertEqual([row[1] for row in rows],
                         ["branch00.example", "branch01.example", "branch02.example"])
        self.assertRegex(result.text, r"(?m)^  id +domain +organisation +country  kind$")

    def test_many(self):
        self.put_world(crowd(25)[::-1])

        result = self.ask("order", "--seller", "dir", "--customer", "branch", *ON)

        self.assert_refused(result, "fits 25 tenants", "\n  and 15 more\n")
        self.assertEqual(re.findall(r"branch(\d\d)\.example  ", result.text),
                         ["%02d" % number for number in range(10)])

    def test_french(self):
        self.put_world(crowd(3))

        result = self.ask("order", "--seller", "dir", "--customer", "cust", "--lang", "fr",
                          "--provider", "branch")

        self.assert_refused(result, "« branch » (--provider) désigne 3 locataires",
                            "  client\n", "désignez-en un")

    def test_hint_can_be_followed(self):
        self.put_world(crowd(3))
        result = self.ask("order", "--seller", "dir", "--customer", "branch")
        option, name = re.search(r"(--customer) (\S+)$", result.text.strip()).groups()

        found = self.full("order", "--seller", "dir", option, name)

        self.assertEqual(found["act"]["customer"], "f0000000-0000-4000-8000-000000000000")


UNKNOWN = [Row("misspelled domain", "dri.example"), Row("misspelled beginning", "diir"),
           Row("part of a domain", "ir.exam")]


@cases(UNKNOWN)
class Unknown(AskTest):
    """A name that fits nobody: who may be meant is told."""

    def check(self, row):
        result = self.ask("order", "--seller", row.value, "--customer", "cust")

        self.assert_refused(result, '"%s" of --seller fits no tenant' % row.value,
                            "these are near:\n", "  dir.example ")

    def test_nobody_near(self):
        for name in ("xyzzy", "", "zz", "\udcff\udcfe", "é" * 2000, NOBODY, "%s", "{0}"):
            result = self.ask("order", "--seller", name, "--customer", "cust")

            self.assertEqual((result.status, result.out), (2, b""))
            self.assertIn("fits no tenant", result.text)
            self.assertIn("name a tenant by its id, domain, partner id", result.text)

    def test_french(self):
        result = self.ask("order", "--seller", "diir", "--customer", "cust", "--lang", "fr")

        self.assert_refused(result, "ne désigne aucun locataire", "voici qui en approche :")

    def test_partner_id(self):
        result = self.ask("partner-id", "--provider", "prov", "--reseller", "res", "--mpn-id",
                          "999", "--new-subscription", "true")

        self.assert_refused(result, '"999" of --mpn-id is no partner id')


MISSING = [
    Row("order", ("--seller", "--customer")),
    Row("reseller", ("--provider", "--reseller")),
    Row("customer", ("--partner", "--customer")),
    Row("partner-id", ("--provider", "--reseller", "--mpn-id", "--new-subscription")),
    Row("support", ("--partner", "--customer")),
    Row("end", ("--provider", "--reseller", "--requested-by")),
    Row("enroll", ("--tenant", "--role")),
]
VALUES = {"--new-subscription": "true", "--requested-by": "provider", "--role": "direct_bill",
          "--mpn-id": "5551234"}


@cases(MISSING)
class Missing(AskTest):
    """What an act needs is asked for by name, with an example that works as it stands."""

    def check(self, row):
        for left_out in row.value:
            given = [word for option in row.value if option != left_out
                     for word in (option, VALUES.get(option, "cust.example"))]

            result = self.ask(row.name, *given)

            self.assert_refused(result, 'option "%s" is missing' % left_out)
            example = re.search(r"for example: aval (ask %s .*)" % row.name, result.text)[1]
            self.assertEqual(self.run_aval(*example.split(" ")).status, 0, example)

    def test_french(self):
        self.assert_refused(self.ask("order", "--lang", "fr"), "il manque l'option « --seller »",
                            "par exemple : aval ask order")


class Typed(NamedTuple):
    """Words as typed, and words that the answer has."""

    line: str
    words: tuple

    @property
    def name(self):
        return self.line


WHO = "order --seller dir --customer cust "
ENROLL = "enroll --tenant cust --role direct_bill "
WRONG = [
    Typed("", ("ACT is missing",)),
    Typed("sell", ('"sell" is no value of ACT', "order, reseller, customer, partner-id")),
    Typed("place_order", ('"place_order" is no value of ACT',)),
    Typed(WHO + "more", ('unexpected argument "more"',)),
    Typed(WHO + "--reseller res", ('"order" has no option "--reseller"', "for example:")),
    Typed("support --partner dir --customer cust --offer OFFER-1",
          ('"support" has no option "--offer"',)),
    Typed(WHO + "--quantity 0", ('"0" is no value of --quantity', "1 to 10000000")),
    Typed(WHO + "--quantity 1.5", ('"1.5" is no value of --quantity',)),
    Typed(WHO + "--quantity 10000001", ('"10000001" is no value of --quantity',)),
    Typed(WHO + "--quantity ''", ('"" is no value of --quantity',)),
    Typed(WHO + "--on 2020-02-30", ('"2020-02-30" is no value of --on', "YYYY-MM-DD")),
    Typed(WHO + "--on today", ('"today" is no value of --on',)),
    Typed(WHO + "--on ''", ('"" is no value of --on',)),
    Typed(WHO + "--profile both", ('"both" is no value of --profile',)),
    Typed(WHO + "--other-reading Q1", ('"Q1" is no value of --other-reading',)),
    Typed(WHO + "--db sqlite:x", ('"--world" and "--db" exclude each other',)),
    Typed(WHO + "--sellr dir", ('unknown option "--sellr"', "--seller")),
    Typed(ENROLL + "--capabilities flying", ('"flying" is no value of --capabilities',
                                             "api_integration, billing")),
    Typed(ENROLL + "--capabilities billing,billing", ("is no value of --capabilities",)),
    Typed(ENROLL + "--capabilities billing,,support", ("is no value of --capabilities",)),
    Typed("enroll --tenant cust --role boss", ('"boss" is no value of --role',)),
    Typed("end --provider prov --reseller res --requested-by me",
          ('"me" is no value of --requested-by', "provider, reseller, vendor_support")),
    Typed("partner-id --provider prov --reseller res --mpn-id 1a --new-subscription true",
          ('"1a" is no value of --mpn-id', "a text of digits")),
    Typed("partner-id --provider prov --reseller res --mpn-id 1 --new-subscription yes",
          ('"yes" is no value of --new-subscription', "true, false")),
]


@cases(WRONG)
class Wrong(AskTest):
    """What is typed wrong: named, with a hint; nothing is asked."""

    def check(self, row):
        self.put_world()

        result = self.run_shell('"$0" ask --world world.ndjson ' + row.line)

        self.assert_refused(result, *row.words)
        self.assertRegex(result.text, r"\Aaval ?: ")
        self.assertLessEqual(len(result.text.splitlines()), 2)

    def test_world_with_an_error(self):
        self.put("world.ndjson", [b"{}"])

        self.assert_refused(self.ask(*ORDER), "refused whole")

    def test_world_that_is_not_there(self):
        self.assert_refused(self.ask(*ORDER, world="nowhere"), "nowhere")


class Days(AskTest):
    def test_is_today_by_default(self):
        before = datetime.datetime.now(datetime.timezone.utc).date()
        found = self.full(*ORDER)
        after = datetime.datetime.now(datetime.timezone.utc).date()

        self.assertIn(found["as_of"], (str(before), str(after)))
        self.assertEqual(found["act"]["date"], found["as_of"])

    def test_is_the_one_asked_for(self):
        for day in ("0001-01-01", "2020-01-31", "2020-02-29", "9999-12-31"):
            self.assertEqual(self.full(*ORDER, "--on", day)["as_of"], day)

    def test_matters(self):
        world = [row for row in base_world() if row["type"] != "agreement"]
        self.put_world(world)

        self.assertEqual(self.full(*ORDER, "--on", "2020-01-31")["verdict"], "supported")
        self.assertEqual(self.full(*ORDER, "--on", "2020-02-01")["verdict"], "not_supported")

    def test_is_written_out(self):
        self.assertIn("Order, 1 February 2020\n", self.answer(*ORDER, "--on", "2020-02-01"))
        self.assertIn("Commande, 1er février 2020\n",
                      self.answer(*ORDER, "--on", "2020-02-01", "--lang", "fr"))


class Terms(AskTest):
    """Under what is judged."""

    def test_profile(self):
        world = [row for row in base_world() if row["type"] != "customer_agreement"]
        self.put_world(world)

        self.assertEqual(self.full(*ORDER)["verdict"], "not_supported")
        self.assertEqual(self.full(*ORDER, "--profile", "article")["verdict"], "supported")

    def test_other_reading_that_decides(self):
        """Affiliates three owners apart (Q4), and what it is under the reading taken."""
        world = base_world() + [
            fact("organization", id="org-mid", name="mid", country="NL"),
            fact("ownership", owner="org-dir", owned="org-mid"),
            fact("ownership", owner="org-mid", owned="org-cust")]
        self.put_world(world)

        self.assertEqual(self.full(*DIRECT_ORDER, *ON)["verdict"], "not_supported")
        found = self.full(*DIRECT_ORDER, *ON, "--other-reading", "Q4")
        text = self.answer(*DIRECT_ORDER, *ON, "--other-reading", "Q4")

        self.assertEqual((found["verdict"], found["other_readings"]), ("supported", ["Q4"]))
        self.assertIn("\nsupported\n", text)
        self.assertIn("  readings taken the other way: Q4\n", text)
        self.assertIn("under the readings taken: not supported (no-affiliate-sale:direct_bill)\n",
                      text)

    def test_other_reading_that_does_not(self):
        text = self.answer(*ORDER, *ON, "--other-reading", "Q4,Q12")

        self.assertIn("  readings taken the other way: Q4 Q12\n", text)
        self.assertNotIn("under the readings taken", text)

    def test_other_reading_that_refuses(self):
        world = [row for row in base_world() if row["type"] != "agreement"]
        self.put_world(world)
        words = ("reseller", "--provider", "prov", "--reseller", "res", *ON)

        text = self.answer(*words, "--other-reading", "Q12", "--lang", "fr")

        self.assertIn("\nnon pris en charge\n", text)
        self.assertIn("selon les lectures retenues : pris en charge\n", text)


class Languages(AskTest):
    def test_french(self):
        world = [row for row in base_world() if row["type"] != "agreement"]
        self.put_world(world)

        text = self.answer(*DIRECT_ORDER, *ON, "--lang", "fr")

        self.assertIn("\n  Facturation directe   dir (dir.example), NL, Europe\n", text)
        self.assertIn("\nnon pris en charge\n", text)
        self.assertIn("dir (dir.example, partenaire de facturation directe) n'a pas signé", text)
        self.assertIn("\n    1. dir (dir.example) signe l'accord de partenariat Microsoft.\n", text)

    def test_of_the_environment(self):
        self.assertIn("\npris en charge\n", self.answer(*ORDER, env={"LC_ALL": "fr_FR.UTF-8"}))

    def test_json_has_both(self):
        words = ("end", "--provider", "prov", "--reseller", "res", "--requested-by", "reseller")

        found = self.full(*words, "--lang", "fr")

        self.assertEqual(found, self.full(*words))
        self.assertEqual(list(found["findings"][0]["message"]), ["en", "fr"])


SAMPLE = ("order", "--seller", "alder", "--customer", "saale", *ON)


class Sample(AskTest):
    """Without a world the question is about the sample program, which is said first."""

    def test_is_said(self):
        result = self.run_aval("ask", *SAMPLE)

        self.assertEqual(result.status, 0)
        self.assertRegex(result.text, r"\Aaval: no --world is given, and .*sample program.*\n\Z")
        self.assertIn("Alder & Söhne GmbH (alder.example)", result.out.decode())

    def test_is_said_in_french(self):
        result = self.run_aval("ask", *SAMPLE, "--lang", "fr")

        self.assertRegex(result.text, r"\Aaval : .*programme d'exemple.*\n\Z")

    def test_is_said_before_a_complaint(self):
        result = self.run_aval("ask", "order", "--seller", "xyzzy", "--customer", "saale")

        self.assert_refused(result, "fits no tenant")
        self.assertIn("sample program", result.text.splitlines()[0])

    def test_is_that_of_the_demonstration(self):
        asked = self.run_aval("ask", "customer", "--partner", "elbe", "--customer", "birch", *ON)
        shown = self.run_aval("demo", "--scenario", "S6")

        for line in re.findall(r"(?m)^    \d\. .*", asked.out.decode())[:1]:
            self.assertIn(line.split(" (")[0].encode(), shown.out)


class Sides(AskTest):
    """What it writes to, and where that is not to be written to."""

    def on_terminal(self, columns, *words):
        self.put_world(named_world(res="Robinie Systemhaus und Beratung Aktiengesellschaft"))
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        process = self.start("ask", *words, *ON, "--world", "world.ndjson", stdout=slave)
        os.close(slave)
        shown = b""
        while True:
            try:
                some = os.read(master, 1 << 16)
            except OSError:
                some = b""
            if not some:
                break
            shown += some
        self.assertEqual(process.wait(), 0)
        return re.sub(r"\x1b\[\d+m", "", shown.decode()).split("\r\n"), shown

    def test_terminal_has_lines_of_its_width(self):
        words = ("order", "--seller", "res", "--customer", "cust")
        for columns, width in ((60, 60), (300, 100)):
            lines, shown = self.on_terminal(columns, *words)

            self.assertLessEqual(max(map(len, lines)), width)
            self.assertGreater(max(map(len, lines)), width - 25)
            self.assertIn(b"\x1b[31mnot supported\x1b[0m", shown)

    def test_narrow_terminal_has_room_for_a_long_word(self):
        lines, _ = self.on_terminal(20, "order", "--seller", "res", "--customer", "cust")

        self.assertLessEqual(max(map(len, lines)), 24 + len("Aktiengesellschaft"))

    def test_terminal_says_the_same(self):
        lines, _ = self.on_terminal(60, "order", "--seller", "res", "--customer", "cust")
        piped = self.answer("order", "--seller", "res", "--customer", "cust", *ON)

        self.assertEqual(" ".join(" ".join(lines).split()), " ".join(piped.split()))

    def test_json_on_a_terminal(self):
        _, shown = self.on_terminal(60, *ORDER, "--json")

        self.assertEqual(json.loads(shown)["verdict"], "supported")

    def test_closed_pipe(self):
        self.put_world()
        reading, writing = os.pipe()
        os.close(reading)
        try:
            result = self.ask(*ORDER, stdout=writing, restore_signals=False)
        finally:
            os.close(writing)

        self.assertEqual((result.status, result.text), (-signal.SIGPIPE, ""))

    def test_full_disk(self):
        self.put_world()
        with open("/dev/full", "wb", buffering=0) as full:
            result = self.ask(*ORDER, stdout=full)

        self.assertEqual(result.status, 3)
        self.assertEqual(result.text,
                         "aval: could not write standard output: No space left on device\n")

    def test_reads_no_input(self):
        self.assert_clean(self.ask(*ORDER, stdin=b"not read"))


STRANGE = {
    "control": "a\x1b[2J\x07\nb", "right to left": "אורן בע\"מ", "override": "\u202etroppus",
    "longest": "é" * 512, "quotes": "\"'`«»", "braces": "{party} {0} {upper} {",
    "percent": "%s%n%d", "wide": "日本" * 100, "NUL": "a\0b",
}


@cases([Row(name, text) for name, text in STRANGE.items()])
class Strange(AskTest):
    """Names of every kind appear in answers and steer nothing."""

    def check(self, row):
        world = [line for line in named_world(dir=row.value) if line["type"] != "agreement"]
        self.put_world(world)
        shown = "".join(character if character.isprintable() else
                        "".join("\\x%02X" % byte for byte in character.encode())
                        for character in row.value)

        for language in ("en", "fr"):
            text = self.answer(*DIRECT_ORDER, *ON, "--lang", language)

            self.assertTrue(all(c.isprintable() or c == "\n" for c in text))
            self.assertEqual(text.count(shown + " (dir.example"), 3, text)
        self.assertEqual(self.full(*DIRECT_ORDER, *ON)["verdict"], "not_supported")
        self.assert_refused(self.ask("order", "--seller", "example"), "missing")
        self.assert_refused(self.ask("order", "--seller", "examp", "--customer", "cust"),
                            "these are near:", "dir.example")
