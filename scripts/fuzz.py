#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every fuzz target for a while: fuzz.py [SECONDS]; 60 each by default.

What is found new is kept in build-fuzz/corpus; a crash is printed with the file that causes it,
and belongs into tests/fuzz/regression.
"""

import glob
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, "build-fuzz")


def build():
    environment = {**os.environ, "CC": "clang-19"}
    if not os.path.exists(os.path.join(BUILD, "build.ninja")):
        subprocess.run(["meson", "setup", BUILD, ROOT, "-Dfuzz=true", "-Db_lundef=false",
                        "-Db_sanitize=address,undefined", "-Dbuildtype=debugoptimized"],
                       env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", BUILD, "--quiet"], check=True)


def main(seconds):
    build()
    failed = 0
    targets = sorted(path for path in glob.glob(BUILD + "/tests/fuzz/fuzz_*")
                     if os.access(path, os.X_OK) and os.path.isfile(path))
    for target in targets:
        name = os.path.basename(target)
        kept = os.path.join(BUILD, "corpus", name)
        os.makedirs(kept, exist_ok=True)
        corpora = [kept, *filter(os.path.isdir, (os.path.join(ROOT, "tests/fuzz", folder, name)
                                                 for folder in ("corpus", "regression")))]
        done = subprocess.run([target, "-max_total_time=%d" % seconds, "-timeout=10",
                               "-rss_limit_mb=2048", "-print_final_stats=1",
                               "-artifact_prefix=%s/%s-" % (BUILD, name), *corpora],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = done.stdout.decode("utf-8", "replace").split("\n")
        runs = [line for line in lines if "number_of_executed_units" in line]
        print("%-20s %s%s" % (name, "FAILED" if done.returncode else "clean",
                              "  " + runs[0].split()[-1] + " runs" if runs else ""), flush=True)
        if done.returncode:
            failed += 1
            print("\n".join(lines[-40:]))
    print("%d passed, %d failed" % (len(targets) - failed, failed))
    return 1 if failed or not targets else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
