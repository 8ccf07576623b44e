# SPDX-License-Identifier: Apache-2.0
"""The case language: a file becomes facts, asks and the verdicts expected of them.

The language itself is described in tests/rules/README.md.
"""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

ROLES = ("indirect_provider", "indirect_reseller", "direct_bill")
STATUSES = ("draft", "pending", "qualified", "active", "restricted", "suspended", "rejected",
            "ended")
KINDS = ("partner", "customer")
PROFILES = ("article", "programme")
INTERVAL = ("from", "to")

# keyword: the words that follow it, then the options it takes
FACTS = {
    "company": (("name", "country"), ()),
    "partner": (("name", "roles", "country"),
                ("org", "domain", "kind", "status", "onboarded", "mpa", *INTERVAL)),
    "customer": (("name", "country"), ("org", "domain", "kind", "agreement")),
    "enrolled": (("name", "roles"), ("status", *INTERVAL)),
    "mpn-id": (("number", "name", "country"), ()),
    "supplies": (("provider", "reseller"), INTERVAL),
    "serves": (("partner", "customer"), INTERVAL),
    "service": (("provider", "reseller", "services"), INTERVAL),
    "owns": (("owner", "owned"), INTERVAL),
    "offer": (("id",), ("markets", *INTERVAL)),
}

# act: the fields it must have, then those it may have
ACTS = {
    "place_order": (("seller", "customer"), ("provider", "offer", "quantity")),
    "establish_indirect_relationship": (("provider", "reseller"), ()),
    "establish_customer_relationship": (("partner", "customer"), ()),
    "associate_partner_id": (("provider", "reseller", "new_subscription"), ("mpn_id",)),
    "engage_partner": (("partner", "customer"), ()),
    "end_indirect_relationship": (("provider", "reseller", "requested_by"), ()),
    "enroll": (("tenant", "role"), ("capabilities",)),
}

VERDICT = re.compile(r"(supported|not supported)(?: under (article|programme|both))?")
STATEMENT = re.compile(r"[A-Z]\d+[a-z]?(?:\.[A-Z0-9]+)?")
COLUMN_BREAK = re.compile(r"\s{2,}")
READING = re.compile(r"reading\s+(Q\d+)\s+otherwise\s*")
# What may stand below a verdict and its findings: on the same line or indented.
BLOCKS = ("permitted by", "rests on", "obligations", "way forward")
BLOCK = re.compile(rf"({'|'.join(BLOCKS)})(?:\s+(.*\S))?\s*")


class CaseError(Exception):
    """A case that cannot be read: says where and what was expected."""

    def __init__(self, path: Path, line: int, message: str):
        super().__init__(f"{path}:{line}: {message}")


@dataclass
class Fact:
    """One line of facts: `partner  alder  direct_bill  DE  mpa=none`."""

    keyword: str
    words: dict[str, str]
    options: dict[str, str]
    line: int


@dataclass
class Finding:
    """One line below `not supported`; an empty sentence is not compared."""

    name: str
    statements: str
    sentence: str

    @property
    def rule(self) -> str:
        return self.name.split(":")[0]


@dataclass
class Section:
    """An expected verdict, its findings and blocks; the lines [start, end) of the file hold it."""

    verdict: str
    under: str
    findings: list[Finding]
    start: int
    end: int
    blocks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def profiles(self) -> tuple[str, ...]:
        return PROFILES if self.under == "both" else (self.under or "programme",)


@dataclass
class Ask:
    """One proposal and what is expected of it."""

    act: str
    date: str
    fields: dict[str, str]
    line: int
    other_readings: tuple[str, ...] = ()
    sections: list[Section] = field(default_factory=list)

    def profiles(self) -> set[str]:
        """Those that are expected; an ask without expectation is about the programme."""
        return {name for section in self.sections for name in section.profiles} or {"programme"}


