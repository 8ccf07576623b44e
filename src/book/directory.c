/* SPDX-License-Identifier: Apache-2.0 */
#include "book/directory.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"
#include "book/book_private.h"

/* A partner while the directory is being made. */
struct placed {
    guid id;
    uint32_t tenant;
    unsigned lists; /* bits of enum directory_list */
    country market;
    region where; /* of the market in the epoch under way */
};

/* A pair by the places of its partners, later by their tenants. */
struct gathered {
    struct placed *partners;
    size_t partner_count;
    size_t partner_capacity;
    struct directory_pair *pairs;
    size_t pair_count;
    size_t pair_capacity;
};

static enum status add_partner(struct gathered *gathered, const struct book *book, uint32_t tenant,
                               unsigned lists)
{
    const struct tenant_record *record = book_tenant(book, tenant);
    void *partners = gathered->partners;

    TRY(memory_grow(&partners, &gathered->partner_capacity, gathered->partner_count + 1,
                    sizeof(*gathered->partners)));
    gathered->partners = partners;
    gathered->partners[gathered->partner_count++] =
        (struct placed){ record->id, tenant, lists, record->country, REGION_NONE };
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

/* The lists that a tenant with these enrolments is in. */
static unsigned lists_of(struct link_range enrolled)
{
    unsigned lists = 0;

    for (const struct kept_link *link = enrolled.begin; link < enrolled.end; link++) {
        unsigned role = kept_detail(link) / ENROLLMENT_STATUS_COUNT;

        lists |= BIT(DIRECTORY_PARTNERS);
        if (role == ROLE_DIRECT_BILL)
            lists |= BIT(DIRECTORY_DIRECT_BILL);
        if (role == ROLE_INDIRECT_PROVIDER)
            lists |= BIT(DIRECTORY_PROVIDERS);
    }
    return lists;
}

/* A tenant's own enrolments, and its providers: links with the same one stand together. */
static enum status gather_tenant(struct gathered *gathered, const struct book *book,
                                 uint32_t tenant)
{
    struct link_set links = tenant_links(book_tenant(book, tenant));
    struct link_range enrolled = links_of_kind(links, LINK_ENROLLMENT);
    struct link_range providers = links_of_kind(links, LINK_INDIRECT);

    if (enrolled.begin < enrolled.end || providers.begin < providers.end)
        TRY(add_partner(gathered, book, tenant, lists_of(enrolled)));
    for (const struct kept_link *link = providers.begin; link < providers.end; link++) {
        if (link > providers.begin && link[-1].other == link->other)
            continue;
        TRY(add_pair(gathered, link->other, tenant));
        /* Its own turn tells the lists. */
        TRY(add_partner(gathered, book, link->other, 0));
    }
    return STATUS_OK;
}

static int compare_placed(const void *left, const void *right)
{
    return guid_compare(((const struct placed *)left)->id, ((const struct placed *)right)->id);
}

static int compare_pairs(const void *left, const void *right)
{
    const struct directory_pair *first = left;
    const struct directory_pair *second = right;

    if (first->provider != second->provider)
        return first->provider < second->provider ? -1 : 1;
    return first->reseller < second->reseller ? -1 : first->reseller > second->reseller;
}

/* By id, each once, in the lists of all its mentions. */
static void sort_partners(struct gathered *gathered)
{
    size_t count = 0;

    if (gathered->partner_count == 0)
        return;
    qsort(gathered->partners, gathered->partner_count, sizeof(*gathered->partners), compare_placed);
    for (size_t i = 0; i < gathered->partner_count; i++) {
        unsigned lists = gathered->partners[i].lists;

        if (i == 0 || gathered->partners[i].tenant != gathered->partners[count - 1].tenant)
            gathered->partners[count++] = gathered->partners[i];
        gathered->partners[count - 1].lists |= lists;
    }
    gathered->partner_count = count;
}

static uint32_t place_of(const struct gathered *gathered, const struct book *book, uint32_t tenant)
{
    struct placed wanted = { .id = book_tenant(book, tenant)->id };
    const struct placed *found = bsearch(&wanted, gathered->partners, gathered->partner_count,
                                         sizeof(wanted), compare_placed);

    return (uint32_t)(found - gathered->partners);
}

static void sort_pairs(struct gathered *gathered, const struct book *book)
{
    for (size_t i = 0; i < gathered->pair_count; i++) {
        struct directory_pair *pair = &gathered->pairs[i];

        pair->provider = place_of(gathered, book, pair->provider);
        pair->reseller = place_of(gathered, book, pair->reseller);
    }
    if (gathered->pair_count > 0)
        qsort(gathered->pairs, gathered->pair_count, sizeof(*gathered->pairs), compare_pairs);
}

/* The tenants of a region that are in one of the lists, put after one another. */
static uint32_t *fill_list(const struct gathered *gathered, region where, enum directory_list list,
                           uint32_t *out_tenants)
{
    for (size_t i = 0; i < gathered->partner_count; i++) {
        const struct placed *partner = &gathered->partners[i];

        if ((partner->lists & BIT(list)) != 0 && region_is_shared(where, partner->where))
            *out_tenants++ = partner->tenant;
    }
    return out_tenants;
}

static struct directory_pair *fill_pairs(const struct gathered *gathered, region where,
                                         struct directory_pair *out_pairs)
{
    for (size_t i = 0; i < gathered->pair_count; i++) {
        const struct placed *provider = &gathered->partners[gathered->pairs[i].provider];
        const struct placed *reseller = &gathered->partners[gathered->pairs[i].reseller];

        if (region_is_shared(where, provider->where) && region_is_shared(where, reseller->where))
            *out_pairs++ = (struct directory_pair){ provider->tenant, reseller->tenant };
    }
    return out_pairs;
}

/* What of the directory is filled already. */
struct filling {
    uint32_t *partners;
    struct directory_pair *pairs;
};

static void fill_epoch(struct gathered *gathered, struct directory_epoch *epoch,
                       struct filling *filling)
{
    for (size_t i = 0; i < gathered->partner_count; i++)
        gathered->partners[i].where = market_region(gathered->partners[i].market, epoch->from);
    for (unsigned number = 1; number <= region_count(); number++) {
        struct directory_region *place = &epoch->regions[number];
        region where = { (uint8_t)number };

        for (unsigned list = 0; list < DIRECTORY_LIST_COUNT; list++) {
            place->lists[list] = filling->partners;
            filling->partners =
                fill_list(gathered, where, (enum directory_list)list, filling->partners);
            place->counts[list] = (uint32_t)(filling->partners - place->lists[list]);
        }
        place->pairs = filling->pairs;
        filling->pairs = fill_pairs(gathered, where, filling->pairs);
        place->pair_count = (size_t)(filling->pairs - place->pairs);
    }
}

static unsigned count_epochs(void)
{
    unsigned count = 1;

    for (date day = market_next_change(DATE_BEFORE_ALL); day.day != DATE_AFTER_ALL.day;
         day = market_next_change(day))
        count++;
    return count;
}

static enum status settle(struct gathered *gathered, struct directory *out_directory)
{
    unsigned count = count_epochs();
    struct directory directory = {
        .epochs = memory_new(count, sizeof(*directory.epochs)),
        .epoch_count = count,
        .partners = memory_new(gathered->partner_count * DIRECTORY_LIST_COUNT * count + 1,
                               sizeof(*directory.partners)),
        .pairs = memory_new(gathered->pair_count * count + 1, sizeof(*directory.pairs)),
    };
    struct filling filling = { directory.partners, directory.pairs };
    date day = DATE_BEFORE_ALL;

    ASSERT(region_count() < REGIONS_MAX);
    if (directory.epochs == NULL || directory.partners == NULL || directory.pairs == NULL) {
        directory_done(&directory);
        return STATUS_NO_MEMORY;
    }
    for (unsigned i = 0; i < count; i++) {
        directory.epochs[i].from = day;
        fill_epoch(gathered, &directory.epochs[i], &filling);
        day = market_next_change(day);
    }
    *out_directory = directory;
    return STATUS_OK;
}

enum status directory_init(struct directory *directory, const struct book *book)
{
    struct gathered gathered = { 0 };
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < book->tenants.count && status == STATUS_OK; i++)
        status = gather_tenant(&gathered, book, i);
    if (status == STATUS_OK) {
        sort_partners(&gathered);
        sort_pairs(&gathered, book);
        status = settle(&gathered, directory);
    }
    memory_free(gathered.partners);
    memory_free(gathered.pairs);
    return status;
}

void directory_done(struct directory *directory)
{
    memory_free(directory->epochs);
    memory_free(directory->partners);
    memory_free(directory->pairs);
    *directory = (struct directory){ 0 };
}

const struct directory_region *directory_at(const struct directory *directory, region where,
                                            date on)
{
    unsigned epoch = directory->epoch_count - 1;

    while (date_before(on, directory->epochs[epoch].from))
        epoch--;
    return &directory->epochs[epoch].regions[where.number];
}

size_t directory_first_pair(const struct directory_region *place, const struct book *book,
                            guid provider, guid reseller)
{
    size_t begin = 0;
    size_t end = place->pair_count;

    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        const struct directory_pair *pair = &place->pairs[middle];
        int order = guid_compare(book_tenant(book, pair->provider)->id, provider);

        if (order == 0)
            order = guid_compare(book_tenant(book, pair->reseller)->id, reseller);
        if (order < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}
