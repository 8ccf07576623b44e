# SPDX-License-Identifier: Apache-2.0
"""What tests of the full form share: the sample program and its decisions."""

import json

from facts import line
from judging import JudgeTest
from program import ROOT

SAMPLE = ROOT / "data" / "sample"
WORLD = str(SAMPLE / "world.ndjson")
KEYS = ["id", "act", "verdict", "as_of", "profile", "rulebook", "basis", "findings",
        "way_forward", "obligations", "readings", "other_readings", "dossier", "digest"]
FINDING_KEYS = ["rule", "position", "origin", "statements", "readings", "message", "facts",
                "remedies"]
PROFILES = ("article", "programme")


def questions():
    """The proposals of the sample, by their ids."""
    lines = (SAMPLE / "questions.ndjson").read_text(encoding="utf-8").splitlines()
    return {one["id"]: one for one in (json.loads(text)["proposal"] for text in lines)}


class FullTest(JudgeTest):
    """A test about decisions in full form."""

    def full(self, proposals, *options, world=WORLD, status=0):
        """The lines of the full form, as bytes."""
        text = b"".join(line(one) + b"\n" for one in proposals)
        result = self.run_aval("check", "--full", "--json", "--world", world, *options, "-",
                               stdin=text)
        self.assert_clean(result, status)
        return result.out

    def decision(self, proposal, *options, **named):
        return json.loads(self.full([proposal], *options, **named))

    def assert_full_form(self, decision):
        self.assertEqual(list(decision), KEYS)
        for finding in decision["findings"]:
            self.assertEqual(list(finding), FINDING_KEYS)
            self.assertEqual(list(finding["facts"]), sorted(finding["facts"]))
            self.assertEqual(list(finding["message"]), ["en", "fr"])
        for plan in decision["way_forward"]:
            self.assertEqual(list(plan), ["steps", "then"])
        self.assertEqual(decision["verdict"],
                         "not_supported" if decision["findings"] else "supported")
