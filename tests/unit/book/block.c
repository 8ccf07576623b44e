/* SPDX-License-Identifier: Apache-2.0 */
#include "book/block.h"

#include <stdlib.h>

#include "base/memory.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* What a bulk edit replaces is freed at once, so that a test holds one block at a time. */
static struct edit bulk = { .number = 1, .is_bulk = true };

static struct link link_of(uint32_t other, int32_t from)
{
    return (struct link){ .other = other, .valid = { { from }, { from + 10 } } };
}

static void add(struct block **block, enum link_kind kind, struct link link)
{
    struct block *next = NULL;

    assert_int_equal(block_with(*block, &bulk, kind, link, &next), STATUS_OK);
    assert_non_null(next);
    memory_free(*block);
    *block = next;
}

static enum status take_out(struct block **block, enum link_kind kind, struct link link)
{
    struct block *next = *block;
    enum status status = block_without(*block, &bulk, kind, link, &next);

    if (status == STATUS_OK)
        memory_free(*block);
    else
        assert_ptr_equal(next, *block);
    *block = next;
    return status;
}

/* "other:from" for each of the links, parted by spaces. */
static void check_range(struct link_range range, const char *expected)
{
    struct buffer links = { 0 };

    for (const struct link *link = range.begin; link < range.end; link++)
        buffer_add_format(&links, "%s%u:%d", link > range.begin ? " " : "", link->other,
                          (int)link->valid.from.day);
    assert_buffer_is(&links, expected);
    buffer_done(&links);
}

static void test_book_block__may_be_none(void **state)
{
    const uint32_t counts[LINK_KIND_COUNT] = { 0 };
    struct block *block = NULL;

    (void)state;
    assert_int_equal(block_make(&bulk, counts, NULL, &block), STATUS_OK);
    assert_null(block);

    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        check_range(block_links(NULL, (enum link_kind)kind), "");
        check_range(block_links_with(NULL, (enum link_kind)kind, 0), "");
        assert_false(block_holds(NULL, (enum link_kind)kind, 0, (date){ 0 }));
        assert_int_equal(take_out(&block, (enum link_kind)kind, link_of(0, 0)), STATUS_INVALID);
    }
}

static void test_book_block__is_made_of_several_kinds(void **state)
{
    const uint32_t counts[LINK_KIND_COUNT] = {
        [LINK_ENROLLMENT] = 1, [LINK_CUSTOMER] = 2, [LINK_PARTNER_ID] = 1
    };
    const struct link links[] = { link_of(0, 5), link_of(1, 7), link_of(2, 6), link_of(9, 0) };
    struct block *block = NULL;

    (void)state;

    assert_int_equal(block_make(&bulk, counts, links, &block), STATUS_OK);

    assert_int_equal(block->kind_count, 3);
    check_range(block_links(block, LINK_OWNERSHIP), "");
    check_range(block_links(block, LINK_ENROLLMENT), "0:5");
    check_range(block_links(block, LINK_ACCOUNT), "");
    check_range(block_links(block, LINK_CUSTOMER), "1:7 2:6");
    check_range(block_links(block, LINK_ACCEPTANCE), "");
    check_range(block_links(block, LINK_PARTNER_ID), "9:0");
    memory_free(block);
}

static void test_book_block__with_keeps_the_order(void **state)
{
    struct block *block = NULL;

    (void)state;

    add(&block, LINK_CUSTOMER, link_of(5, 20));
    add(&block, LINK_CUSTOMER, link_of(5, 10));
    add(&block, LINK_CUSTOMER, link_of(UINT32_MAX, 0));
    add(&block, LINK_CUSTOMER, link_of(0, 30));
    add(&block, LINK_CUSTOMER, link_of(7, 15));
    add(&block, LINK_CUSTOMER, link_of(5, 15));

    check_range(block_links(block, LINK_CUSTOMER), "0:30 5:10 5:15 5:20 7:15 4294967295:0");
    memory_free(block);
}

