/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_ENTRY_H
#define AVAL_ENGINE_ENTRY_H

#include "base/date.h"
#include "base/guid.h"
#include "base/status.h"
#include "engine/journal/merkle.h"
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
    ENTRY_PARTIES_MAX = 12,
    ENTRY_SALT_BYTES = 32
};

/*
 * An act in the journal: a leaf of its tree, which stays for good, and a body, of which the leaf
 * has only the salted hash. So a body can be erased, and the tree is as it was.
 */
struct entry {
    uint64_t position; /* its place; from 1 on */
    guid id;
    int64_t at; /* by the book's clock: milliseconds since 1970 */
    date on;    /* the day of the act */
    struct principal principal;
    struct text act;
    enum outcome outcome;
    struct merkle_hash body; /* that of the salt and the body */
    struct merkle_hash leaf; /* as the tree has it */

    /* The body. */
    bool is_erased; /* there is none any more: its texts are empty */
    unsigned char salt[ENTRY_SALT_BYTES];
    struct text input;     /* what was asked: a JSON object */
    struct text decisions; /* a JSON array of full decisions; "[]" where nothing was to be judged */
    struct text changes;   /* the facts added and ended: a JSON array */
    guid parties[ENTRY_PARTIES_MAX];
    unsigned party_count;
};

/* Which entries are shown. */
struct entry_filter {
    uint64_t after; /* those behind this position */
    uint64_t limit; /* at most so many; 0: all */
    bool has_party; /* those in which the party had a part */
    guid party;
    bool has_other; /* and the other too */
    guid other;
};

/* Who takes entries one after the other; texts are borrowed until it returns. */
struct entry_visitor {
    enum status (*take)(struct entry_visitor *visitor, const struct entry *entry);
};

#endif
