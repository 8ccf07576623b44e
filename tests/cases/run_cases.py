#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of tests/rules against the program: verdicts, findings, the way forward.

A case that fails is shown as a diff, with the command that reproduces it.
"""

import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from case_file import (COLUMN_BREAK, PROFILES, VERDICT, Ask, Case, CaseError, Finding, Section,
                       case_read, finding_parse, section_render)
from case_full import blocks_of
from case_world import case_files

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 60
# Folders of cases that are about no rule of that name.
NO_RULES = ("scenarios", "way-forward", "what-permits", "other-readings")


class RunError(Exception):
    """The program did not answer as a judge: its command and what it said."""


@dataclass
class Answer:
    """What the program says of one ask under one profile; blocks where a case has some."""

    verdict: str
    findings: list[Finding]
    blocks: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Program:
    """The program under test, or with `brief` a second implementation of the rulebook."""

    path: Path
    work: Path
    brief: bool = False

    def command(self, folder: Path, profile: str, other_readings: tuple[str, ...],
                form: tuple[str, ...] = ("--text", "--lang", "en")) -> list[str]:
        files = ["--world", shown(folder / "world.ndjson"), "--profile", profile]
        if other_readings:
            files += ["--other-reading", ",".join(other_readings)]
        proposals = shown(folder / "proposals.ndjson")
        if self.brief:
            return [sys.executable, shown(self.path), *files, proposals]
        return [shown(self.path), "check", *files, *form, proposals]


@dataclass
class Outcome:
    """A case after its run: the file as the program would have it, and what went wrong."""

    path: Path
    expected: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    error: str = ""
    commands: list[str] = field(default_factory=list)
    passed: bool = False
    remedies: set[tuple[str, str]] = field(default_factory=set)


def shown(path: Path) -> str:
    """Relative to the folder we stand in, where that is shorter."""
    try:
        relative = str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
    return relative if os.sep in relative else f".{os.sep}{relative}"


def outcome_of(path: Path, program: Program, accept: bool) -> Outcome:
    outcome = Outcome(path)
    try:
        case = case_read(path)
        answers = case_run(case, program, outcome)
    except (CaseError, RunError, OSError, ValueError, subprocess.SubprocessError) as error:
        outcome.error = str(error)
        return outcome
    outcome.passed = all(section_holds(section, answers[profile][number], program.brief)
                         for number, ask in enumerate(case.asks)
                         for section in ask.sections for profile in section.profiles)
    outcome.passed &= all(ask.sections for ask in case.asks)
    outcome.remedies = remedies_of(case)
    outcome.expected = case.lines
    outcome.accepted = case_rewrite(case, answers, program.brief, keep=not accept)
    return outcome


def remedies_of(case: Case) -> set[tuple[str, str]]:
    """The first word of each step, with each rule that finds something there, and with none."""
    return {(line.split()[0], rule) for ask in case.asks for section in ask.sections
            for line in section.blocks.get("way forward", [])
            for rule in ["", *(finding.rule for finding in section.findings)]}


def case_run(case: Case, program: Program, outcome: Outcome) -> dict[str, list[Answer]]:
    """Judges all asks of the case under each profile that it expects something of."""
    world, proposals, names = case_files(case)
    folder = program.work / case.path.resolve().parent.name / case.path.stem
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.ndjson").write_text(world, encoding="utf-8")
    (folder / "proposals.ndjson").write_text(proposals, encoding="utf-8")

    answers = {}
    for profile in PROFILES:
        asked = {ask.other_readings for ask in case.asks if profile in ask.profiles()}
        taken = {}
        for readings in sorted(asked):
            command = program.command(folder, profile, readings)
            outcome.commands.append(" ".join(command))
            taken[readings] = answers_of(command, len(case.asks), program.brief)
            if has_blocks(case) and not program.brief:
                command = program.command(folder, profile, readings, ("--full", "--json"))
                outcome.commands.append(" ".join(command))
                full_read(command, taken[readings], names)
        answers[profile] = [taken.get(ask.other_readings, [None] * len(case.asks))[number]
                            for number, ask in enumerate(case.asks)]
    return answers


def has_blocks(case: Case) -> bool:
    return any(section.blocks for ask in case.asks for section in ask.sections)


def answers_of(command: list[str], count: int, brief: bool) -> list[Answer]:
    text = output_of(command)
    answers = brief_parse(text) if brief else text_parse(text)
    if list(answers) != [f"p{number}" for number in range(1, count + 1)]:
        raise RunError(f"expected one verdict for each of p1 to p{count}, got\n{text}")
    return list(answers.values())


def output_of(command: list[str]) -> str:
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8",
                         timeout=TIMEOUT_SECONDS, check=False)
    if run.returncode != 0 or run.stderr:
        raise RunError(f"exit status {run.returncode}\n{run.stdout}{run.stderr}".rstrip())
    return run.stdout


def full_read(command: list[str], answers: list[Answer], names: dict[str, str]):
    """Adds to the answers what only the full form says."""
    decisions = [json.loads(line) for line in output_of(command).splitlines()]
    verdicts = [decision["verdict"].replace("_", " ") for decision in decisions]
    if verdicts != [answer.verdict for answer in answers]:
        raise RunError("the full form has other verdicts than the text")
    for answer, decision in zip(answers, decisions):
        answer.blocks = blocks_of(decision, names)


def text_parse(text: str) -> dict[str, Answer]:
    answers, findings = {}, []
    for line in text.splitlines():
        if line.startswith("  "):
            findings.append(finding_parse(line))
            continue
        words = COLUMN_BREAK.split(line.rstrip())
        if len(words) != 2 or words[0] in answers or not VERDICT.fullmatch(words[1]):
            raise RunError(f"expected `ID  supported` or `ID  not supported`, got `{line}`")
        findings = []
        answers[words[0]] = Answer(words[1], findings)
    return answers


def brief_parse(text: str) -> dict[str, Answer]:
    answers = {}
    for line in text.splitlines():
        record = json.loads(line)
        if "error" in record:
            raise RunError(record["error"])
        answers[record["id"]] = Answer(record["verdict"].replace("_", " "),
                                       [Finding(name, "", "") for name in record["findings"]])
    return answers


def finding_holds(expected: Finding, actual: Finding, brief: bool) -> bool:
    return (expected.name == actual.name
            and (brief or expected.statements == actual.statements)
            and (brief or expected.sentence in ("", actual.sentence)))


def block_holds(expected: list[str], actual: list[str]) -> bool:
    return [line.split() for line in expected] == [line.split() for line in actual]


def section_holds(section: Section, answer: Answer, brief: bool) -> bool:
    return (section.verdict == answer.verdict
            and (brief or all(block_holds(lines, answer.blocks[name])
                              for name, lines in section.blocks.items()))
            and len(section.findings) == len(answer.findings)
            and all(finding_holds(expected, actual, brief)
                    for expected, actual in zip(section.findings, answer.findings)))


def case_rewrite(case: Case, answers: dict, brief: bool, keep: bool) -> list[str]:
    """The file with the program's verdicts; with `keep`, sections that hold stay as written."""
    widths = widths_of(case, answers)
    lines = list(case.lines)
    for number in reversed(range(len(case.asks))):
        ask = case.asks[number]
        if not ask.sections:
            answer = answers["programme"][number]
            lines[ask.line:ask.line] = [
                "", *section_render(answer.verdict, "", answer.findings, {}, widths)]
        for section in reversed(ask.sections):
            given = {profile: blocks_kept(answers[profile][number], section)
                     for profile in section.profiles}
            holds = all(section_holds(section, answer, brief) for answer in given.values())
            if not (keep and holds):
                rewritten = sections_of(section.under, given, widths)
                lines[section.start:section.end] = rewritten
    return lines