static void test_book_block__kinds_stand_beside_each_other(void **state)
{
    struct block *block = NULL;

    (void)state;

    add(&block, LINK_PARTNER_ID, link_of(1, 1));
    add(&block, LINK_OWNERSHIP, link_of(2, 2));
    add(&block, LINK_CUSTOMER, link_of(3, 3));
    add(&block, LINK_PARTNER_ID, link_of(0, 4));
    add(&block, LINK_OWNERSHIP, link_of(9, 5));

    check_range(block_links(block, LINK_OWNERSHIP), "2:2 9:5");
    check_range(block_links(block, LINK_CUSTOMER), "3:3");
    check_range(block_links(block, LINK_PARTNER_ID), "0:4 1:1");
    assert_int_equal(take_out(&block, LINK_CUSTOMER, link_of(3, 3)), STATUS_OK);
    check_range(block_links(block, LINK_OWNERSHIP), "2:2 9:5");
    check_range(block_links(block, LINK_CUSTOMER), "");
    check_range(block_links(block, LINK_PARTNER_ID), "0:4 1:1");
    assert_int_equal(block->kind_count, 2);
    memory_free(block);
}

static void test_book_block__without_takes_exactly_one(void **state)
{
    struct block *block = NULL;
    struct link detailed = link_of(5, 10);
    struct link longer = link_of(5, 10);

    (void)state;
    detailed.detail = 1;
    longer.valid.to.day++;
    add(&block, LINK_SERVICE, link_of(5, 10));
    add(&block, LINK_SERVICE, link_of(5, 10));
    add(&block, LINK_SERVICE, detailed);
    add(&block, LINK_SERVICE, link_of(4, 10));

    assert_int_equal(take_out(&block, LINK_SERVICE, longer), STATUS_INVALID);
    assert_int_equal(take_out(&block, LINK_INDIRECT, link_of(5, 10)), STATUS_INVALID);
    assert_int_equal(take_out(&block, LINK_SERVICE, link_of(6, 10)), STATUS_INVALID);
    assert_int_equal(take_out(&block, LINK_SERVICE, link_of(5, 10)), STATUS_OK);
    check_range(block_links(block, LINK_SERVICE), "4:10 5:10 5:10");
    assert_int_equal(take_out(&block, LINK_SERVICE, detailed), STATUS_OK);
    assert_int_equal(take_out(&block, LINK_SERVICE, detailed), STATUS_INVALID);
    check_range(block_links(block, LINK_SERVICE), "4:10 5:10");
    memory_free(block);
}

static void test_book_block__ends_with_its_last_link(void **state)
{
    struct block *block = NULL;

    (void)state;
    add(&block, LINK_CUSTOMER, link_of(1, 1));
    add(&block, LINK_ACCOUNT, link_of(0, 1));

    assert_int_equal(take_out(&block, LINK_CUSTOMER, link_of(1, 1)), STATUS_OK);
    assert_non_null(block);
    assert_int_equal(take_out(&block, LINK_ACCOUNT, link_of(0, 1)), STATUS_OK);
    assert_null(block);
}

static void test_book_block__finds_links_with_their_other(void **state)
{
    struct block *block = NULL;

    (void)state;
    for (uint32_t i = 0; i < 50; i++)
        add(&block, LINK_CUSTOMER, link_of(i / 2 * 2, (int32_t)i));
    add(&block, LINK_CUSTOMER, link_of(UINT32_MAX, 0));
    add(&block, LINK_INDIRECT, link_of(1, 0));
    add(&block, LINK_ACCEPTANCE, link_of(1, 0));

    check_range(block_links_with(block, LINK_CUSTOMER, 0), "0:0 0:1");
    check_range(block_links_with(block, LINK_CUSTOMER, 1), "");
    check_range(block_links_with(block, LINK_CUSTOMER, 48), "48:48 48:49");
    check_range(block_links_with(block, LINK_CUSTOMER, 49), "");
    check_range(block_links_with(block, LINK_CUSTOMER, UINT32_MAX - 1), "");
    check_range(block_links_with(block, LINK_CUSTOMER, UINT32_MAX), "4294967295:0");
    check_range(block_links_with(block, LINK_ACCEPTANCE, UINT32_MAX), "");
    check_range(block_links_with(block, LINK_ACCEPTANCE, 0), "");
    check_range(block_links_with(block, LINK_SERVICE, 1), "");
    memory_free(block);
}

