/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_DIRECTORY_H
#define AVAL_BOOK_DIRECTORY_H

#include "book/book.h"

/* A provider and a reseller that have, had or will have a relationship: places of a directory. */
struct directory_pair {
    uint32_t provider;
    uint32_t reseller;
};

/*
 * Who could sell: the partners of one version of a book and their pairs, in the order of their
 * ids, for looking through them all. Places are indexes of `partners`.
 */
struct directory {
    uint32_t *partners; /* tenants that were ever enrolled or in an indirect relationship */
    country *markets;   /* of the partner at the same place */
    uint32_t partner_count;
    struct directory_pair *pairs;
    size_t pair_count;
};

/** Looks through the whole book; in time proportional to it. NO_MEMORY: there is nothing to end. */
enum status directory_init(struct directory *directory, const struct book *book) MUST_CHECK;
void directory_done(struct directory *directory);

#endif
