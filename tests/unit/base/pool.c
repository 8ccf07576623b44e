/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <string.h>

#include "unit/base/suites.h"
#include "unit/test.h"

enum {
    CHUNK_BYTES = 64 * 1024 /* the largest */
};

static void test_base_pool__keeps_a_copy(void **state)
{
    struct pool pool = { 0 };
    char source[] = "alder";
    struct text kept;

    (void)state;

    assert_int_equal(pool_keep(&pool, (struct text){ source, 5 }, &kept), STATUS_OK);
    memcpy(source, "birch", 5);

    assert_text_is(kept, "alder");
    pool_done(&pool);
}

static void test_base_pool__keeps_empty_texts_and_nul(void **state)
{
    struct pool pool = { 0 };
    struct text empty = { 0 };
    struct text with_nul;

    (void)state;

    assert_int_equal(pool_keep(&pool, (struct text){ NULL, 0 }, &empty), STATUS_OK);
    assert_int_equal(pool_keep(&pool, TEXT("a\0b"), &with_nul), STATUS_OK);

    assert_text_is(empty, "");
    assert_text_equal(with_nul, TEXT("a\0b"));
    pool_done(&pool);
}

static void test_base_pool__leaves_what_it_keeps_where_it_is(void **state)
{
    enum {
        COUNT = 30000
    };
    static struct text kept[COUNT];
    struct pool pool = { 0 };

    (void)state;

    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(pool_keep(&pool, (struct text){ (const char *)&i, sizeof(i) }, &kept[i]),
                         STATUS_OK);

    for (size_t i = 0; i < COUNT; i++)
        assert_memory_equal(kept[i].bytes, &i, sizeof(i));
    pool_done(&pool);
}

static void test_base_pool__keeps_texts_around_the_size_of_a_chunk(void **state)
{
    static char bytes[CHUNK_BYTES + 1];
    struct pool pool = { 0 };
    struct text small;
    struct text whole;
    struct text more;

    (void)state;
    memset(bytes, 'x', sizeof(bytes));

    assert_int_equal(pool_keep(&pool, TEXT("small"), &small), STATUS_OK);
    assert_int_equal(pool_keep(&pool, (struct text){ bytes, CHUNK_BYTES }, &whole), STATUS_OK);
    assert_int_equal(pool_keep(&pool, (struct text){ bytes, CHUNK_BYTES + 1 }, &more), STATUS_OK);

    assert_text_is(small, "small");
    assert_text_equal(whole, text_at(bytes, CHUNK_BYTES));
    assert_text_equal(more, text_at(bytes, CHUNK_BYTES + 1));
    pool_done(&pool);
}

static void test_base_pool__is_empty_and_usable_after_done(void **state)
{
    struct pool pool = { 0 };
    struct text kept;

    (void)state;
    assert_int_equal(pool_keep(&pool, TEXT("before"), &kept), STATUS_OK);

    pool_done(&pool);

    assert_null(pool.chunks);
    assert_int_equal(pool_keep(&pool, TEXT("after"), &kept), STATUS_OK);
    assert_text_is(kept, "after");
    pool_done(&pool);
}

int test_base_pool(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_pool__keeps_a_copy),
        cmocka_unit_test(test_base_pool__keeps_empty_texts_and_nul),
        cmocka_unit_test(test_base_pool__leaves_what_it_keeps_where_it_is),
        cmocka_unit_test(test_base_pool__keeps_texts_around_the_size_of_a_chunk),
        cmocka_unit_test(test_base_pool__is_empty_and_usable_after_done),
    };

    return cmocka_run_group_tests_name("base/pool", tests, NULL, NULL);
}
