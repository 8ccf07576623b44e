#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Backups taken while acts are carried out: each is a beginning of the journal.

Each cycle lets `aval perform --jobs N` carry acts out, and takes backups meanwhile. Of each: it
verifies with the head that it was told with; its entries are the first of the book's; the book
verifies with that head when the load has ended; what is restored of it has the same facts. Backups
that a signal ends (SIGINT, SIGTERM) leave nothing; killed ones (SIGKILL) leave a whole backup or
none, and no other file than the one that is named for it. What is restored of one is the same book.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import books
import killed

killed.ACTS = 40000  # more than are done meanwhile
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
STOPS_TRIED = 10


def book_at(book, path):
    other = books.JournalBook.__new__(books.JournalBook)
    other.aval, other.url = book.aval, "sqlite:" + path
    return other


def hashes(book):
    return [entry["hash"] for entry in book.entries()]


def take(book, path):
    """A backup: its head and what was told with it; and how long it took."""
    begun = time.monotonic()
    told = book.run("backup", "--to", path).stdout.splitlines()
    return (json.loads(told[1]), told[0]), time.monotonic() - begun


def check_backup(book, path, head, told):
    """What is wrong with one backup, by itself."""
    kept = book_at(book, path)
    head_path = path + ".head"
    with open(head_path, "w", encoding="utf-8") as stream:
        json.dump(head, stream)
    wrong = []
    if "entry %d " % head["leaf_count"] not in told:
        wrong.append("what is told is not the head's: " + told)
    verified = kept.verify("--head", head_path)
    if verified.returncode != 0 or head["root"] not in verified.stdout:
        wrong.append("it does not verify: " + verified.stdout + verified.stderr)
    if len(kept.entries()) != head["leaf_count"]:
        wrong.append("it has %d entries, its head %d" % (len(kept.entries()), head["leaf_count"]))
    restored = book_at(book, path + "-restored")
    restored.run("restore", path)
    if restored.export() != kept.export():
        wrong.append("the restored book has other facts")
    if hashes(restored) != hashes(kept):
        wrong.append("the restored book has another journal")
    return wrong, hashes(kept), head_path


def take_and_stop(book, path, number, after):
    """A backup that a signal stops, if it is not quicker; what is wrong with what it left."""
    before = set(os.listdir(os.path.dirname(path)))
    process = subprocess.Popen([book.aval, "backup", "--db", book.url, "--to", path],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
        process.wait()
    names = set(os.listdir(os.path.dirname(path))) - before
    name, made = os.path.basename(path), "%s-new-%d" % (os.path.basename(path), process.pid)
    was_kept = name in names
    wrong = []
    if process.returncode == 0 and not was_kept:
        wrong.append("it was done and is not there")
    if process.returncode not in (0, -number):
        wrong.append("it ended with %d" % process.returncode)
    if number != signal.SIGKILL and made in names:
        wrong.append("%s left %s" % (number.name, made))
    left = names - {name, made, made + "-journal"}
    if left:
        wrong.append("it left %s" % sorted(left))
    if was_kept and book_at(book, path).verify().returncode != 0:
        wrong.append("it left a backup that does not verify")
    for other in names:
        os.unlink(os.path.join(os.path.dirname(path), other))
    return wrong, process.returncode != 0


def stop_one(book, path, chance, seconds):
    """Stops a backup, sooner each time that it was done before. What is wrong; whether it was."""
    wrong, was_stopped, after = [], False, chance.random() * seconds
    for _ in range(STOPS_TRIED):
        more, was_stopped = take_and_stop(book, path, chance.choice(SIGNALS), after)
        wrong += more
        after /= 2
        if was_stopped:
            break
    return wrong, was_stopped


def run_cycle(book, folder, cycle, chance, options):
    """One load with its backups; what is wrong, and how many backups were stopped."""
    load = killed.Load(book, cycle, chance.choice((1, 4, 16)))
    load.begun.wait(60)
    taken, wrong, stopped = [], [], 0
    kept = os.path.join(folder, "kept-%d" % cycle)
    os.mkdir(kept)
    for number in range(options.backups):
        path = os.path.join(kept, "backup-%d" % number)
        told, seconds = take(book, path)
        taken.append((path, *told))
        more, was_stopped = stop_one(book, path + "-stopped", chance, seconds)
        wrong += more
        stopped += was_stopped
    was_running = load.process.poll() is None
    load.kill(0)
    whole = hashes(book)
    for path, head, told in taken:
        more, of_backup, head_path = check_backup(book, path, head, told)
        wrong += more
        if whole[:len(of_backup)] != of_backup:
            wrong.append("%s is no beginning of the book" % path)
        if book.verify("--head", head_path).returncode != 0:
            wrong.append("the book does not go on from the head of %s" % path)
    return wrong, stopped, was_running


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--cycles", type=int, default=3)
    parser.add_argument("--backups", type=int, default=4, help="in each cycle")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    failed = stopped = beside = 0
    with tempfile.TemporaryDirectory() as folder:
        for cycle in range(options.cycles):
            book = books.JournalBook(options.aval, os.path.join(folder, "book-%d" % cycle))
            wrong, more, was_running = run_cycle(book, folder, cycle, chance, options)
            stopped, beside = stopped + more, beside + was_running
            failed += bool(wrong)
            for what in wrong[:5]:
                print("FAILED: --seed %d, cycle %d: %s" % (options.seed, cycle, what))
    if stopped == 0 or beside == 0:
        print("FAILED: %d backups were stopped, %d loads ran beside them" % (stopped, beside))
        failed += 1
    print("%d backups beside acts, %d stopped" % (options.cycles * options.backups, stopped))
    print("%d passed, %d failed" % (options.cycles - min(failed, options.cycles), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
