/* SPDX-License-Identifier: Apache-2.0 */
#include "book/book.h"
#include "book/book_private.h"
#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* Gathers the small world and one fact more, and checks what is told. */
static void check_one_more(struct fact fact, const char *expected)
{
    struct gathering gathering;

    gathering_init(&gathering);
    gather_small_world(&gathering);
    gathering.line = 99;
    gather(&gathering, fact);
    assert_told(&gathering, expected);
    gathering_done(&gathering);
}

static void test_book_book_builder__takes_a_world(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_small_world(&gathering);
    assert_told(&gathering, "");

    assert_int_equal(gathering.book->tenants.count, 4);
    assert_int_equal(gathering.book->organizations.count, 5);
    assert_int_equal(gathering.book->offers.count, 1);
    assert_int_equal(gathering.book->partner_ids.count, 1);
    gathering_done(&gathering);
}

static void test_book_book_builder__refuses_an_id_twice(void **state)
{
    struct fact tenant = fact_tenant(9, "org-pine", "DE", TENANT_PARTNER);

    (void)state;
    tenant.tenant.id = tenant_id(PINE);

    check_one_more(fact_organization("org-pine"),
                   "organization:100: id: duplicate: \"org-pine\" already stands in line 1\n");
    check_one_more(tenant, "tenant:100: id: duplicate: \"00000000-0000-0000-0000-000000000001\" "
                           "already stands in line 7\n");
    check_one_more(fact_offer("SUITE", "DE", ALWAYS),
                   "offer:100: id: duplicate: \"SUITE\" already stands in line 26\n");
    check_one_more(fact_partner_id("5551234", PINE, "FR"),
                   "partner_id:100: mpn_id: duplicate: \"5551234\" already stands in line 15\n");
}

static void test_book_book_builder__refuses_a_domain_twice(void **state)
{
    struct fact tenant = fact_tenant(9, "org-pine", "DE", TENANT_PARTNER);

    (void)state;
    tenant.tenant.domain = TEXT("t4.example");

    check_one_more(tenant,
                   "tenant:100: domain: duplicate: \"t4.example\" already stands in line 10\n");
}

static void test_book_book_builder__refuses_an_account_twice(void **state)
{
    (void)state;

    check_one_more(fact_account(ROWAN, DAY(2018, 1, 1)),
                   "account:100: tenant: duplicate: \"00000000-0000-0000-0000-000000000002\" "
                   "already stands in line 11\n");
}

/* History: these may be stated again and overlap. */
static void test_book_book_builder__takes_history_twice(void **state)
{
    (void)state;

    check_one_more(fact_enrollment(PINE, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS), "");
    check_one_more(fact_signature(PINE, DAY(2019, 12, 1)), "");
    check_one_more(fact_acceptance(CEDAR, DAY(2019, 12, 1)), "");
    check_one_more(fact_attestation(CEDAR, PINE, DAY(2019, 12, 1)), "");
    check_one_more(fact_indirect(PINE, ROWAN, ALWAYS), "");
    check_one_more(fact_service(PINE, ROWAN, ALWAYS), "");
    check_one_more(fact_customer(PINE, CEDAR, ALWAYS), "");
}

#define UNKNOWN_77 "unknown tenant \"00000000-0000-0000-0000-00000000004d\"\n"

static void test_book_book_builder__refuses_unknown_organizations(void **state)
{
    (void)state;

    check_one_more(fact_ownership("org-x", "org-pine", ALWAYS),
                   "ownership:100: owner: unknown organization \"org-x\"\n");
    check_one_more(fact_ownership("org-pine", "org-x", ALWAYS),
                   "ownership:100: owned: unknown organization \"org-x\"\n");
    check_one_more(fact_ownership("org-y", "org-x", ALWAYS),
                   "ownership:100: owned: unknown organization \"org-x\"\n"
                   "ownership:100: owner: unknown organization \"org-y\"\n");
    check_one_more(fact_tenant(77, "org-x", "DE", TENANT_PARTNER),
                   "tenant:100: organization: unknown organization \"org-x\"\n");
}

