/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/planner/random_world.h"

#include "unit/book/facts.h"
#include "unit/test.h"

enum {
    TENANTS_MAX = 14,
    ORGANIZATIONS = 7,
    OFFERS = 3,
    PARTNER_IDS = 5,
    SCALE = 100
};

static const char *const organization_ids[ORGANIZATIONS] = { "ash", "birch", "cherry", "dogwood",
                                                             "elm", "fir",   "gorse" };
static const char *const offer_ids[OFFERS] = { "SUITE", "MAIL", "DESK" };
static const char *const mpn_ids[PARTNER_IDS] = { "0000001", "0000002", "77", "500", "0000004" };
static const char *const near_markets[] = { "DE", "DE", "FR" };
/* Regions that change, that begin late, that end, other ones, and none. */
static const char *const far_markets[] = { "GU", "CN", "BY", "US", "AS", "ZZ", "BR" };

/* Days about which something changes, the ends of intervals too. */
static const date days[] = { { DAY_NUMBER(2019, 6, 1) },  { DAY_NUMBER(2020, 1, 31) },
                             { DAY_NUMBER(2020, 2, 1) },  { DAY_NUMBER(2020, 5, 12) },
                             { DAY_NUMBER(2020, 6, 30) }, { DAY_NUMBER(2020, 7, 1) },
                             { DAY_NUMBER(2020, 12, 1) }, { DAY_NUMBER(2021, 8, 17) },
                             { DAY_NUMBER(2021, 8, 18) }, { DAY_NUMBER(2022, 5, 1) },
                             { DAY_NUMBER(2022, 5, 2) },  { DAY_NUMBER(2023, 8, 16) },
                             { DAY_NUMBER(2023, 8, 17) }, { DAY_NUMBER(2024, 1, 1) } };

/* A world while it is made up. Who is what is told by place: the numbers, and so the ids, are
 * mixed. */
struct making {
    uint64_t seed;
    struct world_case *world_case;
    unsigned count;
    unsigned providers; /* places: first these, then resellers, direct-bill partners, customers */
    unsigned resellers;
    unsigned direct;
    unsigned numbers[TENANTS_MAX]; /* of the tenants */
    const char *organizations[TENANTS_MAX];
    const char *markets[TENANTS_MAX];
    unsigned amiss; /* of a hundred: how often something is not as it should be */
};

static bool chance(struct making *making, unsigned of_hundred)
{
    return random_below(&making->seed, SCALE) < of_hundred;
}

static uint32_t below(struct making *making, unsigned bound)
{
    return random_below(&making->seed, bound);
}

static date any_day(struct making *making)
{
    return days[below(making, COUNT_OF(days))];
}

static void add(struct making *making, struct fact fact)
{
    fact_world_add(&making->world_case->world, fact);
}

/* Most records are always in effect. */
static struct interval some_time(struct making *making)
{
    unsigned from = below(making, COUNT_OF(days));
    unsigned to = from + below(making, (unsigned)COUNT_OF(days) - from);

    if (!chance(making, making->amiss))
        return ALWAYS;
    if (chance(making, 30))
        return (struct interval){ days[from], DATE_AFTER_ALL };
    if (chance(making, 30))
        return (struct interval){ DATE_BEFORE_ALL, days[to] };
    return (struct interval){ days[from], days[to] };
}

static unsigned first_customer(const struct making *making)
{
    return making->providers + making->resellers + making->direct;
}

static unsigned a_provider(struct making *making)
{
    return below(making, making->providers);
}

static unsigned a_reseller(struct making *making)
{
    return making->providers + below(making, making->resellers);
}

static unsigned a_direct(struct making *making)
{
    return making->providers + making->resellers + below(making, making->direct);
}

static unsigned a_customer(struct making *making)
{
    return first_customer(making) + below(making, making->count - first_customer(making));
}

static unsigned a_partner(struct making *making)
{
    return below(making, first_customer(making));
}

/* Now and then somebody else stands there. */
static unsigned or_any(struct making *making, unsigned place)
{
    return chance(making, 8) ? below(making, making->count) : place;
}

static void add_tenant(struct making *making, unsigned place)
{
    bool is_partner = place < first_customer(making);
    struct fact fact;

    making->organizations[place] =
        organization_ids[chance(making, 70) ? place % ORGANIZATIONS : below(making, ORGANIZATIONS)];
    making->markets[place] = chance(making, making->amiss / 2)
                                 ? far_markets[below(making, COUNT_OF(far_markets))]
                                 : near_markets[below(making, COUNT_OF(near_markets))];
    if (chance(making, making->amiss / 2))
        is_partner = !is_partner;
    fact = fact_tenant(making->numbers[place], making->organizations[place], making->markets[place],
                       is_partner ? TENANT_PARTNER : TENANT_CUSTOMER);
    add(making, fact);
}

