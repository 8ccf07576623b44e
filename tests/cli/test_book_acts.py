# SPDX-License-Identifier: Apache-2.0
"""Acts from the command line: carried out, refused, only tried, asked again, asked wrongly."""

import json
import re
import shlex
import signal
import sqlite3
import stat
import time
from typing import NamedTuple

from facts import fact, ndjson
from keeping import DAY, ELBE, NOW, ORDER, SAMPLE, BookTest
from program import ACTS, ROOT, cases

KEY = "11111111-2222-4333-8444-555555555555"
DALA = "cda1a000-0000-4000-8000-000000000001"
BIRCH = "2b12c400-0000-4000-8000-000000000001"
ADMIN = "birch.example:global_admin"
ON_ORDER = "place-order %s --customer dala.example" % " ".join(ORDER)
WRITERS = 6


class Outcomes(BookTest):
    """Each way in which an act may end."""

    def test_carried_out(self):
        self.keep()

        result = self.book("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE)

        self.assert_clean(result)
        said = result.out.decode()
        self.assertTrue(said.startswith("place-order: carried out, entry 2 of the journal\n"))
        self.assertRegex(said, r"(?m)^  subscription: [0-9a-f-]{36}$")
        self.assertIn("permitted by S1.2", said)
        self.assertIn('"subscription_status"', self.export().decode())

    def test_refused(self):
        self.keep()
        before = self.export()

        result = self.book("place-order", *ORDER, "--customer", "tioga.example", "--as", ELBE)

        self.assert_clean(result, status=1)
        said = result.out.decode()
        self.assertTrue(said.startswith("place-order: refused, entry 2 of the journal\n"))
        self.assertIn("not supported", said)
        self.assertIn("customer-in-region:provider", said)
        self.assertEqual(self.export(), before)
        self.assertEqual(self.entries("tioga.example")[-1]["outcome"], "refused")

    def test_in_json(self):
        self.keep()

        done = self.place_order()
        refused = self.place_order("tioga.example", status=1)

        self.assertEqual((done["act"], done["outcome"], done["position"], done["on"]),
                         ("place_order", "carried_out", 2, DAY))
        self.assertEqual((refused["outcome"], refused["position"]), ("refused", 3))
        self.assertEqual([decision["verdict"] for decision in done["decisions"]],
                         ["supported", "supported"])
        self.assertEqual(refused["decisions"][0]["verdict"], "not_supported")

    def test_in_french(self):
        self.keep()

        said = self.done(*shlex.split(ON_ORDER), "--as", ELBE, "--dry-run", "--lang", "fr")

        self.assertIn("place-order : serait exécuté", said)
        self.assertIn("Commande, 12 mai 2020", said)

    def test_conflict(self):
        self.keep()
        before = self.export()

        result = self.book("onboard", "--tenant", "birch.example", "--as", ADMIN)

        self.assert_refused(result)
        self.assertEqual(self.export(), before)
        self.assertEqual(self.entries("birch.example"), [])

    def test_role_that_may_not(self):
        self.keep()

        result = self.book("place-order", *ORDER, "--customer", "dala.example", "--as",
                           "elbe.example:helpdesk_agent")

        self.assert_refused(result, "helpdesk_agent", "hint: ")

    def test_stranger_that_may_not(self):
        self.keep()

        result = self.book("place-order", *ORDER, "--customer", "dala.example", "--as",
                           "beech.example:admin_agent")

        self.assert_refused(result)

    def test_things_that_are_not_there(self):
        self.keep()

        for change, words in ((("--customer", "nowhere.example"), "nowhere.example"),
                              (("--customer", KEY), KEY),
                              (("--customer", "dala.example", "--offer", "NOTHING"), "NOTHING"),
                              (("--customer", "dala.example", "--mpn-id", "1"), '"1"')):
            options = dict(zip(ORDER[::2], ORDER[1::2])) | dict(zip(change[::2], change[1::2]))
            result = self.book("place-order", *sum(options.items(), ()), "--as", ELBE)

            self.assert_refused(result, words)

    def test_only_whole_names_count(self):
        self.keep()

        self.assert_refused(self.book("onboard", "--tenant", "birch", "--as", "vendor"),
                            'unknown tenant "birch"')


class Names(BookTest):
    """A party by its id, its domain or a partner id; letters in either case."""

    def test_all_are_the_same(self):
        self.keep()
        answers = set()

        for name in ("birch.example", "BIRCH.Example", BIRCH, BIRCH.upper(), "4100013"):
            answer = self.act("engage-partner", "dala.example:customer_admin", "--partner", name,
                              "--customer", "dala.example", "--dry-run")
            answers.add(answer["decisions"][0]["digest"])

        self.assertEqual(len(answers), 1)

    def test_of_who_acts(self):
        self.keep()

        for name in (DALA, DALA.upper(), "Dala.example"):
            answer = self.act("engage-partner", name + ":customer_admin", "--partner",
                              "birch.example", "--customer", DALA, "--dry-run")

            self.assertEqual(answer["outcome"], "carried_out")

    def test_from_the_environment(self):
        self.keep()

        result = self.book("place-order", *ORDER, "--customer", "dala.example", "--dry-run",
                           env={"AVAL_AS": ELBE})

        self.assert_clean(result)


class DryRun(BookTest):
    """Nothing is written; any day can be asked about."""

    def test_writes_nothing(self):
        self.keep()
        before = self.export()

        answer = self.place_order("dala.example", "--dry-run")

        self.assertEqual((answer["outcome"], answer["dry_run"]), ("carried_out", True))
        self.assertEqual(self.export(), before)
        self.assertEqual(self.entries("dala.example"), [])
        self.assertEqual(self.place_order()["position"], 2)

    def test_of_a_refusal(self):
        self.keep()

        result = self.book("place-order", *ORDER, "--customer", "tioga.example", "--as", ELBE,
                           "--dry-run")

        self.assert_clean(result, status=1)
        self.assertIn("would be refused (dry run; nothing was written)", result.out.decode())

    def test_on_another_day(self):
        self.keep()

        answer = self.place_order("dala.example", "--dry-run", "--on", "2017-01-01", status=1)

        self.assertEqual(answer["decisions"][0]["as_of"], "2017-01-01")

    def test_alone_is_of_another_day(self):
        self.keep()

        result = self.book(*shlex.split(ON_ORDER), "--as", ELBE, "--on", "2020-05-13")

        self.assert_refused(result, "2020-05-12", "2020-05-13", "--dry-run")

    def test_of_the_day_itself_may_be_carried_out(self):
        self.keep()

        self.assertEqual(self.place_order("dala.example", "--on", DAY)["outcome"], "carried_out")


class OnceOnly(BookTest):
    """A request that comes again is answered again."""

    def test_same_answer(self):
        self.keep()
        asked = ("dala.example", "--request-id", KEY)

        first = self.place_order(*asked)
        exported = self.export()
        again = self.place_order(*asked)

        self.assertEqual(again, first)
        self.assertEqual(self.export(), exported)
        self.assertEqual(len(self.entries("dala.example")), 1)

    def test_of_a_refusal(self):
        self.keep()
        asked = ("tioga.example", "--request-id", KEY)

        self.assertEqual(self.place_order(*asked, status=1), self.place_order(*asked, status=1))

    def test_is_told_to_people(self):
        self.keep()
        order = shlex.split(ON_ORDER) + ["--as", ELBE, "--request-id", KEY]
        self.done(*order)

        self.assertIn("this request came before", self.done(*order))

    def test_same_key_for_something_else(self):
        self.keep()
        self.place_order("dala.example", "--request-id", KEY)

        result = self.book("place-order", *ORDER, "--customer", "saale.example", "--as", ELBE,
                           "--request-id", KEY)

        self.assert_refused(result, KEY, "used before")

    def test_key_is_a_guid(self):
        self.keep()

        result = self.book(*shlex.split(ON_ORDER), "--as", ELBE, "--request-id", "one")

        self.assert_refused(result, '"one" is no value of --request-id', "GUID")


class Typed(NamedTuple):
    line: str
    words: tuple

    @property
    def name(self):
        return self.line


WRONG = [
    Typed("onboard --as vendor", ('option "--tenant" is missing', "aval onboard --help")),
    Typed("onboard --tenant birch.example", ('option "--as" is missing', "--as birch.example:")),
    Typed("onboard --tenant birch.example --as birch.example", ("is no value of --as", "vendor")),
    Typed("onboard --tenant birch.example --as birch.example:king", ("is no value of --as",)),
    Typed("onboard --tenant birch.example --as :global_admin", ("is no value of --as",)),
    Typed("onboard --tenant birch.example --as birch.example:vendor", ("is no value of --as",)),
    Typed("onboard --tenant birch.example --as global_admin", ("is no value of --as",)),
    Typed("onboard --tenant birch.example --as x.example:global_admin", ('"x.example"',)),
    Typed("onboard --tenant '' --as vendor", ('"" is no value of --tenant',)),
    Typed("onboard --tenant birch.example --as vendor x", ('unexpected argument "x"',)),
    Typed("onboard --tenant a --tenant b --as vendor", ("given twice",)),
    Typed("onboard --seller birch.example --as vendor", ('unknown option "--seller"',)),
    Typed("onboard --tenant birch.example --as vendor --on 2020-02-30", ("is no value of --on",)),
    Typed(ON_ORDER.replace("--quantity 5", "--quantity 0") + " --as " + ELBE,
          ("is no value of --quantity", "1 to 10000000")),
    Typed(ON_ORDER.replace("--mpn-id 4100013", "--mpn-id x") + " --as " + ELBE,
          ("is no value of --mpn-id", "digits")),
    *(Typed(ON_ORDER + " --further-lines '%s' --as %s" % (lines, ELBE),
            ("is no value of --further-lines", "1 to 49 lines"))
      for lines in ("", "OFFICE-PREM", ":OFFICE-PREM", "0:OFFICE-PREM", "2:", "2:RING-CRM,",
                    "2:RING-CRM,,3:MAIL-STD", ",".join(["1:RING-CRM"] * 50))),
    Typed("start-enrollment --tenant birch.example --role king --as vendor",
          ("is no value of --role", "indirect_provider, indirect_reseller, direct_bill")),
    Typed("agree-services --provider elbe.example --reseller birch.example --services x "
          "--as vendor", ("is no value of --services", "billing")),
    Typed("register-organization --organization o --name n --country de --as vendor",
          ("is no value of --country", "two capital letters")),
    Typed("publish-offer --offer o --name n --publisher p --party first --markets DE,de "
          "--as vendor", ("is no value of --markets",)),
    Typed("place-orders --as vendor", ('unknown command "place-orders"', "place-order")),
    Typed("place_order --as vendor", ('unknown command "place_order"', "place-order")),
]


@cases(WRONG)
class Wrong(BookTest):
    """What is typed wrongly is refused before anything is done."""

    def check(self, row):
        self.keep()

        result = self.book(*shlex.split(row.line))

        self.assert_refused(result, *row.words)

    def test_of_no_book(self):
        result = self.book("onboard", "--tenant", "x", "--as", "vendor")

        self.assert_refused(result, "there is no book", "aval init")


class SeveralLines(BookTest):
    """An order of several lines: one act, which has its effect as a whole or not at all."""

    LINES = ("--further-lines", "3:RING-CRM,2:OFFICE-PREM")

    def orders(self):
        return [json.loads(line) for line in self.export().decode().splitlines()
                if '"type":"order"' in line]

    def test_carried_out(self):
        self.keep()

        done = self.place_order("dala.example", *self.LINES)

        self.assertEqual([list(note)[0] for note in done["notes"]],
                         ["order", "subscription"] + ["line", "subscription"] * 2)
        self.assertEqual([(one["id"], one["act"]["act"]) for one in done["decisions"]],
                         [("1", "place_order"), ("2", "place_order"), ("3", "place_order"),
                          (None, "associate_partner_id")])
        first, *further = sorted(self.orders(), key=lambda one: one.get("line", 1))
        self.assertEqual([(one["offer"], one["quantity"]) for one in (first, *further)],
                         [("OFFICE-PREM", 5), ("RING-CRM", 3), ("OFFICE-PREM", 2)])
        self.assertNotIn("line_of", first)
        self.assertEqual([(one["line_of"], one["line"]) for one in further],
                         [(first["id"], 2), (first["id"], 3)])

    def test_refused_for_one_line(self):
        self.keep()
        before = self.export()

        refused = self.place_order("dala.example", "--further-lines", "3:RING-CRM,2:DESK-CLOUD",
                                   status=1)

        self.assertEqual([(one["id"], one["verdict"]) for one in refused["decisions"]],
                         [("1", "supported"), ("2", "supported"), ("3", "not_supported"),
                          (None, "supported")])
        self.assertEqual(refused["notes"], [])
        self.assertEqual(self.export(), before)

    def test_of_an_offer_that_is_not_there(self):
        self.keep()
        before = self.export()

        result = self.book("place-order", *ORDER, "--customer", "dala.example", "--as", ELBE,
                           "--further-lines", "3:RING-CRM,2:NOTHING")

        self.assert_refused(result, '"NOTHING"')
        self.assertEqual(self.export(), before)

    def test_each_line_goes_its_way(self):
        self.keep()
        done = self.place_order("dala.example", *self.LINES)
        second = [note["subscription"] for note in done["notes"] if "subscription" in note][1]

        self.act("cancel-subscription", ELBE, "--subscription", second)

        said = self.done("show", "dala.example")
        self.assertEqual((said.count("active"), said.count("deleted")), (2, 1), said)

    def test_is_verified_exported_and_imported(self):
        self.keep()
        self.place_order("dala.example", *self.LINES)
        self.place_order("dala.example", "--further-lines", "1:DESK-CLOUD", status=1)
        self.done("verify")
        whole = self.export()

        self.done("init", "--sandbox", "--clock", DAY, "--db", "sqlite:other.db")
        self.done("import", "--db", "sqlite:other.db", self.put("whole.ndjson", whole))

        self.assertEqual(self.done("export", "--db", "sqlite:other.db").encode(), whole)

    def test_of_as_many_as_may_be(self):
        self.keep()

        done = self.place_order("dala.example", "--further-lines", ",".join(["1:RING-CRM"] * 49))

        self.assertEqual((len(done["decisions"]), len(done["notes"])), (51, 100))
        self.done("verify")

    def test_line_that_is_wrong_is_named(self):
        self.keep()
        order = {"act": "place_order", "as": ELBE, "seller": BIRCH, "customer": DALA,
                 "offer": "OFFICE-PREM", "quantity": 1}
        good = {"offer": "RING-CRM", "quantity": 1}
        for lines, named in (([good, {"offer": "RING-CRM"}], "further_lines[1].quantity"),
                             ([{**good, "quantity": 0}], "further_lines[0].quantity"),
                             ([good, {**good, "colour": "red"}], "further_lines[1].colour"),
                             ([], "further_lines"), ([good, 7], "further_lines"),
                             ("1:RING-CRM", "further_lines"), ([good] * 50, "further_lines")):
            line = json.dumps({**order, "further_lines": lines}).encode() + b"\n"
            result = self.book("perform", "-", stdin=line)
            self.assertIn(named, result.out.decode() + result.text)


class MoreLines(BookTest):
    """An order that gets further lines."""

    def extend(self, order, *options, status=0):
        return self.act("extend-order", ELBE, "--order", order, "--offer", "RING-CRM",
                        "--quantity", "3", *options, status=status)

    def placed(self, *options):
        """Ids of a new order and of its first subscription."""
        notes = self.place_order("dala.example", *options)["notes"]
        return notes[0]["order"], notes[1]["subscription"]

    def lines(self):
        found = [json.loads(line) for line in self.export().decode().splitlines()
                 if '"type":"order"' in line]
        return sorted((one.get("line", 1), one["offer"], one["quantity"]) for one in found)

    def test_carried_out(self):
        self.keep()
        order, subscription = self.placed()

        done = self.extend(order, "--further-lines", "1:OFFICE-PREM", "--parent", subscription)
        more = self.extend(order)

        self.assertEqual([one["id"] for one in done["decisions"]], ["2", "3", None])
        self.assertEqual([one["id"] for one in more["decisions"]], ["4", None])
        self.assertEqual(self.lines(), [(1, "OFFICE-PREM", 5), (2, "RING-CRM", 3),
                                        (3, "OFFICE-PREM", 1), (4, "RING-CRM", 3)])
        self.assertEqual(self.export().decode().count('"parent":"%s"' % subscription), 1)
        self.done("verify")

    def test_refused_on_the_day(self):
        """What the order was judged by may have changed since."""
        self.keep()
        order, _ = self.placed()
        self.done("suspend-enrollment", "--tenant", "birch.example", "--role",
                  "indirect_reseller", "--as", "vendor")
        before = self.export()

        refused = self.extend(order, status=1)

        self.assertEqual(refused["decisions"][0]["verdict"], "not_supported")
        self.assertEqual(self.export(), before)

    def test_of_too_many(self):
        self.keep()
        order, _ = self.placed("--further-lines", ",".join(["1:RING-CRM"] * 47))
        self.extend(order)
        self.extend(order)

        result = self.book("extend-order", "--order", order, "--offer", "RING-CRM", "--quantity",
                           "1", "--as", ELBE)

        self.assert_refused(result, "at most 50 lines", "has 50 already")

    def test_of_what_is_no_order(self):
        self.keep()
        done = self.place_order("dala.example", "--further-lines", "1:RING-CRM")
        for order in (done["notes"][2]["line"], KEY):
            result = self.book("extend-order", "--order", order, "--offer", "RING-CRM",
                               "--quantity", "1", "--as", ELBE)
            self.assert_refused(result, "unknown order")

    def test_to_what_does_not_run_or_is_of_others(self):
        self.keep()
        order, subscription = self.placed()
        of_other = self.place_order("saale.example")["notes"][1]["subscription"]
        self.act("cancel-subscription", ELBE, "--subscription", subscription)
        for parent, words in ((subscription, "neither active nor suspended"),
                              (of_other, "of the same customer"), (KEY, "of the same customer")):
            result = self.book("extend-order", "--order", order, "--offer", "RING-CRM",
                               "--quantity", "1", "--parent", parent, "--as", ELBE)
            self.assert_refused(result, words)


class Clock(BookTest):
    """The clock of a sandbox moves forward; that of a production book not at all."""

    def today(self):
        return json.loads(self.done("clock", "--json"))["today"]

    def test_that_is_damaged(self):
        self.done("init", "--sandbox")
        for value in ("9" * 40, "-", "12x", "--1"):
            with sqlite3.connect(self.folder / "book.db") as database:
                database.execute("insert or replace into settings values ('clock_offset', ?)",
                                 (value,))
            database.close()
            self.assert_refused(self.book("clock"), "is damaged", value)

    def test_of_a_sandbox(self):
        self.done("init", "--sandbox", "--clock", "2020-01-31")

        for options, day in ((("--advance", "1", "months"), "2020-02-29"),
                             (("--advance", "1 days"), "2020-03-01"),
                             (("--advance", "12", "months"), "2021-03-01"),
                             (("--set", "2021-12-31"), "2021-12-31"),
                             (("--set", "2021-12-31"), "2021-12-31"),
                             (("--advance", "2months"), "2022-02-28")):
            self.assertIn(day, self.done("clock", *options))
            self.assertEqual(self.today(), day)
        moves = [json.loads(line) for line in self.done("journal", "list", "--json").splitlines()]
        self.assertEqual([move["body"]["input"]["to"] for move in moves],
                         ["2020-02-29", "2020-03-01", "2021-03-01", "2021-12-31", "2022-02-28"])
        self.assertEqual({(move["leaf"]["act"], move["leaf"]["principal"]["role"])
                          for move in moves}, {("move_clock", "vendor")})
        self.assertIn("intact: 5 entries", self.done("verify"))

    def test_dates_acts(self):
        self.keep()
        self.done("clock", "--advance", "40", "days")

        self.assertEqual(self.place_order()["on"], "2020-06-21")

    def test_goes_forward_alone(self):
        self.keep()

        self.assert_refused(self.book("clock", "--set", "2020-05-11"), DAY, "2020-05-11")
        self.assertEqual(self.today(), DAY)

    def test_has_an_end(self):
        self.done("init", "--sandbox", "--clock", "9999-12-01")

        for options in (("--advance", "1", "months"), ("--advance", "31", "days"),
                        ("--advance", "1000000", "months")):
            self.assert_refused(self.book("clock", *options), "9999-12-31")
        self.assertIn("9999-12-31", self.done("clock", "--advance", "30", "days"))

    def test_of_a_production_book(self):
        self.done("init")

        for options in (("--set", "2099-01-01"), ("--advance", "1", "days")):
            self.assert_refused(self.book("clock", *options), "cannot be moved", "--sandbox")
        self.assertIn("the system's clock", self.done("clock"))
        self.assertFalse(json.loads(self.done("clock", "--json"))["sandbox"])

    def test_wrong_values(self):
        self.keep(None)

        for options in (("--advance", "0", "days"), ("--advance", "-1", "days"),
                        ("--advance", "1"), ("--advance", "1", "weeks"), ("--advance", "days"),
                        ("--advance", "1000001", "days"), ("--advance", "1 days", "days"),
                        ("--advance", "9" * 40, "days"), ("--set", "tomorrow"),
                        ("--set", "2021-01-01", "--advance", "1", "days"), ("days",)):
            self.assert_refused(self.book("clock", *options))
        self.assertEqual(self.today(), DAY)

    def test_of_init(self):
        self.assert_refused(self.book("init", "--clock", DAY), "--sandbox")
        self.assert_refused(self.book("init", "--sandbox", "--clock", "x"), "--clock")
        self.assertFalse((self.folder / "book.db").exists())


class Places(BookTest):
    """Where a book is looked for."""

    def test_default(self):
        home = {"XDG_DATA_HOME": str(self.folder / "data")}

        result = self.run_aval("init", env=home)

        self.assert_clean(result)
        self.assertIn("data/aval/aval.db", result.out.decode())
        for folder in ("data", "data/aval"):
            self.assertEqual(stat.S_IMODE((self.folder / folder).stat().st_mode), 0o700)
        self.put("sample.ndjson", SAMPLE)
        self.assert_clean(self.run_aval("import", "sample.ndjson", env=home))
        asked = self.run_aval("ask", "support", "--partner", "beech", "--customer", "saale",
                              env=home)
        self.assert_clean(asked)

    def test_under_home(self):
        home = {"XDG_DATA_HOME": None, "HOME": str(self.folder)}

        self.assert_clean(self.run_aval("init", env=home))

        self.assertTrue((self.folder / ".local/share/aval/aval.db").exists())

    def test_relative_data_home_does_not_count(self):
        home = {"XDG_DATA_HOME": "data", "HOME": str(self.folder)}

        self.assert_clean(self.run_aval("init", env=home))

        self.assertTrue((self.folder / ".local/share/aval/aval.db").exists())

    def test_option_counts_more_than_the_environment(self):
        self.done("init", "--db", "sqlite:other.db")

        self.assertTrue((self.folder / "other.db").exists())
        self.assertFalse((self.folder / "book.db").exists())

    def test_named_book_has_to_be_there(self):
        asked = self.book("ask", "support", "--partner", "beech", "--customer", "saale")

        self.assert_refused(asked, "there is no book")

    def test_without_a_home(self):
        result = self.run_aval("init", env={"XDG_DATA_HOME": None, "HOME": None})

        self.assert_refused(result, "--db")

    def test_of_another_kind(self):
        self.assert_refused(self.run_aval("init", "--db", "postgres://x/y"), "names no store")
        self.assert_refused(self.run_aval("init", "--db", ""))


class Together(BookTest):
    """Several programs on one book."""

    def test_writers_at_once(self):
        self.keep()
        started = [self.start("engage-partner", "--partner", "beech.example", "--customer",
                              "saale.example", "--as", "saale.example:customer_admin", env=NOW)
                   for _ in range(WRITERS)]

        ends = [(process.wait(), process.stderr.read().decode()) for process in started]

        done = [end for end in ends if end[0] == 0]
        self.assertEqual(len(done), 1, ends)
        for status, said in ends:
            self.assertIn(status, (0, 2))
            if status == 2:
                self.assertRegex(said, "another process|already")
        self.assertEqual(len(self.entries("saale.example")), 1)

    def test_makers_at_once(self):
        started = [self.start("init", env=NOW) for _ in range(WRITERS)]

        ends = [process.wait() for process in started]

        self.assertEqual(sorted(ends), [0] + [2] * (WRITERS - 1))
        self.assertIn("the system's clock", self.done("clock"))

    def test_interrupted_import(self):
        """What was not answered is not there, and the book goes on."""
        self.keep(None)
        many = ndjson(fact("organization", id="org-%d" % number, name="n" * 500, country="DE")
                      for number in range(120000))
        self.put("many.ndjson", many)
        process = self.start("import", "many.ndjson", env=NOW)
        while process.poll() is None and not any(self.folder.glob("book.db-wal")):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)

        status = process.wait()

        self.assertIn(status, (-signal.SIGINT, 0))
        if status != 0:
            self.assertEqual(self.export(), b"")
            self.done("import", self.put("kept.ndjson", SAMPLE))
            self.assertEqual(len(self.export().splitlines()), len(SAMPLE.splitlines()))


