/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_BOOK_FACTS_H
#define AVAL_TESTS_UNIT_BOOK_FACTS_H

#include "book/book.h"

/* Facts in few words. A tenant is a number from 1 to FACT_TENANTS_MAX, its domain "tN.example". */
enum {
    FACT_TENANTS_MAX = 99
};

#define DAY(year, month, day) ((date){ DAY_NUMBER(year, month, day) })
#define ALWAYS ((struct interval){ DATE_BEFORE_ALL, DATE_AFTER_ALL })

/* Days are counted as 2020-01-01 plus so many. */
#define DAYS(from, to) ((struct interval){ { 18262 + (from) }, { 18262 + (to) } })

guid tenant_id(unsigned number);
country country_of(const char *code);

struct fact fact_organization(const char *id);
struct fact fact_ownership(const char *owner, const char *owned, struct interval valid);
struct fact fact_tenant(unsigned number, const char *organization, const char *market,
                        enum tenant_kind kind);
struct fact fact_account(unsigned tenant, date onboarded_on);
struct fact fact_enrollment(unsigned tenant, enum role role, enum enrollment_status status,
                            struct interval valid);
struct fact fact_partner_id(const char *mpn_id, unsigned tenant, const char *market);
struct fact fact_signature(unsigned tenant, date signed_on);
struct fact fact_acceptance(unsigned customer, date accepted_on);
struct fact fact_attestation(unsigned customer, unsigned partner, date attested_on);
struct fact fact_indirect(unsigned provider, unsigned reseller, struct interval valid);
struct fact fact_service(unsigned provider, unsigned reseller, struct interval valid);
struct fact fact_customer(unsigned partner, unsigned customer, struct interval valid);
struct fact fact_offer(const char *id, const char *market, struct interval valid);

/* A builder, and what it has told: "type:line: problem" a line. Facts are counted as lines. */
struct gathering {
    struct fact_problem_sink sink; /* first, so that the sink is the gathering */
    struct book_builder *builder;
    struct book *book;
    struct buffer told;
    uint64_t line;
};

void gathering_init(struct gathering *gathering);
void gathering_done(struct gathering *gathering);
void gather(struct gathering *gathering, struct fact fact);

/** Finishes the book; fails unless all that was told is this, and the book comes with "". */
void check_told(struct gathering *gathering, const char *expected, const char *file, int line);

#define assert_told(gathering, expected) check_told(gathering, expected, __FILE__, __LINE__)

/* Enough of everything for every act to be supported in May 2022. */
enum {
    PINE = 1, /* a provider, of org-pine in DE */
    ROWAN,    /* its reseller, of org-rowan in DE, with the partner id 5551234 */
    ALDER,    /* a direct-bill partner, of org-alder in FR */
    CEDAR     /* their customer, of org-cedar in AT */
};

enum {
    WORLD_FACTS_MAX = 40
};

/** Writes the facts of that world, in the order of the formats' page; gives their number. */
unsigned small_world_facts(struct fact out_facts[WORLD_FACTS_MAX]);

void gather_small_world(struct gathering *gathering);

#endif