def blocks_kept(answer: Answer, section: Section) -> Answer:
    """The answer with those blocks only that the section has; a reference gives none."""
    blocks = {name: answer.blocks.get(name, lines) for name, lines in section.blocks.items()}
    return Answer(answer.verdict, answer.findings, blocks)


def sections_of(under: str, given: dict[str, Answer], widths: tuple[int, int]) -> list[str]:
    """One section where the profiles given agree, else one for each."""
    answers = list(given.values())
    if all(answer == answers[0] for answer in answers):
        return section_lines(answers[0], under, widths)
    lines = []
    for profile, answer in given.items():
        lines += section_lines(answer, profile, widths)
    return lines


def section_lines(answer: Answer, under: str, widths: tuple[int, int]) -> list[str]:
    return section_render(answer.verdict, under, answer.findings, answer.blocks, widths)


def widths_of(case: Case, answers: dict) -> tuple[int, int]:
    """The widest finding and the widest list of statements below any ask of the case."""
    rows = [finding for number, ask in enumerate(case.asks) for profile in ask.profiles()
            for finding in answers[profile][number].findings]
    return (max((len(row.name) for row in rows), default=0),
            max((len(row.statements) for row in rows), default=0))


def report_failure(outcome: Outcome):
    print(f"failed: {shown(outcome.path)}")
    if outcome.error:
        print(outcome.error)
    else:
        for line in list(difflib.unified_diff(outcome.expected, outcome.accepted, "expected",
                                              "program", lineterm=""))[2:]:
            print(f"  {line}")
    for command in outcome.commands:
        print(f"  reproduce: {command}")
    print()