class Table(BookTest):
    """The lists of acts that cannot be one."""

    def test_every_act_is_a_command(self):
        listed = [json.loads(line)["act"] for line in self.done("acts", "--json").splitlines()]

        self.assertEqual([name.replace("_", "-") for name in listed], list(ACTS))

    def test_help_groups_them(self):
        said = self.done("--help")
        acts = said.split("Acts of the book of record:\n")[1].split("\nOptions:")[0]

        self.assertEqual(tuple(re.findall(r"(?m)^  ([a-z-]+)", acts)), ACTS)

    def test_examples_are_of_the_right_form(self):
        """Each goes as far as the book: options and values are right."""
        self.keep()
        for act in ACTS:
            text = self.done("help", act)
            example = text.split("Examples:\n")[1].replace("\\\n", " ")
            words = shlex.split(example)[1:]

            result = self.book(*words, "--dry-run")

            self.assertIn(result.status, (0, 1, 2))
            self.assertNotIn("--help", result.text)
            self.assertNotIn("is no value of", result.text)
            self.assertNotIn("option \"", result.text)

    def test_man_pages_are_made(self):
        build = (ROOT / "meson.build").read_text("utf-8")

        for act in ACTS:
            self.assertIn("'%s'" % act, build)


class Perform(BookTest):
    """Many acts, a line of JSON each."""

    LINES = b"".join(
        b'{"act":"register_organization","as":"vendor","organization":"org-%d","name":"Org %d",'
        b'"country":"DE"}\n' % (number, number) for number in range(40))

    def test_each_line_is_carried_out_once(self):
        self.keep()

        answers = self.done("perform", "-", "--jobs", "8", stdin=self.LINES).splitlines()

        self.assertEqual([json.loads(answer)["outcome"] for answer in answers],
                         ["carried_out"] * 40)
        self.assertEqual(sorted(json.loads(answer)["position"] for answer in answers),
                         list(range(2, 42)))

    def test_to_a_full_disk_whichever_thread_writes(self):
        self.keep()
        with open("/dev/full", "wb", buffering=0) as full:
            result = self.book("perform", "-", "--jobs", "8", stdin=self.LINES, stdout=full)

        self.assertIn("could not write standard output: No space left on device", result.text)
