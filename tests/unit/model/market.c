/* SPDX-License-Identifier: Apache-2.0 */
#include "model/market.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/model/suites.h"
#include "unit/test.h"

enum {
    REGION_COUNT = 16
};

static void test_model_market__countries_are_two_capital_letters(void **state)
{
    country read = { 0 };

    (void)state;

    assert_true(country_parse(TEXT("AA"), &read));
    assert_int_equal(read.number, 0);
    assert_true(country_parse(TEXT("AB"), &read));
    assert_int_equal(read.number, 1);
    assert_true(country_parse(TEXT("BA"), &read));
    assert_int_equal(read.number, 26);
    assert_true(country_parse(TEXT("ZZ"), &read));
    assert_int_equal(read.number, COUNTRY_COUNT - 1);
}

static void check_country_refused(struct text text)
{
    country read = { 77 };

    assert_false(country_parse(text, &read));
    assert_int_equal(read.number, 77);
}

static void test_model_market__countries_have_no_other_form(void **state)
{
    (void)state;

    check_country_refused(TEXT(""));
    check_country_refused(TEXT("D"));
    check_country_refused(TEXT("DEU"));
    check_country_refused(TEXT("de"));
    check_country_refused(TEXT("De"));
    check_country_refused(TEXT("dE"));
    check_country_refused(TEXT("@A"));
    check_country_refused(TEXT("[A"));
    check_country_refused(TEXT("A@"));
    check_country_refused(TEXT("A["));
    check_country_refused(TEXT("D\0"));
    check_country_refused(TEXT("\xC3\x89"));
}

static void test_model_market__countries_are_written_as_they_are_read(void **state)
{
    (void)state;

    for (unsigned number = 0; number < COUNTRY_COUNT; number++) {
        char text[3];
        country read = { 0 };

        country_format((country){ (uint16_t)number }, text);
        assert_true(country_parse(text_of(text), &read));
        assert_true(country_equal(read, (country){ (uint16_t)number }));
    }
}

static const char *region_of(const char *market, const char *day)
{
    country read = { 0 };
    date on = { 0 };

    assert_true(country_parse(text_of(market), &read));
    assert_true(date_parse(text_of(day), &on));
    return region_id(market_region(read, on));
}

static void test_model_market__belongs_to_a_region_on_every_day(void **state)
{
    (void)state;

    assert_string_equal(region_of("DE", "0001-01-01"), "europe");
    assert_string_equal(region_of("DE", "2020-05-12"), "europe");
    assert_string_equal(region_of("DE", "9999-12-31"), "europe");
    assert_string_equal(region_of("US", "2020-05-12"), "united-states");
    assert_string_equal(region_of("JP", "2020-05-12"), "japan");
}

static void test_model_market__changes_its_region_on_a_day(void **state)
{
    (void)state;

    assert_string_equal(region_of("AS", "2023-08-16"), "new-zealand");
    assert_string_equal(region_of("AS", "2023-08-17"), "united-states");
    assert_string_equal(region_of("GU", "2023-08-16"), "australia");
    assert_string_equal(region_of("GU", "2023-08-17"), "united-states");
    assert_string_equal(region_of("MP", "2023-08-16"), "australia");
    assert_string_equal(region_of("MP", "2023-08-17"), "united-states");
}

static void test_model_market__opens_and_closes(void **state)
{
    (void)state;

    assert_string_equal(region_of("RU", "2023-08-16"), "russia");
    assert_string_equal(region_of("RU", "2023-08-17"), "");
    assert_string_equal(region_of("BY", "2023-08-16"), "middle-east-cee");
    assert_string_equal(region_of("BY", "2023-08-17"), "");
    assert_string_equal(region_of("CN", "2023-08-16"), "");
    assert_string_equal(region_of("CN", "2023-08-17"), "china");
}

/* A new currency on a day is no new region. */
static void test_model_market__keeps_its_region_with_a_new_currency(void **state)
{
    (void)state;

    assert_string_equal(region_of("FO", "2023-08-16"), "europe");
    assert_string_equal(region_of("FO", "2023-08-17"), "europe");
    assert_string_equal(region_of("AF", "2020-11-30"), "middle-east-cee");
    assert_string_equal(region_of("AF", "2020-12-01"), "middle-east-cee");
}

static void test_model_market__may_never_be_listed(void **state)
{
    (void)state;

    assert_string_equal(region_of("AA", "2020-05-12"), "");
    assert_string_equal(region_of("QQ", "2020-05-12"), "");
    assert_string_equal(region_of("ZZ", "2020-05-12"), "");
}

