/* SPDX-License-Identifier: Apache-2.0 */
/* Every query against a plain search of all facts, on random facts and keys. */
#include <stdlib.h>
#include <string.h>

#include "exchange/fact_shape.h"
#include "unit/store/random_facts.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

enum {
    KEYS_TRIED = 40,
    TEXT_KEY = QUERY_GUIDS_MAX, /* a condition's key is the text */
    CONDITIONS_MAX = 3
};

/* The facts of a book, in the order in which they were added. */
struct known {
    struct shelf shelf;
    uint64_t seed;
    struct fact facts[RANDOM_FACTS];
};

/* A field that has to be what the key says. */
struct condition {
    const char *field;
    unsigned key;
};

/* What a query finds: the facts of which all conditions hold, or one. */
struct meaning {
    enum query query;
    enum fact_type type;
    bool one_is_enough;
    struct condition conditions[CONDITIONS_MAX];
    bool (*holds_besides)(const struct fact *fact, date on); /* or NULL */
};

static bool is_in_effect(const struct fact *fact, date on)
{
    return interval_holds(fact->valid, on);
}

static bool invitation_waits(const struct fact *fact, date on)
{
    return fact->invitation.status == INVITATION_SENT &&
           !date_before(fact->invitation.expires_on, on);
}

static bool case_is_open(const struct fact *fact, date on)
{
    return fact->support_case.status == CASE_OPEN && !date_before(on, fact->support_case.opened_on);
}

