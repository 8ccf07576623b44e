/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_METRICS_H
#define AVAL_API_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum {
    METRIC_ROUTES_MAX = 256,
    METRIC_CLASSES = 6, /* of status: 1xx to 5xx by their first digit */
    METRIC_BUCKETS = 12
};

/* What the server counts; for all threads. The last route is for requests that have none. */
struct metrics {
    atomic_uint_fast64_t requests[METRIC_ROUTES_MAX][METRIC_CLASSES];
    atomic_uint_fast64_t durations[METRIC_BUCKETS + 1];
    atomic_uint_fast64_t duration_us;
    atomic_uint_fast64_t acts_carried_out;
    atomic_uint_fast64_t acts_refused;
    atomic_uint_fast64_t requests_put_off; /* asked too often */
    atomic_uint_fast64_t tokens_issued;
    atomic_uint_fast64_t tokens_refused;
    atomic_uint_fast64_t webhook_deliveries; /* attempts that were taken */
    atomic_uint_fast64_t webhook_failures;   /* that were not */
    atomic_uint_fast64_t webhook_letters;    /* events that were given up */
};

/* What is true at the moment. */
struct gauges {
    unsigned connections;
    unsigned requests;
    uint64_t position;
    unsigned webhooks;
    unsigned webhooks_suspended;
    uint64_t dead_letters;
};

/** Counts a request; a route of METRIC_ROUTES_MAX - 1 is none. */
void metrics_count(struct metrics *metrics, size_t route, unsigned status, int64_t duration_us);

/** Writes all in the text format of Prometheus. */
void metrics_write(struct buffer *buffer, struct metrics *metrics, const struct gauges *gauges);

#endif
