# SPDX-License-Identifier: Apache-2.0
"""`replay`: what comes out again, how a line differs, and what is no decision."""

import json
import os
import subprocess

from facts import PROPOSALS, line
from full_form import FullTest, questions
from program import Row, cases, is_sanitized, slow

QUESTIONS = questions()
REFUSED = QUESTIONS["M3-after"]
SUPPORTED = QUESTIONS["S1.2"]
SAME = b'{"id":"%s","replay":"same"}\n'


class ReplayTest(FullTest):
    """A test that judges decisions again."""

    def replay(self, text, *options, status=0):
        result = self.run_aval("replay", "--json", *options, "-", stdin=text)
        self.assert_clean(result, status)
        return [json.loads(one) for one in result.out.splitlines()]

    def replay_one(self, text, status):
        """What becomes of one line, which text() of a value may be."""
        text = text if isinstance(text, bytes) else self.written(text)
        found = self.replay(text, status=status)
        self.assertEqual(len(found), 1)
        return found[0]

    @staticmethod
    def written(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def refused(self):
        return self.decision(REFUSED)


class Same(ReplayTest):
    """Every decision comes out the same, by its dossier alone."""

    def assert_all_same(self, *options):
        decisions = self.full(QUESTIONS.values(), *options)
        found = self.replay(decisions)

        self.assertEqual(found, [{"id": name, "replay": "same"} for name in QUESTIONS])

    def test_under_the_programme(self):
        self.assert_all_same("--profile", "programme")

    def test_under_the_article(self):
        self.assert_all_same("--profile", "article")

    def test_with_readings_taken_the_other_way(self):
        self.assert_all_same("--other-reading", "Q2,Q3,Q4,Q6,Q7,Q12,Q13")

    def test_each_act(self):
        decisions = self.full(PROPOSALS.values(), world=self.put_world())

        for found in self.replay(decisions):
            self.assertEqual(found["replay"], "same")

    def test_lines_as_they_come(self):
        one = self.full([SUPPORTED])
        text = b"\n" + one[:-1] + b"\r\n \t\n" + one[:-1]

        self.assertEqual(self.run_aval("replay", "-", stdin=text).out, SAME % b"S1.2" * 2)

    def test_from_a_file(self):
        result = self.run_aval("replay", self.put("decisions.ndjson", self.full([SUPPORTED])))

        self.assert_clean(result)
        self.assertEqual(result.out, SAME % b"S1.2")

    def test_nothing(self):
        self.assertEqual(self.replay(b""), [])

    def test_an_id_is_written_as_it_was(self):
        name = "é\u0001\"\\ 😀"
        decision = self.full([{**SUPPORTED, "id": name}])

        self.assertEqual(self.replay(decision), [{"id": name, "replay": "same"}])


CHANGED = [
    Row("a message", lambda one: one["findings"][0]["message"].update(en="No.")),
    Row("a message in French", lambda one: one["findings"][0]["message"].update(fr="Non.")),
    Row("what a finding shows", lambda one: one["findings"][0]["facts"].update(region=None)),
    Row("a remedy", lambda one: one["findings"][0]["remedies"].clear()),
    Row("an origin", lambda one: one["findings"][0].update(origin="P")),
]


@cases(CHANGED)
class ChangedFindings(ReplayTest):
    """A change within a finding: that key differs, and the digest is still right."""

    def check(self, row):
        decision = self.refused()
        row.value(decision)
        found = self.replay_one(decision, status=1)

        self.assertEqual(found["keys"], ["findings"])
        self.assertEqual((found["replay"], found["digest_is_wrong"], found["other_rulebook"]),
                         ("differs", False, False))
        self.assertEqual((found["findings_gone"], found["findings_new"]), ([], []))


class Changed(ReplayTest):
    """Other changes."""

    def test_the_verdict(self):
        found = self.replay_one({**self.refused(), "verdict": "supported"}, status=1)

        self.assertEqual((found["keys"], found["verdict"], found["verdict_again"]),
                         (["verdict"], "supported", "not_supported"))

    def test_no_verdict(self):
        decision = self.refused()
        del decision["verdict"]

        self.assertEqual(self.replay_one(decision, status=1)["verdict"], "")

    def test_no_findings(self):
        found = self.replay_one({**self.refused(), "findings": []}, status=1)

        self.assertEqual(found["findings_gone"], [])
        self.assertEqual(found["findings_new"], ["mpa-signed:reseller"])

    def test_a_finding_too_many(self):
        decision = self.refused()
        decision["findings"].append({**decision["findings"][0], "position": None})
        found = self.replay_one(decision, status=1)

        self.assertEqual((found["findings_gone"], found["findings_new"]), (["mpa-signed"], []))

    def test_the_digest(self):
        found = self.replay_one({**self.refused(), "digest": "sha256:" + "0" * 64}, status=1)

        self.assertEqual((found["keys"], found["digest_is_wrong"]), (["digest"], True))

    def test_a_fact(self):
        decision = self.refused()
        decision["dossier"]["facts"]["agreement"].append(
            {"agreement": "MPA", "signed_on": "2020-01-31", "tenant": decision["act"]["seller"]})
        found = self.replay_one(decision, status=1)

        self.assertTrue(found["digest_is_wrong"])
        self.assertEqual((found["verdict"], found["verdict_again"]),
                         ("not_supported", "supported"))
        self.assertEqual(found["findings_gone"], ["mpa-signed:reseller"])
        self.assertIn("verdict", found["keys"])

    def test_the_date(self):
        decision = self.refused()
        decision["act"]["date"] = "2020-01-31"
        found = self.replay_one(decision, status=1)

        self.assertTrue(found["digest_is_wrong"])
        self.assertEqual(found["verdict_again"], "supported")

    def test_another_version_of_the_rulebook(self):
        decision = {**self.refused(), "rulebook": {"id": "csp", "version": "1999.9"}}
        found = self.replay_one(decision, status=1)

        self.assertTrue(found["other_rulebook"] and found["digest_is_wrong"])
        self.assertEqual(found["keys"], ["rulebook"])

    def test_other_readings(self):
        found = self.replay_one({**self.refused(), "other_readings": ["Q99", 5, None]}, status=1)

        self.assertEqual(found["keys"], ["other_readings"])

    def test_a_surplus_key(self):
        found = self.replay_one({**self.refused(), "a, b": 1}, status=1)

        self.assertEqual(found["keys"], ["a, b"])

    def test_only_the_form(self):
        decision = self.refused()
        backwards = dict(reversed(decision.items()))
        for text in (self.written(backwards), self.written(decision).replace(b"{", b"{ ", 1),
                     self.written(decision).replace(b'"verdict"', b'"\\u0076erdict"')):
            found = self.replay_one(text, status=1)

            self.assertEqual((found["replay"], found["keys"], found["digest_is_wrong"]),
                             ("differs", [], False))


def nested(depth):
    return b"[" * depth + b"]" * depth


NO_DECISIONS = [
    Row("not JSON", (b"nothing", "expected one JSON object; not JSON at byte")),
    Row("an array", (b"[]", "expected one JSON object")),
    Row("an empty object", (b"{}", "it is no full decision")),
    Row("a brief decision", (b'{"id":"p1","verdict":"supported","findings":[]}',
                             "it is no full decision")),
    Row("an error line", (b'{"id":null,"error":"line 1: x"}', "it is no full decision")),
    Row("not UTF-8", (b'{"id":"\xff"}', "UTF-8")),
    Row("a byte-order mark", (b"\xef\xbb\xbf{}", "byte-order mark")),
    Row("nested too deep", (b'{"act":{},"dossier":%s}' % nested(50), "deeper or wider")),
    Row("nested very deep", (b'{"act":{},"dossier":%s}' % nested(100000), "deeper or wider")),
    Row("too wide", (line({"k%d" % number: 1 for number in range(1000)}), "deeper or wider")),
    Row("too long", (b'{"id":"%s"}' % (b"x" * (1 << 20)), "a line of at most 1048576 bytes")),
    Row("act is a text", (b'{"act":"x","dossier":{}}', "it is no full decision")),
    Row("dossier is a list", (b'{"act":{},"dossier":[]}', "it is no full decision")),
    Row("no profile", (b'{"act":{},"dossier":{}}', "its profile")),
    Row("redacted", (b'{"redacted":true,"act":{}}', "a redacted decision has no dossier")),
]


@cases(NO_DECISIONS)
class NoDecisions(ReplayTest):
    """What cannot be judged again: why, and in which line; the others are judged."""

    def check(self, row):
        text, said = row.value
        good = self.full([SUPPORTED])
        found = self.replay(b"\n" + text + b"\n" + good, status=2)

        self.assertEqual([one["replay"] for one in found], ["unreadable", "same"])
        self.assertEqual(list(found[0]), ["id", "replay", "error"])
        self.assertIn(said, found[0]["error"])
        self.assertTrue(found[0]["error"].startswith("line 2: "), found[0]["error"])


SPOILT = [
    Row("an act that does not exist", ("act", lambda one: one["act"].update(act="sell"))),
    Row("a party that is not in the dossier", ("customer: unknown tenant", lambda one: one[
        "act"].update(customer="99999999-0000-4000-8000-000000000001"))),
    Row("a key too many in the act", ("unknown key", lambda one: one["act"].update(x=1))),
    Row("an act without date", ("date: missing", lambda one: one["act"].pop("date"))),
    Row("no facts", ("unknown tenant", lambda one: one["dossier"].pop("facts"))),
    Row("facts are a list", ("unknown tenant", lambda one: one["dossier"].update(facts=[1]))),
    Row("an unknown type", ("dossier", lambda one: one["dossier"]["facts"].update(thing=[]))),
    Row("a type that is no list", ("dossier", lambda one: one["dossier"]["facts"].update(
        tenant={}))),
    Row("a fact that is no object", ("dossier:", lambda one: one["dossier"]["facts"][
        "tenant"].append(1))),
    Row("a fact twice", ("dossier:", lambda one: one["dossier"]["facts"]["tenant"].append(
        one["dossier"]["facts"]["tenant"][0]))),
    Row("a fact without a key", ("kind: missing", lambda one: one["dossier"]["facts"]["tenant"][
        0].pop("kind"))),
    Row("another profile", ("its profile", lambda one: one.update(profile="both"))),
]


@cases(SPOILT)
class Spoilt(ReplayTest):
    """Decisions that cannot be judged by what they carry."""

    def check(self, row):
        said, spoil = row.value
        decision = self.refused()
        spoil(decision)
        found = self.replay_one(decision, status=2)

        self.assertEqual((found["id"], found["replay"]), ("M3-after", "unreadable"))
        self.assertIn(said, found["error"])
        self.assertTrue(found["error"].startswith("line 1: "), found["error"])
        self.assertNotIn("\n", found["error"])


@slow
class Cut(ReplayTest):
    """A line that ends too early, wherever it ends."""

    def test_cut_anywhere(self):
        whole = self.full([REFUSED])[:-1]
        step = 97 if is_sanitized() else 13
        cut = [whole[:length] for length in range(1, len(whole), step)]
        found = self.replay(b"\n".join(cut), status=2)

        self.assertEqual({one["replay"] for one in found}, {"unreadable"})
        self.assertEqual(len(found), len(cut))


TEXTS = [
    Row("the same", (lambda one: None, 0, ["M3-after  the same\n"])),
    Row("a verdict", (lambda one: one.update(verdict="supported"), 1,
                      ["M3-after  differs: verdict\n", "supported -> not_supported"])),
    Row("findings", (lambda one: one.update(findings=[]), 1,
                     ["differs: findings\n", "  + mpa-signed:reseller\n"])),
    Row("a digest", (lambda one: one.update(digest="x"), 1, ["its digest is not that of"])),
    Row("another rulebook", (lambda one: one.update(rulebook=1), 1, ["another version"])),
    Row("no dossier", (lambda one: one.pop("dossier"), 2, ["cannot be judged again: line 1: "])),
    Row("an id to steer a terminal", (lambda one: one.update(id="\x1b[2J"), 0,
                                      ["\\x1B[2J  the same"])),
    Row("a key to steer a terminal", (lambda one: one.update({"\x1b[2J": 1}), 1,
                                      ["differs: \\x1B[2J\n"])),
    Row("an empty id", (lambda one: one.update(id=None), 0, ["-  the same\n"])),
]


@cases(TEXTS)
class Text(ReplayTest):
    """Lines for people."""

    def check(self, row):
        change, status, words = row.value
        decision = self.refused()
        change(decision)
        result = self.run_aval("replay", "--text", "-", stdin=self.written(decision))

        self.assert_clean(result, status)
        self.assertNotIn(b"\x1b", result.out)
        for word in words:
            self.assertIn(word, result.out.decode())

    def test_in_french(self):
        text = self.written({**self.refused(), "verdict": "supported"}) + b"x\n"
        result = self.run_aval("replay", "--text", "--lang", "fr", "-", stdin=text)

        self.assert_clean(result, 2)
        self.assertIn("diffère : verdict", result.out.decode())
        self.assertIn("ne peut être jugée de nouveau : ligne 2 : ", result.out.decode())

    def test_only_the_form(self):
        text = self.written(self.refused()).replace(b"{", b"{ ", 1)
        result = self.run_aval("replay", "--text", "-", stdin=text)

        self.assertIn("differs: only in how it is written\n", result.out.decode())


class Command(ReplayTest):
    """The command itself."""

    def test_no_file(self):
        self.assert_refused(self.run_aval("replay", "none.ndjson"), "none.ndjson",
                            "No such file or directory")

    def test_a_folder(self):
        self.assert_refused(self.run_aval("replay", "."), "Is a directory")

    def test_no_operand(self):
        self.assert_refused(self.run_aval("replay"), "DECISIONS is missing")

    def test_both_forms(self):
        self.assert_refused(self.run_aval("replay", "--json", "--text", "-"),
                            "exclude each other")

    def test_a_pipe_that_is_closed(self):
        self.put("decisions.ndjson", self.full([SUPPORTED]) * 3000)
        process = self.start("replay", "decisions.ndjson", stdout=subprocess.PIPE)
        process.stdout.read(10)
        process.stdout.close()

        self.assertIn(process.wait(60), (-13, 141))

    def test_a_full_disk(self):
        if not os.path.exists("/dev/full"):
            return
        with open("/dev/full", "wb") as full:
            result = self.run_aval("replay", "-", stdin=self.full([SUPPORTED]), stdout=full)

        self.assertEqual(result.status, 3)
        self.assertIn("No space left on device", result.text)

    def test_unreadable_is_worse_than_different(self):
        different = self.written({**self.refused(), "verdict": "supported"})

        self.replay(different + b"x\n" + different, status=2)
        self.replay(different, status=1)
