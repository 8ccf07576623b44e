/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_BLOCK_H
#define AVAL_BOOK_BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "book/edit.h"

/* In effect for a while between a key (a tenant or organisation) and another, or alone. */
struct link {
    uint32_t other;  /* the other's number, or 0 where there is none */
    uint32_t detail; /* at most LINK_DETAIL_MAX: role and status, services */
    struct interval valid;
};

/* The kinds of link, and what their key, other and detail are. */
enum link_kind {
    LINK_OWNERSHIP,  /* of an organisation; by its owner */
    LINK_MEMBER,     /* of an organisation; its tenants */
    LINK_SIGNATURE,  /* of an organisation; other: country of the tenant; from: signed on */
    LINK_ENROLLMENT, /* of a tenant; detail: role * ENROLLMENT_STATUS_COUNT + status */
    LINK_ACCOUNT,    /* of a tenant; from: onboarded on */
    LINK_AGREEMENT,  /* of a tenant; from: signed on */
    LINK_INDIRECT,   /* of a reseller; with a provider */
    LINK_SERVICE,    /* of a reseller; with a provider; detail: bits of enum service */
    LINK_CUSTOMER,   /* of a customer; with a partner */
    LINK_ACCEPTANCE, /* of a customer; from: accepted on; other: who attests, plus one, or 0 */
    LINK_PARTNER_ID, /* of a tenant; other: the partner id */
    LINK_KIND_COUNT
};

/** Whether the key of the links of a kind is an organisation; else it is a tenant. */
static inline bool link_kind_is_of_organization(enum link_kind kind)
{
    return kind == LINK_OWNERSHIP || kind == LINK_MEMBER || kind == LINK_SIGNATURE;
}

/*
 * A link as it is kept, in twelve bytes: most of a book is links, and what a decision waits for is
 * their memory. A day of the years 1 to 9999 takes 23 bits; the ends of open intervals are the
 * least and the greatest of 24.
 */
struct kept_link {
    uint32_t other;
    uint32_t from_and_kind; /* the kind in the lowest eight bits */
    uint32_t to_and_detail;
};

enum {
    LINK_DETAIL_MAX = UINT8_MAX,
    LINK_ROOM_MAX = 3, /* no record has room for more */
    KEPT_DAY_MIN = -(1 << 23),
    KEPT_DAY_MAX = (1 << 23) - 1
};

/* The sign comes with the shift: every compiler of ours shifts numbers that way. */
static inline int32_t kept_day(uint32_t field)
{
    return (int32_t)field >> 8;
}

static inline date kept_date(uint32_t field)
{
    int32_t day = kept_day(field);

    return day == KEPT_DAY_MIN   ? DATE_BEFORE_ALL
           : day == KEPT_DAY_MAX ? DATE_AFTER_ALL
                                 : (date){ day };
}

static inline enum link_kind kept_kind(const struct kept_link *link)
{
    return (enum link_kind)(link->from_and_kind & 0xff);
}

static inline uint32_t kept_detail(const struct kept_link *link)
{
    return link->to_and_detail & 0xff;
}

static inline struct interval kept_valid(const struct kept_link *link)
{
    return (struct interval){ kept_date(link->from_and_kind), kept_date(link->to_and_detail) };
}

/** Whether the link is in effect on a day of the years 1 to 9999. */
static inline bool kept_holds(const struct kept_link *link, date on)
{
    return kept_day(link->from_and_kind) <= on.day && on.day < kept_day(link->to_and_detail);
}

/** A link of a kind as it is kept. */
struct kept_link link_keep(enum link_kind kind, struct link link);

/*
 * All links of one key, sorted by kind, other, beginning, end and detail. A record has room for a
 * few of them, so that a customer is found with all that is asked of it; when there are more, all
 * stand in a block elsewhere, which never changes, and the room begins with its address.
 */
struct block {
    uint32_t count;
    struct kept_link links[];
};

/* What a record says of the links in its room. */
struct link_head {
    uint16_t kinds; /* bits of enum link_kind: those that occur */
    uint16_t count; /* LINKS_IN_BLOCK: they are in a block */
};

#define LINKS_IN_BLOCK UINT16_MAX

/** The block of a key whose links stand in one; the room is aligned as a pointer is. */
static inline struct block *link_block(const struct kept_link *room)
{
    struct block *block = NULL;

    memcpy((void *)&block, room, sizeof(struct block *));
    return block;
}

/* The links of one key, borrowed. */
struct link_set {
    const struct kept_link *links;
    uint32_t count;
    unsigned kinds;
};

