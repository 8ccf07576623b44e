/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Most parties are as they should be and most orders are supported; small shares are not, each in
 * a way of its own, so that every finding of an order occurs. The shares are in the tables of
 * constants below and in the functions named after what they make, in parts of 1,000.
 */
#include "generator.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"

/* Kinds of thing with a number; the letter is part of ids and names. */
enum entity_kind {
    ENTITY_PROVIDER,
    ENTITY_DIRECT_BILL,
    ENTITY_RESELLER,
    ENTITY_CUSTOMER,
    ENTITY_OFFER,
    ENTITY_QUESTION
};

static const char entity_letters[] = "pdrcoq";

struct entity {
    enum entity_kind kind;
    uint32_t number;
};

/* Markets that lie in one region each, as pairs of letters. */
static const char *const market_groups[] = {
    "DEFRITGBNLESSEPLATBE", "US",           "INININ", "CLARCOMXPEEC", "JP",
    "SGIDPHTHHK",           "AEZATRILKZQA", "BR",
};

enum {
    MARKET_GROUPS = sizeof(market_groups) / sizeof(market_groups[0]),
    CUSTOMERS_A_RESELLER = 20,
    CUSTOMERS_A_DIRECT_BILL = 500,
    CUSTOMERS_A_PROVIDER = 5000,
    OFFERS = 2000,
    PROVIDERS_A_RESELLER_MAX = 3
};

/* A sequence of random numbers. */
struct draw {
    uint64_t state;
};

