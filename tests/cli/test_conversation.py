# SPDX-License-Identifier: Apache-2.0
"""`check` in the middle of other programs: it answers at once, and ends as a shell expects."""

import ctypes
import fcntl
import mmap
import os
import resource
import select
import signal
import socket
import struct
import subprocess

from facts import PROPOSALS, line
from judging import JudgeTest
from program import HANG_SECONDS, Row, cases
from test_check import BASE_DECISIONS

JOBS = [Row("%d jobs" % jobs, str(jobs)) for jobs in (1, 2, 5)] + [Row("jobs by default", None)]
ASKED = [line(value) for value in PROPOSALS.values()]
ANSWERS = BASE_DECISIONS.splitlines(keepends=True)
PIPE_BYTES = 1 << 20
ANSWER_SECONDS = 20


class ConversationTest(JudgeTest):
    """A program on the other side of two pipes."""

    def begin(self, jobs=None, **popen):
        options = () if jobs is None else ("--jobs", jobs)
        return self.start("check", "--world", self.put_world(), "-", *options, **popen)

    def answer(self, process):
        """The next line of its answer; it has to come without more being sent."""
        found = b""
        while not found.endswith(b"\n"):
            if not select.select([process.stdout], [], [], ANSWER_SECONDS)[0]:
                self.fail("no answer comes to a line that was sent whole")
            some = os.read(process.stdout.fileno(), 1)
            if not some:
                break
            found += some
        return found

    def assert_ended(self, process, status):
        out, err = process.communicate(timeout=HANG_SECONDS)
        self.assertEqual((process.returncode, out, err), (status, b"", b""))


@cases(JOBS)
class Answers(ConversationTest):
    """Whoever sends one line at a time and waits gets an answer to each."""

    def check(self, row):
        process = self.begin(row.value)

        for asked, answer in zip(ASKED * 20, ANSWERS * 20):
            process.stdin.write(asked + b"\n")
            self.assertEqual(self.answer(process), answer)

        process.stdin.close()
        process.stdin = None
        self.assert_ended(process, 0)


@cases(JOBS)
class AnswersToSome(ConversationTest):
    """Lines that come in lumps, and errors among them, are answered as they come."""

    def check(self, row):
        process = self.begin(row.value)

        for count in (1, 3, 500, 2):
            process.stdin.write((ASKED[0] + b"\n[]\n\n") * count)
            for _ in range(count):
                self.assertEqual(self.answer(process), ANSWERS[0])
                self.assertIn(b"error", self.answer(process))

        process.stdin.close()
        process.stdin = None
        self.assert_ended(process, 1)


