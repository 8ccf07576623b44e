/* SPDX-License-Identifier: Apache-2.0 */
/* The book in memory out of a store: the same as out of the world that was imported. */
#include "book/book.h"
#include "book/find.h"
#include "engine/engine.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

static void test_store_load__gives_the_book_of_the_facts(void **state)
{
    struct shelf shelf;
    struct book *book = NULL;
    struct proposal proposal = { .act = ACT_PLACE_ORDER,
                                 .date = { DAY_NUMBER(2022, 5, 12) },
                                 .seller = guid_of(ALDER_ID),
                                 .customer = guid_of(CEDAR_ID),
                                 .offer = TEXT("SUITE"),
                                 .quantity = 5 };
    struct problem_sink sink = { NULL };
    struct request request;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, further_world), STATUS_OK);

    assert_int_equal(engine_load_book(shelf.store, &book, &shelf.fault), STATUS_OK);
    assert_int_equal(book_resolve(book, &proposal, &sink, &request), STATUS_OK);
    book_free(book);
    shelf_end(&shelf);
}

static void test_store_load__says_what_contradicts_itself(void **state)
{
    struct shelf shelf;
    struct book *book = NULL;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, "{\"type\":\"ownership\",\"owner\":\"org-cedar\","
                                       "\"owned\":\"org-forest\"}\n"),
                     STATUS_OK);

    assert_int_equal(engine_load_book(shelf.store, &book, &shelf.fault), STATUS_CORRUPT);
    assert_fault(&shelf, "book_reference");
    assert_string_equal(shelf.fault.arguments[0],
                        "owned: the organisation would own itself through others");
    assert_null(book);
    shelf_end(&shelf);
}

int test_store_load(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_load__gives_the_book_of_the_facts),
        cmocka_unit_test(test_store_load__says_what_contradicts_itself),
    };

    return cmocka_run_group_tests_name("store/load", tests, NULL, NULL);
}
