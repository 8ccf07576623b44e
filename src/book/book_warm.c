/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision waits for memory most of its time: a place in the table of tenants, the tenant, its
 * links, its organisation and that one's links, each found by the one before. Here many decisions
 * take these steps together, so that their waits overlap.
 */
#include <string.h>

#include "base/assert.h"
#include "book/act_parties.h"
#include "book/book_private.h"

/* The tenants under way: three parties for each proposal of a batch. */
enum {
    TENANTS_MAX = BOOK_BATCH * ACT_PARTIES_MAX
};

/* What is under way: first hashes, then numbers. */
struct warming {
    size_t tenant_count;
    size_t offer_count;
    uint32_t tenants[TENANTS_MAX];
    uint32_t offers[BOOK_BATCH];
};

/* The steps from the tenants' numbers on. */
static void warm_tenants(const struct book *book, const struct warming *warming)
{
    for (size_t i = 0; i < warming->tenant_count; i++)
        memory_prefetch(book_tenant(book, warming->tenants[i]));
    for (size_t i = 0; i < warming->tenant_count; i++)
        book_prefetch_links(book, book_tenant(book, warming->tenants[i]));
    for (size_t i = 0; i < warming->tenant_count; i++)
        book_prefetch_organization_links(book, book_tenant(book, warming->tenants[i]));
}

/* An offer's id stands elsewhere; its markets take more than a line. */
static void warm_offers(const struct book *book, const struct warming *warming)
{
    for (size_t i = 0; i < warming->offer_count; i++)
        for (size_t byte = 0; byte < sizeof(struct offer_record); byte += CACHE_LINE_BYTES)
            memory_prefetch((const char *)book_offer(book, warming->offers[i]) + byte);
    for (size_t i = 0; i < warming->offer_count; i++)
        memory_prefetch(book_offer(book, warming->offers[i])->id.bytes);
}

static void add_tenant(const struct book *book, guid id, struct warming *warming)
{
    uint32_t hash = index_hash_guid(id);

    index_prefetch(&book->tenant_index, hash);
    warming->tenants[warming->tenant_count++] = hash;
}

static void add_offer(const struct book *book, struct text id, struct warming *warming)
{
    uint32_t hash = index_hash_text(id);

    index_prefetch(&book->offer_index, hash);
    warming->offers[warming->offer_count++] = hash;
}

/* Numbers in the place of hashes; those that the version does not have are left out. */
static size_t find_numbers(const struct index *index, uint32_t limit, uint32_t *items, size_t count)
{
    size_t found_count = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t number = index_guess(index, items[i]);

        if (number < limit)
            items[found_count++] = number;
    }
    return found_count;
}

void book_warm_proposals(const struct book *book, const struct proposal *const proposals[],
                         size_t count)
{
    NOT_CLEARED struct warming warming;

    ASSERT(count <= BOOK_BATCH);
    warming.tenant_count = 0;
    warming.offer_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct proposal *proposal = proposals[i];

        for (const struct act_party *party = act_parties[proposal->act]; party->field != NULL;
             party++)
            if (!party->is_optional || proposal->has_provider)
                add_tenant(book, act_party_id(proposal, party), &warming);
        if (proposal->has_offer)
            add_offer(book, proposal->offer, &warming);
    }
    warming.tenant_count = find_numbers(&book->tenant_index, book->tenants.count, warming.tenants,
                                        warming.tenant_count);
    warming.offer_count =
        find_numbers(&book->offer_index, book->offers.count, warming.offers, warming.offer_count);
    warm_tenants(book, &warming);
    warm_offers(book, &warming);
}

void book_warm_requests(const struct book *book, const struct request *const requests[],
                        size_t count)
{
    NOT_CLEARED struct warming warming;

    ASSERT(count <= BOOK_BATCH);
    warming.tenant_count = 0;
    for (size_t i = 0; i < count; i++)
        for (unsigned left = requests[i]->positions; left != 0; left &= left - 1)
            warming.tenants[warming.tenant_count++] =
                requests[i]->party[(unsigned)__builtin_ctz(left)];
    warm_tenants(book, &warming);
}
