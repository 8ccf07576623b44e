/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bucket is one instant: when it would be empty if nobody asked any more. Each request puts it
 * off by a minute's share, and may not put it off by more than a minute from now: so a bucket of N
 * takes N at once, and then N a minute. (This is the generic cell rate algorithm.)
 *
 * Buckets stand in a table of one size. Each has a few places that it may have; one that is empty
 * needs none, and when all places are taken the one that is empty first is forgotten: a partner is
 * then let in more often than it should be, never less.
 */
#include "api/rates.h"

#include <ctype.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/memory.h"

enum {
    SETS = 1024,
    WAYS = 8,
    CUSTOMER_BYTES = 40 /* of a customer's id that count */
};

#define SECOND_NS INT64_C(1000000000)
#define MINUTE_NS (60 * SECOND_NS)

enum scope {
    SCOPE_TENANT,
    SCOPE_CUSTOMER
};

enum rate {
    RATE_REQUESTS,
    RATE_ACTS,
    RATE_FIXED
};

static const struct bucket_row {
    enum scope scope;
    enum rate rate;
    unsigned number;
} bucket_rows[BUCKET_COUNT] = {
#define BUCKET(name, scope, rate, number) { SCOPE_##scope, RATE_##rate, number },
#include "api/rates.def"
#undef BUCKET
};

/* Buckets that have one of their places in common. */
struct set {
    pthread_mutex_t mutex;
    uint64_t names[WAYS];
    int64_t empty_at_ns[WAYS];
};

struct rates {
    unsigned per_minute[BUCKET_COUNT];
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that nobody can choose a place */
    struct set sets[SETS];
};

static unsigned rate_of(const struct bucket_row *row, struct rate_limits limits)
{
    switch (row->rate) {
    case RATE_REQUESTS:
        return limits.requests;
    case RATE_ACTS:
        return limits.acts;
    case RATE_FIXED:
    default:
        return row->number;
    }
}

enum status rates_new(struct rate_limits limits, struct rates **out_rates)
{
    struct rates *rates = memory_new(1, sizeof(*rates));

    if (rates == NULL)
        return STATUS_NO_MEMORY;
    for (unsigned i = 0; i < BUCKET_COUNT; i++)
        rates->per_minute[i] = rate_of(&bucket_rows[i], limits);
    randombytes_buf(rates->key, sizeof(rates->key));
    for (unsigned i = 0; i < SETS; i++)
        (void)pthread_mutex_init(&rates->sets[i].mutex, NULL);
    *out_rates = rates;
    return STATUS_OK;
}

void rates_free(struct rates *rates)
{
    if (rates == NULL)
        return;
    for (unsigned i = 0; i < SETS; i++)
        (void)pthread_mutex_destroy(&rates->sets[i].mutex);
    memory_free(rates);
}

/* The number by which a bucket is known; never 0, which is that of a place nobody has. */
static uint64_t name_of(const struct rates *rates, enum rate_bucket bucket,
                        const struct rate_key *key)
{
    struct {
        guid tenant;
        uint64_t bucket;
        char customer[CUSTOMER_BYTES];
    } parts = { .tenant = key->tenant, .bucket = bucket };
    uint64_t name = 0;

    if (bucket_rows[bucket].scope == SCOPE_CUSTOMER)
        for (size_t i = 0; i < key->customer.length && i < CUSTOMER_BYTES; i++)
            parts.customer[i] = (char)tolower((unsigned char)key->customer.bytes[i]);
    (void)crypto_shorthash((unsigned char *)&name, (const unsigned char *)&parts, sizeof(parts),
                           rates->key);
    return name == 0 ? 1 : name;
}

/* The bucket's place; else the one that is empty first, which becomes the bucket's. */
static unsigned find_place(struct set *set, uint64_t name)
{
    unsigned place = 0;

    for (unsigned i = 0; i < WAYS; i++)
        if (set->names[i] == name)
            return i;
    for (unsigned i = 1; i < WAYS; i++)
        if (set->empty_at_ns[i] < set->empty_at_ns[place])
            place = i;
    set->names[place] = name;
    set->empty_at_ns[place] = 0;
    return place;
}

/* How long until the bucket takes one more, in nanoseconds; 0: it took one. */
static int64_t take(int64_t *empty_at_ns, int64_t share_ns, int64_t now_ns)
{
    int64_t from_ns = *empty_at_ns > now_ns ? *empty_at_ns : now_ns;
    int64_t over_ns = from_ns + share_ns - (now_ns + MINUTE_NS);

    if (over_ns > 0)
        return over_ns;
    *empty_at_ns = from_ns + share_ns;
    return 0;
}

unsigned rates_take(struct rates *rates, enum rate_bucket bucket, const struct rate_key *key,
                    int64_t now_ns)
{
    unsigned per_minute = rates->per_minute[bucket];
    uint64_t name = 0;
    int64_t wait_ns = 0;
    struct set *set = NULL;

    if (per_minute == 0)
        return 0;
    name = name_of(rates, bucket, key);
    set = &rates->sets[name % SETS];
    (void)pthread_mutex_lock(&set->mutex);
    wait_ns = take(&set->empty_at_ns[find_place(set, name)], MINUTE_NS / per_minute, now_ns);
    (void)pthread_mutex_unlock(&set->mutex);
    return (unsigned)((wait_ns + SECOND_NS - 1) / SECOND_NS);
}
