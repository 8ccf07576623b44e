# SPDX-License-Identifier: Apache-2.0
"""Completion scripts: sound for their shells, and they complete."""

import shutil
import subprocess
import unittest
from typing import NamedTuple

from judging import JudgeTest
from program import ACTS, COMMANDS, cases


class Typed(NamedTuple):
    """Words of a line; the last is being typed. What is to be offered for it."""

    words: tuple
    offered: tuple

    @property
    def name(self):
        return " ".join(self.words)


CHECK = ("--world", "--profile", "--json", "--text", "--jobs", "--full", "--other-reading",
         "--db", "--lang",
         "--help", "--version")
TYPED = [
    Typed(("aval", ""), COMMANDS + ACTS + ("--help", "--version", "--lang")),
    Typed(("aval", "che"), ("check",)),
    Typed(("aval", "--v"), ("--version",)),
    Typed(("aval", "check", "--"), CHECK),
    Typed(("aval", "check", "--pro"), ("--profile",)),
    Typed(("aval", "check", "--profile", ""), ("article", "programme")),
    Typed(("aval", "check", "--profile", "a"), ("article",)),
    Typed(("aval", "check", "--profile", "x"), ()),
    Typed(("aval", "check", "--lang", "f"), ("fr",)),
    Typed(("aval", "check", "--world", "w", "--j"), ("--json", "--jobs")),
    Typed(("aval", "ask", ""), ("order", "reseller", "customer", "partner-id", "support", "end",
                                "enroll")),
    Typed(("aval", "ask", "o"), ("order",)),
    Typed(("aval", "ask", "order", "--c"), ("--customer", "--capabilities")),
    Typed(("aval", "ask", "enroll", "--role", "i"), ("indirect_provider", "indirect_reseller")),
    Typed(("aval", "ask", "partner-id", "--new-subscription", ""), ("true", "false")),
    Typed(("aval", "demo", "--s"), ("--scenario",)),
    Typed(("aval", "help", "--m"), ("--man",)),
    Typed(("aval", "help", "che"), ("check",)),
    Typed(("aval", "place-order", "--p"), ("--parent", "--provider")),
    Typed(("aval", "enroll", ""), ()),
    Typed(("aval", "attest-capability", "--capability", "s"), ("support",)),
    Typed(("aval", "clock", ""), ("days", "months")),
    Typed(("aval", "help", ""), COMMANDS + ACTS),
    Typed(("aval", "completion", ""), ("bash", "zsh", "fish")),
    Typed(("aval", "completion", "f"), ("fish",)),
    Typed(("aval", "new", "--"), ("--lang", "--help", "--version")),
    Typed(("aval", "--lang", ""), ("en", "fr")),
    Typed(("aval", "--lang", "fr", "che"), ("check",)),
    Typed(("aval", "check", "--profile", "=", "p"), ("programme",)),
    Typed(("aval", "check", "--world", ""), ()),
    Typed(("aval", "xyzzy", "--"), ()),
]
SCRIPT = """
compopt() { printf 'files\\n' >&2; }
source ./script
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
_aval
printf '%s\\n' "${COMPREPLY[@]}"
"""


class CompletionTest(JudgeTest):
    def put_script(self, shell):
        result = self.run_aval("completion", shell)
        self.assert_clean(result)
        return self.put("script", result.out)

    def run_tool(self, *command):
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL)


@cases(TYPED)
class Bash(CompletionTest):
    """What bash offers."""

    def check(self, row):
        self.put_script("bash")

        done = self.run_tool("bash", "-c", SCRIPT, "bash", *row.words)

        self.assertIn(done.stderr, (b"", b"files\n"))
        offered = [word.strip() for word in done.stdout.decode().splitlines() if word.strip()]
        self.assertEqual(sorted(offered), sorted(row.offered))

    def test_syntax(self):
        done = self.run_tool("bash", "-n", self.put_script("bash"))

        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_files_after_world(self):
        self.put_script("bash")

        done = self.run_tool("bash", "-c", SCRIPT, "bash", "aval", "check", "--world", "")

        self.assertEqual(done.stderr, b"files\n")

    def test_is_registered(self):
        self.put_script("bash")

        done = self.run_tool("bash", "-c", "source ./script && complete -p aval")

        self.assertEqual(done.stdout, b"complete -F _aval aval\n")

    def test_strict_shell(self):
        """It works in a shell that stops at unset variables."""
        self.put_script("bash")

        done = self.run_tool("bash", "-c", "set -u;" + SCRIPT, "bash", "aval", "che")

        self.assertEqual((done.stdout, done.stderr), (b"check\n", b""))


class Others(CompletionTest):
    """The scripts of the other shells name everything; a shell that is here reads them."""

    def test_name_everything(self):
        for shell, form in (("zsh", "--%s"), ("fish", "-l %s")):
            script = self.run_aval("completion", shell).out.decode()
            for command in COMMANDS + ACTS:
                self.assertIn(command, script)
            for option in CHECK:
                self.assertIn(form % option[2:], script)

    def test_quotes_of_fish_are_closed(self):
        for text in self.run_aval("completion", "fish").out.decode().splitlines():
            self.assertEqual(text.count('"') % 2, 0, text)

    def test_language_changes_nothing(self):
        for shell in ("bash", "zsh"):
            self.assertEqual(self.run_aval("completion", shell, "--lang", "fr").out,
                             self.run_aval("completion", shell).out)

    def test_zsh_has_no_compopt(self):
        """Its imitation of bash lacks that builtin: a call would write into the prompt."""
        self.put_script("zsh")
        zsh = ("autoload() { :; }; bashcompinit() { :; }; _files() { :; };"
               "enable -n compopt;")
        script = zsh + SCRIPT.replace("compopt() { printf 'files\\n' >&2; }", "")

        done = self.run_tool("bash", "-c", script, "bash", "aval", "check", "--world", "")

        self.assertEqual(done.stderr, b"")

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        self.put_script("zsh")

        syntax = self.run_tool("zsh", "-n", "script")
        loaded = self.run_tool("zsh", "-fc", "autoload -U compinit && compinit -u -D && "
                               "source ./script && words=(aval ch) && (( $+_comps[aval] ))")

        self.assertEqual((syntax.stderr, loaded.stderr, loaded.returncode), (b"", b"", 0))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        self.put_script("fish")

        offered = {text: self.run_tool("fish", "-N", "-c",
                                       "source ./script; complete -C '%s'" % text)
                   for text in ("aval ch", "aval help ch", "aval check --profile a",
                                "aval completion f", "aval --lang fr ch")}

        self.assertEqual({text: (done.stdout.split(b"\t")[0].strip(), done.stderr)
                          for text, done in offered.items()},
                         {"aval ch": (b"check", b""), "aval help ch": (b"check", b""),
                          "aval check --profile a": (b"article", b""),
                          "aval completion f": (b"fish", b""),
                          "aval --lang fr ch": (b"check", b"")})
