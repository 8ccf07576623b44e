#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/lifecycles.md from the tables of life cycles: make_lifecycles.py [--check] TOOL.

TOOL is tests/schema's program `lifecycles`, of a build. With --check nothing is written: the page
is compared with the one that is there.
"""

import subprocess

from generated import ROOT, run


def written(tool):
    """Each file and what should stand in it."""
    page = subprocess.run([tool], check=True, stdout=subprocess.PIPE).stdout.decode()
    yield ROOT / "docs" / "lifecycles.md", page


if __name__ == "__main__":
    run(written, "make_lifecycles.py [--check] TOOL")
