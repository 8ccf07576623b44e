#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house style as a test: layers, sizes, words with a better replacement, first lines.

tidy.py [ROOT]: prints "path:line: what is wrong" and ends with status 1 when anything is.
"""

import os
import re
import subprocess
import sys

# A layer includes itself and those above it in this list.
LAYERS = ["base", "model", "rulebook", "planner", "commerce", "book", "exchange", "engine",
          "store", "api", "cli", "lib"]
# Layers that only some may include although they stand above others.
ONLY_FOR = {"api": {"api", "cli"}, "cli": {"cli"}}

# What a file may not say, what to say instead, and where it may be said all the same.
BANNED = [
    (r"//", "/* */", None),
    (r"\b(malloc|calloc|realloc)\(", "memory_new, memory_grow", "src/base/memory.c"),
    (r"\bsodium_base642bin\(", "base64_parse", "src/api/base64.c"),
    (r"(?<!->)\bfree\(", "memory_free", "src/base/memory.c src/exchange/world_folder.c"),
    (r"\b(atoi|atol|strtol|sscanf|scanf)\(", "a parser that refuses bad input", None),
    (r"\b(strcpy|strcat|sprintf|gets|strtok)\(", "buffer_add, snprintf", None),
    (r"\btime\(|\blocaltime\(|\bgmtime\(", "the date of the call", None),
    (r"\brand\(|\bsrand\(", "a seeded source", None),
    (r"\bassert\(", "ASSERT", None),
    (r"\b(float|double)\b", "int64_t minor units", None),
    (r"\bTODO\b|\bFIXME\b|\bXXX\b", "an issue", None),
    (r"#\s*pragma once", "an include guard", None),
]

LINE_COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = {".c": 800, ".h": 300, ".py": 800, ".sh": 300}
FOLDER_FILES_MAX = 30
VERBATIM_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"/\*.*?\*/")


class Complaints(list):
    def say(self, path, number, what):
        self.append("%s:%d: %s" % (path, number, what))


def code_of(line, in_comment):
    """The line without strings and comments; whether a comment goes on after it."""
    line = VERBATIM_STRING.sub('""', line) if not in_comment else line
    if in_comment:
        if "*/" not in line:
            return "", True
        line = line.split("*/", 1)[1]
    line = COMMENT.sub("", line)
    if "/*" in line:
        return line.split("/*", 1)[0], True
    return line, False


def check_layer(path, number, line, complaints):
    found = re.match(r'#include "(\w+)/', line)
    layer = path.split("/")[1] if path.startswith("src/") else None
    if not found or layer not in LAYERS or found[1] not in LAYERS:
        return
    allowed = LAYERS[:LAYERS.index(layer) + 1]
    if found[1] not in allowed or layer not in ONLY_FOR.get(found[1], {layer}):
        complaints.say(path, number, "%s/ must not include %s/" % (layer, found[1]))


def check_functions(path, lines, complaints):
    """A function goes from an opening to a closing brace in column 0."""
    begun = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begun = number
        elif line.startswith("}") and begun is not None:
            if number - begun - 1 > FUNCTION_LINES_MAX:
                complaints.say(path, begun, "a function of %d lines; the limit is %d"
                               % (number - begun - 1, FUNCTION_LINES_MAX))
            begun = None


def check_c(path, lines, complaints):
    in_comment = False
    if lines[:1] != ["/* SPDX-License-Identifier: Apache-2.0 */"]:
        complaints.say(path, 1, "the first line is the SPDX licence line, in /* */")
    for number, line in enumerate(lines, 1):
        check_layer(path, number, line, complaints)
        code, in_comment = code_of(line, in_comment)
        for pattern, instead, where in BANNED:
            is_excused = where is not None and path in where.split()
            if path.startswith("src/") and re.search(pattern, code) and not is_excused:
                complaints.say(path, number, "%s is banned: use %s" % (pattern, instead))
    check_functions(path, lines, complaints)


def check_guard(path, lines, complaints):
    guard = "AVAL_" + re.sub(r"\W", "_", path.split("/", 1)[1]).upper()
    if path.startswith("src/") and path.endswith(".h") and "#ifndef " + guard not in lines:
        complaints.say(path, 2, "the include guard is %s" % guard)


def check_file(root, path, complaints):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    suffix = os.path.splitext(path)[1]
    if text and not text.endswith("\n"):
        complaints.say(path, len(lines), "the last line has no end")
    if len(lines) - 1 > FILE_LINES_MAX.get(suffix, 10 ** 9):
        complaints.say(path, 1, "%d lines; the limit is %d"
                       % (len(lines) - 1, FILE_LINES_MAX[suffix]))
    for number, line in enumerate(lines, 1):
        if suffix in FILE_LINES_MAX and len(line) > LINE_COLUMNS_MAX:
            complaints.say(path, number, "%d columns; the limit is %d"
                           % (len(line), LINE_COLUMNS_MAX))
        if line != line.rstrip() and suffix != ".md" and "/corpus/" not in path:
            complaints.say(path, number, "spaces at the end of the line")
    if suffix in (".c", ".h"):
        check_c(path, lines, complaints)
        check_guard(path, lines, complaints)
    elif suffix in (".py", ".sh", ".def") or path.endswith("meson.build"):
        if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:2]):
            complaints.say(path, 1, "one of the first two lines is the SPDX licence line")


def check_sources_listed(root, files, complaints):
    """Sources are listed by name in a meson.build: a file that is in none is dead."""
    listed = ""
    for path in files:
        if path.endswith("meson.build"):
            with open(os.path.join(root, path), encoding="utf-8") as file:
                listed += file.read()
    for path in files:
        name = path.split("/", 1)[-1] if path.startswith("src/") else os.path.basename(path)
        if path.endswith(".c") and name not in listed:
            complaints.say(path, 1, "no meson.build lists this file")


def check_folders(files, complaints):
    counts = {}
    for path in files:
        folder = os.path.dirname(path)
        counts[folder] = counts.get(folder, 0) + 1
    for folder, count in sorted(counts.items()):
        if count > FOLDER_FILES_MAX and folder.startswith("src"):
            complaints.say(folder, 0, "%d files; the limit is %d" % (count, FOLDER_FILES_MAX))
    for layer in LAYERS:
        folder = "src/" + layer
        if folder in counts and folder + "/README.md" not in files:
            complaints.say(folder, 0, "a folder of src/ opens with a README.md")


def check(root):
    """Every complaint about the files of the tree that git knows or would add."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"],
                            check=True, capture_output=True, text=True).stdout.split("\n")
    files = [path for path in listed if path and os.path.exists(os.path.join(root, path))]
    complaints = Complaints()
    for path in files:
        if os.path.splitext(path)[1] in (".c", ".h", ".py", ".sh", ".def", ".md", ".build"):
            check_file(root, path, complaints)
    check_sources_listed(root, files, complaints)
    check_folders(files, complaints)
    return complaints


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    complaints = check(arguments[0] if arguments else os.path.dirname(os.path.dirname(here)))
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
