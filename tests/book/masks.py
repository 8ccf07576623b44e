# SPDX-License-Identifier: Apache-2.0
"""What differs between two runs that do the same: ids and hashes, which the program makes."""

import re

# A GUID of version 7, as the program makes them; the test's own are of version 4.
MADE_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?Z?")
POSITION = re.compile(r'"position":\d+')


def masked(text):
    text = MADE_ID.sub("ID", text)
    text = HASH.sub("HASH", text)
    text = TIME.sub("TIME", text)
    return POSITION.sub('"position":N', text)


def sorted_lines(text):
    return sorted(masked(text).splitlines())
