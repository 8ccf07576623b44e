/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PARTY_PARTY_H
#define AVAL_ENGINE_PARTY_PARTY_H

#include "engine/call.h"
#include "engine/mpa_status.h"
#include "engine/visibility.h"

/*
 * All that a book has about one tenant, for somebody to see, as a value: who it is, what it has
 * with others, and what it lacks before new business.
 */

/**
 * Finds a tenant by exactly what it is called: its GUID, which need not be there, its domain or
 * a partner id of it. NOT_FOUND: the fault says the name as it was given.
 */
enum status party_find(struct call *call, struct text name, guid *out_tenant) MUST_CHECK;

/* A tenant that somebody may see. */
struct seen_party {
    guid tenant;
    enum visibility visibility; /* never STRANGER */
};

/**
 * Finds a tenant for somebody to see, by its name as for party_find(); for the vendor also by the
 * id of its organisation, or how its domain begins, where that fits one alone. NOT_FOUND: there is
 * no such tenant, or the principal may not see it; the fault is the same.
 */
enum status party_find_seen(struct call *call, struct principal principal, struct text name,
                            struct seen_party *out_seen) MUST_CHECK;

enum {
    PARTY_NAME_BYTES_MAX = 1024, /* a longer name is none; room for folding is on the stack */
    PARTY_RELATIONS_MAX = 1000   /* so many of a kind are counted; a list may show fewer */
};

/* What a tenant may have with another. */
#define PARTY_RELATIONS(RELATION)                                                                  \
    RELATION(PROVIDERS, "providers")                                                               \
    RELATION(RESELLERS, "resellers")                                                               \
    RELATION(PARTNERS, "partners")                                                                 \
    RELATION(CUSTOMERS, "customers")                                                               \
    RELATION(SERVICES_BY, "services_by")                                                           \
    RELATION(SERVICES_FOR, "services_for")                                                         \
    RELATION(ENGAGED, "engaged_partners")                                                          \
    RELATION(ENGAGED_BY, "engaged_by")                                                             \
    RELATION(PRIVILEGED, "privileged_partners")                                                    \
    RELATION(PRIVILEGED_BY, "privileged_by")

#define RELATION(name, word) PARTY_##name,
enum party_relation_kind {
    PARTY_RELATIONS(RELATION) PARTY_RELATION_COUNT
};
#undef RELATION

extern const struct words party_relation_words;

/* Another tenant, with which there is a relation in effect. */
struct party_relation {
    struct interval valid;
    guid tenant;
    struct text domain;
    struct text name; /* of its organisation */
    country country;
    unsigned services; /* of a service agreement */
};

struct party_relations {
    struct party_relation *list; /* the first, in the order in which they came */
    size_t shown;
    size_t count; /* in effect today; PARTY_RELATIONS_MAX + 1: more than can be counted */
};

/* What a tenant needs before new business. */
#define PARTY_CHECKS(CHECK)                                                                        \
    CHECK(KNOWN_MARKET, "known_market")                                                            \
    CHECK(ONBOARDED, "onboarded")                                                                  \
    CHECK(ENROLLED, "enrolled")                                                                    \
    CHECK(CAPABILITY, "capability")                                                                \
    CHECK(MPA_SIGNED, "mpa_signed")                                                                \
    CHECK(PROVIDER_IN_REGION, "provider_in_region")                                                \
    CHECK(PARTNER_ID, "partner_id")                                                                \
    CHECK(CUSTOMER_AGREEMENT, "customer_agreement")                                                \
    CHECK(PARTNER, "partner")

#define CHECK(name, word) PARTY_CHECK_##name,
enum party_check_kind {
    PARTY_CHECKS(CHECK) PARTY_CHECK_COUNT
};
#undef CHECK

extern const struct words party_check_words;

enum {
    PARTY_CHECKS_MAX = 24,
    PARTY_NO_ROLE = ROLE_COUNT
};

struct party_check {
    enum party_check_kind kind;
    bool is_done;
    unsigned role;       /* for which; PARTY_NO_ROLE: for all that the tenant does */
    unsigned status;     /* of an enrolment that is not active; ENROLLMENT_STATUS_COUNT: none */
    unsigned capability; /* of a capability */
};

struct party_owner {
    struct text id, name;
    struct interval valid;
};

/* A subscription of a customer with where it stands. */
struct party_subscription {
    struct fact subscription;
    struct fact order;
    enum subscription_status status;
};

struct party_view {
    enum visibility visibility; /* RELATED: only who it is, and the relations with the principal */
    date today;
    struct fact tenant;
    struct fact organization;
    region region;
    struct party_relations relations[PARTY_RELATION_COUNT];

    /* Of the tenant itself. */
    struct party_owner *owners; /* of its organisation, today */
    size_t owner_count;
    date onboarded_on; /* DATE_AFTER_ALL: not */
    struct rows enrollments;
    unsigned capabilities; /* bits of those attested */
    struct mpa_status mpa;
    struct rows partner_ids;
    struct rows customer_agreements;
    struct rows invitations; /* that are sent and not lapsed */
    struct rows support_cases;
    struct party_subscription *subscriptions;
    size_t subscription_count;
    struct party_check checks[PARTY_CHECKS_MAX];
    unsigned check_count;
};

/* Who is shown to whom. */
struct party_question {
    struct principal principal;
    struct text name;     /* of the tenant, as for party_find_seen() */
    size_t relations_max; /* of each kind, at most PARTY_RELATIONS_MAX */
};

/**
 * Gathers the view, whose texts are of the call's arena. NOT_FOUND: there is no such tenant, or the
 * principal may not see it; the fault is the same.
 */
enum status party_load(struct call *call, const struct party_question *question,
                       struct party_view *out_view) MUST_CHECK;

#endif
