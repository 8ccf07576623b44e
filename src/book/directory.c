/* SPDX-License-Identifier: Apache-2.0 */
#include "book/directory.h"

#include <stdlib.h>

#include "base/memory.h"
#include "book/book_private.h"

/* A partner and the place that it will have. */
struct placed {
    guid id;
    uint32_t tenant;
};

/* What is gathered before it is put in order. */
struct gathered {
    struct placed *partners;
    size_t partner_count;
    size_t partner_capacity;
    struct directory_pair *pairs; /* of tenants, later of places */
    size_t pair_count;
    size_t pair_capacity;
};

static enum status add_partner(struct gathered *gathered, const struct book *book, uint32_t tenant)
{
    void *partners = gathered->partners;

    TRY(memory_grow(&partners, &gathered->partner_capacity, gathered->partner_count + 1,
                    sizeof(*gathered->partners)));
    gathered->partners = partners;
    gathered->partners[gathered->partner_count++] =
        (struct placed){ book_tenant(book, tenant)->id, tenant };
    return STATUS_OK;
}

static enum status add_pair(struct gathered *gathered, uint32_t provider, uint32_t reseller)
{
    void *pairs = gathered->pairs;

    TRY(memory_grow(&pairs, &gathered->pair_capacity, gathered->pair_count + 1,
                    sizeof(*gathered->pairs)));
    gathered->pairs = pairs;
    gathered->pairs[gathered->pair_count++] = (struct directory_pair){ provider, reseller };
    return STATUS_OK;
}

/* A tenant's own enrolments, and its providers: links with the same one stand together. */
static enum status gather_tenant(struct gathered *gathered, const struct book *book,
                                 uint32_t tenant)
{
    struct link_set links = tenant_links(book_tenant(book, tenant));
    struct link_range enrolled = links_of_kind(links, LINK_ENROLLMENT);
    struct link_range providers = links_of_kind(links, LINK_INDIRECT);

    if (enrolled.begin < enrolled.end || providers.begin < providers.end)
        TRY(add_partner(gathered, book, tenant));
    for (const struct kept_link *link = providers.begin; link < providers.end; link++) {
        if (link > providers.begin && link[-1].other == link->other)
            continue;
        TRY(add_pair(gathered, link->other, tenant));
        TRY(add_partner(gathered, book, link->other));
    }
    return STATUS_OK;
}

static int compare_placed(const void *left, const void *right)
{
    guid first = ((const struct placed *)left)->id;
    guid second = ((const struct placed *)right)->id;

    if (first.high != second.high)
        return first.high < second.high ? -1 : 1;
    return first.low < second.low ? -1 : first.low > second.low;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct directory_pair *first = left;
    const struct directory_pair *second = right;

    if (first->provider != second->provider)
        return first->provider < second->provider ? -1 : 1;
    return first->reseller < second->reseller ? -1 : first->reseller > second->reseller;
}

static void sort_partners(struct gathered *gathered)
{
    size_t count = 0;

    if (gathered->partner_count == 0)
        return;
    qsort(gathered->partners, gathered->partner_count, sizeof(*gathered->partners), compare_placed);
    for (size_t i = 0; i < gathered->partner_count; i++)
        if (i == 0 || gathered->partners[i].tenant != gathered->partners[count - 1].tenant)
            gathered->partners[count++] = gathered->partners[i];
    gathered->partner_count = count;
}

static uint32_t place_of(const struct gathered *gathered, const struct book *book, uint32_t tenant)
{
    struct placed wanted = { book_tenant(book, tenant)->id, tenant };
    const struct placed *found = bsearch(&wanted, gathered->partners, gathered->partner_count,
                                         sizeof(wanted), compare_placed);

    return (uint32_t)(found - gathered->partners);
}

static enum status settle(struct gathered *gathered, const struct book *book,
                          struct directory *out_directory)
{
    struct directory directory = { .partner_count = (uint32_t)gathered->partner_count,
                                   .pairs = gathered->pairs,
                                   .pair_count = gathered->pair_count };

    for (size_t i = 0; i < gathered->pair_count; i++) {
        struct directory_pair *pair = &gathered->pairs[i];

        pair->provider = place_of(gathered, book, pair->provider);
        pair->reseller = place_of(gathered, book, pair->reseller);
    }
    if (gathered->pair_count > 0)
        qsort(gathered->pairs, gathered->pair_count, sizeof(*gathered->pairs), compare_pairs);
    directory.partners = memory_new(gathered->partner_count + 1, sizeof(*directory.partners));
    directory.markets = memory_new(gathered->partner_count + 1, sizeof(*directory.markets));
    if (directory.partners == NULL || directory.markets == NULL) {
        directory_done(&directory);
        gathered->pairs = NULL;
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < gathered->partner_count; i++) {
        directory.partners[i] = gathered->partners[i].tenant;
        directory.markets[i] = book_tenant(book, gathered->partners[i].tenant)->country;
    }
    *out_directory = directory;
    gathered->pairs = NULL;
    return STATUS_OK;
}

enum status directory_init(struct directory *directory, const struct book *book)
{
    struct gathered gathered = { 0 };
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < book->tenants.count && status == STATUS_OK; i++)
        status = gather_tenant(&gathered, book, i);
    sort_partners(&gathered);
    if (status == STATUS_OK)
        status = settle(&gathered, book, directory);
    memory_free(gathered.partners);
    memory_free(gathered.pairs);
    return status;
}

void directory_done(struct directory *directory)
{
    memory_free(directory->partners);
    memory_free(directory->markets);
    memory_free(directory->pairs);
    *directory = (struct directory){ 0 };
}
