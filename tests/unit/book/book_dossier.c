/* SPDX-License-Identifier: Apache-2.0 */
#include "book/book_private.h"
#include "rulebook/rule.h"
#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* An indirect order of May 2022, and other acts with the same parties. */
static struct proposal proposal_of(enum act act)
{
    return (struct proposal){ .act = act,
                              .date = DAY(2022, 5, 12),
                              .provider = tenant_id(PINE),
                              .reseller = tenant_id(ROWAN),
                              .seller = tenant_id(ROWAN),
                              .partner = tenant_id(ALDER),
                              .customer = tenant_id(CEDAR),
                              .tenant = tenant_id(ALDER),
                              .offer = TEXT("SUITE"),
                              .mpn_id = TEXT("5551234"),
                              .has_provider = act == ACT_PLACE_ORDER };
}

static struct proposal direct_order(void)
{
    struct proposal order = proposal_of(ACT_PLACE_ORDER);

    order.seller = tenant_id(ALDER);
    order.has_provider = false;
    return order;
}

/* The small world with one fact more. */
static void begin_with(struct gathering *gathering, struct fact fact)
{
    gathering_init(gathering);
    gather_small_world(gathering);
    gather(gathering, fact);
    assert_told(gathering, "");
}

static void begin(struct gathering *gathering)
{
    gathering_init(gathering);
    gather_small_world(gathering);
    assert_told(gathering, "");
}

static struct request resolve(struct gathering *gathering, struct proposal proposal)
{
    struct request request;

    assert_int_equal(book_resolve(gathering->book, &proposal, &gathering->sink.sink, &request),
                     STATUS_OK);
    return request;
}

static struct dossier load(struct gathering *gathering, struct proposal proposal)
{
    struct request request = resolve(gathering, proposal);
    struct dossier dossier;

    book_load_dossier(gathering->book, &request, (struct terms){ PROFILE_PROGRAMME, 0 }, &dossier);
    return dossier;
}

/* "position=tenant" for each position taken. */
static void check_positions(struct gathering *gathering, struct proposal proposal,
                            const char *expected)
{
    struct request request = resolve(gathering, proposal);
    struct buffer positions = { 0 };

    for (unsigned i = 0; i < POSITION_NONE; i++)
        if ((request.positions & BIT(i)) != 0)
            buffer_add_format(
                &positions, "%s=%llu ", position_words.list[i],
                (unsigned long long)book_tenant(gathering->book, request.party[i])->id.low);
    assert_buffer_is(&positions, expected);
    buffer_done(&positions);
}

static void test_book_book_dossier__puts_parties_in_their_positions(void **state)
{
    struct gathering gathering;

    (void)state;
    begin(&gathering);

    check_positions(&gathering, proposal_of(ACT_PLACE_ORDER), "customer=4 provider=1 reseller=2 ");
    check_positions(&gathering, direct_order(), "customer=4 direct_bill=3 ");
    check_positions(&gathering, proposal_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP),
                    "provider=1 reseller=2 ");
    check_positions(&gathering, proposal_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP),
                    "customer=4 partner=3 ");
    check_positions(&gathering, proposal_of(ACT_ASSOCIATE_PARTNER_ID), "provider=1 reseller=2 ");
    check_positions(&gathering, proposal_of(ACT_ENGAGE_PARTNER), "customer=4 partner=3 ");
    check_positions(&gathering, proposal_of(ACT_END_INDIRECT_RELATIONSHIP),
                    "provider=1 reseller=2 ");
    check_positions(&gathering, proposal_of(ACT_ENROLL), "partner=3 ");
    gathering_done(&gathering);
}

