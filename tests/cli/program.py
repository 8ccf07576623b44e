# SPDX-License-Identifier: Apache-2.0
"""The program under test, run as people and scripts run it, and the base of all tests."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HANG_SECONDS = 240
KEPT_STDIN_BYTES = 1 << 24
# No book of the person at the keyboard is touched, or asked.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "XDG_DATA_HOME": "/nonexistent"}
PASSED_ON = ("PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")
COMMANDS = (
    "ask", "check", "routes", "replay", "rules", "demo", "new", "init", "import", "export",
    "backup", "restore", "serve", "app-add", "app-list", "app-remove", "user-add",
    "user-list", "user-remove", "key-rotate", "webhook-list", "letter-list", "letter-deliver",
    "migrate", "clock", "show", "history", "mpa-status",
    "perform", "journal", "verify", "erase", "acts", "help", "completion")
ACTS = (
    "register-organization", "record-ownership", "end-ownership", "register-tenant",
    "register-partner-id", "publish-offer", "withdraw-offer", "set-particulars", "onboard",
    "attest-capability", "start-enrollment", "submit-enrollment", "qualify-enrollment",
    "activate-enrollment", "reject-enrollment", "appeal-enrollment", "restrict-enrollment",
    "suspend-enrollment", "reinstate-enrollment", "end-enrollment", "sign-mpa",
    "accept-customer-agreement", "attest-customer-agreement", "invite-reseller",
    "accept-reseller-invitation", "withdraw-invitation", "decline-invitation", "agree-services",
    "end-services", "open-support-case", "withdraw-support-case", "decline-support-case",
    "end-indirect-relationship", "invite-customer", "accept-customer-invitation",
    "create-customer", "remove-customer", "delete-customer", "engage-partner", "end-engagement",
    "grant-privileges", "revoke-privileges", "place-order", "extend-order", "associate-partner-id",
    "change-subscription", "suspend-subscription", "resume-subscription", "cancel-subscription")
CRASHES = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)


class Settings:
    """What the runner was asked for."""

    aval = ROOT / "build" / "aval"


class Result(NamedTuple):
    """What a run gave; a status below 0 is the signal that ended it."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self):
        return self.err.decode()


class Row(NamedTuple):
    """A row of a table without columns of its own."""

    name: str
    value: object


def slow(thing):
    """Marks a test, or a class of them, that --quick leaves out."""
    thing.is_slow = True
    return thing


def cases(rows, quick_every=1):
    """A class decorator: one test a row, which calls the class's check(row). Of a long table
    --quick may take one row in so many alone."""
    def decorate(cls):
        for place, row in enumerate(rows):
            def test(self, row=row):
                self.check(row)

            stem = name = "test_" + re.sub(r"\W+", "_", row.name).strip("_")
            number = 1
            while hasattr(cls, name):
                number += 1
                name = "%s_%d" % (stem, number)
            test.is_slow = place % quick_every != 0
            setattr(cls, name, test)
        return cls
    return decorate


def environment(**changes):
    """The environment of a run: nothing that the person at the keyboard has set."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    mixed = {**passed, **ENVIRONMENT, **changes}
    return {name: value for name, value in mixed.items() if value is not None}


def is_sanitized():
    """Whether the program is a sanitizer build: such a one needs memory of its own."""
    return b"__asan_init" in Settings.aval.read_bytes()


class CliTest(unittest.TestCase):
    """A test with a folder of its own, in which the program runs."""

    maxDiff = None
    folder = None
    shell = ""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="aval-cli-"))
        self.shell = ""

    def tidy(self, failed):
        """Takes the folder away, unless the command that failed needs it."""
        if not failed and self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, name, content):
        """Writes a file of the test's folder; a list is one of lines."""
        if isinstance(content, (list, tuple)):
            content = b"".join(line + b"\n" for line in content)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return name

    def arguments(self, arguments):
        return [str(Settings.aval), *map(os.fspath, arguments)]

    def remember(self, arguments, stdin, env):
        """The command for a shell, should the test fail."""
        words = ["cd", str(self.folder), "&&"]
        words += ["%s=%s" % (name, shlex.quote(value)) for name, value in env.items()]
        words += map(shlex.quote, self.arguments(arguments))
        self.shell = " ".join(words)
        if isinstance(stdin, bytes) and 0 < len(stdin) <= KEPT_STDIN_BYTES:
            self.put(".stdin", stdin)
            self.shell += " < .stdin"

    def run_aval(self, *arguments, stdin=b"", env=None, timeout=HANG_SECONDS, **popen):
        """Runs the program to its end. It may refuse, but it may not crash or hang. What it reads
        is bytes, or an open file."""
        changes = env or {}
        self.remember(arguments, stdin, changes)
        popen.setdefault("stdout", subprocess.PIPE)
        popen.setdefault("stderr", subprocess.PIPE)
        popen["stdin"] = subprocess.PIPE if isinstance(stdin, bytes) else stdin
        with subprocess.Popen(self.arguments(arguments), cwd=self.folder,
                              env=environment(**changes), **popen) as process:
            try:
                out, err = process.communicate(stdin if isinstance(stdin, bytes) else None,
                                               timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                self.fail("no end after %d s" % timeout)
        result = Result(process.returncode, out or b"", err or b"")
        self.assert_no_crash(result)
        return result

    def run_shell(self, script, **changes):
        """Runs a line of bash, whose $0 is the program."""
        self.shell = "cd %s && bash -c %s %s" % (self.folder, shlex.quote(script), Settings.aval)
        done = subprocess.run(["bash", "-c", script, str(Settings.aval)], cwd=self.folder,
                              env=environment(**changes), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=HANG_SECONDS, check=False)
        result = Result(done.returncode, done.stdout, done.stderr)
        self.assert_no_crash(result)
        return result

    def start(self, *arguments, env=None, **popen):
        """Starts the program with pipes on all three sides, to talk with."""
        self.remember(arguments, b"", env or {})
        for side in ("stdin", "stdout", "stderr"):
            popen.setdefault(side, subprocess.PIPE)
        process = subprocess.Popen(self.arguments(arguments), cwd=self.folder,
                                   env=environment(**(env or {})), bufsize=0, **popen)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        """Whatever becomes of a test, no program of it stays behind."""
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()

    def assert_no_crash(self, result):
        said = result.err.decode(errors="replace")
        for mark in ("Sanitizer", "runtime error:", "a bug:"):
            if mark in said:
                self.fail(next(line for line in said.splitlines() if mark in line))
        self.assertNotIn(-result.status, CRASHES, "crashed")

    def assert_refused(self, result, *words, status=2):
        """Nothing done, nothing on standard output, the reason on standard error."""
        self.assertEqual(result.status, status, result.text)
        self.assertEqual(result.out, b"")
        for word in words:
            self.assertIn(word, result.text)

    def assert_clean(self, result, status=0):
        """The status, and nothing on standard error."""
        self.assertEqual((result.text, result.status), ("", status))


def reason_of(failure):
    """The last line of a traceback that says something."""
    lines = [line for line in failure.splitlines() if re.match(r"\S*(Error|Exception|Failure)\b",
                                                               line)]
    return (lines or failure.strip().splitlines())[-1]


def again(test):
    """The command that shows a failure again."""
    words = [sys.executable, os.path.relpath(Path(__file__).with_name("run.py")),
             "--aval", str(Settings.aval), test.id()]
    return " ".join(map(shlex.quote, words))
