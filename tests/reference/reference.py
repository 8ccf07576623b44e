#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reference as a command: judges proposals on a world, prints the brief form."""

import argparse
import sys

from acts import brief, findings
from facts import World, read_markets, read_ndjson
from rulebook import OTHER_READINGS, PROFILES


def decisions(world, proposals, profile, other_readings=frozenset()):
    """The brief decision of each proposal, as lines."""
    return [brief(act, findings(world, act, profile, other_readings)) for act in proposals]


def read_text(path):
    """The text of a file, of standard input where the path is `-`."""
    if path == "-":
        return sys.stdin.buffer.read().decode()
    with open(path, encoding="utf-8", newline="") as stream:
        return stream.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", required=True)
    parser.add_argument("--profile", choices=PROFILES, default="programme")
    parser.add_argument("--other-reading", action="append", default=[], choices=OTHER_READINGS)
    parser.add_argument("proposals")
    options = parser.parse_args()

    world = World(read_ndjson(read_text(options.world)), read_markets())
    proposals = read_ndjson(read_text(options.proposals))
    lines = decisions(world, proposals, options.profile, frozenset(options.other_reading))
    text = "".join(line + "\n" for line in lines)
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
