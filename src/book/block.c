/* SPDX-License-Identifier: Apache-2.0 */
#include "book/block.h"

#include "base/assert.h"

static uint32_t keep_date(date day)
{
    int32_t kept = day.day;

    if (kept == INT32_MIN)
        kept = KEPT_DAY_MIN;
    if (kept == INT32_MAX)
        kept = KEPT_DAY_MAX;
    ASSERT(kept >= KEPT_DAY_MIN && kept <= KEPT_DAY_MAX);
    return (uint32_t)kept << 8;
}

struct kept_link link_keep(enum link_kind kind, struct link link)
{
    ASSERT(link.detail <= LINK_DETAIL_MAX);
    return (struct kept_link){ link.other, keep_date(link.valid.from) | (uint32_t)kind,
                               keep_date(link.valid.to) | link.detail };
}

static int compare_numbers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Links are sorted by this first. */
static uint64_t place_of(enum link_kind kind, uint32_t other)
{
    return (uint64_t)kind << 32 | other;
}

int kept_link_compare(const void *left, const void *right)
{
    const struct kept_link *a = left;
    const struct kept_link *b = right;
    int order = compare_numbers((int64_t)place_of(kept_kind(a), a->other),
                                (int64_t)place_of(kept_kind(b), b->other));

    if (order == 0)
        order = compare_numbers(kept_day(a->from_and_kind), kept_day(b->from_and_kind));
    if (order == 0)
        order = compare_numbers(kept_day(a->to_and_detail), kept_day(b->to_and_detail));
    return order != 0 ? order : compare_numbers(kept_detail(a), kept_detail(b));
}

/* The first of the links that is not before a place. */
static const struct kept_link *lower_bound(struct link_range range, uint64_t place)
{
    while (range.end - range.begin > FEW_LINKS) {
        const struct kept_link *middle = range.begin + (range.end - range.begin) / 2;

        if (place_of(kept_kind(middle), middle->other) < place)
            range.begin = middle + 1;
        else
            range.end = middle;
    }
    while (range.begin < range.end && place_of(kept_kind(range.begin), range.begin->other) < place)
        range.begin++;
    return range.begin;
}

static struct link_range range_between(struct link_set set, uint64_t first, uint64_t end)
{
    struct link_range range = { set.links, set.links + set.count };

    range.begin = lower_bound(range, first);
    range.end = lower_bound(range, end);
    return range;
}

struct link_range links_of_kind_many(struct link_set set, enum link_kind kind)
{
    return range_between(set, place_of(kind, 0), place_of(kind + 1, 0));
}

struct link_range links_with_many(struct link_set set, enum link_kind kind, uint32_t other)
{
    return range_between(set, place_of(kind, other), place_of(kind, other) + 1);
}

/* A change of a key's links: what comes before, the one that is added, if any, and what comes
 * after. */
struct splice {
    struct link_range before;
    const struct kept_link *added;
    struct link_range after;
};

static uint32_t range_count(struct link_range range)
{
    return (uint32_t)(range.end - range.begin);
}

static struct kept_link *copy_range(struct kept_link *to, struct link_range range)
{
    if (range.begin == range.end)
        return to;
    memcpy(to, range.begin, range_count(range) * sizeof(*to));
    return to + range_count(range);
}

static void write_links(const struct splice *splice, struct kept_link *to)
{
    to = copy_range(to, splice->before);
    if (splice->added != NULL)
        *to++ = *splice->added;
    (void)copy_range(to, splice->after);
}

static unsigned kinds_of(const struct kept_link *links, uint32_t count)
{
    unsigned kinds = 0;

    for (uint32_t i = 0; i < count; i++)
        kinds |= 1U << kept_kind(&links[i]);
    return kinds;
}

/* What was spliced may stand in the room itself, so it is gathered before the room is written. */
static void settle_here(struct link_room room, const struct splice *splice, uint32_t count)
{
    struct kept_link links[LINK_ROOM_MAX] = { { 0 } };

    write_links(splice, links);
    memcpy(room.links, links, room.capacity * sizeof(*links));
    *room.head = (struct link_head){ (uint16_t)kinds_of(links, count), (uint16_t)count };
}

static enum status settle_in_block(struct link_room room, struct edit *edit,
                                   const struct splice *splice, uint32_t count)
{
    struct block *block = NULL;
    void *memory = NULL;

    TRY(edit_make(edit, sizeof(*block) + count * sizeof(block->links[0]), &memory));
    block = memory;
    block->count = count;
    write_links(splice, block->links);
    memset(room.links, 0, room.capacity * sizeof(*room.links));
    memcpy(room.links, (const void *)&block, sizeof(struct block *));
    *room.head = (struct link_head){ (uint16_t)kinds_of(block->links, count), LINKS_IN_BLOCK };
    return STATUS_OK;
}

static enum status settle(struct link_room room, struct edit *edit, const struct splice *splice)
{
    uint32_t count =
        range_count(splice->before) + (splice->added != NULL ? 1 : 0) + range_count(splice->after);
    struct block *replaced = room.head->count == LINKS_IN_BLOCK ? link_block(room.links) : NULL;

    ASSERT(room.capacity <= LINK_ROOM_MAX);
    if (count > room.capacity)
        TRY(settle_in_block(room, edit, splice, count));
    else
        settle_here(room, splice, count);
    return edit_replace(edit, replaced);
}

enum status link_room_fill(struct link_room room, struct edit *edit, struct link_range links)
{
    return settle(room, edit, &(struct splice){ .before = links });
}

/* The links of the room, and the first of them that is not before `link`. */
static struct link_range find_link(struct link_room room, const struct kept_link *link,
                                   const struct kept_link **out_place)
{
    struct link_set set = link_set_of(room.links, *room.head);
    struct link_range all = { set.links, set.links + set.count };
    const struct kept_link *place = lower_bound(all, place_of(kept_kind(link), link->other));

    while (place < all.end && kept_link_compare(place, link) < 0)
        place++;
    *out_place = place;
    return all;
}

enum status link_room_add(struct link_room room, struct edit *edit, struct kept_link link)
{
    const struct kept_link *place = NULL;
    struct link_range all = find_link(room, &link, &place);

    return settle(room, edit, &(struct splice){ { all.begin, place }, &link, { place, all.end } });
}

enum status link_room_remove(struct link_room room, struct edit *edit, struct kept_link link)
{
    const struct kept_link *place = NULL;
    struct link_range all = find_link(room, &link, &place);

    if (place == all.end || kept_link_compare(place, &link) != 0)
        return STATUS_INVALID;
    return settle(room, edit,
                  &(struct splice){ { all.begin, place }, NULL, { place + 1, all.end } });
}
