/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/store/random_facts.h"

#include <stdio.h>

#include "exchange/fact_shape.h"
#include "unit/test.h"

enum {
    OFFERS = 4,
    PARTNER_IDS = 5,
    ORDERS = 30
};

/* Texts that are made once. */
static struct text numbered(const char *before, unsigned number)
{
    static char texts[8192][24];
    static unsigned next;
    char *text = texts[next++ % COUNT_OF(texts)];

    (void)snprintf(text, sizeof(texts[0]), "%s%u", before, number);
    return text_of(text);
}

static guid id_of(unsigned kind, unsigned number)
{
    return (guid){ UINT64_C(0xF0E1D2C3B4A59687) + kind, UINT64_C(0x8877665544332200) + number };
}

guid random_tenant(uint64_t *seed)
{
    return id_of(0, random_below(seed, RANDOM_TENANTS + 1));
}

static guid known_tenant(uint64_t *seed)
{
    return id_of(0, random_below(seed, RANDOM_TENANTS));
}

struct text random_organization(uint64_t *seed)
{
    return numbered("org-", random_below(seed, RANDOM_ORGANIZATIONS + 1));
}

static struct text known_organization(uint64_t *seed)
{
    return numbered("org-", random_below(seed, RANDOM_ORGANIZATIONS));
}

date random_day(uint64_t *seed)
{
    return (date){ (int32_t)random_below(seed, 20) - 5 };
}

static struct interval random_interval(uint64_t *seed)
{
    date from = random_below(seed, 4) == 0 ? DATE_BEFORE_ALL : random_day(seed);
    date to = random_below(seed, 3) == 0 ? DATE_AFTER_ALL : random_day(seed);

    return (struct interval){ from, date_before(to, from) ? from : to };
}

static struct fact organization(unsigned number)
{
    struct fact fact = fact_begin(FACT_ORGANIZATION);

    fact.organization.id = numbered("org-", number);
    fact.organization.name = numbered("Ö ", number);
    fact.organization.country = (country){ (uint16_t)(number * 100) };
    return fact;
}

static struct fact tenant(uint64_t *seed, unsigned number)
{
    struct fact fact = fact_begin(FACT_TENANT);

    fact.tenant.id = id_of(0, number);
    fact.tenant.domain = numbered("domain-", number);
    fact.tenant.organization = known_organization(seed);
    fact.tenant.country = (country){ COUNTRY_COUNT - 1 };
    fact.tenant.kind = number % TENANT_KIND_COUNT;
    return fact;
}

static struct fact offer(uint64_t *seed, unsigned number)
{
    struct fact fact = fact_begin(FACT_OFFER);

    fact.valid = random_interval(seed);
    fact.offer.id = numbered("offer ", number);
    fact.offer.name = numbered("Offer ", number);
    fact.offer.publisher = TEXT("P");
    fact.offer.party = number % OFFER_PARTY_COUNT;
    fact.offer.markets.is_everywhere = number == 0;
    for (unsigned i = 0; i < COUNTRY_COUNT && number > 1; i += number - 1)
        markets_add(&fact.offer.markets, (country){ (uint16_t)i });
    return fact;
}

static struct fact partner_id(uint64_t *seed, unsigned number)
{
    struct fact fact = fact_begin(FACT_PARTNER_ID);

    fact.partner_id.mpn_id = numbered("", 1000 + number);
    fact.partner_id.tenant = known_tenant(seed);
    fact.partner_id.country = (country){ 81 };
    return fact;
}

static struct fact order(uint64_t *seed, unsigned number)
{
    struct fact fact = fact_begin(FACT_ORDER);

