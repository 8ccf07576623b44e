# SPDX-License-Identifier: Apache-2.0
"""`check` on a terminal: readable, safe to look at, and a line of progress that goes away."""

import errno
import os
import pty
import re
import select
import subprocess
import termios
import threading
import time

from facts import CUSTOMER, PROPOSALS, base_world, fact, line, ndjson
from judging import JudgeTest
from program import HANG_SECONDS, Row, cases, slow

COLOUR = re.compile(rb"\x1b\[(?:0|1|2|31|32|33|36)m")
ERASE = b"\r\x1b[K"
PROGRESS_SECONDS = 2  # progress would show after one
HOSTILE = {
    "escape": "\x1b[2J\x1b]0;title\x07",
    "C1": "\x9b31m\x80\x9f",
    "backspaces": "supported\b\b\b\x7f",
    "line ends": "p1  supported\np2\r\nx\x0b\x0c\x85",
    "direction": "\u202etroppus\u2066\u2069\u200f",
    "invisible": "a\u200b\u00ad\ufeff\u2060\U000e0041b",
    "NUL": "a\0b",
}
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0041]")


class TerminalTest(JudgeTest):
    """Runs the program with a terminal on some of its sides."""

    def open_terminal(self):
        """Both ends; what is written comes through as it is."""
        master, slave = pty.openpty()
        state = termios.tcgetattr(slave)
        state[1] &= ~termios.OPOST
        state[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, state)
        self.addCleanup(os.close, master)
        return master, slave

    def read_terminal(self, master):
        found = bytearray()
        while True:
            if not select.select([master], [], [], HANG_SECONDS)[0]:
                self.fail("nothing comes, and no end")
            try:
                some = os.read(master, 1 << 16)
            except OSError as error:
                self.assertEqual(error.errno, errno.EIO)
                some = b""
            if not some:
                return bytes(found)
            found += some

    def on_terminal(self, *arguments, sides=("stdout",), env=None):
        """What the terminal shows of a run, the process, and what other sides gave."""
        master, slave = self.open_terminal()
        process = self.start(*arguments, env=env, **{side: slave for side in sides})
        os.close(slave)
        if process.stdin is not None:
            process.stdin.close()
            process.stdin = None
        shown = self.read_terminal(master)
        out, err = process.communicate()
        return shown, process.returncode, (out or b"") + (err or b"")

    def shown(self, *options, proposals=None, env=None, status=0):
        arguments = ["check", "--world", self.put_world(), self.put_proposals(proposals),
                     *options]
        shown, ended, said = self.on_terminal(*arguments, env=env)
        self.assertEqual((ended, said), (status, b""))
        return shown


class Looks(TerminalTest):
    """What a terminal shows."""

    def test_is_readable(self):
        plain = COLOUR.sub(b"", self.shown()).decode()

        self.assertIn("p1  supported\n", plain)
        self.assertIn("p6  not supported\n", plain)
        self.assertIn("ending-through-support", plain)
        self.assertNotIn("{", plain)

    def test_has_colours(self):
        self.assertIn(b"\x1b[32msupported\x1b[0m", self.shown())

    def test_colours_are_all_that_steers_it(self):
        self.assertNotIn(b"\x1b", COLOUR.sub(b"", self.shown()))

    def test_no_color_takes_them_away(self):
        self.assertNotIn(b"\x1b", self.shown(env={"NO_COLOR": "1"}))

    def test_empty_no_color_does_not(self):
        self.assertIn(b"\x1b[32m", self.shown(env={"NO_COLOR": ""}))

    def test_dumb_terminal_gets_none(self):
        self.assertNotIn(b"\x1b", self.shown(env={"TERM": "dumb"}))

    def test_json_if_asked(self):
        shown = self.shown("--json")

        self.assertEqual(len(self.decisions(shown)), len(PROPOSALS))

    def test_same_text_as_in_a_pipe(self):
        piped = self.judged(self.put_world(), self.put_proposals(), "--text")

        self.assertEqual(COLOUR.sub(b"", self.shown()), piped)

    def test_french(self):
        self.assertIn("p6  non pris en charge".encode(), self.shown(
            "--lang", "fr", env={"NO_COLOR": "1"}))

    def test_empty_input_shows_nothing(self):
        self.assertEqual(self.shown(proposals=[]), b"")

    def test_colours_of_the_demonstration(self):
        shown, status, said = self.on_terminal("demo")

        self.assertEqual((status, said), (0, b""))
        self.assertIn(b"\x1b[32msupported\x1b[0m", shown)
        self.assertNotIn(b"\x1b", COLOUR.sub(b"", shown))

    def test_colours_of_the_rules(self):
        """Of what people read; not of what is to be kept or read by programs."""
        for arguments in ((), ("mpa-signed",), ("--statement", "S6"), ("--remedies",)):
            shown, status, said = self.on_terminal("rules", *arguments)

            self.assertEqual((status, said), (0, b""))
            self.assertIn(b"\x1b[36m", shown)
            self.assertNotIn(b"\x1b", COLOUR.sub(b"", shown))
            for form in ("--json", "--markdown"):
                self.assertNotIn(b"\x1b", self.on_terminal("rules", *arguments, form)[0])


