/* SPDX-License-Identifier: Apache-2.0 */
#include "book/find.h"

#include <string.h>

#include "base/suggest.h"
#include "book/book_private.h"

/* In the order in which they count. */
enum way {
    WAY_NAME,
    WAY_DOMAIN_BEGINNING,
    WAY_NAME_BEGINNING,
    WAY_GUID_BEGINNING,
    WAY_COUNT
};

/* What is looked for, its letters in lower case. */
struct wanted {
    char room[FIND_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct text name; /* empty: it names nothing */
};

/* What fits so far, the nearest first; within one distance by domain or id. */
struct collection {
    struct text (*key_of)(const struct book *book, uint32_t number);
    const struct book *book;
    struct found found;
    size_t distances[FOUND_MAX];
};

static void want(struct wanted *wanted, struct text name)
{
    wanted->name = (struct text){ 0 };
    if (name.length <= FIND_BYTES_MAX && text_is_utf8(name))
        wanted->name = text_fold(name, wanted->room);
}

struct text book_offer_id(const struct book *book, uint32_t offer)
{
    return book_offer(book, offer)->id;
}

static bool is_before(const struct collection *collection, uint32_t number, size_t distance,
                      unsigned place)
{
    const struct book *book = collection->book;

    if (distance != collection->distances[place])
        return distance < collection->distances[place];
    return text_compare(collection->key_of(book, number),
                        collection->key_of(book, collection->found.numbers[place])) < 0;
}

static void collect(struct collection *collection, uint32_t number, size_t distance)
{
    struct found *found = &collection->found;
    unsigned place = 0;

    found->count++;
    if (found->kept < FOUND_MAX)
        found->kept++;
    else if (!is_before(collection, number, distance, FOUND_MAX - 1))
        return;
    for (place = found->kept - 1; place > 0 && is_before(collection, number, distance, place - 1);
         place--) {
        found->numbers[place] = found->numbers[place - 1];
        collection->distances[place] = collection->distances[place - 1];
    }
    found->numbers[place] = number;
    collection->distances[place] = distance;
}

static struct found only(uint32_t number)
{
    return (struct found){ .count = 1, .kept = 1, .numbers = { number } };
}

static bool begins_with(struct text text, struct text beginning, size_t length_min)
{
    return beginning.length >= length_min && text.length >= beginning.length &&
           memcmp(text.bytes, beginning.bytes, beginning.length) == 0;
}

/* The ways of finding a tenant for which the whole book is looked through, all at once. */
static void look_at_tenant(struct collection collections[WAY_COUNT], struct text wanted,
                           uint32_t tenant)
{
    const struct book *book = collections[0].book;
    struct text name = book_organization_name(book, tenant);
    char id[GUID_LENGTH + 1];
    char room[FIND_BYTES_MAX * TEXT_FOLD_GROWTH];

    guid_format(book_tenant(book, tenant)->id, id);
    if (begins_with(text_of(id), wanted, FIND_GUID_BEGINNING_MIN))
        collect(&collections[WAY_GUID_BEGINNING], tenant, 0);
    if (begins_with(book_domain(book, tenant), wanted, FIND_BEGINNING_MIN))
        collect(&collections[WAY_DOMAIN_BEGINNING], tenant, 0);
    if (name.length > FIND_BYTES_MAX)
        return;
    name = text_fold(name, room);
    if (text_equal(name, wanted))
        collect(&collections[WAY_NAME], tenant, 0);
    if (begins_with(name, wanted, FIND_BEGINNING_MIN))
        collect(&collections[WAY_NAME_BEGINNING], tenant, 0);
}

static struct found look_through_tenants(const struct book *book, struct text wanted)
{
    struct collection collections[WAY_COUNT];
    unsigned way = 0;

