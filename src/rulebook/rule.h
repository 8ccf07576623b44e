/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_RULE_H
#define AVAL_RULEBOOK_RULE_H

#include "rulebook/dossier.h"

/* Where a rule comes from: the article, or the programme pages that it links to. */
enum origin {
    ORIGIN_ARTICLE,
    ORIGIN_PROGRAMME
};

/*
 * A rule: a row of constants, at the end of its family's file, and the function above it. A rule
 * only ever finds: where none does, the act is supported.
 */
struct rule {
    const char *id; /* never reused; a changed obligation is a new row */
    enum origin origin;
    const char *statements; /* ids of statements.def, separated by spaces */
    const char *readings;   /* ids of readings.def, separated by spaces */
    date in_force_from;     /* { INT32_MIN }: always */
    struct phrase message;  /* {party}: the position's words */
    /* Whether there is something to find about the position, whose party is present. */
    bool (*finds)(const struct dossier *dossier, enum position position);
};

#define RULE(NAME, name) RULE_##NAME,
enum rule_name {
#include "rulebook/rules.def"
    RULE_COUNT
};
#undef RULE

#define RULE(NAME, name) extern const struct rule rule_##name;
#include "rulebook/rules.def"
#undef RULE

/** The rules, by enum rule_name, in the order of their ids. */
extern const struct rule *const rules[RULE_COUNT];

/** The words of the positions: "direct_bill". POSITION_NONE has none. */
extern const struct words position_words;

/** What people call who stands in the position, at the start of a sentence. */
extern const struct phrase position_phrases[POSITION_COUNT];

/** The roles that the position asks for, as bits of enum role: none for the customer. */
unsigned position_roles(enum position position);

/** Whether the rule belongs to the profile and is in force on the dossier's date. */
static inline bool rule_applies(const struct rule *rule, const struct dossier *dossier)
{
    return (rule->origin == ORIGIN_ARTICLE || dossier->profile == PROFILE_PROGRAMME) &&
           !date_before(dossier->date, rule->in_force_from);
}

#endif