@cases([Row(name, text) for name, text in HOSTILE.items()])
class Hostile(TerminalTest):
    """Texts of the input cannot steer the terminal that shows them."""

    def assert_harmless(self, shown):
        self.assertNotRegex(COLOUR.sub(b"", shown).decode(), STEERING)

    def check(self, row):
        asked = [{**PROPOSALS["engage_partner"], "id": row.value},
                 {**PROPOSALS["engage_partner"], "id": row.value, "partner": row.value},
                 {**PROPOSALS["engage_partner"], "id": row.value, row.value: 1},
                 {**PROPOSALS["place_order"], "id": row.value, "offer": row.value}]

        shown = self.shown(proposals=asked, status=1)

        self.assert_harmless(shown)
        self.assertEqual(len(shown.splitlines()), len(asked))

    def test_field_of_a_world(self):
        for name, text in HOSTILE.items():
            world = base_world() + [fact("tenant", id=text), {"type": text}, {text: 1},
                                    fact("organization", **{text: 1}),
                                    fact("ownership", owner=text, owned="org-prov")]

            self.check_world(self.put_world(world), name)

    def test_name_of_a_file(self):
        for text in HOSTILE.values():
            name = text.replace("\0", "")
            self.put_folder({name + ".csv": b"", "tenant.csv": b"\n\n"}, name)

            self.check_world(name, name)

    def check_world(self, world, name):
        arguments = ("check", "--world", world, "/dev/null")
        shown, status, said = self.on_terminal(*arguments, sides=("stdout", "stderr"))

        self.assertEqual((status, said), (2, b""), name)
        self.assert_harmless(shown)

    def test_options(self):
        for text in HOSTILE.values():
            word = text.replace("\0", "")
            for arguments in ((word,), ("check", "--" + word), ("check", "--profile", word),
                              ("check", "a", word), ("check", "--world", word, word),
                              ("demo", "--scenario", word), ("completion", word),
                              ("help", word), ("new", word + "/x/y"), ("check", "-" + word),
                              ("ask", word), ("ask", "enroll", "--tenant", word, "--role",
                                              "direct_bill"),
                              ("ask", "order", "--seller", "alder", "--customer", "saale",
                               "--offer", word), ("ask", "order", "--seller", "alder",
                                                  "--customer", "saale", "--quantity", word)):
                shown, status, said = self.on_terminal(*arguments, sides=("stdout", "stderr"))

                self.assertEqual((status, said), (2, b""))
                self.assert_harmless(shown)