static void test_book_book_builder__refuses_facts_about_unknown_tenants(void **state)
{
    (void)state;

    check_one_more(fact_account(77, DAY(2018, 1, 1)), "account:100: tenant: " UNKNOWN_77);
    check_one_more(fact_enrollment(77, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, ALWAYS),
                   "enrollment:100: tenant: " UNKNOWN_77);
    check_one_more(fact_partner_id("77", 77, "DE"), "partner_id:100: tenant: " UNKNOWN_77);
    check_one_more(fact_signature(77, DAY(2018, 1, 1)), "agreement:100: tenant: " UNKNOWN_77);
    check_one_more(fact_acceptance(77, DAY(2018, 1, 1)),
                   "customer_agreement:100: customer: " UNKNOWN_77);
    check_one_more(fact_attestation(CEDAR, 77, DAY(2018, 1, 1)),
                   "customer_agreement:100: partner: " UNKNOWN_77);
}

static void test_book_book_builder__refuses_relationships_with_unknown_tenants(void **state)
{
    (void)state;

    check_one_more(fact_indirect(77, ROWAN, ALWAYS),
                   "indirect_relationship:100: provider: " UNKNOWN_77);
    check_one_more(fact_indirect(PINE, 77, ALWAYS),
                   "indirect_relationship:100: reseller: " UNKNOWN_77);
    check_one_more(fact_service(77, ROWAN, ALWAYS), "service_agreement:100: provider: " UNKNOWN_77);
    check_one_more(fact_service(PINE, 77, ALWAYS), "service_agreement:100: reseller: " UNKNOWN_77);
    check_one_more(fact_customer(77, CEDAR, ALWAYS),
                   "customer_relationship:100: partner: " UNKNOWN_77);
    check_one_more(fact_customer(PINE, 77, ALWAYS),
                   "customer_relationship:100: customer: " UNKNOWN_77);
}

/* The attesting tenant with number 0 is told apart from a direct acceptance. */
static void test_book_book_builder__knows_who_attests(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather(&gathering, fact_attestation(CEDAR, 77, DAY(2018, 1, 1)));
    gather(&gathering, fact_organization("org-cedar"));
    gather(&gathering, fact_tenant(CEDAR, "org-cedar", "DE", TENANT_CUSTOMER));
    assert_told(&gathering, "customer_agreement:1: partner: " UNKNOWN_77);
    gathering_done(&gathering);
}

static void test_book_book_builder__refuses_a_party_related_to_itself(void **state)
{
    (void)state;

    check_one_more(fact_indirect(PINE, PINE, ALWAYS),
                   "indirect_relationship:100: reseller: a party cannot be related to itself\n");
    check_one_more(fact_service(PINE, PINE, ALWAYS),
                   "service_agreement:100: reseller: a party cannot be related to itself\n");
    check_one_more(fact_customer(PINE, PINE, ALWAYS),
                   "customer_relationship:100: customer: a party cannot be related to itself\n");
    check_one_more(fact_ownership("org-pine", "org-pine", ALWAYS),
                   "ownership:100: owned: a party cannot be related to itself\n");
}

/* The spec's list of such relations does not have attestations. */
static void test_book_book_builder__takes_an_attestation_of_oneself(void **state)
{
    (void)state;

    check_one_more(fact_attestation(PINE, PINE, DAY(2020, 1, 1)), "");
}

/* org-cedar has been owned always; here with an end. */
static void check_owners(struct interval first, struct interval second, const char *expected)
{
    struct gathering gathering;

    gathering_init(&gathering);
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_organization("b"));
    gather(&gathering, fact_organization("c"));
    gather(&gathering, fact_ownership("b", "a", first));
    gather(&gathering, fact_ownership("c", "a", second));
    assert_told(&gathering, expected);
    gathering_done(&gathering);
}

