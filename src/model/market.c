/* SPDX-License-Identifier: Apache-2.0 */
#include "model/market.h"

#include "base/assert.h"
#include "base/attributes.h"

/* One period in which a market belonged to a region. */
struct market_row {
    region region; /* none: only the currency is known */
    char currency[4];
    struct interval valid;
};

struct region_row {
    const char *id;
    struct phrase name;
};

/* region_rows[], market_rows[] ordered by country, market_first[COUNTRY_COUNT + 1]: made from
 * data/regions.csv and data/markets.csv at build time. */
#include "markets.inc"

_Static_assert(COUNT_OF(market_first) == COUNTRY_COUNT + 1, "every country has its rows");

bool country_parse(struct text text, country *out_country)
{
    if (text.length != 2 || text.bytes[0] < 'A' || text.bytes[0] > 'Z' || text.bytes[1] < 'A' ||
        text.bytes[1] > 'Z')
        return false;
    out_country->number = (uint16_t)((text.bytes[0] - 'A') * 26 + (text.bytes[1] - 'A'));
    return true;
}

void country_format(country market, char out_text[3])
{
    ASSERT(market.number < COUNTRY_COUNT);
    out_text[0] = (char)('A' + market.number / 26);
    out_text[1] = (char)('A' + market.number % 26);
    out_text[2] = '\0';
}

region market_region(country market, date on)
{
    ASSERT(market.number < COUNTRY_COUNT);
    for (unsigned i = market_first[market.number]; i < market_first[market.number + 1]; i++)
        if (interval_holds(market_rows[i].valid, on))
            return market_rows[i].region;
    return REGION_NONE;
}

const char *market_currency(country market, date on)
{
    ASSERT(market.number < COUNTRY_COUNT);
    for (unsigned i = market_first[market.number]; i < market_first[market.number + 1]; i++)
        if (interval_holds(market_rows[i].valid, on))
            return market_rows[i].currency;
    return "";
}

date market_next_change(date after)
{
    date next = DATE_AFTER_ALL;

    for (size_t i = 0; i < COUNT_OF(market_rows); i++) {
        const struct interval *valid = &market_rows[i].valid;

        if (date_before(after, valid->from) && date_before(valid->from, next))
            next = valid->from;
        if (date_before(after, valid->to) && date_before(valid->to, next))
            next = valid->to;
    }
    return next;
}

unsigned region_count(void)
{
    return COUNT_OF(region_rows) - 1;
}

const char *region_id(region value)
{
    ASSERT(value.number < COUNT_OF(region_rows));
    return region_rows[value.number].id;
}

const struct phrase *region_name(region value)
{
    ASSERT(value.number < COUNT_OF(region_rows));
    return &region_rows[value.number].name;
}
