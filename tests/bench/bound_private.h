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

/* What is asked of any tenant. */
struct bound_tenant {
    _Alignas(64) guid id; /* zeroed: the place is free */
    uint32_t organization;
    uint32_t owners;      /* chain: of its organisation; read where all is found at once */
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

/* Records found by GUID: either they stand where the GUID says, or `index` says where they are. */
struct bound_table {
    unsigned bits;   /* two to this many places */
    uint64_t *index; /* part of the hash, and number; 0: free. NULL: records are at the places */
    uint64_t count;  /* records in use */
    uint64_t room;   /* records that there is memory for; with an index, number 0 is unused */
};

struct bound {
    enum bound_layout layout;
    struct bound_table customer_table;
    struct bound_table partner_table;
    struct bound_tenant *customers;
    struct bound_partner *partners;
    struct bound_offer *offers;
    unsigned offer_bits;
    struct bound_more *more; /* all chains; [0] is unused */
    uint32_t more_count;
    uint32_t more_capacity;
    uint32_t *owners; /* chain by organisation */
    uint32_t *signatures;
    uint32_t organization_count;
    struct market_periods markets[COUNTRY_COUNT];
};

/* The ids of a world that was made for this are random: one product spreads them. */
static inline uint64_t bound_hash(guid id)
{
    return (id.high ^ (id.low << 32 | id.low >> 32)) * UINT64_C(0x9e3779b97f4a7c15);
}

static inline size_t bound_place(uint64_t hash, unsigned bits)
{
    return hash >> (64 - bits);
}

/* The place after another, around the end. */
static inline size_t bound_next_place(size_t place, unsigned bits)
{
    return (place + 1) & (((size_t)1 << bits) - 1);
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

/** The number that the index has for a hash from a place on, or 0; *place is where it stands. */
static inline uint32_t bound_index_find(const struct bound_table *table, uint64_t hash,
                                        size_t *place)
{
    while (table->index[*place] != 0 && table->index[*place] >> 32 != (uint32_t)hash)
        *place = bound_next_place(*place, table->bits);
    return (uint32_t)table->index[*place];
}

/** The customer of that GUID, or a record that is free. */
static inline struct bound_tenant *bound_find_customer(const struct bound *bound, guid id)
{
    const struct bound_table *table = &bound->customer_table;
    uint64_t hash = bound_hash(id);
    size_t place = bound_place(hash, table->bits);

    if (table->index == NULL) {
        while (!guid_equal(bound->customers[place].id, id) && bound->customers[place].id.high != 0)
            place = bound_next_place(place, table->bits);
        return &bound->customers[place];
    }
    for (;;) {
        uint32_t number = bound_index_find(table, hash, &place);

        if (number == 0 || guid_equal(bound->customers[number].id, id))
            return &bound->customers[number];
        place = bound_next_place(place, table->bits);
    }
}

/** The partner of that GUID, or a record that is free. */
static inline struct bound_partner *bound_find_partner(const struct bound *bound, guid id)
{
    const struct bound_table *table = &bound->partner_table;
    uint64_t hash = bound_hash(id);
    size_t place = bound_place(hash, table->bits);

    if (table->index == NULL) {
        while (!guid_equal(bound->partners[place].tenant.id, id) &&
               bound->partners[place].tenant.id.high != 0)
            place = bound_next_place(place, table->bits);
        return &bound->partners[place];
    }
    for (;;) {
        uint32_t number = bound_index_find(table, hash, &place);

        if (number == 0 || guid_equal(bound->partners[number].tenant.id, id))
            return &bound->partners[number];
        place = bound_next_place(place, table->bits);
    }
}

static inline struct bound_offer *bound_find_offer(const struct bound *bound, struct text id)
{
    guid key = bound_offer_key(id);
    size_t place = bound_place(bound_hash(key), bound->offer_bits);

    while (__builtin_memcmp(bound->offers[place].id, &key, sizeof(key)) != 0 &&
           bound->offers[place].id[0] != '\0')
        place = bound_next_place(place, bound->offer_bits);
    return &bound->offers[place];
}

/** The chain of a tenant's owners. */
static inline uint32_t bound_owners(const struct bound *bound, const struct bound_tenant *tenant)
{
    return bound->layout == BOUND_AT_ONCE ? tenant->owners : bound->owners[tenant->organization];
}

/** The number by which links name a partner. */
static inline uint32_t bound_number(const struct bound *bound, const struct bound_partner *partner)
{
    return (uint32_t)(partner - bound->partners) + 1;
}

#endif