@slow
class Progress(TerminalTest):
    """After a second of reading, a line tells how far it is; it is taken away at the end."""

    def trickle(self, name, content, more, is_over):
        """Writes a named pipe: the content at once, then line by line until enough was seen."""
        with open(self.folder / name, "wb", buffering=0) as pipe:
            pipe.write(content)
            while not is_over.wait(0.05):
                pipe.write(more)

    def begin(self, name, content, more):
        """A named pipe that fills slowly; gives what stops it."""
        os.mkfifo(self.folder / name)
        is_over = threading.Event()
        feeder = threading.Thread(target=self.trickle, args=(name, content, more, is_over))
        feeder.start()
        self.addCleanup(feeder.join)
        self.addCleanup(is_over.set)
        return is_over

    def watch(self, world, asked, is_over):
        """What a terminal shows on standard error until there was some progress, and then."""
        master, slave = self.open_terminal()
        process = self.start("check", "--world", world, asked, stderr=slave,
                             stdout=subprocess.DEVNULL)
        os.close(slave)
        until = time.monotonic() + HANG_SECONDS
        seen = b""
        while time.monotonic() < until and ERASE not in seen:
            if select.select([master], [], [], 0.1)[0]:
                seen += os.read(master, 4096)
        is_over.set()
        seen += self.read_terminal(master)
        self.assertEqual(process.wait(HANG_SECONDS), 0)
        return seen.decode()

    def listen(self, world, asked, is_over):
        """What a pipe gets on standard error while the same goes on."""
        process = self.start("check", "--world", world, asked, stdout=subprocess.DEVNULL)
        select.select([process.stderr], [], [], PROGRESS_SECONDS)
        is_over.set()
        seen = process.stderr.read()
        self.assertEqual(process.wait(HANG_SECONDS), 0)
        return seen.decode()

    def slow_world(self):
        more = line(fact("customer_agreement", customer=CUSTOMER, acceptance="direct",
                         date="2020-01-20"))
        is_over = self.begin("world", ndjson(base_world()), more + b"\n")
        return "world", self.put_proposals(), is_over

    def slow_proposals(self):
        more = line(PROPOSALS["engage_partner"]) + b"\n"
        return self.put_world(), "asked", self.begin("asked", more, more)

    def test_of_the_world(self):
        seen = self.watch(*self.slow_world())

        self.assertRegex(seen, r"\r\x1b\[Kreading the world: \d+ lines, 0 MB")
        self.assertRegex(seen, r"\r\x1b\[K7 proposals: 6 supported, 1 not supported, 0 in error"
                               r"\n\Z")

    def test_of_the_judging(self):
        seen = self.watch(*self.slow_proposals())

        self.assertRegex(seen, r"\r\x1b\[Kjudging: \d+ proposals, 0 MB")
        self.assertRegex(seen, r"\r\x1b\[K(\d+) proposals: \1 supported, 0 not supported, "
                               r"0 in error\n\Z")

    def test_not_in_a_pipe_while_reading(self):
        self.assertEqual(self.listen(*self.slow_world()), "")

    def test_not_in_a_pipe_while_judging(self):
        self.assertEqual(self.listen(*self.slow_proposals()), "")


class Summary(TerminalTest):
    def test_short_work_shows_no_progress(self):
        shown, status, out = self.on_terminal("check", "--world", self.put_world(),
                                              self.put_proposals(), sides=("stderr",))

        self.assertEqual(status, 0)
        self.assertEqual(len(self.decisions(out)), len(PROPOSALS))
        self.assertEqual(shown, b"7 proposals: 6 supported, 1 not supported, 0 in error\n")

    def test_typed_proposals(self):
        master, slave = self.open_terminal()
        process = self.start("check", "--world", self.put_world(), "-", stdin=slave)
        os.close(slave)

        os.write(master, line(PROPOSALS["enroll"]) + b"\n")
        answer = process.stdout.readline()
        os.write(master, b"\x04")

        self.assertEqual(self.decisions(answer)[0]["id"], "p7")
        self.assertEqual(process.wait(HANG_SECONDS), 0)
