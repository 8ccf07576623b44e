/* SPDX-License-Identifier: Apache-2.0 */
#include "book/pages.h"

#include "base/memory.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* Records of a size that is no power of two. */
struct record {
    uint32_t number;
    uint32_t value;
    uint32_t more;
};

enum {
    LEAF_RECORDS = 1 << PAGE_LEAF_BITS,
    BRANCH_RECORDS = 1 << (PAGE_LEAF_BITS + PAGE_BRANCH_BITS)
};

static void set(struct pages *pages, struct edit *edit, uint32_t number, uint32_t value)
{
    void *memory = NULL;
    struct record *record = NULL;

    assert_int_equal(pages_edit(pages, edit, number, &memory), STATUS_OK);
    record = memory;
    *record = (struct record){ number, value, ~value };
}

static void check(const struct pages *pages, uint32_t number, uint32_t value)
{
    const struct record *record = pages_at(pages, number);

    assert_int_equal(record->number, number);
    assert_int_equal(record->value, value);
    assert_int_equal(record->more, ~value);
}

/* Pages with the records 0 to count - 1, the value of each is its number. */
static struct pages fill(struct edit *edit, uint32_t count)
{
    struct pages pages = { .record_size = sizeof(struct record) };

    for (uint32_t i = 0; i < count; i++)
        set(&pages, edit, i, i);
    return pages;
}

/* What the edit has replaced is given back, as when it has succeeded. */
static void succeed(struct edit *edit)
{
    memory_list_free_items(&edit->replaced);
    memory_list_done(&edit->replaced);
    memory_list_done(&edit->made);
}

static void fail_edit(struct edit *edit)
{
    memory_list_free_items(&edit->made);
    memory_list_done(&edit->replaced);
    memory_list_done(&edit->made);
}

static void test_book_pages__may_be_empty(void **state)
{
    struct pages pages = { .record_size = sizeof(struct record) };

    (void)state;

    pages_done(&pages);
    assert_null(pages.root);
}

static void test_book_pages__a_new_record_is_zeroed(void **state)
{
    struct edit edit = { .number = 1, .is_bulk = true };
    struct pages pages = fill(&edit, LEAF_RECORDS + 1);
    void *record = NULL;

    (void)state;

    assert_int_equal(pages_edit(&pages, &edit, LEAF_RECORDS + 1, &record), STATUS_OK);

    assert_int_equal(pages.count, LEAF_RECORDS + 2);
    assert_memory_equal(record, (&(struct record){ 0 }), sizeof(struct record));
    pages_done(&pages);
}

/* Across the borders of leaves and branches, and past the root's first size and its double. */
static void test_book_pages__grow_across_every_border(void **state)
{
    const uint32_t count = 9 * BRANCH_RECORDS + LEAF_RECORDS + 1;
    struct edit edit = { .number = 1, .is_bulk = true };
    struct pages pages = fill(&edit, count);

    (void)state;

    assert_int_equal(pages.count, count);
    for (uint32_t i = 0; i < count; i++)
        check(&pages, i, i);
    pages_done(&pages);
}

/* Each of these is the first record of a leaf, of a branch, or of a root that is too small. */
static void test_book_pages__a_version_outlives_its_successors(void **state)
{
    static const uint32_t counts[] = { 0,
                                       1,
                                       LEAF_RECORDS - 1,
                                       LEAF_RECORDS,
                                       BRANCH_RECORDS - 1,
                                       BRANCH_RECORDS,
                                       4 * BRANCH_RECORDS - 1,
                                       4 * BRANCH_RECORDS,
                                       4 * BRANCH_RECORDS + 1 };

    (void)state;

    for (size_t c = 0; c < COUNT_OF(counts); c++) {
        struct edit bulk = { .number = 1, .is_bulk = true };
        struct edit edit = { .number = 2 };
        struct pages before = fill(&bulk, counts[c]);
        struct pages after = before;

        set(&after, &edit, counts[c], 7);
        if (counts[c] > 0) {
            set(&after, &edit, 0, 8);
            set(&after, &edit, counts[c] / 2, 9);
        }

        assert_int_equal(before.count, counts[c]);
        assert_int_equal(after.count, counts[c] + 1);
        for (uint32_t i = 0; i < counts[c]; i++)
            check(&before, i, i);
        for (uint32_t i = 1; i < counts[c]; i++)
            check(&after, i, i == counts[c] / 2 ? 9 : i);
        check(&after, counts[c], 7);
        succeed(&edit);
        pages_done(&after);
    }
}

