#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of the server, like those of the command line beside them: run.py --help."""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "cli"))

import run  # noqa: E402  (that of the command line)

# Tests of the same name are found here first.
sys.path.insert(0, str(FOLDER))
run.FOLDER = FOLDER

if __name__ == "__main__":
    sys.exit(run.main())
