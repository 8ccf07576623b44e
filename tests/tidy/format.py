#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when clang-format 19 would lay out a C file differently; --fix does it."""

import subprocess
import sys


def main(arguments):
    files = subprocess.run(["git", "ls-files", "*.c", "*.h"], check=True, capture_output=True,
                           text=True).stdout.split()
    mode = ["-i"] if "--fix" in arguments else ["--dry-run", "-Werror"]
    return subprocess.run(["clang-format-19", *mode, *files]).returncode if files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