static void test_book_book_builder__refuses_two_owners_at_once(void **state)
{
    const char *second_is_late = "ownership:5: owned: two owners at once: see line 4\n";

    (void)state;

    check_owners(DAYS(0, 10), DAYS(9, 20), second_is_late);
    check_owners(DAYS(0, 10), DAYS(0, 10), second_is_late);
    check_owners(DAYS(0, 10), DAYS(3, 4), second_is_late);
    check_owners(ALWAYS, ALWAYS, second_is_late);
    check_owners(ALWAYS, DAYS(3, 4), second_is_late);
    check_owners(DAYS(5, 10), DAYS(0, 6), "ownership:4: owned: two owners at once: see line 5\n");
}

static void test_book_book_builder__takes_owners_one_after_the_other(void **state)
{
    (void)state;

    check_owners(DAYS(0, 10), DAYS(10, 20), "");
    check_owners(DAYS(10, 20), DAYS(0, 10), "");
    check_owners((struct interval){ DATE_BEFORE_ALL, { 18262 } },
                 (struct interval){ { 18262 }, DATE_AFTER_ALL }, "");
}

/* Begun and ended the same day: never in effect. */
static void test_book_book_builder__an_empty_ownership_meets_no_other(void **state)
{
    (void)state;

    check_owners(DAYS(0, 10), DAYS(5, 5), "");
    check_owners(DAYS(5, 5), DAYS(0, 10), "");
    check_owners(DAYS(5, 5), DAYS(5, 5), "");
}

static void test_book_book_builder__the_same_owner_twice_is_two_records_too(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_organization("b"));
    gather(&gathering, fact_ownership("b", "a", DAYS(0, 10)));
    gather(&gathering, fact_ownership("b", "a", DAYS(5, 15)));
    assert_told(&gathering, "ownership:4: owned: two owners at once: see line 3\n");
    gathering_done(&gathering);
}

/* A short ownership inside a long one does not hide the long one from the third. */
static void test_book_book_builder__compares_with_the_owner_that_stays_longest(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_organization("b"));
    gather(&gathering, fact_ownership("b", "a", DAYS(0, 100)));
    gather(&gathering, fact_ownership("b", "a", DAYS(1, 2)));
    gather(&gathering, fact_ownership("b", "a", DAYS(50, 60)));
    gather(&gathering, fact_ownership("b", "a", DAYS(100, 110)));
    assert_told(&gathering, "ownership:4: owned: two owners at once: see line 3\n"
                            "ownership:5: owned: two owners at once: see line 3\n");
    gathering_done(&gathering);
}

static void test_book_book_builder__tells_everything_that_is_wrong(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_account(77, DAY(2018, 1, 1)));
    gather(&gathering, fact_account(77, DAY(2019, 1, 1)));
    gather(&gathering, fact_ownership("x", "a", ALWAYS));
    assert_told(&gathering,
                "organization:2: id: duplicate: \"a\" already stands in line 1\n"
                "ownership:5: owner: unknown organization \"x\"\n"
                "account:3: tenant: " UNKNOWN_77 "account:4: tenant: " UNKNOWN_77
                "account:4: tenant: duplicate: \"00000000-0000-0000-0000-00000000004d\" "
                "already stands in line 3\n");
    gathering_done(&gathering);
}

static void test_book_book_builder__counts_lines_as_far_as_it_can(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gathering.line = UINT64_C(0x500000000);
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_organization("a"));
    buffer_clear(&gathering.told);
    gather(&gathering, fact_account(77, DAY(2018, 1, 1)));
    assert_told(&gathering, "account:4294967294: tenant: " UNKNOWN_77);
    gathering_done(&gathering);
}

static void test_book_book_builder__is_freed_half_way(void **state)
{
    struct gathering gathering;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);

    gathering_done(&gathering);
}

static void shuffle(struct fact *facts, unsigned count, uint64_t *seed)
{
    for (unsigned i = count; i > 1; i--) {
        unsigned other = random_below(seed, i);
        struct fact fact = facts[i - 1];

        facts[i - 1] = facts[other];
        facts[other] = fact;
    }
}

/* What the rules may know of a party, apart from the numbers that identities happen to have. */
static void note_party(struct buffer *note, const struct party *party)
{
    buffer_add_format(note, "%d %d %d %u %u %d %d %d %d|", (int)party->kind, party->market.number,
                      party->region.number, party->live_roles, party->active_roles,
                      party->onboarded_on.day, party->mpa_signed_on.day, party->has_customer,
                      party->ultimate_owner == party->organization);
}