static enum role role_of_place(const struct making *making, unsigned place)
{
    if (place < making->providers)
        return ROLE_INDIRECT_PROVIDER;
    return place < making->providers + making->resellers ? ROLE_INDIRECT_RESELLER
                                                         : ROLE_DIRECT_BILL;
}

static void add_enrollments(struct making *making, unsigned place)
{
    enum enrollment_status status = ENROLLMENT_ACTIVE;
    unsigned number = making->numbers[place];

    if (chance(making, making->amiss))
        status = (enum enrollment_status)below(making, ENROLLMENT_STATUS_COUNT);
    if (!chance(making, making->amiss / 2))
        add(making,
            fact_enrollment(number, role_of_place(making, place), status, some_time(making)));
    if (chance(making, making->amiss / 2))
        add(making, fact_enrollment(number, (enum role)below(making, ROLE_COUNT),
                                    (enum enrollment_status)below(making, ENROLLMENT_STATUS_COUNT),
                                    some_time(making)));
}

static void add_partner_facts(struct making *making, unsigned place)
{
    unsigned number = making->numbers[place];

    add_enrollments(making, place);
    if (!chance(making, making->amiss))
        add(making, fact_account(number, chance(making, 70) ? days[0] : any_day(making)));
    if (!chance(making, making->amiss))
        add(making, fact_signature(number, chance(making, 70) ? days[0] : any_day(making)));
}

static void add_ownerships(struct making *making)
{
    for (unsigned owned = 1; owned < ORGANIZATIONS; owned++)
        if (chance(making, making->amiss / 3))
            add(making, fact_ownership(organization_ids[below(making, owned)],
                                       organization_ids[owned], some_time(making)));
}

static void add_indirect(struct making *making, unsigned provider, unsigned reseller)
{
    if (provider != reseller)
        add(making,
            fact_indirect(making->numbers[provider], making->numbers[reseller], some_time(making)));
}

static void add_customer(struct making *making, unsigned partner, unsigned customer)
{
    if (partner != customer)
        add(making,
            fact_customer(making->numbers[partner], making->numbers[customer], some_time(making)));
}

static void add_relationships(struct making *making)
{
    for (unsigned i = 0; i < making->providers; i++)
        for (unsigned j = 0; j < making->resellers; j++)
            if (chance(making, 60 - making->amiss / 2))
                add_indirect(making, i, making->providers + j);
    for (unsigned i = 0; i < first_customer(making); i++)
        for (unsigned j = first_customer(making); j < making->count; j++)
            if (chance(making, 70 - making->amiss))
                add_customer(making, i, j);
    /* What should not be: resellers that buy, customers that sell, and records again. */
    for (unsigned i = 0; i < 4; i++) {
        if (chance(making, making->amiss))
            add_indirect(making, or_any(making, a_provider(making)), a_customer(making));
        if (chance(making, making->amiss))
            add_customer(making, or_any(making, a_provider(making)), a_reseller(making));
        if (chance(making, making->amiss))
            add_indirect(making, a_provider(making), a_reseller(making));
    }
}

static void add_agreements(struct making *making)
{
    for (unsigned place = first_customer(making); place < making->count; place++) {
        unsigned partner = a_partner(making);

        if (!chance(making, making->amiss * 2))
            add(making, fact_acceptance(making->numbers[place],
                                        chance(making, 70) ? days[0] : any_day(making)));
        if (chance(making, making->amiss))
            add(making, fact_attestation(making->numbers[place], making->numbers[partner],
                                         any_day(making)));
    }
}

static void add_things(struct making *making)
{
    for (unsigned i = 0; i < OFFERS; i++)
        add(making, fact_offer(offer_ids[i], chance(making, 60) ? "*" : making->markets[i],
                               some_time(making)));
    for (unsigned i = 0; i < PARTNER_IDS; i++) {
        unsigned place = or_any(making, a_reseller(making));
        const char *market = making->markets[chance(making, 80) ? place : 0];

        add(making, fact_partner_id(mpn_ids[i], making->numbers[place], market));
    }
}

/* Tenants that have the ids which a created one would take. */
static void take_ids(struct making *making)
{
    for (unsigned i = 1; i <= 2 && chance(making, 15); i++) {
        struct fact fact =
            fact_tenant(TENANTS_MAX + i, making->organizations[a_customer(making)],
                        making->markets[0], chance(making, 50) ? TENANT_PARTNER : TENANT_CUSTOMER);

        fact.tenant.id = (guid){ UINT64_C(0x4000), UINT64_C(0x8000000000000000) + i };
        add(making, fact);
    }
}

