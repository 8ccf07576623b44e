# SPDX-License-Identifier: Apache-2.0
"""Random tables, read by the program and by a plain reader that follows RFC 4180: the same lines
are in error."""

import random
import re

from judging import JudgeTest
from program import Row, cases, slow

PIECES = ("a", "b", '"', '"', ",", ",", "\n", "\r\n", "\r", " ", "DE", ",x,DE\n")
HEADER = "id,name,country\n"
TABLES_PER_TEST = 40
QUICK_SEEDS = range(5)


class Malformed(Exception):
    """A quote stands where none may stand, or is not closed."""


def lines_of(text):
    """The lines of a text without their ends; CR before LF belongs to the end."""
    *lines, last = text.split("\n")
    return [line.removesuffix("\r") for line in lines] + ([last] if last else [])


def split_record(lines):
    """The cells of the record that begins with the first line; takes its lines away."""
    cells, cell, state = [], "", "start"
    while lines:
        for byte in lines.pop(0) + "\n":
            if state == "quoted":
                cell, state = (cell, "closed") if byte == '"' else (cell + byte, "quoted")
            elif byte in ",\n":
                cells, cell, state = cells + [cell], "", "start"
            elif byte == '"' and state != "bare":
                cell, state = (cell, "quoted") if state == "start" else (cell + byte, "quoted")
            elif byte == '"' or state == "closed":
                raise Malformed
            else:
                cell, state = cell + byte, "bare"
        if state != "quoted":
            return cells
    raise Malformed


def wrong_lines(text):
    """The lines at which organisations in error begin."""
    lines, wrong, seen = lines_of(text), [], set()
    count = len(lines)
    while lines:
        at = count - len(lines) + 1
        if not lines[0].strip(" \t\r"):
            lines.pop(0)
            continue
        try:
            cells = split_record(lines)
        except Malformed:
            return wrong + [at]
        if at == 1:
            continue
        is_sound = len(cells) == 3 and all(cells) and re.fullmatch("[A-Z]{2}", cells[2])
        if not is_sound or cells[0] in seen:
            wrong.append(at)
        else:
            seen.add(cells[0])
    return wrong


class RandomTable(JudgeTest):
    """One test a seed, of some tables each."""

    def judge(self, seed):
        chance = random.Random("table %d" % seed)
        for _ in range(TABLES_PER_TEST):
            text = HEADER + "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))
            self.compare(text)

    def compare(self, text):
        world = self.put_folder({"organization.csv": text.encode()})
        expected = wrong_lines(text)

        result = self.check_aval(world, "/dev/null")

        found = re.findall(r"(?m)^world/organization\.csv:(\d+): ", result.text)
        self.assertEqual(sorted(map(int, found)), expected, repr(text))
        self.assertEqual(result.status, 2 if expected else 0, repr(text))


@cases([Row("seed %d" % seed, seed) for seed in QUICK_SEEDS])
class SomeTables(RandomTable):
    def check(self, row):
        self.judge(row.value)


@slow
@cases([Row("seed %d" % seed, seed) for seed in range(QUICK_SEEDS.stop, 40)])
class ManyTables(RandomTable):
    def check(self, row):
        self.judge(row.value)
