/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/book/history.h"

#include <string.h>

#include "book/book_private.h"
#include "unit/book/facts.h"
#include "unit/test.h"

enum {
    OFFERS = 8,
    PARTNER_IDS = 20
};

static const char *const organization_ids[HISTORY_ORGANIZATIONS + 1] = {
    "o0",  "o1",  "o2",  "o3",  "o4",  "o5",  "o6",  "o7",  "o8",   "o9",  "o10",
    "o11", "o12", "o13", "o14", "o15", "o16", "o17", "o18", "o19",  "o20", "o21",
    "o22", "o23", "o24", "o25", "o26", "o27", "o28", "o29", "never"
};
static const char *const offer_ids[OFFERS + 1] = { "f0", "f1", "f2", "f3",   "f4",
                                                   "f5", "f6", "f7", "never" };
static const char *const mpn_ids[PARTNER_IDS + 1] = { "100", "101", "102", "103", "104", "105",
                                                      "106", "107", "108", "109", "110", "111",
                                                      "112", "113", "114", "115", "116", "117",
                                                      "118", "119", "999" };
static const char *const market_codes[] = { "DE", "FR", "AT", "US", "GB", "CH", "JP", "ZZ" };

/* The ends of intervals, in order. */
static const date days[] = { { INT32_MIN },
                             { DAY_NUMBER(2019, 6, 1) },
                             { DAY_NUMBER(2020, 3, 1) },
                             { DAY_NUMBER(2021, 1, 1) },
                             { DAY_NUMBER(2021, 9, 1) },
                             { DAY_NUMBER(2022, 4, 1) },
                             { DAY_NUMBER(2022, 6, 1) },
                             { INT32_MAX } };

static bool one_in(uint64_t *seed, uint32_t count)
{
    return random_below(seed, count) == 0;
}

static date random_day(uint64_t *seed)
{
    return days[1 + random_below(seed, COUNT_OF(days) - 2)];
}

/* Half of them are always in effect; some never are. */
static struct interval random_interval(uint64_t *seed)
{
    uint32_t from = random_below(seed, COUNT_OF(days) - 1);
    uint32_t to = from + random_below(seed, (uint32_t)COUNT_OF(days) - from);

    if (one_in(seed, 2))
        return ALWAYS;
    return (struct interval){ days[from], days[to] };
}

/* One of `count` tenants from `first` on, or now and then any, even one that never comes. */
static unsigned random_tenant(uint64_t *seed, unsigned first, unsigned count)
{
    if (one_in(seed, 8))
        return 1 + random_below(seed, HISTORY_TENANTS + (one_in(seed, 4) ? 2 : 0));
    return first + random_below(seed, count);
}

static unsigned random_provider(uint64_t *seed)
{
    return random_tenant(seed, 1, 4);
}

static unsigned random_reseller(uint64_t *seed)
{
    return random_tenant(seed, 5, 8);
}

static unsigned random_partner(uint64_t *seed)
{
    return random_tenant(seed, 1, 18);
}

static unsigned random_customer(uint64_t *seed)
{
    return random_tenant(seed, 19, 15);
}

static const char *random_market(uint64_t *seed)
{
    return market_codes[random_below(seed, one_in(seed, 3) ? (uint32_t)COUNT_OF(market_codes) : 3)];
}

static const char *random_organization(uint64_t *seed)
{
    return organization_ids[random_below(seed, HISTORY_ORGANIZATIONS + one_in(seed, 20))];
}

static struct fact random_tenant_fact(uint64_t *seed)
{
    unsigned number = 1 + random_below(seed, HISTORY_TENANTS);
    bool is_partner = one_in(seed, 10) ? one_in(seed, 2) : number < 19;
    struct fact fact = fact_tenant(number, random_organization(seed), random_market(seed),
                                   is_partner ? TENANT_PARTNER : TENANT_CUSTOMER);

    if (one_in(seed, 20))
        fact.tenant.id = tenant_id(1 + random_below(seed, HISTORY_TENANTS));
    return fact;
}

static struct fact random_enrollment(uint64_t *seed)
{
    unsigned tenant = random_partner(seed);
    enum role role = tenant < 5    ? ROLE_INDIRECT_PROVIDER
                     : tenant < 13 ? ROLE_INDIRECT_RESELLER
                                   : ROLE_DIRECT_BILL;
    enum enrollment_status status = ENROLLMENT_ACTIVE;

