/* SPDX-License-Identifier: Apache-2.0 */
/* Making the tables of the bound. This is not timed. */
#include "bound.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/index.h"
#include "base/memory.h"
#include "bound_private.h"

/* The tables while they are filled; organisations have the number of their fact, from 1. */
struct loading {
    struct fact_taker taker;
    struct bound *bound;
    struct index organization_index;
    struct text *organizations;
    uint32_t organization_capacity;
};

/* Whole pages, large ones where the machine gives them. */
static void *table_new(size_t count, size_t size)
{
    enum {
        LARGE_PAGE = 2 * 1024 * 1024
    };
    size_t bytes = (count * size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    void *table = aligned_alloc(LARGE_PAGE, bytes);

    if (table != NULL)
        memset(table, 0, bytes);
    return table;
}

/* The least number of bits that leaves half of the slots free. */
static unsigned bits_for(uint64_t count)
{
    unsigned bits = 6;

    while (UINT64_C(1) << bits < 2 * count)
        bits++;
    return bits;
}

static bool organization_matches(const void *owner, uint32_t number, const void *key)
{
    const struct loading *loading = owner;

    return text_equal(loading->organizations[number], *(const struct text *)key);
}

static uint32_t find_organization(const struct loading *loading, struct text id)
{
    uint32_t number = index_find(&loading->organization_index, index_hash_text(id),
                                 organization_matches, loading, &id);

    ASSERT(number != INDEX_NONE);
    return number;
}

static bool hash_organization(const void *owner, uint32_t number, uint32_t *out_hash)
{
    const struct loading *loading = owner;

    *out_hash = index_hash_text(loading->organizations[number]);
    return number > 0;
}

static enum status take_organization(struct loading *loading, struct text id)
{
    uint32_t number = ++loading->bound->organization_count;
    char *kept = memory_new(id.length, 1);

    ASSERT(number < loading->organization_capacity);
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    memcpy(kept, id.bytes, id.length);
    loading->organizations[number] = (struct text){ kept, id.length };
    if (index_is_full(&loading->organization_index, number)) {
        struct index_owner owner = { loading, number, hash_organization };
        struct index grown;

        TRY(index_grow(&loading->organization_index, owner, &grown));
        index_done(&loading->organization_index);
        loading->organization_index = grown;
    }
    index_add(&loading->organization_index, index_hash_text(id), number);
    return STATUS_OK;
}

static uint32_t add_more(struct bound *bound, struct bound_link link, uint32_t next)
{
    ASSERT(bound->more_count < bound->more_capacity);
    bound->more[bound->more_count] = (struct bound_more){ link, next };
    return bound->more_count++;
}

/* Into the first free of the places, else to the front of the chain. */
static void add_link(struct bound *bound, struct bound_link places[], unsigned place_count,
                     uint32_t *chain, struct bound_link link)
{
    unsigned place = 0;

    while (place < place_count && places[place].other != 0)
        place++;
    if (place < place_count) {
        places[place] = link;
        return;
    }
    ASSERT(chain != NULL);
    *chain = add_more(bound, link, *chain);
}

static struct bound_partner *partner_of(const struct bound *bound, guid id)
{
    struct bound_partner *partner = bound_find_partner(bound, id);

    ASSERT(partner->tenant.id.high != 0);
    return partner;
}

static uint32_t number_of(const struct bound *bound, guid partner)
{
    return bound_number(bound, partner_of(bound, partner));
}

static struct bound_tenant *tenant_of(const struct bound *bound, guid id)
{
    struct bound_tenant *customer = bound_find_customer(bound, id);

    return customer->id.high != 0 ? customer : &partner_of(bound, id)->tenant;
}

/* How far from the free record that was found the new one stands: with an index, the index is told
 * and free records are found at number 0. */
static size_t take_place(struct bound_table *table, guid id)
{
    uint64_t hash = bound_hash(id);
    size_t place = bound_place(hash, table->bits);

    table->count++;
    ASSERT(2 * table->count <= (uint64_t)1 << table->bits);
    if (table->index == NULL)
        return 0;
    ASSERT(table->count < table->room);
    while (table->index[place] != 0)
        place = bound_next_place(place, table->bits);
    table->index[place] = hash << 32 | table->count;
    return table->count;
}

static void take_tenant(struct loading *loading, const struct fact *fact)
{
    struct bound *bound = loading->bound;
    struct bound_tenant tenant = {
        .id = fact->tenant.id,
        .organization = find_organization(loading, fact->tenant.organization),
        .market = fact->tenant.country.number,
        .is_partner = fact->tenant.kind == TENANT_PARTNER,
        .accepted_on = INT32_MAX,
    };

    if (tenant.is_partner) {
        struct bound_partner *partner = bound_find_partner(bound, tenant.id);

        partner[take_place(&bound->partner_table, tenant.id)] = (struct bound_partner){
            .tenant = tenant, .signed_on = INT32_MAX, .onboarded_on = INT32_MAX
        };
    } else {
        struct bound_tenant *customer = bound_find_customer(bound, tenant.id);

        customer[take_place(&bound->customer_table, tenant.id)] = tenant;
    }
}

static void take_enrollment(struct bound *bound, const struct fact *fact)
{
    struct bound_partner *partner = partner_of(bound, fact->enrollment.tenant);
    uint32_t detail = fact->enrollment.role * ENROLLMENT_STATUS_COUNT + fact->enrollment.status;

    add_link(bound, &partner->enrollment, 1, &partner->enrollments,
             (struct bound_link){ detail + 1, fact->valid.from.day, fact->valid.to.day });
}

static void take_agreement(struct bound *bound, const struct fact *fact)
{
    struct bound_partner *partner = partner_of(bound, fact->agreement.tenant);
    struct bound_link link = { (uint32_t)partner->tenant.market + 1, fact->agreement.signed_on.day,
                               INT32_MAX };

    if (link.from < partner->signed_on)
        partner->signed_on = link.from;
    bound->signatures[partner->tenant.organization] =
        add_more(bound, link, bound->signatures[partner->tenant.organization]);
}

static void take_relationship(struct bound *bound, const struct fact *fact)
{
    struct bound_tenant *customer = tenant_of(bound, fact->customer_relationship.customer);

    add_link(bound, customer->relationship, LINKS_INLINE, NULL,
             (struct bound_link){ number_of(bound, fact->customer_relationship.partner),
                                  fact->valid.from.day, fact->valid.to.day });
}

static void take_indirect_relationship(struct bound *bound, const struct fact *fact)
{
    struct bound_partner *reseller = partner_of(bound, fact->indirect_relationship.reseller);

    add_link(bound, reseller->provider, LINKS_INLINE, &reseller->providers,
             (struct bound_link){ number_of(bound, fact->indirect_relationship.provider),
                                  fact->valid.from.day, fact->valid.to.day });
}

static void take_acceptance(struct bound *bound, const struct fact *fact)
{
    struct bound_tenant *customer = tenant_of(bound, fact->customer_agreement.customer);

    ASSERT(customer->accepted_on == INT32_MAX);
    customer->accepted_on = fact->customer_agreement.date.day;
    if (fact->customer_agreement.acceptance == ACCEPTANCE_ATTESTED)
        customer->accepted_by = number_of(bound, fact->customer_agreement.partner);
}

static void take_ownership(struct loading *loading, const struct fact *fact)
{
    struct bound *bound = loading->bound;
    uint32_t owned = find_organization(loading, fact->ownership.owned);
    struct bound_link link = { find_organization(loading, fact->ownership.owner),
                               fact->valid.from.day, fact->valid.to.day };

    bound->owners[owned] = add_more(bound, link, bound->owners[owned]);
}

static void take_offer(struct bound *bound, const struct fact *fact)
{
    struct bound_offer *offer = bound_find_offer(bound, fact->offer.id);

    offer->from = fact->valid.from.day;
    offer->to = fact->valid.to.day;
    offer->is_everywhere = fact->offer.markets.is_everywhere;
    memcpy(offer->markets, fact->offer.markets.bits, sizeof(offer->markets));
    memcpy(offer->id, fact->offer.id.bytes, fact->offer.id.length);
}

static enum status take(struct fact_taker *taker, const struct fact *fact)
{
    struct loading *loading = (struct loading *)taker;
    struct bound *bound = loading->bound;

    switch ((unsigned)fact->type) {
    case FACT_ORGANIZATION:
        return take_organization(loading, fact->organization.id);
    case FACT_OWNERSHIP:
        take_ownership(loading, fact);
        break;
    case FACT_TENANT:
        take_tenant(loading, fact);
        break;
    case FACT_ACCOUNT:
        partner_of(bound, fact->account.tenant)->onboarded_on = fact->account.onboarded_on.day;
        break;
    case FACT_ENROLLMENT:
        take_enrollment(bound, fact);
        break;
    case FACT_AGREEMENT:
        take_agreement(bound, fact);
        break;
    case FACT_CUSTOMER_AGREEMENT:
        take_acceptance(bound, fact);
        break;
    case FACT_INDIRECT_RELATIONSHIP:
        take_indirect_relationship(bound, fact);
        break;
    case FACT_CUSTOMER_RELATIONSHIP:
        take_relationship(bound, fact);
        break;
    case FACT_OFFER:
        take_offer(bound, fact);
        break;
    default: /* no order asks for the others */
        break;
    }
    return STATUS_OK;
}

/* Copies to each tenant what its organisation has. */
static void settle(struct bound *bound)
{
    for (size_t i = 0; i < bound->customer_table.room; i++)
        bound->customers[i].owners = bound->owners[bound->customers[i].organization];
    for (size_t i = 0; i < bound->partner_table.room; i++) {
        struct bound_partner *partner = &bound->partners[i];
        uint32_t signatures = bound->signatures[partner->tenant.organization];
        bool is_alone = signatures != 0 && bound->more[signatures].next == 0;

        partner->tenant.owners = bound->owners[partner->tenant.organization];
        partner->signatures = is_alone && partner->signed_on != INT32_MAX ? 0 : signatures;
    }
}

/* A table for at most so many records; false: no memory. */
static bool table_init(struct bound_table *table, uint64_t count, enum bound_layout layout)
{
    table->bits = bits_for(count);
    table->room = layout == BOUND_AT_ONCE ? (uint64_t)1 << table->bits : count + 1;
    if (layout == BOUND_AT_ONCE)
        return true;
    table->index = table_new((size_t)1 << table->bits, sizeof(*table->index));
    return table->index != NULL;
}

static enum status make_tables(struct bound *bound, const struct scale *scale)
{
    uint64_t partners = (uint64_t)scale->providers + scale->direct_bills + scale->resellers;
    uint64_t organizations = partners + scale->customers + 1;

    if (!table_init(&bound->customer_table, scale->customers, bound->layout) ||
        !table_init(&bound->partner_table, partners + scale->customers / 100 + 1, bound->layout))
        return STATUS_NO_MEMORY;
    bound->offer_bits = bits_for(scale->offers);
    bound->more_capacity = (uint32_t)(4 * partners + scale->customers / 10 + 64);
    bound->more_count = 1;
    bound->customers = table_new(bound->customer_table.room, sizeof(*bound->customers));
    bound->partners = table_new(bound->partner_table.room, sizeof(*bound->partners));
    bound->offers = table_new((size_t)1 << bound->offer_bits, sizeof(*bound->offers));
    bound->more = memory_new(bound->more_capacity, sizeof(*bound->more));
    bound->owners = memory_new(organizations, sizeof(*bound->owners));
    bound->signatures = memory_new(organizations, sizeof(*bound->signatures));
    for (unsigned i = 0; i < COUNTRY_COUNT; i++)
        bound->markets[i] = market_periods_of((country){ (uint16_t)i });
    return bound->customers == NULL || bound->partners == NULL || bound->offers == NULL ||
                   bound->more == NULL || bound->owners == NULL || bound->signatures == NULL
               ? STATUS_NO_MEMORY
               : STATUS_OK;
}

static enum status load(struct bound *bound, const struct scale *scale)
{
    struct loading loading = { .taker = { take }, .bound = bound };
    enum status status = make_tables(bound, scale);

    loading.organization_capacity =
        scale->providers + scale->direct_bills + scale->resellers + scale->customers + 1;
    loading.organizations =
        memory_new(loading.organization_capacity, sizeof(*loading.organizations));
    if (loading.organizations == NULL)
        return STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = world_generate(scale, &loading.taker);
    if (status == STATUS_OK)
        settle(bound);
    for (uint32_t i = 0; i < loading.organization_capacity; i++) {
        union {
            const char *kept;
            char *freed;
        } bytes = { loading.organizations[i].bytes };

        memory_free(bytes.freed);
    }
    memory_free(loading.organizations);
    index_done(&loading.organization_index);
    return status;
}

struct bound *bound_new(const struct scale *scale, enum bound_layout layout)
{
    struct bound *bound = memory_new(1, sizeof(*bound));

    if (bound == NULL)
        return NULL;
    bound->layout = layout;
    if (load(bound, scale) != STATUS_OK) {
        bound_free(bound);
        bound = NULL;
    }
    return bound;
}

void bound_free(struct bound *bound)
{
    if (bound == NULL)
        return;
    free(bound->customer_table.index);
    free(bound->partner_table.index);
    free(bound->customers);
    free(bound->partners);
    free(bound->offers);
    memory_free(bound->more);
    memory_free(bound->owners);
    memory_free(bound->signatures);
    memory_free(bound);
}

static uint64_t index_bytes(const struct bound_table *table)
{
    return table->index == NULL ? 0 : sizeof(*table->index) << table->bits;
}

uint64_t bound_bytes(const struct bound *bound)
{
    return index_bytes(&bound->customer_table) + index_bytes(&bound->partner_table) +
           bound->customer_table.room * sizeof(*bound->customers) +
           bound->partner_table.room * sizeof(*bound->partners) +
           (sizeof(*bound->offers) << bound->offer_bits) +
           bound->more_count * sizeof(*bound->more) +
           bound->organization_count * sizeof(*bound->owners);
}
