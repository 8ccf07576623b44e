#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every public header alone, twice, as C and as C++, without a warning.

headers.py INCLUDE CC [CXX]
"""

import os
import shlex
import subprocess
import sys

WARNINGS = ["-pedantic", "-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wconversion", "-Wundef",
            "-fsyntax-only"]
C_WARNINGS = ["-Wstrict-prototypes", "-Wmissing-prototypes", "-Wc++-compat"]

# (language of the compiler, standard, more warnings)
DIALECTS = [
    ("c", "c90", C_WARNINGS + ["-Wdeclaration-after-statement"]),
    ("c", "c99", C_WARNINGS),
    ("c", "c17", C_WARNINGS),
    ("c++", "c++11", []),
    ("c++", "c++17", ["-Wold-style-cast"]),
]

# What a program in either language does with the structs.
USE = """
#include <aval/aval.h>
static struct aval_proposal proposal = AVAL_PROPOSAL_INIT;
int use(aval_world *world);
int use(aval_world *world)
{
    struct aval_decision decision;
    proposal.act = "enroll";
    if (aval_judge(world, AVAL_PROGRAMME, &proposal, NULL, &decision) != AVAL_OK)
        return 1;
    return decision.finding_count == 0 ? 0 : decision.findings[0].rule;
}
"""


def complaint(command, text):
    """What the compiler says; empty when it is content."""
    done = subprocess.run([*command, "-"], input=text, capture_output=True, text=True)
    return done.stderr if done.returncode != 0 or done.stderr else ""


def main(include, *compilers):
    commands = dict(zip(("c", "c++"), map(shlex.split, compilers)))
    texts = [(name, "#include <aval/%s>\n" % name * 2 + "typedef int more;\n")
             for name in sorted(os.listdir(os.path.join(include, "aval")))]
    texts.append(("a program", USE))
    passed = failed = 0
    for language, standard, warnings in DIALECTS:
        if language not in commands:
            continue
        for name, text in texts:
            said = complaint([*commands[language], "-x", language, "-std=" + standard,
                              "-I" + include, *WARNINGS, *warnings], text)
            passed += not said
            failed += bool(said)
            if said:
                print("%s as %s:\n%s" % (name, standard, said))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
