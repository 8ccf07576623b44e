#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The comparison of interfaces tells additions from breaks: test_api.py CC."""

import os
import shlex
import sys
import tempfile
import unittest

import interface

HEADER = """
/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#define AVAL_API
#define AVAL_API_CHECKED
#define AVAL_COUNT_MAX 32
#define AVAL_TWO_LINES \\
    { NULL }
enum aval_color {
    AVAL_RED = 0, /* AVAL_NOT_ONE, as a comment says */
    AVAL_BLUE = 1
};
typedef struct aval_thing aval_thing;
struct aval_value {
    int count;
    const char *names[AVAL_COUNT_MAX];
};
/** Makes. Ownership: x. Errors: x. Source: x. */
AVAL_API_CHECKED enum aval_color aval_make(const char *name, aval_thing **out_thing);
/** Ends. */
AVAL_API void aval_end(aval_thing *thing);
AVAL_API const char *aval_name(void);
"""
COMPILER = ["cc"]


def lines_of(header):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "aval"))
        with open(os.path.join(folder, "aval", "aval.h"), "w", encoding="utf-8") as file:
            file.write(header)
        declared = interface.read(folder)
        return list(declared.lines(folder, COMPILER)), declared


class InterfaceTest(unittest.TestCase):
    def changed(self, old, new):
        self.assertIn(old, HEADER)
        return interface.compare(lines_of(HEADER)[0], lines_of(HEADER.replace(old, new))[0])

    def assert_break(self, old, new):
        breaks, _ = self.changed(old, new)
        self.assertTrue(breaks)

    def assert_addition(self, old, new, count):
        breaks, additions = self.changed(old, new)
        self.assertEqual(breaks, [])
        self.assertEqual(len(additions), count)

    def test_the_lines(self):
        lines, declared = lines_of(HEADER)
        self.assertEqual(lines, [
            "opaque aval_thing: a handle",
            "function aval_end: void (aval_thing *)",
            "function aval_make: enum aval_color (const char *, aval_thing **)",
            "function aval_name: const char * (void)",
            "target pointers: 8 bytes",
            "struct aval_value: 264 bytes",
            "member aval_value.count: int at 0",
            "member aval_value.names: const char *[AVAL_COUNT_MAX] at 8",
            "enum aval_color: 4 bytes",
            "value AVAL_RED: 0 of aval_color",
            "value AVAL_BLUE: 1 of aval_color",
            "constant AVAL_COUNT_MAX: 32",
        ])
        self.assertIn("Source:", declared.contracts["aval_make"])
        self.assertNotIn("Source:", declared.contracts["aval_end"])
        self.assertNotIn("aval_name", declared.contracts)

    def test_sizes_of_another_target(self):
        lines, _ = lines_of(HEADER)
        smaller = [line.replace("8 bytes", "4 bytes").replace("264", "132") for line in lines]
        self.assertEqual(interface.compare(smaller, lines), ([], []))

    def test_nothing_changed(self):
        self.assertEqual(self.changed("x", "x"), ([], []))

    def test_names_of_parameters_do_not_count(self):
        self.assertEqual(self.changed("*name,", "*called,"), ([], []))

    def test_a_new_function(self):
        self.assert_addition("AVAL_API void", "AVAL_API int aval_new(int a);\nAVAL_API void", 1)

    def test_a_new_value_at_the_end(self):
        self.assert_addition("AVAL_BLUE = 1", "AVAL_BLUE = 1,\nAVAL_GREEN = 2", 1)

    def test_a_new_struct(self):
        self.assert_addition("typedef", "struct aval_more {\nint a;\n};\ntypedef", 2)

    def test_a_function_that_goes(self):
        self.assert_break("AVAL_API void aval_end(aval_thing *thing);", "")

    def test_another_parameter(self):
        self.assert_break("aval_end(aval_thing *thing)", "aval_end(aval_thing *thing, int how)")

    def test_another_type(self):
        self.assert_break("const char *name,", "char *name,")

    def test_another_result(self):
        self.assert_break("AVAL_API void", "AVAL_API int")

    def test_values_that_move(self):
        self.assert_break("AVAL_RED = 0", "AVAL_GREEN,\nAVAL_RED")

    def test_a_value_that_goes(self):
        self.assert_break("AVAL_BLUE = 1", "AVAL_GREEN = 1")

    def test_a_member_that_moves(self):
        self.assert_break("int count;", "int first;\nint count;")

    def test_a_member_that_fills_a_gap(self):
        self.assert_break("int count;", "int count;\nint more;")

    def test_a_member_that_changes_its_type(self):
        self.assert_break("int count;", "unsigned count;")

    def test_a_struct_that_grows(self):
        self.assert_break("AVAL_COUNT_MAX 32", "AVAL_COUNT_MAX 33")

    def test_a_constant_that_changes(self):
        self.assert_break("AVAL_COUNT_MAX 32", "AVAL_COUNT_MAX 16")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        COMPILER[:] = shlex.split(sys.argv.pop(1))
    unittest.main()
