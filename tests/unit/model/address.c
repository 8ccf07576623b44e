/* SPDX-License-Identifier: Apache-2.0 */
#include "model/address.h"

#include <regex.h>

#include "unit/model/suites.h"
#include "unit/test.h"

#define ON ((date){ DAY_NUMBER(2022, 5, 10) })

/* The part of the address that is wrong. */
static enum address_part wrong_of(struct address address)
{
    enum address_part wrong = ADDRESS_PART_COUNT;

    assert_int_equal(address_check(&address, ON, &wrong), STATUS_OK);
    return wrong;
}

static enum address_part wrong_postal_code(const char *market, const char *code)
{
    return wrong_of((struct address){ .country = text_of(market),
                                      .line = TEXT("1 Street"),
                                      .city = TEXT("City"),
                                      .state = TEXT("WA"),
                                      .postal_code = text_of(code) });
}

static void test_model_address__needs_country_line_and_city(void **state)
{
    struct address address = { .country = TEXT("FR"), .line = TEXT("1 rue"), .city = TEXT("Lyon") };

    (void)state;
    assert_int_equal(wrong_of(address), ADDRESS_PART_COUNT);
    address.city = TEXT("");
    assert_int_equal(wrong_of(address), ADDRESS_CITY);
    address.line = TEXT("");
    assert_int_equal(wrong_of(address), ADDRESS_LINE);
    address.country = TEXT("ZZ");
    assert_int_equal(wrong_of(address), ADDRESS_COUNTRY);
    address.country = TEXT("fr");
    assert_int_equal(wrong_of(address), ADDRESS_COUNTRY);
    address.country = TEXT("");
    assert_int_equal(wrong_of(address), ADDRESS_COUNTRY);
}

static void test_model_address__has_a_postal_code_of_its_market(void **state)
{
    (void)state;
    assert_int_equal(wrong_postal_code("DE", "10115"), ADDRESS_PART_COUNT);
    assert_int_equal(wrong_postal_code("DE", "1011"), ADDRESS_POSTAL_CODE);
    assert_int_equal(wrong_postal_code("DE", "10115\n"), ADDRESS_POSTAL_CODE);
    assert_int_equal(wrong_postal_code("DE", ""), ADDRESS_POSTAL_CODE);
    assert_int_equal(wrong_postal_code("US", "98052-1234"), ADDRESS_PART_COUNT);
    assert_int_equal(wrong_postal_code("US", "9805"), ADDRESS_POSTAL_CODE);
    assert_int_equal(wrong_postal_code("GB", "SW1A 1AA"), ADDRESS_PART_COUNT);
    assert_int_equal(wrong_postal_code("CA", "K1A 0B1"), ADDRESS_PART_COUNT);
    assert_int_equal(wrong_postal_code("NL", "1012 AB"), ADDRESS_PART_COUNT);
    /* Nothing says that it has to be there. */
    assert_int_equal(wrong_postal_code("FR", ""), ADDRESS_PART_COUNT);
    /* Of this market no pattern is known. */
    assert_int_equal(wrong_postal_code("AE", "anything"), ADDRESS_PART_COUNT);
}

static void test_model_address__has_no_postal_code_without_end(void **state)
{
    char code[5000];

    (void)state;
    memset(code, '1', sizeof(code) - 1);
    code[sizeof(code) - 1] = '\0';

    assert_int_equal(wrong_postal_code("DE", code), ADDRESS_POSTAL_CODE);
}

static void test_model_address__names_a_state_where_they_are_known(void **state)
{
    struct address address = { .country = TEXT("US"),
                               .line = TEXT("1 Way"),
                               .city = TEXT("Redmond"),
                               .postal_code = TEXT("98052") };

    (void)state;
    assert_int_equal(wrong_of(address), ADDRESS_STATE);
    address.state = TEXT("W");
    assert_int_equal(wrong_of(address), ADDRESS_STATE);
    address.state = TEXT("WA WI");
    assert_int_equal(wrong_of(address), ADDRESS_STATE);
    address.state = TEXT("WY");
    assert_int_equal(wrong_of(address), ADDRESS_PART_COUNT);
    address.phone = TEXT("(425) 555-0100");
    assert_int_equal(wrong_of(address), ADDRESS_PART_COUNT);
    address.phone = TEXT("call me");
    assert_int_equal(wrong_of(address), ADDRESS_PHONE);
}

static void assert_compiles(const char *pattern)
{
    regex_t compiled;

    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    regfree(&compiled);
}

static void test_model_address__has_rules_for_every_market(void **state)
{
    (void)state;
    for (uint16_t number = 0; number < COUNTRY_COUNT; number++) {
        const struct address_rules *rules = address_rules_find((country){ number });

        assert_true(rules != NULL || region_is_none(market_region((country){ number }, ON)));
        if (rules == NULL)
            continue;
        assert_compiles(rules->postal_code);
        assert_compiles(rules->phone);
        assert_compiles(rules->vat_id);
    }
}

int test_model_address(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_address__needs_country_line_and_city),
        cmocka_unit_test(test_model_address__has_a_postal_code_of_its_market),
        cmocka_unit_test(test_model_address__has_no_postal_code_without_end),
        cmocka_unit_test(test_model_address__names_a_state_where_they_are_known),
        cmocka_unit_test(test_model_address__has_rules_for_every_market),
    };

    return cmocka_run_group_tests_name("model/address", tests, NULL, NULL);
}