    if (one_in(seed, 6))
        role = (enum role)random_below(seed, ROLE_COUNT);
    if (one_in(seed, 4))
        status = (enum enrollment_status)random_below(seed, ENROLLMENT_STATUS_COUNT);
    return fact_enrollment(tenant, role, status, random_interval(seed));
}

static struct fact random_service(uint64_t *seed)
{
    struct fact fact =
        fact_service(random_provider(seed), random_reseller(seed), random_interval(seed));

    fact.service_agreement.services = 1 + random_below(seed, 3);
    return fact;
}

static struct fact random_fact_of(uint64_t *seed, enum fact_type type)
{
    switch ((unsigned)type) {
    case FACT_ORGANIZATION:
        return fact_organization(organization_ids[random_below(seed, HISTORY_ORGANIZATIONS)]);
    case FACT_OWNERSHIP:
        return fact_ownership(random_organization(seed), random_organization(seed),
                              random_interval(seed));
    case FACT_TENANT:
        return random_tenant_fact(seed);
    case FACT_ACCOUNT:
        return fact_account(random_partner(seed), random_day(seed));
    case FACT_ENROLLMENT:
        return random_enrollment(seed);
    case FACT_PARTNER_ID:
        return fact_partner_id(mpn_ids[random_below(seed, PARTNER_IDS)], random_reseller(seed),
                               random_market(seed));
    case FACT_AGREEMENT:
        return fact_signature(random_partner(seed), random_day(seed));
    case FACT_CUSTOMER_AGREEMENT:
        return one_in(seed, 2) ? fact_acceptance(random_customer(seed), random_day(seed))
                               : fact_attestation(random_customer(seed), random_partner(seed),
                                                  random_day(seed));
    case FACT_INDIRECT_RELATIONSHIP:
        return fact_indirect(random_provider(seed), random_reseller(seed), random_interval(seed));
    case FACT_SERVICE_AGREEMENT:
        return random_service(seed);
    case FACT_CUSTOMER_RELATIONSHIP:
        return fact_customer(random_partner(seed), random_customer(seed), random_interval(seed));
    case FACT_OFFER:
    default:
        return fact_offer(offer_ids[random_below(seed, OFFERS)],
                          one_in(seed, 2) ? "*" : random_market(seed), random_interval(seed));
    }
}

struct fact random_fact(uint64_t *seed)
{
    enum fact_type type = (enum fact_type)random_below(seed, FACT_OFFER + 1);

    /* There are only so many names: relationships come more often. */
    if ((type == FACT_OFFER || type == FACT_PARTNER_ID) && one_in(seed, 2))
        type = FACT_CUSTOMER_RELATIONSHIP;
    return random_fact_of(seed, type);
}

struct proposal random_proposal(uint64_t *seed)
{
    bool is_indirect = one_in(seed, 2);
    bool has_offer = one_in(seed, 2);
    struct proposal proposal = {
        .act = (enum act)random_below(seed, ACT_COUNT),
        .date = { DAY_NUMBER(2019, 1, 1) + (int32_t)random_below(seed, 365 * 5) },
        .provider = tenant_id(random_provider(seed)),
        .reseller = tenant_id(random_reseller(seed)),
        .seller = tenant_id(is_indirect ? random_reseller(seed) : random_tenant(seed, 13, 6)),
        .partner = tenant_id(random_partner(seed)),
        .customer = tenant_id(random_customer(seed)),
        .tenant = tenant_id(random_tenant(seed, 1, 33)),
        .offer = text_of(offer_ids[random_below(seed, OFFERS + one_in(seed, 10))]),
        .mpn_id = text_of(mpn_ids[random_below(seed, PARTNER_IDS + one_in(seed, 10))]),
        .role = random_below(seed, ROLE_COUNT),
        .capabilities = random_below(seed, 1U << CAPABILITY_COUNT),
        .requested_by = random_below(seed, REQUESTER_COUNT),
        .new_subscription = one_in(seed, 2),
    };

    if (one_in(seed, 2))
        proposal.act = ACT_PLACE_ORDER;
    proposal.has_provider = proposal.act == ACT_PLACE_ORDER && is_indirect;
    proposal.has_offer = proposal.act == ACT_PLACE_ORDER && has_offer;
    return proposal;
}

static bool is_same_link(const struct link *left, const struct link *right)
{
    return left->other == right->other && left->detail == right->detail &&
           left->valid.from.day == right->valid.from.day &&
           left->valid.to.day == right->valid.to.day;
}