#define ALL(query, type, besides, ...)                                                             \
    { QUERY_##query, FACT_##type, false, { __VA_ARGS__ }, besides }
#define ONE(query, type, besides, ...)                                                             \
    { QUERY_##query, FACT_##type, true, { __VA_ARGS__ }, besides }

static const struct meaning meanings[] = {
    ALL(ORGANIZATION, ORGANIZATION, NULL, { "id", TEXT_KEY }),
    ALL(TENANT, TENANT, NULL, { "id", 0 }),
    ALL(TENANT_OF_DOMAIN, TENANT, NULL, { "domain", TEXT_KEY }),
    ALL(PARTNER_ID, PARTNER_ID, NULL, { "mpn_id", TEXT_KEY }),
    ALL(OFFER, OFFER, NULL, { "id", TEXT_KEY }),
    ALL(INVITATION, INVITATION, NULL, { "id", 0 }),
    ALL(INVITATION_OF_TOKEN, INVITATION, NULL, { "token", TEXT_KEY }),
    ALL(SUPPORT_CASE, SUPPORT_CASE, NULL, { "id", 0 }),
    ALL(ORDER, ORDER, NULL, { "id", 0 }),
    ALL(SUBSCRIPTION, SUBSCRIPTION, NULL, { "id", 0 }),
    ONE(OWNERSHIPS_OF_ORGANIZATION, OWNERSHIP, NULL, { "owner", TEXT_KEY }, { "owned", TEXT_KEY }),
    ALL(OWNERSHIPS_OF_OWNED, OWNERSHIP, NULL, { "owned", TEXT_KEY }),
    ALL(TENANTS_OF_ORGANIZATION, TENANT, NULL, { "organization", TEXT_KEY }),
    ALL(ACCOUNT_OF_TENANT, ACCOUNT, NULL, { "tenant", 0 }),
    ALL(ENROLLMENTS_OF_TENANT, ENROLLMENT, NULL, { "tenant", 0 }),
    ALL(CAPABILITIES_OF_TENANT, CAPABILITY, NULL, { "tenant", 0 }),
    ALL(PARTNER_IDS_OF_TENANT, PARTNER_ID, NULL, { "tenant", 0 }),
    ALL(AGREEMENTS_OF_TENANT, AGREEMENT, NULL, { "tenant", 0 }),
    ALL(CUSTOMER_AGREEMENTS_OF_CUSTOMER, CUSTOMER_AGREEMENT, NULL, { "customer", 0 }),
    ALL(INDIRECT_RELATIONSHIPS_OF_PAIR, INDIRECT_RELATIONSHIP, NULL, { "provider", 0 },
        { "reseller", 1 }),
    ALL(INDIRECT_RELATIONSHIPS_OF_RESELLER, INDIRECT_RELATIONSHIP, NULL, { "reseller", 0 }),
    ALL(SERVICE_AGREEMENTS_OF_PAIR, SERVICE_AGREEMENT, NULL, { "provider", 0 }, { "reseller", 1 }),
    ALL(CUSTOMER_RELATIONSHIPS_OF_PAIR, CUSTOMER_RELATIONSHIP, NULL, { "partner", 0 },
        { "customer", 1 }),
    ALL(CUSTOMER_RELATIONSHIPS_OF_CUSTOMER, CUSTOMER_RELATIONSHIP, NULL, { "customer", 0 }),
    ONE(INVITATIONS_OF_TENANT, INVITATION, NULL, { "inviter", 0 }, { "reseller", 0 },
        { "customer", 0 }),
    ALL(SUPPORT_CASES_OF_PAIR, SUPPORT_CASE, NULL, { "provider", 0 }, { "reseller", 1 }),
    ONE(SUPPORT_CASES_OF_TENANT, SUPPORT_CASE, NULL, { "provider", 0 }, { "reseller", 0 }),
    ALL(ENGAGEMENTS_OF_PAIR, ENGAGEMENT, NULL, { "partner", 0 }, { "customer", 1 }),
    ALL(PRIVILEGES_OF_PAIR, PRIVILEGE, NULL, { "partner", 0 }, { "customer", 1 }),
    ALL(LINES_OF_ORDER, ORDER, NULL, { "line_of", 0 }),
    ALL(SUBSCRIPTION_OF_ORDER, SUBSCRIPTION, NULL, { "order", 0 }),
    ALL(SUBSCRIPTIONS_OF_CUSTOMER, SUBSCRIPTION, NULL, { "customer", 0 }),
    ALL(STATUSES_OF_SUBSCRIPTION, SUBSCRIPTION_STATUS, NULL, { "subscription", 0 }),
    ALL(STATUSES_OF_CUSTOMER, SUBSCRIPTION_STATUS, NULL, { "customer", 0 }),
    ALL(PARTNERS_OF_RECORD_OF_SUBSCRIPTION, PARTNER_OF_RECORD, NULL, { "subscription", 0 }),
    ALL(ORDERS_OF_CUSTOMER, ORDER, NULL, { "customer", 0 }),
    ALL(PARTICULARS_OF_TENANT, PARTICULARS, NULL, { "tenant", 0 }),
    ALL(TERMS_OF_SUBSCRIPTION, SUBSCRIPTION_TERMS, NULL, { "subscription", 0 }),
    ALL(TERMS_OF_CUSTOMER, SUBSCRIPTION_TERMS, NULL, { "customer", 0 }),
    ALL(SERVICE_AGREEMENTS_OF_RESELLER, SERVICE_AGREEMENT, NULL, { "reseller", 0 }),
    ALL(SHOWN_PROVIDERS_OF_RESELLER, INDIRECT_RELATIONSHIP, is_in_effect, { "reseller", 0 }),
    ALL(SHOWN_RESELLERS_OF_PROVIDER, INDIRECT_RELATIONSHIP, is_in_effect, { "provider", 0 }),
    ALL(SHOWN_PARTNERS_OF_CUSTOMER, CUSTOMER_RELATIONSHIP, is_in_effect, { "customer", 0 }),
    ALL(SHOWN_CUSTOMERS_OF_PARTNER, CUSTOMER_RELATIONSHIP, is_in_effect, { "partner", 0 }),
    ALL(SHOWN_SERVICES_OF_RESELLER, SERVICE_AGREEMENT, is_in_effect, { "reseller", 0 }),
    ALL(SHOWN_SERVICES_OF_PROVIDER, SERVICE_AGREEMENT, is_in_effect, { "provider", 0 }),
    ALL(SHOWN_ENGAGEMENTS_OF_CUSTOMER, ENGAGEMENT, is_in_effect, { "customer", 0 }),
    ALL(SHOWN_ENGAGEMENTS_OF_PARTNER, ENGAGEMENT, is_in_effect, { "partner", 0 }),
    ALL(SHOWN_PRIVILEGES_OF_CUSTOMER, PRIVILEGE, is_in_effect, { "customer", 0 }),
    ALL(SHOWN_PRIVILEGES_OF_PARTNER, PRIVILEGE, is_in_effect, { "partner", 0 }),
    ONE(SHOWN_INVITATIONS_OF_TENANT, INVITATION, invitation_waits, { "inviter", 0 },
        { "reseller", 0 }, { "customer", 0 }),
    ONE(SHOWN_SUPPORT_CASES_OF_TENANT, SUPPORT_CASE, case_is_open, { "provider", 0 },
        { "reseller", 0 }),
};

static const void *member_of(const struct fact *fact, const char *name, const struct field **field)
{
    const struct shape *shape = &fact_shapes[fact->type];
    unsigned number = shape_find_field(shape, text_of(name));

    assert_true(number < shape->field_count);
    *field = &shape->fields[number];
    return (const char *)fact + (*field)->offset;
}

static bool condition_holds(const struct condition *condition, const struct fact *fact,
                            const struct query_key *key)
{
    const struct field *field = NULL;
    const void *member = member_of(fact, condition->field, &field);

    if (condition->key == TEXT_KEY)
        return text_equal(*(const struct text *)member, key->text);
    return !guid_is_none(*(const guid *)member) &&
           guid_equal(*(const guid *)member, key->ids[condition->key]);
}

static bool means(const struct meaning *meaning, const struct fact *fact,
                  const struct query_key *key)
{
    bool all = true;
    bool one = false;

    if (fact->type != meaning->type ||
        (meaning->holds_besides != NULL && !meaning->holds_besides(fact, key->on)))
        return false;
    for (unsigned i = 0; i < CONDITIONS_MAX && meaning->conditions[i].field != NULL; i++) {
        bool holds = condition_holds(&meaning->conditions[i], fact, key);

        all = all && holds;
        one = one || holds;
    }
    return meaning->one_is_enough ? one : all;
}

/* A key that some fact has, in the places where the meaning looks. */
static void take_key(struct known *known, const struct meaning *meaning, struct query_key *key)
{
    const struct fact *fact = NULL;

    do
        fact = &known->facts[random_below(&known->seed, RANDOM_FACTS)];
    while (fact->type != meaning->type);
    for (unsigned i = 0; i < CONDITIONS_MAX && meaning->conditions[i].field != NULL; i++) {
        const struct condition *condition = &meaning->conditions[i];
        const struct field *field = NULL;
        const void *member = member_of(fact, condition->field, &field);

        if (condition->key == TEXT_KEY)
            key->text = *(const struct text *)member;
        else if (!guid_is_none(*(const guid *)member))
            key->ids[condition->key] = *(const guid *)member;
    }
}

static struct query_key random_key(struct known *known)
{
    struct query_key key = { .text = random_organization(&known->seed),
                             .on = random_day(&known->seed) };

    for (unsigned i = 0; i < QUERY_GUIDS_MAX; i++)
        key.ids[i] = random_below(&known->seed, 3) == 0 ? GUID_NONE : random_tenant(&known->seed);
    return key;
}

static enum status add_all(struct call *call, void *payload)
{
    const struct known *known = payload;

    for (unsigned i = 0; i < RANDOM_FACTS; i++)
        TRY(call->store->add(call, &known->facts[i]));
    return STATUS_OK;
}

static void known_begin(struct known *known, uint64_t seed)
{
    known->seed = seed;
    random_facts(&known->seed, known->facts);
    shelf_begin_book(&known->shelf);
    assert_int_equal(shelf_write(&known->shelf, add_all, known), STATUS_OK);
}

static void known_end(struct known *known)
{
    shelf_end(&known->shelf);
}

static void check_meaning(struct known *known, const struct meaning *meaning,
                          const struct query_key *key)
{
    struct buffer expected = { 0 };

    for (unsigned i = 0; i < RANDOM_FACTS; i++)
        if (means(meaning, &known->facts[i], key))
            fact_write_line(&expected, &known->facts[i]);
    buffer_add(&expected, "", 1);
    assert_false(expected.has_failed);
    check_found(&known->shelf, meaning->query, key, expected.bytes);
    buffer_done(&expected);
}

static void check_meanings(struct known *known)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        for (unsigned k = 0; k < KEYS_TRIED; k++) {
            struct query_key key = random_key(known);

            if (k % 4 != 0)
                take_key(known, &meanings[i], &key);
            check_meaning(known, &meanings[i], &key);
        }
}

static void test_store_facts__are_found_by_their_fields(void **state)
{
    struct known known;

    (void)state;
    known_begin(&known, 1);

    check_meanings(&known);
    known_end(&known);
}

/* Where each fact is kept, in the order of all. */
struct places {
    struct row_visitor visitor;
    const struct known *known;
    uint64_t ids[RANDOM_FACTS];
};

static enum status note_place(struct row_visitor *visitor, const struct row *row)
{
    struct places *places = (struct places *)visitor;
    unsigned next = 0;

    /* Rows of a type come as they were added. */
    while (places->known->facts[next].type != row->fact.type || places->ids[next] != 0)
        next++;
    assert_true(next < RANDOM_FACTS);
    places->ids[next] = row->id;
    return STATUS_OK;
}

static bool has_validity(enum fact_type type)
{
    return shape_find_field(&fact_shapes[type], TEXT("from")) < fact_shapes[type].field_count;
}

/* Gives facts another validity and, where nothing is named by it, another partner. */
static enum status change_some(struct call *call, void *payload)
{
    struct known *known = payload;
    static struct places places;

    places = (struct places){ .visitor = { note_place }, .known = known };
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        TRY(call->store->visit(call, (enum fact_type)type, &places.visitor));
    for (unsigned i = 0; i < RANDOM_FACTS; i++) {
        struct fact *fact = &known->facts[i];

        if (random_below(&known->seed, 2) == 0)
            continue;
        if (has_validity(fact->type))
            fact->valid = (struct interval){ random_day(&known->seed), DATE_AFTER_ALL };
        if (fact->type == FACT_ENROLLMENT)
            fact->enrollment.status = ENROLLMENT_RESTRICTED;
        if (fact->type == FACT_TENANT)
            fact->tenant.organization = TEXT("org-0");
        if (fact->type == FACT_INVITATION)
            fact->invitation.customer = GUID_NONE;
        if (fact->type == FACT_ORDER)
            fact->order.mpn_id = TEXT("1000");
        TRY(call->store->replace(call, places.ids[i], fact));
    }
    return STATUS_OK;
}

static void test_store_facts__are_replaced(void **state)
{
    struct known known;

    (void)state;
    known_begin(&known, 2);

    assert_int_equal(shelf_write(&known.shelf, change_some, &known), STATUS_OK);
    check_meanings(&known);
    known_end(&known);
}

/* An order whose subscription is active or suspended on the key's day. */
static bool is_running(const struct known *known, guid order, date on)
{
    guid subscription = GUID_NONE;

    for (unsigned i = 0; i < RANDOM_FACTS; i++) {
        const struct fact *fact = &known->facts[i];

        if (fact->type == FACT_SUBSCRIPTION && guid_equal(fact->subscription.order, order))
            subscription = fact->subscription.id;
        if (fact->type == FACT_SUBSCRIPTION_STATUS &&
            guid_equal(fact->subscription_status.subscription, subscription) &&
            interval_holds(fact->valid, on) &&
            (fact->subscription_status.status == SUBSCRIPTION_ACTIVE ||
             fact->subscription_status.status == SUBSCRIPTION_SUSPENDED))
            return true;
    }
    return false;
}

/* Whether a query of orders, as of more than their fields, finds the fact. */
static bool order_means(const struct known *known, enum query query, const struct fact *fact,
                        const struct query_key *key)
{
    if (fact->type != FACT_ORDER)
        return false;
    if (query == QUERY_RUNNING_ORDERS_OF_PAIR)
        return guid_equal(fact->order.provider, key->ids[0]) && !guid_is_none(key->ids[0]) &&
               guid_equal(fact->order.seller, key->ids[1]) &&
               is_running(known, fact->order.id, key->on);
    return guid_equal(fact->order.customer, key->ids[0]) &&
           (guid_equal(fact->order.seller, key->ids[1]) ||
            (!guid_is_none(key->ids[1]) && guid_equal(fact->order.provider, key->ids[1]))) &&
           is_running(known, fact->order.id, key->on);
}

static void check_orders(struct known *known, enum query query)
{
    for (unsigned k = 0; k < KEYS_TRIED; k++) {
        struct query_key key = random_key(known);
        struct buffer expected = { 0 };

        for (unsigned i = 1 + random_below(&known->seed, 4); i < QUERY_GUIDS_MAX && k % 2 == 0; i++)
            key.ids[i] = GUID_NONE;
        for (unsigned i = 0; i < RANDOM_FACTS; i++)
            if (order_means(known, query, &known->facts[i], &key))
                fact_write_line(&expected, &known->facts[i]);
        buffer_add(&expected, "", 1);
        check_found(&known->shelf, query, &key, expected.bytes);
        buffer_done(&expected);
    }
}

/* Of so few tenants a random pair has orders often enough. */
static void test_store_facts__are_found_as_orders_that_run(void **state)
{
    struct known known;

    (void)state;
    known_begin(&known, 7);

    for (unsigned i = 0; i < 10; i++) {
        check_orders(&known, QUERY_RUNNING_ORDERS_OF_CUSTOMER_AND_PARTNER);
        check_orders(&known, QUERY_RUNNING_ORDERS_OF_PAIR);
    }
    known_end(&known);
}

static bool is_other_partner(const struct fact *fact, const struct query_key *key)
{
    guid partner = fact->customer_relationship.partner;

    return fact->type == FACT_CUSTOMER_RELATIONSHIP &&
           guid_equal(fact->customer_relationship.customer, key->ids[0]) &&
           !guid_equal(partner, key->ids[1]) && !guid_equal(partner, key->ids[2]) &&
           !guid_equal(partner, key->ids[3]) && interval_holds(fact->valid, key->on);
}

static void test_store_facts__have_the_least_other_partner_of_a_customer(void **state)
{
    struct known known;

    (void)state;
    known_begin(&known, 4);

    for (unsigned k = 0; k < 10 * KEYS_TRIED; k++) {
        struct query_key key = random_key(&known);
        const struct fact *least = NULL;
        struct buffer expected = { 0 };

        for (unsigned i = 0; i < RANDOM_FACTS; i++)
            if (is_other_partner(&known.facts[i], &key) &&
                (least == NULL || guid_compare(known.facts[i].customer_relationship.partner,
                                               least->customer_relationship.partner) < 0))
                least = &known.facts[i];
        if (least != NULL)
            fact_write_line(&expected, least);
        buffer_add(&expected, "", 1);
        check_found(&known.shelf, QUERY_OTHER_PARTNER_OF_CUSTOMER, &key, expected.bytes);
        buffer_done(&expected);
    }
    known_end(&known);
}

/* The tenants of these numbers, whose domains are called after them. */
static void check_domains(struct known *known, const char *beginning, const unsigned *numbers,
                          unsigned count)
{
    struct query_key key = { .text = text_of(beginning) };
    struct buffer expected = { 0 };

    for (unsigned i = 0; i < count; i++)
        fact_write_line(&expected, &known->facts[RANDOM_ORGANIZATIONS + numbers[i]]);
    buffer_add(&expected, "", 1);
    check_found(&known->shelf, QUERY_SHOWN_TENANTS_OF_DOMAINS, &key, expected.bytes);
    buffer_done(&expected);
}

static void test_store_facts__are_found_by_how_a_domain_begins(void **state)
{
    struct known known;

    (void)state;
    known_begin(&known, 8);

    check_domains(&known, "domain-9", (unsigned[]){ 9 }, 1);
    check_domains(&known, "domain-1", (unsigned[]){ 1, 10 }, 2);
    check_domains(&known, "domain-11", (unsigned[]){ 11 }, 1);
    check_domains(&known, "domain-12", NULL, 0);
    check_domains(&known, "d", (unsigned[]){ 0, 1 }, 2);
    known_end(&known);
}

static int compare_domains(const void *left, const void *right)
{
    const struct fact *const *first = left;
    const struct fact *const *second = right;

    /* All of them begin alike and have no NUL. */
    return strcmp((*first)->tenant.domain.bytes, (*second)->tenant.domain.bytes);
}

/* Whether a fact is of two tenants that have or had something with each other. */
static bool is_between(const struct fact *fact, guid one, guid other)
{
    guid pair[2];

    switch ((unsigned)fact->type) {
    case FACT_INDIRECT_RELATIONSHIP:
        memcpy(
            pair,
            (guid[]){ fact->indirect_relationship.provider, fact->indirect_relationship.reseller },
            sizeof(pair));
        break;
    case FACT_SERVICE_AGREEMENT:
        memcpy(pair, (guid[]){ fact->service_agreement.provider, fact->service_agreement.reseller },
               sizeof(pair));
        break;
    case FACT_CUSTOMER_RELATIONSHIP:
        memcpy(
            pair,
            (guid[]){ fact->customer_relationship.partner, fact->customer_relationship.customer },
            sizeof(pair));
        break;
    case FACT_ENGAGEMENT:
        memcpy(pair, (guid[]){ fact->engagement.partner, fact->engagement.customer }, sizeof(pair));
        break;
    case FACT_PRIVILEGE:
        memcpy(pair, (guid[]){ fact->privilege.partner, fact->privilege.customer }, sizeof(pair));
        break;
    default:
        return false;
    }
    return (guid_equal(pair[0], one) && guid_equal(pair[1], other)) ||
           (guid_equal(pair[0], other) && guid_equal(pair[1], one));
}

static bool is_listed(const struct known *known, const struct fact *tenant, guid asking)
{
    bool is = guid_equal(tenant->tenant.id, asking);

    for (unsigned i = 0; i < RANDOM_FACTS && !is; i++)
        is = is_between(&known->facts[i], tenant->tenant.id, asking);
    return is;
}

/* From a domain on: all tenants, or those that one may see. */
static void check_listed(struct known *known, enum query query, const struct query_key *key)
{
    const struct fact *listed[RANDOM_FACTS];
    struct buffer expected = { 0 };
    size_t count = 0;

    for (unsigned i = 0; i < RANDOM_FACTS; i++)
        if (known->facts[i].type == FACT_TENANT &&
            strcmp(known->facts[i].tenant.domain.bytes, key->text.bytes) >= 0 &&
            (query == QUERY_LISTED_TENANTS || is_listed(known, &known->facts[i], key->ids[0])))
            listed[count++] = &known->facts[i];
    qsort(listed, count, sizeof(listed[0]), compare_domains);
    for (size_t i = 0; i < count && i < QUERY_LISTED_MAX; i++)
        fact_write_line(&expected, listed[i]);
    buffer_add(&expected, "", 1);
    check_found(&known->shelf, query, key, expected.bytes);
    buffer_done(&expected);
}

static void test_store_facts__are_listed_by_domain(void **state)
{
    static const char *const begins[] = { "", "domain-1", "domain-11", "domain-5x", "z" };
    struct known known;

    (void)state;
    known_begin(&known, 9);

    for (size_t i = 0; i < COUNT_OF(begins); i++) {
        struct query_key key = { .text = text_of(begins[i]) };

        check_listed(&known, QUERY_LISTED_TENANTS, &key);
        for (unsigned j = 0; j < 12; j++) {
            key.ids[0] = known.facts[RANDOM_ORGANIZATIONS + j].tenant.id;
            check_listed(&known, QUERY_LISTED_TENANTS_OF_TENANT, &key);
        }
    }
    known_end(&known);
}

static void test_store_facts__every_query_is_tried(void **state)
{
    enum {
        OTHERS = 6 /* each has a test of its own */
    };

    (void)state;

    assert_int_equal(COUNT_OF(meanings) + OTHERS, QUERY_COUNT);
}

/* All facts of the types, as lines. */
struct showing {
    struct row_visitor visitor;
    struct buffer lines;
    uint64_t last_id;
};

static enum status show_row(struct row_visitor *visitor, const struct row *row)
{
    struct showing *showing = (struct showing *)visitor;

    assert_true(row->id > showing->last_id);
    showing->last_id = row->id;
    fact_write_line(&showing->lines, &row->fact);
    return STATUS_OK;
}

static enum status show_all(struct call *call, void *payload)
{
    struct showing *showing = payload;

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        showing->last_id = 0;
        TRY(call->store->visit(call, (enum fact_type)type, &showing->visitor));
    }
    return STATUS_OK;
}