static void test_book_book_dossier__passes_the_rest_of_a_proposal_on(void **state)
{
    struct gathering gathering;
    struct proposal proposal = proposal_of(ACT_ENROLL);
    struct request request;

    (void)state;
    begin(&gathering);
    proposal.role = ROLE_DIRECT_BILL;
    proposal.capabilities = 5;
    proposal.requested_by = REQUESTER_VENDOR_SUPPORT;
    proposal.new_subscription = true;

    request = resolve(&gathering, proposal);

    assert_int_equal(request.act, ACT_ENROLL);
    assert_int_equal(request.date.day, DAY_NUMBER(2022, 5, 12));
    assert_int_equal(request.role, ROLE_DIRECT_BILL);
    assert_int_equal(request.capabilities, 5);
    assert_int_equal(request.requested_by, REQUESTER_VENDOR_SUPPORT);
    assert_true(request.new_subscription);
    assert_int_equal(request.offer, INDEX_NONE);
    assert_int_equal(request.partner_id, INDEX_NONE);
    gathering_done(&gathering);
}

static void check_unknown(struct gathering *gathering, struct proposal proposal,
                          const char *expected)
{
    struct request request = { .date = { 7 } };

    buffer_clear(&gathering->told);
    gathering->sink.type = FACT_OFFER;
    assert_int_equal(book_resolve(gathering->book, &proposal, &gathering->sink.sink, &request),
                     STATUS_INVALID);
    assert_int_equal(request.date.day, 7);
    assert_buffer_is(&gathering->told, expected);
}

#define UNKNOWN_77 "unknown tenant \"00000000-0000-0000-0000-00000000004d\"\n"

static void test_book_book_dossier__tells_of_the_first_unknown_party(void **state)
{
    struct gathering gathering;
    struct proposal order = proposal_of(ACT_PLACE_ORDER);

    (void)state;
    begin(&gathering);

    order.customer = tenant_id(77);
    check_unknown(&gathering, order, "offer:0: customer: " UNKNOWN_77);
    order.provider = tenant_id(77);
    check_unknown(&gathering, order, "offer:0: provider: " UNKNOWN_77);
    order.seller = tenant_id(77);
    check_unknown(&gathering, order, "offer:0: seller: " UNKNOWN_77);
    gathering_done(&gathering);
}

static void test_book_book_dossier__tells_of_every_other_unknown(void **state)
{
    struct gathering gathering;
    struct proposal indirect = proposal_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct proposal engage = proposal_of(ACT_ENGAGE_PARTNER);
    struct proposal enroll = proposal_of(ACT_ENROLL);
    struct proposal association = proposal_of(ACT_ASSOCIATE_PARTNER_ID);
    struct proposal order = proposal_of(ACT_PLACE_ORDER);

    (void)state;
    begin(&gathering);
    indirect.reseller = tenant_id(77);
    engage.partner = tenant_id(77);
    enroll.tenant = tenant_id(77);
    association.mpn_id = TEXT("999");
    order.has_offer = true;
    order.offer = TEXT("NONE");

    check_unknown(&gathering, indirect, "offer:0: reseller: " UNKNOWN_77);
    check_unknown(&gathering, engage, "offer:0: partner: " UNKNOWN_77);
    check_unknown(&gathering, enroll, "offer:0: tenant: " UNKNOWN_77);
    check_unknown(&gathering, association, "offer:0: mpn_id: unknown partner id \"999\"\n");
    check_unknown(&gathering, order, "offer:0: offer: unknown offer \"NONE\"\n");
    gathering_done(&gathering);
}

static void test_book_book_dossier__of_a_clean_world_is_clean(void **state)
{
    struct gathering gathering;
    struct dossier order;

    (void)state;
    begin(&gathering);

    order = load(&gathering, proposal_of(ACT_PLACE_ORDER));

    assert_int_equal(order.profile, PROFILE_PROGRAMME);
    assert_true(order.has_indirect_relationship);
    assert_false(order.customers_reselling);
    assert_true(order.party[POSITION_PROVIDER].has_customer);
    assert_true(order.party[POSITION_RESELLER].has_customer);
    assert_int_equal(order.party[POSITION_PROVIDER].live_roles, BIT(ROLE_INDIRECT_PROVIDER));
    assert_int_equal(order.party[POSITION_RESELLER].active_roles, BIT(ROLE_INDIRECT_RESELLER));
    assert_int_equal(order.party[POSITION_CUSTOMER].live_roles, 0);
    assert_int_equal(order.party[POSITION_CUSTOMER].kind, TENANT_CUSTOMER);
    assert_int_equal(order.party[POSITION_RESELLER].onboarded_on.day, DAY_NUMBER(2019, 12, 1));
    assert_int_equal(order.party[POSITION_PROVIDER].onboarded_on.day, INT32_MAX);
    assert_int_equal(order.party[POSITION_CUSTOMER].mpa_signed_on.day, INT32_MAX);
    assert_false(order.has_offer);
    gathering_done(&gathering);
}