@cases(JOBS)
class AnswersBeforeTheRest(ConversationTest):
    """A whole line is answered though only a part of the next has come."""

    def check(self, row):
        reading, writing = os.pipe()
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        padding = b" " * (PIPE_BYTES // 2)
        os.write(writing, ASKED[0] + b"\n" + padding)

        process = self.begin(row.value, stdin=reading)
        os.close(reading)
        try:
            self.assertEqual(self.answer(process), ANSWERS[0])
            os.write(writing, ASKED[1] + b"\n")
            self.assertEqual(self.answer(process), ANSWERS[1])
        finally:
            os.close(writing)
        self.assert_ended(process, 0)


@cases(JOBS)
class NonBlocking(ConversationTest):
    """Pipes of a parent that does not want to wait: the program waits for them itself."""

    def check(self, row):
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        process = self.begin(row.value, stdin=reading)
        os.close(reading)

        with open(writing, "wb", buffering=0) as pipe:
            for asked, answer in zip(ASKED, ANSWERS):
                pipe.write(asked + b"\n")
                self.assertEqual(self.answer(process), answer)

        self.assert_ended(process, 0)


@cases(JOBS)
class NonBlockingOutput(ConversationTest):
    def check(self, row):
        self.put("many", ASKED * 5000)
        options = ("--jobs", row.value) if row.value else ()
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        process = self.start("check", "--world", self.put_world(), "many", *options,
                             stdout=writing)
        os.close(writing)

        with open(reading, "rb") as pipe:
            select.select([], [], [], 0.1)
            out = pipe.read()

        self.assertEqual((process.stderr.read(), process.wait(HANG_SECONDS)), (b"", 0))
        self.assertTrue(out == BASE_DECISIONS * 5000)


class Signals(ConversationTest):
    """Whoever interrupts it, interrupts it."""

    def assert_ends(self, process, sent):
        process.send_signal(sent)
        process.wait(HANG_SECONDS)
        self.assertEqual(process.returncode, -sent)

    def test_interrupt(self):
        process = self.begin()
        process.stdin.write(ASKED[0] + b"\n")
        self.assertEqual(self.answer(process), ANSWERS[0])

        self.assert_ends(process, signal.SIGINT)

    def test_terminate(self):
        process = self.begin("1")
        process.stdin.write(ASKED[0] + b"\n")
        self.assertEqual(self.answer(process), ANSWERS[0])

        self.assert_ends(process, signal.SIGTERM)

    def test_interrupt_while_the_world_is_read(self):
        os.mkfifo(self.folder / "world")
        process = self.start("check", "--world", "world", "/dev/null")
        with open(self.folder / "world", "wb", buffering=0) as pipe:
            pipe.write(b"\n")

            self.assert_ends(process, signal.SIGINT)

    def test_stopped_and_continued(self):
        process = self.begin()
        process.send_signal(signal.SIGSTOP)
        process.stdin.write(ASKED[0] + b"\n")
        process.send_signal(signal.SIGCONT)

        self.assertEqual(self.answer(process), ANSWERS[0])
        process.stdin.close()
        process.stdin = None
        self.assert_ended(process, 0)


@cases(JOBS)
class ClosedPipe(ConversationTest):
    """Output that nobody reads any more ends the program, silently: 141 in a shell."""

    def check(self, row):
        self.put("many", ASKED * 40000)
        self.put_world()
        jobs = "--jobs " + row.value if row.value else ""

        result = self.run_shell('"$0" check --world world.ndjson %s many | head -n 1; '
                                'exit "${PIPESTATUS[0]}"' % jobs)

        self.assertEqual((result.out, result.err, result.status), (ANSWERS[0], b"", 141))


class ClosedPipeIgnored(ConversationTest):
    def test_parent_that_ignores_the_signal(self):
        """Python ignores SIGPIPE and hands that down, as do many services."""
        process = self.begin("1", restore_signals=False)
        process.stdout.close()
        process.stdin.write(ASKED[0] + b"\n")

        process.wait(HANG_SECONDS)

        self.assertEqual(process.returncode, -signal.SIGPIPE)
        self.assertEqual(process.stderr.read(), b"")
        process.stdout = None


FULL = [Row("check", ("check", "--world", "world.ndjson", "proposals.ndjson")),
        Row("check with one job", ("check", "--world", "world.ndjson", "proposals.ndjson",
                                   "--jobs", "1")),
        Row("check as text", ("check", "--world", "world.ndjson", "proposals.ndjson", "--text")),
        Row("ask", ("ask", "enroll", "--world", "world.ndjson", "--tenant", "cust", "--role",
                    "direct_bill")),
        Row("demo", ("demo",)), Row("help", ("help",)), Row("help check", ("help", "check")),
        Row("man page", ("help", "--man")), Row("version", ("--version",)),
        Row("list of commands", ("--help",)), Row("completion", ("completion", "bash")),
        Row("new", ("new", "folder"))]


@cases(FULL)
class FullDisk(ConversationTest):
    """Output that cannot be written is told, with status 3."""

    def check(self, row):
        self.put_world()
        self.put_proposals()
        with open("/dev/full", "wb", buffering=0) as full:
            result = self.run_aval(*row.value, stdout=full)

        self.assertEqual(result.status, 3)
        self.assertIn("could not write standard output: No space left on device\n", result.text)
        self.assertEqual(len(result.text.splitlines()), 1)


@cases(FULL)
class ClosedOutput(ConversationTest):
    """The same where standard output is closed."""

    def check(self, row):
        self.put_world()
        self.put_proposals()

        result = self.run_shell('"$0" %s >&-' % " ".join(row.value))

        self.assertEqual(result.status, 3)
        self.assertIn("could not write standard output", result.text)


@cases(JOBS)
class LimitedDisk(ConversationTest):
    """A disk that fills up on the way: what was written is whole, the rest is told."""

    def check(self, row):
        self.put_world()
        self.put("many", ASKED * 40000)
        options = ("--jobs", row.value) if row.value else ()
        with open(self.folder / "out", "wb") as out:
            result = self.run_aval(
                "check", "--world", "world.ndjson", "many", *options, stdout=out,
                restore_signals=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000)))

        self.assertEqual(result.status, 3)
        self.assertIn("could not write standard output: File too large", result.text)
        written = (self.folder / "out").read_bytes()
        self.assertTrue((BASE_DECISIONS * 2000).startswith(written))


