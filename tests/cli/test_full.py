# SPDX-License-Identifier: Apache-2.0
"""`check --full`: why, on which facts, and what would help."""

import hashlib
import json

from facts import PROPOSALS, base_world, ndjson
from full_form import PROFILES, WORLD, FullTest, questions
from program import Row, cases

QUESTIONS = questions()
LINES = [Row("question %s" % name, name) for name in QUESTIONS]


def brief(decision):
    """The brief form of a full decision."""
    names = [finding["rule"] + (":" + finding["position"] if finding["position"] else "")
             for finding in decision["findings"]]
    return {"id": decision["id"], "verdict": decision["verdict"], "findings": names}


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


class Form(FullTest):
    """What holds of every decision."""

    def decisions_under(self, profile):
        return [json.loads(text) for text in self.full(
            QUESTIONS.values(), "--profile", profile).splitlines()]

    def test_it_says_what_the_brief_form_says(self):
        for profile in PROFILES:
            text = ndjson(QUESTIONS.values())
            found = self.judged(WORLD, "-", "--profile", profile, stdin=text)

            for decision, other in zip(self.decisions_under(profile), self.decisions(found)):
                self.assert_full_form(decision)
                self.assertEqual(brief(decision), other)
                self.assertEqual(decision["profile"], profile)

    def test_the_digest_is_of_what_the_decision_rests_on(self):
        for decision in self.decisions_under("programme"):
            rests = {key: decision[key] for key in ("act", "dossier", "other_readings", "profile",
                                                    "rulebook")}
            self.assertEqual(decision["digest"],
                             "sha256:" + hashlib.sha256(canonical(rests)).hexdigest())

    def test_the_dossier_has_its_keys_and_facts_sorted(self):
        for decision in self.decisions_under("programme"):
            for part in decision["dossier"].values():
                self.assertEqual(list(part), sorted(part))
                for facts in part.values():
                    texts = [json.dumps(fact, ensure_ascii=False, separators=(",", ":")).encode()
                             for fact in facts]
                    self.assertEqual(texts, sorted(set(texts)))
                    self.assertEqual(texts, [canonical(fact) for fact in facts])

    def test_no_person_is_named(self):
        world = ndjson(base_world()).replace(b"admin@example", b"SIGNER")
        out = self.full(PROPOSALS.values(), world=self.put("world.ndjson", world))

        self.assertNotIn(b"SIGNER", out)

    def test_supported_acts_have_a_basis_and_others_none(self):
        for decision in self.decisions_under("programme"):
            if decision["findings"]:
                self.assertEqual((decision["basis"], decision["obligations"]), ([], []))
            else:
                self.assertEqual(decision["way_forward"], [])
                self.assertTrue(decision["readings"] or decision["basis"])


@cases(LINES, quick_every=6)
class Remedied(FullTest):
    """A plan does what it says: its last act is supported on a world in which its steps that are
    acts alone are done, where it has no others."""

    def check(self, row):
        decision = self.decision(QUESTIONS[row.value])

        for plan in decision["way_forward"]:
            if any(step["remedy"].startswith("other_") is False for step in plan["steps"]):
                continue
            again = self.decision({"id": "then", **plan["then"]})
            self.assertEqual(again["verdict"], "supported", plan)
        self.assertEqual(self.decision({"id": "again", **decision["act"]})["digest"],
                         decision["digest"])


class Ways(FullTest):
    """Ways in and out."""

    def test_as_many_jobs_as_one_likes(self):
        many = [one for one in QUESTIONS.values()] * 8
        expected = self.full(many, "--jobs", "1")

        for jobs in ("2", "3", "8"):
            self.assertEqual(self.full(many, "--jobs", jobs), expected)

    def test_lines_in_error_have_an_error_line(self):
        good = QUESTIONS["S1.2"]
        out = self.full([b"{}", good, b"", b"x", {**good, "seller": "?"}, good], status=1)
        lines = out.splitlines()

        self.assertEqual(len(lines), 5)
        self.assertEqual(lines[1], lines[4])
        self.assertEqual(json.loads(lines[1])["verdict"], "supported")
        for at, number in ((0, 1), (2, 4), (3, 5)):
            said = json.loads(lines[at])
            self.assertEqual(list(said), ["id", "error"])
            self.assertTrue(said["error"].startswith("line %d: " % number), said)

    def test_readings_taken_the_other_way(self):
        decision = self.decision(QUESTIONS["S1.2"], "--other-reading", "Q13,Q2,Q13")

        self.assertEqual(decision["other_readings"], ["Q2", "Q13"])
        self.assertEqual(self.decision(QUESTIONS["S1.2"])["other_readings"], [])

    def test_a_reading_can_change_the_verdict(self):
        ending = {**PROPOSALS["end_indirect_relationship"], "date": "2020-07-01"}
        world = self.put_world()

        self.assertEqual(self.decision(ending, world=world)["verdict"], "supported")
        other = self.decision(ending, "--other-reading", "Q7", world=world)
        self.assertEqual(brief(other)["findings"], ["ending-through-support"])

    def test_the_brief_form_takes_other_readings_too(self):
        ending = {**PROPOSALS["end_indirect_relationship"], "date": "2020-07-01"}
        out = self.judged(self.put_world(), "-", "--other-reading", "Q7", stdin=ndjson([ending]))

        self.assertIn(b"ending-through-support", out)


READINGS = [Row("reading %s" % value, value)
            for value in ("Q1", "Q5", "Q14", "q2", "2", "", ",", "Q2,", ",Q2", "Q2 Q3", "Q2,,Q3",
                          "Q2;Q3", "Q02", "Q2\u00a0")]


@cases(READINGS)
class WrongReadings(FullTest):
    """What cannot be read the other way is refused, with those that can."""

    def check(self, row):
        for command in (("check", "--full", "--world", WORLD, "-"),
                        ("routes", "--customer", "dala.example", "--world", WORLD)):
            result = self.run_aval(*command, "--other-reading", row.value)

            self.assert_refused(result, "is no value of --other-reading",
                                "Q2, Q3, Q4, Q6, Q7, Q12, Q13")


TEXTS = [Row("English", ("en", ["not supported", "what would help:", "1. "])),
         Row("French", ("fr", ["non pris en charge", "1. "]))]


@cases(TEXTS)
class Text(FullTest):
    """Lines for people."""

    def check(self, row):
        language, words = row.value
        decision = self.decision(QUESTIONS["M3-after"])
        result = self.run_aval("check", "--full", "--text", "--lang", language, "--world", WORLD,
                               "-", stdin=ndjson([QUESTIONS["M3-after"]]))
        said = result.out.decode()

        self.assert_clean(result)
        for word in words:
            self.assertIn(word, said)
        for finding in decision["findings"]:
            self.assertIn(finding["message"][language], said)
        for step in decision["way_forward"][0]["steps"]:
            self.assertIn(step["message"][language], said)
        self.assertNotIn("{", said)
