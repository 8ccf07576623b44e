#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A file system that is really full: acts are refused with a clear message, and nothing is lost.

The book lies on a small tmpfs of a mount namespace of its own (with a user namespace where one is
not root); where a system permits neither, a limit to the size of files (RLIMIT_FSIZE) stands for
it, and that is said. With so much room left as a seed tells, acts are asked for until the program
takes no more; reading goes on; and when there is room again, so do acts.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "book"), os.path.join(HERE, "..", "journal")]

import books  # noqa: E402
import ready  # noqa: E402

DISK_KIB = 4096
NAMESPACES = (["unshare", "-m"], ["unshare", "-Urm"])
ACTS = 1500
FULL = {"en": "the disk is full", "fr": "le disque est plein"}
# Of other files than the book's, and of a limit to their size, the system's own words.
SYSTEM = ("No space left on device", "File too large")
STOPPED = {"en": "takes no more acts", "fr": "ne prend plus d'actes"}


def files_of(folder):
    """The paths of the book's files; not of the world that it had."""
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names
            if name.startswith("book") and not name.endswith(".world")]


def empty(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


class Disk:
    """A small file system, whose room a file takes up."""

    def __init__(self, folder):
        self.folder, self.ballast = folder, os.path.join(folder, "ballast")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dk" % DISK_KIB, "tmpfs", folder],
                       check=True)

    def leave(self, kib):
        with open(self.ballast, "wb") as stream:
            about = os.statvfs(self.folder)
            stream.write(b"x" * max(about.f_bavail * about.f_frsize - kib * 1024, 0))

    def make_room(self):
        os.unlink(self.ballast)

    def command(self, words):
        return words

    def end(self):
        subprocess.run(["umount", self.folder], check=True)


class Limit:
    """No file grows beyond a size: what can be had without any rights."""

    def __init__(self, folder):
        self.folder, self.bytes = folder, resource.RLIM_INFINITY

    def leave(self, kib):
        path = os.path.join(self.folder, "book")
        self.bytes = (os.path.getsize(path) if os.path.exists(path) else 0) + kib * 1024

    def make_room(self):
        self.bytes = resource.RLIM_INFINITY

    def command(self, words):
        if self.bytes == resource.RLIM_INFINITY:
            return words
        return ["prlimit", "--fsize=%d" % self.bytes, *words]

    def end(self):
        pass


