#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/traceability.md: which rules and cases stand behind each statement of the article.

Everything comes from tables: the statements, readings, features and rules of src/rulebook and the
cases of tests/rules. What does not fit together is said, and then nothing is written.
With --check nothing is written either: the page is compared with the one that is there.
"""

import argparse
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULEBOOK = ROOT / "src" / "rulebook"
FEATURES = RULEBOOK / "features.def"
CASES = ROOT / "tests" / "cases" / "run_cases.py"
PAGE = ROOT / "docs" / "traceability.md"

KINDS = ("feature", "planned", "context")
TOKEN = re.compile(r'/\*.*?\*/|"((?:[^"\\]|\\.)*)"|([(),])|(\w+)', re.DOTALL)
RULE_ROW = re.compile(r"^const struct rule rule_(\w+) = \{(.*?)^\};", re.DOTALL | re.MULTILINE)
STRINGS = r'((?:"[^"]*"\s*)+)'
ORIGIN = r"ORIGIN_(\w+)"


class TraceError(Exception):
    """A table that cannot be read."""


@dataclass
class Rule:
    """What a rule's row says of where it comes from."""

    id: str
    origin: str
    statements: list[str]
    readings: list[str]


@dataclass
class Feature:
    """What features.def says of an id."""

    kind: str
    where: str


@dataclass
class Register:
    """All tables; statements and readings in their order, id to sense."""

    statements: dict[str, str]
    readings: dict[str, str]
    rules: list[Rule]
    features: list[tuple[str, Feature]]
    cases: list[dict]
    covered: dict[str, list[dict]] = field(default_factory=dict)

    def __post_init__(self):
        for case in self.cases:
            for name in dict.fromkeys(case["covers"]):
                self.covered.setdefault(name, []).append(case)

    def feature(self, name: str) -> Feature | None:
        return dict(self.features).get(name)

    def rules_citing(self, name: str) -> list[Rule]:
        return [rule for rule in self.rules if name in rule.statements + rule.readings]

    def cases_of_rule(self, rule: Rule) -> list[dict]:
        return [case for case in self.cases if rule.id in case["rules"]]


def rows_of(path: Path, macro: str) -> list[list[str]]:
    """The arguments of each MACRO("...", WORD, "..." "...") of a .def file."""
    rows, row = [], None
    for text, mark, word in (match.groups() for match in
                             TOKEN.finditer(path.read_text(encoding="utf-8"))):
        if word == macro and row is None:
            row = [""]
        elif row is None or mark == "(":
            continue
        elif mark == ")":
            rows.append(row)
            row = None
        elif mark == ",":
            row.append("")
        else:
            row[-1] += text if text is not None else word or ""
    if not rows:
        raise TraceError(f"{shown(path)}: no row {macro}(…)")
    return rows


def rules_read() -> list[Rule]:
    """The rows of all rule files, in the order of rules.def."""
    rows = {}
    for path in sorted(RULEBOOK.glob("*.c")):
        for name, body in RULE_ROW.findall(path.read_text(encoding="utf-8")):
            rows[name] = Rule(
                id=member(path, name, body, "id", STRINGS),
                origin=member(path, name, body, "origin", ORIGIN).lower(),
                statements=member(path, name, body, "statements", STRINGS).split(),
                readings=member(path, name, body, "readings", STRINGS).split())
    listed = re.findall(r"^RULE\(\w+, (\w+)\)", (RULEBOOK / "rules.def").read_text("utf-8"), re.M)
    if set(listed) != set(rows):
        differing = ", ".join(sorted(set(listed) ^ set(rows)))
        raise TraceError(f"src/rulebook: rules.def and the rows of rules differ: {differing}")
    return [rows[name] for name in listed]


def member(path: Path, rule: str, body: str, key: str, value: str) -> str:
    found = re.search(rf"\.{key} = {value},", body)
    if found is None:
        raise TraceError(f"{shown(path)}: rule_{rule} has no .{key}")
    return re.sub(r'"\s*"|"', "", found[1]).strip()


def features_read() -> list[tuple[str, Feature]]:
    return [(row[0], Feature(row[1].lower(), row[2])) for row in rows_of(FEATURES, "FEATURE")]


def cases_read() -> list[dict]:
    run = subprocess.run([sys.executable, str(CASES), "--list"], capture_output=True, text=True,
                         encoding="utf-8", check=False)
    if run.returncode != 0:
        raise TraceError(f"{shown(CASES)} --list failed:\n{run.stderr.rstrip()}")
    return sorted(map(json.loads, run.stdout.splitlines()), key=lambda case: case["path"])


def register_read() -> Register:
    return Register(
        statements={row[0]: row[1] for row in rows_of(RULEBOOK / "statements.def", "STATEMENT")},
        readings={row[0]: row[4] for row in rows_of(RULEBOOK / "readings.def", "READING")},
        rules=rules_read(), features=features_read(), cases=cases_read())


def faults_of_features(register: Register) -> list[str]:
    faults, seen = [], set()
    for name, feature in register.features:
        place = f"{shown(FEATURES)}: {name}"
        if name not in register.statements and name not in register.readings:
            faults.append(f"{place}: unknown statement")
        if name in seen:
            faults.append(f"{place}: given twice")
        if feature.kind not in KINDS:
            faults.append(f"{place}: kind is `{feature.kind}`, expected {', '.join(KINDS)}")
        if not feature.where.strip():
            faults.append(f"{place}: says nothing in `where`")
        seen.add(name)
    return faults


