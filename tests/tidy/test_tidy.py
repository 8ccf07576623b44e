#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tidy finds what it says it finds: each case is a small tree with one fault."""

import os
import subprocess
import tempfile
import unittest

import tidy

SPDX = "/* SPDX-License-Identifier: Apache-2.0 */\n"


class TidyTest(unittest.TestCase):
    def complaints(self, path, text, listed="cli/a.c rulebook/a.c model/a.c base/a.c"):
        with tempfile.TemporaryDirectory() as root:
            files = {"meson.build": "# SPDX-License-Identifier: Apache-2.0\n# %s\n" % listed,
                     path: text}
            for layer in ("cli", "rulebook", "model", "base"):
                files["src/%s/README.md" % layer] = "words\n"
            for name, content in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, name)) or root, exist_ok=True)
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(content)
            subprocess.run(["git", "init", "-q", root], check=True)
            return tidy.check(root)

    def assert_found(self, path, text, words, **more):
        found = self.complaints(path, text, **more)
        self.assertTrue(any(words in complaint for complaint in found), found)

    def test_a_clean_file_is_clean(self):
        text = SPDX + '#include "base/a.h"\n\nint a(void)\n{\n    return 0; /* malloc( */\n}\n'
        self.assertEqual(self.complaints("src/model/a.c", text), [])

    def test_a_lower_layer_does_not_include_a_higher_one(self):
        self.assert_found("src/rulebook/a.c", SPDX + '#include "book/book.h"\n',
                          "rulebook/ must not include book/")

    def test_malloc_belongs_to_memory(self):
        self.assert_found("src/model/a.c", SPDX + "void *a = malloc(3);\n", "memory_new")

    def test_slashes_are_no_comment(self):
        self.assert_found("src/model/a.c", SPDX + "int a; // words\n", "/* */")

    def test_slashes_in_a_string_are_fine(self):
        self.assertEqual(self.complaints("src/model/a.c", SPDX + 'char a[] = "//";\n'), [])

    def test_a_long_function(self):
        text = SPDX + "int a(void)\n{\n" + "    a();\n" * 61 + "}\n"
        self.assert_found("src/model/a.c", text, "a function of 61 lines")

    def test_a_long_line(self):
        self.assert_found("src/model/a.c", SPDX + "int a;" + " " * 94 + "b\n", "101 columns")

    def test_a_long_file(self):
        self.assert_found("src/model/a.c", SPDX + "int a;\n" * 800, "the limit is 800")

    def test_the_licence_line(self):
        self.assert_found("src/model/a.c", "int a;\n", "SPDX")

    def test_the_guard_names_the_file(self):
        self.assert_found("src/model/a.h", SPDX + "#ifndef A_H\n#define A_H\n#endif\n",
                          "AVAL_MODEL_A_H")

    def test_a_file_that_nobody_builds(self):
        self.assert_found("src/model/b.c", SPDX, "no meson.build lists this file")

    def test_spaces_at_the_end(self):
        self.assert_found("src/model/a.c", SPDX + "int a; \n", "spaces at the end")

    def test_a_folder_without_readme(self):
        self.assert_found("src/book/a.c", SPDX, "opens with a README.md", listed="book/a.c")


if __name__ == "__main__":
    unittest.main()
