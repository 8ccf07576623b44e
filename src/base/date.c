/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include "base/assert.h"

enum {
    DAYS_PER_ERA = 146097,
    YEARS_PER_ERA = 400,
    DAYS_TO_1970 = 719468
};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int number_of(const char *digits, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return -1;
        number = number * 10 + (digits[i] - '0');
    }
    return number;
}

bool date_parse(struct text text, date *out_date)
{
    int year = 0;
    int month = 0;
    int day = 0;

    if (text.length != DATE_LENGTH || text.bytes[4] != '-' || text.bytes[7] != '-')
        return false;
    year = number_of(text.bytes, 4);
    month = number_of(text.bytes + 5, 2);
    day = number_of(text.bytes + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    out_date->day = DAY_NUMBER(year, month, day);
    return true;
}

/* Writes the last digits of a number. */
static void write_digits(char *out_digits, unsigned count, unsigned number)
{
    for (; count > 0; count--) {
        out_digits[count - 1] = (char)('0' + number % 10);
        number /= 10;
    }
}

/* The inverse of DAY_NUMBER, by eras of 400 years. */
static void write_day(int days, char out_text[DATE_LENGTH + 1])
{
    int era = days / DAYS_PER_ERA;
    int day_of_era = days % DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    unsigned day_of_month = (unsigned)(day_of_year - (153 * march_month + 2) / 5 + 1);
    unsigned month = (unsigned)(march_month < 10 ? march_month + 3 : march_month - 9);
    unsigned year = (unsigned)(era * YEARS_PER_ERA + year_of_era + (month <= 2 ? 1 : 0));

    ASSERT(year >= 1 && year <= 9999);
    write_digits(out_text, 4, year);
    out_text[4] = '-';
    write_digits(out_text + 5, 2, month);
    out_text[7] = '-';
    write_digits(out_text + 8, 2, day_of_month);
    out_text[DATE_LENGTH] = '\0';
}

void date_format(date day, char out_text[DATE_LENGTH + 1])
{
    out_text[0] = '\0';
    if (day.day != INT32_MIN && day.day != INT32_MAX)
        write_day(day.day + DAYS_TO_1970, out_text);
}
