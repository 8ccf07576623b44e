/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/book/facts.h"

#include <stdio.h>

#include "unit/test.h"

guid tenant_id(unsigned number)
{
    return (guid){ 0, number };
}

country country_of(const char *code)
{
    country read = { 0 };

    assert_true(country_parse(text_of(code), &read));
    return read;
}

/* Facts of many gatherings stand side by side, so every domain has a place of its own. */
static struct text domain_of(unsigned number)
{
    static char domains[FACT_TENANTS_MAX + 1][16];

    assert_true(number <= FACT_TENANTS_MAX);
    (void)snprintf(domains[number], sizeof(domains[number]), "t%u.example", number);
    return text_of(domains[number]);
}

struct fact fact_organization(const char *id)
{
    return (struct fact){ .type = FACT_ORGANIZATION,
                          .valid = ALWAYS,
                          .organization = { text_of(id), text_of(id), country_of("DE") } };
}

struct fact fact_ownership(const char *owner, const char *owned, struct interval valid)
{
    return (struct fact){ .type = FACT_OWNERSHIP,
                          .valid = valid,
                          .ownership = { text_of(owner), text_of(owned) } };
}

struct fact fact_tenant(unsigned number, const char *organization, const char *market,
                        enum tenant_kind kind)
{
    return (struct fact){ .type = FACT_TENANT,
                          .valid = ALWAYS,
                          .tenant = { tenant_id(number), domain_of(number), text_of(organization),
                                      country_of(market), kind } };
}

struct fact fact_account(unsigned tenant, date onboarded_on)
{
    return (struct fact){ .type = FACT_ACCOUNT,
                          .valid = ALWAYS,
                          .account = { tenant_id(tenant), onboarded_on } };
}

struct fact fact_enrollment(unsigned tenant, enum role role, enum enrollment_status status,
                            struct interval valid)
{
    return (struct fact){ .type = FACT_ENROLLMENT,
                          .valid = valid,
                          .enrollment = { tenant_id(tenant), role, status } };
}

struct fact fact_partner_id(const char *mpn_id, unsigned tenant, const char *market)
{
    return (
        struct fact){ .type = FACT_PARTNER_ID,
                      .valid = ALWAYS,
                      .partner_id = { text_of(mpn_id), tenant_id(tenant), country_of(market) } };
}

struct fact fact_signature(unsigned tenant, date signed_on)
{
    return (struct fact){ .type = FACT_AGREEMENT,
                          .valid = ALWAYS,
                          .agreement = { AGREEMENT_MPA, tenant_id(tenant), signed_on,
                                         TEXT("admin@x.example") } };
}

struct fact fact_acceptance(unsigned customer, date accepted_on)
{
    return (struct fact){ .type = FACT_CUSTOMER_AGREEMENT,
                          .valid = ALWAYS,
                          .customer_agreement = { .customer = tenant_id(customer),
                                                  .acceptance = ACCEPTANCE_DIRECT,
                                                  .date = accepted_on } };
}

struct fact fact_attestation(unsigned customer, unsigned partner, date attested_on)
{
    return (struct fact){ .type = FACT_CUSTOMER_AGREEMENT,
                          .valid = ALWAYS,
                          .customer_agreement = { .customer = tenant_id(customer),
                                                  .acceptance = ACCEPTANCE_ATTESTED,
                                                  .partner = tenant_id(partner),
                                                  .date = attested_on } };
}

struct fact fact_indirect(unsigned provider, unsigned reseller, struct interval valid)
{
    return (struct fact){ .type = FACT_INDIRECT_RELATIONSHIP,
                          .valid = valid,
                          .indirect_relationship = { tenant_id(provider), tenant_id(reseller) } };
}

struct fact fact_service(unsigned provider, unsigned reseller, struct interval valid)
{
    return (struct fact){ .type = FACT_SERVICE_AGREEMENT,
                          .valid = valid,
                          .service_agreement = { tenant_id(provider), tenant_id(reseller),
                                                 BIT(SERVICE_BILLING) } };
}

struct fact fact_customer(unsigned partner, unsigned customer, struct interval valid)
{
    return (struct fact){ .type = FACT_CUSTOMER_RELATIONSHIP,
                          .valid = valid,
                          .customer_relationship = { tenant_id(partner), tenant_id(customer) } };
}