static void test_book_book_dossier__counts_live_enrolments_of_the_day(void **state)
{
    struct gathering gathering;
    struct proposal order = direct_order();
    struct dossier dossier;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    gather(&gathering, fact_enrollment(CEDAR, ROLE_DIRECT_BILL, ENROLLMENT_SUSPENDED, DAYS(0, 10)));
    gather(&gathering,
           fact_enrollment(CEDAR, ROLE_INDIRECT_RESELLER, ENROLLMENT_RESTRICTED, DAYS(5, 15)));
    gather(&gathering,
           fact_enrollment(CEDAR, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE, DAYS(8, 10)));
    gather(&gathering, fact_enrollment(CEDAR, ROLE_INDIRECT_PROVIDER, ENROLLMENT_DRAFT, ALWAYS));
    assert_told(&gathering, "");

    order.date = DAYS(0, 0).from;
    dossier = load(&gathering, order);
    assert_int_equal(dossier.party[POSITION_CUSTOMER].live_roles, BIT(ROLE_DIRECT_BILL));
    assert_int_equal(dossier.party[POSITION_CUSTOMER].active_roles, 0);
    order.date.day += 9;
    dossier = load(&gathering, order);
    assert_int_equal(dossier.party[POSITION_CUSTOMER].live_roles,
                     BIT(ROLE_DIRECT_BILL) | BIT(ROLE_INDIRECT_RESELLER));
    assert_int_equal(dossier.party[POSITION_CUSTOMER].active_roles, BIT(ROLE_INDIRECT_RESELLER));
    order.date.day += 1;
    dossier = load(&gathering, order);
    assert_int_equal(dossier.party[POSITION_CUSTOMER].live_roles, BIT(ROLE_INDIRECT_RESELLER));
    assert_int_equal(dossier.party[POSITION_CUSTOMER].active_roles, 0);
    gathering_done(&gathering);
}

/* The first signature that counts for CEDAR on a day, with the facts given besides. */
static int32_t signature_on(date on, const struct fact *facts, unsigned count)
{
    struct gathering gathering;
    struct proposal enroll = proposal_of(ACT_ENROLL);
    struct dossier dossier;

    gathering_init(&gathering);
    gather_small_world(&gathering);
    for (unsigned i = 0; i < count; i++)
        gather(&gathering, facts[i]);
    assert_told(&gathering, "");
    enroll.tenant = tenant_id(CEDAR);
    enroll.date = on;
    dossier = load(&gathering, enroll);
    gathering_done(&gathering);
    return dossier.party[POSITION_PARTNER].mpa_signed_on.day;
}

static void test_book_book_dossier__takes_the_first_signature_of_the_region(void **state)
{
    const struct fact facts[] = {
        fact_tenant(9, "org-cedar", "ES", TENANT_PARTNER),
        fact_tenant(10, "org-cedar", "ES", TENANT_PARTNER),
        fact_tenant(11, "org-cedar", "US", TENANT_PARTNER),
        fact_signature(CEDAR, DAY(2020, 5, 1)),
        fact_signature(CEDAR, DAY(2020, 4, 1)),
        fact_signature(9, DAY(2020, 3, 1)),
        fact_signature(10, DAY(2020, 2, 1)),
        fact_signature(11, DAY(2020, 1, 1)),
    };

    (void)state;

    assert_int_equal(signature_on(DAY(2022, 5, 12), facts, 3), INT32_MAX);
    assert_int_equal(signature_on(DAY(2022, 5, 12), facts, 5), DAY_NUMBER(2020, 4, 1));
    assert_int_equal(signature_on(DAY(2022, 5, 12), facts, 6), DAY_NUMBER(2020, 3, 1));
    assert_int_equal(signature_on(DAY(2022, 5, 12), facts, 8), DAY_NUMBER(2020, 2, 1));
}

