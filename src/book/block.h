/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_BLOCK_H
#define AVAL_BOOK_BLOCK_H

#include <stdint.h>

#include "base/date.h"
#include "book/edit.h"

/* In effect for a while between a key (a tenant or organisation) and another, or alone. */
struct link {
    uint32_t other;  /* the other's number, or 0 where there is none */
    uint32_t detail; /* what the kind of link says more: role and status, services */
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
 * All links of one key in one piece of memory, which never changes: a set of kinds, where each
 * of these kinds ends, and the links, sorted by kind, other, beginning, end and detail. No links:
 * no block, NULL.
 */
struct block {
    uint16_t kinds;      /* bits of enum link_kind: those that occur */
    uint16_t kind_count; /* how many */
    uint32_t ends[];     /* for each that occurs, in order; then the links */
};

struct link_range {
    const struct link *begin;
    const struct link *end;
};

/** The links of one kind, sorted by other and then by beginning. */
static inline struct link_range block_links(const struct block *block, enum link_kind kind)
{
    unsigned before = 0;
    const struct link *links = NULL;
    const void *after = NULL;

    if (block == NULL || (block->kinds & 1U << kind) == 0)
        return (struct link_range){ NULL, NULL };
    for (unsigned lower = block->kinds & ((1U << kind) - 1); lower != 0; lower &= lower - 1)
        before++;
    after = block->ends + block->kind_count;
    links = after;
    return (struct link_range){ links + (before == 0 ? 0 : block->ends[before - 1]),
                                links + block->ends[before] };
}

/** Those links of a kind whose other is `other`. */
struct link_range block_links_with(const struct block *block, enum link_kind kind, uint32_t other);

/** Whether a link of the kind with `other` is in effect on the day. */
bool block_holds(const struct block *block, enum link_kind kind, uint32_t other, date on);

/** The order of links within a kind, as qsort() wants it. */
int link_compare(const void *left, const void *right);

/** A block of sorted links: counts[kind] of each kind. NULL, with OK, when there is none. */
enum status block_make(struct edit *edit, const uint32_t counts[LINK_KIND_COUNT],
                       const struct link *links, struct block **out_block) MUST_CHECK;

/** A block as `block`, with one link more. */
enum status block_with(const struct block *block, struct edit *edit, enum link_kind kind,
                       struct link link, struct block **out_block) MUST_CHECK;

/** A block as `block`, with one link less; INVALID: there is no such link. */
enum status block_without(const struct block *block, struct edit *edit, enum link_kind kind,
                          struct link link, struct block **out_block) MUST_CHECK;

#endif
