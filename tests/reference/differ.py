# SPDX-License-Identifier: Apache-2.0
"""One comparison: a world and proposals, judged by the program and by the reference."""

import os
import shutil
import subprocess
import tempfile
from collections import Counter

from acts import brief, findings, shape_of
from facts import World, read_ndjson
from rulebook import PROFILES

HERE = os.path.dirname(os.path.abspath(__file__))


def command(aval, folder, profile, proposals="proposals.ndjson", world="world.ndjson"):
    """The program's command on the files of a folder."""
    return [aval, "check", "--world", os.path.join(folder, world), "--profile", profile, "--json",
            os.path.join(folder, proposals)]


def write(folder, name, text):
    """Write a file of a folder, as UTF-8, line ends as they are."""
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as stream:
        stream.write(text)


def judged(world, acts, profile, tally):
    """The text of the decisions due; what was found for which shape of act goes to the tally."""
    lines = []
    for act in acts:
        found = findings(world, act, profile)
        tally[profile, shape_of(act), tuple(found)] += 1
        lines.append(brief(act, found) + "\n")
    return "".join(lines).encode()


def run_on(aval, folder, profile, proposals="proposals.ndjson", world="world.ndjson"):
    """Run the program on the files of a folder."""
    return subprocess.run(command(aval, folder, profile, proposals, world), check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def shrunk(lines, still):
    """Lines without those that a property does not need: halves first, at last single lines."""
    size, before = max(1, len(lines) // 2), None
    while size > 1 or before != len(lines):
        before, at = len(lines), 0
        while at < len(lines):
            rest = lines[:at] + lines[at + size:]
            if still(rest):
                lines = rest
            else:
                at += size
        size = max(1, size // 2)
    return lines


def small_world(aval, folder, profile, markets):
    """Write the few facts on which the decision on `one.ndjson` differs; how many these are."""
    def read(name):
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as stream:
            return stream.read()

    def differs(lines):
        write(folder, "small.ndjson", "".join(lines))
        run = run_on(aval, folder, profile, "one.ndjson", "small.ndjson")
        try:
            world = World(read_ndjson("".join(lines)), markets)
            due = judged(world, read_ndjson(read("one.ndjson")), profile, Counter())
        except KeyError:
            return False
        return run.returncode == 0 and run.stdout != due

    lines = [line + "\n" for line in read("world.ndjson").split("\n") if line]
    if not differs(lines):
        return 0
    lines = shrunk(lines, differs)
    write(folder, "small.ndjson", "".join(lines))
    return len(lines)


def explained(aval, folder, profile, run, due, proposals, markets):
    """What differs first, and the commands that reproduce it."""
    theirs, ours = run.stdout.splitlines(True), due.splitlines(True)
    known = [line for line in proposals.split("\n") if line.strip("\r")]
    index = next((i for i, pair in enumerate(zip(theirs, ours)) if pair[0] != pair[1]),
                 min(len(theirs), len(ours)))
    asked = known[index] if index < len(known) else ""
    write(folder, "one.ndjson", asked + "\n")
    count = small_world(aval, folder, profile, markets)
    world = "small.ndjson" if count else "world.ndjson"
    again = [os.path.join(HERE, "reference.py"), "--world", os.path.join(folder, world),
             "--profile", profile, os.path.join(folder, "one.ndjson")]

    def line(lines):
        return lines[index].decode("utf-8", "replace").rstrip() if index < len(lines) else "(none)"

    return "\n".join((
        "DIFFERENCE under %s at proposal %d of %d" % (profile, index + 1, len(known)),
        "proposal:  " + asked, "program:   " + line(theirs), "reference: " + line(ours),
        "program's exit status %d, standard error: %s" % (
            run.returncode, run.stderr.decode("utf-8", "replace")[:2000].rstrip() or "(none)"),
        "facts:     " + ("%d are enough" % count if count else "the whole world is needed"),
        "reproduce: " + " ".join(command(aval, folder, profile, "one.ndjson", world)),
        "           " + " ".join(again),
        "whole:     " + " ".join(command(aval, folder, profile))))


def compare(aval, texts, markets):
    """Judge a world's proposals both ways: the tally, and the first difference or None."""
    tally = Counter()
    world, acts = World(read_ndjson(texts[0]), markets), read_ndjson(texts[1])
    folder = tempfile.mkdtemp(prefix="reference-")
    write(folder, "world.ndjson", texts[0])
    write(folder, "proposals.ndjson", texts[1])
    for profile in PROFILES:
        run = run_on(aval, folder, profile)
        due = judged(world, acts, profile, tally)
        if run.stdout != due or run.returncode != 0:
            return tally, explained(aval, folder, profile, run, due, texts[1], markets)
    shutil.rmtree(folder)
    return tally, None
