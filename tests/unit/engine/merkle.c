/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/merkle.h"

#include <sodium.h>

#include "unit/engine/suites.h"
#include "unit/test.h"

/* The tree of RFC 6962's reference implementation: eight leaves, and the root after each. */
static const char *const leaves_in_hex[] = {
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
};
static const char *const roots_in_hex[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct merkle_hash leaf_in_hex(const char *hex)
{
    unsigned char bytes[32];
    size_t length = 0;

    assert_int_equal(sodium_hex2bin(bytes, sizeof(bytes), hex, strlen(hex), NULL, &length, NULL),
                     0);
    return merkle_leaf((struct text){ (const char *)bytes, length });
}

static void assert_hash_is(struct merkle_hash hash, const char *hex)
{
    char text[2 * MERKLE_HASH_BYTES + 1];

    assert_string_equal(sodium_bin2hex(text, sizeof(text), hash.bytes, sizeof(hash.bytes)), hex);
}

static void test_engine_merkle__has_the_roots_of_the_reference(void **state)
{
    struct merkle_frontier frontier = { 0 };

    (void)state;

    assert_hash_is(merkle_root(&frontier),
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < COUNT_OF(leaves_in_hex); i++) {
        merkle_add(&frontier, leaf_in_hex(leaves_in_hex[i]));
        assert_hash_is(merkle_root(&frontier), roots_in_hex[i]);
    }
}

enum {
    TREES = 40,
    LEVELS = 7
};

/* Leaves by their index, and above them what was saved. */
static struct merkle_hash kept[LEVELS][TREES + 1];
static bool is_kept[LEVELS][TREES + 1];

static struct merkle_hash numbered_leaf(uint64_t index)
{
    return merkle_leaf((struct text){ (const char *)&index, sizeof(index) });
}

static enum status load_numbered(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                                 struct merkle_hash *out_hash)
{
    (void)nodes;
    if (level == 0) {
        *out_hash = numbered_leaf(place);
        return STATUS_OK;
    }
    assert_true(is_kept[level][place]);
    *out_hash = kept[level][place];
    return STATUS_OK;
}

static enum status save_numbered(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                                 const struct merkle_hash *hash)
{
    (void)nodes;
    assert_false(is_kept[level][place]);
    is_kept[level][place] = true;
    kept[level][place] = *hash;
    return STATUS_OK;
}

static struct merkle_nodes numbered = { load_numbered, save_numbered };

/* Grows the tree to so many leaves. */
static void grow_numbered(uint64_t leaf_count)
{
    memset(is_kept, 0, sizeof(is_kept));
    for (uint64_t i = 0; i < leaf_count; i++)
        assert_int_equal(merkle_extend(&numbered, i, numbered_leaf(i)), STATUS_OK);
}

static struct merkle_head head_of(uint64_t leaf_count)
{
    struct merkle_frontier frontier = { 0 };

    for (uint64_t i = 0; i < leaf_count; i++)
        merkle_add(&frontier, numbered_leaf(i));
    return (struct merkle_head){ leaf_count, merkle_root(&frontier) };
}

/* A proof with one bit turned, or one hash more or less, proves nothing. */
static void assert_only_this_proves(const struct merkle_head *head, uint64_t index,
                                    const struct merkle_proof *proof)
{
    struct merkle_proof other = *proof;

    other.count++;
    other.path[proof->count] = head->root;
    assert_false(merkle_includes(head, index, numbered_leaf(index), &other));
    if (proof->count == 0)
        return;
    other = *proof;
    other.count--;
    assert_false(merkle_includes(head, index, numbered_leaf(index), &other));
    other = *proof;
    other.path[index % proof->count].bytes[index % MERKLE_HASH_BYTES] ^= 1;
    assert_false(merkle_includes(head, index, numbered_leaf(index), &other));
}

static void test_engine_merkle__has_the_root_of_every_earlier_tree(void **state)
{
    (void)state;

    grow_numbered(TREES);
    for (uint64_t count = 0; count <= TREES; count++) {
        struct merkle_head head = head_of(count);
        struct merkle_hash root;

        assert_int_equal(merkle_load_root(&numbered, count, &root), STATUS_OK);

        assert_true(merkle_equal(&root, &head.root));
    }
}

static void test_engine_merkle__proves_that_a_leaf_is_in_the_tree(void **state)
{
    (void)state;

    for (uint64_t count = 1; count <= TREES; count++) {
        struct merkle_head head = head_of(count);

        grow_numbered(count);
        for (uint64_t index = 0; index < count; index++) {
            struct merkle_proof proof;

            assert_int_equal(merkle_prove_inclusion(&numbered, index, count, &proof), STATUS_OK);

            assert_true(merkle_includes(&head, index, numbered_leaf(index), &proof));
            assert_false(merkle_includes(&head, index, numbered_leaf(count), &proof));
            assert_false(merkle_includes(&head, index + count, numbered_leaf(index), &proof));
            assert_only_this_proves(&head, index, &proof);
        }
    }
}

static void test_engine_merkle__proves_that_a_tree_continues_another(void **state)
{
    (void)state;

    grow_numbered(TREES);
    for (uint64_t second = 1; second <= TREES; second++)
        for (uint64_t first = 1; first <= second; first++) {
            struct merkle_head earlier = head_of(first);
            struct merkle_head later = head_of(second);
            struct merkle_proof proof;

            assert_int_equal(merkle_prove_consistency(&numbered, first, second, &proof), STATUS_OK);

            assert_true(merkle_continues(&earlier, &later, &proof));
            earlier.root.bytes[0] ^= 1;
            assert_false(merkle_continues(&earlier, &later, &proof));
            earlier.root.bytes[0] ^= 1;
            later.root.bytes[31] ^= 1;
            assert_false(merkle_continues(&earlier, &later, &proof));
        }
}

int test_engine_merkle(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_merkle__has_the_roots_of_the_reference),
        cmocka_unit_test(test_engine_merkle__has_the_root_of_every_earlier_tree),
        cmocka_unit_test(test_engine_merkle__proves_that_a_leaf_is_in_the_tree),
        cmocka_unit_test(test_engine_merkle__proves_that_a_tree_continues_another),
    };

    return cmocka_run_group_tests_name("engine/merkle", tests, NULL, NULL);
}
