/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/merkle.h"

#include <string.h>

#include "base/assert.h"
#include "base/sha256.h"

_Static_assert(MERKLE_HASH_BYTES == (int)SHA256_BYTES, "the tree is over SHA-256");

static struct merkle_hash hash_of(char kind, struct text first, struct text second)
{
    NOT_CLEARED struct sha256 sha256;
    struct merkle_hash hash;

    sha256_begin(&sha256);
    sha256_add(&sha256, (struct text){ &kind, 1 });
    sha256_add(&sha256, first);
    sha256_add(&sha256, second);
    sha256_end(&sha256, hash.bytes);
    return hash;
}

static struct text text_of_hash(const struct merkle_hash *hash)
{
    return (struct text){ (const char *)hash->bytes, MERKLE_HASH_BYTES };
}

struct merkle_hash merkle_leaf(struct text leaf)
{
    return hash_of(0, leaf, TEXT(""));
}

static struct merkle_hash node(const struct merkle_hash *left, const struct merkle_hash *right)
{
    return hash_of(1, text_of_hash(left), text_of_hash(right));
}

bool merkle_equal(const struct merkle_hash *left, const struct merkle_hash *right)
{
    return memcmp(left->bytes, right->bytes, MERKLE_HASH_BYTES) == 0;
}

static unsigned part_count(uint64_t leaf_count)
{
    return (unsigned)__builtin_popcountll(leaf_count);
}

void merkle_add(struct merkle_frontier *frontier, struct merkle_hash leaf)
{
    unsigned count = part_count(frontier->leaf_count);

    /* As in counting: a part joins its equal to the left, and so on. */
    for (uint64_t left = frontier->leaf_count; (left & 1) != 0; left >>= 1)
        leaf = node(&frontier->parts[--count], &leaf);
    frontier->parts[count] = leaf;
    frontier->leaf_count++;
}

struct merkle_hash merkle_root(const struct merkle_frontier *frontier)
{
    unsigned count = part_count(frontier->leaf_count);
    struct merkle_hash root;

    if (count == 0) {
        sha256_of(TEXT(""), root.bytes);
        return root;
    }
    root = frontier->parts[--count];
    while (count > 0)
        root = node(&frontier->parts[--count], &root);
    return root;
}

/* The largest power of two below the count, which is at least 2. */
static uint64_t left_half(uint64_t leaf_count)
{
    return UINT64_C(1) << (63 - __builtin_clzll(leaf_count - 1));
}

/* The root of the leaves from `begin` on: of one half, so that its complete parts are kept. */
static enum status load_root(struct merkle_nodes *nodes, uint64_t begin, uint64_t leaf_count,
                             struct merkle_hash *out_root)
{
    NOT_CLEARED struct merkle_frontier frontier;
    unsigned count = 0;

    frontier.leaf_count = leaf_count;
    for (unsigned level = MERKLE_DEPTH_MAX; level-- > 0;) {
        if ((leaf_count >> level & 1) == 0)
            continue;
        TRY(nodes->load(nodes, level, begin >> level, &frontier.parts[count++]));
        begin += UINT64_C(1) << level;
    }
    *out_root = merkle_root(&frontier);
    return STATUS_OK;
}

enum status merkle_extend(struct merkle_nodes *nodes, uint64_t index, struct merkle_hash leaf)
{
    for (unsigned level = 0; (index >> level & 1) != 0; level++) {
        struct merkle_hash left;

        TRY(nodes->load(nodes, level, (index >> level) - 1, &left));
        leaf = node(&left, &leaf);
        TRY(nodes->save(nodes, level + 1, index >> (level + 1), &leaf));
    }
    return STATUS_OK;
}

enum status merkle_load_root(struct merkle_nodes *nodes, uint64_t leaf_count,
                             struct merkle_hash *out_root)
{
    return load_root(nodes, 0, leaf_count, out_root);
}

static void reverse(struct merkle_proof *proof)
{
    for (unsigned i = 0; i < proof->count / 2; i++) {
        struct merkle_hash hash = proof->path[i];

        proof->path[i] = proof->path[proof->count - 1 - i];
        proof->path[proof->count - 1 - i] = hash;
    }
}

/* Adds the root of some leaves to a proof. */
static enum status prove_by(struct merkle_nodes *nodes, uint64_t begin, uint64_t leaf_count,
                            struct merkle_proof *proof)
{
    return load_root(nodes, begin, leaf_count, &proof->path[proof->count++]);
}