    fact.order.id = id_of(1, number);
    fact.order.customer = id_of(0, number % RANDOM_TENANTS);
    fact.order.seller = known_tenant(seed);
    fact.order.provider = number % 3 == 0 ? GUID_NONE : known_tenant(seed);
    fact.order.offer = numbered("offer ", random_below(seed, OFFERS));
    fact.order.quantity = 1 + random_below(seed, QUANTITY_MAX);
    fact.order.mpn_id =
        number % 2 == 0 ? TEXT("") : numbered("", 1000 + random_below(seed, PARTNER_IDS));
    fact.order.placed_on = random_day(seed);
    /* A further line names an order of the same customer. */
    if (number % 4 == 1 && number >= RANDOM_TENANTS)
        fact.order.line_of = id_of(1, number - RANDOM_TENANTS);
    fact.order.line = guid_is_none(fact.order.line_of) ? 0 : number;
    return fact;
}

static struct fact subscription(unsigned number)
{
    struct fact fact = fact_begin(FACT_SUBSCRIPTION);

    fact.subscription.id = id_of(2, number);
    fact.subscription.customer = id_of(0, number % RANDOM_TENANTS);
    fact.subscription.order = id_of(1, number);
    fact.subscription.quantity = number + 1;
    if (number % 5 == 2 && number >= RANDOM_TENANTS)
        fact.subscription.parent = id_of(2, number - RANDOM_TENANTS);
    return fact;
}

static struct fact account(unsigned number)
{
    struct fact fact = fact_begin(FACT_ACCOUNT);

    fact.account.tenant = id_of(0, number);
    fact.account.onboarded_on = (date){ -(int32_t)number };
    return fact;
}

/* A text field of one of the many: each is one of few things. */
static struct text random_text(uint64_t *seed, const struct field *field, unsigned number)
{
    if (text_is(field->name, "token"))
        return numbered("token ", number);
    if (text_is(field->name, "signed_by"))
        return TEXT("a \"quoted\" name");
    if (text_is(field->name, "mpn_id"))
        return numbered("", 1000 + random_below(seed, PARTNER_IDS));
    return known_organization(seed);
}

/* Fills a field of any kind that the many have, but for what hangs together with others. */
static void fill(uint64_t *seed, const struct field *field, unsigned number, struct fact *fact)
{
    void *member = (char *)fact + field->offset;

    if (field->is_optional && random_below(seed, 2) == 0)
        return;
    switch ((unsigned)field->kind) {
    case FIELD_TEXT:
    case FIELD_DIGITS:
        *(struct text *)member = random_text(seed, field, number);
        break;
    case FIELD_GUID:
        *(guid *)member =
            text_is(field->name, "id") ? id_of(2 + fact->type, number) : known_tenant(seed);
        break;
    case FIELD_DATE:
        *(date *)member = random_day(seed);
        break;
    case FIELD_QUANTITY:
        *(uint32_t *)member = 1 + random_below(seed, QUANTITY_MAX);
        break;
    case FIELD_WORDS:
        *(unsigned *)member = 1 + random_below(seed, BIT(field->words->count) - 1);
        break;
    default:
        assert_int_equal(field->kind, FIELD_WORD);
        *(unsigned *)member = random_below(seed, field->words->count);
        break;
    }
}

/* The two fields of a type that name a pair which cannot be the same. */
static const char *const pairs[FACT_TYPE_COUNT][2] = {
    [FACT_OWNERSHIP] = { "owner", "owned" },
    [FACT_INDIRECT_RELATIONSHIP] = { "provider", "reseller" },
    [FACT_SERVICE_AGREEMENT] = { "provider", "reseller" },
    [FACT_CUSTOMER_RELATIONSHIP] = { "partner", "customer" },
    [FACT_SUPPORT_CASE] = { "provider", "reseller" },
    [FACT_ENGAGEMENT] = { "partner", "customer" },
    [FACT_PRIVILEGE] = { "partner", "customer" },
};

