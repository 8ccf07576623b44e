/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_RATES_H
#define AVAL_API_RATES_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/guid.h"
#include "base/status.h"
#include "base/text.h"

/* How often a partner may ask, for all threads. */

#define BUCKET(name, scope, rate, number) BUCKET_##name,
enum rate_bucket {
#include "api/rates.def"
    BUCKET_COUNT
};
#undef BUCKET

/* Requests a minute, and so many at once; 0: any number. */
struct rate_limits {
    unsigned requests;
    unsigned acts;
};

struct rates;

/** NO_MEMORY. What is kept has one size, however many partners and customers there are. */
enum status rates_new(struct rate_limits limits, struct rates **out_rates) MUST_CHECK;
void rates_free(struct rates *rates);

/* Who asks, and of which customer; the customer counts only in buckets whose scope it is. */
struct rate_key {
    guid tenant;
    struct text customer;
};

/**
 * Counts a request at a moment (nanoseconds of a clock that only goes forward). 0: it may be
 * answered; else it was not counted, and one may be in so many seconds.
 */
unsigned rates_take(struct rates *rates, enum rate_bucket bucket, const struct rate_key *key,
                    int64_t now_ns);

#endif
