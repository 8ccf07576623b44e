/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include "unit/base/suites.h"
#include "unit/test.h"

enum {
    FIRST_DAY = -719162, /* 0001-01-01 */
    LAST_DAY = 2932896   /* 9999-12-31 */
};

static void check_day(const char *text, int32_t day)
{
    date read = { 12345678 };
    char written[DATE_LENGTH + 1];

    assert_true(date_parse(text_of(text), &read));
    assert_int_equal(read.day, day);
    date_format(read, written);
    assert_string_equal(written, text);
}

static void check_refused(struct text text)
{
    date read = { 12345678 };

    assert_false(date_parse(text, &read));
    assert_int_equal(read.day, 12345678);
}

static void test_base_date__counts_days_from_1970(void **state)
{
    (void)state;

    check_day("1970-01-01", 0);
    check_day("1970-01-02", 1);
    check_day("1969-12-31", -1);
    check_day("2020-02-01", 18293);
}

static void test_base_date__reads_the_first_and_the_last_day(void **state)
{
    (void)state;

    check_day("0001-01-01", FIRST_DAY);
    check_day("9999-12-31", LAST_DAY);
}

static void test_base_date__knows_leap_years(void **state)
{
    (void)state;

    check_day("2020-02-29", 18321);
    check_day("2000-02-29", 11016);
    check_day("0004-02-29", FIRST_DAY + 3 * 365 + 31 + 28);
    check_refused(TEXT("2019-02-29"));
    check_refused(TEXT("1900-02-29"));
    check_refused(TEXT("2100-02-29"));
    check_refused(TEXT("0001-02-29"));
    check_refused(TEXT("2020-02-30"));
}

static void test_base_date__knows_the_length_of_months(void **state)
{
    date day;

    (void)state;

    assert_true(date_parse(TEXT("2021-01-31"), &day));
    assert_true(date_parse(TEXT("2021-07-31"), &day));
    assert_true(date_parse(TEXT("2021-08-31"), &day));
    check_refused(TEXT("2021-01-32"));
    check_refused(TEXT("2021-02-29"));
    check_refused(TEXT("2021-04-31"));
    check_refused(TEXT("2021-06-31"));
    check_refused(TEXT("2021-09-31"));
    check_refused(TEXT("2021-11-31"));
    check_refused(TEXT("2021-12-32"));
}

static void test_base_date__refuses_zeros_and_months_past_twelve(void **state)
{
    (void)state;

    check_refused(TEXT("0000-01-01"));
    check_refused(TEXT("2020-00-01"));
    check_refused(TEXT("2020-13-01"));
    check_refused(TEXT("2020-01-00"));
}

static void test_base_date__refuses_other_forms(void **state)
{
    (void)state;

    check_refused(TEXT(""));
    check_refused(TEXT("2020-1-01"));
    check_refused(TEXT("2020-01-1"));
    check_refused(TEXT("2020-01-001"));
    check_refused(TEXT("12020-01-01"));
    check_refused(TEXT("2020/01/01"));
    check_refused(TEXT("2020-01/01"));
    check_refused(TEXT("20200101"));
    check_refused(TEXT("01-01-2020"));
    check_refused(TEXT("2020-01-01T00:00:00Z"));
    check_refused(TEXT(" 2020-01-01"));
    check_refused(TEXT("2020-01-01\n"));
}

static void test_base_date__refuses_bytes_that_are_no_digits(void **state)
{
    (void)state;

    check_refused(TEXT("202/-01-01"));
    check_refused(TEXT("202:-01-01"));
    check_refused(TEXT("-202-01-01"));
    check_refused(TEXT("+202-01-01"));
    check_refused(TEXT(" 202-01-01"));
    check_refused(TEXT("2020-0a-01"));
    check_refused(TEXT("2020--1-01"));
    check_refused(TEXT("2020-01-0\0"));
    check_refused(TEXT("2020-01-\xD9\xA1"));
}

static void test_base_date__day_number_is_what_is_read(void **state)
{
    date day;

    (void)state;

    assert_true(date_parse(TEXT("2020-02-01"), &day));
    assert_int_equal(day.day, DAY_NUMBER(2020, 2, 1));
    assert_true(date_parse(TEXT("2021-08-18"), &day));
    assert_int_equal(day.day, DAY_NUMBER(2021, 8, 18));
    assert_true(date_parse(TEXT("0001-01-01"), &day));
    assert_int_equal(day.day, DAY_NUMBER(1, 1, 1));
    assert_true(date_parse(TEXT("9999-12-31"), &day));
    assert_int_equal(day.day, DAY_NUMBER(9999, 12, 31));
}

