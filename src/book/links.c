/* SPDX-License-Identifier: Apache-2.0 */
#include "book/links.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"

enum status links_add(struct links *links, uint32_t key, struct link link)
{
    void *list = links->list;
    void *keys = links->keys;

    ASSERT(links->first == NULL);
    if (links->count == UINT32_MAX - 1)
        return STATUS_NO_MEMORY;
    TRY(memory_grow(&list, &links->list_capacity, links->count + 1, sizeof(*links->list)));
    links->list = list;
    TRY(memory_grow(&keys, &links->keys_capacity, links->count + 1, sizeof(*links->keys)));
    links->keys = keys;
    links->list[links->count] = link;
    links->keys[links->count] = key;
    links->count++;
    return STATUS_OK;
}

static int compare_numbers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* The line comes last, so that the order does not depend on how the sort treats equals. */
static int compare_by_beginning(const void *left, const void *right)
{
    const struct link *a = left;
    const struct link *b = right;
    int order = compare_numbers(a->valid.from.day, b->valid.from.day);

    return order != 0 ? order : compare_numbers(a->line, b->line);
}

static int compare_by_other(const void *left, const void *right)
{
    const struct link *a = left;
    const struct link *b = right;
    int order = compare_numbers(a->other, b->other);

    return order != 0 ? order : compare_by_beginning(left, right);
}

/* A counting sort by key: afterwards first[k] is where the links of key k begin. */
static void group_by_key(const struct links *links, struct link *grouped, uint32_t *first,
                         uint32_t key_count)
{
    for (size_t i = 0; i < links->count; i++)
        first[links->keys[i]]++;
    for (uint32_t key = 0, sum = 0; key <= key_count; key++) {
        sum += first[key];
        first[key] = sum;
    }
    for (size_t i = links->count; i > 0; i--)
        grouped[--first[links->keys[i - 1]]] = links->list[i - 1];
}

enum status links_settle(struct links *links, uint32_t key_count, enum links_order order)
{
    struct link *grouped = memory_new(links->count, sizeof(*grouped));
    uint32_t *first = memory_new((size_t)key_count + 1, sizeof(*first));

    ASSERT(links->first == NULL);
    if (grouped == NULL || first == NULL) {
        memory_free(grouped);
        memory_free(first);
        return STATUS_NO_MEMORY;
    }
    group_by_key(links, grouped, first, key_count);
    for (uint32_t key = 0; key < key_count; key++)
        if (first[key + 1] - first[key] > 1)
            qsort(grouped + first[key], first[key + 1] - first[key], sizeof(*grouped),
                  order == LINKS_BY_OTHER ? compare_by_other : compare_by_beginning);
    memory_free(links->list);
    memory_free(links->keys);
    *links = (struct links){ .list = grouped, .count = links->count, .first = first };
    return STATUS_OK;
}

void links_keep_first(struct links *links, uint32_t key_count)
{
    uint32_t kept = 0;

    for (uint32_t key = 0; key < key_count; key++) {
        uint32_t begin = links->first[key];
        uint32_t end = links->first[key + 1];

        links->first[key] = kept;
        for (uint32_t i = begin; i < end; i++)
            if (i == begin || links->list[i].other != links->list[i - 1].other)
                links->list[kept++] = links->list[i];
    }
    links->first[key_count] = kept;
    links->count = kept;
}

void links_done(struct links *links)
{
    memory_free(links->list);
    memory_free(links->keys);
    memory_free(links->first);
    *links = (struct links){ 0 };
}

/* The first of the sorted links whose other is at least `other`. */
static const struct link *lower_bound(struct link_range range, uint64_t other)
{
    while (range.begin < range.end) {
        const struct link *middle = range.begin + (range.end - range.begin) / 2;

        if (middle->other < other)
            range.begin = middle + 1;
        else
            range.end = middle;
    }
    return range.begin;
}

struct link_range links_with(const struct links *links, uint32_t key, uint32_t other)
{
    struct link_range range = links_of(links, key);

    range.begin = lower_bound(range, other);
    range.end = lower_bound(range, (uint64_t)other + 1);
    return range;
}

bool links_hold(const struct links *links, uint32_t key, uint32_t other, date on)
{
    struct link_range range = links_with(links, key, other);

    for (const struct link *link = range.begin; link < range.end; link++)
        if (interval_holds(link->valid, on))
            return true;
    return false;
}
