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

struct warming {
    size_t count;
    uint32_t tenants[TENANTS_MAX]; /* first hashes, then numbers */
};

/* The steps from the tenants' numbers on. */
static void warm_tenants(const struct book *book, const struct warming *warming)
{
    /* gcc takes a function that only prefetches for one without effect and drops its calls. */
    __asm__ volatile("");
    for (size_t i = 0; i < warming->count; i++)
        __builtin_prefetch(book_tenant(book, warming->tenants[i]));
    for (size_t i = 0; i < warming->count; i++) {
        const struct tenant_record *tenant = book_tenant(book, warming->tenants[i]);

        if (tenant->head.count == LINKS_IN_BLOCK) {
            __builtin_prefetch(link_block(tenant->room));
            __builtin_prefetch((const char *)link_block(tenant->room) + CACHE_LINE_BYTES);
        }
        __builtin_prefetch(pages_at(&book->organizations, tenant->organization));
    }
}

static void add_hash(const struct book *book, guid id, struct warming *warming)
{
    uint32_t hash = index_hash_guid(id);

    index_prefetch(&book->tenant_index, hash);
    warming->tenants[warming->count++] = hash;
}

/* Tenants that the version does not have are left out. */
static void find_numbers(const struct book *book, struct warming *warming)
{
    size_t count = 0;

    for (size_t i = 0; i < warming->count; i++) {
        uint32_t number = index_guess(&book->tenant_index, warming->tenants[i]);

        if (number < book->tenants.count)
            warming->tenants[count++] = number;
    }
    warming->count = count;
}

void book_warm_proposals(const struct book *book, const struct proposal *const proposals[],
                         size_t count)
{
    struct warming warming;

    ASSERT(count <= BOOK_BATCH);
    warming.count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct proposal *proposal = proposals[i];

        for (const struct act_party *party = act_parties[proposal->act]; party->field != NULL;
             party++)
            if (!party->is_optional || proposal->has_provider)
                add_hash(book, act_party_id(proposal, party), &warming);
    }
    find_numbers(book, &warming);
    warm_tenants(book, &warming);
}

void book_warm_requests(const struct book *book, const struct request *const requests[],
                        size_t count)
{
    struct warming warming;

    ASSERT(count <= BOOK_BATCH);
    warming.count = 0;
    for (size_t i = 0; i < count; i++)
        for (unsigned left = requests[i]->positions; left != 0; left &= left - 1)
            warming.tenants[warming.count++] = requests[i]->party[(unsigned)__builtin_ctz(left)];
    warm_tenants(book, &warming);
}
