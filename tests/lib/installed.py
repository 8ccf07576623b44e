#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is installed is enough to build and run programs: installed.py ROOT BUILD CC [CXX].

Installs into a folder of its own, finds the library there by pkg-config, and builds the examples
with the shared and with the static library, and a program in C++.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile

FLAGS = ["-Wall", "-Wextra", "-Werror", "-pthread"]
C_FLAGS = ["-std=c17", "-D_POSIX_C_SOURCE=200809L", *FLAGS]

CXX_PROGRAM = """
#include <aval/aval.h>
#include <cstdio>
int main(int, char **arguments)
{
    aval_world *world = nullptr;
    struct aval_proposal proposal = AVAL_PROPOSAL_INIT;
    if (aval_world_open(arguments[1], nullptr, &world) != AVAL_OK)
        return 1;
    proposal.act = "place_order";
    std::printf("%s, %d\\n", aval_version(), aval_judge(world, AVAL_PROGRAMME, &proposal, nullptr,
                                                       nullptr));
    aval_world_close(world);
    return 0;
}
"""


class Installed:
    def __init__(self, build, root, folder):
        self.root, self.folder = root, folder
        subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", folder],
                       check=True, stdout=subprocess.DEVNULL)
        self.files = sorted(os.path.relpath(os.path.join(path, name), folder)
                            for path, _, names in os.walk(folder) for name in names)
        self.libdir = os.path.join(folder, os.path.dirname(self.find(r"libaval\.so$")))
        self.environment = {**os.environ, "LD_LIBRARY_PATH": self.libdir,
                            "PKG_CONFIG_SYSROOT_DIR": folder,
                            "PKG_CONFIG_PATH": os.path.join(self.libdir, "pkgconfig")}

    def find(self, pattern):
        found = [name for name in self.files if re.search(pattern, name)]
        assert len(found) == 1, "%s: %s" % (pattern, found)
        return found[0]

    def output(self, *command, text=None):
        return subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE,
                              text=True, input=text).stdout

    def flags(self, *options):
        return shlex.split(self.output("pkg-config", *options, "aval"))

    def build(self, command, source, libraries, text=None):
        program = os.path.join(self.folder, "program")
        self.output(*command, *self.flags("--cflags"), "-o", program, source, *libraries,
                    text=text)
        return program

    def run_examples(self, compiler, libraries):
        world = os.path.join(self.root, "data/sample/world.ndjson")
        printed = {}
        for name, arguments in (("check", [world, "/dev/null"]), ("explain", [world]),
                                ("change", []), ("way_forward", [world])):
            source = os.path.join(self.root, "examples", name + ".c")
            program = self.build([*compiler, *C_FLAGS], source, libraries)
            printed[name] = self.output(program, *arguments)
            needed = self.output("readelf", "-d", program)
            assert ("libaval.so.0" in needed) == ("-laval" in libraries), needed
        return printed


def check_files(installed, root):
    for header in sorted(os.listdir(os.path.join(root, "include/aval"))):
        with open(os.path.join(root, "include/aval", header), encoding="utf-8") as file, \
                open(os.path.join(installed.folder, installed.find("include/aval/" + header)),
                     encoding="utf-8") as copy:
            assert file.read() == copy.read(), header
    library = os.path.join(installed.libdir, "libaval.so")
    assert os.path.basename(os.path.realpath(library)) == "libaval.so." + installed.output(
        "pkg-config", "--modversion", "aval").strip()
    assert "[libaval.so.0]" in installed.output("readelf", "-d", library)
    assert not any("include/aval/" in name and not name.endswith(".h") for name in installed.files)


def main(root, build, compiler, cxx=None):
    with tempfile.TemporaryDirectory() as folder:
        installed = Installed(build, root, folder)
        check_files(installed, root)
        shared = installed.run_examples(shlex.split(compiler), installed.flags("--libs"))
        static = installed.run_examples(
            shlex.split(compiler), ["-l:libaval.a" if flag == "-laval" else flag
                                    for flag in installed.flags("--libs", "--static")])
        assert shared == static and "not supported" in shared["explain"]
        if cxx is not None:
            program = installed.build([*shlex.split(cxx), "-std=c++11", *FLAGS, "-x", "c++"], "-",
                                      installed.flags("--libs"), text=CXX_PROGRAM)
            printed = installed.output(program, os.path.join(root, "data/sample/world.ndjson"))
            assert re.fullmatch(r"[0-9.]+, 1\n", printed), printed
    print("%d passed, 0 failed" % (3 + (cxx is not None)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
