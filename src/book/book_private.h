/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_BOOK_PRIVATE_H
#define AVAL_BOOK_BOOK_PRIVATE_H

#include "base/index.h"
#include "base/memory.h"
#include "base/pool.h"
#include "book/book.h"
#include "book/links.h"
#include "book/pages.h"

/*
 * An organisation, a tenant, an offer and a partner id have the number of their first mention:
 * only `line` says whether a fact has defined them yet. What decisions read stands apart from
 * what only names and loading need.
 */

/* A tenant with up to three links, as nearly all customers are: one cache line. */
struct tenant_record {
    guid id;
    uint32_t organization;
    country country;
    uint8_t kind;              /* enum tenant_kind */
    bool organization_matters; /* else it says nothing that the tenant does not */
    struct kept_link room[3];
    struct link_head head;
};

_Static_assert(sizeof(struct tenant_record) == CACHE_LINE_BYTES, "a tenant is a cache line");

struct tenant_name {
    struct text domain;
    uint32_t line; /* 0: only mentioned so far */
};

/* Most have one tenant, and nothing else is to be said of them. */
struct organization_record {
    struct kept_link room[1];
    struct link_head head;
};

struct organization_name {
    struct text id;
    struct text name;
    uint32_t line; /* 0: only mentioned so far */
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

/* The line of a fact that was added by itself. */
#define LINE_NONE UINT32_MAX

/* One version of the book: a value that is never changed while readers see it. */
struct book {
    struct pages tenants;
    struct pages tenant_names;
    struct pages organizations;
    struct pages organization_names;
    struct pages offers;
    struct pages partner_ids;
    struct index organization_index; /* by id */
    struct index tenant_index;       /* by GUID */
    struct index domain_index;       /* of tenants, by domain */
    struct index offer_index;        /* by id */
    struct index partner_id_index;   /* by MPN ID */
    struct pool *texts;              /* shared by all versions; only the writer looks into it */
    uint64_t partners_version;       /* another where a book_source is another */
};

static inline const struct tenant_record *book_tenant(const struct book *book, uint32_t number)
{
    return pages_at(&book->tenants, number);
}

static inline const struct tenant_name *book_tenant_name(const struct book *book, uint32_t number)
{
    return pages_at(&book->tenant_names, number);
}

/** The links of a tenant or organisation, and the same for an edit that may change the record. */
static inline struct link_set tenant_links(const struct tenant_record *record)
{
    return link_set_of(record->room, record->head);
}

static inline struct link_set organization_links(const struct book *book, uint32_t number)
{
    const struct organization_record *record = pages_at(&book->organizations, number);

    return link_set_of(record->room, record->head);
}

/** Whether an organisation with such links says more than its tenant: it has an owner on some day,
 * or several tenants. Each of them says so, so that a decision leaves most organisations alone. */
static inline bool organization_matters(struct link_set links)
{
    struct link_range members = links_of_kind(links, LINK_MEMBER);

    return (links.kinds & BIT(LINK_OWNERSHIP)) != 0 || members.end - members.begin > 1;
}

static inline struct link_room tenant_room(struct tenant_record *record)
{
    return (struct link_room){ record->room, COUNT_OF(record->room), &record->head };
}

static inline struct link_room organization_room(struct organization_record *record)
{
    return (struct link_room){ record->room, COUNT_OF(record->room), &record->head };
}

static inline const struct organization_name *book_organization(const struct book *book,
                                                                uint32_t number)
{
    return pages_at(&book->organization_names, number);
}

static inline const struct offer_record *book_offer(const struct book *book, uint32_t number)
{
    return pages_at(&book->offers, number);
}

static inline const struct partner_id_record *book_partner_id(const struct book *book,
                                                              uint32_t number)
{
    return pages_at(&book->partner_ids, number);
}

/** Asks for a tenant's record, if the version has the number. */
static inline void book_prefetch_tenant(const struct book *book, uint32_t number)
{
    if (number < book->tenants.count)
        memory_prefetch(book_tenant(book, number));
}

/** Asks for what a decision reads of a tenant beside its record: of most customers nothing. */
static inline void book_prefetch_links(const struct book *book, const struct tenant_record *tenant)
{
    if (tenant->head.count == LINKS_IN_BLOCK) {
        memory_prefetch(link_block(tenant->room));
        memory_prefetch((const char *)link_block(tenant->room) + CACHE_LINE_BYTES);
    }
    if (tenant->organization_matters)
        memory_prefetch(pages_at(&book->organizations, tenant->organization));
}

/** Asks for the links of an organisation that matters, whose record has come. */
static inline void book_prefetch_organization_links(const struct book *book,
                                                    const struct tenant_record *tenant)
{
    const struct organization_record *record = NULL;

    if (!tenant->organization_matters)
        return;
    record = pages_at(&book->organizations, tenant->organization);
    if (record->head.count == LINKS_IN_BLOCK)
        memory_prefetch(link_block(record->room));
}

/** Finds the numbers of what proposals are about, as far as hashes tell, and asks for the records:
 * those of all side by side, else each would be waited for after the other. */
void book_guess(const struct book *book, const struct proposal *const proposals[], size_t count,
                struct book_guess out_guesses[]);

/** An empty book; NULL when memory has run out. */
struct book *book_new(void) MUST_CHECK;

/** The tenant of that id; the hash is that of the id. */
static inline uint32_t book_find_tenant_hashed(const struct book *book, guid id, uint32_t hash)
{
    struct index_search search = index_search(&book->tenant_index, hash);

    for (;;) {
        uint32_t number = index_next(&search);

        if (number == INDEX_NONE ||
            (number < book->tenants.count && guid_equal(book_tenant(book, number)->id, id)))
            return number;
    }
}

uint32_t book_find_tenant(const struct book *book, guid id);
uint32_t book_find_organization(const struct book *book, struct text id);
uint32_t book_find_domain(const struct book *book, struct text domain);
uint32_t book_find_offer(const struct book *book, struct text id);
uint32_t book_find_partner_id(const struct book *book, struct text mpn_id);

/* What the indexes of a book hold, for index_grow(). */
struct index_owner book_tenant_ids(const struct book *book);
struct index_owner book_organization_ids(const struct book *book);
struct index_owner book_domains(const struct book *book);
struct index_owner book_offer_ids(const struct book *book);
struct index_owner book_mpn_ids(const struct book *book);

/*
 * Makes room for what a fact adds, in the edit's version. The texts are kept, the indexes know
 * the new numbers. NO_MEMORY: the edit has failed.
 */
enum status book_mention_tenant(struct book *book, struct edit *edit, guid id, uint32_t *out_number)
    MUST_CHECK;
enum status book_mention_tenant_hashed(struct book *book, struct edit *edit, guid id, uint32_t hash,
                                       uint32_t *out_number) MUST_CHECK;
enum status book_mention_organization(struct book *book, struct edit *edit, struct text id,
                                      uint32_t *out_number) MUST_CHECK;

/** What a tenant, organisation, offer or partner id is called is checked to be new by these, and
 * then it is defined. INVALID: the problem was told. */
enum status book_define_organization(struct book *book, struct edit *edit, const struct fact *fact,
                                     uint32_t line, struct problem_sink *sink) MUST_CHECK;
enum status book_define_tenant(struct book *book, struct edit *edit, const struct fact *fact,
                               uint32_t line, struct problem_sink *sink) MUST_CHECK;
enum status book_define_offer(struct book *book, struct edit *edit, const struct fact *fact,
                              uint32_t line, struct problem_sink *sink) MUST_CHECK;
enum status book_define_partner_id(struct book *book, struct edit *edit, const struct fact *fact,
                                   uint32_t line, struct problem_sink *sink) MUST_CHECK;

/* A fact that is a link, its parties still by name. */
struct fact_link {
    enum link_kind kind;
    bool has_other;
    bool is_relationship; /* of two parties that cannot be the same */
    guid key;             /* of an ownership the fact itself tells */
    guid other;
    struct link link; /* without other */
};

/** The link that a fact of such a type is. */
struct fact_link fact_link_of(const struct fact *fact);

/** The fields of a fact that name the key and the other of its links of a kind; NULL: none does. */
const char *link_kind_key_field(enum link_kind kind);
const char *link_kind_other_field(enum link_kind kind);

/** Tells of a duplicate. */
void book_report_duplicate(struct problem_sink *sink, const char *field, struct text found,
                           uint64_t line, uint64_t other_line);

/**
 * Finds ownership in a circle on any date, among settled ownership links without two owners at
 * once, and tells the sink.
 */
enum status ownership_check(const struct links *ownership, uint32_t organization_count,
                            struct problem_sink *sink) MUST_CHECK;

/**
 * Whether one more ownership of `owned` would give it two owners at once or close a circle:
 * *out_problem then says which, and is untouched otherwise.
 */
enum status ownership_check_one(const struct book *book, uint32_t owned, const struct link *link,
                                enum problem_kind *out_problem) MUST_CHECK;

#endif