static void test_model_market__no_region_equals_no_other(void **state)
{
    (void)state;

    assert_true(region_is_shared((region){ 3 }, (region){ 3 }));
    assert_false(region_is_shared((region){ 3 }, (region){ 4 }));
    assert_false(region_is_shared((region){ 3 }, REGION_NONE));
    assert_false(region_is_shared(REGION_NONE, (region){ 3 }));
    assert_false(region_is_shared(REGION_NONE, REGION_NONE));
    assert_true(region_is_none(REGION_NONE));
    assert_false(region_is_none((region){ 1 }));
}

static void test_model_market__regions_have_an_id_and_names(void **state)
{
    (void)state;

    assert_string_equal(region_id(REGION_NONE), "");
    assert_string_equal(region_name(REGION_NONE)->in[LANGUAGE_EN], "no region");
    assert_string_equal(region_name(REGION_NONE)->in[LANGUAGE_FR], "sans région");
    assert_string_equal(region_id((region){ 1 }), "africa");
    assert_string_equal(region_id((region){ REGION_COUNT }), "united-states");
    assert_string_equal(region_name((region){ 4 })->in[LANGUAGE_EN], "Brazil");
    assert_string_equal(region_name((region){ 4 })->in[LANGUAGE_FR], "Brésil");
    for (unsigned number = 1; number <= REGION_COUNT; number++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            assert_true(strlen(region_name((region){ (uint8_t)number })->in[language]) > 0);
}

/* One row of data/markets.csv: market,name,region,currency,from,to; only names hold commas, and
 * stand in quotes then. */
struct market_row {
    const char *market;
    const char *region;
    date from;
    date to;
};

static char *next_cell(char **rest)
{
    char *cell = *rest;
    char *end = *cell == '"' ? strchr(cell + 1, '"') + 1 : cell + strcspn(cell, ",\r\n");

    *rest = *end == '\0' ? end : end + 1;
    *end = '\0';
    return cell;
}

static date day_or(const char *text, date when_open)
{
    date read = when_open;

    assert_true(*text == '\0' || date_parse(text_of(text), &read));
    return read;
}

static void read_row(char *line, struct market_row *row)
{
    row->market = next_cell(&line);
    (void)next_cell(&line);
    row->region = next_cell(&line);
    (void)next_cell(&line);
    row->from = day_or(next_cell(&line), DATE_BEFORE_ALL);
    row->to = day_or(next_cell(&line), DATE_AFTER_ALL);
}

static void check_region(const struct market_row *row, int32_t day)
{
    country market = { 0 };

    assert_true(country_parse(text_of(row->market), &market));
    assert_string_equal(region_id(market_region(market, (date){ day })), row->region);
}

/* On the first day of a row, and on its last. */
static void check_row(const struct market_row *row)
{
    bool is_open_before = row->from.day == INT32_MIN;
    bool is_open_after = row->to.day == INT32_MAX;

    check_region(row, is_open_before ? DAY_NUMBER(1, 1, 1) : row->from.day);
    check_region(row, is_open_after ? DAY_NUMBER(9999, 12, 31) : row->to.day - 1);
}

static void test_model_market__table_is_the_file(void **state)
{
    const char *folder = getenv("AVAL_DATA");
    char path[4096];
    char line[400];
    struct market_row row;
    unsigned row_count = 0;
    FILE *file = NULL;

    (void)state;
    if (folder == NULL)
        skip();
    (void)snprintf(path, sizeof(path), "%s/markets.csv", folder);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof(line), file));

    while (fgets(line, sizeof(line), file) != NULL) {
        read_row(line, &row);
        check_row(&row);
        row_count++;
    }

    assert_true(row_count > 240);
    (void)fclose(file);
}

int test_model_market(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_market__countries_are_two_capital_letters),
        cmocka_unit_test(test_model_market__countries_have_no_other_form),
        cmocka_unit_test(test_model_market__countries_are_written_as_they_are_read),
        cmocka_unit_test(test_model_market__belongs_to_a_region_on_every_day),
        cmocka_unit_test(test_model_market__changes_its_region_on_a_day),
        cmocka_unit_test(test_model_market__opens_and_closes),
        cmocka_unit_test(test_model_market__keeps_its_region_with_a_new_currency),
        cmocka_unit_test(test_model_market__may_never_be_listed),
        cmocka_unit_test(test_model_market__no_region_equals_no_other),
        cmocka_unit_test(test_model_market__regions_have_an_id_and_names),
        cmocka_unit_test(test_model_market__table_is_the_file),
    };

    return cmocka_run_group_tests_name("model/market", tests, NULL, NULL);
}