@dataclass
class Case:
    path: Path
    lines: list[str]
    sentence: str = ""
    covers: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    other_readings: tuple[str, ...] = ()

    def fail(self, line: int, message: str):
        raise CaseError(self.path, line, message)


def finding_parse(text: str) -> Finding:
    """Columns are parted by two or more spaces; a rule without statements leaves its column out."""
    name, *columns = COLUMN_BREAK.split(text.strip())
    statements = ""
    if columns and all(STATEMENT.fullmatch(word) for word in columns[0].split(" ")):
        statements = columns.pop(0)
    return Finding(name, statements, "  ".join(columns))


def case_read(path: Path) -> Case:
    return case_parse(path, path.read_text(encoding="utf-8"))


def case_parse(path: Path, text: str) -> Case:
    case = Case(path, text.splitlines())
    date, section = "", None

    for number, line in enumerate(case.lines, 1):
        if line.startswith("#"):
            case.sentence = case.sentence or line.lstrip("# ")
            section = None
        elif not line.strip():
            section = None
        elif line[0].isspace():
            section_extend(case, section, number, line)
        elif VERDICT.fullmatch(line.rstrip()):
            section = section_open(case, number, line)
        elif BLOCK.fullmatch(line) or line.rstrip() == "or":
            block_extend(case, section, number, line)
        elif line.split()[0] == "on":
            date = date_of_line(case, number, line)
        else:
            section = None
            statement_parse(case, number, line, date)
    if not case.sentence:
        case.fail(1, "expected a first line `# One sentence: what this case shows.`")
    if not case.asks:
        case.fail(len(case.lines) or 1, "expected at least one `ask`")
    return case


def section_open(case: Case, number: int, line: str) -> Section:
    verdict, under = VERDICT.fullmatch(line.rstrip()).groups()
    if not case.asks:
        case.fail(number, f"`{verdict}` stands before any `ask`")
    ask = case.asks[-1]
    section = Section(verdict, under or "", [], number - 1, number)
    for known in ask.sections:
        if set(known.profiles) & set(section.profiles):
            case.fail(number, f"the verdict of the ask in line {ask.line} is given twice")
    ask.sections.append(section)
    return section


def block_extend(case: Case, section: Section | None, number: int, line: str):
    """Opens a block below a verdict, or with `or` the next plan of a way forward."""
    if line.rstrip() == "or":
        if section is None or "way forward" not in list(section.blocks)[-1:]:
            case.fail(number, "`or` stands between two plans of a `way forward`")
        section.blocks["way forward"].append("or")
    else:
        name, rest = BLOCK.fullmatch(line).groups()
        if section is None or name in section.blocks:
            case.fail(number, f"`{name}` stands once, right below a verdict and its findings")
        section.blocks[name] = [rest] if rest else []
    section.end = number


def section_extend(case: Case, section: Section | None, number: int, line: str):
    if section is not None and section.blocks:
        list(section.blocks.values())[-1].append(line.strip())
        section.end = number
        return
    if section is None or section.verdict != "not supported":
        case.fail(number, "an indented line is a finding and stands right below `not supported`")
    section.findings.append(finding_parse(line))
    section.end = number


def date_of_line(case: Case, number: int, line: str) -> str:
    words = line.split()
    if len(words) != 2:
        case.fail(number, "expected `on DATE`")
    date_check(case, number, words[1])
    return words[1]


def statement_parse(case: Case, number: int, line: str, date: str):
    keyword, *rest = line.split()
    words = [word for word in rest if "=" not in word]
    options = {}
    for name, value in (word.split("=", 1) for word in rest if "=" in word):
        if name in options:
            case.fail(number, f"`{name}=` is given twice")
        options[name] = value

    if keyword == "covers":
        covers_parse(case, number, rest)
    elif keyword == "reading":
        reading_parse(case, number, line)
    elif keyword == "ask":
        ask_parse(case, number, words, options, date)
    elif keyword in FACTS:
        fact_parse(case, number, keyword, words, options)
    else:
        known = ", ".join(["covers", "on", "reading", *FACTS, "ask"])
        case.fail(number, f"unknown word `{keyword}`, expected one of {known}")


