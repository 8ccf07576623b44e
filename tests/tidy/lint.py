#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy 19 over C files with the flags of a build: lint.py BUILD [FILE...].

Without files over every one of src/.
"""

import concurrent.futures
import os
import subprocess
import sys


def lint(build, path):
    # Without optimisation: else the C library has macros for functions, with branches in them.
    done = subprocess.run(["clang-tidy-19", "-p", build, "--quiet", "--extra-arg=-O0", path],
                          capture_output=True, text=True)
    return done.returncode, path, done.stdout


def main(build, files):
    files = files or subprocess.run(["git", "ls-files", "src/*.c"], check=True,
                                    capture_output=True, text=True).stdout.split()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for status, path, output in pool.map(lambda path: lint(build, path), files):
            if status != 0:
                failed += 1
                print("%s:\n%s" % (path, output))
    print("%d passed, %d failed" % (len(files) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
