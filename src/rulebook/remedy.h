/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_REMEDY_H
#define AVAL_RULEBOOK_REMEDY_H

#include "rulebook/request.h"

/* What someone can do about a finding. In the order in which the steps of a plan are taken. */
#define REMEDIES(WORD)                                                                             \
    WORD(REMEDY_NONE, "")                                                                          \
    WORD(REMEDY_END_ENROLLMENT, "end_enrollment")                                                  \
    WORD(REMEDY_REMOVE_CUSTOMER, "remove_customer")                                                \
    WORD(REMEDY_END_INDIRECT_RELATIONSHIP, "end_indirect_relationship")                            \
    WORD(REMEDY_CREATE_TENANT, "create_tenant")                                                    \
    WORD(REMEDY_REGISTER_PARTNER_ID, "register_partner_id")                                        \
    WORD(REMEDY_OTHER_TENANT, "other_tenant")                                                      \
    WORD(REMEDY_OTHER_PROVIDER, "other_provider")                                                  \
    WORD(REMEDY_OTHER_SELLER, "other_seller")                                                      \
    WORD(REMEDY_USE_PARTNER_ID, "use_partner_id")                                                  \
    WORD(REMEDY_ATTEST_CAPABILITY, "attest_capability")                                            \
    WORD(REMEDY_OPEN_SUPPORT_CASE, "open_support_case")                                            \
    WORD(REMEDY_WAIT_UNTIL, "wait_until")                                                          \
    WORD(REMEDY_ONBOARD, "onboard")                                                                \
    WORD(REMEDY_ENROLL, "enroll")                                                                  \
    WORD(REMEDY_REINSTATE, "reinstate")                                                            \
    WORD(REMEDY_SIGN_MPA, "sign_mpa")                                                              \
    WORD(REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP, "establish_indirect_relationship")                \
    WORD(REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP, "establish_customer_relationship")                \
    WORD(REMEDY_ACCEPT_CUSTOMER_AGREEMENT, "accept_customer_agreement")                            \
    WORD(REMEDY_ATTEST_CUSTOMER_AGREEMENT, "attest_customer_agreement")

#define WORD(name, word) name,
enum remedy {
    REMEDIES(WORD) REMEDY_COUNT
};
#undef WORD

extern const struct words remedy_words;

/* The remedies that put another party into the act. */
enum {
    REPLACEMENTS = BIT(REMEDY_OTHER_TENANT) | BIT(REMEDY_OTHER_PROVIDER) | BIT(REMEDY_OTHER_SELLER)
};

/* Numbers of what a plan itself brings into the world. */
#define TENANT_CREATED (UINT32_MAX - 1)
#define PARTNER_ID_REGISTERED (UINT32_MAX - 1)

/*
 * One thing that someone does: a change of facts, of a party or of a field of the act. Which
 * members count is a matter of the remedy.
 */
struct step {
    enum remedy remedy;
    enum role role;             /* of an enrolment */
    enum capability capability; /* attested */
    enum requester requester;   /* who asked for the end, before support does */
    date on;                    /* the day on which it is done */
    date until;                 /* waited for */
    uint32_t actor;             /* tenant of who acts first, if it is somebody's */
    uint32_t upper;             /* tenant: provider, partner, or the one it is about; partner id */
    uint32_t lower;             /* tenant: reseller or customer; the seller that is replaced */
    uint32_t new_upper;         /* put in its place by a replacement */
    uint32_t new_lower;
    uint32_t organization; /* of who signs, is created, or is the lower of a relationship */
    region region;         /* of who signs */
    country country;       /* of what is created or registered */
    enum tenant_kind kind; /* of what is created */
};

/* Who acts, or must agree. */
enum actor_role {
    ACTOR_NOBODY,
    ACTOR_GLOBAL_ADMIN,
    ACTOR_ADMIN_AGENT,
    ACTOR_CUSTOMER_ADMIN,
    ACTOR_VENDOR,
    ACTOR_VENDOR_SUPPORT,
    ACTOR_ROLE_COUNT
};

extern const struct words actor_role_words;

/* What is the same of every step with one remedy. */
struct remedy_row {
    enum actor_role actor;
    enum actor_role confirmed_by; /* of step.lower's tenant, or the vendor's */
    unsigned acts;                /* bits of enum act: those that the remedy changes; 0: any */
    struct phrase message;        /* of a step; its placeholders are members of the step */
};

extern const struct remedy_row remedy_rows[REMEDY_COUNT];

/** Whether the step is itself an act of the rulebook, which then has to be supported. */
bool step_is_act(const struct step *step);

/** That act, on the step's day. */
struct request step_act(const struct step *step);

/** Changes the facts of a dossier as the step does. */
void step_apply(const struct step *step, struct dossier *dossier);

/** Changes the act as the step does: its parties, its fields, its date. */
void step_change(const struct step *step, struct request *request);

#endif