def covers_parse(case: Case, number: int, words: list[str]):
    for word in words:
        if not STATEMENT.fullmatch(word):
            case.fail(number, f"`{word}` is not the id of a statement or reading, as S7 or Q4")
    case.covers += words


def reading_parse(case: Case, number: int, line: str):
    """From here on a reading is taken the other way."""
    if not READING.fullmatch(line):
        case.fail(number, "expected `reading READING otherwise`, as reading Q2 otherwise")
    case.other_readings += READING.fullmatch(line).groups()


def ask_parse(case: Case, number: int, words: list[str], options: dict[str, str], date: str):
    if len(words) != 1 or words[0] not in ACTS:
        case.fail(number, f"expected `ask ACT field=value …` with an act out of {', '.join(ACTS)}")
    required, optional = ACTS[words[0]]
    for name in options:
        if name not in required + optional:
            case.fail(number, f"{words[0]} has no field `{name}`")
    for name in required:
        if name not in options:
            case.fail(number, f"{words[0]} needs `{name}=`")
    if not date:
        case.fail(number, "expected `on DATE` before the first ask")
    case.asks.append(Ask(words[0], date, options, number, case.other_readings))


def fact_parse(case: Case, number: int, keyword: str, words: list[str], options: dict[str, str]):
    names, known = FACTS[keyword]
    if len(words) != len(names):
        shape = " ".join(name.upper() for name in names)
        case.fail(number, f"expected `{keyword} {shape}`")
    for name in options:
        if name not in known:
            case.fail(number, f"`{keyword}` has no option `{name}=`")
    fact = Fact(keyword, dict(zip(names, words)), options, number)
    fact_check(case, fact)
    case.facts.append(fact)


def fact_check(case: Case, fact: Fact):
    values = fact.words | fact.options
    for name in INTERVAL:
        if name in values:
            date_check(case, fact.line, values[name])
    if not re.fullmatch(r"[A-Z]{2}", values.get("country", "DE")):
        case.fail(fact.line, f"`{values['country']}` is not a country, as DE")
    for name, allowed in (("roles", ROLES), ("status", STATUSES), ("kind", KINDS)):
        for value in parts(values.get(name, "-")):
            if value not in allowed:
                case.fail(fact.line, f"`{value}` is not one of {', '.join(allowed)}")


def date_check(case: Case, number: int, text: str):
    try:
        valid = datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    if not valid:
        case.fail(number, f"`{text}` is not a day, as 2020-05-12")


def parts(value: str) -> list[str]:
    """A list is written with commas, an empty one as `-`."""
    return [] if value == "-" else value.split(",")


def section_render(verdict: str, under: str, findings: list[Finding],
                   blocks: dict[str, list[str]], widths: tuple[int, int]) -> list[str]:
    """The lines of a section, its columns aligned to the widths of the file."""
    lines = [f"{verdict} under {under}" if under else verdict]
    for finding in findings:
        name = finding.name.ljust(widths[0])
        statements = finding.statements.ljust(widths[1]) + "  " if widths[1] else ""
        lines.append(f"  {name}  {statements}{finding.sentence}".rstrip())
    for name, content in blocks.items():
        lines += block_render(name, content)
    return lines


def block_render(name: str, content: list[str]) -> list[str]:
    if name in ("permitted by", "rests on") or content == ["none"]:
        return [f"{name}  {' '.join(content)}"]
    rows = [COLUMN_BREAK.split(line, maxsplit=1) for line in content]
    width = max(len(row[0]) for row in rows)
    return [name] + [line if line == "or" else "  " + "  ".join([row[0].ljust(width), *row[1:]])
                     for line, row in zip(content, rows)]
