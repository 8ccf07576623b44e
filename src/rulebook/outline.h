/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_OUTLINE_H
#define AVAL_RULEBOOK_OUTLINE_H

#include "rulebook/decision.h"
#include "rulebook/grounds.h"
#include "rulebook/statement.h"

/*
 * The rulebook told without an act at hand: whom a rule is asked about by which acts, and what its
 * tables are called. What a sentence has of an act's parties is told in general.
 */

/* A condition of the tables: a word for programs, and how people say it. */
struct wording {
    const char *word;
    struct phrase phrase;
};

extern const struct wording condition_wordings[CONDITION_COUNT];
extern const struct wording ground_wordings[GROUND_COUNT];
extern const struct phrase sameness_phrases[IF_OWN_PROVIDER + 1];
extern const struct phrase origin_phrases[ORIGIN_PROGRAMME + 1];

/** What is done, as people say it: "placing an order". */
extern const struct phrase act_phrases[ACT_COUNT];

/* A key of the full form's facts. */
struct fact_key {
    const char *key;
    struct phrase meaning;
};

extern const struct fact_key fact_keys[];
extern const size_t fact_key_count;

/** The key of that name, or NULL. */
const struct fact_key *fact_key_find(struct text name);

enum {
    STAND_INS_MAX = 4
};

/* What is told of a remedy in general; what of it counts in an act stands in remedy_rows. */
struct remedy_outline {
    struct phrase actor;        /* who acts, and whose: "a global admin of the partner" */
    struct phrase confirmed_by; /* who must agree, or { { NULL } } */
    struct phrase only;         /* in which case it is a remedy, or { { NULL } }: in each */
    struct {
        const char *placeholder; /* of the remedy's sentence; NULL ends them */
        struct phrase phrase;    /* what stands for it when there is no step */
    } stand_ins[STAND_INS_MAX + 1];
};

extern const struct remedy_outline remedy_outlines[REMEDY_COUNT];

/** The acts that consult the rule, as bits of enum act. */
unsigned rule_acts(enum rule_name rule);

/** Whom any of the acts asks the rule about, as bits of enum position. */
unsigned rule_positions(enum rule_name rule, unsigned acts);

/** The acts in which the remedy is one against the rule's findings, as bits of enum act. */
unsigned rule_remedy_acts(enum rule_name rule, const struct rule_remedy *remedy);

/** The positions of the findings that it is one against, as bits of enum position. */
unsigned rule_remedy_positions(enum rule_name rule, const struct rule_remedy *remedy);

/** Whether the rule cites the statement, or rests on the reading, of that id. */
bool rule_cites(const struct rule *rule, const char *id);

/** Whether the reading settles a choice that the statement of that id leaves. */
bool reading_is_about(const struct reading *reading, const char *statement);

/** Whether the remedy is one against findings of the rule. */
bool rule_has_remedy(const struct rule *rule, enum remedy remedy);

/** Adds the sentence of the rule's findings, whoever they are about. */
void outline_write_finding(struct buffer *buffer, enum rule_name rule, enum language language);

/** Adds the sentence of a step with the remedy, whoever takes it. */
void outline_write_remedy(struct buffer *buffer, enum remedy remedy, enum language language);

/** Adds the positions, parted by commas; the act as a whole is one. */
void outline_write_positions(struct buffer *buffer, unsigned positions, enum language language);

#endif