def accept(outcome: Outcome):
    """Rewrites the case file; the diff is then reviewed by a person."""
    if outcome.error:
        return
    if outcome.accepted != outcome.expected:
        outcome.path.write_text("\n".join(outcome.accepted) + "\n", encoding="utf-8")
        print(f"accepted: {shown(outcome.path)}")
    outcome.passed = True


def listing_of(case: Case) -> dict:
    """What the traceability page needs to know of a case."""
    path = case.path.resolve()
    path = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    rules = {finding.rule for ask in case.asks for section in ask.sections
             for finding in section.findings}
    if path.parent.name not in NO_RULES:
        rules.add(path.parent.name)
    return {"path": path.as_posix(), "sentence": case.sentence, "covers": case.covers,
            "rules": sorted(rules), "acts": sorted({ask.act for ask in case.asks})}


def list_cases(paths: list[Path]) -> int:
    status = 0
    for path in paths:
        try:
            print(json.dumps(listing_of(case_read(path)), ensure_ascii=False))
        except (CaseError, OSError) as error:
            print(error, file=sys.stderr)
            status = 1
    return status


def run_cases(paths: list[Path], program: Program, accepting: bool, whole: bool) -> int:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda path: outcome_of(path, program, accepting), paths))
    for outcome in outcomes:
        if accepting:
            accept(outcome)
        if not outcome.passed:
            report_failure(outcome)
    results = [outcome.passed for outcome in outcomes]
    if whole and not program.brief:
        results.append(remedies_occur(program, outcomes))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


def remedies_occur(program: Program, outcomes: list[Outcome]) -> bool:
    """Whether each remedy is a step in some case, of each rule that the program lists for it."""
    text = output_of([shown(program.path), "rules", "--remedies", "--json"])
    known = {(row["remedy"], rule) for row in map(json.loads, text.splitlines())
             for rule in row["rules"] or [""]}
    missing = sorted(known.difference(*(outcome.remedies for outcome in outcomes)))
    for remedy, rule in missing:
        print(f"failed: `{remedy}` is a step in no case of {rule or 'any rule'}\n")
    return not missing


def arguments_read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="cases (default: all of tests/rules)")
    parser.add_argument("--aval", type=Path, default=ROOT / "build" / "aval",
                        help="the program under test (default: build/aval)")
    parser.add_argument("--reference", type=Path, metavar="FILE",
                        help="instead, ask a second implementation in Python that answers in "
                             "brief form; statements and sentences are not compared")
    parser.add_argument("--work", type=Path,
                        help="where worlds and proposals are written (default: cases/ beside the "
                             "program)")
    parser.add_argument("--accept", action="store_true",
                        help="rewrite what is expected to what the program says")
    parser.add_argument("--list", action="store_true",
                        help="print path, covers and rules of each case as JSON lines")
    options = parser.parse_args(arguments)
    if options.accept and options.reference:
        parser.error("--accept takes the program's own text, not a reference's brief form")
    return options


def main(arguments: list[str] | None = None) -> int:
    options = arguments_read(arguments)
    paths = options.files or sorted((ROOT / "tests" / "rules").rglob("*.case"))
    if options.list:
        return list_cases(paths)
    path = options.reference or options.aval
    if not path.is_file():
        print(f"{path}: no such program; build it first, or name it with --aval",
              file=sys.stderr)
        return 2
    beside = Path(tempfile.gettempdir()) if options.reference else path.parent
    program = Program(path, options.work or beside / "cases", options.reference is not None)
    return run_cases(paths, program, options.accept, whole=not options.files)


if __name__ == "__main__":
    sys.exit(main())