    for (unsigned i = 0; i < WAY_COUNT; i++)
        collections[i] = (struct collection){ .key_of = book_domain, .book = book };
    for (uint32_t tenant = 0; tenant < book->tenants.count; tenant++)
        look_at_tenant(collections, wanted, tenant);
    while (way + 1 < WAY_COUNT && collections[way].found.count == 0)
        way++;
    return collections[way].found;
}

void book_find_party(const struct book *book, struct text name, struct found *out_found)
{
    struct wanted wanted;
    uint32_t number = INDEX_NONE;
    guid id;

    want(&wanted, name);
    *out_found = (struct found){ 0 };
    if (wanted.name.length == 0)
        return;
    if (guid_parse(wanted.name, &id))
        number = book_find_tenant(book, id);
    if (number == INDEX_NONE)
        number = book_find_domain(book, wanted.name);
    if (number == INDEX_NONE) {
        number = book_find_partner_id(book, name);
        if (number != INDEX_NONE)
            number = book_partner_id(book, number)->tenant;
    }
    *out_found = number != INDEX_NONE ? only(number) : look_through_tenants(book, wanted.name);
}

/* How far a text is from what was wanted: 0 when that stands in it; SIZE_MAX: it is not near. */
static size_t distance_of(struct text text, struct text wanted)
{
    size_t bound = wanted.length < 5 ? 1 : (wanted.length + 1) / 3;
    size_t distance = 0;

    if (wanted.length < FIND_BEGINNING_MIN || text.length == 0)
        return SIZE_MAX;
    if (memmem(text.bytes, text.length, wanted.bytes, wanted.length) != NULL)
        return 0;
    distance = suggest_distance_to_beginning(wanted, text);
    return distance <= bound ? distance : SIZE_MAX;
}

static size_t distance_of_name(struct text name, struct text wanted)
{
    char room[FIND_BYTES_MAX * TEXT_FOLD_GROWTH];

    return name.length > FIND_BYTES_MAX ? SIZE_MAX : distance_of(text_fold(name, room), wanted);
}

void book_find_party_near(const struct book *book, struct text name, struct found *out_found)
{
    struct collection collection = { .key_of = book_domain, .book = book };
    struct wanted wanted;

    want(&wanted, name);
    for (uint32_t tenant = 0; tenant < book->tenants.count; tenant++) {
        size_t by_domain = distance_of(book_domain(book, tenant), wanted.name);
        size_t by_name = distance_of_name(book_organization_name(book, tenant), wanted.name);
        size_t nearest = by_domain < by_name ? by_domain : by_name;

        if (nearest != SIZE_MAX)
            collect(&collection, tenant, nearest);
    }
    *out_found = collection.found;
}

void book_find_offer_named(const struct book *book, struct text name, struct found *out_found)
{
    struct collection equal = { .key_of = book_offer_id, .book = book };
    struct collection begun = equal;
    struct wanted wanted;
    uint32_t exact = book_find_offer(book, name);

    if (exact != INDEX_NONE) {
        *out_found = only(exact);
        return;
    }
    want(&wanted, name);
    for (uint32_t offer = 0; offer < book->offers.count; offer++) {
        char room[FIND_BYTES_MAX * TEXT_FOLD_GROWTH];
        struct text id = book_offer_id(book, offer);

        if (id.length > FIND_BYTES_MAX)
            continue;
        id = text_fold(id, room);
        if (text_equal(id, wanted.name))
            collect(&equal, offer, 0);
        if (begins_with(id, wanted.name, 1))
            collect(&begun, offer, 0);
    }
    *out_found = equal.found.count > 0 ? equal.found : begun.found;
}

void book_find_offer_near(const struct book *book, struct text name, struct found *out_found)
{
    struct collection collection = { .key_of = book_offer_id, .book = book };
    struct wanted wanted;

    want(&wanted, name);
    for (uint32_t offer = 0; offer < book->offers.count; offer++) {
        size_t distance = distance_of_name(book_offer_id(book, offer), wanted.name);

        if (distance != SIZE_MAX)
            collect(&collection, offer, distance);
    }
    *out_found = collection.found;
}

bool book_has_partner_id(const struct book *book, struct text mpn_id)
{
    return book_find_partner_id(book, mpn_id) != INDEX_NONE;
}

struct tenant_card book_tenant_card(const struct book *book, uint32_t tenant)
{
    const struct tenant_record *record = book_tenant(book, tenant);

    return (struct tenant_card){ .id = record->id,
                                 .domain = book_domain(book, tenant),
                                 .organization = book_organization_name(book, tenant),
                                 .country = record->country,
                                 .kind = (enum tenant_kind)record->kind };
}

bool book_has_tie(const struct book *book, guid partner, guid other)
{
    static const enum link_kind kinds[] = { LINK_INDIRECT, LINK_SERVICE, LINK_CUSTOMER };
    uint32_t partner_number = book_find_tenant(book, partner);
    uint32_t other_number = book_find_tenant(book, other);

    if (partner_number == INDEX_NONE || other_number == INDEX_NONE)
        return false;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct link_range range =
            links_with(tenant_links(book_tenant(book, other_number)), kinds[i], partner_number);

        if (range.begin < range.end)
            return true;
    }
    return false;
}

bool book_find_tenant_number(const struct book *book, guid id, uint32_t *out_tenant)
{
    uint32_t number = book_find_tenant(book, id);

    if (number == INDEX_NONE)
        return false;
    *out_tenant = number;
    return true;
}

bool book_has_customer(const struct book *book, uint32_t partner, uint32_t customer, date on)
{
    return links_hold(tenant_links(book_tenant(book, customer)), LINK_CUSTOMER, partner, on);
}

bool book_has_reseller(const struct book *book, uint32_t provider, uint32_t reseller, date on)
{
    return links_hold(tenant_links(book_tenant(book, reseller)), LINK_INDIRECT, provider, on);
}

uint32_t book_tenant_count(const struct book *book)
{
    return book->tenants.count;
}

bool book_find_customer(const struct book *book, guid partner, guid customer, date on,
                        uint32_t *out_customer)
{
    uint32_t partner_number = 0;
    uint32_t customer_number = 0;

    if (!book_find_tenant_number(book, partner, &partner_number) ||
        !book_find_tenant_number(book, customer, &customer_number) ||
        !book_has_customer(book, partner_number, customer_number, on))
        return false;
    *out_customer = customer_number;
    return true;
}
