#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the man pages that the program gives: make_manuals.py AVAL FOLDER COMMAND…

aval.1 and a page for each command.
"""

import subprocess
import sys
from pathlib import Path


def page(aval: str, *command: str) -> bytes:
    return subprocess.run([aval, "help", "--lang", "en", "--man", *command], check=True,
                          stdout=subprocess.PIPE).stdout


def main() -> int:
    aval, folder, *commands = sys.argv[1:]
    Path(folder, "aval.1").write_bytes(page(aval))
    for command in commands:
        Path(folder, f"aval-{command}.1").write_bytes(page(aval, command))
    return 0


if __name__ == "__main__":
    sys.exit(main())
