/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_STATEMENT_H
#define AVAL_RULEBOOK_STATEMENT_H

#include <stddef.h>

#include "base/text.h"
#include "model/words.h"

/* A normative sentence of the article, by the id under which everything cites it. */
struct statement {
    const char *id;
    struct phrase sense;
};

extern const struct statement statements[];
extern const size_t statement_count;

/* A choice that the article leaves open: the question, the reading taken, and the other one. */
struct reading {
    const char *id;
    const char *statements; /* ids of those that leave the choice, separated by spaces */
    struct phrase question;
    struct phrase taken;
    struct phrase other;
};

extern const struct reading readings[];
extern const size_t reading_count;

/* What the program does about a statement or reading beside its rules. */
enum feature_kind {
    FEATURE_KIND_FEATURE,
    FEATURE_KIND_PLANNED,
    FEATURE_KIND_CONTEXT, /* nothing to do */
    FEATURE_KIND_COUNT
};

extern const struct words feature_kind_words;

struct feature {
    const char *id; /* of a statement or a reading */
    enum feature_kind kind;
    struct phrase where;
};

extern const struct feature features[];
extern const size_t feature_count;

/** The statement of that id, or NULL. */
const struct statement *statement_find(struct text id);

/** Whether the id is that of a part: S1.1 of S1, S5a of S5. */
bool statement_is_part(const char *id, struct text whole);

/** The reading of that id, or NULL. */
const struct reading *reading_find(struct text id);

/** What there is beside the rules for the statement or reading of that id, or NULL. */
const struct feature *feature_find(struct text id);

#endif
