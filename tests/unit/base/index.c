/* SPDX-License-Identifier: Apache-2.0 */
#include "base/index.h"

#include <stdlib.h>

#include "unit/base/suites.h"
#include "unit/test.h"

enum {
    KEY_COUNT = 100000
};

/* The keys are the numbers themselves, times seven. */
static bool number_matches(const void *owner, uint32_t number, const void *key)
{
    (void)owner;
    return number * 7 == *(const uint32_t *)key;
}

static bool nothing_matches(const void *owner, uint32_t number, const void *key)
{
    (void)owner;
    (void)number;
    (void)key;
    return false;
}

static uint32_t hash_of(uint32_t key)
{
    return index_hash_text((struct text){ (const char *)&key, sizeof(key) });
}

static uint32_t find(const struct index *index, uint32_t key)
{
    return index_find(index, hash_of(key), number_matches, NULL, &key);
}

static bool rehash(const void *owner, uint32_t number, uint32_t *out_hash)
{
    (void)owner;
    *out_hash = hash_of(number * 7);
    return true;
}

/* Adds an item as owners do: into a larger table, with the others, when this one is full. */
static void add_as(struct index *index, index_rehash as, uint32_t hash, uint32_t number)
{
    if (index_is_full(index, number)) {
        struct index grown;

        assert_int_equal(index_grow(index, (struct index_owner){ NULL, number, as }, &grown),
                         STATUS_OK);
        assert_false(index_is_full(&grown, number));
        index_done(index);
        *index = grown;
    }
    index_add(index, hash, number);
}

static void add(struct index *index, uint32_t hash, uint32_t number)
{
    add_as(index, rehash, hash, number);
}

static void test_base_index__finds_nothing_when_empty(void **state)
{
    struct index index = { 0 };

    (void)state;

    assert_int_equal(find(&index, 7), INDEX_NONE);
    index_done(&index);
}

static void test_base_index__finds_what_was_added(void **state)
{
    struct index index = { 0 };

    (void)state;

    add(&index, hash_of(0), 0);
    add(&index, hash_of(7), 1);

    assert_int_equal(find(&index, 0), 0);
    assert_int_equal(find(&index, 7), 1);
    assert_int_equal(find(&index, 14), INDEX_NONE);
    index_done(&index);
}

static void test_base_index__finds_each_of_many(void **state)
{
    struct index index = { 0 };

    (void)state;

    for (uint32_t i = 0; i < KEY_COUNT; i++)
        add(&index, hash_of(i * 7), i);

    assert_int_equal(index.item_count, KEY_COUNT);
    for (uint32_t i = 0; i < KEY_COUNT; i++) {
        assert_int_equal(find(&index, i * 7), i);
        assert_int_equal(find(&index, i * 7 + 1), INDEX_NONE);
    }
    index_done(&index);
}

static void test_base_index__keeps_a_quarter_free(void **state)
{
    struct index index = { 0 };

    (void)state;

    for (uint32_t i = 0; i < 1000; i++) {
        add(&index, hash_of(i * 7), i);
        assert_int_equal(index.slot_count & (index.slot_count - 1), 0);
        assert_true(index.item_count <= index.slot_count / 4 * 3);
    }
    index_done(&index);
}

/* Readers of the table that is outgrown find what they always found. */
static void test_base_index__grows_beside_its_readers(void **state)
{
    struct index index = { 0 };
    struct index grown;

    (void)state;
    assert_true(index_is_full(&index, 0));
    for (uint32_t i = 0; i < 48; i++)
        add(&index, hash_of(i * 7), i);
    assert_true(index_is_full(&index, 48));

    assert_int_equal(index_grow(&index, (struct index_owner){ NULL, 48, rehash }, &grown),
                     STATUS_OK);
    index_add(&grown, hash_of(48 * 7), 48);

    assert_int_equal(index.item_count, 48);
    assert_int_equal(grown.item_count, 49);
    for (uint32_t i = 0; i < 48; i++) {
        assert_int_equal(find(&index, i * 7), i);
        assert_int_equal(find(&grown, i * 7), i);
    }
    assert_int_equal(find(&index, 48 * 7), INDEX_NONE);
    assert_int_equal(find(&grown, 48 * 7), 48);
    index_done(&index);
    index_done(&grown);
}

static void test_base_index__guesses_by_the_hash_alone(void **state)
{
    struct index index = { 0 };

    (void)state;
    assert_int_equal(index_guess(&index, 62), INDEX_NONE);
    for (uint32_t i = 0; i < 40; i++)
        add(&index, 63 + i, i);

    for (uint32_t i = 0; i < 40; i++)
        assert_int_equal(index_guess(&index, 63 + i), i);
    assert_int_equal(index_guess(&index, 62), INDEX_NONE);
    assert_int_equal(index_guess(&index, 63 + 128), INDEX_NONE);
    index_done(&index);
}

static bool rehash_alike(const void *owner, uint32_t number, uint32_t *out_hash)
{
    (void)owner;
    (void)number;
    *out_hash = 63;
    return true;
}

/* Whatever the hash, the owner has the last word. */
static void test_base_index__tells_colliding_keys_apart(void **state)
{
    struct index index = { 0 };

    (void)state;

    for (uint32_t i = 0; i < 500; i++)
        add_as(&index, rehash_alike, 63, i);

    for (uint32_t i = 0; i < 500; i++) {
        uint32_t key = i * 7;

        assert_int_equal(index_find(&index, 63, number_matches, NULL, &key), i);
    }
    assert_int_equal(index_find(&index, 63, nothing_matches, NULL, NULL), INDEX_NONE);
    assert_int_equal(index_find(&index, 62, number_matches, NULL, NULL), INDEX_NONE);
    index_done(&index);
}

