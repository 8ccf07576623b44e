/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_MARKS_H
#define AVAL_STORE_SQLITE_MARKS_H

#include <stdatomic.h>

#include "engine/judging/reads.h"
#include "engine/query.h"
#include "model/fact.h"

/*
 * When what was changed last, by the marks of look-ups: of the one connection that writes; others
 * only look when something was changed. A version of the book is the number of its commits since
 * it was opened, which was version 1.
 */
struct marks {
    uint64_t version; /* that comes about by the next commit */
    uint64_t worked;  /* the last version in which anything may have changed */
    _Atomic uint64_t changed[READS_MARK_COUNT];
};

/* What could change the answer of a query: a fact of its type that is replaced, or one that is
 * added and has its key. */
struct query_marks {
    uint16_t replaced, added;
};

/** The marks of a query; they do not tell all of one that looks further than for its first key. */
struct query_marks marks_of_query(enum query query, const struct query_key *key);
bool marks_look_further(enum query query);

/** Whether the answer may be another than in that version. Any thread may ask. */
bool marks_have_changed(const struct marks *marks, const struct query_marks *query,
                        uint64_t version);

/** Notes what could change the answer of a query. */
void marks_note_query(struct reads *reads, enum query query, const struct query_key *key);

/** A fact was added; or put in the place of one that might have been anything of its type. */
void marks_note_fact(struct marks *marks, const struct fact *fact, bool is_replacing);

/** Whether nothing that was looked up was changed since. */
bool marks_are_unchanged(const struct marks *marks, const struct reads *reads);

#endif
