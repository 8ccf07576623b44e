# SPDX-License-Identifier: Apache-2.0
"""The other commands: demo, new, help, --version."""

import json
import os
import re
import resource
import shutil
import subprocess
import unittest

from judging import JudgeTest
from program import ACTS, COMMANDS, Row, cases

LANGUAGES = ("en", "fr")
VERDICTS = {"en": ("supported", "not supported"), "fr": ("pris en charge", "non pris en charge")}
STATEMENT = r"(?:[SMT]\d+(?:\.[EO]?\d*|[a-z])?)"
WAYS = {"en": ("what would help:", "nothing within"),
        "fr": ("ce qui aiderait :", "rien n'aiderait")}
SCENARIOS = ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "M", "T", "S6.O1", "S5b", "M1")


@cases([Row(language, language) for language in LANGUAGES])
class Demo(JudgeTest):
    """Every question of the sample with its verdict; below a refusal why, and what would help."""

    def rows(self, language):
        result = self.run_aval("demo", "--lang", language)
        self.assert_clean(result)
        return result.out.decode().splitlines()

    def check(self, row):
        lines = self.rows(row.value)
        title, *rows, end = lines

        self.assertLessEqual(len(lines), 200)
        self.assertIn("2026.1", title)
        self.assertIn("aval demo --scenario", end)
        questions = [text for text in rows if text and not text.startswith(" ")]
        self.assertEqual(int(re.search(r"\d+", title)[0]), len(questions))
        for number, text in enumerate(rows):
            if not text or text.startswith(" "):
                continue
            self.assertTrue(text.endswith(VERDICTS[row.value]), text)
            is_refusal = text.endswith(VERDICTS[row.value][1])
            has_findings = number + 1 < len(rows) and rows[number + 1].startswith(" ")
            self.assertEqual(is_refusal, has_findings, text)

    def test_each_refusal_has_its_rules_and_a_way_forward(self):
        for language, (helps, nothing) in WAYS.items():
            refusals = re.findall(r"(?m)^\S.*%s\n((?:  .*\n)+)" % VERDICTS[language][1],
                                  "\n".join(self.rows(language)) + "\n")

            self.assertEqual(len(refusals), 20)
            for text in refusals:
                self.assertRegex(text, r"(?m)^    [a-z-]+(:[a-z_]+)?( \(.*\))?$")
                self.assertEqual(helps in text, nothing not in text)
                self.assertEqual(helps in text, "    1. " in text)

    def test_each_scenario_fits_on_two_screens(self):
        for language in LANGUAGES:
            for block in "\n".join(self.rows(language)).split("\n\n"):
                self.assertLessEqual(len(block.splitlines()), 50)

    def test_both_languages_say_the_same(self):
        english, french = self.rows("en"), self.rows("fr")

        english, french = ([text for text in rows if text and not text.startswith(" ")]
                           for rows in (english, french))
        self.assertEqual(len(english), len(french))
        for one, other in zip(english[1:-1], french[1:-1]):
            self.assertEqual(one.split(" ")[0], other.split(" ")[0])
            self.assertEqual(one.endswith(VERDICTS["en"][1]), other.endswith(VERDICTS["fr"][1]))

    def test_has_every_scenario(self):
        ids = " ".join(text.split(" ")[0] for text in self.rows("en"))

        for scenario in ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "M1", "T"):
            self.assertIn(scenario, ids)

    def test_fits_a_wide_terminal(self):
        for language in LANGUAGES:
            for text in self.rows(language):
                self.assertLessEqual(len(text), 100 if text.startswith(" ") else 120, text)

    def test_same_again(self):
        self.assertEqual(self.rows("en"), self.rows("en"))


@cases([Row("%s %s" % (scenario, language), (scenario, language))
        for scenario in SCENARIOS for language in LANGUAGES])
class Scenarios(JudgeTest):
    """A scenario in detail: question, parties, verdict, reason, statements."""

    def check(self, row):
        scenario, language = row.value

        result = self.run_aval("demo", "--scenario", scenario, "--lang", language)

        self.assert_clean(result)
        parts = result.out.decode().split("\n\n")
        for part in parts:
            self.assertTrue(any(text.strip() in VERDICTS[language] for text in part.splitlines()),
                            part)
            self.assertRegex(part, r"\n  %s +\S" % STATEMENT)
            self.assertRegex(part, r"\n\w.*, \d{1,2}(er)? \w+ \d{4}\n  \w")
            self.assertRegex(part, r"\n  \w.* \([\w.]+\), [A-Z]{2}, ")

    def test_every_question_by_its_id(self):
        rows = self.run_aval("demo").out.decode().splitlines()[1:-1]
        for name in (text.split(" ")[0] for text in rows if text and text[0] != " "):
            result = self.run_aval("demo", "--scenario", name)

            self.assert_clean(result)
            self.assertRegex(result.out.decode(), r"(?m)^%s " % re.escape(name))

    def test_every_shown_statement(self):
        """What is shown as a statement can be asked for."""
        out = b"".join(self.run_aval("demo", "--scenario", scenario).out
                       for scenario in SCENARIOS).decode()
        for name in sorted(set(re.findall(r"(?m)^  (%s) " % STATEMENT, out))):
            self.assert_clean(self.run_aval("demo", "--scenario", name))


