/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_PAGES_H
#define AVAL_BOOK_PAGES_H

#include <stdint.h>

#include "book/edit.h"

/*
 * A growing array of records of which every version stays readable: a tree of three levels, whose
 * pages are copied when an edit first changes them. A struct pages is one version, a value.
 * Reading record n takes two steps through pages that are few enough to stay in the cache.
 */
struct pages {
    struct page_root *root;
    uint32_t count;
    uint32_t record_size;
};

/* Records a leaf, leaves a branch. */
enum {
    PAGE_LEAF_BITS = 6,
    PAGE_BRANCH_BITS = 8
};

/* Leaves hold records and nothing else, from the beginning of a cache line on: so a record whose
 * size is that of a line, or divides it, lies in one. */
struct page_branch {
    uint64_t edit;
    uint64_t leaf_edits[1 << PAGE_BRANCH_BITS];
    char *leaves[1 << PAGE_BRANCH_BITS];
};

struct page_root {
    uint64_t edit;
    uint32_t branch_capacity;
    struct page_branch *branches[];
};

/** Record `number`, below the count; borrowed from the version. */
static inline const void *pages_at(const struct pages *pages, uint32_t number)
{
    const struct page_branch *branch =
        pages->root->branches[number >> (PAGE_LEAF_BITS + PAGE_BRANCH_BITS)];
    const char *leaf = branch->leaves[number >> PAGE_LEAF_BITS & ((1U << PAGE_BRANCH_BITS) - 1)];

    return leaf + (size_t)(number & ((1U << PAGE_LEAF_BITS) - 1)) * pages->record_size;
}

/**
 * Record `number`, to be changed by the edit; when it is the count, a new zeroed one. NO_MEMORY:
 * the version that the edit began with is unchanged.
 */
enum status pages_edit(struct pages *pages, struct edit *edit, uint32_t number, void **out_record)
    MUST_CHECK;

/** Frees all pages of a version that nobody else reads. */
void pages_done(struct pages *pages);

#endif
