/* SPDX-License-Identifier: Apache-2.0 */
#include "book/pages.h"

#include <string.h>

#include "base/assert.h"
#include "base/memory.h"

enum {
    BRANCHES_MIN = 4
};

static size_t root_size(uint32_t branch_capacity)
{
    return sizeof(struct page_root) + branch_capacity * sizeof(struct page_branch *);
}

static size_t leaf_size(const struct pages *pages)
{
    return (size_t)pages->record_size << PAGE_LEAF_BITS;
}

/* A page of `size` bytes that the edit may change: *page itself when the edit made it, else a
 * copy of its first `old_size` bytes. A root and a branch begin with the number of their edit. */
static enum status own_page(struct edit *edit, size_t size, size_t old_size, void **page)
{
    void *old = *page;
    uint64_t made_by = 0;
    void *copy = NULL;

    if (old != NULL)
        memcpy(&made_by, old, sizeof(made_by));
    if (old != NULL && made_by == edit->number && size == old_size)
        return STATUS_OK;
    TRY(edit_make(edit, size, &copy));
    if (old != NULL)
        memcpy(copy, old, old_size);
    memcpy(copy, &edit->number, sizeof(edit->number));
    TRY(edit_replace(edit, old));
    *page = copy;
    return STATUS_OK;
}

static enum status own_root(struct pages *pages, struct edit *edit, uint32_t branch_number)
{
    uint32_t old_capacity = pages->root == NULL ? 0 : pages->root->branch_capacity;
    uint32_t capacity = old_capacity == 0 ? BRANCHES_MIN : old_capacity;
    void *page = pages->root;

    while (capacity <= branch_number)
        capacity *= 2;
    TRY(own_page(edit, root_size(capacity), root_size(old_capacity), &page));
    pages->root = page;
    pages->root->branch_capacity = capacity;
    return STATUS_OK;
}

/* The same for a leaf of a branch that the edit owns. */
static enum status own_leaf(const struct pages *pages, struct edit *edit,
                            struct page_branch *branch, uint32_t leaf_number)
{
    char *old = branch->leaves[leaf_number];
    void *copy = NULL;

    if (old != NULL && branch->leaf_edits[leaf_number] == edit->number)
        return STATUS_OK;
    TRY(edit_make_lines(edit, leaf_size(pages), &copy));
    if (old != NULL)
        memcpy(copy, old, leaf_size(pages));
    TRY(edit_replace(edit, old));
    branch->leaves[leaf_number] = copy;
    branch->leaf_edits[leaf_number] = edit->number;
    return STATUS_OK;
}

enum status pages_edit(struct pages *pages, struct edit *edit, uint32_t number, void **out_record)
{
    uint32_t branch_number = number >> (PAGE_LEAF_BITS + PAGE_BRANCH_BITS);
    uint32_t leaf_number = number >> PAGE_LEAF_BITS & ((1U << PAGE_BRANCH_BITS) - 1);
    uint32_t record_number = number & ((1U << PAGE_LEAF_BITS) - 1);
    struct page_branch **branch = NULL;
    void *page = NULL;

    ASSERT(number <= pages->count);
    TRY(own_root(pages, edit, branch_number));
    branch = &pages->root->branches[branch_number];
    page = *branch;
    TRY(own_page(edit, sizeof(**branch), sizeof(**branch), &page));
    *branch = page;
    TRY(own_leaf(pages, edit, *branch, leaf_number));
    if (number == pages->count)
        pages->count++;
    *out_record = (*branch)->leaves[leaf_number] + (size_t)record_number * pages->record_size;
    return STATUS_OK;
}

/* Leaves are taken one after the other: behind the first that is missing there is none. */
static void branch_done(struct page_branch *branch)
{
    if (branch == NULL)
        return;
    for (size_t i = 0; i < (size_t)1 << PAGE_BRANCH_BITS && branch->leaves[i] != NULL; i++)
        memory_free(branch->leaves[i]);
    memory_free(branch);
}

void pages_done(struct pages *pages)
{
    for (uint32_t i = 0; pages->root != NULL && i < pages->root->branch_capacity; i++)
        branch_done(pages->root->branches[i]);
    memory_free(pages->root);
    pages->root = NULL;
    pages->count = 0;
}
