/* SPDX-License-Identifier: Apache-2.0 */
#include "api/rates.h"

#include "unit/api/suites.h"
#include "unit/test.h"

#define SECOND INT64_C(1000000000)

static const struct rate_key alder = { { 1, 1 }, TEXT_ROW("saale") };
static const struct rate_key alder_elsewhere = { { 1, 1 }, TEXT_ROW("dala") };
static const struct rate_key alder_in_capitals = { { 1, 1 }, TEXT_ROW("SAALE") };
static const struct rate_key birch = { { 2, 2 }, TEXT_ROW("saale") };

static struct rates *limited(unsigned requests, unsigned acts)
{
    struct rates *rates = NULL;

    assert_int_equal(rates_new((struct rate_limits){ requests, acts }, &rates), STATUS_OK);
    return rates;
}

static void test_api_rates__so_many_at_once_and_then_so_many_a_minute(void **state)
{
    struct rates *rates = limited(3, 0);
    int64_t now = 1000 * SECOND;

    (void)state;
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now), 20);
    /* What was refused does not count. */
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now + 19 * SECOND), 1);
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now + 20 * SECOND), 0);
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now + 20 * SECOND), 20);
    /* Time alone saves up no more than a minute's. */
    now += 3600 * SECOND;
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now), 0);
    assert_int_not_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now), 0);
    rates_free(rates);
}

static void test_api_rates__whoever_waits_as_told_is_let_in(void **state)
{
    struct rates *rates = limited(7, 0);
    int64_t now = 5 * SECOND;
    unsigned wait = 0;

    (void)state;
    while ((wait = rates_take(rates, BUCKET_REQUESTS, &alder, now)) == 0)
        continue;
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now + wait * SECOND), 0);
    rates_free(rates);
}

static void test_api_rates__tenants_buckets_and_customers_are_apart(void **state)
{
    struct rates *rates = limited(1, 1);
    int64_t now = 1000 * SECOND;

    (void)state;
    assert_int_equal(rates_take(rates, BUCKET_ACTS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_ACTS, &alder_elsewhere, now), 60);
    assert_int_equal(rates_take(rates, BUCKET_ACTS, &birch, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_ORDERS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_ORDERS, &alder_elsewhere, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_ORDERS, &alder_in_capitals, now), 60);
    rates_free(rates);
}

static void test_api_rates__a_fixed_rate_is_no_settings(void **state)
{
    struct rates *rates = limited(0, 0);
    int64_t now = 1000 * SECOND;

    (void)state;
    for (unsigned i = 0; i < 100; i++)
        assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_VALIDATION_EVENTS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_VALIDATION_EVENTS, &alder, now), 0);
    assert_int_equal(rates_take(rates, BUCKET_VALIDATION_EVENTS, &alder, now), 30);
    rates_free(rates);
}

/* More buckets than there are places: nobody is put off who has not asked before. */
static void test_api_rates__many_tenants_have_their_share(void **state)
{
    struct rates *rates = limited(1, 0);
    struct rate_key key = { { 1, 1 }, TEXT_ROW("") };

    (void)state;
    for (key.tenant.low = 1; key.tenant.low <= 100000; key.tenant.low++)
        assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &key, 1000 * SECOND), 0);
    /* The last of them are still known. */
    key.tenant.low = 100000;
    assert_int_equal(rates_take(rates, BUCKET_REQUESTS, &key, 1000 * SECOND), 60);
    rates_free(rates);
}

int test_api_rates(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_rates__so_many_at_once_and_then_so_many_a_minute),
        cmocka_unit_test(test_api_rates__whoever_waits_as_told_is_let_in),
        cmocka_unit_test(test_api_rates__tenants_buckets_and_customers_are_apart),
        cmocka_unit_test(test_api_rates__a_fixed_rate_is_no_settings),
        cmocka_unit_test(test_api_rates__many_tenants_have_their_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
