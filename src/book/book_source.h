/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_BOOK_SOURCE_H
#define AVAL_BOOK_BOOK_SOURCE_H

#include "book/directory.h"
#include "book/grounds.h"
#include "planner/source.h"

enum {
    MPN_ID_BYTES_MAX = 24
};

/* One version of a book as the planner's source of facts. Many threads may use it. */
struct book_source {
    struct source source; /* first: the planner knows only this */
    const struct book *book;
    struct directory directory;
    guid created_id; /* of the tenant that a plan creates: no tenant of the book has it */
    char registered_mpn_id[MPN_ID_BYTES_MAX];
};

/** NO_MEMORY: there is nothing to end. The book is borrowed until book_source_done(). */
enum status book_source_init(struct book_source *source, const struct book *book) MUST_CHECK;
void book_source_done(struct book_source *source);

/** Another number where the source of a book would be another than that of an earlier version. */
uint64_t book_partners_version(const struct book *book);

/** Adds the tenants that have, or whose partner ids are, the ids before the first free ones. */
void book_source_add_taken(const struct book_source *source, struct cast *cast);

#endif