static inline struct link_set link_set_of(const struct kept_link *room, struct link_head head)
{
    if (head.count == LINKS_IN_BLOCK)
        return (struct link_set){ link_block(room)->links, link_block(room)->count, head.kinds };
    return (struct link_set){ room, head.count, head.kinds };
}

struct link_range {
    const struct kept_link *begin;
    const struct kept_link *end;
};

/* Among so few links looking at one after the other is quicker than halving. Nearly all keys have
 * no more, so this stands here for the compiler to work into its callers. */
enum {
    FEW_LINKS = 8
};

/** The same as the functions without "many" for any number of links: by halving. */
struct link_range links_of_kind_many(struct link_set set, enum link_kind kind);
struct link_range links_with_many(struct link_set set, enum link_kind kind, uint32_t other);

/** The first link of a kind, or the end of all. */
static inline const struct kept_link *links_first(struct link_set set, enum link_kind kind)
{
    const struct kept_link *link = set.links;

    if ((set.kinds & 1U << kind) == 0)
        return set.links + set.count;
    if (set.count > FEW_LINKS)
        return links_of_kind_many(set, kind).begin;
    while (kept_kind(link) != kind)
        link++;
    return link;
}

/** The links of one kind, sorted by other and then by beginning. */
static inline struct link_range links_of_kind(struct link_set set, enum link_kind kind)
{
    const struct kept_link *end = set.links + set.count;
    struct link_range range = { end, end };

    if ((set.kinds & 1U << kind) == 0)
        return range;
    if (set.count > FEW_LINKS)
        return links_of_kind_many(set, kind);
    range.begin = links_first(set, kind);
    range.end = range.begin + 1;
    while (range.end < end && kept_kind(range.end) == kind)
        range.end++;
    return range;
}

/** Whether the link is of the kind and with `other`. */
static inline bool kept_is_with(const struct kept_link *link, enum link_kind kind, uint32_t other)
{
    return link->other == other && kept_kind(link) == kind;
}

/** Those links of a kind whose other is `other`. */
static inline struct link_range links_with(struct link_set set, enum link_kind kind, uint32_t other)
{
    const struct kept_link *end = set.links + set.count;
    struct link_range range = { end, end };

    if ((set.kinds & 1U << kind) == 0)
        return range;
    if (set.count > FEW_LINKS)
        return links_with_many(set, kind, other);
    range.begin = set.links;
    while (range.begin < end && !kept_is_with(range.begin, kind, other))
        range.begin++;
    range.end = range.begin;
    while (range.end < end && kept_is_with(range.end, kind, other))
        range.end++;
    return range;
}

/** The day from which the first link of a kind with `other` is in effect, or DATE_AFTER_ALL. */
static inline date links_first_day(struct link_set set, enum link_kind kind, uint32_t other)
{
    struct link_range range = { set.links, set.links + set.count };

    if ((set.kinds & 1U << kind) == 0)
        return DATE_AFTER_ALL;
    if (set.count > FEW_LINKS)
        range = links_with_many(set, kind, other);
    for (; range.begin < range.end; range.begin++)
        if (kept_is_with(range.begin, kind, other))
            return kept_date(range.begin->from_and_kind);
    return DATE_AFTER_ALL;
}

/** Whether a link of the kind with `other` is in effect on a day of the years 1 to 9999. */
static inline bool links_hold(struct link_set set, enum link_kind kind, uint32_t other, date on)
{
    struct link_range range = { set.links, set.links + set.count };

    if ((set.kinds & 1U << kind) == 0)
        return false;
    if (set.count > FEW_LINKS)
        range = links_with_many(set, kind, other);
    for (; range.begin < range.end; range.begin++)
        if (kept_is_with(range.begin, kind, other) && kept_holds(range.begin, on))
            return true;
    return false;
}

/** The order of kept links, as qsort() wants it. */
int kept_link_compare(const void *left, const void *right);

/* The links of a key whose record an edit may change. */
struct link_room {
    struct kept_link *links;
    unsigned capacity;
    struct link_head *head;
};

/** Puts sorted links where there are none yet. */
enum status link_room_fill(struct link_room room, struct edit *edit, struct link_range links)
    MUST_CHECK;

/** Adds one link. NO_MEMORY: the edit has failed. */
enum status link_room_add(struct link_room room, struct edit *edit, struct kept_link link)
    MUST_CHECK;

/** Takes one link out; INVALID: there is no such link. NO_MEMORY: the edit has failed. */
enum status link_room_remove(struct link_room room, struct edit *edit, struct kept_link link)
    MUST_CHECK;

#endif
