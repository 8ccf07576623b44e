/* SPDX-License-Identifier: Apache-2.0 */
#include "book/links.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"

enum status links_add(struct links *links, struct staged_link staged)
{
    void *list = links->list;

    ASSERT(links->first == NULL);
    if (links->count == UINT32_MAX - 1)
        return STATUS_NO_MEMORY;
    TRY(memory_grow(&list, &links->capacity, links->count + 1, sizeof(*links->list)));
    links->list = list;
    links->list[links->count++] = staged;
    return STATUS_OK;
}

/* The line comes last, so that the order does not depend on how the sort treats equals. */
static int compare_by_beginning(const void *left, const void *right)
{
    const struct staged_link *a = left;
    const struct staged_link *b = right;

    if (a->link.valid.from.day != b->link.valid.from.day)
        return a->link.valid.from.day < b->link.valid.from.day ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* A counting sort by key: afterwards first[k] is where the links of key k begin. */
static void group_by_key(const struct links *links, struct staged_link *grouped, uint32_t *first,
                         uint32_t key_count)
{
    for (size_t i = 0; i < links->count; i++)
        first[links->list[i].key]++;
    for (uint32_t key = 0, sum = 0; key <= key_count; key++) {
        sum += first[key];
        first[key] = sum;
    }
    for (size_t i = links->count; i > 0; i--)
        grouped[--first[links->list[i - 1].key]] = links->list[i - 1];
}

enum status links_settle(struct links *links, uint32_t key_count, enum links_order order)
{
    struct staged_link *grouped = memory_new(links->count, sizeof(*grouped));
    uint32_t *first = memory_new((size_t)key_count + 1, sizeof(*first));

    ASSERT(links->first == NULL);
    if (grouped == NULL || first == NULL) {
        memory_free(grouped);
        memory_free(first);
        return STATUS_NO_MEMORY;
    }
    group_by_key(links, grouped, first, key_count);
    for (uint32_t key = 0; order == LINKS_BY_BEGINNING && key < key_count; key++)
        if (first[key + 1] - first[key] > 1)
            qsort(grouped + first[key], first[key + 1] - first[key], sizeof(*grouped),
                  compare_by_beginning);
    memory_free(links->list);
    *links = (struct links){ .list = grouped, .count = links->count, .first = first };
    return STATUS_OK;
}

void links_done(struct links *links)
{
    memory_free(links->list);
    memory_free(links->first);
    *links = (struct links){ 0 };
}
