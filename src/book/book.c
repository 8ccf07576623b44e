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

static void free_blocks(struct book *book)
{
    for (uint32_t i = 0; i < book->tenants.count; i++)
        memory_free(book_tenant(book, i)->block);
    for (uint32_t i = 0; i < book->organizations.count; i++) {
        const struct organization_record *record = pages_at(&book->organizations, i);

        memory_free(record->block);
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

static bool tenant_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return number < book->tenants.count &&
           guid_equal(book_tenant(book, number)->id, *(const guid *)key);
}

uint32_t book_find_tenant(const struct book *book, guid id)
{
    return index_find(&book->tenant_index, index_hash_guid(id), tenant_matches, book, &id);
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

struct text book_organization_name(const struct book *book, uint32_t tenant)
{
    return book_organization(book, book_tenant(book, tenant)->organization)->name;
}

struct text book_domain(const struct book *book, uint32_t tenant)
{
    return book_tenant_name(book, tenant)->domain;
}