NEW_FILES = ("README.md", "proposals.ndjson", "world.ndjson")


def blocks_of(text):
    """The code blocks of a page."""
    return re.findall(r"(?ms)^ *```\w*\n(.*?)^ *```$", text)


@cases([Row(language, language) for language in LANGUAGES])
class New(JudgeTest):
    """A folder to start from, whose README tells the truth."""

    def make(self, language="en", folder="trial"):
        result = self.run_aval("new", folder, "--lang", language)
        self.assert_clean(result)
        return result.out.decode()

    def check(self, row):
        self.make(row.value)
        readme = (self.folder / "trial" / "README.md").read_text(encoding="utf-8")
        promised = next(block for block in blocks_of(readme) if block.startswith('{"id"'))

        out = self.judged("trial/world.ndjson", "trial/proposals.ndjson")

        self.assertEqual(sorted(os.listdir(self.folder / "trial")), sorted(NEW_FILES))
        self.assertEqual(out.decode(), promised)

    def test_says_how_to_go_on(self):
        for language in LANGUAGES:
            said = self.make(language, "trial-" + language)
            command = re.search(r"(?m)(aval check .*)$", said)[1]

            result = self.run_shell(command.replace("aval", '"$0"', 1))

            self.assert_clean(result)
            self.assertEqual(len(self.decisions(result.out)), 8)

    def test_commands_of_the_readme_work(self):
        for language in LANGUAGES:
            self.make(language, "trial-" + language)
            readme = (self.folder / ("trial-" + language) / "README.md").read_text("utf-8")
            commands = [block for block in blocks_of(readme) if block.startswith("aval ")]

            self.assertTrue(commands)
            for command in commands:
                self.assert_clean(self.run_shell(
                    "cd trial-%s && %s" % (language, command.replace("aval", '"$0"', 1))))

    def test_options_of_the_readme_work(self):
        for language in LANGUAGES:
            self.make(language, "trial-" + language)
            readme = (self.folder / ("trial-" + language) / "README.md").read_text("utf-8")
            for options in sorted(set(re.findall(r"`(--[^`]*)`", readme))):
                result = self.run_aval("check", "--world", "trial-en/world.ndjson",
                                       "trial-en/proposals.ndjson", *options.split(" "))

                self.assertEqual((options, result.status, result.text), (options, 0, ""))

    def test_files_of_the_readme_are_there(self):
        for language in LANGUAGES:
            self.make(language, "trial-" + language)
            folder = self.folder / ("trial-" + language)
            readme = (folder / "README.md").read_text("utf-8")

            named = set(re.findall(r"\b[\w-]+\.(?:md|ndjson|csv)\b", readme))

            self.assertEqual(named, {"world.ndjson", "proposals.ndjson"})

    def test_trials_of_the_readme(self):
        self.make()
        readme = (self.folder / "trial" / "README.md").read_text("utf-8")
        added = next(block for block in blocks_of(readme) if '"type":"agreement"' in block)
        with open(self.folder / "trial" / "world.ndjson", "ab") as world:
            world.write(json.dumps(json.loads(added)).encode() + b"\n")

        decisions = self.decisions(self.judged("trial/world.ndjson", "trial/proposals.ndjson"))
        article = self.decisions(self.judged("trial/world.ndjson", "trial/proposals.ndjson",
                                             "--profile", "article"))

        self.assertEqual(decisions[1], {"id": "p2", "verdict": "supported", "findings": []})
        self.assertEqual(article[7]["findings"], ["direct-bill-capable:api_integration"])

    def test_tables_of_the_readme(self):
        """It explains every line of the world and every proposal, each in its place."""
        self.make()
        folder = self.folder / "trial"
        readme = (folder / "README.md").read_text("utf-8")
        world = [json.loads(text) for text in (folder / "world.ndjson").read_text().splitlines()]

        told = re.findall(r"(?m)^\| (\d+) \| `(\w+)` \|", readme)

        self.assertEqual(told, [(str(number), record["type"])
                                for number, record in enumerate(world, 1)])

    def test_both_languages_have_the_same_files(self):
        for language in LANGUAGES:
            self.make(language, "trial-" + language)

        for name in ("world.ndjson", "proposals.ndjson"):
            self.assertEqual((self.folder / "trial-en" / name).read_bytes(),
                             (self.folder / "trial-fr" / name).read_bytes())

    def test_in_an_empty_folder(self):
        (self.folder / "trial").mkdir()

        self.make()

    def test_beside_other_files(self):
        self.put("trial/mine.txt", b"mine")

        self.make()

        self.assertEqual((self.folder / "trial" / "mine.txt").read_bytes(), b"mine")

    def test_here(self):
        self.make(folder=".")

        self.assertTrue(set(NEW_FILES) <= set(os.listdir(self.folder)))

    def test_with_a_slash(self):
        self.assertNotIn("//", self.make(folder="trial/"))

    def test_name_with_spaces(self):
        """The command that it proposes can be copied into a shell."""
        said = self.make(folder="my trial")
        command = re.search(r"(?m)(aval check .*)$", said)[1]

        self.assert_clean(self.run_shell(command.replace("aval", '"$0"', 1)))