static bool is_of_itself(const struct fact *fact)
{
    const struct shape *shape = &fact_shapes[fact->type];
    const struct field *fields[2];
    const void *members[2];

    if (pairs[fact->type][0] == NULL)
        return false;
    for (unsigned i = 0; i < 2; i++) {
        fields[i] = &shape->fields[shape_find_field(shape, text_of(pairs[fact->type][i]))];
        members[i] = (const char *)fact + fields[i]->offset;
    }
    if (fields[0]->kind == FIELD_GUID)
        return guid_equal(*(const guid *)members[0], *(const guid *)members[1]);
    return text_equal(*(const struct text *)members[0], *(const struct text *)members[1]);
}

/* A fact of a type of which there are as many as one likes. */
static struct fact any(uint64_t *seed, enum fact_type type, unsigned number)
{
    const struct shape *shape = &fact_shapes[type];
    unsigned running = random_below(seed, ORDERS);
    struct fact fact;

    do {
        fact = fact_begin(type);
        for (unsigned i = 0; i < shape->field_count; i++)
            fill(seed, &shape->fields[i], number, &fact);
    } while (is_of_itself(&fact));
    if (shape_find_field(shape, TEXT("from")) < shape->field_count)
        fact.valid = random_interval(seed);
    if (type == FACT_CUSTOMER_AGREEMENT)
        fact.customer_agreement.partner = fact.customer_agreement.acceptance == ACCEPTANCE_DIRECT
                                              ? GUID_NONE
                                              : known_tenant(seed);
    if (type == FACT_SUBSCRIPTION_STATUS) {
        fact.subscription_status.subscription = id_of(2, running);
        fact.subscription_status.customer = id_of(0, running % RANDOM_TENANTS);
    }
    if (type == FACT_PARTNER_OF_RECORD) {
        fact.partner_of_record.subscription = id_of(2, running);
        fact.partner_of_record.customer = id_of(0, running % RANDOM_TENANTS);
    }
    if (type == FACT_SUBSCRIPTION_TERMS) {
        fact.subscription_terms.subscription = id_of(2, running);
        fact.subscription_terms.customer = id_of(0, running % RANDOM_TENANTS);
    }
    return fact;
}

void random_facts(uint64_t *seed, struct fact out_facts[RANDOM_FACTS])
{
    static const enum fact_type types[] = {
        FACT_OWNERSHIP,
        FACT_ENROLLMENT,
        FACT_AGREEMENT,
        FACT_CUSTOMER_AGREEMENT,
        FACT_INDIRECT_RELATIONSHIP,
        FACT_SERVICE_AGREEMENT,
        FACT_CUSTOMER_RELATIONSHIP,
        FACT_CAPABILITY,
        FACT_INVITATION,
        FACT_SUPPORT_CASE,
        FACT_ENGAGEMENT,
        FACT_PRIVILEGE,
        FACT_SUBSCRIPTION_STATUS,
        FACT_PARTNER_OF_RECORD,
        FACT_PARTICULARS,
        FACT_SUBSCRIPTION_TERMS,
    };
    unsigned count = 0;

    for (unsigned i = 0; i < RANDOM_ORGANIZATIONS; i++)
        out_facts[count++] = organization(i);
    for (unsigned i = 0; i < RANDOM_TENANTS; i++)
        out_facts[count++] = tenant(seed, i);
    for (unsigned i = 0; i < RANDOM_TENANTS; i += 2)
        out_facts[count++] = account(i);
    for (unsigned i = 0; i < OFFERS; i++)
        out_facts[count++] = offer(seed, i);
    for (unsigned i = 0; i < PARTNER_IDS; i++)
        out_facts[count++] = partner_id(seed, i);
    for (unsigned i = 0; i < ORDERS; i++)
        out_facts[count++] = order(seed, i);
    for (unsigned i = 0; i < ORDERS; i++)
        out_facts[count++] = subscription(i);
    for (unsigned i = 0; count < RANDOM_FACTS; i++)
        out_facts[count++] = any(seed, types[random_below(seed, COUNT_OF(types))], i);
}
