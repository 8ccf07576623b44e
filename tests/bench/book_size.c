/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts what a book takes, and how often memory is asked for. This file alone looks into the
 * book's private parts: names, domains and what only loading needs are left out.
 */
#include <malloc.h>
#include <stdlib.h>

#include "aval_side.h"
#include "book/book_private.h"

/* Filled in by the linker's --wrap: Aval's calls come here. */
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);

static uint64_t allocations;

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    allocations++;
    return __real_realloc(memory, size);
}

uint64_t allocation_count(void)
{
    return allocations;
}

/* The allocator keeps a word beside each piece. */
static uint64_t piece_bytes(const void *piece)
{
    union {
        const void *given;
        void *asked;
    } memory = { piece };

    return piece == NULL ? 0 : malloc_usable_size(memory.asked) + sizeof(size_t);
}

static uint64_t pages_bytes(const struct pages *pages)
{
    uint64_t bytes = piece_bytes(pages->root);

    for (uint32_t i = 0; pages->root != NULL && i < pages->root->branch_capacity; i++) {
        const struct page_branch *branch = pages->root->branches[i];

        bytes += piece_bytes(branch);
        for (unsigned leaf = 0; branch != NULL && leaf < 1U << PAGE_BRANCH_BITS; leaf++)
            bytes += piece_bytes(branch->leaves[leaf]);
    }
    return bytes;
}

static uint64_t block_bytes(const struct kept_link *room, struct link_head head)
{
    return head.count == LINKS_IN_BLOCK ? piece_bytes(link_block(room)) : 0;
}

struct book_size book_size(const struct book *book)
{
    struct book_size size = {
        .tenant_records = pages_bytes(&book->tenants),
        .organization_records = pages_bytes(&book->organizations),
        .indexes = piece_bytes(book->tenant_index.slots) + piece_bytes(book->offer_index.slots) +
                   piece_bytes(book->partner_id_index.slots),
        .offers_and_partner_ids = pages_bytes(&book->offers) + pages_bytes(&book->partner_ids),
    };

    for (uint32_t i = 0; i < book->tenants.count; i++)
        size.links += block_bytes(book_tenant(book, i)->room, book_tenant(book, i)->head);
    for (uint32_t i = 0; i < book->organizations.count; i++) {
        const struct organization_record *record = pages_at(&book->organizations, i);

        size.links += block_bytes(record->room, record->head);
    }
    for (uint32_t i = 0; i < book->offers.count; i++)
        size.offers_and_partner_ids += book_offer(book, i)->id.length;
    for (uint32_t i = 0; i < book->partner_ids.count; i++)
        size.offers_and_partner_ids += book_partner_id(book, i)->mpn_id.length;
    size.decisions = size.tenant_records + size.organization_records + size.links + size.indexes +
                     size.offers_and_partner_ids;
    return size;
}
