/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_MEMO_H
#define AVAL_STORE_SQLITE_MEMO_H

#include "base/memory/arena.h"
#include "engine/store.h"
#include "store/sqlite/marks.h"

struct memo_slot;

/*
 * What a connection found before, for as long as nothing that could change it was changed: partners
 * are looked at by every act of theirs and seldom change. An answer is given again only if no mark
 * of its query is younger than the version that it was found in. Marks are set before their change
 * is committed, and a connection's transaction sees the book of one moment, before that of asking;
 * so an answer that counts at that moment is what the transaction would find.
 */
struct memo {
    const struct marks *marks; /* of the writer; NULL: somebody else may be writing */
    struct memo_slot *slots;   /* NULL: nothing was kept */
};

/** Whether the answer to the query is known, of the book as the call sees it; then *out_rows are
 * copies in the arena, which has room for MEMO_BYTES_MAX. */
bool memo_find(const struct memo *memo, enum query query, const struct query_key *key,
               struct arena *arena, struct rows *out_rows);

/** Keeps what was just found in a transaction that sees the version; too much is not kept. */
void memo_keep(struct memo *memo, enum query query, const struct query_key *key, uint64_t version,
               const struct rows *rows);

/** Ends a memo; accepts a zeroed one. */
void memo_done(struct memo *memo);

/* Of one answer: its rows, their texts, and that of its key. */
enum {
    MEMO_BYTES_MAX = 4096
};

#endif
