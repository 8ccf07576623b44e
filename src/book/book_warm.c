/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision waits for memory most of its time: a place in the table of tenants, the tenant, its
 * links, its organisation and that one's links, each found by the one before. Here many decisions
 * take these steps together, so that their waits overlap.
 */
#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "book/act_parties.h"
#include "book/book_private.h"

_Static_assert(COUNT_OF(((struct book_guess *)NULL)->tenants) == ACT_PARTIES_MAX,
               "each party of an act has its guess");

/* First hashes stand in the places of numbers. */
static void hash_names(const struct book *book, const struct proposal *proposal,
                       struct book_guess *guess)
{
    guess->tenant_count = 0;
    for (const struct act_party *party = act_parties[proposal->act]; party->field != NULL;
         party++) {
        uint32_t hash = 0;

        if (party->is_optional && !proposal->has_provider)
            continue;
        hash = index_hash_guid(act_party_id(proposal, party));
        index_prefetch(&book->tenant_index, hash);
        guess->tenants[guess->tenant_count++] = hash;
    }
    guess->offer = REQUEST_NONE;
    if (!proposal->has_offer)
        return;
    guess->offer = index_hash_text(proposal->offer);
    index_prefetch(&book->offer_index, guess->offer);
}

/* What a version does not have is nothing. */
static uint32_t number_of(const struct index *index, uint32_t hash, uint32_t count)
{
    uint32_t number = index_guess(index, hash);

    return number < count ? number : INDEX_NONE;
}

static void find_numbers(const struct book *book, const struct proposal *proposal,
                         struct book_guess *guess)
{
    for (unsigned i = 0; i < guess->tenant_count; i++) {
        guess->tenants[i] = number_of(&book->tenant_index, guess->tenants[i], book->tenants.count);
        book_prefetch_tenant(book, guess->tenants[i]);
    }
    if (!proposal->has_offer)
        return;
    guess->offer = number_of(&book->offer_index, guess->offer, book->offers.count);
    if (guess->offer == INDEX_NONE)
        return;
    for (size_t byte = 0; byte < sizeof(struct offer_record); byte += CACHE_LINE_BYTES)
        memory_prefetch((const char *)book_offer(book, guess->offer) + byte);
}

void book_guess(const struct book *book, const struct proposal *const proposals[], size_t count,
                struct book_guess out_guesses[])
{
    for (size_t i = 0; i < count; i++)
        hash_names(book, proposals[i], &out_guesses[i]);
    for (size_t i = 0; i < count; i++)
        find_numbers(book, proposals[i], &out_guesses[i]);
}

/* The parties of all that is under way. */
struct warming {
    size_t count;
    uint32_t tenants[BOOK_BATCH * ACT_PARTIES_MAX];
};

static void warm_links(const struct book *book, const struct warming *warming)
{
    for (size_t i = 0; i < warming->count; i++)
        book_prefetch_links(book, book_tenant(book, warming->tenants[i]));
    for (size_t i = 0; i < warming->count; i++)
        book_prefetch_organization_links(book, book_tenant(book, warming->tenants[i]));
}

void book_warm_proposals(const struct book *book, const struct proposal *const proposals[],
                         size_t count, struct book_guess out_guesses[])
{
    NOT_CLEARED struct warming warming;

    ASSERT(count <= BOOK_BATCH);
    book_guess(book, proposals, count, out_guesses);
    warming.count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct book_guess *guess = &out_guesses[i];

        for (unsigned n = 0; n < guess->tenant_count; n++)
            if (guess->tenants[n] != INDEX_NONE)
                warming.tenants[warming.count++] = guess->tenants[n];
        /* An offer's id stands elsewhere. */
        if (guess->offer != INDEX_NONE)
            memory_prefetch(book_offer(book, guess->offer)->id.bytes);
    }
    warm_links(book, &warming);
}

void book_warm_requests(const struct book *book, const struct request *const requests[],
                        size_t count)
{
    NOT_CLEARED struct warming warming;

    ASSERT(count <= BOOK_BATCH);
    warming.count = 0;
    for (size_t i = 0; i < count; i++)
        for (unsigned left = requests[i]->positions; left != 0; left &= left - 1) {
            uint32_t tenant = requests[i]->party[(unsigned)__builtin_ctz(left)];

            book_prefetch_tenant(book, tenant);
            warming.tenants[warming.count++] = tenant;
        }
    warm_links(book, &warming);
}
