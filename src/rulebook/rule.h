/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_RULE_H
#define AVAL_RULEBOOK_RULE_H

#include "base/buffer.h"
#include "rulebook/remedy.h"

/* Where a rule comes from: the article, or the programme pages that it links to. */
enum origin {
    ORIGIN_ARTICLE,
    ORIGIN_PROGRAMME
};

/* A reseller that is its own provider: only another provider mends that. */
enum sameness {
    SAME_OR_NOT,
    UNLESS_OWN_PROVIDER,
    IF_OWN_PROVIDER
};

/* That a remedy helps against a rule's findings. */
struct rule_remedy {
    enum remedy remedy;
    unsigned acts;      /* bits of enum act; 0: in every act that the remedy can change */
    unsigned positions; /* bits of enum position; 0: in each */
    enum sameness when;
};

enum {
    RULE_REMEDIES_MAX = 6
};

/*
 * A rule: a row of constants, at the end of its family's file, and the function above it. A rule
 * only ever finds: where none does, the act is supported.
 */
struct rule {
    const char *id;     /* never reused; a changed obligation is a new row */
    struct phrase asks; /* what has to be so, for nothing to be found */
    enum origin origin;
    const char *statements; /* ids of statements.def, separated by spaces */
    const char *readings;   /* ids of readings.def, separated by spaces */
    date in_force_from;     /* { INT32_MIN }: always */
    date eased_from;        /* the day from which the rule itself finds less; { 0 }: none */
    /* {party}: whom the finding is about; {provider} and so on; {upper}, {lower}: whoever sells
     * or supplies in the act, and to whom. */
    struct phrase message;
    const char *facts; /* keys of fact_keys.def: what the full form shows of the dossier */
    /* Of some positions, whose parties are present, those about which there is something to find:
     * sets, bits of enum position. */
    unsigned (*finds)(const struct dossier *dossier, unsigned asked);
    struct rule_remedy remedies[RULE_REMEDIES_MAX + 1]; /* as they are told; NONE ends them */
};

/*
 * Makes of a judge, which says whether there is something to find about one position, the function
 * `judge`_each for its row. A decision asks twenty rules: one call a rule instead of one a
 * position, and the judge worked into the loop, are quicker by some hundredths.
 */
#define JUDGE_EACH(judge)                                                                          \
    static unsigned judge##_each(const struct dossier *dossier, unsigned asked)                    \
    {                                                                                              \
        unsigned found = 0;                                                                        \
                                                                                                   \
        for (; asked != 0; asked &= asked - 1) {                                                   \
            enum position position = (enum position)__builtin_ctz(asked);                          \
                                                                                                   \
            found |= (unsigned)judge(dossier, position) << position;                               \
        }                                                                                          \
        return found;                                                                              \
    }

/* The same of a judge of the act, to which positions are nothing: it says it for all asked. */
#define JUDGE_ONCE(judge)                                                                          \
    static unsigned judge##_once(const struct dossier *dossier, unsigned asked)                    \
    {                                                                                              \
        return judge(dossier) ? asked : 0;                                                         \
    }

/* Another provider, or another seller: for whom the finding is about. */
#define OTHER_PROVIDER { .remedy = REMEDY_OTHER_PROVIDER, .positions = BIT(POSITION_PROVIDER) }
#define OTHER_SELLER                                                                               \
    { .remedy = REMEDY_OTHER_SELLER,                                                               \
      .positions = BIT(POSITION_RESELLER) | BIT(POSITION_DIRECT_BILL) | BIT(POSITION_PARTNER) }

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

/** Whether the rule finds something about the position, whose party is present. */
static inline bool rule_finds(const struct rule *rule, const struct dossier *dossier,
                              enum position position)
{
    return rule->finds(dossier, BIT(position)) != 0;
}

/** The words of the positions: "direct_bill". POSITION_NONE has none. */
extern const struct words position_words;

/** What people call who stands in the position, at the start of a sentence. */
extern const struct phrase position_phrases[POSITION_COUNT];

/** The position that a message's placeholder names: {provider}; {party} is that of the finding. */
enum position position_named(struct text placeholder, enum position party);

/* How a phrase is said: in a language, first in its sentence or not. */
struct voice {
    enum language language;
    bool is_first;
};

/** Adds what people call who stands in the position. */
void position_write(struct buffer *buffer, enum position position, struct voice voice);

/** Adds what people call whom a message's placeholder means, when their names are not told. */
void named_write(struct buffer *buffer, struct text placeholder, enum position party,
                 struct voice voice);

/* By position, the roles that it asks for as bits of enum role: none for the customer. */
extern const unsigned position_role_sets[POSITION_COUNT];

static inline unsigned position_roles(enum position position)
{
    return position_role_sets[position];
}

/** The capability that the position is (T13, T14). */
enum capability position_capability(enum position position);

/** Whether the rule belongs to the profile and is in force on the dossier's date. */
static inline bool rule_applies(const struct rule *rule, const struct dossier *dossier)
{
    return (rule->origin == ORIGIN_ARTICLE || dossier->profile == PROFILE_PROGRAMME) &&
           !date_before(dossier->date, rule->in_force_from);
}

#endif