static void test_store_facts__are_shown_as_they_were_added(void **state)
{
    struct known known;
    struct showing showing = { { show_row }, { 0 }, 0 };
    struct buffer expected = { 0 };

    (void)state;
    known_begin(&known, 5);
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        for (unsigned i = 0; i < RANDOM_FACTS; i++)
            if (known.facts[i].type == type)
                fact_write_line(&expected, &known.facts[i]);
    buffer_add(&expected, "", 1);

    assert_int_equal(shelf_read(&known.shelf, show_all, &showing), STATUS_OK);
    assert_buffer_is(&showing.lines, expected.bytes);
    buffer_done(&expected);
    buffer_done(&showing.lines);
    known_end(&known);
}

static enum status refuse_row(struct row_visitor *visitor, const struct row *row)
{
    (void)visitor;
    (void)row;
    return STATUS_CONFLICT;
}

static enum status show_none(struct call *call, void *payload)
{
    struct row_visitor visitor = { refuse_row };

    (void)payload;
    return call->store->visit(call, FACT_TENANT, &visitor);
}

static void test_store_facts__a_visitor_can_end_the_showing(void **state)
{
    struct known known;

    (void)state;
    known_begin(&known, 6);

    assert_int_equal(shelf_read(&known.shelf, show_none, NULL), STATUS_CONFLICT);
    assert_int_equal(shelf_read(&known.shelf, show_none, NULL), STATUS_CONFLICT);
    assert_fault(&known.shelf, "none");
    known_end(&known);
}

int test_store_facts(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_facts__are_found_by_their_fields),
        cmocka_unit_test(test_store_facts__are_replaced),
        cmocka_unit_test(test_store_facts__are_found_as_orders_that_run),
        cmocka_unit_test(test_store_facts__have_the_least_other_partner_of_a_customer),
        cmocka_unit_test(test_store_facts__are_found_by_how_a_domain_begins),
        cmocka_unit_test(test_store_facts__are_listed_by_domain),
        cmocka_unit_test(test_store_facts__every_query_is_tried),
        cmocka_unit_test(test_store_facts__are_shown_as_they_were_added),
        cmocka_unit_test(test_store_facts__a_visitor_can_end_the_showing),
    };

    return cmocka_run_group_tests_name("store/facts", tests, NULL, NULL);
}