@cases([Row(name, name) for name in NEW_FILES])
class NewOverOld(JudgeTest):
    """A file that exists is never touched, and nothing else is left behind."""

    def check(self, row):
        self.put("trial/" + row.value, b"mine")

        result = self.run_aval("new", "trial")

        self.assert_refused(result, "File exists")
        self.assertIn(row.value, result.text)
        self.assertEqual(os.listdir(self.folder / "trial"), [row.value])
        self.assertEqual((self.folder / "trial" / row.value).read_bytes(), b"mine")

    def test_link_to_nowhere(self):
        (self.folder / "trial").mkdir()
        (self.folder / "trial" / "README.md").symlink_to("../elsewhere")

        self.assert_refused(self.run_aval("new", "trial"), "File exists")

        self.assertFalse((self.folder / "elsewhere").exists())
        self.assertEqual(os.listdir(self.folder / "trial"), ["README.md"])

    def test_twice(self):
        self.assert_clean(self.run_aval("new", "trial"))
        before = {name: (self.folder / "trial" / name).read_bytes() for name in NEW_FILES}

        self.assert_refused(self.run_aval("new", "trial"), "File exists")

        self.assertEqual(before, {name: (self.folder / "trial" / name).read_bytes()
                                  for name in NEW_FILES})


PLACES = [Row("below what is missing", "no/such/place"), Row("without a name", ""),
          Row("below a file", "file/trial"), Row("that is a file", "file"),
          Row("of the system", "/proc/trial"), Row("with a long name", "x" * 300)]


@cases(PLACES)
class NewNowhere(JudgeTest):
    """Where no folder can be made, that is said and nothing is made."""

    def check(self, row):
        self.put("file", b"mine")

        for language, word in (("en", "could not create"), ("fr", "impossible")):
            result = self.run_aval("new", row.value, "--lang", language)

            self.assert_refused(result, word, row.value)
        self.assertEqual(os.listdir(self.folder), ["file"])

    def test_disk_that_is_full(self):
        """What was begun is taken away again."""
        result = self.run_aval(
            "new", "trial", restore_signals=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3500, 3500)))

        self.assert_refused(result, "could not create", "File too large")
        self.assertFalse((self.folder / "trial").exists())

    def test_folder_of_others(self):
        if os.geteuid() == 0:
            user = {"user": 65534}
            os.chmod(self.folder, 0o555)
        else:
            user = {}
            os.chmod(self.folder, 0o555)
        try:
            result = self.run_aval("new", "trial", **user)
        except PermissionError:
            self.skipTest("nobody may run the program here")
        finally:
            os.chmod(self.folder, 0o755)

        self.assert_refused(result, "Permission denied")


HELPS = [Row("%s in %s" % (command, language), (command, language))
         for command in COMMANDS + ACTS for language in LANGUAGES]


