/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/name_order.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "book/find.h"

enum {
    NAME_BYTES_MAX = 1024 /* of an organisation's name */
};

/* What a tenant is sorted by. */
struct sort_key {
    char room[NAME_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct text name; /* in lower case */
    guid id;
};

static void set_key(struct sort_key *key, const struct book *book, uint32_t tenant)
{
    struct tenant_card card = book_tenant_card(book, tenant);

    if (card.organization.length > NAME_BYTES_MAX)
        card.organization.length = 0;
    key->name = text_fold(card.organization, key->room);
    key->id = card.id;
}

static int compare_keys(const struct sort_key *left, const struct sort_key *right)
{
    int order = text_compare(left->name, right->name);

    return order != 0 ? order : guid_compare(left->id, right->id);
}

/* A tenant while many are sorted, with its name folded once. */
struct sorting {
    uint32_t tenant;
    uint32_t length;
    size_t begin; /* of its name, in the buffer of all */
    guid id;
};

/* qsort_r() as glibc has it: the third argument is the last. */
static int compare(const void *left, const void *right, void *payload)
{
    const struct sorting *first = left;
    const struct sorting *second = right;
    const struct buffer *names = payload;
    int order = text_compare((struct text){ names->bytes + first->begin, first->length },
                             (struct text){ names->bytes + second->begin, second->length });

    return order != 0 ? order : guid_compare(first->id, second->id);
}

enum status name_order_sort(const struct book *book, uint32_t *tenants, size_t count)
{
    struct sorting *list = memory_new(count + 1, sizeof(*list));
    struct buffer names = { 0 };
    NOT_CLEARED struct sort_key key;

    if (list == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        set_key(&key, book, tenants[i]);
        list[i] = (struct sorting){ tenants[i], (uint32_t)key.name.length, names.length, key.id };
        buffer_add_text(&names, key.name);
    }
    if (!names.has_failed) {
        qsort_r(list, count, sizeof(*list), compare, &names);
        for (size_t i = 0; i < count; i++)
            tenants[i] = list[i].tenant;
    }
    memory_free(list);
    if (names.has_failed) {
        buffer_done(&names);
        return STATUS_NO_MEMORY;
    }
    buffer_done(&names);
    return STATUS_OK;
}

/* The first of `count` places whose tenant is not before the key. */
static uint32_t find_place(const uint32_t *tenants, uint32_t count, const struct book *book,
                           const struct sort_key *wanted)
{
    NOT_CLEARED struct sort_key key;
    uint32_t begin = 0;
    uint32_t end = count;

    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;

        set_key(&key, book, tenants[middle]);
        if (compare_keys(&key, wanted) < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

/* Puts the new ones, which are sorted, between the earlier. */
static void merge(struct name_order *order, const struct name_order *earlier,
                  const struct book *book, uint32_t added)
{
    const uint32_t *fresh = order->tenants + order->count;
    uint32_t *taken = order->tenants;
    uint32_t done = 0; /* of the earlier */
    NOT_CLEARED struct sort_key key;

    if (earlier->count == 0) {
        memmove(taken, fresh, added * sizeof(*taken));
        return;
    }
    for (uint32_t i = 0; i < added; i++) {
        uint32_t tenant = fresh[i];
        uint32_t place = 0;

        set_key(&key, book, tenant);
        place = done + find_place(earlier->tenants + done, earlier->count - done, book, &key);
        memcpy(taken, earlier->tenants + done, (place - done) * sizeof(*taken));
        taken += place - done;
        *taken++ = tenant;
        done = place;
    }
    memcpy(taken, earlier->tenants + done, (earlier->count - done) * sizeof(*taken));
}

enum status name_order_init(struct name_order *out_order, const struct name_order *earlier,
                            const struct book *book)
{
    uint32_t added = book_tenant_count(book) - earlier->count;
    struct name_order order = { .count = book_tenant_count(book) };
    uint32_t *fresh = NULL;

    /* The new ones are sorted behind the place where all come to stand, and read from there. */
    order.tenants = memory_new((size_t)order.count + added + 1, sizeof(*order.tenants));
    if (order.tenants == NULL)
        return STATUS_NO_MEMORY;
    fresh = order.tenants + order.count;
    for (uint32_t i = 0; i < added; i++)
        fresh[i] = earlier->count + i;
    if (name_order_sort(book, fresh, added) != STATUS_OK) {
        name_order_done(&order);
        return STATUS_NO_MEMORY;
    }
    merge(&order, earlier, book, added);
    *out_order = order;
    return STATUS_OK;
}

void name_order_done(struct name_order *order)
{
    memory_free(order->tenants);
    *order = (struct name_order){ 0 };
}

uint32_t name_order_find(const struct name_order *order, const struct book *book,
                         struct text folded)
{
    NOT_CLEARED struct sort_key key;

    key.name = folded;
    key.id = GUID_NONE;
    return find_place(order->tenants, order->count, book, &key);
}

uint32_t name_order_after(const struct name_order *order, const struct book *book, uint32_t tenant)
{
    NOT_CLEARED struct sort_key key;
    uint32_t place = 0;

    set_key(&key, book, tenant);
    place = find_place(order->tenants, order->count, book, &key);
    return place < order->count && order->tenants[place] == tenant ? place + 1 : place;
}