bool is_same_fact(const struct fact *left, const struct fact *right)
{
    struct fact_link a;
    struct fact_link b;

    if (left->type != right->type)
        return false;
    if (left->type == FACT_ORGANIZATION || left->type == FACT_TENANT || left->type == FACT_OFFER ||
        left->type == FACT_PARTNER_ID)
        return false;
    a = fact_link_of(left);
    b = fact_link_of(right);
    if (left->type == FACT_OWNERSHIP &&
        (!text_equal(left->ownership.owner, right->ownership.owner) ||
         !text_equal(left->ownership.owned, right->ownership.owned)))
        return false;
    return guid_equal(a.key, b.key) && a.has_other == b.has_other &&
           (!a.has_other || guid_equal(a.other, b.other)) && is_same_link(&a.link, &b.link);
}

static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

void judge(const struct book *book, const struct proposal *proposal, enum profile profile,
           struct judgement *out_judgement)
{
    struct problem_sink nobody = { ignore };
    struct request request;

    *out_judgement = (struct judgement){ 0 };
    out_judgement->status = book_resolve(book, proposal, &nobody, &request);
    if (out_judgement->status != STATUS_OK)
        return;
    book_load_dossier(book, &request, (struct terms){ profile, 0 }, &out_judgement->dossier);
    decide(&out_judgement->dossier, &out_judgement->decision);
}

static bool is_same_organization(const struct book *left_book, uint32_t left,
                                 const struct book *right_book, uint32_t right)
{
    return text_equal(book_organization(left_book, left)->id,
                      book_organization(right_book, right)->id);
}

static bool is_same_party(const struct book *left_book, const struct party *left,
                          const struct book *right_book, const struct party *right)
{
    return guid_equal(book_tenant(left_book, left->tenant)->id,
                      book_tenant(right_book, right->tenant)->id) &&
           is_same_organization(left_book, left->organization, right_book, right->organization) &&
           is_same_organization(left_book, left->ultimate_owner, right_book,
                                right->ultimate_owner) &&
           left->kind == right->kind && country_equal(left->market, right->market) &&
           left->live_roles == right->live_roles && left->active_roles == right->active_roles &&
           left->onboarded_on.day == right->onboarded_on.day &&
           left->mpa_signed_on.day == right->mpa_signed_on.day &&
           left->has_customer == right->has_customer;
}

static bool is_same_rest(const struct dossier *left, const struct dossier *right)
{
    return left->positions == right->positions &&
           left->has_indirect_relationship == right->has_indirect_relationship &&
           left->customers_reselling == right->customers_reselling &&
           left->resellers_buying == right->resellers_buying &&
           left->agreement_accepted_on.day == right->agreement_accepted_on.day &&
           left->agreement_attested_on.day == right->agreement_attested_on.day &&
           left->has_offer == right->has_offer &&
           left->offer_valid.from.day == right->offer_valid.from.day &&
           left->offer_valid.to.day == right->offer_valid.to.day &&
           left->offer_is_everywhere == right->offer_is_everywhere &&
           left->offer_lists_market == right->offer_lists_market &&
           country_equal(left->partner_id_country, right->partner_id_country);
}

static bool is_same_decision(const struct decision *left, const struct decision *right)
{
    if (left->finding_count != right->finding_count)
        return false;
    for (unsigned i = 0; i < left->finding_count; i++)
        if (left->findings[i].rule != right->findings[i].rule ||
            left->findings[i].position != right->findings[i].position)
            return false;
    return true;
}

bool is_same_judgement(const struct book *left_book, const struct judgement *left,
                       const struct book *right_book, const struct judgement *right)
{
    if (left->status != STATUS_OK || right->status != STATUS_OK)
        return left->status == right->status;
    if (!is_same_rest(&left->dossier, &right->dossier))
        return false;
    for (unsigned position = 0; position < POSITION_NONE; position++)
        if (dossier_has(&left->dossier, (enum position)position) &&
            !is_same_party(left_book, &left->dossier.party[position], right_book,
                           &right->dossier.party[position]))
            return false;
    if (left->dossier.act == ACT_ASSOCIATE_PARTNER_ID &&
        !guid_equal(book_tenant(left_book, left->dossier.partner_id_tenant)->id,
                    book_tenant(right_book, right->dossier.partner_id_tenant)->id))
        return false;
    return is_same_decision(&left->decision, &right->decision);
}
