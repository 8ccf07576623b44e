/* SPDX-License-Identifier: Apache-2.0 */
#include "api/metrics.h"

#include "api/route.h"
#include "base/attributes.h"

/* Upper ends of the classes of durations. */
static const struct bucket {
    int64_t most_us;
    const char *seconds;
} buckets[METRIC_BUCKETS] = {
    { 50, "0.00005" }, { 100, "0.0001" },  { 250, "0.00025" }, { 500, "0.0005" },
    { 1000, "0.001" }, { 2500, "0.0025" }, { 5000, "0.005" },  { 10000, "0.01" },
    { 50000, "0.05" }, { 250000, "0.25" }, { 1000000, "1" },   { 5000000, "5" },
};

void metrics_count(struct metrics *metrics, size_t route, unsigned status, int64_t duration_us)
{
    unsigned bucket = 0;

    while (bucket < METRIC_BUCKETS && duration_us > buckets[bucket].most_us)
        bucket++;
    (void)atomic_fetch_add_explicit(&metrics->requests[route][status / 100 % METRIC_CLASSES], 1,
                                    memory_order_relaxed);
    (void)atomic_fetch_add_explicit(&metrics->durations[bucket], 1, memory_order_relaxed);
    (void)atomic_fetch_add_explicit(&metrics->duration_us, (uint64_t)duration_us,
                                    memory_order_relaxed);
}

static void write_number(struct buffer *buffer, const char *kind, const char *name,
                         const char *help, uint64_t value)
{
    buffer_add_format(buffer, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, help, name, kind, name,
                      (unsigned long long)value);
}

static void write_requests(struct buffer *buffer, struct metrics *metrics)
{
    buffer_add_string(buffer, "# HELP aval_http_requests_total Requests by route and class of "
                              "status.\n# TYPE aval_http_requests_total counter\n");
    for (size_t route = 0; route < METRIC_ROUTES_MAX; route++)
        for (unsigned class = 0; class < METRIC_CLASSES; class ++) {
            uint64_t count = atomic_load(&metrics->requests[route][class]);
            const struct route *row = route_at(route);

            if (count > 0)
                buffer_add_format(
                    buffer,
                    "aval_http_requests_total{method=\"%s\",route=\"%s\",status=\"%uxx\"} %llu\n",
                    row == NULL ? "" : http_method_name(row->method), row == NULL ? "" : row->path,
                    class, (unsigned long long)count);
        }
}

static void write_durations(struct buffer *buffer, struct metrics *metrics)
{
    uint64_t sum_us = atomic_load(&metrics->duration_us);
    uint64_t count = 0;

    buffer_add_string(buffer, "# HELP aval_http_request_duration_seconds From the request line to "
                              "the end of the answer.\n"
                              "# TYPE aval_http_request_duration_seconds histogram\n");
    for (unsigned i = 0; i <= METRIC_BUCKETS; i++) {
        count += atomic_load(&metrics->durations[i]);
        buffer_add_format(buffer, "aval_http_request_duration_seconds_bucket{le=\"%s\"} %llu\n",
                          i < METRIC_BUCKETS ? buckets[i].seconds : "+Inf",
                          (unsigned long long)count);
    }
    buffer_add_format(buffer,
                      "aval_http_request_duration_seconds_sum %llu.%06llu\n"
                      "aval_http_request_duration_seconds_count %llu\n",
                      (unsigned long long)(sum_us / 1000000),
                      (unsigned long long)(sum_us % 1000000), (unsigned long long)count);
}

void metrics_write(struct buffer *buffer, struct metrics *metrics, const struct gauges *gauges)
{
    write_requests(buffer, metrics);
    write_durations(buffer, metrics);
    write_number(buffer, "counter", "aval_acts_carried_out_total", "Acts carried out.",
                 atomic_load(&metrics->acts_carried_out));
    write_number(buffer, "counter", "aval_acts_refused_total", "Acts refused by a rule.",
                 atomic_load(&metrics->acts_refused));
    write_number(buffer, "counter", "aval_http_requests_put_off_total",
                 "Requests of tenants that ask too often.",
                 atomic_load(&metrics->requests_put_off));
    write_number(buffer, "counter", "aval_tokens_issued_total", "Access tokens issued.",
                 atomic_load(&metrics->tokens_issued));
    write_number(buffer, "counter", "aval_tokens_refused_total", "Access tokens not issued.",
                 atomic_load(&metrics->tokens_refused));
    write_number(buffer, "counter", "aval_webhook_deliveries_total", "Deliveries that were taken.",
                 atomic_load(&metrics->webhook_deliveries));
    write_number(buffer, "counter", "aval_webhook_failures_total", "Deliveries that were not.",
                 atomic_load(&metrics->webhook_failures));
    write_number(buffer, "counter", "aval_webhook_letters_total",
                 "Events of webhooks that were given up.", atomic_load(&metrics->webhook_letters));
    write_number(buffer, "gauge", "aval_http_connections", "Open connections.",
                 gauges->connections);
    write_number(buffer, "gauge", "aval_http_requests_under_way", "Requests under way.",
                 gauges->requests);
    write_number(buffer, "gauge", "aval_book_position", "Position of the book in memory.",
                 gauges->position);
    write_number(buffer, "gauge", "aval_webhooks", "Webhooks.", gauges->webhooks);
    write_number(buffer, "gauge", "aval_webhooks_suspended", "Webhooks that are suspended.",
                 gauges->webhooks_suspended);
    write_number(buffer, "gauge", "aval_webhook_dead_letters", "Dead letters that are kept.",
                 gauges->dead_letters);
}
