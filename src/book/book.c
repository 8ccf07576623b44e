/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "book/book_private.h"

void book_free(struct book *book)
{
    if (book == NULL)
        return;
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++)
        links_done(&book->links[kind]);
    index_done(&book->organization_index);
    index_done(&book->tenant_index);
    index_done(&book->domain_index);
    index_done(&book->offer_index);
    index_done(&book->partner_id_index);
    memory_free(book->organizations);
    memory_free(book->tenants);
    memory_free(book->offers);
    memory_free(book->partner_ids);
    pool_done(&book->texts);
    memory_free(book);
}

static bool tenant_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return guid_equal(book->tenants[number].id, *(const guid *)key);
}

uint32_t book_find_tenant(const struct book *book, guid id)
{
    return index_find(&book->tenant_index, index_hash_guid(id), tenant_matches, book, &id);
}

static bool organization_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return text_equal(book->organizations[number].id, *(const struct text *)key);
}

uint32_t book_find_organization(const struct book *book, struct text id)
{
    return index_find(&book->organization_index, index_hash_text(id), organization_matches, book,
                      &id);
}

static bool domain_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return text_equal(book->tenants[number].domain, *(const struct text *)key);
}

uint32_t book_find_domain(const struct book *book, struct text domain)
{
    return index_find(&book->domain_index, index_hash_text(domain), domain_matches, book, &domain);
}

static bool offer_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return text_equal(book->offers[number].id, *(const struct text *)key);
}

uint32_t book_find_offer(const struct book *book, struct text id)
{
    return index_find(&book->offer_index, index_hash_text(id), offer_matches, book, &id);
}

static bool partner_id_matches(const void *owner, uint32_t number, const void *key)
{
    const struct book *book = owner;

    return text_equal(book->partner_ids[number].mpn_id, *(const struct text *)key);
}

uint32_t book_find_partner_id(const struct book *book, struct text mpn_id)
{
    return index_find(&book->partner_id_index, index_hash_text(mpn_id), partner_id_matches, book,
                      &mpn_id);
}

struct text book_organization_name(const struct book *book, uint32_t tenant)
{
    return book->organizations[book->tenants[tenant].organization].name;
}

struct text book_domain(const struct book *book, uint32_t tenant)
{
    return book->tenants[tenant].domain;
}
