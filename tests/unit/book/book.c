/* SPDX-License-Identifier: Apache-2.0 */
#include "book/book.h"

#include "book/book_private.h"
#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

static void test_book_book__may_be_empty(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    assert_told(&gathering, "");

    assert_int_equal(book_find_tenant(gathering.book, tenant_id(1)), INDEX_NONE);
    assert_int_equal(book_find_organization(gathering.book, TEXT("")), INDEX_NONE);
    gathering_done(&gathering);
}

static void test_book_book__is_freed_when_there_is_none(void **state)
{
    (void)state;

    book_free(NULL);
    book_builder_free(NULL);
}

static void test_book_book__finds_by_every_name(void **state)
{
    struct gathering gathering;
    const struct book *book = NULL;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    assert_told(&gathering, "");
    book = gathering.book;

    assert_true(guid_equal(book_tenant(book, book_find_tenant(book, tenant_id(CEDAR)))->id,
                           tenant_id(CEDAR)));
    assert_int_equal(book_find_domain(book, TEXT("t4.example")),
                     book_find_tenant(book, tenant_id(CEDAR)));
    assert_text_is(book_organization(book, book_find_organization(book, TEXT("org-pine")))->id,
                   "org-pine");
    assert_text_is(book_offer(book, book_find_offer(book, TEXT("SUITE")))->id, "SUITE");
    assert_text_is(book_partner_id(book, book_find_partner_id(book, TEXT("5551234")))->mpn_id,
                   "5551234");
    gathering_done(&gathering);
}

static void test_book_book__does_not_find_what_is_not_there(void **state)
{
    struct gathering gathering;
    const struct book *book = NULL;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    assert_told(&gathering, "");
    book = gathering.book;

    assert_int_equal(book_find_tenant(book, tenant_id(77)), INDEX_NONE);
    assert_int_equal(book_find_domain(book, TEXT("T4.EXAMPLE")), INDEX_NONE);
    assert_int_equal(book_find_organization(book, TEXT("org-pin")), INDEX_NONE);
    assert_int_equal(book_find_offer(book, TEXT("suite")), INDEX_NONE);
    assert_int_equal(book_find_partner_id(book, TEXT("05551234")), INDEX_NONE);
    gathering_done(&gathering);
}

static void test_book_book__tells_what_people_call_a_tenant(void **state)
{
    struct gathering gathering;
    uint32_t tenant = 0;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    assert_told(&gathering, "");

    tenant = book_find_tenant(gathering.book, tenant_id(ROWAN));

    assert_text_is(book_organization_name(gathering.book, tenant), "org-rowan");
    assert_text_is(book_domain(gathering.book, tenant), "t2.example");
    gathering_done(&gathering);
}

int test_book_book(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_book__may_be_empty),
        cmocka_unit_test(test_book_book__is_freed_when_there_is_none),
        cmocka_unit_test(test_book_book__finds_by_every_name),
        cmocka_unit_test(test_book_book__does_not_find_what_is_not_there),
        cmocka_unit_test(test_book_book__tells_what_people_call_a_tenant),
    };

    return cmocka_run_group_tests_name("book/book", tests, NULL, NULL);
}