static void note_order(struct buffer *note, const struct book *book)
{
    struct request request = { .act = ACT_PLACE_ORDER,
                               .date = DAY(2022, 5, 12),
                               .positions = BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER) |
                                            BIT(POSITION_CUSTOMER),
                               .offer = book_find_offer(book, TEXT("SUITE")),
                               .partner_id = INDEX_NONE };
    struct dossier dossier;

    request.party[POSITION_PROVIDER] = book_find_tenant(book, tenant_id(PINE));
    request.party[POSITION_RESELLER] = book_find_tenant(book, tenant_id(ROWAN));
    request.party[POSITION_CUSTOMER] = book_find_tenant(book, tenant_id(CEDAR));
    book_load_dossier(book, &request, (struct terms){ PROFILE_PROGRAMME, 0 }, &dossier);
    for (unsigned position = 0; position < POSITION_COUNT; position++)
        note_party(note, &dossier.party[position]);
    buffer_add_format(note, "%d %d %d %d %d %d", dossier.has_indirect_relationship,
                      dossier.customers_reselling, dossier.agreement_accepted_on.day,
                      dossier.agreement_attested_on.day, dossier.has_offer,
                      dossier.offer_is_everywhere);
}

static void test_book_book_builder__takes_facts_in_any_order(void **state)
{
    struct fact facts[WORLD_FACTS_MAX];
    unsigned count = small_world_facts(facts);
    struct buffer expected = { 0 };
    uint64_t seed = 1;

    (void)state;

    for (int i = 0; i < 300; i++) {
        struct gathering gathering;
        struct buffer note = { 0 };

        gathering_init(&gathering);
        for (unsigned place = 0; place < count; place++)
            gather(&gathering, facts[place]);
        assert_told(&gathering, "");
        note_order(&note, gathering.book);
        if (i == 0)
            buffer_add_text(&expected, buffer_text(&note));
        assert_text_equal(buffer_text(&note), buffer_text(&expected));
        buffer_done(&note);
        gathering_done(&gathering);
        shuffle(facts, count, &seed);
    }
    buffer_done(&expected);
}

int test_book_book_builder(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_book_builder__takes_a_world),
        cmocka_unit_test(test_book_book_builder__refuses_an_id_twice),
        cmocka_unit_test(test_book_book_builder__refuses_a_domain_twice),
        cmocka_unit_test(test_book_book_builder__refuses_an_account_twice),
        cmocka_unit_test(test_book_book_builder__takes_history_twice),
        cmocka_unit_test(test_book_book_builder__refuses_unknown_organizations),
        cmocka_unit_test(test_book_book_builder__refuses_facts_about_unknown_tenants),
        cmocka_unit_test(test_book_book_builder__refuses_relationships_with_unknown_tenants),
        cmocka_unit_test(test_book_book_builder__knows_who_attests),
        cmocka_unit_test(test_book_book_builder__refuses_a_party_related_to_itself),
        cmocka_unit_test(test_book_book_builder__takes_an_attestation_of_oneself),
        cmocka_unit_test(test_book_book_builder__refuses_two_owners_at_once),
        cmocka_unit_test(test_book_book_builder__takes_owners_one_after_the_other),
        cmocka_unit_test(test_book_book_builder__an_empty_ownership_meets_no_other),
        cmocka_unit_test(test_book_book_builder__the_same_owner_twice_is_two_records_too),
        cmocka_unit_test(test_book_book_builder__compares_with_the_owner_that_stays_longest),
        cmocka_unit_test(test_book_book_builder__tells_everything_that_is_wrong),
        cmocka_unit_test(test_book_book_builder__counts_lines_as_far_as_it_can),
        cmocka_unit_test(test_book_book_builder__is_freed_half_way),
        cmocka_unit_test(test_book_book_builder__takes_facts_in_any_order),
    };

    return cmocka_run_group_tests_name("book/book_builder", tests, NULL, NULL);
}
