/* SPDX-License-Identifier: Apache-2.0 */
#include "book/links.h"

#include "unit/book/suites.h"
#include "unit/test.h"

static struct staged_link link_of(uint32_t other, int32_t from, uint32_t line)
{
    int32_t to = from < INT32_MAX - 10 ? from + 10 : INT32_MAX;

    return (struct staged_link){ .line = line,
                                 .link = { .other = other, .valid = { { from }, { to } } } };
}

static void add(struct links *links, uint32_t key, struct staged_link staged)
{
    staged.key = key;
    assert_int_equal(links_add(links, staged), STATUS_OK);
}

/* The lines of a range, parted by spaces. */
static void check_range(struct staged_range range, const char *expected)
{
    struct buffer lines = { 0 };

    for (const struct staged_link *link = range.begin; link < range.end; link++)
        buffer_add_format(&lines, "%s%u", link > range.begin ? " " : "", link->line);

    assert_buffer_is(&lines, expected);
    buffer_done(&lines);
}

static void test_book_links__may_be_none(void **state)
{
    struct links links = { 0 };

    (void)state;

    assert_int_equal(links_settle(&links, 3, LINKS_AS_ADDED), STATUS_OK);

    check_range(links_of(&links, 0), "");
    check_range(links_of(&links, 2), "");
    links_done(&links);
}

static void test_book_links__may_have_no_keys(void **state)
{
    struct links links = { 0 };

    (void)state;

    assert_int_equal(links_settle(&links, 0, LINKS_BY_BEGINNING), STATUS_OK);

    assert_int_equal(links.count, 0);
    links_done(&links);
}

static void test_book_links__are_grouped_by_key(void **state)
{
    struct links links = { 0 };

    (void)state;
    add(&links, 2, link_of(0, 0, 1));
    add(&links, 0, link_of(0, 0, 2));
    add(&links, 2, link_of(0, 0, 3));
    add(&links, 4, link_of(0, 0, 4));
    add(&links, 0, link_of(0, 0, 5));

    assert_int_equal(links_settle(&links, 5, LINKS_BY_BEGINNING), STATUS_OK);

    check_range(links_of(&links, 0), "2 5");
    check_range(links_of(&links, 1), "");
    check_range(links_of(&links, 2), "1 3");
    check_range(links_of(&links, 3), "");
    check_range(links_of(&links, 4), "4");
    links_done(&links);
}

static void test_book_links__are_sorted_by_beginning_then_line(void **state)
{
    struct links links = { 0 };

    (void)state;
    add(&links, 0, link_of(1, 30, 1));
    add(&links, 0, link_of(2, INT32_MAX, 2));
    add(&links, 0, link_of(3, 10, 3));
    add(&links, 0, link_of(4, INT32_MIN, 4));
    add(&links, 0, link_of(5, 10, 7));
    add(&links, 0, link_of(6, 10, 6));

    assert_int_equal(links_settle(&links, 1, LINKS_BY_BEGINNING), STATUS_OK);

    check_range(links_of(&links, 0), "4 3 6 7 1 2");
    links_done(&links);
}

/* Where no order is asked for, links keep that in which they were added. */
static void test_book_links__keep_their_order(void **state)
{
    struct links links = { 0 };

    (void)state;
    add(&links, 0, link_of(7, 30, 1));
    add(&links, 1, link_of(7, 30, 2));
    add(&links, 0, link_of(UINT32_MAX, 0, 3));
    add(&links, 0, link_of(7, 10, 4));

    assert_int_equal(links_settle(&links, 2, LINKS_AS_ADDED), STATUS_OK);

    check_range(links_of(&links, 0), "1 3 4");
    links_done(&links);
}

static void test_book_links__may_be_gathered_anew_after_done(void **state)
{
    struct links links = { 0 };

    (void)state;
    add(&links, 0, link_of(1, 0, 1));
    assert_int_equal(links_settle(&links, 1, LINKS_AS_ADDED), STATUS_OK);

    links_done(&links);
    add(&links, 0, link_of(1, 0, 2));
    assert_int_equal(links_settle(&links, 1, LINKS_AS_ADDED), STATUS_OK);

    check_range(links_of(&links, 0), "2");
    links_done(&links);
}

/* The last numbers are not for links: nothing is written. */
static void test_book_links__are_at_most_what_a_number_counts(void **state)
{
    struct links links = { .count = UINT32_MAX - 1 };

    (void)state;

    assert_int_equal(links_add(&links, link_of(1, 0, 1)), STATUS_NO_MEMORY);

    assert_null(links.list);
    assert_int_equal(links.count, UINT32_MAX - 1);
}

int test_book_links(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_links__may_be_none),
        cmocka_unit_test(test_book_links__may_have_no_keys),
        cmocka_unit_test(test_book_links__are_grouped_by_key),
        cmocka_unit_test(test_book_links__are_sorted_by_beginning_then_line),
        cmocka_unit_test(test_book_links__keep_their_order),
        cmocka_unit_test(test_book_links__may_be_gathered_anew_after_done),
        cmocka_unit_test(test_book_links__are_at_most_what_a_number_counts),
    };

    return cmocka_run_group_tests_name("book/links", tests, NULL, NULL);
}
