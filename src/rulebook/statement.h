/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_STATEMENT_H
#define AVAL_RULEBOOK_STATEMENT_H

#include <stddef.h>

#include "base/text.h"

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
    struct phrase question;
    struct phrase taken;
    struct phrase other;
};

extern const struct reading readings[];
extern const size_t reading_count;

/** The statement of that id, or NULL. */
const struct statement *statement_find(struct text id);

/** The reading of that id, or NULL. */
const struct reading *reading_find(struct text id);

#endif
