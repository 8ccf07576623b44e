#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy 19 over C files with the flags of a build: lint.py BUILD [--every N] [FILE...].

Without files over every one of src/, with --every over one in N, others after each commit. The
analyzer takes most of the time: then it looks at one in five of these.
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys


# With --every, of so many files that are looked at the analyzer takes one.
ANALYZED_OF = 5


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def lint(build, path, is_analyzed):
    # Without optimisation: else the C library has macros for functions, with branches in them.
    checks = [] if is_analyzed else ["--checks=-clang-analyzer-*"]
    done = subprocess.run(["clang-tidy-19", "-p", build, "--quiet", "--extra-arg=-O0", *checks,
                           path], capture_output=True, text=True)
    return done.returncode, path, done.stdout


def main(options):
    files = options.files or output_of("git", "ls-files", "src/*.c").split()
    first = int(output_of("git", "rev-parse", "HEAD"), 16)
    analyzed = ANALYZED_OF * options.every if options.every > 1 else 1
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = [pool.submit(lint, options.build, path, (first + number) % analyzed == 0)
                for number, path in enumerate(files) if (first + number) % options.every == 0]
        for status, path, output in (each.result() for each in done):
            if status != 0:
                failed += 1
                print("%s:\n%s" % (path, output))
    print("%d passed, %d failed" % (len(done) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("files", nargs="*")
    sys.exit(main(parser.parse_intermixed_args()))