/* Counts like a calendar on the wall, apart from the arithmetic under test. */
static void next_day(int *year, int *month, int *day)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = *year % 4 == 0 && (*year % 100 != 0 || *year % 400 == 0);
    int length = lengths[*month - 1] + (*month == 2 && is_leap ? 1 : 0);

    if (++*day <= length)
        return;
    *day = 1;
    if (++*month <= 12)
        return;
    *month = 1;
    ++*year;
}

/* The calendar repeats after 400 years; both ends of the range are in it too. */
static void check_every_day(int first_year, int last_year, int32_t first_day)
{
    int year = first_year;
    int month = 1;
    int day = 1;
    int32_t number = first_day;

    while (year <= last_year) {
        char text[32];
        char written[DATE_LENGTH + 1];
        date read = { 0 };

        (void)snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
        assert_true(date_parse(text_of(text), &read));
        assert_int_equal(read.day, number);
        date_format(read, written);
        assert_string_equal(written, text);
        next_day(&year, &month, &day);
        number++;
    }
}

static void test_base_date__reads_and_writes_every_day(void **state)
{
    (void)state;

    check_every_day(1, 4, FIRST_DAY);
    check_every_day(1800, 2200, DAY_NUMBER(1800, 1, 1));
    check_every_day(9996, 9999, DAY_NUMBER(9996, 1, 1));
}

static void test_base_date__writes_nothing_for_open_ends(void **state)
{
    char text[DATE_LENGTH + 1] = "unchanged";

    (void)state;

    date_format(DATE_BEFORE_ALL, text);
    assert_string_equal(text, "");
    text[0] = 'u';
    date_format(DATE_AFTER_ALL, text);
    assert_string_equal(text, "");
}

static void test_base_date__orders_days(void **state)
{
    (void)state;

    assert_true(date_before((date){ -1 }, (date){ 0 }));
    assert_false(date_before((date){ 0 }, (date){ 0 }));
    assert_false(date_before((date){ 1 }, (date){ 0 }));
    assert_true(date_before(DATE_BEFORE_ALL, (date){ FIRST_DAY }));
    assert_true(date_before((date){ LAST_DAY }, DATE_AFTER_ALL));
}

static void test_base_date__an_interval_is_half_open(void **state)
{
    struct interval interval = { { 10 }, { 20 } };

    (void)state;

    assert_false(interval_holds(interval, (date){ 9 }));
    assert_true(interval_holds(interval, (date){ 10 }));
    assert_true(interval_holds(interval, (date){ 19 }));
    assert_false(interval_holds(interval, (date){ 20 }));
}

static void test_base_date__an_interval_of_one_day_holds_on_it(void **state)
{
    struct interval interval = { { 10 }, { 11 } };

    (void)state;

    assert_true(interval_holds(interval, (date){ 10 }));
    assert_false(interval_holds(interval, (date){ 11 }));
}

static void test_base_date__an_empty_interval_never_holds(void **state)
{
    struct interval interval = { { 10 }, { 10 } };

    (void)state;

    assert_false(interval_holds(interval, (date){ 9 }));
    assert_false(interval_holds(interval, (date){ 10 }));
    assert_false(interval_holds(interval, (date){ 11 }));
}

static void test_base_date__an_open_interval_holds_on_every_day(void **state)
{
    struct interval interval = { DATE_BEFORE_ALL, DATE_AFTER_ALL };

    (void)state;

    assert_true(interval_holds(interval, (date){ FIRST_DAY }));
    assert_true(interval_holds(interval, (date){ LAST_DAY }));
}

int test_base_date(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_date__counts_days_from_1970),
        cmocka_unit_test(test_base_date__reads_the_first_and_the_last_day),
        cmocka_unit_test(test_base_date__knows_leap_years),
        cmocka_unit_test(test_base_date__knows_the_length_of_months),
        cmocka_unit_test(test_base_date__refuses_zeros_and_months_past_twelve),
        cmocka_unit_test(test_base_date__refuses_other_forms),
        cmocka_unit_test(test_base_date__refuses_bytes_that_are_no_digits),
        cmocka_unit_test(test_base_date__day_number_is_what_is_read),
        cmocka_unit_test(test_base_date__reads_and_writes_every_day),
        cmocka_unit_test(test_base_date__writes_nothing_for_open_ends),
        cmocka_unit_test(test_base_date__orders_days),
        cmocka_unit_test(test_base_date__an_interval_is_half_open),
        cmocka_unit_test(test_base_date__an_interval_of_one_day_holds_on_it),
        cmocka_unit_test(test_base_date__an_empty_interval_never_holds),
        cmocka_unit_test(test_base_date__an_open_interval_holds_on_every_day),
    };

    return cmocka_run_group_tests_name("base/date", tests, NULL, NULL);
}
