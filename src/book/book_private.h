/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_BOOK_PRIVATE_H
#define AVAL_BOOK_BOOK_PRIVATE_H

#include "base/index.h"
#include "base/pool.h"
#include "book/book.h"
#include "book/links.h"

/* An organisation, a tenant, an offer and a partner id have the number of their first mention:
 * only `line` says whether a fact has defined them yet. */

struct organization_record {
    struct text id;
    struct text name;
    uint32_t line; /* 0: only mentioned so far */
};

struct tenant_record {
    guid id;
    struct text domain;
    uint32_t organization;
    uint32_t line; /* 0: only mentioned so far */
    country country;
    uint16_t kind; /* enum tenant_kind */
    date onboarded_on;
    date signed_on; /* the tenant's own first signature */
};

struct offer_record {
    struct text id;
    struct interval valid;
    struct markets markets;
    uint32_t line;
};

struct partner_id_record {
    struct text mpn_id;
    uint32_t tenant;
    country country;
    uint32_t line;
};

/* The kinds of link, and what their key, other and detail are. */
enum link_kind {
    LINK_OWNERSHIP,  /* of an organisation; by its owner */
    LINK_MEMBER,     /* of an organisation; its tenants */
    LINK_SIGNATURE,  /* of an organisation; other: country; from: its first signature there */
    LINK_ENROLLMENT, /* of a tenant; detail: role * ENROLLMENT_STATUS_COUNT + status */
    LINK_ACCOUNT,    /* of a tenant; from: onboarded on */
    LINK_AGREEMENT,  /* of a tenant; from: signed on */
    LINK_INDIRECT,   /* of a reseller; with a provider */
    LINK_SERVICE,    /* of a reseller; with a provider; detail: bits of enum service */
    LINK_CUSTOMER,   /* of a customer; with a partner */
    LINK_ACCEPTANCE, /* of a customer; from: accepted on; other: who attests, plus one, or 0 */
    LINK_PARTNER_ID, /* of a tenant; other: the partner id */
    LINK_KIND_COUNT
};

struct book {
    struct pool texts;
    struct organization_record *organizations;
    struct tenant_record *tenants;
    struct offer_record *offers;
    struct partner_id_record *partner_ids;
    uint32_t organization_count;
    uint32_t tenant_count;
    uint32_t offer_count;
    uint32_t partner_id_count;
    struct index organization_index; /* by id */
    struct index tenant_index;       /* by GUID */
    struct index domain_index;       /* of tenants, by domain */
    struct index offer_index;        /* by id */
    struct index partner_id_index;   /* by MPN ID */
    struct links links[LINK_KIND_COUNT];
};

uint32_t book_find_tenant(const struct book *book, guid id);
uint32_t book_find_organization(const struct book *book, struct text id);
uint32_t book_find_domain(const struct book *book, struct text domain);
uint32_t book_find_offer(const struct book *book, struct text id);
uint32_t book_find_partner_id(const struct book *book, struct text mpn_id);

/**
 * Finds ownership in a circle on any date, among settled ownership links without two owners at
 * once, and tells the sink.
 */
enum status ownership_check(const struct book *book, struct problem_sink *sink) MUST_CHECK;

#endif
