/* SPDX-License-Identifier: Apache-2.0 */
#include "book/block.h"

#include <string.h>

static int compare_numbers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

int link_compare(const void *left, const void *right)
{
    const struct link *a = left;
    const struct link *b = right;
    int order = compare_numbers(a->other, b->other);

    if (order == 0)
        order = compare_numbers(a->valid.from.day, b->valid.from.day);
    if (order == 0)
        order = compare_numbers(a->valid.to.day, b->valid.to.day);
    return order != 0 ? order : compare_numbers(a->detail, b->detail);
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

struct link_range block_links_with(const struct block *block, enum link_kind kind, uint32_t other)
{
    struct link_range range = block_links(block, kind);

    range.begin = lower_bound(range, other);
    range.end = lower_bound(range, (uint64_t)other + 1);
    return range;
}

bool block_holds(const struct block *block, enum link_kind kind, uint32_t other, date on)
{
    struct link_range range = block_links_with(block, kind, other);

    for (const struct link *link = range.begin; link < range.end; link++)
        if (interval_holds(link->valid, on))
            return true;
    return false;
}

/* A block with room for the links, its kinds and ends written. */
static enum status make_empty(struct edit *edit, const uint32_t counts[LINK_KIND_COUNT],
                              struct block **out_block, struct link **out_links)
{
    struct block *block = NULL;
    void *memory = NULL;
    uint32_t kinds = 0;
    uint16_t kind_count = 0;
    uint32_t end = 0;
    size_t link_count = 0;

    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        kinds |= counts[kind] > 0 ? 1U << kind : 0;
        kind_count = (uint16_t)(kind_count + (counts[kind] > 0 ? 1 : 0));
        link_count += counts[kind];
    }
    if (kinds == 0) {
        *out_block = NULL;
        return STATUS_OK;
    }
    TRY(edit_make(edit,
                  sizeof(*block) + kind_count * sizeof(block->ends[0]) +
                      link_count * sizeof(struct link),
                  &memory));
    block = memory;
    block->kinds = (uint16_t)kinds;
    block->kind_count = kind_count;
    kind_count = 0;
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        end += counts[kind];
        if (counts[kind] > 0)
            block->ends[kind_count++] = end;
    }
    memory = block->ends + kind_count;
    *out_links = memory;
    *out_block = block;
    return STATUS_OK;
}

enum status block_make(struct edit *edit, const uint32_t counts[LINK_KIND_COUNT],
                       const struct link *links, struct block **out_block)
{
    struct link *made = NULL;
    size_t count = 0;

    TRY(make_empty(edit, counts, out_block, &made));
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++)
        count += counts[kind];
    if (count > 0)
        memcpy(made, links, count * sizeof(*made));
    return STATUS_OK;
}

static void count_links(const struct block *block, uint32_t counts[LINK_KIND_COUNT])
{
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        struct link_range range = block_links(block, (enum link_kind)kind);

        counts[kind] = (uint32_t)(range.end - range.begin);
    }
}

static struct link *copy_range(struct link *to, const struct link *begin, const struct link *end)
{
    size_t count = (size_t)(end - begin);

    if (count == 0)
        return to;
    memcpy(to, begin, count * sizeof(*to));
    return to + count;
}

/* The first link of the range that is not before `link`. */
static const struct link *place_of(struct link_range range, const struct link *link)
{
    while (range.begin < range.end && link_compare(range.begin, link) < 0)
        range.begin++;
    return range.begin;
}

enum status block_with(const struct block *block, struct edit *edit, enum link_kind kind,
                       struct link link, struct block **out_block)
{
    uint32_t counts[LINK_KIND_COUNT];
    struct link *to = NULL;

    count_links(block, counts);
    counts[kind]++;
    TRY(make_empty(edit, counts, out_block, &to));
    for (unsigned each = 0; each < LINK_KIND_COUNT; each++) {
        struct link_range range = block_links(block, (enum link_kind)each);

        if (each == kind) {
            const struct link *place = place_of(range, &link);

            to = copy_range(to, range.begin, place);
            *to++ = link;
            range.begin = place;
        }
        to = copy_range(to, range.begin, range.end);
    }
    return STATUS_OK;
}

enum status block_without(const struct block *block, struct edit *edit, enum link_kind kind,
                          struct link link, struct block **out_block)
{
    struct link_range among = block_links(block, kind);
    const struct link *gone = place_of(among, &link);
    uint32_t counts[LINK_KIND_COUNT];
    struct link *to = NULL;

    if (gone == among.end || link_compare(gone, &link) != 0)
        return STATUS_INVALID;
    count_links(block, counts);
    counts[kind]--;
    TRY(make_empty(edit, counts, out_block, &to));
    for (unsigned each = 0; each < LINK_KIND_COUNT; each++) {
        struct link_range range = block_links(block, (enum link_kind)each);

        if (each == kind) {
            to = copy_range(to, range.begin, gone);
            range.begin = gone + 1;
        }
        to = copy_range(to, range.begin, range.end);
    }
    return STATUS_OK;
}
