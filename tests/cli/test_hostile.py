# SPDX-License-Identifier: Apache-2.0
"""Input that is made to hurt: memory stays bounded, nothing crashes, neighbours are judged."""

import json
import os
import random
import re
import resource
import subprocess
import threading
import unittest
from pathlib import Path

from facts import CUSTOMER, EXAMPLES, PROPOSALS, base_world, fact, line, ndjson
from judging import JudgeTest
from program import HANG_SECONDS, Row, Settings, cases, is_sanitized, slow
from test_check import BASE_DECISIONS

LINE_BYTES_MAX = 1 << 20
MEMORY_MAX = 200 << 20
PIECE = 1 << 16
SOUND = line(PROPOSALS["engage_partner"])
ANSWER = BASE_DECISIONS.splitlines(keepends=True)[4]
HUGE = int(os.environ.get("AVAL_CLI_HUGE") or 0)
JOBS = ("1", "2", "8")


class HostileTest(JudgeTest):
    """Feeds a program what is made as it is sent."""

    def feed(self, pipe, pieces):
        """Writes until the other side has had enough."""
        try:
            for piece in pieces:
                pipe.write(piece)
            pipe.close()
        except BrokenPipeError:
            pass

    def peak_bytes(self, process):
        """The most memory that the program, still alive, has had."""
        status = Path("/proc/%d/status" % process.pid).read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def assert_bounded(self, process, bytes_max=MEMORY_MAX):
        if not is_sanitized():
            self.assertLess(self.peak_bytes(process), bytes_max)

    def converse(self, pieces, *options):
        """Sends pieces, then a sound line; gives all answers up to that line's, with memory."""
        process = self.start("check", "--world", self.put_world(), "-", *options)
        feeder = threading.Thread(target=self.feed_and_keep, args=(process.stdin, pieces))
        feeder.start()
        answers = []
        with open(process.stdout.fileno(), "rb", closefd=False) as reader:
            while not answers or answers[-1] != ANSWER:
                answers.append(reader.readline())
                self.assertTrue(answers[-1].endswith(b"\n"), process.poll())
        feeder.join()
        self.assert_bounded(process)
        process.stdin.close()
        process.stdin = None
        self.assertEqual(process.communicate(timeout=HANG_SECONDS)[1], b"")
        return answers

    def feed_and_keep(self, pipe, pieces):
        for piece in pieces:
            pipe.write(piece)
        pipe.write(b"\n" + SOUND + b"\n")

    def errors_of(self, answers):
        return [json.loads(answer).get("error", "") for answer in answers]