class FullBook(books.JournalBook):
    """A book on such a disk."""

    def __init__(self, aval, disk, facts):
        self.disk = disk
        super().__init__(aval, os.path.join(disk.folder, "book"), facts)

    def run(self, *arguments, text=None, check=True, language="en"):
        words = self.disk.command([self.aval, arguments[0], "--db", self.url, *arguments[1:]])
        done = subprocess.run(words, input=text, capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": language})
        if check and done.returncode != 0:
            raise AssertionError("%s: %d\n%s%s" % (" ".join(arguments), done.returncode,
                                                   done.stdout, done.stderr))
        return done


def register(prefix, number):
    return json.dumps({"act": "register_organization", "as": "vendor", "country": "DE",
                       "organization": "%s-%d" % (prefix, number), "name": "N" * 500})


def looking(number):
    """An act that only asks what would come of it, and so reads."""
    return json.dumps({"act": "register_organization", "as": "vendor", "country": "DE",
                       "organization": "looked-%d" % number, "name": "N", "dry_run": True})


class Trial:
    def __init__(self, options, chance):
        self.options, self.chance, self.wrong = options, chance, []
        self.disk = (Disk if options.is_disk else Limit)(options.folder)

    def check(self, what, holds, seen=""):
        if not holds:
            self.wrong.append("%s: %s" % (what, str(seen)[:600]))

    def is_clear(self, message, language):
        is_other = not self.options.is_disk or ".identity" in message
        return FULL[language] in message or is_other and any(words in message for words in SYSTEM)

    def check_told(self, answers, language):
        """One that fails says why; others, perhaps of earlier lines, that acts have stopped."""
        faults = [answer for answer in answers if "fault" in answer]
        self.check("the disk is never full", faults)
        if not faults:
            return
        self.check("it is not told", any(self.is_clear(fault["message"], language)
                                         for fault in faults), faults[0])
        self.check("no hint", all(fault["hint"] for fault in faults), faults[0])
        for fault in faults:
            self.check("another fault", self.is_clear(fault["message"], language) or
                       STOPPED[language] in fault["message"], fault)

    def fill(self, book, name, language):
        """Asks until the disk is full, and on; gives what was acknowledged."""
        lines = []
        for number in range(ACTS):
            lines.append(register(name, number))
            if number % 10 == 9:
                lines.append(looking(number))
        done = book.run("perform", "--jobs", self.chance.choice("148"), "-", check=False,
                        text="".join(line + "\n" for line in lines), language=language)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        if not answers:
            # Not even begun.
            self.check("it is not told", self.is_clear(done.stderr, language), done)
            return []
        self.check("every line is answered", len(answers) == len(lines), len(answers))
        looks = [answer for answer in answers if answer.get("dry_run")]
        self.check("reading goes on", len(looks) == ACTS // 10, len(looks))
        acts = [answer for answer in answers if not answer.get("dry_run")]
        self.check_told(acts, language)
        return [answer for answer in acts if answer.get("outcome") == "carried_out"]

    def check_kept(self, book, kept, head):
        entries = {entry["position"]: entry["hash"] for entry in book.entries()}
        for answer in kept:
            self.check("lost", entries.get(answer["position"]) == answer["leaf"], answer)
        done = book.verify("--head", head)
        self.check("it does not verify", done.returncode == 0, done)

    def acts(self):
        """Acts until it is full; again, without room; then with room."""
        room, language = self.chance.randrange(0, 1200), self.chance.choice(("en", "fr"))
        head = os.path.join(self.options.folder, "head")
        book = FullBook(self.options.aval, self.disk, ready.world())
        book.write_head(head)
        self.disk.leave(room)
        kept = self.fill(book, "first", language)
        kept += self.fill(book, "second", language)
        self.disk.make_room()
        self.check_kept(book, kept, head)
        after = book.perform([register("after", 0)])
        self.check("acts go on", after[0].get("outcome") == "carried_out", after)

    def erase(self):
        """An erasure needs room for the file anew; without, it is to be done again."""
        head = os.path.join(self.options.folder, "head")
        book = FullBook(self.options.aval, self.disk, ready.world())
        book.write_head(head)
        self.disk.leave(self.chance.randrange(0, 600))
        done = book.run("erase", "--tenant", "elbe.example", check=False)
        if done.returncode != 0:
            self.check("it is not told", self.is_clear(done.stderr, "en"), done)
        self.disk.make_room()
        again = book.run("erase", "--tenant", "elbe.example", check=False)
        self.check("it is erased", again.returncode == (0 if done.returncode else 2) or
                   "no personal data" in again.stderr, again)
        for path in files_of(self.options.folder):
            with open(path, "rb") as stream:
                self.check("a trace", b"admin@elbe.example" not in stream.read(), path)
        self.check_kept(book, [], head)

    def making(self):
        """A book cannot be made, or not filled: then nothing is there of it."""
        path = os.path.join(self.options.folder, "book")
        world = os.path.join(self.options.folder, "world")
        with open(world, "w", encoding="utf-8") as stream:
            stream.write("".join(json.dumps(fact) + "\n" for fact in ready.world()))
            for number in range(400):
                stream.write(json.dumps({"type": "organization", "id": "more-%d" % number,
                                         "name": "N" * 500, "country": "DE"}) + "\n")
        self.disk.leave(self.chance.randrange(0, 900))
        for words in (["init"], ["import", world]):
            done = self.run(words)
            if done.returncode == 0:
                continue
            self.check("it is not told", self.is_clear(done.stderr, "en") or
                       (words[0] == "import" and "there is no book" in done.stderr), done)
        self.disk.make_room()
        if not os.path.exists(path):
            self.check("init", self.run(["init"]).returncode == 0)
        done = self.run(["import", world])
        self.check("import", done.returncode == 0 or "has facts already" in done.stderr, done)
        done = self.run(["verify"])
        self.check("it does not verify", done.returncode == 0 and "intact: 1 entries" in
                   done.stdout, done)
        left = [path for path in files_of(self.options.folder) if "-new-" in path]
        self.check("something is left", not left, left)

    def inits(self):
        """A book and its authority are made, or nothing is there; whatever room is left."""
        sandbox = self.chance.choice(((), ("--sandbox", "--clock", "2021-03-01")))
        made = []
        for kib in range(self.chance.randrange(0, 8), 480, 8):
            self.disk.leave(kib)
            done = self.run(["init", *sandbox])
            left = sorted(name for name in os.listdir(self.options.folder)
                          if name.startswith("book"))
            self.disk.make_room()
            made.append(done.returncode == 0)
            if done.returncode != 0:
                self.check("something is left, %d KiB" % kib, not left, left)
                self.check("it is not told", self.is_clear(done.stderr, "en"), done)
                continue
            self.check("it has no authority", "book.identity" in left and os.path.exists(
                os.path.join(self.options.folder, "book.identity", "ca.pem")), left)
            self.check("it is no sandbox", bool(sandbox) == ("sandbox" in self.run(
                ["clock"]).stdout))
            empty(self.options.folder)
        if self.options.is_disk:
            self.check("it fails and succeeds", True in made and False in made, made)

    def run(self, words):
        url = "sqlite:" + os.path.join(self.options.folder, "book")
        return subprocess.run(self.disk.command([self.options.aval, words[0], "--db", url,
                                                 *words[1:]]),
                              capture_output=True, text=True, env={**os.environ, "LC_ALL": "en"})


def run_trials(options):
    passed = failed = 0
    for number in range(options.first, options.first + options.count):
        chance = random.Random(options.seed * 1000003 + number)
        trial = Trial(options, chance)
        try:
            (trial.acts, trial.making, trial.erase, trial.inits)[number % 4]()
        except AssertionError as error:
            trial.wrong.append(str(error))
        trial.disk.end()
        empty(options.folder)
        passed, failed = passed + (not trial.wrong), failed + bool(trial.wrong)
        for what in trial.wrong[:5]:
            print("FAILED: %s" % what)
        if trial.wrong:
            print("  again: %s --aval %s --seed %d --first %d --count 1"
                  % (sys.argv[0], options.aval, options.seed, number))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


def can_mount(namespace, folder):
    return subprocess.run([*namespace, "mount", "-t", "tmpfs", "tmpfs", folder],
                          capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", action="store_true", help="no disk, only a limit to files")
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.is_disk = not options.limit
    if options.folder:
        return run_trials(options)
    with tempfile.TemporaryDirectory() as folder:
        for namespace in () if options.limit else NAMESPACES:
            if can_mount(namespace, folder):
                print("a full file system (%s)" % " ".join(namespace))
                return subprocess.run([*namespace, sys.executable, *sys.argv, "--folder",
                                       folder]).returncode
        print("no file system can be mounted here: a limit to the size of files instead")
        options.folder, options.is_disk = folder, False
        return run_trials(options)


if __name__ == "__main__":
    sys.exit(main())
