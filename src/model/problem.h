/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_PROBLEM_H
#define AVAL_MODEL_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"
#include "model/words.h"

#define PROBLEM(name, en, fr) PROBLEM_##name,
enum problem_kind {
#include "model/problem.def"
    PROBLEM_COUNT
};
#undef PROBLEM

/* What people call the things that are named by an id. */
enum noun {
    NOUN_NONE,
    NOUN_TENANT,
    NOUN_ORGANIZATION,
    NOUN_OFFER,
    NOUN_PARTNER_ID,
    NOUN_ORDER,
    NOUN_SUBSCRIPTION,
    NOUN_COUNT
};

/*
 * One thing that is wrong with what was given. Everything is borrowed; whoever is told writes it
 * down before it returns.
 */
struct problem {
    enum problem_kind kind;
    uint64_t line;       /* counted from 1; 0: the whole file */
    uint64_t other_line; /* of the other fact in question */
    struct text field;   /* empty: the whole line */
    struct text found;   /* the value, as it was given */
    bool found_is_text;  /* it is shown in quotes */
    const struct phrase *expected;
    const struct words *choices; /* the words that `expected` announces, or NULL */
    enum noun noun;
    const char *shape; /* the act or type whose key is unknown */
};

/* Who is told of problems. */
struct problem_sink {
    void (*report)(struct problem_sink *sink, const struct problem *problem);
};

/** Adds "field: what is wrong"; the line and the file are the caller's to say. */
void problem_write(struct buffer *buffer, const struct problem *problem, enum language language);

#endif
