/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_FIND_H
#define AVAL_BOOK_FIND_H

#include "book/book.h"

/*
 * Finding things of a book by what people call them, whatever the case of letters. These look
 * through the whole book: they are for a question now and then, not for judging in numbers.
 */

enum {
    FOUND_MAX = 10,
    FIND_BYTES_MAX = 1024, /* a longer text names nothing */
    /* What is shorter names nothing by its beginning; a GUID shows less of what was meant. */
    FIND_BEGINNING_MIN = 3,
    FIND_GUID_BEGINNING_MIN = 4
};

/* What fits a name: one is meant when there is one. */
struct found {
    uint32_t count;              /* of all that fit */
    unsigned kept;               /* of these, at most FOUND_MAX */
    uint32_t numbers[FOUND_MAX]; /* the first, in the order of their domains or ids */
};

/**
 * The tenants of a name: by GUID, by domain, by partner id, by the organisation's name, then by
 * the beginning of a domain, of an organisation's name, of a GUID. The first of these ways by
 * which there is any tenant counts, and no later one.
 */
void book_find_party(const struct book *book, struct text name, struct found *out_found);

/**
 * The tenants that may be meant by a name that fits none: those whose domain or name has it
 * within, then those that begin nearly like it, the nearest first.
 */
void book_find_party_near(const struct book *book, struct text name, struct found *out_found);

/** The offers of a name: by id, else by id whatever its case, else by the beginning of an id. */
void book_find_offer_named(const struct book *book, struct text name, struct found *out_found);

/** The offers that may be meant by a name that fits none. */
void book_find_offer_near(const struct book *book, struct text name, struct found *out_found);

/** Whether there is a partner id of exactly these digits. */
bool book_has_partner_id(const struct book *book, struct text mpn_id);

/**
 * Whether the second tenant is or was a reseller or a customer of the first, or has or had a
 * service agreement with it.
 */
bool book_has_tie(const struct book *book, guid partner, guid other);

/** Whether the tenant is a customer of the partner on the day; then *out_customer is its number. */
bool book_find_customer(const struct book *book, guid partner, guid customer, date on,
                        uint32_t *out_customer);

/** Whether the tenant of that number is a customer of the partner on the day. */
bool book_has_customer(const struct book *book, uint32_t partner, uint32_t customer, date on);

/** Whether the tenant of that number is a reseller of the provider on the day. */
bool book_has_reseller(const struct book *book, uint32_t provider, uint32_t reseller, date on);

/** The number of tenants: they are numbered from 0 on. */
uint32_t book_tenant_count(const struct book *book);

/** The number of the tenant of that id. False: there is none. */
bool book_find_tenant_number(const struct book *book, guid id, uint32_t *out_tenant);

/* What tells one tenant from another for people; borrowed from the book. */
struct tenant_card {
    guid id;
    struct text domain;
    struct text organization; /* its name */
    country country;
    enum tenant_kind kind;
};

struct tenant_card book_tenant_card(const struct book *book, uint32_t tenant);

/** The id of an offer, borrowed from the book. */
struct text book_offer_id(const struct book *book, uint32_t offer);

#endif