/* Guam moves from the region of Australia to that of the United States. */
static void test_book_book_dossier__a_signature_moves_with_its_market(void **state)
{
    struct gathering gathering;
    struct proposal enroll = proposal_of(ACT_ENROLL);

    (void)state;
    gathering_init(&gathering);
    gather(&gathering, fact_organization("o"));
    gather(&gathering, fact_tenant(1, "o", "GU", TENANT_PARTNER));
    gather(&gathering, fact_tenant(2, "o", "US", TENANT_PARTNER));
    gather(&gathering, fact_signature(2, DAY(2020, 1, 1)));
    assert_told(&gathering, "");
    enroll.tenant = tenant_id(1);

    enroll.date = DAY(2023, 8, 16);
    assert_int_equal(load(&gathering, enroll).party[POSITION_PARTNER].mpa_signed_on.day, INT32_MAX);
    enroll.date = DAY(2023, 8, 17);
    assert_int_equal(load(&gathering, enroll).party[POSITION_PARTNER].mpa_signed_on.day,
                     DAY_NUMBER(2020, 1, 1));
    gathering_done(&gathering);
}

/* Markets without region: even two tenants in the same one sign each for itself. */
static void test_book_book_dossier__a_tenant_without_region_signs_for_itself(void **state)
{
    struct gathering gathering;
    struct proposal enroll = proposal_of(ACT_ENROLL);

    (void)state;
    gathering_init(&gathering);
    gather(&gathering, fact_organization("o"));
    gather(&gathering, fact_tenant(1, "o", "QQ", TENANT_PARTNER));
    gather(&gathering, fact_tenant(2, "o", "QQ", TENANT_PARTNER));
    gather(&gathering, fact_signature(2, DAY(2020, 1, 1)));
    assert_told(&gathering, "");

    enroll.tenant = tenant_id(1);
    assert_int_equal(load(&gathering, enroll).party[POSITION_PARTNER].mpa_signed_on.day, INT32_MAX);
    enroll.tenant = tenant_id(2);
    assert_int_equal(load(&gathering, enroll).party[POSITION_PARTNER].mpa_signed_on.day,
                     DAY_NUMBER(2020, 1, 1));
    gathering_done(&gathering);
}

static void test_book_book_dossier__an_affiliates_signature_does_not_count(void **state)
{
    const struct fact facts[] = {
        fact_organization("org-elm"),
        fact_ownership("org-forest", "org-elm", ALWAYS),
        fact_tenant(9, "org-elm", "AT", TENANT_PARTNER),
        fact_signature(9, DAY(2020, 1, 1)),
    };

    (void)state;

    assert_int_equal(signature_on(DAY(2022, 5, 12), facts, COUNT_OF(facts)), INT32_MAX);
}

