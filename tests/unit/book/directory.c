/* SPDX-License-Identifier: Apache-2.0 */
/* Who could sell in a region: lists by id, each epoch of the markets its own. */
#include "book/directory.h"

#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

enum {
    OAK = 5
};

static const struct directory_region *place_of(const struct directory *directory,
                                               const char *market, date on)
{
    return directory_at(directory, market_region(country_of(market), on), on);
}

static void test_book_directory__lists_who_was_ever_enrolled(void **state)
{
    struct gathering gathering;
    struct directory directory;
    const struct directory_region *place = NULL;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    assert_told(&gathering, "");
    assert_int_equal(directory_init(&directory, gathering.book), STATUS_OK);

    place = place_of(&directory, "DE", DAY(2022, 5, 2));

    assert_int_equal(place->counts[DIRECTORY_PARTNERS], 3);
    assert_int_equal(place->counts[DIRECTORY_DIRECT_BILL], 1);
    assert_int_equal(place->counts[DIRECTORY_PROVIDERS], 1);
    assert_int_equal(place->pair_count, 1);
    place = place_of(&directory, "US", DAY(2022, 5, 2));
    assert_int_equal(place->counts[DIRECTORY_PARTNERS], 0);
    assert_int_equal(place->pair_count, 0);
    directory_done(&directory);
    gathering_done(&gathering);
}

static void test_book_directory__follows_a_market_to_its_new_region(void **state)
{
    struct gathering gathering;
    struct directory directory;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    gather(&gathering, fact_tenant(OAK, "org-alder", "GU", TENANT_PARTNER));
    gather(&gathering, fact_enrollment(OAK, ROLE_DIRECT_BILL, ENROLLMENT_ENDED, ALWAYS));
    assert_told(&gathering, "");
    assert_int_equal(directory_init(&directory, gathering.book), STATUS_OK);

    assert_int_equal(place_of(&directory, "US", DAY(2023, 8, 16))->counts[DIRECTORY_DIRECT_BILL],
                     0);
    assert_int_equal(place_of(&directory, "US", DAY(2023, 8, 17))->counts[DIRECTORY_DIRECT_BILL],
                     1);
    assert_int_equal(place_of(&directory, "AU", DAY(2023, 8, 16))->counts[DIRECTORY_DIRECT_BILL],
                     1);
    assert_int_equal(place_of(&directory, "AU", DAY(2023, 8, 17))->counts[DIRECTORY_DIRECT_BILL],
                     0);
    directory_done(&directory);
    gathering_done(&gathering);
}

static void test_book_directory__of_nothing_is_empty(void **state)
{
    struct gathering gathering;
    struct directory directory;

    (void)state;
    gathering_init(&gathering);
    assert_told(&gathering, "");
    assert_int_equal(directory_init(&directory, gathering.book), STATUS_OK);

    assert_int_equal(place_of(&directory, "DE", DATE_BEFORE_ALL)->counts[DIRECTORY_PARTNERS], 0);
    assert_int_equal(place_of(&directory, "DE", DAY(2022, 5, 2))->pair_count, 0);
    directory_done(&directory);
    gathering_done(&gathering);
}

int test_book_directory(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_directory__lists_who_was_ever_enrolled),
        cmocka_unit_test(test_book_directory__follows_a_market_to_its_new_region),
        cmocka_unit_test(test_book_directory__of_nothing_is_empty),
    };

    return cmocka_run_group_tests_name("book/directory", tests, NULL, NULL);
}