/* From the root down: of each node the half in which the leaf is not. */
enum status merkle_prove_inclusion(struct merkle_nodes *nodes, uint64_t index, uint64_t leaf_count,
                                   struct merkle_proof *out_proof)
{
    uint64_t begin = 0;

    ASSERT(index < leaf_count);
    out_proof->count = 0;
    while (leaf_count > 1) {
        uint64_t half = left_half(leaf_count);
        bool is_left = index - begin < half;

        TRY(prove_by(nodes, is_left ? begin + half : begin, is_left ? leaf_count - half : half,
                     out_proof));
        begin += is_left ? 0 : half;
        leaf_count = is_left ? half : leaf_count - half;
    }
    reverse(out_proof);
    return STATUS_OK;
}

enum status merkle_prove_consistency(struct merkle_nodes *nodes, uint64_t first_count,
                                     uint64_t leaf_count, struct merkle_proof *out_proof)
{
    uint64_t begin = 0;
    bool is_whole = true; /* what is left of the first tree is that tree: its root is known */

    ASSERT(first_count > 0 && first_count <= leaf_count);
    out_proof->count = 0;
    while (first_count < leaf_count) {
        uint64_t half = left_half(leaf_count);
        bool is_left = first_count <= half;

        TRY(prove_by(nodes, is_left ? begin + half : begin, is_left ? leaf_count - half : half,
                     out_proof));
        begin += is_left ? 0 : half;
        leaf_count = is_left ? half : leaf_count - half;
        first_count -= is_left ? 0 : half;
        is_whole = is_whole && is_left;
    }
    if (!is_whole)
        TRY(prove_by(nodes, begin, leaf_count, out_proof));
    reverse(out_proof);
    return STATUS_OK;
}

/* A node at the end of a level may have no sibling there: it stands for itself further up. */
static void climb(uint64_t *index, uint64_t *last)
{
    while ((*index & 1) == 0 && *index != 0) {
        *index >>= 1;
        *last >>= 1;
    }
}

bool merkle_includes(const struct merkle_head *head, uint64_t index, struct merkle_hash leaf,
                     const struct merkle_proof *proof)
{
    uint64_t last = head->leaf_count - 1;

    if (index >= head->leaf_count)
        return false;
    for (unsigned i = 0; i < proof->count; i++) {
        if (last == 0)
            return false;
        if ((index & 1) != 0 || index == last) {
            leaf = node(&proof->path[i], &leaf);
            climb(&index, &last);
        } else {
            leaf = node(&leaf, &proof->path[i]);
        }
        index >>= 1;
        last >>= 1;
    }
    return last == 0 && merkle_equal(&leaf, &head->root);
}

/* Two trees grown side by side along a proof of consistency. */
struct growing {
    uint64_t first, second; /* indexes of the last nodes */
    struct merkle_hash first_root, second_root;
};

static bool grow(struct growing *growing, const struct merkle_hash *hash)
{
    if (growing->second == 0)
        return false;
    if ((growing->first & 1) != 0 || growing->first == growing->second) {
        growing->first_root = node(hash, &growing->first_root);
        growing->second_root = node(hash, &growing->second_root);
        climb(&growing->first, &growing->second);
    } else {
        growing->second_root = node(&growing->second_root, hash);
    }
    growing->first >>= 1;
    growing->second >>= 1;
    return true;
}

bool merkle_continues(const struct merkle_head *earlier, const struct merkle_head *later,
                      const struct merkle_proof *proof)
{
    bool is_power = (earlier->leaf_count & (earlier->leaf_count - 1)) == 0;
    struct growing growing = { earlier->leaf_count - 1, later->leaf_count - 1, earlier->root,
                               earlier->root };
    unsigned next = 0;

    if (earlier->leaf_count == 0 || earlier->leaf_count > later->leaf_count)
        return false;
    if (earlier->leaf_count == later->leaf_count)
        return proof->count == 0 && merkle_equal(&earlier->root, &later->root);
    if (!is_power) {
        if (proof->count == 0)
            return false;
        growing.first_root = growing.second_root = proof->path[next++];
    }
    while ((growing.first & 1) != 0) {
        growing.first >>= 1;
        growing.second >>= 1;
    }
    for (; next < proof->count; next++)
        if (!grow(&growing, &proof->path[next]))
            return false;
    return growing.second == 0 && merkle_equal(&growing.first_root, &earlier->root) &&
           merkle_equal(&growing.second_root, &later->root);
}
