#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes files into a C source, so that the program carries them: embed.py OUT NAME=PATH ..."""

import sys


def main(out_path, *pairs):
    with open(out_path, "w", encoding="ascii") as out:
        out.write('#include "base/text.h"\n')
        for pair in pairs:
            name, path = pair.split("=", 1)
            with open(path, "rb") as file:
                data = file.read()
            out.write("\nstatic const char %s_bytes[] = {\n" % name)
            for start in range(0, len(data), 24):
                row = data[start:start + 24]
                out.write(" ".join("'\\x%02x'," % byte for byte in row) + "\n")
            out.write("};\nextern const struct text embedded_%s;\n" % name)
            out.write("const struct text embedded_%s = { %s_bytes, sizeof(%s_bytes) };\n"
                      % (name, name, name))


if __name__ == "__main__":
    main(*sys.argv[1:])
