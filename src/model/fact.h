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

/*
 * The types of fact that a world consists of, as files spell them: first those that rules read,
 * then those that only a book of record keeps, which no decision rests on.
 */
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
    WORD(FACT_OFFER, "offer")                                                                      \
    WORD(FACT_CAPABILITY, "capability")                                                            \
    WORD(FACT_INVITATION, "invitation")                                                            \
    WORD(FACT_SUPPORT_CASE, "support_case")                                                        \
    WORD(FACT_ENGAGEMENT, "engagement")                                                            \
    WORD(FACT_PRIVILEGE, "privilege")                                                              \
    WORD(FACT_ORDER, "order")                                                                      \
    WORD(FACT_SUBSCRIPTION, "subscription")                                                        \
    WORD(FACT_SUBSCRIPTION_STATUS, "subscription_status")                                          \
    WORD(FACT_PARTNER_OF_RECORD, "partner_of_record")                                              \
    WORD(FACT_PARTICULARS, "particulars")                                                          \
    WORD(FACT_SUBSCRIPTION_TERMS, "subscription_terms")

#define WORD(name, word) name,
enum fact_type {
    FACT_TYPES(WORD) FACT_TYPE_COUNT
};
#undef WORD

/** Whether rules read facts of the type. */
static inline bool fact_type_is_judged(enum fact_type type)
{
    return type <= FACT_OFFER;
}

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
 * Under what name and address a tenant is reached for one purpose, and through whom; each a text,
 * the empty one where it is not told. The person of the address and the contact may be two.
 */
#define PARTICULARS(FIELD)                                                                         \
    FIELD(company_name)                                                                            \
    FIELD(registration_number)                                                                     \
    FIELD(tax_id)                                                                                  \
    FIELD(purchase_order)                                                                          \
    FIELD(website)                                                                                 \
    FIELD(language)                                                                                \
    FIELD(culture)                                                                                 \
    FIELD(first_name)                                                                              \
    FIELD(last_name)                                                                               \
    FIELD(email)                                                                                   \
    FIELD(phone)                                                                                   \
    FIELD(address_country)                                                                         \
    FIELD(address_region)                                                                          \
    FIELD(state)                                                                                   \
    FIELD(city)                                                                                    \
    FIELD(address_line_1)                                                                          \
    FIELD(address_line_2)                                                                          \
    FIELD(postal_code)                                                                             \
    FIELD(contact_first_name)                                                                      \
    FIELD(contact_last_name)                                                                       \
    FIELD(contact_email)                                                                           \
    FIELD(contact_phone)

#define FIELD(name) struct text name;
struct particulars {
    PARTICULARS(FIELD)
};
#undef FIELD

/* Who accepted an agreement for a customer, where that is told. */
struct contact {
    struct text first_name, last_name, email, phone;
};

/*
 * One fact of a world. Parties are named by id: tenants by GUID, organisations by text; texts are
 * borrowed. Domains are folded to lower case. GUID_NONE and the empty text stand where an optional
 * field of a type that no rule reads is absent.
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
            struct contact contact;
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
        struct {
            guid tenant;
            unsigned capability; /* enum capability */
            date attested_on;
        } capability;
        struct {
            guid id;
            unsigned kind, status; /* enum invitation_kind, enum invitation_status */
            guid inviter;          /* the provider, or the partner of the customer */
            guid reseller;         /* who is invited, or who invites a customer together with the
                                      provider; none: a direct-bill partner's or its own */
            guid customer;         /* who is invited as customer */
            struct text token;     /* the hash of what admits who holds it */
            date sent_on, expires_on, settled_on; /* DATE_AFTER_ALL: not settled */
        } invitation;
        struct {
            guid id;
            guid provider, reseller;
            unsigned requested_by, status; /* enum requester, enum case_status */
            date opened_on, closed_on;     /* DATE_AFTER_ALL: not closed */
        } support_case;
        struct {
            guid partner, customer;
        } engagement;
        struct {
            guid partner, customer;
        } privilege; /* delegated administration, apart from any sale */
        struct {
            guid id;
            guid customer, seller, provider; /* no provider: of a direct-bill partner */
            struct text offer;
            uint32_t quantity;
            struct text mpn_id; /* the partner of record; empty: none */
            date placed_on;
            guid line_of;  /* the order whose further line it is; none: it is a first line */
            uint32_t line; /* its number there, from 2 on; 0 of a first line */
        } order;
        struct {
            guid id;
            guid customer, order;
            uint32_t quantity;
            guid parent; /* the subscription that it adds to; none: it stands alone */
        } subscription;
        struct {
            guid subscription, customer;
            unsigned status; /* enum subscription_status */
        } subscription_status;
        struct {
            guid subscription, customer;
            struct text mpn_id;
        } partner_of_record;
        struct {
            guid tenant;
            unsigned purpose; /* enum particulars_purpose */
            struct particulars are;
        } particulars;
        struct {
            guid subscription, customer;
            uint32_t quantity;
            unsigned renewal; /* enum renewal */
            struct text friendly_name;
        } subscription_terms;
    };
};

extern const struct words fact_type_words;

#endif
