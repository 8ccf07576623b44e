/* SPDX-License-Identifier: Apache-2.0 */
#include "book/block.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/words.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* What a bulk edit replaces is freed at once, so that a test holds one block at a time. */
static struct edit bulk = { .number = 1, .is_bulk = true };

/* The links of a key, as a record has them. */
struct key {
    _Alignas(struct block *) struct kept_link room[LINK_ROOM_MAX];
    struct link_head head;
};

static struct link_room room_of(struct key *key)
{
    return (struct link_room){ key->room, LINK_ROOM_MAX, &key->head };
}

static struct link_set set_of(const struct key *key)
{
    return link_set_of(key->room, key->head);
}

static void done(struct key *key)
{
    if (key->head.count == LINKS_IN_BLOCK)
        memory_free(link_block(key->room));
}

static struct link link_of(uint32_t other, int32_t from)
{
    return (struct link){ .other = other, .valid = { { from }, { from + 10 } } };
}

static void add(struct key *key, enum link_kind kind, struct link link)
{
    assert_int_equal(link_room_add(room_of(key), &bulk, link_keep(kind, link)), STATUS_OK);
}

/* What is not there leaves everything as it is. */
static enum status take_out(struct key *key, enum link_kind kind, struct link link)
{
    struct key before = *key;
    enum status status = link_room_remove(room_of(key), &bulk, link_keep(kind, link));

    if (status == STATUS_INVALID)
        assert_memory_equal(key, &before, sizeof(before));
    return status;
}

/* "other:from" for each of the links, parted by spaces. */
static void check_range(struct link_range range, const char *expected)
{
    struct buffer links = { 0 };

    for (const struct kept_link *link = range.begin; link < range.end; link++)
        buffer_add_format(&links, "%s%u:%d", link > range.begin ? " " : "", link->other,
                          (int)kept_valid(link).from.day);
    assert_buffer_is(&links, expected);
    buffer_done(&links);
}

static void test_book_block__keeps_a_link_in_twelve_bytes(void **state)
{
    const struct link links[] = {
        { 0, 0, { DATE_BEFORE_ALL, DATE_AFTER_ALL } },
        { UINT32_MAX, LINK_DETAIL_MAX, { { DAY_NUMBER(1, 1, 1) }, { DAY_NUMBER(9999, 12, 31) } } },
        { 7, 1, { { -1 }, { 0 } } },
    };

    (void)state;

    for (size_t i = 0; i < COUNT_OF(links); i++) {
        struct kept_link kept = link_keep(LINK_PARTNER_ID, links[i]);

        assert_int_equal(sizeof(kept), 12);
        assert_int_equal(kept_kind(&kept), LINK_PARTNER_ID);
        assert_int_equal(kept.other, links[i].other);
        assert_int_equal(kept_detail(&kept), links[i].detail);
        assert_int_equal(kept_valid(&kept).from.day, links[i].valid.from.day);
        assert_int_equal(kept_valid(&kept).to.day, links[i].valid.to.day);
    }
}

/* Days hold as they do in an interval that is not kept. */
static void test_book_block__holds_on_the_days_of_its_interval(void **state)
{
    static const int32_t days[] = { DAY_NUMBER(1, 1, 1), -1, 0, 1, DAY_NUMBER(9999, 12, 31) };
    static const date ends[] = { { INT32_MIN }, { DAY_NUMBER(1, 1, 1) },      { -1 },
                                 { 0 },         { DAY_NUMBER(9999, 12, 31) }, { INT32_MAX } };

    (void)state;

    for (size_t from = 0; from < COUNT_OF(ends); from++)
        for (size_t to = 0; to < COUNT_OF(ends); to++)
            for (size_t i = 0; i < COUNT_OF(days); i++) {
                struct interval valid = { ends[from], ends[to] };
                struct kept_link kept =
                    link_keep(LINK_OWNERSHIP, (struct link){ .detail = 9, .valid = valid });

                assert_int_equal(kept_holds(&kept, (date){ days[i] }),
                                 interval_holds(valid, (date){ days[i] }));
            }
}

static void test_book_block__may_be_none(void **state)
{
    struct key block = { 0 };

    (void)state;
    assert_int_equal(link_room_fill(room_of(&block), &bulk, (struct link_range){ NULL, NULL }),
                     STATUS_OK);

    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        check_range(links_of_kind(set_of(&block), (enum link_kind)kind), "");
        check_range(links_with(set_of(&block), (enum link_kind)kind, 0), "");
        assert_false(links_hold(set_of(&block), (enum link_kind)kind, 0, (date){ 0 }));
        assert_int_equal(take_out(&block, (enum link_kind)kind, link_of(0, 0)), STATUS_INVALID);
    }
}

