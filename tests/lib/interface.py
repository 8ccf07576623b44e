# SPDX-License-Identifier: Apache-2.0
"""The interface that the public headers declare, as lines of text that can be compared.

A line is "KIND NAME: WHAT": functions with their types, structs with sizes and offsets as the
compiler sees them, enumerations and constants with their values. Sizes are compared where pointers
have the same size.
"""

import os
import re
import subprocess
import tempfile

COMMENT = re.compile(r"/\*.*?\*/", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\\\n]|\\\n)*$", re.M)
FUNCTION = re.compile(r"AVAL_API(?:_CHECKED)?\s+([^;{}]*?)\b(aval_\w+)\(([^;{}]*)\);")
STRUCT = re.compile(r"struct (aval_\w+)\s*\{(.*?)\};", re.S)
ENUM = re.compile(r"enum (aval_\w+)\s*\{(.*?)\};", re.S)
CONSTANT = re.compile(r"^#define (AVAL_\w+) (\d+)", re.M)
OPAQUE = re.compile(r"typedef struct (aval_\w+) \1;")
CONTRACT = re.compile(
    r"/\*\*((?:(?!\*/).)*)\*/\s*AVAL_API(?:_CHECKED)?\s[^;{}]*?\b(aval_\w+)\(", re.S)


def squeeze(text):
    return re.sub(r"\s*(\*[*\s]*)", lambda stars: " " + "".join(stars[1].split()),
                  " ".join(text.split())).strip()


def type_of(parameter):
    """The type of a declaration: without the name at its end."""
    array = "".join(re.findall(r"\[[^\]]*\]", parameter))
    parameter = squeeze(re.sub(r"\[[^\]]*\]", "", parameter))
    if parameter == "void":
        return parameter
    return squeeze(re.sub(r"\w+$", "", parameter)) + array


class Interface:
    def __init__(self, texts):
        self.constants = sorted(name for text in texts for name, _ in CONSTANT.findall(text))
        code = "\n".join(DIRECTIVE.sub("", COMMENT.sub("", text)) for text in texts)
        self.functions = {name: (squeeze(result), parameters)
                          for result, name, parameters in FUNCTION.findall(code)}
        self.structs = {name: [part for part in map(squeeze, body.split(";")) if part]
                        for name, body in STRUCT.findall(code)}
        self.enums = {name: re.findall(r"\b(AVAL_\w+)", body) for name, body in ENUM.findall(code)}
        self.opaques = sorted(OPAQUE.findall(code))
        self.contracts = {name: comment for text in texts
                          for comment, name in CONTRACT.findall(text)}

    def members(self, struct):
        for member in self.structs[struct]:
            yield re.search(r"(\w+)(?:\[[^\]]*\])?$", member)[1], type_of(member)

    def probe(self):
        """A program that prints the lines for which a compiler is needed."""
        yield "#include <stdio.h>\n#include <stddef.h>\n#include <aval/aval.h>\nint main(void)\n{"
        yield 'printf("target pointers: %zu bytes\\n", sizeof(void *));'
        for struct in sorted(self.structs):
            yield 'printf("struct %s: %%zu bytes\\n", sizeof(struct %s));' % (struct, struct)
            for member, kind in self.members(struct):
                yield ('printf("member %s.%s: %s at %%zu\\n", offsetof(struct %s, %s));'
                       % (struct, member, kind, struct, member))
        for enum in sorted(self.enums):
            yield 'printf("enum %s: %%zu bytes\\n", sizeof(enum %s));' % (enum, enum)
            for value in self.enums[enum]:
                yield 'printf("value %s: %%d of %s\\n", (int)%s);' % (value, enum, value)
        for constant in self.constants:
            yield 'printf("constant %s: %%ld\\n", (long)%s);' % (constant, constant)
        yield "return 0;\n}"

    def lines(self, include, compiler):
        for name in self.opaques:
            yield "opaque %s: a handle" % name
        for name, (result, parameters) in sorted(self.functions.items()):
            types = ", ".join(type_of(parameter) for parameter in parameters.split(","))
            yield "function %s: %s (%s)" % (name, result, types)
        with tempfile.TemporaryDirectory() as folder:
            source = os.path.join(folder, "probe.c")
            program = os.path.join(folder, "probe")
            with open(source, "w", encoding="utf-8") as file:
                file.write("\n".join(self.probe()) + "\n")
            subprocess.run([*compiler, "-I" + include, "-o", program, source], check=True)
            yield from subprocess.run([program], check=True, capture_output=True,
                                      text=True).stdout.splitlines()


def read(include):
    """The interface of all headers of a folder."""
    texts = []
    for name in sorted(os.listdir(os.path.join(include, "aval"))):
        with open(os.path.join(include, "aval", name), encoding="utf-8") as file:
            texts.append(file.read())
    return Interface(texts)


def compare(old, new):
    """What breaks programs that exist, and what is only added."""
    old, new = ({line.split(":", 1)[0]: line for line in lines} for lines in (old, new))
    if old["target pointers"] != new["target pointers"]:
        old, new = ({name: line for name, line in lines.items()
                     if name.split()[0] not in ("target", "struct", "member")}
                    for lines in (old, new))
    breaks = ["gone: " + old[name] for name in old if name not in new]
    breaks += ["%s\n   was: %s" % (new[name], old[name])
               for name in old if name in new and new[name] != old[name]]
    added = [new[name] for name in new if name not in old]
    old_structs = {name for name in old if name.startswith("struct ")}
    late = [line for line in added
            if line.startswith("member ") and "struct " + line[7:].split(".")[0] in old_structs]
    breaks += ["a new member of an old struct: " + line for line in late]
    return breaks, [line for line in added if line not in late]
