#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table of src/model/address.c from data/addresses.csv, and fails where it is wrong."""

import csv
import re
import sys

COLUMNS = ("market", "calling_code", "postal_code", "is_postal_code_required", "states",
           "languages", "cultures", "phone", "tax_id", "vat_id", "is_tax_id_supported")
FLAGS = ("is_postal_code_required", "is_tax_id_supported")


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def check(rows):
    """What the program takes for granted."""
    markets = [row["market"] for row in rows]
    if markets != sorted(set(markets)):
        sys.exit("addresses.csv: markets are not in their order, each once")
    for row in rows:
        for column in ("postal_code", "phone", "vat_id"):
            re.compile(row[column])
        for column in FLAGS:
            if row[column] not in ("", "yes"):
                sys.exit("addresses.csv: %s: %s is yes or empty" % (row["market"], column))
        if not re.fullmatch("[0-9]*", row["calling_code"]):
            sys.exit("addresses.csv: %s: calling_code is digits" % row["market"])


def main(addresses_path, out_path):
    with open(addresses_path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    check(rows)
    with open(out_path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write("{ %s },\n" % ", ".join(
                {"yes": "true", "": "false"}[row[column]]
                if column in FLAGS else quoted(row[column])
                for column in COLUMNS))


if __name__ == "__main__":
    main(*sys.argv[1:])
