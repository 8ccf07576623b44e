#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a program that tries seeds on a small book: small_book.py --program P --count N.

`damaged` and `journal-tamper` make that book of files which this writes, the same each time: so a
seed shows a failure again, and a long run can be done in parts (--first, --count). A folder in
which something failed is kept, and told.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "journal"))

import books  # noqa: E402

ROOM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # syncs cost nothing there


def write(folder):
    books.write_small(folder)
    act = {"act": "register_organization", "as": "vendor", "country": "DE",
           "organization": "damaged", "name": "Damaged",
           "request_id": "99999999-0000-4000-8000-000000000000"}
    for name, line in (("act", act), ("dry", dict(act, dry_run=True))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="aval-small-", dir=ROOM)
    write(folder)
    done = subprocess.run([os.path.abspath(options.program), folder, str(options.first),
                           str(options.count), str(options.jobs)])
    if done.returncode == 0:
        shutil.rmtree(folder)
    else:
        print("the files are in %s" % folder)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