/* Facts come in any order. */
static void shuffle(struct making *making)
{
    struct fact_world *world = &making->world_case->world;

    for (unsigned i = world->count; i > 1; i--) {
        unsigned other = below(making, i);
        struct fact fact = world->facts[other];

        world->facts[other] = world->facts[i - 1];
        world->facts[i - 1] = fact;
    }
}

static guid id_at(const struct making *making, unsigned place)
{
    return tenant_id(making->numbers[place]);
}

static void propose(struct making *making)
{
    bool is_indirect = chance(making, 65);
    unsigned partner = a_partner(making);
    struct proposal *act = &making->world_case->act;

    *act = (struct proposal){ .act = chance(making, 40) ? ACT_PLACE_ORDER
                                                        : (enum act)below(making, ACT_COUNT),
                              .date = any_day(making) };
    if (chance(making, 50))
        act->date = days[9];
    if (act->act == ACT_PLACE_ORDER) {
        act->has_provider = is_indirect;
        act->seller =
            id_at(making, or_any(making, is_indirect ? a_reseller(making) : a_direct(making)));
        act->has_offer = chance(making, 50);
        if (act->has_offer)
            act->offer = text_of(offer_ids[below(making, OFFERS)]);
        act->quantity = below(making, 3);
    } else if (act->act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP ||
               act->act == ACT_ASSOCIATE_PARTNER_ID || act->act == ACT_END_INDIRECT_RELATIONSHIP) {
        act->reseller = id_at(making, or_any(making, a_reseller(making)));
    }
    if (act->has_provider || act->act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP ||
        act->act == ACT_ASSOCIATE_PARTNER_ID || act->act == ACT_END_INDIRECT_RELATIONSHIP)
        act->provider = id_at(making, or_any(making, a_provider(making)));
    if (act->act == ACT_PLACE_ORDER || act->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP ||
        act->act == ACT_ENGAGE_PARTNER)
        act->customer = id_at(making, or_any(making, a_customer(making)));
    if (act->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP || act->act == ACT_ENGAGE_PARTNER)
        act->partner = id_at(making, or_any(making, partner));
}

static void propose_rest(struct making *making)
{
    struct proposal *act = &making->world_case->act;

    if (act->act == ACT_ENROLL) {
        act->tenant = id_at(making, below(making, making->count));
        act->role = below(making, ROLE_COUNT);
        act->capabilities = below(making, 1U << CAPABILITY_COUNT);
    }
    if (act->act == ACT_ASSOCIATE_PARTNER_ID) {
        act->mpn_id = text_of(mpn_ids[below(making, PARTNER_IDS)]);
        act->new_subscription = chance(making, 50);
    }
    if (act->act == ACT_END_INDIRECT_RELATIONSHIP)
        act->requested_by = below(making, REQUESTER_COUNT);
}

static void choose_terms(struct making *making)
{
    static const unsigned readings[] = { Q2, Q3, Q4, Q6, Q7, Q12, Q13 };
    struct terms *terms = &making->world_case->terms;

    *terms = (struct terms){ chance(making, 80) ? PROFILE_PROGRAMME : PROFILE_ARTICLE, 0 };
    for (unsigned i = 0; chance(making, 60) && i < 3; i++)
        terms->other_readings |= readings[below(making, COUNT_OF(readings))];
}

static void choose_sizes(struct making *making, bool is_tiny)
{
    making->providers = is_tiny ? 1 + below(making, 2) : 1 + below(making, 3);
    making->resellers = is_tiny ? 1 : 1 + below(making, 4);
    making->direct = is_tiny ? 1 : 1 + below(making, 2);
    making->count = first_customer(making) + 1 + (is_tiny ? 0 : below(making, 4));
    making->amiss = 5 + below(making, 30);
    for (unsigned i = 0; i < making->count; i++) {
        unsigned other = below(making, i + 1);

        making->numbers[i] = making->numbers[other];
        making->numbers[other] = i + 1;
    }
}

void random_world(uint64_t number, bool is_tiny, struct world_case *out_case)
{
    struct making making = { .seed = number * 0x9E3779B97F4A7C15U + 1, .world_case = out_case };

    out_case->world.count = 0;
    choose_sizes(&making, is_tiny);
    out_case->tenant_count = making.count;
    for (unsigned i = 0; i < ORGANIZATIONS; i++)
        add(&making, fact_organization(organization_ids[i]));
    for (unsigned place = 0; place < making.count; place++)
        add_tenant(&making, place);
    for (unsigned place = 0; place < first_customer(&making); place++)
        add_partner_facts(&making, place);
    add_ownerships(&making);
    add_relationships(&making);
    add_agreements(&making);
    add_things(&making);
    take_ids(&making);
    propose(&making);
    propose_rest(&making);
    choose_terms(&making);
    shuffle(&making);
}
