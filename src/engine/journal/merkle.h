/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_MERKLE_H
#define AVAL_ENGINE_JOURNAL_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/status.h"
#include "base/text.h"

/*
 * The Merkle tree of RFC 9162 (2.1) over SHA-256. A leaf's hash is that of a zero byte and the
 * leaf, a node's that of a one byte and its two halves; the left half is the largest power of two
 * that is less than the whole. So whoever kept a root can tell whether a leaf was under it, and
 * whether a later tree begins with the earlier one.
 */

enum {
    MERKLE_HASH_BYTES = 32,
    MERKLE_DEPTH_MAX = 64,
    /* A proof of consistency has at most one hash a level, and one more. */
    MERKLE_PROOF_MAX = MERKLE_DEPTH_MAX + 1
};

struct merkle_hash {
    unsigned char bytes[MERKLE_HASH_BYTES];
};

/* A tree that leaves are only added to: the roots of its complete parts, from the left. */
struct merkle_frontier {
    uint64_t leaf_count;
    struct merkle_hash parts[MERKLE_DEPTH_MAX]; /* as many as the count has bits set */
};

/* The hashes that, with what is to be proved, give a root. */
struct merkle_proof {
    unsigned count;
    struct merkle_hash path[MERKLE_PROOF_MAX];
};

/*
 * Where the roots of complete parts are kept: at level 0 the leaves, at the level n the parts of
 * 2^n leaves, each by its place from the left. Failures are handed on.
 */
struct merkle_nodes {
    enum status (*load)(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                        struct merkle_hash *out_hash);

    /* Only of a tree that leaves are added to; of levels above 0. */
    enum status (*save)(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                        const struct merkle_hash *hash);
};

struct merkle_hash merkle_leaf(struct text leaf);

bool merkle_equal(const struct merkle_hash *left, const struct merkle_hash *right);

/** Adds a leaf; a zeroed frontier is the empty tree. */
void merkle_add(struct merkle_frontier *frontier, struct merkle_hash leaf);

/** The root; of the empty tree the hash of nothing. */
struct merkle_hash merkle_root(const struct merkle_frontier *frontier);

/** Saves the parts that are complete with the leaf at the index, whose hash is kept already. */
enum status merkle_extend(struct merkle_nodes *nodes, uint64_t index, struct merkle_hash leaf)
    MUST_CHECK;

/** The root of the first `leaf_count` leaves. */
enum status merkle_load_root(struct merkle_nodes *nodes, uint64_t leaf_count,
                             struct merkle_hash *out_root) MUST_CHECK;

/** The proof that the leaf at the index is in the tree of the first `leaf_count` leaves. */
enum status merkle_prove_inclusion(struct merkle_nodes *nodes, uint64_t index, uint64_t leaf_count,
                                   struct merkle_proof *out_proof) MUST_CHECK;

/** The proof that the tree of `leaf_count` leaves begins with that of the first `first_count`. */
enum status merkle_prove_consistency(struct merkle_nodes *nodes, uint64_t first_count,
                                     uint64_t leaf_count, struct merkle_proof *out_proof)
    MUST_CHECK;

/* A tree as somebody knows it. */
struct merkle_head {
    uint64_t leaf_count;
    struct merkle_hash root;
};

/** Whether the proof shows that the leaf is at the index of the head's tree (RFC 9162, 2.1.3.2). */
bool merkle_includes(const struct merkle_head *head, uint64_t index, struct merkle_hash leaf,
                     const struct merkle_proof *proof);

/** Whether the proof shows that the later head's tree begins with the earlier's (2.1.4.2). */
bool merkle_continues(const struct merkle_head *earlier, const struct merkle_head *later,
                      const struct merkle_proof *proof);

#endif