static void test_book_block__is_made_of_several_kinds(void **state)
{
    const struct kept_link links[] = { link_keep(LINK_ENROLLMENT, link_of(0, 5)),
                                       link_keep(LINK_CUSTOMER, link_of(1, 7)),
                                       link_keep(LINK_CUSTOMER, link_of(2, 6)),
                                       link_keep(LINK_PARTNER_ID, link_of(9, 0)) };
    struct key block = { 0 };

    (void)state;

    assert_int_equal(link_room_fill(room_of(&block), &bulk,
                                    (struct link_range){ links, links + COUNT_OF(links) }),
                     STATUS_OK);

    assert_int_equal(block.head.kinds,
                     BIT(LINK_ENROLLMENT) | BIT(LINK_CUSTOMER) | BIT(LINK_PARTNER_ID));
    check_range(links_of_kind(set_of(&block), LINK_OWNERSHIP), "");
    check_range(links_of_kind(set_of(&block), LINK_ENROLLMENT), "0:5");
    check_range(links_of_kind(set_of(&block), LINK_ACCOUNT), "");
    check_range(links_of_kind(set_of(&block), LINK_CUSTOMER), "1:7 2:6");
    check_range(links_of_kind(set_of(&block), LINK_ACCEPTANCE), "");
    check_range(links_of_kind(set_of(&block), LINK_PARTNER_ID), "9:0");
    done(&block);
}

/* From the room into a block, and back. */
static void test_book_block__stands_in_the_record_while_there_is_room(void **state)
{
    struct key block = { 0 };

    (void)state;

    for (uint32_t i = 0; i < LINK_ROOM_MAX; i++) {
        add(&block, LINK_CUSTOMER, link_of(i, 0));
        assert_int_equal(block.head.count, i + 1);
    }
    add(&block, LINK_CUSTOMER, link_of(8, 0));
    assert_int_equal(block.head.count, LINKS_IN_BLOCK);
    check_range(links_of_kind(set_of(&block), LINK_CUSTOMER), "0:0 1:0 2:0 8:0");
    add(&block, LINK_CUSTOMER, link_of(9, 0));
    assert_int_equal(take_out(&block, LINK_CUSTOMER, link_of(1, 0)), STATUS_OK);
    assert_int_equal(take_out(&block, LINK_CUSTOMER, link_of(0, 0)), STATUS_OK);

    assert_int_equal(block.head.count, LINK_ROOM_MAX);
    check_range(links_of_kind(set_of(&block), LINK_CUSTOMER), "2:0 8:0 9:0");
    assert_int_equal(block.head.kinds, BIT(LINK_CUSTOMER));
}

static void test_book_block__with_keeps_the_order(void **state)
{
    struct key block = { 0 };

    (void)state;

    add(&block, LINK_CUSTOMER, link_of(5, 20));
    add(&block, LINK_CUSTOMER, link_of(5, 10));
    add(&block, LINK_CUSTOMER, link_of(UINT32_MAX, 0));
    add(&block, LINK_CUSTOMER, link_of(0, 30));
    add(&block, LINK_CUSTOMER, link_of(7, 15));
    add(&block, LINK_CUSTOMER, link_of(5, 15));

    check_range(links_of_kind(set_of(&block), LINK_CUSTOMER),
                "0:30 5:10 5:15 5:20 7:15 4294967295:0");
    done(&block);
}

static void test_book_block__kinds_stand_beside_each_other(void **state)
{
    struct key block = { 0 };

    (void)state;

    add(&block, LINK_PARTNER_ID, link_of(1, 1));
    add(&block, LINK_OWNERSHIP, link_of(2, 2));
    add(&block, LINK_CUSTOMER, link_of(3, 3));
    add(&block, LINK_PARTNER_ID, link_of(0, 4));
    add(&block, LINK_OWNERSHIP, link_of(9, 5));

    check_range(links_of_kind(set_of(&block), LINK_OWNERSHIP), "2:2 9:5");
    check_range(links_of_kind(set_of(&block), LINK_CUSTOMER), "3:3");
    check_range(links_of_kind(set_of(&block), LINK_PARTNER_ID), "0:4 1:1");
    assert_int_equal(take_out(&block, LINK_CUSTOMER, link_of(3, 3)), STATUS_OK);
    check_range(links_of_kind(set_of(&block), LINK_OWNERSHIP), "2:2 9:5");
    check_range(links_of_kind(set_of(&block), LINK_CUSTOMER), "");
    check_range(links_of_kind(set_of(&block), LINK_PARTNER_ID), "0:4 1:1");
    assert_int_equal(block.head.kinds, BIT(LINK_OWNERSHIP) | BIT(LINK_PARTNER_ID));
    done(&block);
}

static void test_book_block__without_takes_exactly_one(void **state)
{
    struct key block = { 0 };
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
    check_range(links_of_kind(set_of(&block), LINK_SERVICE), "4:10 5:10 5:10");
    assert_int_equal(take_out(&block, LINK_SERVICE, detailed), STATUS_OK);
    assert_int_equal(take_out(&block, LINK_SERVICE, detailed), STATUS_INVALID);
    check_range(links_of_kind(set_of(&block), LINK_SERVICE), "4:10 5:10");
    done(&block);
}