@cases(JOBS)
class BrokenInput(ConversationTest):
    """Reading that fails after output began: what was read is answered, the status is 3."""

    def check(self, row):
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)
        client = socket.create_connection(server.getsockname())
        accepted, _ = server.accept()
        process = self.begin(row.value, stdin=accepted.fileno())
        accepted.close()
        client.sendall(ASKED[0] + b"\n")
        self.assertEqual(self.answer(process), ANSWERS[0])
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()

        out, err = process.communicate(timeout=HANG_SECONDS)

        self.assertEqual((process.returncode, out), (3, b""))
        self.assertIn(b'could not read "-": ', err)


def file_that_breaks_off(content):
    """An open file whose content is followed by an error: memory before an unmapped page."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    pages = -(-len(content) // mmap.PAGESIZE) * mmap.PAGESIZE
    start = libc.mmap(None, pages + mmap.PAGESIZE, mmap.PROT_READ | mmap.PROT_WRITE,
                      mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
    libc.munmap(start + pages, mmap.PAGESIZE)
    ctypes.memmove(start + pages - len(content), content, len(content))
    file = open("/proc/self/mem", "rb", buffering=0)
    os.lseek(file.fileno(), start + pages - len(content), os.SEEK_SET)
    return file


@cases(JOBS)
class BrokenOff(ConversationTest):
    """A file with a bad end: however many judge, what could be read is answered."""

    def check(self, row):
        options = ("--jobs", row.value) if row.value else ()
        with file_that_breaks_off(b"".join(text + b"\n" for text in ASKED * 3000)) as file:
            result = self.check_aval(self.put_world(), "-", *options, stdin=file)

        self.assertIn('could not read "-": Input/output error\n', result.text)
        self.assertEqual(result.out.count(b"\n"), len(ASKED) * 3000)
        self.assertEqual(result.status, 3)


class BrokenWorld(ConversationTest):
    def test_is_refused(self):
        with file_that_breaks_off(b"\n" * 5000) as file:
            result = self.run_aval("check", "--world", "/dev/stdin", "/dev/null", stdin=file)

        self.assert_refused(result, "/dev/stdin")


class Neighbours(ConversationTest):
    """Several programs may read the same files at once."""

    def test_read_at_the_same_time(self):
        self.put("many", ASKED * 3000)
        self.put_world()
        started = [self.start("check", "--world", "world.ndjson", "many", stdin=subprocess.DEVNULL)
                   for _ in range(4)]

        gave = [process.communicate(timeout=HANG_SECONDS) for process in started]

        for out, err in gave:
            self.assertTrue(out == BASE_DECISIONS * 3000)
            self.assertEqual(err, b"")
