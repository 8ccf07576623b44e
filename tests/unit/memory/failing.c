/* SPDX-License-Identifier: Apache-2.0 */
/* What the small modules do when memory runs out: nothing has changed. */
#include "base/index.h"
#include "base/memory.h"
#include "base/pool.h"
#include "book/book.h"
#include "book/links.h"
#include "unit/memory/scarce.h"
#include "unit/memory/suites.h"
#include "unit/test.h"

static void test_memory_failing__nothing_is_new(void **state)
{
    (void)state;

    scarce_begin(1);
    assert_null(memory_new(3, 8));
    (void)scarce_end();

    assert_int_equal(scarce_held_count(), 0);
}

static void test_memory_failing__an_array_does_not_grow(void **state)
{
    void *items = NULL;
    void *before = NULL;
    size_t capacity = 0;

    (void)state;
    assert_int_equal(memory_grow(&items, &capacity, 16, 4), STATUS_OK);
    before = items;

    scarce_begin(1);
    assert_int_equal(memory_grow(&items, &capacity, 17, 4), STATUS_NO_MEMORY);
    (void)scarce_end();

    assert_ptr_equal(items, before);
    assert_int_equal(capacity, 16);
    memory_free(items);
    assert_int_equal(scarce_held_count(), 0);
}

static void test_memory_failing__a_buffer_remembers(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    buffer_add_string(&buffer, "kept");
    buffer_add_spaces(&buffer, buffer.capacity - buffer.length);

    scarce_begin(1);
    buffer_add_string(&buffer, "dropped");
    (void)scarce_end();
    buffer_add_string(&buffer, "dropped too");

    assert_true(buffer.has_failed);
    assert_int_equal(buffer.length, buffer.capacity);
    assert_text_is(text_at(buffer.bytes, 5), "kept ");
    buffer_done(&buffer);
    assert_int_equal(scarce_held_count(), 0);
}

static void test_memory_failing__a_pool_keeps_what_it_has(void **state)
{
    struct pool pool = { 0 };
    struct text kept = TEXT("untouched");

    (void)state;

    scarce_begin(1);
    assert_int_equal(pool_keep(&pool, TEXT("a"), &kept), STATUS_NO_MEMORY);
    (void)scarce_end();

    assert_text_is(kept, "untouched");
    assert_int_equal(pool_keep(&pool, TEXT("a"), &kept), STATUS_OK);
    pool_done(&pool);
    assert_int_equal(scarce_held_count(), 0);
}

static bool matches_all(const void *owner, uint32_t number, const void *key)
{
    (void)owner;
    (void)number;
    (void)key;
    return true;
}

static bool hash_number(const void *owner, uint32_t number, uint32_t *out_hash)
{
    (void)owner;
    *out_hash = number;
    return true;
}

static void test_memory_failing__an_index_keeps_what_it_has(void **state)
{
    struct index index = { 0 };
    struct index grown;

    (void)state;
    assert_int_equal(index_grow(&index, (struct index_owner){ NULL, 48, hash_number }, &grown),
                     STATUS_OK);
    index = grown;
    grown = index;

    scarce_begin(1);
    assert_int_equal(index_grow(&index, (struct index_owner){ NULL, 48, hash_number }, &grown),
                     STATUS_NO_MEMORY);
    (void)scarce_end();

    assert_ptr_equal(grown.slots, index.slots);
    assert_int_equal(index.item_count, 48);
    assert_int_equal(index_find(&index, 47, matches_all, NULL, NULL), 47);
    assert_int_equal(index_find(&index, 48, matches_all, NULL, NULL), INDEX_NONE);
    index_done(&index);
    assert_int_equal(scarce_held_count(), 0);
}

static enum status settle_links(void *payload)
{
    struct links links = { 0 };
    enum status status = STATUS_OK;

    (void)payload;

    for (uint32_t i = 0; i < 20 && status == STATUS_OK; i++)
        status = links_add(&links, (struct staged_link){ .key = i % 3, .link.other = i });
    if (status == STATUS_OK)
        status = links_settle(&links, 3, LINKS_AS_ADDED);
    links_done(&links);
    return status;
}

static void test_memory_failing__links_are_gathered_and_settled(void **state)
{
    (void)state;

    check_each_allocation(settle_links, NULL, STATUS_OK);
}

static enum status begin_builder(void *payload)
{
    struct book_builder *builder = book_builder_new();

    (void)payload;

    book_builder_free(builder);
    return builder == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

static void test_memory_failing__a_builder_begins(void **state)
{
    (void)state;

    check_each_allocation(begin_builder, NULL, STATUS_OK);
}

int test_memory_failing(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_failing__nothing_is_new),
        cmocka_unit_test(test_memory_failing__an_array_does_not_grow),
        cmocka_unit_test(test_memory_failing__a_buffer_remembers),
        cmocka_unit_test(test_memory_failing__a_pool_keeps_what_it_has),
        cmocka_unit_test(test_memory_failing__an_index_keeps_what_it_has),
        cmocka_unit_test(test_memory_failing__links_are_gathered_and_settled),
        cmocka_unit_test(test_memory_failing__a_builder_begins),
    };

    return cmocka_run_group_tests_name("memory/failing", tests, NULL, NULL);
}