static void test_book_block__holds_when_one_of_several_does(void **state)
{
    struct block *block = NULL;

    (void)state;
    add(&block, LINK_CUSTOMER, link_of(5, 100));
    add(&block, LINK_CUSTOMER, link_of(5, 200));
    add(&block, LINK_CUSTOMER, link_of(6, 150));

    assert_false(block_holds(block, LINK_CUSTOMER, 5, (date){ 99 }));
    assert_true(block_holds(block, LINK_CUSTOMER, 5, (date){ 100 }));
    assert_true(block_holds(block, LINK_CUSTOMER, 5, (date){ 109 }));
    assert_false(block_holds(block, LINK_CUSTOMER, 5, (date){ 110 }));
    assert_false(block_holds(block, LINK_CUSTOMER, 5, (date){ 150 }));
    assert_true(block_holds(block, LINK_CUSTOMER, 5, (date){ 205 }));
    assert_false(block_holds(block, LINK_CUSTOMER, 4, (date){ 100 }));
    memory_free(block);
}

/* Whatever the order of changes, the block is the one that is made of the sorted links. */
static void test_book_block__is_the_same_by_every_way(void **state)
{
    enum {
        COUNT = 200
    };
    struct link links[COUNT];
    uint32_t counts[LINK_KIND_COUNT] = { [LINK_CUSTOMER] = COUNT };
    struct block *made = NULL;
    struct block *changed = NULL;
    uint64_t seed = 5;

    (void)state;
    for (unsigned i = 0; i < COUNT; i++) {
        links[i] = link_of(random_below(&seed, 12), (int32_t)random_below(&seed, 4));
        links[i].detail = random_below(&seed, 2);
        add(&changed, LINK_CUSTOMER, links[i]);
        add(&changed, LINK_CUSTOMER, link_of(random_below(&seed, 12), 50 + (int32_t)i));
    }
    while (block_links(changed, LINK_CUSTOMER).end - block_links(changed, LINK_CUSTOMER).begin >
           COUNT) {
        struct link_range range = block_links(changed, LINK_CUSTOMER);

        while (range.begin->valid.from.day < 50)
            range.begin++;
        assert_int_equal(take_out(&changed, LINK_CUSTOMER, *range.begin), STATUS_OK);
    }
    qsort(links, COUNT, sizeof(links[0]), link_compare);

    assert_int_equal(block_make(&bulk, counts, links, &made), STATUS_OK);
    assert_memory_equal(block_links(made, LINK_CUSTOMER).begin,
                        block_links(changed, LINK_CUSTOMER).begin, sizeof(links));
    memory_free(made);
    memory_free(changed);
}

int test_book_block(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_block__may_be_none),
        cmocka_unit_test(test_book_block__is_made_of_several_kinds),
        cmocka_unit_test(test_book_block__with_keeps_the_order),
        cmocka_unit_test(test_book_block__kinds_stand_beside_each_other),
        cmocka_unit_test(test_book_block__without_takes_exactly_one),
        cmocka_unit_test(test_book_block__ends_with_its_last_link),
        cmocka_unit_test(test_book_block__finds_links_with_their_other),
        cmocka_unit_test(test_book_block__holds_when_one_of_several_does),
        cmocka_unit_test(test_book_block__is_the_same_by_every_way),
    };

    return cmocka_run_group_tests_name("book/block", tests, NULL, NULL);
}