static void test_book_book_dossier__takes_the_owner_of_the_day(void **state)
{
    struct gathering gathering;
    struct proposal engage = proposal_of(ACT_ENGAGE_PARTNER);
    uint32_t own = 0;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    gather(&gathering, fact_ownership("org-pine", "org-alder", DAYS(0, 10)));
    gather(&gathering, fact_ownership("org-rowan", "org-alder", DAYS(10, 20)));
    gather(&gathering, fact_ownership("org-forest", "org-rowan", DAYS(15, 20)));
    assert_told(&gathering, "");
    own = book_find_organization(gathering.book, TEXT("org-alder"));

    engage.date = DAYS(-1, 0).from;
    assert_int_equal(load(&gathering, engage).party[POSITION_PARTNER].ultimate_owner, own);
    engage.date = DAYS(9, 0).from;
    assert_int_equal(load(&gathering, engage).party[POSITION_PARTNER].ultimate_owner,
                     book_find_organization(gathering.book, TEXT("org-pine")));
    engage.date = DAYS(10, 0).from;
    assert_int_equal(load(&gathering, engage).party[POSITION_PARTNER].ultimate_owner,
                     book_find_organization(gathering.book, TEXT("org-rowan")));
    engage.date = DAYS(15, 0).from;
    assert_int_equal(load(&gathering, engage).party[POSITION_PARTNER].ultimate_owner,
                     book_find_organization(gathering.book, TEXT("org-forest")));
    engage.date = DAYS(20, 0).from;
    assert_int_equal(load(&gathering, engage).party[POSITION_PARTNER].ultimate_owner, own);
    gathering_done(&gathering);
}

static void test_book_book_dossier__relationships_have_a_direction(void **state)
{
    struct gathering gathering;
    struct proposal indirect = proposal_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);

    (void)state;
    begin(&gathering);

    assert_true(load(&gathering, indirect).has_indirect_relationship);
    indirect.provider = tenant_id(ROWAN);
    indirect.reseller = tenant_id(PINE);
    assert_false(load(&gathering, indirect).has_indirect_relationship);
    gathering_done(&gathering);
}

/* S6, in an order: is the customer's tenant a reseller of this provider? */
static void test_book_book_dossier__asks_whether_the_customer_is_a_reseller(void **state)
{
    struct gathering gathering;
    struct proposal customer = proposal_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;
    begin_with(&gathering, fact_indirect(PINE, CEDAR, ALWAYS));

    assert_true(load(&gathering, proposal_of(ACT_PLACE_ORDER)).customers_reselling);
    assert_false(load(&gathering, direct_order()).customers_reselling);
    customer.partner = tenant_id(PINE);
    assert_true(load(&gathering, customer).customers_reselling);
    customer.partner = tenant_id(ROWAN);
    assert_false(load(&gathering, customer).customers_reselling);
    gathering_done(&gathering);
}

static void test_book_book_dossier__asks_whether_the_reseller_is_a_customer(void **state)
{
    struct gathering gathering;
    struct proposal indirect = proposal_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);

    (void)state;
    begin_with(&gathering, fact_customer(PINE, ALDER, DAYS(0, 10)));
    indirect.reseller = tenant_id(ALDER);

    indirect.date = DAYS(9, 0).from;
    assert_true(load(&gathering, indirect).resellers_buying);
    indirect.date = DAYS(10, 0).from;
    assert_false(load(&gathering, indirect).resellers_buying);
    indirect.date = DAYS(9, 0).from;
    indirect.act = ACT_END_INDIRECT_RELATIONSHIP;
    assert_false(load(&gathering, indirect).resellers_buying);
    gathering_done(&gathering);
}

/* The one that transacts with the vendor attests: the provider, or the direct-bill partner. */
static void test_book_book_dossier__takes_the_attestation_of_who_transacts(void **state)
{
    struct gathering gathering;
    struct dossier dossier;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    gather(&gathering, fact_acceptance(CEDAR, DAY(2018, 2, 1)));
    gather(&gathering, fact_attestation(CEDAR, ALDER, DAY(2017, 1, 1)));
    gather(&gathering, fact_attestation(CEDAR, ROWAN, DAY(2016, 1, 1)));
    assert_told(&gathering, "");

    dossier = load(&gathering, proposal_of(ACT_PLACE_ORDER));
    assert_int_equal(dossier.agreement_accepted_on.day, DAY_NUMBER(2018, 2, 1));
    assert_int_equal(dossier.agreement_attested_on.day, DAY_NUMBER(2019, 12, 1));
    dossier = load(&gathering, direct_order());
    assert_int_equal(dossier.agreement_accepted_on.day, DAY_NUMBER(2018, 2, 1));
    assert_int_equal(dossier.agreement_attested_on.day, DAY_NUMBER(2017, 1, 1));
    gathering_done(&gathering);
}

