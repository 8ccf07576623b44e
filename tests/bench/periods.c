/* SPDX-License-Identifier: Apache-2.0 */
#include "periods.h"

#include "base/assert.h"

enum {
    FIRST_DAY = DAY_NUMBER(2000, 1, 1),
    LAST_DAY = DAY_NUMBER(2040, 1, 1)
};

struct market_periods market_periods_of(country market)
{
    uint8_t first = market_region(market, DATE_BEFORE_ALL).number;
    struct market_periods periods = { INT32_MAX, first, first };

    for (int day = FIRST_DAY; day <= LAST_DAY; day++) {
        uint8_t number = market_region(market, (date){ day }).number;

        if (number == periods.region_after)
            continue;
        ASSERT(periods.changes_on == INT32_MAX);
        periods.changes_on = day;
        periods.region_after = number;
    }
    return periods;
}