struct fact fact_offer(const char *id, const char *market, struct interval valid)
{
    struct fact fact = {
        .type = FACT_OFFER,
        .valid = valid,
        .offer = { text_of(id), TEXT("Name"), TEXT("Publisher"), OFFER_FIRST_PARTY, { 0 } }
    };

    if (market[0] == '*')
        fact.offer.markets.is_everywhere = true;
    else
        markets_add(&fact.offer.markets, country_of(market));
    return fact;
}

static void tell(struct problem_sink *sink, const struct problem *problem)
{
    struct gathering *gathering = (struct gathering *)sink;

    buffer_add_format(&gathering->told, "%s:%llu: ", fact_type_words.list[gathering->sink.type],
                      (unsigned long long)problem->line);
    problem_write(&gathering->told, problem, LANGUAGE_EN);
    buffer_add_string(&gathering->told, "\n");
}

void gathering_init(struct gathering *gathering)
{
    *gathering = (struct gathering){ .sink = { { tell }, FACT_TYPE_COUNT } };
    gathering->builder = book_builder_new();
    assert_non_null(gathering->builder);
}

void gathering_done(struct gathering *gathering)
{
    book_builder_free(gathering->builder);
    book_free(gathering->book);
    buffer_done(&gathering->told);
}

void gather(struct gathering *gathering, struct fact fact)
{
    gathering->line++;
    gathering->sink.type = fact.type;
    assert_int_equal(
        book_builder_add(gathering->builder, &fact, gathering->line, &gathering->sink.sink),
        STATUS_OK);
}

void check_told(struct gathering *gathering, const char *expected, const char *file, int line)
{
    enum status status =
        book_builder_finish(gathering->builder, &gathering->sink, &gathering->book);

    check_text(buffer_text(&gathering->told), text_of(expected), file, line);
    assert_int_equal(gathering->book != NULL, status == STATUS_OK);
    assert_true(status == STATUS_OK || status == STATUS_INVALID);
}

unsigned small_world_facts(struct fact out_facts[WORLD_FACTS_MAX])
{
    const date early = DAY(2019, 12, 1);
    const struct fact facts[] = {
        fact_organization("org-pine"),
        fact_organization("org-rowan"),
        fact_organization("org-alder"),
        fact_organization("org-cedar"),
        fact_organization("org-forest"),
        fact_ownership("org-forest", "org-cedar", ALWAYS),
        fact_tenant(PINE, "org-pine", "DE", TENANT_PARTNER),
        fact_tenant(ROWAN, "org-rowan", "DE", TENANT_PARTNER),
        fact_tenant(ALDER, "org-alder", "FR", TENANT_PARTNER),
        fact_tenant(CEDAR, "org-cedar", "AT", TENANT_CUSTOMER),
        fact_account(ROWAN, early),
        fact_enrollment(PINE, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS),
        fact_enrollment(ROWAN, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE, ALWAYS),
        fact_enrollment(ALDER, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, ALWAYS),
        fact_partner_id("5551234", ROWAN, "DE"),
        fact_signature(PINE, early),
        fact_signature(ROWAN, early),
        fact_signature(ALDER, early),
        fact_acceptance(CEDAR, early),
        fact_attestation(CEDAR, PINE, early),
        fact_indirect(PINE, ROWAN, ALWAYS),
        fact_service(PINE, ROWAN, ALWAYS),
        fact_customer(PINE, CEDAR, ALWAYS),
        fact_customer(ROWAN, CEDAR, ALWAYS),
        fact_customer(ALDER, CEDAR, ALWAYS),
        fact_offer("SUITE", "*", ALWAYS),
    };

    for (unsigned i = 0; i < COUNT_OF(facts); i++)
        out_facts[i] = facts[i];
    return COUNT_OF(facts);
}

void gather_small_world(struct gathering *gathering)
{
    struct fact facts[WORLD_FACTS_MAX];
    unsigned count = small_world_facts(facts);

    for (unsigned i = 0; i < count; i++)
        gather(gathering, facts[i]);
}
