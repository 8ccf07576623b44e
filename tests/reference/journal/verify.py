#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A journal checked without the program, by the texts alone: RFC 9162, RFC 8785, RFC 8032.

verify.py ENTRIES [--head FILE]... [--proof FILE --earlier FILE]...

ENTRIES is what `aval journal list --json` writes, heads and proofs are what `aval journal head`
and `prove` write. Every entry's leaf is hashed anew, and its body with its salt; the tree over all
leaves has to have the root of each head; proofs are checked by the algorithms of RFC 9162, which
see no entry. Prints "intact" and the root, or what differs, and then ends with status 1.
"""

import argparse
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Differs(Exception):
    """What was found."""


def canonical(value):
    """The bytes of RFC 8785, for texts, integers and ASCII keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def as_written(value):
    """The bytes of a value whose members stand in their order."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node_hash(left, right):
    return sha256(b"\1", left, right)


def named(hash):
    return "sha256:" + hash.hex()


def unnamed(text):
    if not text.startswith("sha256:") or len(text) != 7 + 64:
        raise Differs("%r is no hash" % text)
    return bytes.fromhex(text[7:])


def half(count):
    """The largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def root(leaves):
    """The Merkle tree hash, as RFC 9162 (2.1.1) defines it."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    left = half(len(leaves))
    return node_hash(root(leaves[:left]), root(leaves[left:]))


def check_inclusion(leaf, index, count, path, expected):
    """RFC 9162, 2.1.3.2."""
    if index >= count:
        raise Differs("leaf %d of %d" % (index, count))
    first, last, hash = index, count - 1, leaf
    for other in path:
        if last == 0:
            raise Differs("the proof of inclusion is too long")
        if first & 1 or first == last:
            hash = node_hash(other, hash)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            hash = node_hash(hash, other)
        first, last = first >> 1, last >> 1
    if last != 0 or hash != expected:
        raise Differs("the proof of inclusion does not lead to the root")


def check_consistency(first_count, first_root, second_count, second_root, path):
    """RFC 9162, 2.1.4.2."""
    if first_count == second_count:
        if path or first_root != second_root:
            raise Differs("two heads of the same entries are not the same")
        return
    if not 0 < first_count < second_count or not path:
        raise Differs("a proof of consistency from %d to %d" % (first_count, second_count))
    path = list(path)
    if first_count & (first_count - 1) == 0:
        path.insert(0, first_root)
    first, last = first_count - 1, second_count - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            raise Differs("the proof of consistency is too long")
        if first & 1 or first == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, other)
        first, last = first >> 1, last >> 1
    if last != 0 or old != first_root or new != second_root:
        raise Differs("the proof of consistency does not lead to the roots")


def check_head(head):
    """The signature of a head, by the key that it names."""
    key, signature = head["key"], head["signature"]
    if not key.startswith("ed25519:") or not signature.startswith("ed25519:"):
        raise Differs("the head has no key or signature")
    signed = {name: head[name] for name in ("at", "key", "leaf_count", "root")}
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key[8:])).verify(
            bytes.fromhex(signature[8:]), canonical(signed))
    except InvalidSignature:
        raise Differs("the head is not signed by its key") from None


def body_bytes(body):
    """A body as it was hashed: its three members in their order."""
    return as_written({name: body[name] for name in ("input", "decisions", "changes")})


def check_entry(entry, position):
    """One line of the list; its leaf's hash."""
    leaf = entry["leaf"]
    if entry["position"] != position:
        raise Differs("entry %d stands where %d should" % (entry["position"], position))
    hash = leaf_hash(canonical(leaf))
    if named(hash) != entry["hash"]:
        raise Differs("entry %d is not what its leaf was made of" % position)
    if entry["body"] is not None:
        salted = bytes.fromhex(entry["salt"]) + body_bytes(entry["body"])
        if named(sha256(salted)) != leaf["body"]:
            raise Differs("entry %d: its body is not what its leaf was made of" % position)
    return hash


def check_entries(lines):
    """The hashes of all leaves."""
    return [check_entry(json.loads(line), number)
            for number, line in enumerate(filter(None, lines), 1)]


def check_tree(leaves, head):
    """That the head's entries are the first of these."""
    if head["leaf_count"] > len(leaves):
        raise Differs("the head knows of %d entries, here are %d"
                      % (head["leaf_count"], len(leaves)))
    if named(root(leaves[:head["leaf_count"]])) != head["root"]:
        raise Differs("the first %d entries are not those of the head" % head["leaf_count"])


def check_proof(proof, earlier=None):
    """What `aval journal prove` wrote, without any entry."""
    head = proof["head"]
    check_head(head)
    if "inclusion" in proof:
        part = proof["inclusion"]
        if part["leaf_count"] != head["leaf_count"] or part["leaf_index"] != part["position"] - 1:
            raise Differs("the proof of inclusion is of another head")
        check_inclusion(unnamed(part["hash"]), part["leaf_index"], part["leaf_count"],
                        list(map(unnamed, part["path"])), unnamed(head["root"]))
    if earlier is not None:
        check_head(earlier)
        part = proof["consistency"]
        if (part["first_count"], part["leaf_count"]) != (earlier["leaf_count"],
                                                         head["leaf_count"]):
            raise Differs("the proof of consistency is of other heads")
        check_consistency(earlier["leaf_count"], unnamed(earlier["root"]), head["leaf_count"],
                          unnamed(head["root"]), list(map(unnamed, part["path"])))


def read(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("entries")
    parser.add_argument("--head", action="append", default=[])
    parser.add_argument("--proof", action="append", default=[])
    parser.add_argument("--earlier", action="append", default=[])
    options = parser.parse_args()
    try:
        with open(options.entries, encoding="utf-8") as stream:
            leaves = check_entries(stream.read().split("\n"))
        for path in options.head:
            head = read(path)
            check_head(head)
            check_tree(leaves, head)
        for number, path in enumerate(options.proof):
            check_proof(read(path), read(options.earlier[number])
                        if number < len(options.earlier) else None)
    except Differs as difference:
        print("differs: %s" % difference)
        return 1
    print("intact: %d entries\nroot %s" % (len(leaves), named(root(leaves))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