def faults_of_rules(register: Register) -> list[str]:
    faults = []
    for rule in register.rules:
        faults += [f"rule {rule.id}: unknown statement {name}" for name in rule.statements
                   if name not in register.statements]
        faults += [f"rule {rule.id}: unknown reading {name}" for name in rule.readings
                   if name not in register.readings]
        if not register.cases_of_rule(rule):
            faults.append(f"rule {rule.id}: no case")
    return faults


def faults_of(register: Register) -> list[str]:
    """All that does not fit together, one line each."""
    faults = faults_of_features(register) + faults_of_rules(register)
    for name in [*register.statements, *register.readings]:
        what = "statement" if name in register.statements else "reading"
        cited = register.rules_citing(name)
        if not cited and register.feature(name) is None:
            faults.append(f"{what} {name}: no rule cites it, and {FEATURES.name} has no row")
        if cited and name not in register.covered:
            faults.append(f"{what} {name}: cited by {cited[0].id}, but no case covers it")
    for case in register.cases:
        faults += [f"{case['path']}: covers {name}, which is neither statement nor reading"
                   for name in case["covers"]
                   if name not in register.statements and name not in register.readings]
    return faults


def cell(text: str) -> str:
    return text.replace("|", "\\|").strip() or "–"


def anchor(name: str) -> str:
    """As GitHub makes it from a heading."""
    return re.sub(r"[^\w-]", "", name.lower())


def rule_links(rules: list[Rule]) -> str:
    return ", ".join(f"[{rule.id}](#{rule.id})" for rule in rules)


def id_links(register: Register, names: list[str]) -> str:
    """An id leads to its cases, where it has some."""
    return " ".join(f"[{name}](#{anchor(name)})" if name in register.covered else name
                    for name in names)


def count_link(register: Register, name: str) -> str:
    count = len(register.covered.get(name, []))
    return f"[{count}](#{anchor(name)})" if count else "0"


def support_of(register: Register, name: str) -> str:
    """The rules of an id, else what features.def says of it."""
    feature = register.feature(name)
    parts = [rule_links(register.rules_citing(name))]
    if feature is not None:
        parts.append(f"{feature.kind}: {feature.where}")
    return cell("; ".join(filter(None, parts)))


def table(heading: str, columns: list[str], rows: list[list[str]]) -> list[str]:
    lines = [f"## {heading}", "", "| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def case_lines(cases: list[dict]) -> list[str]:
    return [f"- [{case['sentence']}](../{case['path']})" for case in cases]


def rule_sections(register: Register) -> list[str]:
    lines = ["## Cases of each rule", "",
             "The cases of its own folder, then those elsewhere in which it finds something.", ""]
    for rule in register.rules:
        cases = register.cases_of_rule(rule)
        own = [case for case in cases if Path(case["path"]).parent.name == rule.id]
        elsewhere = [case for case in cases if case not in own]
        lines += [f"### {rule.id}", "", *case_lines(own + elsewhere), ""]
    return lines


def covered_sections(register: Register) -> list[str]:
    lines = ["## Cases of each statement and reading", ""]
    for name in [*register.statements, *register.readings]:
        if name in register.covered:
            lines += [f"### {name}", "", *case_lines(register.covered[name]), ""]
    return lines


def page_of(register: Register) -> str:
    lines = [
        "# Traceability", "",
        "From each statement of the article to the rules that apply it and the cases that show it.",
        "Written by `scripts/make_traceability.py`; do not edit. A statement that no rule cites is",
        "a *feature* (the program has it in another way), *planned*, or *context* (nothing to do).",
        "Rules of origin *programme* come from pages that the article links to; they are left out",
        "under the profile `article`.", "",
        f"{len(register.statements)} statements, {len(register.readings)} readings, "
        f"{len(register.rules)} rules, {len(register.cases)} cases.", ""]
    lines += table("Statements", ["id", "sense", "rules, or what else", "cases"], [
        [name, cell(sense), support_of(register, name), count_link(register, name)]
        for name, sense in register.statements.items()])
    lines += table("Readings", ["id", "reading taken", "rules, or what else", "cases"], [
        [name, cell(taken), support_of(register, name), count_link(register, name)]
        for name, taken in register.readings.items()])
    lines += table("Rules", ["rule", "origin", "statements", "readings", "cases"], [
        [f"`{rule.id}`", rule.origin, cell(id_links(register, rule.statements)),
         cell(id_links(register, rule.readings)),
         f"[{len(register.cases_of_rule(rule))}](#{rule.id})"] for rule in register.rules])
    lines += rule_sections(register) + covered_sections(register)
    return "\n".join(lines).rstrip() + "\n"


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def check(page: str) -> int:
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{shown(PAGE)} is not what the tables give; run scripts/make_traceability.py",
          file=sys.stderr)
    return 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail when the page that is there differs")
    options = parser.parse_args()
    try:
        register = register_read()
    except (TraceError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    faults = faults_of(register)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    page = page_of(register)
    if options.check:
        return check(page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
