#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reference as a command: judges proposals on a world, prints the brief form."""

import argparse
import sys

from acts import brief, findings
from facts import World, read_markets, read_ndjson
from rulebook import PROFILES


def decisions(world, proposals, profile):
    """The brief decision of each proposal, as lines."""
    return [brief(act, findings(world, act, profile)) for act in proposals]


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
    parser.add_argument("proposals")
    options = parser.parse_args()

    world = World(read_ndjson(read_text(options.world)), read_markets())
    proposals = read_ndjson(read_text(options.proposals))
    text = "".join(line + "\n" for line in decisions(world, proposals, options.profile))
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
