# SPDX-License-Identifier: Apache-2.0
"""Files of docs/ that a program writes: written anew, or compared with what is there."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def settle(files, is_check):
    """Writes those of some pairs of path and text that differ, or with is_check says which do.

    The exit status.
    """
    passed = failed = 0
    for path, text in files:
        is_right = path.exists() and path.read_text(encoding="utf-8") == text
        passed += is_right
        failed += not is_right
        if is_right:
            continue
        if is_check:
            print("%s is not up to date: make docs writes it" % path.relative_to(ROOT))
        else:
            path.write_text(text, encoding="utf-8")
    print("%d passed, %d failed" % (passed, failed if is_check else 0))
    return 1 if failed and is_check else 0


def run(files_of, usage):
    """The command [--check] PROGRAM: settles what files_of(PROGRAM) gives."""
    if len(sys.argv) not in (2, 3) or (len(sys.argv) == 3 and sys.argv[1] != "--check"):
        sys.exit("usage: " + usage)
    sys.exit(settle(files_of(sys.argv[-1]), sys.argv[1] == "--check"))
