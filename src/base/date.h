/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_DATE_H
#define AVAL_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* A UTC calendar day (reading Q10): days since 1970-01-01, Gregorian. */
typedef struct {
    int32_t day;
} date;

/* No day is before DATE_BEFORE_ALL or after DATE_AFTER_ALL: the ends of open intervals, and a
 * fact that never happened. */
#define DATE_BEFORE_ALL ((date){ INT32_MIN })
#define DATE_AFTER_ALL ((date){ INT32_MAX })

/*
 * The number of a day, as a constant expression. Years are counted from March, so that the leap
 * day is a year's last; 719468 days lie between 0000-03-01 and 1970-01-01.
 */
#define DAY_NUMBER(year, month, day)                                                               \
    (365 * MARCH_YEAR(year, month) + MARCH_YEAR(year, month) / 4 - MARCH_YEAR(year, month) / 100 + \
     MARCH_YEAR(year, month) / 400 + (153 * (((month) + 9) % 12) + 2) / 5 + (day) - 1 - 719468)
#define MARCH_YEAR(year, month) ((year) - ((month) <= 2 ? 1 : 0))

/* The length of "YYYY-MM-DD". */
enum {
    DATE_LENGTH = 10
};

/* Half-open: `from` counts, `to` does not. from = to: begun and ended the same day, never in
 * effect. */
struct interval {
    date from;
    date to;
};

/** Reads "YYYY-MM-DD", a real day of the years 0001 to 9999. */
bool date_parse(struct text text, date *out_date);

/** Writes "YYYY-MM-DD" and a NUL; for the ends of open intervals the text is empty. */
void date_format(date day, char out_text[DATE_LENGTH + 1]);

/** Whether the first is before the second. */
static inline bool date_before(date first, date second)
{
    return first.day < second.day;
}

/** Whether the interval is in effect on the day. */
static inline bool interval_holds(struct interval interval, date on)
{
    return interval.from.day <= on.day && on.day < interval.to.day;
}

#endif