static void test_book_pages__a_failed_edit_leaves_nothing(void **state)
{
    struct edit bulk = { .number = 1, .is_bulk = true };
    struct pages before = fill(&bulk, 4 * BRANCH_RECORDS);

    (void)state;

    for (uint64_t number = 2; number < 10; number++) {
        struct edit edit = { .number = number };
        struct pages after = before;

        set(&after, &edit, 100, 1);
        set(&after, &edit, after.count, 2);
        set(&after, &edit, after.count, 3);
        check(&after, 4 * BRANCH_RECORDS + 1, 3);
        fail_edit(&edit);
    }

    assert_int_equal(before.count, 4 * BRANCH_RECORDS);
    for (uint32_t i = 0; i < before.count; i++)
        check(&before, i, i);
    pages_done(&before);
}

/* The same edit again changes its own pages in place. */
static void test_book_pages__an_edit_copies_a_page_once(void **state)
{
    struct edit bulk = { .number = 1, .is_bulk = true };
    struct edit edit = { .number = 2 };
    struct pages before = fill(&bulk, 3 * LEAF_RECORDS);
    struct pages after = before;

    (void)state;
    set(&after, &edit, 0, 1);
    assert_int_equal(edit.made.count, 3); /* a root, a branch, a leaf */
    assert_int_equal(edit.replaced.count, 3);

    set(&after, &edit, LEAF_RECORDS - 1, 2);
    assert_int_equal(edit.made.count, 3);
    set(&after, &edit, LEAF_RECORDS, 3);
    assert_int_equal(edit.made.count, 4);
    assert_int_equal(edit.replaced.count, 4);

    assert_ptr_equal(pages_at(&before, 2 * LEAF_RECORDS), pages_at(&after, 2 * LEAF_RECORDS));
    succeed(&edit);
    pages_done(&after);
}

/* Hundreds of versions side by side, each changing one record; then all but the last go. */
static void test_book_pages__many_versions_stay_readable(void **state)
{
    enum {
        VERSIONS = 300,
        RECORDS = BRANCH_RECORDS + 100
    };
    static struct pages versions[VERSIONS + 1];
    static struct edit edits[VERSIONS];
    struct edit bulk = { .number = 1, .is_bulk = true };

    (void)state;
    versions[0] = fill(&bulk, RECORDS);
    for (uint32_t v = 0; v < VERSIONS; v++) {
        edits[v] = (struct edit){ .number = v + 2 };
        versions[v + 1] = versions[v];
        set(&versions[v + 1], &edits[v], v * 53, 1000000 + v);
    }

    for (uint32_t v = 0; v <= VERSIONS; v++)
        for (uint32_t i = 0; i < VERSIONS; i++)
            check(&versions[v], i * 53, i < v ? 1000000 + i : i * 53);
    for (uint32_t v = 0; v < VERSIONS; v++)
        succeed(&edits[v]);
    for (uint32_t i = 0; i < VERSIONS; i++)
        check(&versions[VERSIONS], i * 53, 1000000 + i);
    pages_done(&versions[VERSIONS]);
}

int test_book_pages(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_pages__may_be_empty),
        cmocka_unit_test(test_book_pages__a_new_record_is_zeroed),
        cmocka_unit_test(test_book_pages__grow_across_every_border),
        cmocka_unit_test(test_book_pages__a_version_outlives_its_successors),
        cmocka_unit_test(test_book_pages__a_failed_edit_leaves_nothing),
        cmocka_unit_test(test_book_pages__an_edit_copies_a_page_once),
        cmocka_unit_test(test_book_pages__many_versions_stay_readable),
    };

    return cmocka_run_group_tests_name("book/pages", tests, NULL, NULL);
}