static bool rehash_odd(const void *owner, uint32_t number, uint32_t *out_hash)
{
    return number % 2 == 1 && rehash(owner, number, out_hash);
}

/* Items without a key are left out, and a number that is large for a table makes it grow. */
static void test_base_index__holds_some_of_the_items(void **state)
{
    struct index index = { 0 };
    struct index grown;

    (void)state;

    assert_int_equal(index_grow(&index, (struct index_owner){ NULL, 100, rehash_odd }, &grown),
                     STATUS_OK);

    assert_int_equal(grown.item_count, 50);
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(find(&grown, i * 7), i % 2 == 1 ? i : INDEX_NONE);
    assert_false(index_is_full(&grown, (uint32_t)grown.slot_count - 2));
    assert_true(index_is_full(&grown, (uint32_t)grown.slot_count - 1));
    index_done(&grown);
}

static void test_base_index__has_its_limit(void **state)
{
    struct index index = { .slot_count = (size_t)1 << 31 };
    struct index grown;

    (void)state;

    assert_int_equal(index_grow(&index, (struct index_owner){ NULL, 0, rehash }, &grown),
                     STATUS_NO_MEMORY);
}

static void test_base_index__is_empty_and_usable_after_done(void **state)
{
    struct index index = { 0 };

    (void)state;
    add(&index, hash_of(7), 1);

    index_done(&index);

    assert_int_equal(find(&index, 7), INDEX_NONE);
    add(&index, hash_of(7), 1);
    assert_int_equal(find(&index, 7), 1);
    index_done(&index);
}

static void test_base_index__hashes_equal_texts_alike(void **state)
{
    char other[] = "a text of more than eight bytes";

    (void)state;

    assert_int_equal(index_hash_text(text_of(other)),
                     index_hash_text(TEXT("a text of more than eight bytes")));
    assert_int_equal(index_hash_text((struct text){ NULL, 0 }), index_hash_text(TEXT("")));
}

/* Equal hashes would be as unlikely as one in four thousand million. */
static void test_base_index__hashes_texts_by_length_and_every_byte(void **state)
{
    char bytes[17] = { 0 };
    uint32_t zeros = index_hash_text((struct text){ bytes, 16 });

    (void)state;

    assert_int_not_equal(index_hash_text((struct text){ bytes, 15 }), zeros);
    assert_int_not_equal(index_hash_text((struct text){ bytes, 17 }), zeros);
    assert_int_not_equal(index_hash_text((struct text){ bytes, 8 }), zeros);
    for (int i = 0; i < 16; i++) {
        bytes[i] = 1;
        assert_int_not_equal(index_hash_text((struct text){ bytes, 16 }), zeros);
        bytes[i] = 0;
    }
}

static void test_base_index__hashes_guids_by_both_halves(void **state)
{
    uint32_t hash = index_hash_guid((guid){ 1, 2 });

    (void)state;

    assert_int_equal(index_hash_guid((guid){ 1, 2 }), hash);
    assert_int_not_equal(index_hash_guid((guid){ 2, 1 }), hash);
    assert_int_not_equal(index_hash_guid((guid){ 1, 3 }), hash);
    assert_int_not_equal(index_hash_guid((guid){ 3, 2 }), hash);
}

static int compare_hashes(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* About one pair in 100,000 keys is expected to meet in 32 bits; ten times that is a bad hash. */
static void test_base_index__spreads_guids_that_count_up(void **state)
{
    static uint32_t hashes[KEY_COUNT];
    unsigned same_count = 0;

    (void)state;

    for (uint32_t i = 0; i < KEY_COUNT; i++)
        hashes[i] = index_hash_guid((guid){ 0x1111111100004000U, 0x8000000000000000U + i });
    qsort(hashes, KEY_COUNT, sizeof(hashes[0]), compare_hashes);
    for (uint32_t i = 1; i < KEY_COUNT; i++)
        same_count += hashes[i] == hashes[i - 1];

    assert_true(same_count <= 12);
}

int test_base_index(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_index__finds_nothing_when_empty),
        cmocka_unit_test(test_base_index__finds_what_was_added),
        cmocka_unit_test(test_base_index__finds_each_of_many),
        cmocka_unit_test(test_base_index__keeps_a_quarter_free),
        cmocka_unit_test(test_base_index__grows_beside_its_readers),
        cmocka_unit_test(test_base_index__guesses_by_the_hash_alone),
        cmocka_unit_test(test_base_index__tells_colliding_keys_apart),
        cmocka_unit_test(test_base_index__holds_some_of_the_items),
        cmocka_unit_test(test_base_index__has_its_limit),
        cmocka_unit_test(test_base_index__is_empty_and_usable_after_done),
        cmocka_unit_test(test_base_index__hashes_equal_texts_alike),
        cmocka_unit_test(test_base_index__hashes_texts_by_length_and_every_byte),
        cmocka_unit_test(test_base_index__hashes_guids_by_both_halves),
        cmocka_unit_test(test_base_index__spreads_guids_that_count_up),
    };

    return cmocka_run_group_tests_name("base/index", tests, NULL, NULL);
}
