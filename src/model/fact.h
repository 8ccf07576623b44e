/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_FACT_H
#define AVAL_MODEL_FACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/guid.h"
#include "base/text.h"
#include "model/market.h"
#include "model/words.h"

/* The types of fact that a world consists of, as files spell them. */
#define FACT_TYPES(WORD)                                                                           \
    WORD(FACT_ORGANIZATION, "organization")                                                        \
    WORD(FACT_OWNERSHIP, "ownership")                                                              \
    WORD(FACT_TENANT, "tenant")                                                                    \
    WORD(FACT_ACCOUNT, "account")                                                                  \
    WORD(FACT_ENROLLMENT, "enrollment")                                                            \
    WORD(FACT_PARTNER_ID, "partner_id")                                                            \
    WORD(FACT_AGREEMENT, "agreement")                                                              \
    WORD(FACT_CUSTOMER_AGREEMENT, "customer_agreement")                                            \
    WORD(FACT_INDIRECT_RELATIONSHIP, "indirect_relationship")                                      \
    WORD(FACT_SERVICE_AGREEMENT, "service_agreement")                                              \
    WORD(FACT_CUSTOMER_RELATIONSHIP, "customer_relationship")                                      \
    WORD(FACT_OFFER, "offer")

#define WORD(name, word) name,
enum fact_type {
    FACT_TYPES(WORD) FACT_TYPE_COUNT
};
#undef WORD

/* A set of markets: some, or every one that has a region. */
struct markets {
    bool is_everywhere;
    uint64_t bits[(COUNTRY_COUNT + 63) / 64];
};

static inline bool markets_have(const struct markets *markets, country market)
{
    return (markets->bits[market.number / 64] >> (market.number % 64) & 1) != 0;
}

static inline void markets_add(struct markets *markets, country market)
{
    markets->bits[market.number / 64] |= UINT64_C(1) << (market.number % 64);
}

/*
 * One fact of a world. Parties are named by id: tenants by GUID, organisations by text; texts are
 * borrowed. Domains are folded to lower case.
 */
struct fact {
    enum fact_type type;
    struct interval valid; /* of the types that have from and to */
    union {
        struct {
            struct text id, name;
            country country;
        } organization;
        struct {
            struct text owner, owned;
        } ownership;
        struct {
            guid id;
            struct text domain, organization;
            country country;
            unsigned kind; /* enum tenant_kind */
        } tenant;
        struct {
            guid tenant;
            date onboarded_on;
        } account;
        struct {
            guid tenant;
            unsigned role, status; /* enum role, enum enrollment_status */
        } enrollment;
        struct {
            struct text mpn_id;
            guid tenant;
            country country;
        } partner_id;
        struct {
            unsigned agreement; /* enum agreement */
            guid tenant;
            date signed_on;
            struct text signed_by;
        } agreement;
        struct {
            guid customer;
            unsigned acceptance; /* enum acceptance */
            guid partner;        /* of an attestation */
            date date;
        } customer_agreement;
        struct {
            guid provider, reseller;
        } indirect_relationship;
        struct {
            guid provider, reseller;
            unsigned services; /* bits of enum service */
        } service_agreement;
        struct {
            guid partner, customer;
        } customer_relationship;
        struct {
            struct text id, name, publisher;
            unsigned party; /* enum offer_party */
            struct markets markets;
        } offer;
    };
};

extern const struct words fact_type_words;

#endif
