# SPDX-License-Identifier: Apache-2.0
"""What is typed wrong: named, with a hint that helps; nothing is done."""

from typing import NamedTuple

from judging import JudgeTest
from program import cases


class Typed(NamedTuple):
    """A line as typed, and words that the answer has."""

    line: str
    words: tuple

    @property
    def name(self):
        return self.line


CHECK = "check --world world.ndjson "
WRONG = [
    Typed("", ("no command given", "aval --help")),
    Typed("chekc", ('unknown command "chekc"', 'did you mean "check"?')),
    Typed("Check", ('unknown command "Check"', 'did you mean "check"?')),
    Typed("dem", ('unknown command "dem"', 'did you mean "demo"?')),
    Typed("completoin bash", ('unknown command "completoin"', 'did you mean "completion"?')),
    Typed("xyzzy", ('unknown command "xyzzy"', "aval --help")),
    Typed("--world w check p", ('unknown option "--world"',)),
    Typed("--hepl", ('unknown option "--hepl"', 'did you mean "--help"?')),
    Typed("-h", ('unknown option "-h"', "--help")),
    Typed("help chekc", ('unknown command "chekc"', 'did you mean "check"?')),
    Typed("help xyzzy", ('unknown command "xyzzy"', "aval --help")),
    Typed("help check demo", ('unexpected argument "demo"',)),
    Typed("demo S1", ('unexpected argument "S1"',)),
    Typed("demo --scenario", ('option "--scenario" wants a value',)),
    Typed("demo --scenario S9", ('scenario "S9"', "S1 S2 S3 S4 S5 S6 S7 S8 M T")),
    Typed("demo --scenario ''", ('scenario ""',)),
    Typed("demo --senario S1", ('unknown option "--senario"', 'did you mean "--scenario"?')),
    Typed("new", ("FOLDER is missing", "aval new --help")),
    Typed("new a b", ('unexpected argument "b"',)),
    Typed("completion", ("SHELL is missing",)),
    Typed("completion tcsh", ('"tcsh"', "bash, zsh, fish")),
    Typed("completion bash zsh", ('unexpected argument "zsh"',)),
    Typed("check", ('PROPOSALS is missing',)),
    Typed("check proposals.ndjson", ('option "--world" is missing', "--world WORLD")),
    Typed("check --world world.ndjson", ("PROPOSALS is missing",)),
    Typed("check --world", ('option "--world" wants a value: WORLD',)),
    Typed("check proposals.ndjson --world", ('option "--world" wants a value: WORLD',)),
    Typed(CHECK + "proposals.ndjson another", ('unexpected argument "another"',)),
    Typed(CHECK + "--world world.ndjson p", ('option "--world" is given twice',)),
    Typed(CHECK + "--profile article --profile article p",
          ('option "--profile" is given twice',)),
    Typed(CHECK + "--jobs 1 --jobs 2 p", ('option "--jobs" is given twice',)),
    Typed("--lang en demo --lang fr --lang en", ('option "--lang" is given twice',)),
    Typed(CHECK + "--wrld x p", ('unknown option "--wrld"', 'did you mean "--world"?')),
    Typed(CHECK + "--profil=x --pro p", ('"x" is no value of --profile',)),
    Typed(CHECK + "--job=2x p", ('"2x" is no value of --jobs',)),
    Typed(CHECK + "--verbose p", ('unknown option "--verbose"',)),
    Typed(CHECK + "--j p", ('"--j"', "--json", "--jobs")),
    Typed(CHECK + "--json=yes p", ('"--json', "takes no value")),
    Typed(CHECK + "-x p", ('unknown option "-x"', "aval check --help")),
    Typed(CHECK + "-h p", ('unknown option "-h"', "--help")),
    Typed(CHECK + "-v p", ('unknown option "-v"',)),
    Typed(CHECK + "--json -xyz p", ('unknown option "-x',)),
    Typed(CHECK + "-w=x p", ('unknown option "-w',)),
    Typed(CHECK + "-é p", ("unknown option",)),
    Typed(CHECK + "--profile p", ('"p" is no value of --profile',)),
    Typed(CHECK + "--profile both p", ('"both" is no value of --profile', "article, programme")),
    Typed(CHECK + "--profile Article p", ('"Article" is no value of --profile',)),
    Typed(CHECK + "--profile= p", ('"" is no value of --profile',)),
    Typed(CHECK + "--db sqlite:x p", ('"--world" and "--db" exclude each other',)),
    Typed(CHECK + "--json --text p", ('"--json" and "--text" exclude each other',)),
    Typed(CHECK + "--lang de p", ('"de" is no value of --lang', "en, fr")),
    Typed("--lang de demo", ('"de" is no value of --lang', "en, fr")),
    Typed("--lang", ('option "--lang" wants a value: LANGUAGE',)),
] + [Typed(CHECK + "--jobs '%s' p" % number, ('"%s" is no value of --jobs' % number, "1 to 256"))
     for number in ("0", "257", "-1", "", " 1", "1.0", "0x2", "two", "+2", "4294967297",
                    "99999999999999999999")] + [
    Typed(CHECK + "--profile article -- p another", ('unexpected argument "another"',)),
    Typed(CHECK + "-- --json p", ('unexpected argument "p"',)),
]


