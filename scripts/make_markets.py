#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the market table of src/model/market.c from data/regions.csv and data/markets.csv."""

import csv
import datetime
import sys

EPOCH = datetime.date(1970, 1, 1).toordinal()


def day(text, when_open):
    if not text:
        return when_open
    return str(datetime.date.fromisoformat(text).toordinal() - EPOCH)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(regions_path, markets_path, out_path):
    with open(regions_path, encoding="utf-8", newline="") as file:
        regions = list(csv.DictReader(file))
    with open(markets_path, encoding="utf-8", newline="") as file:
        markets = sorted(csv.DictReader(file), key=lambda row: (row["market"], row["from"]))
    numbers = {row["region"]: number for number, row in enumerate(regions, 1)}
    first, rows = [], []
    for number in range(26 * 26):
        first.append(len(rows))
        code = chr(65 + number // 26) + chr(65 + number % 26)
        for row in markets:
            if row["market"] == code:
                rows.append("    { { %d }, \"%s\", { { %s }, { %s } } }, /* %s */" % (
                    numbers.get(row["region"], 0), row["currency"], day(row["from"], "INT32_MIN"),
                    day(row["to"], "INT32_MAX"), code))
    first.append(len(rows))
    with open(out_path, "w", encoding="utf-8") as out:
        out.write("static const struct region_row region_rows[] = {\n")
        out.write('    { "", { { "no region", "sans région" } } },\n')
        for row in regions:
            out.write("    { %s, { { %s, %s } } },\n" % (
                quoted(row["region"]), quoted(row["name_en"]), quoted(row["name_fr"])))
        out.write("};\n\nstatic const struct market_row market_rows[] = {\n")
        out.write("\n".join(rows) + "\n};\n\nstatic const uint16_t market_first[] = {\n")
        for start in range(0, len(first), 16):
            out.write("    " + ", ".join(map(str, first[start:start + 16])) + ",\n")
        out.write("};\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
