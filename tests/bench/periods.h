/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_PERIODS_H
#define AVAL_BENCH_PERIODS_H

#include "model/market.h"

/* A market belongs to a region, or to none, up to the day of a change, and to another from it. */
struct market_periods {
    int32_t changes_on; /* INT32_MAX: never */
    uint8_t region_before;
    uint8_t region_after;
};

/** What Aval's table says of a market, of which it has at most one change. */
struct market_periods market_periods_of(country market);

#endif