static void test_book_block__ends_with_its_last_link(void **state)
{
    struct key block = { 0 };

    (void)state;
    add(&block, LINK_CUSTOMER, link_of(1, 1));
    add(&block, LINK_ACCOUNT, link_of(0, 1));

    assert_int_equal(take_out(&block, LINK_CUSTOMER, link_of(1, 1)), STATUS_OK);
    assert_int_equal(block.head.kinds, BIT(LINK_ACCOUNT));
    assert_int_equal(take_out(&block, LINK_ACCOUNT, link_of(0, 1)), STATUS_OK);
    assert_memory_equal(&block, (&(struct key){ 0 }), sizeof(block));
}

static void test_book_block__finds_links_with_their_other(void **state)
{
    struct key block = { 0 };

    (void)state;
    for (uint32_t i = 0; i < 50; i++)
        add(&block, LINK_CUSTOMER, link_of(i / 2 * 2, (int32_t)i));
    add(&block, LINK_CUSTOMER, link_of(UINT32_MAX, 0));
    add(&block, LINK_INDIRECT, link_of(1, 0));
    add(&block, LINK_ACCEPTANCE, link_of(1, 0));

    check_range(links_with(set_of(&block), LINK_CUSTOMER, 0), "0:0 0:1");
    check_range(links_with(set_of(&block), LINK_CUSTOMER, 1), "");
    check_range(links_with(set_of(&block), LINK_CUSTOMER, 48), "48:48 48:49");
    check_range(links_with(set_of(&block), LINK_CUSTOMER, 49), "");
    check_range(links_with(set_of(&block), LINK_CUSTOMER, UINT32_MAX - 1), "");
    check_range(links_with(set_of(&block), LINK_CUSTOMER, UINT32_MAX), "4294967295:0");
    check_range(links_with(set_of(&block), LINK_ACCEPTANCE, UINT32_MAX), "");
    check_range(links_with(set_of(&block), LINK_ACCEPTANCE, 0), "");
    check_range(links_with(set_of(&block), LINK_SERVICE, 1), "");
    done(&block);
}

static void test_book_block__holds_when_one_of_several_does(void **state)
{
    struct key block = { 0 };

    (void)state;
    add(&block, LINK_CUSTOMER, link_of(5, 100));
    add(&block, LINK_CUSTOMER, link_of(5, 200));
    add(&block, LINK_CUSTOMER, link_of(6, 150));

    assert_false(links_hold(set_of(&block), LINK_CUSTOMER, 5, (date){ 99 }));
    assert_true(links_hold(set_of(&block), LINK_CUSTOMER, 5, (date){ 100 }));
    assert_true(links_hold(set_of(&block), LINK_CUSTOMER, 5, (date){ 109 }));
    assert_false(links_hold(set_of(&block), LINK_CUSTOMER, 5, (date){ 110 }));
    assert_false(links_hold(set_of(&block), LINK_CUSTOMER, 5, (date){ 150 }));
    assert_true(links_hold(set_of(&block), LINK_CUSTOMER, 5, (date){ 205 }));
    assert_false(links_hold(set_of(&block), LINK_CUSTOMER, 4, (date){ 100 }));
    done(&block);
}

/* Whatever the order of changes, the links are those that are made of sorted ones. */
static void test_book_block__is_the_same_by_every_way(void **state)
{
    enum {
        COUNT = 200
    };
    struct kept_link links[COUNT];
    struct key made = { 0 };
    struct key changed = { 0 };
    uint64_t seed = 5;

    (void)state;
    for (unsigned i = 0; i < COUNT; i++) {
        struct link link = link_of(random_below(&seed, 12), (int32_t)random_below(&seed, 4));
        struct link passing = link_of(random_below(&seed, 12), 50 + (int32_t)i);

        link.detail = random_below(&seed, 2);
        links[i] = link_keep(LINK_CUSTOMER + random_below(&seed, 2), link);
        assert_int_equal(link_room_add(room_of(&changed), &bulk, links[i]), STATUS_OK);
        add(&changed, LINK_CUSTOMER, passing);
        if (i % 3 == 0)
            assert_int_equal(take_out(&changed, LINK_CUSTOMER, passing), STATUS_OK);
    }
    for (struct link_set set = set_of(&changed); set.count > COUNT; set = set_of(&changed)) {
        const struct kept_link *gone = set.links;

        while (kept_valid(gone).from.day < 50)
            gone++;
        assert_int_equal(link_room_remove(room_of(&changed), &bulk, *gone), STATUS_OK);
    }
    qsort(links, COUNT, sizeof(links[0]), kept_link_compare);

    assert_int_equal(
        link_room_fill(room_of(&made), &bulk, (struct link_range){ links, links + COUNT }),
        STATUS_OK);
    assert_memory_equal(set_of(&made).links, set_of(&changed).links, sizeof(links));
    done(&made);
    done(&changed);
}

int test_book_block(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_block__keeps_a_link_in_twelve_bytes),
        cmocka_unit_test(test_book_block__holds_on_the_days_of_its_interval),
        cmocka_unit_test(test_book_block__may_be_none),
        cmocka_unit_test(test_book_block__is_made_of_several_kinds),
        cmocka_unit_test(test_book_block__stands_in_the_record_while_there_is_room),
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
