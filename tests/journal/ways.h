/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_JOURNAL_WAYS_H
#define AVAL_TESTS_JOURNAL_WAYS_H

#include <sqlite3.h>

#include "damaged/base_book.h"
#include "engine/store.h"

/* What is done to a book behind the program's back: plain ways, and those that are sealed anew. */
#define TAMPERING_PLAIN(WAY)                                                                       \
    WAY(change_entry)                                                                              \
    WAY(change_body)                                                                               \
    WAY(change_party)                                                                              \
    WAY(delete_party)                                                                              \
    WAY(delete_entry)                                                                              \
    WAY(delete_body)                                                                               \
    WAY(insert_entry)                                                                              \
    WAY(reorder)                                                                                   \
    WAY(cut)                                                                                       \
    WAY(change_node)                                                                               \
    WAY(change_fact)                                                                               \
    WAY(delete_fact)                                                                               \
    WAY(insert_fact)                                                                               \
    WAY(roll_back)
#define TAMPERING_SEALED(WAY)                                                                      \
    WAY(change_entry)                                                                              \
    WAY(change_body)                                                                               \
    WAY(change_party)                                                                              \
    WAY(delete_party)                                                                              \
    WAY(delete_entry)                                                                              \
    WAY(insert_entry)                                                                              \
    WAY(reorder)                                                                                   \
    WAY(cut)

enum {
    TAMPERING_TABLES_MAX = 64
};

#define PLAIN(way) PLAIN_##way,
#define SEALED(way) SEALED_##way,
enum tampering_way {
    TAMPERING_PLAIN(PLAIN) TAMPERING_SEALED(SEALED) TAMPERING_WAYS
};
#undef PLAIN
#undef SEALED

extern const char *const tampering_ways[TAMPERING_WAYS];

/* A table of the book, and what is asked of it with each tampering. */
struct tampered_table {
    char name[64];
    bool has_rows; /* and they have a row_id: facts */
    bool is_touched;
    sqlite3_stmt *differs, *empty, *fill;
};

/* Who does it: a connection to the book "book", with copies of it attached to compare with. */
struct tampering {
    sqlite3 *database;
    struct store *store;    /* the book, as the program has it open; borrowed */
    unsigned earlier_count; /* attached as earlier_0 and so on */
    uint64_t below;         /* entries below the head */
    struct tampered_table tables[TAMPERING_TABLES_MAX];
    unsigned table_count;
    struct chance *chance; /* while something is done */
};

/** Begins where "book" is; the copies are files beside it. */
void tampering_begin(struct tampering *tampering, const struct base_book *base,
                     struct store *store);

/** Does one thing by chance; false: nothing came of it, and nothing was done. */
bool tampering_do(struct tampering *tampering, struct chance *chance, unsigned *out_way);

/** Puts back what it was. */
void tampering_undo(struct tampering *tampering);

void tampering_end(struct tampering *tampering);

#endif