static uint64_t mix(uint64_t value)
{
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

static struct draw draw_of(const struct scale *scale, struct entity entity)
{
    return (struct draw){ mix(
        mix(scale->seed ^ (uint64_t)entity.kind * UINT64_C(0x9e3779b97f4a7c15)) + entity.number) };
}

static uint64_t next(struct draw *draw)
{
    draw->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(draw->state);
}

static uint32_t below(struct draw *draw, uint32_t limit)
{
    return (uint32_t)((next(draw) >> 32) * limit >> 32);
}

static bool happens(struct draw *draw, uint32_t of_1000)
{
    return below(draw, 1000) < of_1000;
}

/* A day of the years first to last. */
static date day_of(struct draw *draw, int first, int last)
{
    int begin = DAY_NUMBER(first, 1, 1);
    int end = DAY_NUMBER(last + 1, 1, 1);

    return (date){ begin + (int)below(draw, (uint32_t)(end - begin)) };
}

static country market_of_letters(const char *letters)
{
    country market = { 0 };

    ASSERT(country_parse((struct text){ letters, 2 }, &market));
    return market;
}

static country market_in(struct draw *draw, uint32_t group)
{
    const char *letters = market_groups[group];

    return market_of_letters(letters + (size_t)2 * below(draw, (uint32_t)strlen(letters) / 2));
}

/* A market of the group, seldom of another, very seldom one that no region has. */
static country market_near(struct draw *draw, uint32_t group)
{
    if (happens(draw, 2))
        return market_of_letters("ZZ");
    return market_in(draw, happens(draw, 10) ? below(draw, MARKET_GROUPS) : group);
}

static guid guid_of(const struct scale *scale, struct entity entity)
{
    struct draw draw = draw_of(scale, entity);
    guid id = { next(&draw), next(&draw) };

    id.high = (id.high & ~UINT64_C(0xf000)) | 0x4000;
    id.low = (id.low & ~(UINT64_C(3) << 62)) | UINT64_C(1) << 63;
    return id;
}

/* Where draws other than those of the id begin. */
static struct draw plan_of(const struct scale *scale, struct entity entity)
{
    struct draw draw = draw_of(scale, entity);

    draw.state = mix(draw.state);
    return draw;
}

struct scale scale_of(uint32_t customers, uint64_t seed)
{
    struct scale scale = { .seed = seed, .customers = customers, .offers = OFFERS };

    scale.resellers = customers / CUSTOMERS_A_RESELLER + 1;
    scale.direct_bills = customers / CUSTOMERS_A_DIRECT_BILL + 1;
    scale.providers = customers / CUSTOMERS_A_PROVIDER + 1;
    if (customers % CUSTOMERS_A_PROVIDER == 0 && customers > 0) {
        scale.resellers--;
        scale.direct_bills--;
        scale.providers--;
    }
    return scale;
}

/* The n-th provider of a reseller. */
static struct entity provider_of(const struct scale *scale, uint32_t reseller, uint32_t n)
{
    return (struct entity){ ENTITY_PROVIDER, (reseller + n * MARKET_GROUPS) % scale->providers };
}

static uint32_t group_of(const struct scale *scale, struct entity partner)
{
    if (partner.kind == ENTITY_RESELLER)
        partner = provider_of(scale, partner.number, 0);
    return partner.number % MARKET_GROUPS;
}

/* What a customer is, as far as questions need it too. */
struct customer_plan {
    struct entity seller;
    struct entity provider; /* the other direct-bill partner where the seller is one */
    struct entity organization;
    country market;
    unsigned kind; /* enum tenant_kind */
};

static struct customer_plan customer_plan_of(const struct scale *scale, uint32_t number,
                                             struct draw *draw)
{
    struct customer_plan plan = { .organization = { ENTITY_CUSTOMER, number } };

    if (happens(draw, 800)) {
        plan.seller = (struct entity){ ENTITY_RESELLER, below(draw, scale->resellers) };
        plan.provider = provider_of(scale, plan.seller.number, 0);
    } else {
        uint32_t direct_bill = below(draw, scale->direct_bills);

        plan.seller = (struct entity){ ENTITY_DIRECT_BILL, direct_bill };
        plan.provider = (struct entity){ ENTITY_DIRECT_BILL,
                                         (direct_bill + MARKET_GROUPS) % scale->direct_bills };
    }
    plan.market = market_near(draw, group_of(scale, plan.seller));
    plan.kind = happens(draw, 5) ? TENANT_PARTNER : TENANT_CUSTOMER;
    if (happens(draw, 2))
        plan.organization = plan.seller;
    return plan;
}

/* A world on its way to the taker. */
struct generation {
    const struct scale *scale;
    struct fact_taker *taker;
    char id[32];
    char name[48];
    char domain[48];
};

static struct fact fact_of(enum fact_type type)
{
    return (struct fact){ .type = type, .valid = { DATE_BEFORE_ALL, DATE_AFTER_ALL } };
}

static enum status give(struct generation *generation, const struct fact *fact)
{
    return generation->taker->take(generation->taker, fact);
}

static struct text organization_id(char room[32], struct entity entity)
{
    int length =
        snprintf(room, 32, "org-%c%08u", entity_letters[entity.kind], (unsigned)entity.number);

    return (struct text){ room, (size_t)length };
}

static enum status give_organization(struct generation *generation, struct entity entity,
                                     country market)
{
    struct fact fact = fact_of(FACT_ORGANIZATION);
    int length = snprintf(generation->name, sizeof(generation->name), "Organisation %c %08u",
                          entity_letters[entity.kind], (unsigned)entity.number);

    fact.organization.id = organization_id(generation->id, entity);
    fact.organization.name = (struct text){ generation->name, (size_t)length };
    fact.organization.country = market;
    return give(generation, &fact);
}

/* A tenant of the organisation of an entity, which may be another than its own. */
struct tenancy {
    struct entity entity;
    struct entity organization;
    country market;
    unsigned kind; /* enum tenant_kind */
};

static enum status give_tenant(struct generation *generation, struct tenancy tenancy)
{
    struct fact fact = fact_of(FACT_TENANT);
    int length = snprintf(generation->domain, sizeof(generation->domain), "%c%08u.example",
                          entity_letters[tenancy.entity.kind], (unsigned)tenancy.entity.number);

    if (tenancy.organization.kind == tenancy.entity.kind &&
        tenancy.organization.number == tenancy.entity.number)
        TRY(give_organization(generation, tenancy.entity, tenancy.market));
    fact.tenant.id = guid_of(generation->scale, tenancy.entity);
    fact.tenant.domain = (struct text){ generation->domain, (size_t)length };
    fact.tenant.organization = organization_id(generation->id, tenancy.organization);
    fact.tenant.country = tenancy.market;
    fact.tenant.kind = tenancy.kind;
    return give(generation, &fact);
}

static enum status give_enrollment(struct generation *generation, struct entity partner,
                                   unsigned status, struct interval valid)
{
    static const enum role roles[] = {
        [ENTITY_PROVIDER] = ROLE_INDIRECT_PROVIDER,
        [ENTITY_DIRECT_BILL] = ROLE_DIRECT_BILL,
        [ENTITY_RESELLER] = ROLE_INDIRECT_RESELLER,
    };
    struct fact fact = fact_of(FACT_ENROLLMENT);

    fact.enrollment.tenant = guid_of(generation->scale, partner);
    fact.enrollment.role = roles[partner.kind];
    fact.enrollment.status = status;
    fact.valid = valid;
    return give(generation, &fact);
}

/* One that counts, or none or one that does not; before it, of some, one that has ended. */
static enum status give_enrollments(struct generation *generation, struct entity partner,
                                    struct draw *draw)
{
    date since = day_of(draw, 2017, 2019);
    uint32_t fate = below(draw, 1000);
    unsigned status = ENROLLMENT_ACTIVE;

    if (happens(draw, 100))
        TRY(give_enrollment(generation, partner, ENROLLMENT_ACTIVE,
                            (struct interval){ day_of(draw, 2014, 2015), since }));
    if (fate < 5)
        return STATUS_OK;
    if (fate < 15)
        status = ENROLLMENT_SUSPENDED;
    else if (fate < 20)
        status = ENROLLMENT_RESTRICTED;
    else if (fate < 25)
        status = ENROLLMENT_PENDING;
    return give_enrollment(
        generation, partner, status,
        (struct interval){ since, fate < 30 ? day_of(draw, 2021, 2024) : DATE_AFTER_ALL });
}

static enum status give_signature(struct generation *generation, guid tenant, struct draw *draw)
{
    struct fact fact = fact_of(FACT_AGREEMENT);

    if (happens(draw, 10))
        return STATUS_OK;
    fact.agreement.agreement = AGREEMENT_MPA;
    fact.agreement.tenant = tenant;
    fact.agreement.signed_on =
        happens(draw, 990) ? day_of(draw, 2019, 2020) : day_of(draw, 2021, 2026);
    fact.agreement.signed_by = TEXT("Authorised Signatory");
    return give(generation, &fact);
}

static enum status give_partner_id(struct generation *generation, struct tenancy tenancy)
{
    struct fact fact = fact_of(FACT_PARTNER_ID);
    char digits[16];
    int length = snprintf(digits, sizeof(digits), "%u%08u", (unsigned)tenancy.entity.kind + 4,
                          (unsigned)tenancy.entity.number);

    fact.partner_id.mpn_id = (struct text){ digits, (size_t)length };
    fact.partner_id.tenant = guid_of(generation->scale, tenancy.entity);
    fact.partner_id.country = tenancy.market;
    return give(generation, &fact);
}

/* Now and then a reseller's tenant belongs to the organisation of the one before. */
static struct entity organization_of_partner(const struct scale *scale, struct entity partner)
{
    struct draw draw = plan_of(scale, partner);

    if (partner.kind == ENTITY_RESELLER && partner.number % 2 == 1 && happens(&draw, 40))
        partner.number--;
    return partner;
}

static enum status give_partner(struct generation *generation, struct entity partner)
{
    const struct scale *scale = generation->scale;
    struct draw draw = plan_of(scale, partner);
    struct fact fact = fact_of(FACT_ACCOUNT);
    struct tenancy tenancy = {
        partner, organization_of_partner(scale, partner), { 0 }, TENANT_PARTNER
    };

    (void)next(&draw);
    tenancy.market = market_near(&draw, group_of(scale, partner));
    TRY(give_tenant(generation, tenancy));
    fact.account.tenant = guid_of(scale, partner);
    fact.account.onboarded_on =
        happens(&draw, 990) ? day_of(&draw, 2015, 2019) : day_of(&draw, 2021, 2026);
    if (happens(&draw, 995))
        TRY(give(generation, &fact));
    TRY(give_enrollments(generation, partner, &draw));
    TRY(give_signature(generation, fact.account.tenant, &draw));
    return give_partner_id(generation, tenancy);
}

/* One provider, of a quarter of the resellers two, of some three. */
static enum status give_providers(struct generation *generation, uint32_t reseller)
{
    const struct scale *scale = generation->scale;
    struct draw draw = plan_of(scale, (struct entity){ ENTITY_RESELLER, reseller });
    uint32_t fate = 0;
    uint32_t count = 1;

    draw.state = mix(draw.state);
    fate = below(&draw, 1000);
    count = fate < 50 ? PROVIDERS_A_RESELLER_MAX : fate < 250 ? 2 : 1;
    for (uint32_t n = 0; n < count && n * MARKET_GROUPS < scale->providers; n++) {
        struct fact fact = fact_of(FACT_INDIRECT_RELATIONSHIP);

        fact.indirect_relationship.provider = guid_of(scale, provider_of(scale, reseller, n));
        fact.indirect_relationship.reseller =
            guid_of(scale, (struct entity){ ENTITY_RESELLER, reseller });
        fact.valid.from = day_of(&draw, 2018, 2020);
        if (happens(&draw, 20))
            fact.valid.to = day_of(&draw, 2022, 2025);
        TRY(give(generation, &fact));
    }
    return STATUS_OK;
}

static enum status give_relationship(struct generation *generation, struct entity partner,
                                     guid customer, struct draw *draw)
{
    struct fact fact = fact_of(FACT_CUSTOMER_RELATIONSHIP);

    fact.customer_relationship.partner = guid_of(generation->scale, partner);
    fact.customer_relationship.customer = customer;
    fact.valid.from = day_of(draw, 2018, happens(draw, 900) ? 2020 : 2023);
    if (happens(draw, 20))
        fact.valid.to = day_of(draw, 2024, 2025);
    return give(generation, &fact);
}

static enum status give_acceptance(struct generation *generation, const struct customer_plan *plan,
                                   guid customer, struct draw *draw)
{
    bool is_indirect = plan->seller.kind == ENTITY_RESELLER;
    struct fact fact = fact_of(FACT_CUSTOMER_AGREEMENT);

    fact.customer_agreement.customer = customer;
    fact.customer_agreement.date =
        happens(draw, 980) ? day_of(draw, 2019, 2020) : day_of(draw, 2021, 2026);
    fact.customer_agreement.acceptance =
        happens(draw, 500) ? ACCEPTANCE_DIRECT : ACCEPTANCE_ATTESTED;
    if (fact.customer_agreement.acceptance == ACCEPTANCE_ATTESTED)
        fact.customer_agreement.partner =
            guid_of(generation->scale, is_indirect ? plan->provider : plan->seller);
    return give(generation, &fact);
}

/* Some are owned by a customer before them, few by the organisation that sells to them. */
static enum status give_ownership(struct generation *generation, const struct customer_plan *plan,
                                  uint32_t number, struct draw *draw)
{
    uint32_t fate = below(draw, 1000);
    struct entity owner = organization_of_partner(generation->scale, plan->seller);
    struct fact fact = fact_of(FACT_OWNERSHIP);
    char owner_id[32];

    if (fate >= 45 || number == 0 || plan->organization.kind != ENTITY_CUSTOMER)
        return STATUS_OK;
    if (fate >= 5) {
        struct draw unused;
        uint32_t before = below(draw, number);

        unused = plan_of(generation->scale, (struct entity){ ENTITY_CUSTOMER, before });
        owner = customer_plan_of(generation->scale, before, &unused).organization;
        if (owner.kind != ENTITY_CUSTOMER)
            owner = organization_of_partner(generation->scale, owner);
    }
    fact.ownership.owner = organization_id(owner_id, owner);
    fact.ownership.owned = organization_id(generation->id, plan->organization);
    fact.valid.from = day_of(draw, 2015, 2023);
    if (happens(draw, 100))
        fact.valid.to = day_of(draw, 2024, 2025);
    return give(generation, &fact);
}

static enum status give_customer(struct generation *generation, uint32_t number)
{
    const struct scale *scale = generation->scale;
    struct entity customer = { ENTITY_CUSTOMER, number };
    struct draw draw = plan_of(scale, customer);
    struct customer_plan plan = customer_plan_of(scale, number, &draw);
    struct tenancy tenancy = { customer, plan.organization, plan.market, plan.kind };
    guid id = guid_of(scale, customer);

    if (tenancy.organization.kind != ENTITY_CUSTOMER)
        tenancy.organization = organization_of_partner(scale, tenancy.organization);
    TRY(give_tenant(generation, tenancy));
    TRY(give_relationship(generation, plan.seller, id, &draw));
    TRY(give_relationship(generation, plan.provider, id, &draw));
    TRY(give_acceptance(generation, &plan, id, &draw));
    return give_ownership(generation, &plan, number, &draw);
}

static struct text offer_id(char room[32], uint32_t number)
{
    int length = snprintf(room, 32, "OFFER-%05u", (unsigned)number);

    return (struct text){ room, (size_t)length };
}

/* Three in five are sold everywhere, the others in some markets; a few no longer. */
static enum status give_offer(struct generation *generation, uint32_t number)
{
    struct draw draw = plan_of(generation->scale, (struct entity){ ENTITY_OFFER, number });
    struct fact fact = fact_of(FACT_OFFER);

    fact.offer.id = offer_id(generation->id, number);
    fact.offer.name = TEXT("Some service, monthly");
    fact.offer.publisher = TEXT("Some publisher");
    fact.offer.party = happens(&draw, 600) ? OFFER_FIRST_PARTY : OFFER_THIRD_PARTY;
    fact.offer.markets.is_everywhere = happens(&draw, 600);
    for (uint32_t group = 0; group < MARKET_GROUPS && !fact.offer.markets.is_everywhere; group++)
        for (const char *letters = market_groups[group]; *letters != '\0'; letters += 2)
            if (happens(&draw, 950))
                markets_add(&fact.offer.markets, market_of_letters(letters));
    fact.valid.from = day_of(&draw, 2015, 2020);
    if (happens(&draw, 30))
        fact.valid.to = day_of(&draw, 2021, 2025);
    return give(generation, &fact);
}

static enum status give_partners(struct generation *generation, enum entity_kind kind,
                                 uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        TRY(give_partner(generation, (struct entity){ kind, i }));
    return STATUS_OK;
}

enum status world_generate(const struct scale *scale, struct fact_taker *taker)
{
    struct generation generation = { .scale = scale, .taker = taker };

    for (uint32_t i = 0; i < scale->offers; i++)
        TRY(give_offer(&generation, i));
    TRY(give_partners(&generation, ENTITY_PROVIDER, scale->providers));
    TRY(give_partners(&generation, ENTITY_DIRECT_BILL, scale->direct_bills));
    TRY(give_partners(&generation, ENTITY_RESELLER, scale->resellers));
    for (uint32_t i = 0; i < scale->resellers; i++)
        TRY(give_providers(&generation, i));
    for (uint32_t i = 0; i < scale->customers; i++)
        TRY(give_customer(&generation, i));
    return STATUS_OK;
}

/* The parties of an order. */
struct chain {
    struct entity seller;
    struct entity provider;
    struct entity customer;
    bool has_provider;
};

/* Nine in ten orders follow the customer's own chain; the others go astray in some way. */
static void lead_astray(const struct scale *scale, struct draw *draw, struct chain *chain)
{
    uint32_t fate = below(draw, 1000);
    uint32_t reseller = below(draw, scale->resellers);
    uint32_t provider = below(draw, scale->providers);

    if (fate < 40) { /* another reseller with its own provider */
        chain->seller = (struct entity){ ENTITY_RESELLER, reseller };
        chain->provider = provider_of(scale, reseller, 0);
        chain->has_provider = true;
    } else if (fate < 60) { /* a provider that is perhaps not the reseller's */
        chain->provider = (struct entity){ ENTITY_PROVIDER, provider };
        chain->has_provider = true;
    } else if (fate < 80) { /* without a provider */
        chain->has_provider = false;
    } else if (fate < 90) { /* the customer is itself a reseller of the provider */
        chain->customer = (struct entity){ ENTITY_RESELLER, reseller };
        chain->provider = provider_of(scale, reseller, 0);
        chain->has_provider = true;
    } else if (fate < 95) { /* the provider sells through itself */
        chain->seller = chain->provider;
        chain->has_provider = true;
    } else if (fate < 100) { /* a customer sells */
        chain->seller = (struct entity){ ENTITY_CUSTOMER, below(draw, scale->customers) };
    }
}

void question_generate(const struct scale *scale, uint64_t number, struct question *out_question)
{
    struct draw draw = plan_of(scale, (struct entity){ ENTITY_QUESTION, (uint32_t)number });
    struct chain chain = { .customer = { ENTITY_CUSTOMER, below(&draw, scale->customers) } };
    struct draw customer = plan_of(scale, chain.customer);
    struct customer_plan plan = customer_plan_of(scale, chain.customer.number, &customer);
    char text[GUID_LENGTH + 1];
    struct text offer = { 0 };

    chain.seller = plan.seller;
    chain.provider = plan.provider;
    chain.has_provider = plan.seller.kind == ENTITY_RESELLER;
    lead_astray(scale, &draw, &chain);
    memset(out_question, 0, sizeof(*out_question));
    guid_format(guid_of(scale, chain.seller), text);
    memcpy(out_question->seller, text, GUID_LENGTH);
    guid_format(guid_of(scale, chain.provider), text);
    if (chain.has_provider)
        memcpy(out_question->provider, text, GUID_LENGTH);
    guid_format(guid_of(scale, chain.customer), text);
    memcpy(out_question->customer, text, GUID_LENGTH);
    out_question->has_provider = chain.has_provider;
    if (happens(&draw, 950)) {
        offer = offer_id(text, below(&draw, scale->offers));
        memcpy(out_question->offer, offer.bytes, offer.length);
        out_question->offer_length = (uint8_t)offer.length;
    }
    out_question->quantity = (uint16_t)(1 + below(&draw, 500));
    out_question->date =
        happens(&draw, 950) ? day_of(&draw, 2024, 2025) : day_of(&draw, 2021, 2023);
}
