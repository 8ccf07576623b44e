/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_MARKET_H
#define AVAL_MODEL_MARKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/text.h"

/* An ISO 3166 alpha-2 code, as a number below COUNTRY_COUNT: any two capital letters. */
typedef struct {
    uint16_t number;
} country;

enum {
    COUNTRY_COUNT = 26 * 26
};

/* A region of the programme (S7, S8): a row of data/regions.csv, counted from 1. */
typedef struct {
    uint8_t number;
} region;

/* What a market has on a day on which data/markets.csv does not list it. */
#define REGION_NONE ((region){ 0 })

/** Reads two capital letters. */
bool country_parse(struct text text, country *out_country);

/** Writes the two letters and a NUL. */
void country_format(country market, char out_text[3]);

static inline bool country_equal(country left, country right)
{
    return left.number == right.number;
}

/** The region of a market on a day, or REGION_NONE (data/markets.csv). */
region market_region(country market, date on);

/** The first day after that one on which the region or currency of some market changes, or
 * DATE_AFTER_ALL. */
date market_next_change(date after);

/** The currency of a market on a day as ISO 4217 has it, or "" (data/markets.csv). */
const char *market_currency(country market, date on);

/** Whether both are regions, and the same: no region equals no other, not even a missing one. */
static inline bool region_is_shared(region left, region right)
{
    return left.number != 0 && left.number == right.number;
}

static inline bool region_is_none(region value)
{
    return value.number == 0;
}

/** How many regions there are: their numbers go from 1 to this. */
unsigned region_count(void);

/** The id ("europe") and the name of a region; for REGION_NONE "" and "no region". */
const char *region_id(region value);
const struct phrase *region_name(region value);

#endif
