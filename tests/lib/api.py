#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What leaves the library: names, headers and the last release agree.

api.py check INCLUDE CC EXPORTS RELEASE LIBRARY...   fails on a break, shows additions
api.py snapshot INCLUDE CC                           prints the interface, for a release
"""

import os
import re
import shlex
import subprocess
import sys

import interface

# Every contract tells these.
PARTS = ["Ownership:", "Errors:", "Source:"]
# What sanitizers add to every library.
FOREIGN = ("__odr_asan", "__asan", "___asan", "__ubsan", "__tsan", "__sanitizer", "__start_",
           "__stop_")


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [line for line in file.read().splitlines() if line and not line.startswith("#")]


def exported(library):
    """The names that a shared or static library shows to others."""
    option = "-g" if library.endswith(".a") else "-D"
    listed = subprocess.run(["nm", option, "--defined-only", library], check=True,
                            capture_output=True, text=True).stdout
    names = {line.split()[-1] for line in listed.splitlines() if len(line.split()) == 3}
    return {name for name in names if not name.startswith(FOREIGN)}


def check_names(title, names, expected):
    yield from ("%s: %s is not listed" % (title, name) for name in sorted(names - expected))
    yield from ("%s: %s is missing" % (title, name) for name in sorted(expected - names))


def check_contracts(declared):
    for name in sorted(declared.functions):
        contract = declared.contracts.get(name, "")
        yield from ("%s: its contract has no \"%s\"" % (name, part)
                    for part in PARTS if part not in contract)


def check_sources(declared, root):
    """The pages that contracts name are there, and have the headings that stand after them."""
    for name, contract in sorted(declared.contracts.items()):
        source = " ".join(contract.split("Source:")[-1].replace("*", " ").split())
        for page, rest in re.findall(r"((?:docs/)?\w+\.md)([^.;]*)", source):
            path = os.path.join(root, page)
            headings = []
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    headings = re.findall(r"^#+ (.*)", file.read(), re.M)
            yield from ("%s: %s has no \"%s\"" % (name, page, heading)
                        for heading in re.findall(r'"([^"]*)"', rest) if heading not in headings)
            if not headings:
                yield "%s: there is no %s" % (name, page)


def check(include, compiler, exports, release, *libraries):
    declared = interface.read(include)
    listed = read_lines(exports)
    lines = list(declared.lines(include, shlex.split(compiler)))
    breaks, additions = interface.compare(read_lines(release), lines)
    checks = [breaks,
              [] if listed == sorted(listed) else ["%s: not in order" % exports],
              list(check_names("headers", set(declared.functions), set(listed))),
              list(check_contracts(declared)),
              list(check_sources(declared, os.path.dirname(os.path.abspath(include))))]
    checks += [list(check_names(library, exported(library), set(listed))) for library in libraries]
    for addition in additions:
        print("added: " + addition)
    for complaint in sum(checks, []):
        print(complaint)
    failed = sum(1 for complaints in checks if complaints)
    print("%d passed, %d failed" % (len(checks) - failed, failed))
    return 1 if failed else 0


def snapshot(include, compiler):
    print("# SPDX-License-Identifier: Apache-2.0")
    print("# The interface of a release, by tests/lib/api.py snapshot.")
    print("\n".join(interface.read(include).lines(include, shlex.split(compiler))))
    return 0


if __name__ == "__main__":
    sys.exit({"check": check, "snapshot": snapshot}[sys.argv[1]](*sys.argv[2:]))
