#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Leaves, heads and proofs of a journal, checked by the second implementation."""

import argparse
import copy
import json
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference",
                                "journal"))

import books  # noqa: E402
import verify  # noqa: E402


class Counts:
    passed = failed = 0

    def check(self, what, holds):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED: " + what)


def refused(check, *arguments):
    try:
        check(*arguments)
    except (verify.Differs, ValueError):
        return True
    return False


def bent(path, chance):
    """A path with one bit turned, a hash less or a hash more."""
    path = list(path)
    kind = chance.randrange(3)
    if kind == 0 and path:
        number = chance.randrange(len(path))
        hash = bytearray(bytes.fromhex(path[number][7:]))
        hash[chance.randrange(32)] ^= 1 << chance.randrange(8)
        path[number] = "sha256:" + hash.hex()
    elif kind == 1 and path:
        path.pop(chance.randrange(len(path)))
    else:
        path.insert(chance.randrange(len(path) + 1), "sha256:" + chance.randbytes(32).hex())
    return path


def check_proof(counts, proof, earlier, chance):
    counts.check("a proof", not refused(verify.check_proof, proof, earlier))
    for part in ("inclusion", "consistency"):
        if part in proof:
            wrong = copy.deepcopy(proof)
            wrong[part]["path"] = bent(wrong[part]["path"], chance)
            counts.check("a proof that was bent", refused(verify.check_proof, wrong, earlier))


def check_heads(counts, book, heads):
    entries = book.entries()
    leaves = verify.check_entries(list(map(json.dumps, entries)))
    for head in heads:
        counts.check("a head", not refused(verify.check_head, head))
        counts.check("its tree", not refused(verify.check_tree, leaves, head))
        for name, value in (("at", head["at"] + 1), ("leaf_count", head["leaf_count"] + 1),
                            ("root", "sha256:" + "00" * 32)):
            counts.check("a head with another %s" % name,
                         refused(verify.check_head, dict(head, **{name: value})))
    return entries


def check_answers(counts, answers, entries):
    """What an act was answered is what the journal has."""
    for answer in answers:
        entry = entries[answer["position"] - 1]
        counts.check("the leaf of an answer", answer["leaf"] == entry["hash"])
        counts.check("its entry", answer["entry"] == entry["leaf"]["id"])
    words = json.dumps([entry["leaf"] for entry in entries])
    counts.check("no person's name in a leaf", "@" not in words)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aval", required=True)
    options = parser.parse_args()
    counts, chance = Counts(), random.Random(9162)
    with tempfile.TemporaryDirectory() as folder:
        book = books.JournalBook(options.aval, os.path.join(folder, "book"))
        heads, answers = [book.head()], []
        for name in books.acts():
            answer = books.act(book, name)
            counts.check(name + " is possible", answer is not None)
            if answer:
                answers.append(answer)
                heads.append(book.head())
        entries = check_heads(counts, book, heads)
        check_answers(counts, answers, entries)
        earlier = os.path.join(folder, "head")
        for head in heads:
            with open(earlier, "w", encoding="utf-8") as stream:
                json.dump(head, stream)
            position = str(chance.randrange(1, len(entries) + 1))
            shown = book.run("journal", "prove", position, "--head", earlier).stdout
            check_proof(counts, json.loads(shown), head, chance)
    print("%d passed, %d failed" % (counts.passed, counts.failed))
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
