/* SPDX-License-Identifier: Apache-2.0 */
/* One version of the book: its memory, and finding things in it by name. */
#include "base/memory.h"
#include "book/book_private.h"

struct book *book_new(void)
{
    struct book *book = memory_new(1, sizeof(*book));

    if (book == NULL)
        return NULL;
    book->texts = memory_new(1, sizeof(*book->texts));
    if (book->texts == NULL) {
        memory_free(book);
        return NULL;
    }
    book->tenants.record_size = sizeof(struct tenant_record);
    book->tenant_names.record_size = sizeof(struct tenant_name);
    book->organizations.record_size = sizeof(struct organization_record);
    book->organization_names.record_size = sizeof(struct organization_name);
    book->offers.record_size = sizeof(struct offer_record);
    book->partner_ids.record_size = sizeof(struct partner_id_record);
    return book;
}

static void free_block(const struct kept_link *room, struct link_head head)
{
    if (head.count == LINKS_IN_BLOCK)
        memory_free(link_block(room));
}

static void free_blocks(struct book *book)
{
    for (uint32_t i = 0; i < book->tenants.count; i++)
        free_block(book_tenant(book, i)->room, book_tenant(book, i)->head);
    for (uint32_t i = 0; i < book->organizations.count; i++) {
        const struct organization_record *record = pages_at(&book->organizations, i);

        free_block(record->room, record->head);
    }
}

void book_free(struct book *book)
{
    if (book == NULL)
        return;
    free_blocks(book);
    pages_done(&book->tenants);
    pages_done(&book->tenant_names);
    pages_done(&book->organizations);
    pages_done(&book->organization_names);
    pages_done(&book->offers);
    pages_done(&book->partner_ids);
    index_done(&book->organization_index);
    index_done(&book->tenant_index);
    index_done(&book->domain_index);
    index_done(&book->offer_index);
    index_done(&book->partner_id_index);
    pool_done(book->texts);
    memory_free(book->texts);
    memory_free(book);
}

uint32_t book_find_tenant(const struct book *book, guid id)
{
    return book_find_tenant_hashed(book, id, index_hash_guid(id));
}

static bool hash_tenant_id(const void *owner, uint32_t number, uint32_t *out_hash)
{
    *out_hash = index_hash_guid(book_tenant(owner, number)->id);
    return true;
}

struct index_owner book_tenant_ids(const struct book *book)
{
    return (struct index_owner){ book, book->tenants.count, hash_tenant_id };
}

static bool organization_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return number < book->organization_names.count &&
           text_equal(book_organization(book, number)->id, *(const struct text *)key);
}

uint32_t book_find_organization(const struct book *book, struct text id)
{
    return index_find(&book->organization_index, index_hash_text(id), organization_matches, book,
                      &id);
}

static bool hash_organization_id(const void *owner, uint32_t number, uint32_t *out_hash)
{
    *out_hash = index_hash_text(book_organization(owner, number)->id);
    return true;
}

struct index_owner book_organization_ids(const struct book *book)
{
    return (struct index_owner){ book, book->organizations.count, hash_organization_id };
}

static bool domain_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return number < book->tenant_names.count &&
           text_equal(book_tenant_name(book, number)->domain, *(const struct text *)key);
}

uint32_t book_find_domain(const struct book *book, struct text domain)
{
    return index_find(&book->domain_index, index_hash_text(domain), domain_matches, book, &domain);
}

/* A tenant that was only mentioned has no domain yet. */
static bool hash_domain(const void *owner, uint32_t number, uint32_t *out_hash)
{
    *out_hash = index_hash_text(book_tenant_name(owner, number)->domain);
    return book_tenant_name(owner, number)->domain.length > 0;
}

struct index_owner book_domains(const struct book *book)
{
    return (struct index_owner){ book, book->tenants.count, hash_domain };
}

static bool offer_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return number < book->offers.count &&
           text_equal(book_offer(book, number)->id, *(const struct text *)key);
}

uint32_t book_find_offer(const struct book *book, struct text id)
{
    return index_find(&book->offer_index, index_hash_text(id), offer_matches, book, &id);
}

static bool hash_offer_id(const void *owner, uint32_t number, uint32_t *out_hash)
{
    *out_hash = index_hash_text(book_offer(owner, number)->id);
    return true;
}

struct index_owner book_offer_ids(const struct book *book)
{
    return (struct index_owner){ book, book->offers.count, hash_offer_id };
}

static bool partner_id_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return number < book->partner_ids.count &&
           text_equal(book_partner_id(book, number)->mpn_id, *(const struct text *)key);
}

uint32_t book_find_partner_id(const struct book *book, struct text mpn_id)
{
    return index_find(&book->partner_id_index, index_hash_text(mpn_id), partner_id_matches, book,
                      &mpn_id);
}

static bool hash_mpn_id(const void *owner, uint32_t number, uint32_t *out_hash)
{
    *out_hash = index_hash_text(book_partner_id(owner, number)->mpn_id);
    return true;
}

struct index_owner book_mpn_ids(const struct book *book)
{
    return (struct index_owner){ book, book->partner_ids.count, hash_mpn_id };
}

struct text book_organization_name(const struct book *book, uint32_t tenant)
{
    return book_organization(book, book_tenant(book, tenant)->organization)->name;
}

struct text book_domain(const struct book *book, uint32_t tenant)
{
    return book_tenant_name(book, tenant)->domain;
}