LONG_LINES = {
    "spaces": [b" " * PIECE] * 1600,
    "letters": [b"x" * PIECE] * 1600,
    "one text": [b'{"id":"'] + [b"x" * PIECE] * 1600,
    "brackets": [b"[" * PIECE] * 1600,
    "objects": [b'{"a":' * (PIECE // 5)] * 1600,
    "zeros": [bytes(PIECE)] * 1600,
    "all ones": [b"\xff" * PIECE] * 1600,
    "carriage returns": [b"\r" * PIECE] * 1600,
    "keys": [b"{"] + [b'"a":1,' * (PIECE // 6)] * 1600,
}


@cases([Row(name, pieces) for name, pieces in LONG_LINES.items()])
class LongLines(HostileTest):
    """A line of 100 MB is one error; the next line is judged; memory stays small."""

    def check(self, row):
        for jobs in JOBS[:2]:
            errors = self.errors_of(self.converse(row.value, "--jobs", jobs))

            self.assertEqual(len(errors), 2)
            self.assertRegex(errors[0], r"line 1: .*1048576 bytes")


MANY_LINES = {
    "longest lines": [b" " * (LINE_BYTES_MAX - len(SOUND)) + SOUND.replace(b"p5", b"x") + b"\n"],
    "longest brackets": [b"[" * LINE_BYTES_MAX + b"\n"],
    "longest nests": [b'{"a":' * (LINE_BYTES_MAX // 5) + b"\n"],
    "longest lists": [b"[" + b"0," * (LINE_BYTES_MAX // 2 - 1) + b"0\n"],
    "longest list of lists": [b"[" + b"[]," * (LINE_BYTES_MAX // 3 - 1) + b"[]]\n"],
    "longest ids": [b'{"id":"%s"}\n' % (b"\\u0001" * (LINE_BYTES_MAX // 6 - 3))],
    "longest keys": [b'{"%s":1}\n' % (b"\\n" * (LINE_BYTES_MAX // 2 - 5))],
    "long line, short line": [b"x" * (LINE_BYTES_MAX + 1) + b"\n" + b"{}\n"],
    "shortest lines": [b"x\n" * 100000],
    "blank lines": [b"\n" * LINE_BYTES_MAX],
}


@slow
@cases([Row(name, pieces) for name, pieces in MANY_LINES.items()])
class ManyLines(HostileTest):
    """Many of the worst lines, with few jobs and many: memory stays small."""

    def check(self, row):
        lines = row.value[0].count(b"\n")
        pieces = row.value * (4 if lines > 2 else 60)
        for jobs in JOBS:
            answers = self.converse(pieces, "--jobs", jobs)

            self.assertEqual(answers[-1], ANSWER)


def padded(text, length):
    """The line, with spaces up to the length."""
    return text + b" " * (length - len(text))


EDGES = [
    Row("LF", padded(SOUND, LINE_BYTES_MAX) + b"\n"),
    Row("CR LF", padded(SOUND, LINE_BYTES_MAX) + b"\r\n"),
    Row("no end", padded(SOUND, LINE_BYTES_MAX)),
    Row("brackets", b"[" * LINE_BYTES_MAX + b"\n"),
    Row("nests", b'{"a":' * (LINE_BYTES_MAX // 5) + b" \n"),
    Row("blank", b" " * LINE_BYTES_MAX + b"\n"),
]


@cases(EDGES)
class LongestLine(HostileTest):
    """1,048,576 bytes are a line; one more is an error, and has no id."""

    def check(self, row):
        for before in (b"", SOUND + b"\n"):
            for jobs in JOBS[:2]:
                self.check_after(before, row, jobs)

    def check_after(self, before, row, jobs):
        sound = self.check_aval(self.put_world(), "-", "--jobs", jobs, stdin=before + row.value)
        longer = self.check_aval(self.put_world(), "-", "--jobs", jobs,
                                 stdin=before + b" " + row.value)

        self.assertEqual((sound.err, longer.err, longer.status), (b"", b"", 1))
        answers = sound.out[len(before and ANSWER):]
        if SOUND in row.value:
            self.assertEqual(answers, ANSWER)
        else:
            self.assertNotIn(b"1048576", answers)
        error = json.loads(longer.out[len(before and ANSWER):])
        self.assertIsNone(error["id"])
        self.assertIn("1048576 bytes", error["error"])

    def test_in_a_world(self):
        longest = padded(line(EXAMPLES["organization"]), LINE_BYTES_MAX)
        base = ndjson(base_world())

        self.assert_clean(self.check_aval(self.put("w", base + longest), "/dev/null"))
        self.assert_clean(self.check_aval(self.put("w", base + longest + b"\r\n"), "/dev/null"))
        found = self.problems(self.check_aval(self.put("w", longest + b" \n" + base),
                                              "/dev/null"))
        self.assertEqual(found[0][0], "w:1")
        self.assertIn("1048576 bytes", found[0][1])


BOMBS = {
    "brackets": b"[" * LINE_BYTES_MAX,
    "objects": b'{"a":' * (LINE_BYTES_MAX // 5),
    "closed brackets": b"[" * (LINE_BYTES_MAX // 2) + b"]" * (LINE_BYTES_MAX // 2),
    "closed objects": b'{"a":' * (LINE_BYTES_MAX // 6) + b"0" + b"}" * (LINE_BYTES_MAX // 6),
    "nest in a field": b'{"type":"organization","id":' + b"[" * 500000 + b"]" * 500000 + b"}",
    "nest in an unknown field": b'{"x":' + b'{"x":' * 170000 + b"1" + b"}" * 170001,
    "many keys": json.dumps({"k%d" % number: 1 for number in range(60000)}).encode(),
    "one key often": b'{"id":0' + b',"id":0' * 140000 + b"}",
    "long number": b'{"id":%s}' % (b"1" * 1000000),
    "long exponent": b'{"id":1e%s}' % (b"9" * 1000000),
    "many markets": b'{"type":"offer","markets":[%s"DE"]}' % (b'"DE",' * 200000),
}


@cases([Row(name, text) for name, text in BOMBS.items()])
class Bombs(HostileTest):
    """Lines that unfold: an error each, as a proposal and as a fact."""

    def check(self, row):
        for jobs in JOBS:
            errors = self.errors_of(self.converse([row.value], "--jobs", jobs))

            self.assertEqual(len(errors), 2)
            self.assertRegex(errors[0], r"\Aline 1: ")
            self.assertLess(len(errors[0]), 2000)

        found = self.problems(self.check_aval(
            self.put("w", ndjson(base_world()) + row.value), "/dev/null"))
        self.assertEqual(len(found), 1)
        self.assertLess(len(found[0][1]), 2000)


class Garbage(HostileTest):
    """Noise of all kinds gives errors, one a line."""

    def noise(self, seed):
        chance = random.Random(seed)
        return chance.randbytes(chance.choice((1, 100, 100000, 3000000)))

    def test_for_proposals(self):
        for seed in range(8):
            noise = self.noise(seed)
            asked = sum(1 for text in noise.split(b"\n") if text.strip(b" \t\r"))

            result = self.check_aval(self.put_world(), "-", stdin=noise)

            self.assertEqual((result.status, result.err), (1, b""))
            self.assertEqual(len(self.decisions(result.out)), asked)

    def test_for_a_world(self):
        for seed in range(8):
            self.assert_refused(self.check_aval(self.put("w", self.noise(seed)), "/dev/null"),
                                "w:")

    def test_for_a_folder(self):
        for seed in range(8):
            noise = b'id,name,country\n"' + self.noise(seed)

            self.assert_refused(self.check_aval(self.put_folder({"organization.csv": noise}),
                                                "/dev/null"), "organization.csv:")

    def test_the_program_as_its_own_input(self):
        own = Settings.aval

        self.assertEqual(self.check_aval(self.put_world(), own).status, 1)
        self.assert_refused(self.check_aval(own, "/dev/null"), str(own))

    def test_broken_lines(self):
        """Every beginning of a line, and the line with every byte changed, is an answer."""
        text = line(PROPOSALS["place_order"])
        broken = [text[:length] for length in range(1, len(text))]
        for place in range(len(text)):
            for byte in (b"\0", b'"', b"\\", b"{", b"\xff", b"5"):
                broken.append(text[:place] + byte + text[place + 1:])

        result = self.check_aval(self.put_world(), "-", stdin=b"\n".join(broken))

        self.assertEqual((result.status, result.err), (1, b""))
        self.assertEqual(len(self.decisions(result.out)), len(broken))

    def test_broken_facts(self):
        chance = random.Random(5)
        whole = ndjson(base_world())
        for _ in range(150):
            broken = bytearray(whole)
            for _ in range(chance.choice((1, 1, 3, 30))):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            result = self.check_aval(self.put("w", bytes(broken)), "/dev/null")

            self.assertIn(result.status, (0, 2))
            self.assertEqual(result.out, b"")


class Places(HostileTest):
    """Things for a world that are no plain file."""

    def test_pipe(self):
        os.mkfifo(self.folder / "pipe")
        content = ndjson(base_world())
        feeder = threading.Thread(target=lambda: (self.folder / "pipe").write_bytes(content))
        feeder.start()

        out = self.judged("pipe", self.put_proposals())

        feeder.join()
        self.assertEqual(out, BASE_DECISIONS)

    def test_empty_device(self):
        out = self.judged("/dev/null", self.put_proposals(), status=1)

        self.assertEqual(len(self.decisions(out)), len(PROPOSALS))
        self.assertTrue(all("error" in answer for answer in self.decisions(out)))

    @slow
    def test_endless_device(self):
        """An endless line is dropped as it comes; the memory for it stays small."""
        process = self.start("check", "--world", "/dev/zero", "/dev/null",
                             stdin=subprocess.DEVNULL)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(1)

        self.assert_bounded(process)

    def test_link_to_a_folder(self):
        (self.folder / "a").symlink_to("b")
        (self.folder / "b").symlink_to("a")

        self.assert_refused(self.check_aval("a", "/dev/null"), "a: ")

    def test_without_permission(self):
        self.put_world()
        self.put_proposals()
        os.chmod(self.folder, 0o755)
        os.chmod(self.folder / "world.ndjson", 0)
        user = {"user": 65534} if os.geteuid() == 0 else {}
        try:
            result = self.check_aval("world.ndjson", "proposals.ndjson", **user)
            other = self.check_aval("/dev/null", "world.ndjson", **user)
        except PermissionError:
            self.skipTest("nobody may run the program here")

        self.assert_refused(result, "world.ndjson", "ermission denied")
        self.assert_refused(other, "world.ndjson", "ermission denied")


class Growing(HostileTest):
    def test_proposals_that_grow(self):
        """A file that another program appends to is read to its end of the moment."""
        path = self.folder / self.put("growing", [SOUND] * 20000)
        is_over = threading.Event()

        def append():
            with open(path, "ab", buffering=0) as file:
                while not is_over.is_set() and file.tell() < 50 << 20:
                    file.write((SOUND + b"\n") * 50)

        writer = threading.Thread(target=append)
        writer.start()
        try:
            result = self.check_aval(self.put_world(), "growing")
        finally:
            is_over.set()
            writer.join()

        self.assertIn(result.status, (0, 1))
        count = result.out.count(ANSWER)
        self.assertGreaterEqual(count, 20000)
        self.assertTrue(result.out.startswith(ANSWER * count))
        self.assertLessEqual(result.out[len(ANSWER) * count:].count(b"\n"), 1)


class ManyErrors(HostileTest):
    def test_references_to_nowhere(self):
        world = [{**EXAMPLES["account"], "tenant": CUSTOMER[:-4] + "%04x" % number}
                 for number in range(1000)]

        result = self.check_aval(self.put_world(world), "/dev/null")

        self.assert_refused(result, "and 980 more\n")
        self.assertEqual(result.text.count("world.ndjson:"), 20)

    def test_same_id_a_thousand_times(self):
        result = self.check_aval(self.put_world([EXAMPLES["organization"]] * 1001), "/dev/null")

        self.assert_refused(result, "and 980 more\n")

    def test_a_thousand_accounts(self):
        world = base_world() + [fact("account", tenant=CUSTOMER, onboarded_on="2020-01-01")] * 1001

        self.assert_refused(self.check_aval(self.put_world(world), "/dev/null"),
                            "and 980 more\n")


def big_world(organization_count):
    """The base world and lines of other organisations: three facts each, as pieces of text."""
    yield ndjson(base_world())
    for first in range(0, organization_count, 1000):
        piece = []
        for number in range(first, min(first + 1000, organization_count)):
            tenant = "f%07x-0000-4000-8000-000000000000" % number
            piece.append(
                '{"type":"organization","id":"big-%d","name":"B","country":"DE"}\n'
                '{"type":"tenant","id":"%s","domain":"d%d.example","organization":"big-%d",'
                '"country":"DE","kind":"customer"}\n'
                '{"type":"customer_relationship","partner":"%s","customer":"%s"}\n'
                % (number, tenant, number, number, CUSTOMER.replace("d", "c"), tenant))
        yield "".join(piece).encode()


@slow
class BigWorlds(HostileTest):
    """Large worlds are read; the same decisions come out."""

    def judge(self, organization_count):
        process = self.start("check", "--world", "/dev/stdin", self.put_proposals(
            list(PROPOSALS.values()) * 100))
        feeder = threading.Thread(target=self.feed, args=(process.stdin,
                                                          big_world(organization_count)))
        feeder.start()
        out, err = process.stdout.read(), process.stderr.read()
        feeder.join()
        self.assertEqual((process.wait(HANG_SECONDS), err), (0, b""))
        self.assertTrue(out == BASE_DECISIONS * 100)

    def test_of_300000_lines(self):
        self.judge(100000)

    @unittest.skipUnless(HUGE, "only where AVAL_CLI_HUGE asks for it")
    def test_of_millions_of_lines(self):
        self.judge(max(HUGE, 10000000) // 3)

    def test_of_300000_lines_in_error(self):
        world = b"".join(text.replace(b'"B"', b"7") for text in big_world(100000))

        result = self.check_aval(self.put("w", world), "/dev/null")

        self.assertRegex(result.text, r"\nand [0-9]+ more\n")
        self.assert_refused(result, "w:24: name: ")

    def test_that_is_one_deep_ladder(self):
        """A hundred thousand organisations own one another, and questions go to the bottom."""
        count = 100000
        names = ["o%d" % number for number in range(count)]
        world = base_world() + [fact("organization", id=name, name="O", country="DE")
                                for name in names]
        world += [fact("ownership", owner=owner, owned=owned)
                  for owner, owned in zip(names, names[1:])]
        world += [fact("ownership", owner=names[-1], owned="org-" + name)
                  for name in ("res", "cust")]
        asked = [PROPOSALS["place_order"]] * 200

        out = self.judged(self.put_world(world), self.put_proposals(asked))

        self.assertEqual({tuple(answer["findings"]) for answer in self.decisions(out)},
                         {("no-affiliate-sale:reseller",)})

    def test_with_one_party_in_everything(self):
        """A hundred thousand records of the same parties, none of them in effect."""
        stale = [fact("enrollment", tenant=CUSTOMER, role="direct_bill", status="active", **{
            "from": "2000-01-01", "to": "2000-01-02"})] * 50000
        stale += [fact("customer_relationship", partner=PROPOSALS["engage_partner"]["partner"],
                       customer=CUSTOMER, **{"from": "2000-01-01", "to": "2000-01-02"})] * 50000

        out = self.judged(self.put_world(base_world() + stale), self.put_proposals(
            list(PROPOSALS.values()) * 10))

        self.assertTrue(out == BASE_DECISIONS * 10)

    def test_record_of_line_ends(self):
        """A table's record has a limit too, though each of its lines is short."""
        (self.folder / "world").mkdir()
        os.mkfifo(self.folder / "world" / "organization.csv")
        process = self.start("check", "--world", "world", "/dev/null", stdin=subprocess.DEVNULL)
        with open(self.folder / "world" / "organization.csv", "wb", buffering=0) as pipe:
            try:
                for piece in [b'id,name,country\n"'] + [b"\n" * PIECE] * 1200:
                    pipe.write(piece)
                self.assert_bounded(process, MEMORY_MAX // 4)
            except BrokenPipeError:
                pass
        self.assertEqual(process.communicate(timeout=HANG_SECONDS)[0], b"")
        self.assertEqual(process.returncode, 2)


@slow
class LittleMemory(HostileTest):
    """With too little memory the program says so, or does with less: it never crashes."""

    def test_of_every_size(self):
        if is_sanitized():
            self.skipTest("a sanitizer needs memory of its own")
        self.put_world()
        self.put("asked", list(map(line, PROPOSALS.values())) * 3000)
        statuses = set()
        for megabytes in (4, 6, 8, 12, 16, 20, 24, 32, 48, 64, 96, 128, 200, 400, 4000):
            for jobs in ("1", "4", "64"):
                limit = megabytes << 20
                result = self.check_aval(
                    "world.ndjson", "asked", "--jobs", jobs,
                    preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_AS,
                                                                      (limit, limit)))
                statuses.add(result.status)
                self.assert_whole(result, megabytes)

        self.assertIn(0, statuses)

    def assert_whole(self, result, megabytes):
        if result.status == 0:
            self.assertTrue(result.out == BASE_DECISIONS * 3000)
        elif b"error while loading shared libraries" not in result.err:
            self.assertIn(result.status, (2, 3), (megabytes, result.text))
            self.assertIn("memory ran out", result.text)
            self.assertEqual(result.status == 2, result.out == b"")
