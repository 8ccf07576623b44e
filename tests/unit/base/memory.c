/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdint.h>

#include "unit/base/suites.h"
#include "unit/test.h"

static void test_base_memory__is_zeroed_when_new(void **state)
{
    unsigned char *bytes = memory_new(1000, 3);

    (void)state;
    assert_non_null(bytes);

    for (int i = 0; i < 3000; i++)
        assert_int_equal(bytes[i], 0);
    memory_free(bytes);
}

static void test_base_memory__is_something_for_no_items(void **state)
{
    void *nothing = memory_new(0, 8);

    (void)state;

    assert_non_null(nothing);
    memory_free(nothing);
    memory_free(NULL);
}

static void test_base_memory__has_room_for_sixteen_at_first(void **state)
{
    void *items = NULL;
    size_t capacity = 0;

    (void)state;

    assert_int_equal(memory_grow(&items, &capacity, 1, 4), STATUS_OK);

    assert_non_null(items);
    assert_int_equal(capacity, 16);
    memory_free(items);
}

static void test_base_memory__grows_not_while_there_is_room(void **state)
{
    char room[10];
    void *items = room;
    size_t capacity = 10;

    (void)state;

    assert_int_equal(memory_grow(&items, &capacity, 10, 1), STATUS_OK);
    assert_int_equal(memory_grow(&items, &capacity, 0, 1), STATUS_OK);

    assert_ptr_equal(items, room);
    assert_int_equal(capacity, 10);
}

static void test_base_memory__doubles_and_keeps_what_was_there(void **state)
{
    void *items = NULL;
    size_t capacity = 0;

    (void)state;
    assert_int_equal(memory_grow(&items, &capacity, 16, sizeof(int)), STATUS_OK);
    for (int i = 0; i < 16; i++)
        ((int *)items)[i] = i;

    assert_int_equal(memory_grow(&items, &capacity, 17, sizeof(int)), STATUS_OK);

    assert_int_equal(capacity, 32);
    for (int i = 0; i < 16; i++)
        assert_int_equal(((int *)items)[i], i);
    memory_free(items);
}

static void test_base_memory__grows_to_what_is_asked_when_that_is_more(void **state)
{
    void *items = NULL;
    size_t capacity = 0;

    (void)state;

    assert_int_equal(memory_grow(&items, &capacity, 16, 1), STATUS_OK);
    assert_int_equal(memory_grow(&items, &capacity, 1000, 1), STATUS_OK);

    assert_int_equal(capacity, 1000);
    memory_free(items);
}

static void test_base_memory__changes_nothing_when_the_size_overflows(void **state)
{
    char room[8];
    void *items = room;
    size_t capacity = 2;

    (void)state;

    assert_int_equal(memory_grow(&items, &capacity, SIZE_MAX / 4 + 1, 4), STATUS_NO_MEMORY);

    assert_ptr_equal(items, room);
    assert_int_equal(capacity, 2);
}

static void test_base_memory__does_not_double_past_the_end(void **state)
{
    char room[8];
    void *items = room;
    size_t capacity = SIZE_MAX / 2 + 1;

    (void)state;

    assert_int_equal(memory_grow(&items, &capacity, SIZE_MAX / 2 + 2, 2), STATUS_NO_MEMORY);

    assert_ptr_equal(items, room);
    assert_true(capacity == SIZE_MAX / 2 + 1);
}

int test_base_memory(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_memory__is_zeroed_when_new),
        cmocka_unit_test(test_base_memory__is_something_for_no_items),
        cmocka_unit_test(test_base_memory__has_room_for_sixteen_at_first),
        cmocka_unit_test(test_base_memory__grows_not_while_there_is_room),
        cmocka_unit_test(test_base_memory__doubles_and_keeps_what_was_there),
        cmocka_unit_test(test_base_memory__grows_to_what_is_asked_when_that_is_more),
        cmocka_unit_test(test_base_memory__changes_nothing_when_the_size_overflows),
        cmocka_unit_test(test_base_memory__does_not_double_past_the_end),
    };

    return cmocka_run_group_tests_name("base/memory", tests, NULL, NULL);
}
