/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of an order, bare. Whether a rule is in force is not asked: all do since before the
 * first day of a question.
 */
#include "base/assert.h"
#include "bound_private.h"

/* Where a partner stands: in the order of the three findings that a rule has of partners. */
enum stand {
    STAND_DIRECT_BILL,
    STAND_PROVIDER,
    STAND_RESELLER
};

static const enum role stand_roles[] = {
    [STAND_DIRECT_BILL] = ROLE_DIRECT_BILL,
    [STAND_PROVIDER] = ROLE_INDIRECT_PROVIDER,
    [STAND_RESELLER] = ROLE_INDIRECT_RESELLER,
};

/* The finding of a rule about the partner who stands there. */
#define ABOUT(rule, stand)                                                                         \
    found((enum order_finding)((unsigned)FOUND_##rule##_DIRECT_BILL + (unsigned)(stand)))

/* The parties of an order, found. */
struct parties {
    const struct bound_partner *seller;
    const struct bound_partner *provider; /* NULL: none is named */
    const struct bound_tenant *customer;
    const struct bound_partner *customer_as_partner; /* NULL: it is none */
    const struct bound_offer *offer;                 /* NULL: none is named */
    int32_t day;
    struct bound_partner plain_seller; /* a seller that is no partner */
};

static inline bool holds(const struct bound_link *link, int32_t day)
{
    return link->from <= day && day < link->to;
}

static unsigned region_on(const struct bound *bound, unsigned market, int32_t day)
{
    const struct market_periods *periods = &bound->markets[market];

    return day < periods->changes_on ? periods->region_before : periods->region_after;
}

/* Whether one of the links with `other` holds. */
static bool has_link(const struct bound *bound, const struct bound_link links[LINKS_INLINE],
                     uint32_t chain, uint32_t other, int32_t day)
{
    for (unsigned i = 0; i < LINKS_INLINE; i++)
        if (links[i].other == other && holds(&links[i], day))
            return true;
    for (; chain != 0; chain = bound->more[chain].next)
        if (bound->more[chain].link.other == other && holds(&bound->more[chain].link, day))
            return true;
    return false;
}

static uint32_t ultimate_owner(const struct bound *bound, const struct bound_tenant *tenant,
                               int32_t day)
{
    uint32_t owner = tenant->organization;
    uint32_t chain = bound_owners(bound, tenant);

    while (chain != 0) {
        const struct bound_more *more = &bound->more[chain];

        chain = more->next;
        if (holds(&more->link, day)) {
            owner = more->link.other;
            chain = bound->owners[owner];
        }
    }
    return owner;
}

/* The roles that a partner is enrolled in: live in the lower byte, active in the upper. */
static unsigned roles_of(const struct bound *bound, const struct bound_partner *partner,
                         int32_t day)
{
    const struct bound_link *link = &partner->enrollment;
    uint32_t chain = partner->enrollments;
    unsigned roles = 0;

    for (;;) {
        unsigned detail = link->other - 1;
        unsigned status = detail % ENROLLMENT_STATUS_COUNT;

        if (link->other != 0 && holds(link, day) &&
            enrollment_status_is_live((enum enrollment_status)status)) {
            roles |= BIT(detail / ENROLLMENT_STATUS_COUNT);
            if (status == ENROLLMENT_ACTIVE)
                roles |= BIT(8 + detail / ENROLLMENT_STATUS_COUNT);
        }
        if (chain == 0)
            return roles;
        link = &bound->more[chain].link;
        chain = bound->more[chain].next;
    }
}

static bool has_signed(const struct bound *bound, const struct bound_partner *partner,
                       unsigned own_region, int32_t day)
{
    if (partner->signed_on <= day)
        return true;
    for (uint32_t chain = partner->signatures; chain != 0; chain = bound->more[chain].next) {
        const struct bound_link *link = &bound->more[chain].link;

        if (link->from <= day && own_region != 0 &&
            region_on(bound, link->other - 1, day) == own_region)
            return true;
    }
    return false;
}

static finding_set judge_partner(const struct bound *bound, const struct parties *parties,
                                 const struct bound_partner *partner, enum stand stand)
{
    const struct bound_tenant *customer = parties->customer;
    int32_t day = parties->day;
    unsigned own_region = region_on(bound, partner->tenant.market, day);
    unsigned roles = roles_of(bound, partner, day);
    unsigned asked = BIT(stand_roles[stand]);
    uint32_t number = bound_number(bound, partner);
    finding_set set = 0;

    if ((roles & 0xff) == 0)
        set |= ABOUT(ENROLLED_IN_ROLE, stand);
    else if ((roles & asked) == 0)
        set |= ABOUT(CHAIN_OF_SALE, stand);
    if ((roles & asked) != 0 && (roles & asked << 8) == 0)
        set |= ABOUT(GOOD_STANDING, stand);
    if (own_region == 0)
        set |= ABOUT(KNOWN_MARKET, stand);
    if (own_region == 0 || own_region != region_on(bound, customer->market, day))
        set |= ABOUT(CUSTOMER_IN_REGION, stand);
    if (!has_signed(bound, partner, own_region, day))
        set |= ABOUT(MPA_SIGNED, stand);
    if (partner == &parties->plain_seller ||
        !has_link(bound, customer->relationship, 0, number, day))
        set |= ABOUT(CUSTOMER_RELATIONSHIP_ACTIVE, stand);
    if (partner->tenant.organization == customer->organization)
        set |= ABOUT(NO_SELF_SALE, stand);
    else if (ultimate_owner(bound, &partner->tenant, day) == ultimate_owner(bound, customer, day))
        set |= ABOUT(NO_AFFILIATE_SALE, stand);
    return set;
}

/* What is between provider and reseller, and between the provider and the customer (S6). */
static finding_set judge_chain(const struct bound *bound, const struct parties *parties)
{
    const struct bound_partner *provider = parties->provider;
    const struct bound_partner *seller = parties->seller;
    const struct bound_partner *customer = parties->customer_as_partner;
    uint32_t number = bound_number(bound, provider);
    int32_t day = parties->day;
    unsigned own_region = region_on(bound, provider->tenant.market, day);
    finding_set set = 0;

    if (seller == provider)
        set |= found(FOUND_CHAIN_OF_SALE_RESELLER);
    if (seller->onboarded_on > day)
        set |= found(FOUND_ONBOARDED_RESELLER);
    if (!has_link(bound, seller->provider, seller->providers, number, day))
        set |= found(FOUND_INDIRECT_RELATIONSHIP_ACTIVE_NONE);
    if (own_region == 0 || own_region != region_on(bound, seller->tenant.market, day))
        set |= found(FOUND_PARTNERS_IN_SAME_REGION_NONE);
    if (customer != NULL && has_link(bound, customer->provider, customer->providers, number, day))
        set |= found(FOUND_RESELLER_OR_CUSTOMER_NONE);
    return set;
}

static bool is_sold(const struct bound_offer *offer, unsigned market, unsigned own_region,
                    int32_t day)
{
    bool is_listed = offer->is_everywhere ? own_region != 0
                                          : (offer->markets[market / 64] >> (market % 64) & 1) != 0;

    return is_listed && offer->from <= day && day < offer->to;
}

static finding_set judge_customer(const struct bound *bound, const struct parties *parties)
{
    const struct bound_tenant *customer = parties->customer;
    const struct bound_partner *transacting =
        parties->provider != NULL ? parties->provider : parties->seller;
    uint32_t number = bound_number(bound, transacting);
    int32_t day = parties->day;
    unsigned own_region = region_on(bound, customer->market, day);
    finding_set set = 0;

    if (day < customer->accepted_on ||
        (customer->accepted_by != 0 &&
         (transacting == &parties->plain_seller || customer->accepted_by != number)))
        set |= found(FOUND_CUSTOMER_AGREEMENT_ACCEPTED_NONE);
    if (own_region == 0)
        set |= found(FOUND_KNOWN_MARKET_CUSTOMER);
    /* Who has live roles is designated as partner in this world. */
    if (customer->is_partner)
        set |= found(FOUND_NO_PROVISIONING_ON_CSP_TENANT_NONE);
    if (parties->offer != NULL && !is_sold(parties->offer, customer->market, own_region, day))
        set |= found(FOUND_OFFER_SOLD_IN_MARKET_NONE);
    return set;
}

static finding_set judge(const struct bound *bound, const struct parties *parties)
{
    finding_set set = judge_customer(bound, parties);

    if (parties->provider == NULL)
        return set | judge_partner(bound, parties, parties->seller, STAND_DIRECT_BILL);
    return set | judge_partner(bound, parties, parties->provider, STAND_PROVIDER) |
           judge_partner(bound, parties, parties->seller, STAND_RESELLER) |
           judge_chain(bound, parties);
}

static void find_parties(const struct bound *bound, const struct bound_order *order,
                         struct parties *out_parties)
{
    const struct bound_partner *seller = bound_find_partner(bound, order->seller);
    const struct bound_tenant *customer = bound_find_customer(bound, order->customer);

    out_parties->seller = seller;
    if (seller->tenant.id.high == 0) {
        const struct bound_tenant *tenant = bound_find_customer(bound, order->seller);

        out_parties->plain_seller =
            (struct bound_partner){ .tenant = *tenant,
                                    .signatures = bound->signatures[tenant->organization],
                                    .signed_on = INT32_MAX,
                                    .onboarded_on = INT32_MAX };
        out_parties->seller = &out_parties->plain_seller;
    }
    out_parties->provider = order->has_provider ? bound_find_partner(bound, order->provider) : NULL;
    out_parties->customer = customer;
    out_parties->customer_as_partner = NULL;
    if (customer->id.high == 0) {
        out_parties->customer_as_partner = bound_find_partner(bound, order->customer);
        out_parties->customer = &out_parties->customer_as_partner->tenant;
    }
    out_parties->offer = order->offer.length > 0 ? bound_find_offer(bound, order->offer) : NULL;
    out_parties->day = order->day;
}

struct bound_order bound_order_of(const struct question *question)
{
    struct bound_order order = {
        .seller = bound_read_guid(question->seller),
        .customer = bound_read_guid(question->customer),
        .offer = { question->offer, question->offer_length },
        .day = question->date.day,
        .has_provider = question->has_provider,
    };

    if (order.has_provider)
        order.provider = bound_read_guid(question->provider);
    return order;
}

finding_set bound_judge(const struct bound *bound, const struct bound_order *order)
{
    struct parties parties;

    find_parties(bound, order, &parties);
    return judge(bound, &parties);
}

/* Where the index says that the record of an id is; which may be another's, with the same hash. */
static uint32_t guess(const struct bound_table *table, guid id)
{
    uint64_t hash = bound_hash(id);
    size_t place = bound_place(hash, table->bits);

    return bound_index_find(table, hash, &place);
}

static size_t place_of(const struct bound_table *table, guid id)
{
    return bound_place(bound_hash(id), table->bits);
}

static inline void ask_for_partner(const struct bound_partner *partner)
{
    __builtin_prefetch(partner);
    __builtin_prefetch(&partner->enrollment);
}

/* gcc takes a function that only prefetches for one without effect and drops its calls: hence the
 * empty assembly in these. */
static void ask_for_offers(const struct bound *bound, const struct bound_order *orders,
                           unsigned count)
{
    __asm__ volatile("");
    for (unsigned i = 0; i < count; i++) {
        const struct bound_offer *offer = bound->offers;

        if (orders[i].offer.length > 0)
            offer += bound_place(bound_hash(bound_offer_key(orders[i].offer)), bound->offer_bits);
        __builtin_prefetch(offer);
        __builtin_prefetch((const char *)offer + 64);
    }
}

static void ask_for_places(const struct bound *bound, const struct bound_order *orders,
                           unsigned count)
{
    const struct bound_table *customers = &bound->customer_table;
    const struct bound_table *partners = &bound->partner_table;

    __asm__ volatile("");
    for (unsigned i = 0; i < count; i++) {
        __builtin_prefetch(&customers->index[place_of(customers, orders[i].customer)]);
        __builtin_prefetch(&partners->index[place_of(partners, orders[i].seller)]);
        __builtin_prefetch(&partners->index[place_of(partners, orders[i].provider)]);
    }
}

/* The records that the index names, and then what their organisations have. */
static void ask_for_numbered(const struct bound *bound, const struct bound_order *orders,
                             unsigned count)
{
    const struct bound_tenant *customers[BOUND_GROUP] = { NULL };
    const struct bound_partner *sellers[BOUND_GROUP] = { NULL };

    __asm__ volatile("");
    for (unsigned i = 0; i < count; i++) {
        customers[i] = &bound->customers[guess(&bound->customer_table, orders[i].customer)];
        sellers[i] = &bound->partners[guess(&bound->partner_table, orders[i].seller)];
        __builtin_prefetch(customers[i]);
        ask_for_partner(sellers[i]);
        if (orders[i].has_provider)
            ask_for_partner(&bound->partners[guess(&bound->partner_table, orders[i].provider)]);
    }
    for (unsigned i = 0; i < count; i++) {
        __builtin_prefetch(&bound->owners[customers[i]->organization]);
        __builtin_prefetch(&bound->owners[sellers[i]->tenant.organization]);
    }
}

static void ask_for_records(const struct bound *bound, const struct bound_order *orders,
                            unsigned count)
{
    __asm__ volatile("");
    for (unsigned i = 0; i < count; i++) {
        const struct bound_order *order = &orders[i];

        __builtin_prefetch(&bound->customers[place_of(&bound->customer_table, order->customer)]);
        ask_for_partner(&bound->partners[place_of(&bound->partner_table, order->seller)]);
        ask_for_partner(&bound->partners[place_of(&bound->partner_table, order->provider)]);
    }
}

void bound_judge_group(const struct bound *bound, const struct bound_order *orders, unsigned count,
                       finding_set *out_sets)
{
    ASSERT(count <= BOUND_GROUP);
    ask_for_offers(bound, orders, count);
    if (bound->layout == BOUND_AT_ONCE) {
        ask_for_records(bound, orders, count);
    } else {
        ask_for_places(bound, orders, count);
        ask_for_numbered(bound, orders, count);
    }
    for (unsigned i = 0; i < count; i++)
        out_sets[i] = bound_judge(bound, &orders[i]);
}

/* The length of a chain that is read to its end. */
static unsigned chain_length(const struct bound *bound, uint32_t chain)
{
    unsigned length = 0;

    for (; chain != 0; chain = bound->more[chain].next)
        length++;
    return length;
}

unsigned bound_count_lookups(const struct bound *bound, const struct bound_order *order)
{
    unsigned party_count = order->has_provider ? 3 : 2;
    struct parties parties;

    find_parties(bound, order, &parties);
    return 2 * party_count + (order->offer.length > 0 ? 1 : 0) +
           chain_length(bound, bound_owners(bound, parties.customer)) +
           chain_length(bound, parties.seller->enrollments);
}
