/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_LINKS_H
#define AVAL_BOOK_LINKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/date.h"
#include "base/status.h"

/* In effect for a while between a key (a tenant or organisation) and another, or alone. */
struct link {
    uint32_t other;  /* the other's number, or 0 where there is none */
    uint32_t detail; /* what the kind of link says more: role and status, services, country */
    struct interval valid;
    uint32_t line; /* where it was stated */
};

/*
 * Links of one kind, in two lives: gathered in any order, then settled, that is grouped by key
 * and sorted within a group, for reading. Zeroed = empty.
 */
struct links {
    struct link *list;
    size_t count;
    uint32_t *first; /* settled: the links of key k are list[first[k]] to list[first[k + 1] - 1] */
    uint32_t *keys;  /* gathered: the key of each */
    size_t list_capacity;
    size_t keys_capacity;
};

/* How the links of one key are sorted. */
enum links_order {
    LINKS_BY_OTHER, /* then by the beginning */
    LINKS_BY_BEGINNING
};

/** Gathers one more. NO_MEMORY: nothing changed. */
enum status links_add(struct links *links, uint32_t key, struct link link) MUST_CHECK;

/** Groups and sorts what was gathered; keys are below key_count. NO_MEMORY: nothing changed. */
enum status links_settle(struct links *links, uint32_t key_count, enum links_order order)
    MUST_CHECK;

/** Forgets all but the first of the settled links of a key with the same other. */
void links_keep_first(struct links *links, uint32_t key_count);

void links_done(struct links *links);

/* The links of one key. */
struct link_range {
    const struct link *begin;
    const struct link *end;
};

static inline struct link_range links_of(const struct links *links, uint32_t key)
{
    return (struct link_range){ links->list + links->first[key],
                                links->list + links->first[key + 1] };
}

/** Those of a key's links, sorted by other, whose other is `other`. */
struct link_range links_with(const struct links *links, uint32_t key, uint32_t other);

/** Whether one of the key's links with `other` is in effect on the day. */
bool links_hold(const struct links *links, uint32_t key, uint32_t other, date on);

#endif
