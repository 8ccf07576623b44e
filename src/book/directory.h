/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_DIRECTORY_H
#define AVAL_BOOK_DIRECTORY_H

#include "book/book.h"

enum {
    REGIONS_MAX = 32
};

/* A provider and a reseller that have, had or will have a relationship. */
struct directory_pair {
    uint32_t provider;
    uint32_t reseller;
};

/* Partners by what they were ever enrolled as. */
enum directory_list {
    DIRECTORY_PARTNERS, /* anything */
    DIRECTORY_DIRECT_BILL,
    DIRECTORY_PROVIDERS,
    DIRECTORY_LIST_COUNT
};

/* Who could sell in one region: tenants, in the order of their ids, and pairs of this region by
 * provider and then reseller. */
struct directory_region {
    const uint32_t *lists[DIRECTORY_LIST_COUNT];
    uint32_t counts[DIRECTORY_LIST_COUNT];
    const struct directory_pair *pairs;
    size_t pair_count;
};

/* From a day on on which some market changed its region. */
struct directory_epoch {
    date from;
    struct directory_region regions[REGIONS_MAX];
};

/* Who could sell, in one version of a book: for looking through them all. */
struct directory {
    struct directory_epoch *epochs; /* in order; the first from the beginning of time */
    unsigned epoch_count;
    uint32_t *partners; /* what the lists are parts of */
    struct directory_pair *pairs;
};

/** Looks through the whole book; in time proportional to it. NO_MEMORY: there is nothing to end. */
enum status directory_init(struct directory *directory, const struct book *book) MUST_CHECK;
void directory_done(struct directory *directory);

/** Who could sell in a region on a day. */
const struct directory_region *directory_at(const struct directory *directory, region where,
                                            date on);

/** The number of the region's first pair that is not before one of these ids. */
size_t directory_first_pair(const struct directory_region *place, const struct book *book,
                            guid provider, guid reseller);

#endif
