#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The runner of the cases, run on small cases against a program that answers as it is told."""

import contextlib
import io
import json
import stat
import sys
import tempfile
import unittest
import uuid
from pathlib import Path

import run_cases
from case_file import CaseError, case_parse
from case_world import CAPABILITIES, CREATED, case_files

CASE = """\
# A direct-bill partner that has not signed.
covers    M1 Q13
on        2020-05-12
partner   alder   direct_bill  CN  mpa=none
customer  birch   FR
serves    alder   birch
ask       place_order  seller=alder  customer=birch

"""

PROGRAMME = """\
not supported
  known-market:direct_bill  S7 S8           The market has no region.
  mpa-signed:direct_bill    M1 M2 M3 M4c    The partner has not signed.
"""

ARTICLE = """\
not supported under article
  mpa-signed:direct_bill  M1 M2 M3 M4c
"""

ANSWERS = {
    "programme": "p1  not supported\n"
                 "  known-market:direct_bill  S7 S8         The market has no region.\n"
                 "  mpa-signed:direct_bill    M1 M2 M3 M4c  The partner has not signed.\n",
    "article": "p1  not supported\n"
               "  mpa-signed:direct_bill  M1 M2 M3 M4c  The partner has not signed.\n",
}

WAY_FORWARD = """\
way forward
  sign_mpa          tenant=alder
or
  wait_until        from=2020-05-12  to=2020-07-01
  enroll            tenant=alder  role=direct_bill  capabilities=all  on=2020-07-01
  then place_order  seller=alder  customer=new  on=2020-07-01
"""


def full_form(*plans: dict) -> str:
    """The decision on CASE under the article, with the plans given."""
    return json.dumps({"id": "p1", "verdict": "not_supported", "basis": [], "obligations": [],
                       "readings": ["Q5", "Q13"], "act": ACT, "way_forward": plans}) + "\n"


ALDER, BIRCH = (str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example"))
                for name in ("alder", "birch"))
ACT = {"act": "place_order", "date": "2020-05-12", "seller": ALDER, "customer": BIRCH}
SIGN = {"remedy": "sign_mpa", "tenant": ALDER, "actor": {"role": "global_admin", "tenant": ALDER}}
WAIT = {"remedy": "wait_until", "from": "2020-05-12", "to": "2020-07-01", "actor": None}
ENROLL = {"remedy": "enroll", "actor": None, "act": {
    "act": "enroll", "date": "2020-07-01", "tenant": ALDER, "role": "direct_bill",
    "capabilities": sorted(CAPABILITIES)}}
THEN = ACT | {"date": "2020-07-01", "customer": CREATED}
PLANS = ({"steps": [SIGN], "then": ACT}, {"steps": [WAIT, ENROLL], "then": THEN})

PROGRAM = """\
#!{python}
import sys
answers = {answers!r}
words = [sys.argv[sys.argv.index("--profile") + 1]] if "--profile" in sys.argv else ["rules"]
if "--other-reading" in sys.argv:
    words.append(sys.argv[sys.argv.index("--other-reading") + 1])
if "--full" in sys.argv:
    words.append("full")
sys.stdout.write(answers[" ".join(words)])
sys.exit({status})
"""


class RunnerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.program_answers(ANSWERS)

    def program_answers(self, answers: dict[str, str], status: int = 0):
        program = self.folder / "aval"
        program.write_text(PROGRAM.format(python=sys.executable, answers=answers, status=status),
                           encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def run_case(self, text: str, *options: str) -> tuple[int, str]:
        self.case = self.folder / "a.case"
        self.case.write_text(text, encoding="utf-8")
        return self.run_again(*options)

    def run_again(self, *options: str) -> tuple[int, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = run_cases.main(["--aval", str(self.folder / "aval"), *options,
                                     str(self.case)])
        return status, output.getvalue()

    def test_a_case_that_holds_passes(self):
        status, output = self.run_case(CASE + PROGRAMME + ARTICLE)

        self.assertEqual((status, output), (0, "1 passed, 0 failed\n"))

    def test_a_sentence_left_out_is_not_compared(self):
        status, _ = self.run_case(CASE + PROGRAMME.replace("The market has no region.", ""))

        self.assertEqual(status, 0)

    def test_a_wrong_sentence_fails(self):
        status, _ = self.run_case(CASE + PROGRAMME.replace("no region", "a region"))

        self.assertEqual(status, 1)

    def test_a_wrong_verdict_fails(self):
        status, output = self.run_case(CASE + "supported\n")

        self.assertEqual(status, 1)
        self.assertIn("-supported\n", output)
        self.assertIn("+not supported\n", output)
        self.assertTrue(output.endswith("0 passed, 1 failed\n"))

    def test_a_missing_finding_fails(self):
        self.program_answers({"programme": ANSWERS["article"]})
        status, output = self.run_case(CASE + PROGRAMME)

        self.assertEqual(status, 1)
        self.assertIn("-  known-market:direct_bill", output)

    def test_a_finding_too_many_fails(self):
        status, output = self.run_case(CASE + ARTICLE.replace(" under article", ""))

        self.assertEqual(status, 1)
        self.assertIn("+  known-market:direct_bill", output)

    def test_wrong_statements_fail(self):
        status, _ = self.run_case(CASE + PROGRAMME.replace("M1 M2 M3 M4c", "M1 M2"))

        self.assertEqual(status, 1)

    def test_findings_in_another_order_fail(self):
        lines = PROGRAMME.splitlines()
        status, _ = self.run_case(CASE + "\n".join([lines[0], lines[2], lines[1]]) + "\n")

        self.assertEqual(status, 1)

    def test_a_wrong_profile_section_fails(self):
        status, output = self.run_case(CASE + PROGRAMME + "supported under article\n")

        self.assertEqual(status, 1)
        self.assertIn("-supported under article\n", output)
        self.assertIn("+not supported under article\n", output)
        self.assertNotIn("+not supported\n", output)

    def test_profiles_that_differ_do_not_hold_under_both(self):
        both = PROGRAMME.replace("supported", "supported under both")
        status, _ = self.run_case(CASE + both)

        self.assertEqual(status, 1)

    def test_the_command_that_reproduces_is_named(self):
        _, output = self.run_case(CASE + "supported\n")

        self.assertIn("reproduce: ", output)
        self.assertIn("--profile programme --text", output)
        self.assertTrue(list(self.folder.rglob("world.ndjson")))

    def test_a_program_that_fails_is_shown(self):
        self.program_answers(ANSWERS, status=2)
        status, output = self.run_case(CASE + PROGRAMME)

        self.assertEqual(status, 1)
        self.assertIn("exit status 2", output)

    def test_a_program_that_leaves_out_a_verdict_fails(self):
        self.program_answers({"programme": ""})
        status, output = self.run_case(CASE + PROGRAMME)

        self.assertEqual(status, 1)
        self.assertIn("expected one verdict", output)

    def test_a_malformed_line_names_file_and_line(self):
        status, output = self.run_case(CASE.replace("serves ", "served ") + PROGRAMME)

        self.assertEqual(status, 1)
        self.assertIn(f"{self.case}:6: unknown word `served`", output)

    def test_accept_makes_a_case_pass(self):
        status, _ = self.run_case(CASE + "supported under both\n", "--accept")
        self.assertEqual(status, 0)

        status, _ = self.run_again()

        self.assertEqual(status, 0)
        text = self.case.read_text(encoding="utf-8")
        self.assertTrue(text.startswith(CASE))
        self.assertIn("not supported under article\n", text)
        self.assertIn("not supported under programme\n", text)

    def test_accept_writes_a_verdict_where_none_is_expected(self):
        status, _ = self.run_case(CASE)
        self.assertEqual(status, 1)

        self.run_again("--accept")

        self.assertIn("\n\nnot supported\n  known-market:direct_bill  S7 S8",
                      self.case.read_text(encoding="utf-8"))
        self.assertEqual(self.run_again()[0], 0)

    def test_accept_fills_in_sentences_and_keeps_the_rest(self):
        tail = "# a remark between the two\n" + ARTICLE
        self.run_case(CASE + PROGRAMME + tail, "--accept")

        text = self.case.read_text(encoding="utf-8")
        self.assertIn("\n# a remark between the two\nnot supported under article\n", text)
        self.assertEqual(text.count("The partner has not signed."), 2)
        self.run_again("--accept")
        self.assertEqual(text, self.case.read_text(encoding="utf-8"))

    def test_the_plans_offered_are_compared_in_their_order(self):
        self.program_answers(ANSWERS | {"article full": full_form(*PLANS)})
        self.assertEqual(self.run_case(CASE + ARTICLE + WAY_FORWARD)[0], 0)

        self.program_answers(ANSWERS | {"article full": full_form(*reversed(PLANS))})
        status, output = self.run_again()

        self.assertEqual(status, 1)
        self.assertIn("--full", output)

    def test_no_way_forward_is_said_too(self):
        self.program_answers(ANSWERS | {"article full": full_form()})
        self.assertEqual(self.run_case(CASE + ARTICLE + "way forward  none\n")[0], 0)

        self.program_answers(ANSWERS | {"article full": full_form(*PLANS)})
        self.assertEqual(self.run_again()[0], 1)

    def test_accept_fills_in_the_blocks_that_stand_there(self):
        self.program_answers(ANSWERS | {"article full": full_form(*PLANS)})
        self.run_case(CASE + ARTICLE + "rests on\nway forward\n", "--accept")

        text = self.case.read_text(encoding="utf-8")
        self.assertTrue(text.endswith("rests on  Q5 Q13\n" + WAY_FORWARD))
        self.assertEqual(self.run_again()[0], 0)

    def test_a_reading_is_taken_otherwise_by_the_asks_that_follow(self):
        ask = CASE.splitlines()[-2]
        both = ANSWERS["article"] + ANSWERS["article"].replace("p1", "p2")
        self.program_answers({"article": both,
                              "article Q6": "p1  supported\np2  supported\n"})
        status, _ = self.run_case(
            CASE + ARTICLE + f"\nreading Q6 otherwise\n{ask}\n\nsupported under article\n")

        self.assertEqual(status, 0)

    def test_a_remedy_without_a_case_fails(self):
        self.program_answers({"rules": '{"remedy":"sign_mpa","rules":["mpa-signed"]}\n'
                                       '{"remedy":"create_tenant","rules":[]}\n'})
        program = run_cases.Program(self.folder / "aval", self.folder)
        outcome = run_cases.Outcome(Path("a.case"))
        plan = "way forward\n  sign_mpa  tenant=alder\n"
        outcome.remedies = run_cases.remedies_of(case_parse(Path("a.case"), CASE + ARTICLE + plan))
        with contextlib.redirect_stdout(io.StringIO()) as output:
            self.assertFalse(run_cases.remedies_occur(program, [outcome]))
        self.assertEqual(output.getvalue(),
                         "failed: `create_tenant` is a step in no case of any rule\n\n")

        outcome.remedies.add(("create_tenant", ""))
        self.assertTrue(run_cases.remedies_occur(program, [outcome]))

    def test_list_names_what_a_case_covers(self):
        _, output = self.run_case(CASE + PROGRAMME, "--list")

        listing = json.loads(output)
        self.assertEqual(listing["covers"], ["M1", "Q13"])
        self.assertLess({"known-market", "mpa-signed"}, set(listing["rules"]))

    def test_a_missing_program_is_said(self):
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            status = run_cases.main(["--aval", str(self.folder / "none")])

        self.assertEqual(status, 2)
        self.assertIn("build it first", errors.getvalue())


class LanguageTest(unittest.TestCase):
    def refused(self, text: str, message: str):
        with self.assertRaises(CaseError) as caught:
            case_files(case_parse(Path("a.case"), text))
        self.assertIn(message, str(caught.exception))

    def test_what_is_malformed_is_said_with_its_line(self):
        for old, new, message in (
                ("# A", "A", "a.case:1: unknown word `A`"),
                ("M1 Q13", "M1 q13", "a.case:2: `q13` is not the id"),
                ("2020-05-12", "2020-02-30", "a.case:3: `2020-02-30` is not a day"),
                ("direct_bill  CN", "reseller  CN", "a.case:4: `reseller` is not one of"),
                ("mpa=none", "mpa=never", "a.case:4: `never` is not a day"),
                ("mpa=none", "signed=none", "a.case:4: `partner` has no option `signed=`"),
                ("birch   FR", "birch   France", "a.case:5: `France` is not a country"),
                ("birch   FR", "alder   FR", "a.case:5: `alder` is introduced twice"),
                ("alder   birch", "alder   cedar", "a.case:6: no partner or customer is called"),
                ("alder   birch", "alder", "a.case:6: expected `serves PARTNER CUSTOMER`"),
                ("place_order", "order", "a.case:7: expected `ask ACT"),
                ("customer=birch", "", "a.case:7: place_order needs `customer=`"),
                ("customer=birch", "client=birch", "a.case:7: place_order has no field `client`"),
                ("customer=birch", "customer=cedar", "a.case:7: no partner or customer"),
                ("on  ", "#", "a.case:7: expected `on DATE`"),
                ("ask  ", "#", "a.case:8: expected at least one `ask`")):
            with self.subTest(new):
                self.assertIn(old, CASE)
                self.refused(CASE.replace(old, new), message)

    def test_what_is_expected_stands_in_its_place(self):
        self.refused(CASE + "  known-market\n", "a.case:9: an indented line is a finding")
        self.refused(CASE + "supported\n  known-market\n", "a.case:10: an indented line")
        self.refused(CASE + "supported\nsupported under both\n", "a.case:10: the verdict")
        self.refused("# A case.\nsupported\n", "a.case:2: `supported` stands before any `ask`")
        self.refused(CASE + "way forward\n", "a.case:9: `way forward` stands once, right below")
        self.refused(CASE + ARTICLE + "rests on  Q5\nor\n", "a.case:12: `or` stands between")
        self.refused(CASE + "reading Q2\n", "a.case:9: expected `reading READING otherwise`")

    def test_defaults_make_a_party_clean(self):
        case = case_parse(Path("a.case"), CASE.replace("mpa=none", ""))
        world, proposals, names = case_files(case)
        records = [json.loads(line) for line in world.splitlines()]

        self.assertEqual([record["type"] for record in records],
                         ["organization", "organization", "tenant", "tenant", "account",
                          "agreement", "enrollment", "partner_id", "customer_agreement",
                          "customer_relationship"])
        self.assertEqual(json.loads(proposals)["seller"], records[2]["id"])
        self.assertEqual(names[records[2]["id"]], "alder")


if __name__ == "__main__":
    unittest.main()
