#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damaged books: every command refuses with a message, or serves; none crashes or hangs.

Makes a book with nearly every act, its last acts in its log alone, and hands it to the program
`damaged`, which damages copies of it and runs commands on them. The book is another each time, so
the files of a failure are kept, and told.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "journal"))

import books  # noqa: E402

ROOM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # syncs cost nothing there


def make_book(aval, folder):
    """A book of which the log has the last acts: somebody reads it, so they stay there."""
    path = os.path.join(folder, "made")
    book = books.JournalBook(aval, path)
    acts = books.acts()
    for name in acts[:len(acts) // 2]:
        books.act(book, name)
    reader = sqlite3.connect(path)
    reader.execute("begin")
    reader.execute("select count(*) from entries").fetchone()
    for name in acts[len(acts) // 2:]:
        books.act(book, name)
    book.write_head(os.path.join(folder, "head"))
    shutil.copyfile(path, os.path.join(folder, "book"))
    shutil.copyfile(path + "-wal", os.path.join(folder, "book-wal"))
    reader.close()
    with open(os.path.join(folder, "act"), "w", encoding="utf-8") as stream:
        stream.write(json.dumps({"act": "register_organization", "as": "vendor", "country": "DE",
                                 "organization": "damaged", "name": "Damaged"}) + "\n")


def run(program, folder, first, count):
    return subprocess.run([program, folder, str(first), str(count)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace").stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--program", required=True, help="tests/damaged/damaged of a build")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="aval-damaged-", dir=ROOM)
    make_book(options.aval, folder)
    share = -(-options.count // options.jobs)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        outputs = list(pool.map(
            lambda job: run(os.path.abspath(options.program), folder, options.first + job * share,
                            min(share, options.count - job * share)), range(options.jobs)))
    counts = [re.search(r"^(\d+) were refused, (\d+) intact\n(\d+) passed, (\d+) failed$",
                        output, re.M) for output in outputs]
    if not all(counts):
        print("\n".join(outputs))
        print("0 passed, 1 failed")
        return 1
    refused, intact, passed, failed = (sum(int(found[i]) for found in counts)
                                       for i in range(1, 5))
    for output in outputs:
        if "FAILED" in output:
            print(output)
    if refused == 0 or intact == 0:
        failed += 1
    if failed:
        print("the files are in %s" % folder)
    else:
        shutil.rmtree(folder)
    print("%d were refused, %d intact" % (refused, intact))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
