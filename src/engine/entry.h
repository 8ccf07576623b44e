/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_ENTRY_H
#define AVAL_ENGINE_ENTRY_H

#include "base/date.h"
#include "base/guid.h"
#include "base/status.h"
#include "engine/principal.h"

/* What became of an act that was judged. */
#define OUTCOMES(WORD)                                                                             \
    WORD(OUTCOME_CARRIED_OUT, "carried_out")                                                       \
    WORD(OUTCOME_REFUSED, "refused")

#define WORD(name, word) name,
enum outcome {
    OUTCOMES(WORD) OUTCOME_COUNT
};
#undef WORD

extern const struct words outcome_words;

enum {
    ENTRY_PARTIES_MAX = 12
};

/* An act in the journal. */
struct entry {
    uint64_t position; /* its place; from 1 on */
    guid id;
    int64_t at; /* by the book's clock: milliseconds since 1970 */
    date on;    /* the day of the act */
    struct principal principal;
    struct text act;
    enum outcome outcome;
    struct text input;     /* what was asked: a JSON object */
    struct text decisions; /* a JSON array of full decisions; "[]" where nothing was to be judged */
    struct text changes;   /* the facts added and ended: a JSON array */
    guid parties[ENTRY_PARTIES_MAX];
    unsigned party_count;
};

/* Which entries are shown. */
struct entry_filter {
    uint64_t after; /* those behind this position */
    bool has_party;
    guid party;
};

/* Who takes entries one after the other; texts are borrowed until it returns. */
struct entry_visitor {
    enum status (*take)(struct entry_visitor *visitor, const struct entry *entry);
};

#endif
