/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_LINKS_H
#define AVAL_BOOK_LINKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/status.h"
#include "book/block.h"

/* A link while a world is being read: with its key, and the line that states it. */
struct staged_link {
    uint32_t key;
    uint32_t line;
    struct link link;
};

/*
 * Links of one kind, in two lives: gathered in any order, then settled, that is grouped by key
 * and, where asked for, sorted within a group. Zeroed = empty.
 */
struct links {
    struct staged_link *list;
    size_t count;
    size_t capacity;
    uint32_t *first; /* settled: those of key k are list[first[k]] to list[first[k + 1] - 1] */
};

/* How the links of one key are sorted. */
enum links_order {
    LINKS_AS_ADDED,
    LINKS_BY_BEGINNING
};

/** Gathers one more. NO_MEMORY: nothing changed. */
enum status links_add(struct links *links, struct staged_link staged) MUST_CHECK;

/** Groups and sorts what was gathered; keys are below key_count. NO_MEMORY: nothing changed. */
enum status links_settle(struct links *links, uint32_t key_count, enum links_order order)
    MUST_CHECK;

void links_done(struct links *links);

/* The links of one key. */
struct staged_range {
    const struct staged_link *begin;
    const struct staged_link *end;
};

static inline struct staged_range links_of(const struct links *links, uint32_t key)
{
    return (struct staged_range){ links->list + links->first[key],
                                  links->list + links->first[key + 1] };
}

#endif