@cases(WRONG)
class Wrong(JudgeTest):
    def check(self, row):
        self.put_world()
        self.put_proposals()

        result = self.run_shell('"$0" ' + row.line)

        self.assert_refused(result, *row.words)
        self.assertRegex(result.text, r"\Aaval ?: ")
        self.assertLessEqual(len(result.text.splitlines()), 2)


NAMES = ("x" * 5000, "\udcff", "é" * 100, "%s%n%p", "--" + "x" * 5000, "--" + "=" * 100,
         "--" + "é" * 70, "{0}", "{9}", "-" * 200, "--world" * 1000)


class LongNames(JudgeTest):
    """Long and odd words are named, not trusted."""

    def test_are_refused_everywhere(self):
        for name in NAMES:
            for before in ((), ("check",), ("check", "--profile"), ("demo", "--scenario"),
                           ("completion",), ("help",), ("--lang",)):
                self.assert_refused_bytes(self.run_aval(*before, name))

    def assert_refused_bytes(self, result):
        self.assertEqual((result.status, result.out), (2, b""))
        self.assertTrue(result.err.startswith(b"aval"))
        result.err.decode()


LANGUAGES = [
    Typed("LC_ALL=fr_FR.UTF-8", ("commande inconnue",)),
    Typed("LC_ALL=fr", ("commande inconnue",)),
    Typed("LC_ALL= LC_MESSAGES=fr_CA.UTF-8 LANG=en_US.UTF-8", ("commande inconnue",)),
    Typed("LC_ALL= LC_MESSAGES= LANG=fr_BE", ("commande inconnue",)),
    Typed("LC_ALL=C LC_MESSAGES=fr_FR LANG=fr_FR", ("unknown command",)),
    Typed("LC_ALL=en_GB.UTF-8 LANG=fr_FR", ("unknown command",)),
    Typed("LC_ALL= LC_MESSAGES= LANG=", ("unknown command",)),
    Typed("LC_ALL=de_DE.UTF-8", ("unknown command",)),
    Typed("LC_ALL=frr_DE", ("unknown command",)),
]


@cases(LANGUAGES)
class Languages(JudgeTest):
    """The language is that of the environment."""

    def check(self, row):
        self.assert_refused(self.run_shell('%s "$0" xyzzy' % row.line), *row.words)


ASKED_LANGUAGES = [
    Typed("--lang fr xyzzy", ("commande inconnue",)),
    Typed("--lang=fr xyzzy", ("commande inconnue",)),
    Typed("check --lang fr", ("il manque PROPOSITIONS",)),
    Typed("check --bogus --lang fr", ("option inconnue",)),
    Typed("--lang fr check --lang en", ("PROPOSALS is missing",)),
    Typed("--lan fr xyzzy", ("commande inconnue",)),
    Typed("check --la=fr", ("il manque PROPOSITIONS",)),
    Typed("completion -- --lang=fr", ("is no value of SHELL",)),
]


@cases(ASKED_LANGUAGES)
class AskedLanguages(JudgeTest):
    """--lang has the last word, however it is written."""

    def check(self, row):
        self.assert_refused(self.run_shell('"$0" ' + row.line), *row.words)