@cases(HELPS, quick_every=5)
class Help(JudgeTest):
    """Each command explains itself, in both languages, within 80 columns."""

    def check(self, row):
        command, language = row.value

        result = self.run_aval(command, "--help", "--lang", language)
        other = self.run_aval("help", command, "--lang", language)

        self.assert_clean(result)
        self.assertEqual(result, other)
        text = result.out.decode()
        self.assertIn("aval %s [OPTION…]" % command, text.splitlines()[0])
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        for word in ("--lang", "--help", "--version", "  0 ", "  2 ", "aval " + command):
            self.assertIn(word, text)
        self.assertNotIn("(null)", text)
        self.assertFalse([line for line in text.splitlines() if line != line.rstrip()])

    def test_of_all(self):
        for language in LANGUAGES:
            result = self.run_aval("--help", "--lang", language)

            self.assert_clean(result)
            self.assertEqual(result, self.run_aval("help", "--lang", language))
            text = result.out.decode()
            self.assertLessEqual(max(map(len, text.splitlines())), 80)
            for command in COMMANDS + ACTS:
                self.assertRegex(text, r"(?m)^  %s(  +|\n +)\S" % command)

    def test_languages_differ(self):
        for command in COMMANDS:
            texts = {self.run_aval("help", command, "--lang", language).out
                     for language in LANGUAGES}

            self.assertEqual(len(texts), 2)

    def test_comes_before_what_is_missing(self):
        self.assert_clean(self.run_aval("check", "--help"))
        self.assert_clean(self.run_aval("--help", "check"))
        self.assert_clean(self.run_aval("new", "x", "--help"))
        self.assertFalse((self.folder / "x").exists())

    def test_every_exit_status_of_check(self):
        text = self.run_aval("check", "--help").out.decode()

        for status in range(4):
            self.assertRegex(text, r"(?m)^  %d  +\S" % status)

    def test_examples_have_the_right_form(self):
        """Every example of `check` is taken as it stands, but for the files that it names."""
        self.put("acts.ndjson", [json.dumps({
            "act": "register_organization", "as": "vendor", "organization": "new", "name": "New",
            "country": "DE"}).encode()])
        self.run_shell('"$0" new trial && mkdir folder && cp trial/* . && '
                       'echo id,name,country > folder/organization.csv')
        examples = [line.strip() for command in COMMANDS
                    for line in self.run_aval(command, "--help").out.decode().split("\n\n")[-1]
                    .splitlines() if line.startswith("  aval ")]

        self.assertGreaterEqual(len(examples), 5)
        for example in examples:
            script = re.sub(r"\baval ", '"$0" ', example).replace("~/.config/", "")
            script = script.replace("| man -l -", "> man").replace(
                "fish/completions/", "").replace('"$0" new trial', '"$0" new other').replace(
                    "trial/trial", "trial")
            result = self.run_shell(script)
            # What an example cannot bring: the id of a client, and a password.
            if "app-remove" in script or "user-" in script:
                self.assertNotIn("option", result.text, script)
            else:
                self.assertIn(result.status, (0, 1), script)


@unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
@cases([*HELPS, Row("all in en", ("", "en")), Row("all in fr", ("", "fr"))], quick_every=5)
class ManPages(JudgeTest):
    """Man pages are in good form."""

    def check(self, row):
        command, language = row.value
        page = self.run_aval(*filter(None, ("help", "--man", command, "--lang", language)))
        self.assert_clean(page)
        self.put("page", page.out)

        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "error", "page"], cwd=self.folder,
                              capture_output=True, check=False)
        text = subprocess.run(["mandoc", "-T", "utf8", "page"], cwd=self.folder,
                              capture_output=True, check=True).stdout.decode()

        self.assertEqual((lint.stdout, lint.returncode), (b"", 0))
        plain = re.sub(r".\x08", "", text)
        self.assertIn("aval-%s" % command if command else "aval", plain)
        self.assertIn("--lang", plain)
        self.assertNotIn("(null)", plain)

    def test_without_mandoc(self):
        for command in COMMANDS:
            page = self.run_aval("help", "--man", command).out.decode()

            self.assertTrue(page.startswith('.TH "AVAL-'))
            self.assertNotIn("\n\n", page)

    def test_of_an_unknown_command(self):
        self.assert_refused(self.run_aval("help", "--man", "xyzzy"), "unknown command")


class Version(JudgeTest):
    """--version names the rulebook, and whose program this is not."""

    def test_english(self):
        result = self.run_aval("--version")

        self.assert_clean(result)
        self.assertRegex(result.out.decode(), r"\Aaval \d+\.\d+\.\d+.* 2026\.1\b")
        self.assertIn("not affiliated", result.out.decode())
        self.assertIn("endorsed", result.out.decode())

    def test_french(self):
        result = self.run_aval("--version", "--lang", "fr")

        self.assert_clean(result)
        self.assertIn("ni affilié", result.out.decode())

    def test_of_a_command(self):
        for command in COMMANDS:
            self.assertEqual(self.run_aval(command, "--version"), self.run_aval("--version"))

    def test_help_has_the_disclaimer_too(self):
        self.assertIn("not affiliated", self.run_aval("--help").out.decode())
