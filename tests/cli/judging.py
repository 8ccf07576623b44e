# SPDX-License-Identifier: Apache-2.0
"""What tests of `check` share: a world and proposals in files, decisions back."""

import json
import re

from facts import PROPOSALS, base_world, ndjson
from program import CliTest

PROBLEM = re.compile(r"(?P<place>.*?): (?P<said>.*)", re.DOTALL)
REST = re.compile(r"and \d+ more")


class JudgeTest(CliTest):
    """A test that judges; the world is the base world unless it is given."""

    def put_world(self, world=None, name="world.ndjson"):
        return self.put(name, ndjson(base_world() if world is None else world))

    def put_folder(self, files, name="world"):
        (self.folder / name).mkdir(exist_ok=True)
        for file, content in files.items():
            self.put("%s/%s" % (name, file), content)
        return name

    def put_proposals(self, proposals=None, name="proposals.ndjson"):
        return self.put(name, ndjson(PROPOSALS.values() if proposals is None else proposals))

    def check_aval(self, world, proposals, *options, **run):
        return self.run_aval("check", "--world", world, *options, proposals, **run)

    def judged(self, world, proposals, *options, status=0, **run):
        """The decisions as bytes, of files that exist."""
        result = self.check_aval(world, proposals, *options, **run)
        self.assert_clean(result, status)
        return result.out

    def decisions(self, out):
        """The decisions as objects; checks the form of each line."""
        found = []
        self.assertTrue(out == b"" or out.endswith(b"\n"), "the last line has no end")
        for line in out.decode().split("\n")[:-1]:
            decision = json.loads(line)
            self.assertEqual(line, json.dumps(decision, ensure_ascii=False,
                                              separators=(",", ":")))
            self.assert_form(decision)
            found.append(decision)
        return found

    def assert_form(self, decision):
        if "error" in decision:
            self.assertEqual(list(decision), ["id", "error"])
            self.assertRegex(decision["error"], r"\Aline [1-9][0-9]*: ")
            return
        self.assertEqual(list(decision), ["id", "verdict", "findings"])
        findings = decision["findings"]
        self.assertEqual(findings, sorted(set(findings), key=str.encode))
        self.assertEqual(decision["verdict"], "not_supported" if findings else "supported")

    def problems(self, result):
        """The places and texts of the problems of a world that was refused."""
        self.assert_refused(result, "refused whole")
        lines = result.text.split("\naval: ")[0].split("\n")
        return [PROBLEM.fullmatch(line).group("place", "said") for line in lines
                if line and not REST.fullmatch(line)]
