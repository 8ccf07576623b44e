/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_BOUND_PRIVATE_H
#define AVAL_BENCH_BOUND_PRIVATE_H

#include "bound.h"
#include "periods.h"

enum {
    LINKS_INLINE = 2
};

/* With another for a while; other 0: none. */
struct bound_link {
    uint32_t other; /* the number of a partner, or of an organisation */
    int32_t from;
    int32_t to;
};

/* One more of something, in a chain; 0 ends it. */
struct bound_more {
    struct bound_link link;
    uint32_t next;
};

/* What is asked of any tenant. A partner's number is its slot plus one. */
struct bound_tenant {
    _Alignas(64) guid id; /* zeroed: the slot is free */
    uint32_t organization;
    uint32_t owners;      /* chain: of its organisation */
    uint32_t accepted_by; /* 0: directly, by the customer; else the partner that attests */
    int32_t accepted_on;  /* of the one acceptance that a customer has; INT32_MAX: none */
    uint16_t market;
    bool is_partner;                              /* designated as one */
    struct bound_link relationship[LINKS_INLINE]; /* a customer has two */
};

_Static_assert(sizeof(struct bound_tenant) == 64, "a customer is a cache line");

/* One that is designated as partner; the others have no partner facts. */
struct bound_partner {
    struct bound_tenant tenant;
    struct bound_link enrollment; /* other: role and status, as in a link's detail, plus one */
    struct bound_link provider[LINKS_INLINE]; /* of a reseller */
    uint32_t enrollments;                     /* chain: those beyond the first */
    uint32_t providers;                       /* chain: those beyond the first two */
    uint32_t signatures;  /* chain of its organisation, where others signed too */
    int32_t signed_on;    /* INT32_MAX: never */
    int32_t onboarded_on; /* INT32_MAX: never */
};

_Static_assert(sizeof(struct bound_partner) == 128, "a partner is two cache lines");

/* Sold in the markets whose bits are set, or everywhere that has a region. */
struct bound_offer {
    char id[OFFER_ID_BYTES]; /* zeroed: the slot is free */
    int32_t from;
    int32_t to;
    bool is_everywhere;
    uint64_t markets[(COUNTRY_COUNT + 63) / 64];
};

struct bound {
    struct bound_tenant *customers;
    struct bound_partner *partners;
    struct bound_offer *offers;
    unsigned customer_bits; /* there are two to this many slots */
    unsigned partner_bits;
    unsigned offer_bits;
    struct bound_more *more; /* all chains; [0] is unused */
    uint32_t more_count;
    uint32_t more_capacity;
    uint32_t *owners; /* chain by organisation */
    uint32_t *signatures;
    uint32_t organization_count;
    uint64_t customer_count;
    uint64_t partner_count;
    struct market_periods markets[COUNTRY_COUNT];
};

/* The ids of a world that was made for this are random: one product spreads them. */
static inline size_t bound_place(guid id, unsigned bits)
{
    return (id.high ^ (id.low << 32 | id.low >> 32)) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - bits);
}

static inline uint64_t bound_digits(uint64_t first, uint64_t second)
{
    uint64_t digits = __builtin_bswap64(first | second << 32);

    digits =
        (digits & UINT64_C(0x0f0f0f0f0f0f0f0f)) + 9 * (digits >> 6 & UINT64_C(0x0101010101010101));
    digits = (digits | digits >> 4) & UINT64_C(0x00ff00ff00ff00ff);
    digits = (digits | digits >> 8) & UINT64_C(0x0000ffff0000ffff);
    return (digits | digits >> 16) & UINT64_C(0x00000000ffffffff);
}

static inline uint64_t bound_four_bytes(const char *bytes)
{
    uint32_t word = 0;

    __builtin_memcpy(&word, bytes, sizeof(word));
    return word;
}

/* A GUID that is known to be well-formed, in a text of 36 bytes, on a little-endian machine. */
static inline guid bound_read_guid(const char *text)
{
    uint64_t first = bound_digits(bound_four_bytes(text), bound_four_bytes(text + 4));
    uint64_t second = bound_digits(bound_four_bytes(text + 9), bound_four_bytes(text + 14));
    uint64_t third = bound_digits(bound_four_bytes(text + 19), bound_four_bytes(text + 24));
    uint64_t fourth = bound_digits(bound_four_bytes(text + 28), bound_four_bytes(text + 32));

    return (guid){ first << 32 | second, third << 32 | fourth };
}

/* An id is at most two words long, of which as much can always be read; what is not its own is
 * cut off (the machine is little-endian). */
static inline guid bound_offer_key(struct text id)
{
    guid key;

    __builtin_memcpy(&key, id.bytes, sizeof(key));
    if (id.length < 8)
        return (guid){ key.high & ((UINT64_C(1) << 8 * id.length) - 1), 0 };
    if (id.length < 16)
        key.low &= (UINT64_C(1) << 8 * (id.length - 8)) - 1;
    return key;
}

/** The slot of a customer, or of the free place where it would be. */
static inline struct bound_tenant *bound_customer_slot(const struct bound *bound, guid id)
{
    size_t mask = ((size_t)1 << bound->customer_bits) - 1;
    size_t place = bound_place(id, bound->customer_bits);

    while (
        (bound->customers[place].id.high != id.high || bound->customers[place].id.low != id.low) &&
        bound->customers[place].id.high != 0)
        place = (place + 1) & mask;
    return &bound->customers[place];
}

static inline struct bound_partner *bound_partner_slot(const struct bound *bound, guid id)
{
    size_t mask = ((size_t)1 << bound->partner_bits) - 1;
    size_t place = bound_place(id, bound->partner_bits);

    while ((bound->partners[place].tenant.id.high != id.high ||
            bound->partners[place].tenant.id.low != id.low) &&
           bound->partners[place].tenant.id.high != 0)
        place = (place + 1) & mask;
    return &bound->partners[place];
}

static inline struct bound_offer *bound_offer_slot(const struct bound *bound, struct text id)
{
    size_t mask = ((size_t)1 << bound->offer_bits) - 1;
    guid key = bound_offer_key(id);
    size_t place = bound_place(key, bound->offer_bits);

    while (__builtin_memcmp(bound->offers[place].id, &key, sizeof(key)) != 0 &&
           bound->offers[place].id[0] != '\0')
        place = (place + 1) & mask;
    return &bound->offers[place];
}

#endif
