#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the pages that the program gives: docs/rulebook.md and docs/acts.md, with French twins.

With --check nothing is written: the pages are compared with those that are there.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The page, and the command and language that give it.
PAGES = {
    ROOT / "docs" / "rulebook.md": ("rules", "en"),
    ROOT / "docs" / "rulebook.fr.md": ("rules", "fr"),
    ROOT / "docs" / "acts.md": ("acts", "en"),
    ROOT / "docs" / "acts.fr.md": ("acts", "fr"),
}


def page_of(aval: str, command: str, language: str) -> bytes:
    return subprocess.run([aval, command, "--markdown", "--lang", language], check=True,
                          stdout=subprocess.PIPE).stdout


def is_current(path: Path, page: bytes) -> bool:
    if path.is_file() and path.read_bytes() == page:
        return True
    print(f"{path.relative_to(ROOT)} is not what the tables give; run make docs",
          file=sys.stderr)
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aval", default=str(ROOT / "build" / "aval"), help="the program")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail when a page that is there differs")
    options = parser.parse_args()
    pages = {path: page_of(options.aval, *given_by) for path, given_by in PAGES.items()}
    if options.check:
        differing = [path for path, page in pages.items() if not is_current(path, page)]
        return 1 if differing else 0
    for path, page in pages.items():
        path.write_bytes(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