static void test_book_book_dossier__knows_when_nothing_was_accepted(void **state)
{
    struct gathering gathering;
    struct proposal order = direct_order();
    struct dossier dossier;

    (void)state;
    begin(&gathering);
    order.customer = tenant_id(ROWAN);

    dossier = load(&gathering, order);

    assert_int_equal(dossier.agreement_accepted_on.day, INT32_MAX);
    assert_int_equal(dossier.agreement_attested_on.day, INT32_MAX);
    assert_false(dossier.party[POSITION_DIRECT_BILL].has_customer);
    gathering_done(&gathering);
}

static void test_book_book_dossier__knows_where_an_offer_is_sold(void **state)
{
    struct gathering gathering;
    struct proposal order = direct_order();
    struct dossier dossier;

    (void)state;
    begin_with(&gathering, fact_offer("ALPINE", "AT", DAYS(0, 10)));
    order.has_offer = true;

    dossier = load(&gathering, order);
    assert_true(dossier.has_offer);
    assert_true(dossier.offer_is_everywhere);
    order.offer = TEXT("ALPINE");
    dossier = load(&gathering, order);
    assert_false(dossier.offer_is_everywhere);
    assert_true(dossier.offer_lists_market);
    assert_int_equal(dossier.offer_valid.to.day, DAYS(0, 10).to.day);
    order.customer = tenant_id(PINE);
    assert_false(load(&gathering, order).offer_lists_market);
    gathering_done(&gathering);
}

static void test_book_book_dossier__knows_whose_a_partner_id_is(void **state)
{
    struct gathering gathering;
    struct dossier dossier;

    (void)state;
    begin(&gathering);

    dossier = load(&gathering, proposal_of(ACT_ASSOCIATE_PARTNER_ID));

    assert_int_equal(dossier.partner_id_tenant, dossier.party[POSITION_RESELLER].tenant);
    assert_int_equal(dossier.partner_id_country.number, country_of("DE").number);
    gathering_done(&gathering);
}

int test_book_book_dossier(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_book_dossier__puts_parties_in_their_positions),
        cmocka_unit_test(test_book_book_dossier__passes_the_rest_of_a_proposal_on),
        cmocka_unit_test(test_book_book_dossier__tells_of_the_first_unknown_party),
        cmocka_unit_test(test_book_book_dossier__tells_of_every_other_unknown),
        cmocka_unit_test(test_book_book_dossier__of_a_clean_world_is_clean),
        cmocka_unit_test(test_book_book_dossier__counts_live_enrolments_of_the_day),
        cmocka_unit_test(test_book_book_dossier__takes_the_first_signature_of_the_region),
        cmocka_unit_test(test_book_book_dossier__a_signature_moves_with_its_market),
        cmocka_unit_test(test_book_book_dossier__a_tenant_without_region_signs_for_itself),
        cmocka_unit_test(test_book_book_dossier__an_affiliates_signature_does_not_count),
        cmocka_unit_test(test_book_book_dossier__takes_the_owner_of_the_day),
        cmocka_unit_test(test_book_book_dossier__relationships_have_a_direction),
        cmocka_unit_test(test_book_book_dossier__asks_whether_the_customer_is_a_reseller),
        cmocka_unit_test(test_book_book_dossier__asks_whether_the_reseller_is_a_customer),
        cmocka_unit_test(test_book_book_dossier__takes_the_attestation_of_who_transacts),
        cmocka_unit_test(test_book_book_dossier__knows_when_nothing_was_accepted),
        cmocka_unit_test(test_book_book_dossier__knows_where_an_offer_is_sold),
        cmocka_unit_test(test_book_book_dossier__knows_whose_a_partner_id_is),
    };

    return cmocka_run_group_tests_name("book/book_dossier", tests, NULL, NULL);
}
