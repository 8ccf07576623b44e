/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/addresses.h"

#include "unit/api/suites.h"
#include "unit/test.h"

static void test_api_addresses__one_address_has_its_limit_beside_others(void **state)
{
    struct addresses addresses;
    guid first = { 0, 1 };
    guid second = { 0, 2 };

    (void)state;
    assert_int_equal(addresses_init(&addresses, 5, 2), STATUS_OK);

    assert_true(addresses_take(&addresses, first));
    assert_true(addresses_take(&addresses, first));
    assert_false(addresses_take(&addresses, first));
    assert_true(addresses_take(&addresses, second));
    addresses_give_back(&addresses, first);
    assert_true(addresses_take(&addresses, first));
    assert_int_equal(addresses_count(&addresses), 3);
    addresses_done(&addresses);
}

static void test_api_addresses__all_together_have_a_limit(void **state)
{
    struct addresses addresses;

    (void)state;
    assert_int_equal(addresses_init(&addresses, 3, 2), STATUS_OK);

    for (uint64_t i = 1; i <= 3; i++)
        assert_true(addresses_take(&addresses, (guid){ 1, i }));
    assert_false(addresses_take(&addresses, (guid){ 1, 4 }));
    addresses_give_back(&addresses, (guid){ 1, 2 });
    assert_true(addresses_take(&addresses, (guid){ 1, 4 }));
    addresses_done(&addresses);
}

/* What is counted is checked against plain counts, through many random changes in a full table. */
static void test_api_addresses__counts_stay_right_in_any_order(void **state)
{
    enum {
        ADDRESSES = 40,
        EACH = 3,
        ALL = 60
    };
    unsigned counts[ADDRESSES] = { 0 };
    struct addresses addresses;
    uint64_t seed = 1;
    unsigned total = 0;

    (void)state;
    assert_int_equal(addresses_init(&addresses, ALL, EACH), STATUS_OK);
    for (unsigned round = 0; round < 20000; round++) {
        uint32_t which = random_below(&seed, ADDRESSES);
        guid address = { 7, which + 1 };

        if (random_below(&seed, 2) == 0) {
            bool is_room = counts[which] < EACH && total < ALL;

            assert_int_equal(addresses_take(&addresses, address), is_room);
            counts[which] += is_room;
            total += is_room;
        } else if (counts[which] > 0) {
            addresses_give_back(&addresses, address);
            counts[which]--;
            total--;
        }
        assert_int_equal(addresses_count(&addresses), total);
    }
    addresses_done(&addresses);
}

int test_api_addresses(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_addresses__one_address_has_its_limit_beside_others),
        cmocka_unit_test(test_api_addresses__all_together_have_a_limit),
        cmocka_unit_test(test_api_addresses__counts_stay_right_in_any_order),
    };

    return cmocka_run_group_tests_name("api/addresses", tests, NULL, NULL);
}
