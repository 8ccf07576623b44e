/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_DECISION_H
#define AVAL_RULEBOOK_DECISION_H

#include "base/buffer.h"
#include "rulebook/rule.h"

/* The rulebook by which decisions are taken. */
#define RULEBOOK_VERSION "2026.1"

/* When an act consults a rule. */
enum condition {
    WHEN_ALWAYS,
    WHEN_PROVIDER_NAMED,
    WHEN_OFFER_NAMED,
    WHEN_SUBSCRIPTION_NEW,
    WHEN_DIRECT_BILL_ASKED,
    WHEN_EACH_SELLER_SELLS,            /* Q3: not only who faces the customer */
    WHEN_RELATIONSHIP_IS_NEW_BUSINESS, /* the other reading of Q12 */
    WHEN_ENROLLMENT_IS_ASKED,          /* Q13: always, or from the date of M1 */
    CONDITION_COUNT
};

/* That an act consults a rule, and of whom it is asked: bits of enum position. */
struct consult {
    enum rule_name rule;
    enum condition condition;
    unsigned positions;
};

/* All that one act consults, in the order of the rules. */
struct act_consults {
    const struct consult *rows;
    unsigned count;
};

extern const struct act_consults act_consults[ACT_COUNT];

/* A rule that has found something about a position. */
struct finding {
    enum rule_name rule;
    enum position position; /* POSITION_NONE: about the act as a whole */
};

/* No act can have more findings. */
enum {
    FINDING_COUNT_MAX = 32
};

/* All findings, in the order of the bytes of their names; none: the act is supported. */
struct decision {
    unsigned finding_count;
    struct finding findings[FINDING_COUNT_MAX];
};

/** Whether the act consults the row's rule, by profile, date and condition, of somebody there. */
bool consult_is_asked(const struct consult *consult, const struct dossier *dossier);

/** Judges the act by every rule that it consults. Pure: the same dossier, the same decision. */
void decide(const struct dossier *dossier, struct decision *out_decision);

static inline bool decision_is_supported(const struct decision *decision)
{
    return decision->finding_count == 0;
}

/** Adds the finding's name: "rule" or "rule:position". */
void finding_write_name(struct buffer *buffer, struct finding finding);

/** Adds the finding's sentence for people, which names the party by its position. */
void finding_write_message(struct buffer *buffer, struct finding finding, enum language language);

/**
 * The first fault in the tables of what acts consult and of rules, or NULL: order, texts, ids. For
 * the start of the program, on act_consults and rules.
 */
const char *rulebook_check(const struct act_consults consults[ACT_COUNT],
                           const struct rule *const table[RULE_COUNT]);

#endif
