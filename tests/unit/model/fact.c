/* SPDX-License-Identifier: Apache-2.0 */
#include "model/fact.h"

#include "unit/model/suites.h"
#include "unit/test.h"

static void test_model_fact__markets_have_nothing_at_first(void **state)
{
    struct markets markets = { 0 };

    (void)state;

    for (unsigned number = 0; number < COUNTRY_COUNT; number++)
        assert_false(markets_have(&markets, (country){ (uint16_t)number }));
}

static void test_model_fact__markets_have_what_was_added_alone(void **state)
{
    (void)state;

    for (unsigned added = 0; added < COUNTRY_COUNT; added++) {
        struct markets markets = { 0 };

        markets_add(&markets, (country){ (uint16_t)added });
        for (unsigned number = 0; number < COUNTRY_COUNT; number++)
            assert_int_equal(markets_have(&markets, (country){ (uint16_t)number }),
                             number == added);
    }
}

static void test_model_fact__markets_may_be_added_twice(void **state)
{
    struct markets markets = { 0 };

    (void)state;

    markets_add(&markets, (country){ 81 });
    markets_add(&markets, (country){ 82 });
    markets_add(&markets, (country){ 81 });

    assert_true(markets_have(&markets, (country){ 81 }));
    assert_true(markets_have(&markets, (country){ 82 }));
    assert_false(markets.is_everywhere);
}

int test_model_fact(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_fact__markets_have_nothing_at_first),
        cmocka_unit_test(test_model_fact__markets_have_what_was_added_alone),
        cmocka_unit_test(test_model_fact__markets_may_be_added_twice),
    };

    return cmocka_run_group_tests_name("model/fact", tests, NULL, NULL);
}
