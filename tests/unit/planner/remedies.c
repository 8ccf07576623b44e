/* SPDX-License-Identifier: Apache-2.0 */
/* Each remedy of the table, in some plan. */
#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

enum {
    OAK = 5, /* more tenants, of the tests' own */
    ELM,
    FIR
};

static void test_planner_remedies__who_has_not_signed_signs(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_AGREEMENT));

    assert_plans(&asking, order_by(0, ALDER, CEDAR), PROGRAMME, "sign_mpa 3\n");
    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME, "sign_mpa 1; sign_mpa 2\n");
    asking_done(&asking);
}

static void test_planner_remedies__who_is_not_onboarded_is(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ACCOUNT));

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME, "onboard 2\n");
    asking_done(&asking);
}

static void test_planner_remedies__who_has_no_role_enrolls(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ENROLLMENT));

    assert_plans(&asking, order_by(0, ALDER, CEDAR), PROGRAMME,
                 "enroll 3 direct_bill\n"
                 "other_seller 1 2; enroll 1 indirect_provider; enroll 2 indirect_reseller\n");
    assert_plans(&asking, relationship_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP, PINE, ROWAN),
                 PROGRAMME, "enroll 1 indirect_provider; enroll 2 indirect_reseller\n");
    assert_plans(&asking, relationship_of(ACT_ENGAGE_PARTNER, ALDER, CEDAR), PROGRAMME,
                 "enroll 3 indirect_reseller\n");
    asking_done(&asking);
}

static void test_planner_remedies__a_role_that_fits_not_is_joined_by_one_that_does(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ENROLLMENT));
    gather(&asking.gathering,
           fact_enrollment(PINE, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering,
           fact_enrollment(ROWAN, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS));

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME, "enroll 2 indirect_reseller\n");
    asking_done(&asking);
}

static void test_planner_remedies__who_is_suspended_is_reinstated(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ENROLLMENT));
    gather(&asking.gathering,
           fact_enrollment(ALDER, ROLE_DIRECT_BILL, ENROLLMENT_SUSPENDED, ALWAYS));

    assert_plans(&asking, order_by(0, ALDER, CEDAR), PROGRAMME,
                 "reinstate 3 direct_bill\n"
                 "other_seller 1 2; enroll 1 indirect_provider; enroll 2 indirect_reseller\n");
    assert_plans(&asking, relationship_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, ALDER, CEDAR),
                 PROGRAMME, "reinstate 3 direct_bill\n");
    asking_done(&asking);
}

static void test_planner_remedies__relationships_are_established(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_INDIRECT_RELATIONSHIP) | BIT(FACT_CUSTOMER_RELATIONSHIP));

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME,
                 "establish_indirect_relationship 1 2; establish_customer_relationship 1 4; "
                 "establish_customer_relationship 2 4\n");
    asking_done(&asking);
}

static void test_planner_remedies__the_customer_accepts_or_the_partner_attests(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_CUSTOMER_AGREEMENT));

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME,
                 "attest_customer_agreement 1 4\n"
                 "accept_customer_agreement 4\n");
    asking_done(&asking);
}

static void test_planner_remedies__another_provider_or_seller(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_tenant(OAK, "org-cedar", "AT", TENANT_PARTNER));
    gather(&asking.gathering,
           fact_enrollment(OAK, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering, fact_signature(OAK, DAY(2020, 1, 1)));
    gather(&asking.gathering, fact_indirect(OAK, ROWAN, ALWAYS));
    gather(&asking.gathering, fact_customer(OAK, CEDAR, ALWAYS));

    assert_plans(&asking, order_by(OAK, ROWAN, CEDAR), PROGRAMME,
                 "other_provider 1\n"
                 "other_seller 1 2\n"
                 "other_seller - 3\n");
    assert_plans(&asking, order_by(ROWAN, ROWAN, CEDAR), PROGRAMME, "other_provider 1\n");
    assert_plans(&asking, relationship_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, OAK, CEDAR),
                 PROGRAMME,
                 "other_seller - 1\n"
                 "other_seller - 2\n"
                 "other_seller - 3\n");
    asking_done(&asking);
}

static void test_planner_remedies__another_tenant_or_a_created_one(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_organization("org-elm"));
    gather(&asking.gathering, fact_tenant(ELM, "org-elm", "DE", TENANT_PARTNER));
    gather(&asking.gathering, fact_tenant(FIR, "org-elm", "DE", TENANT_CUSTOMER));

    assert_plans(
        &asking, order_by(0, ALDER, ELM), PROGRAMME,
        "other_tenant 7; establish_customer_relationship 3 7; attest_customer_agreement 3 7\n"
        "other_tenant 7; establish_customer_relationship 3 7; accept_customer_agreement 7\n"
        "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
        "attest_customer_agreement 3 +\n"
        "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
        "accept_customer_agreement +\n");
    asking_done(&asking);
}

static void test_planner_remedies__a_reseller_that_buys(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_indirect(PINE, CEDAR, ALWAYS));
    gather(&asking.gathering, fact_customer(PINE, ROWAN, ALWAYS));

    assert_plans(&asking, relationship_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, PINE, CEDAR),
                 PROGRAMME,
                 "end_indirect_relationship 1 4\n"
                 "create_tenant; other_tenant +\n");
    assert_plans(&asking, relationship_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP, PINE, ROWAN),
                 PROGRAMME,
                 "remove_customer 1 2\n"
                 "create_tenant; other_tenant +; onboard +; enroll + indirect_reseller\n");
    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME,
                 "end_indirect_relationship 1 4\n"
                 "other_seller - 3\n"
                 "create_tenant; other_tenant +; establish_customer_relationship 1 +; "
                 "establish_customer_relationship 2 +; attest_customer_agreement 1 +\n"
                 "create_tenant; other_tenant +; establish_customer_relationship 1 +; "
                 "establish_customer_relationship 2 +; accept_customer_agreement +\n");
    asking_done(&asking);
}

/* Q2 read the other way: every tenant of the organisation counts. */
static void test_planner_remedies__each_tie_of_an_organisation(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_tenant(OAK, "org-cedar", "AT", TENANT_PARTNER));
    gather(&asking.gathering, fact_tenant(ELM, "org-cedar", "AT", TENANT_PARTNER));
    gather(&asking.gathering, fact_indirect(PINE, OAK, ALWAYS));
    gather(&asking.gathering, fact_indirect(PINE, ELM, ALWAYS));

    assert_plans(&asking, relationship_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, PINE, CEDAR),
                 READ_OTHERWISE(Q2),
                 "end_indirect_relationship 1 5; end_indirect_relationship 1 6\n");
    assert_plans(&asking, relationship_of(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, PINE, CEDAR),
                 PROGRAMME, "");
    asking_done(&asking);
}

static void test_planner_remedies__who_asks_for_the_end(void **state)
{
    struct asking asking;
    struct proposal act = relationship_of(ACT_END_INDIRECT_RELATIONSHIP, PINE, ROWAN);

    (void)state;
    asking_init(&asking, 0);

    act.requested_by = REQUESTER_RESELLER;
    assert_plans(&asking, act, PROGRAMME, "open_support_case\n");
    act.requested_by = REQUESTER_PROVIDER;
    act.date = DAY(2020, 6, 30);
    assert_plans(&asking, act, PROGRAMME,
                 "wait_until 2020-07-01\n"
                 "open_support_case\n");
    assert_plans(&asking, act, READ_OTHERWISE(Q7), "open_support_case\n");
    asking_done(&asking);
}

static void test_planner_remedies__capabilities_are_attested(void **state)
{
    struct asking asking;
    struct proposal act = relationship_of(ACT_ENROLL, CEDAR, 0);

    (void)state;
    asking_init(&asking, 0);
    act.role = ROLE_DIRECT_BILL;
    act.capabilities = BIT(CAPABILITY_SUPPORT);

    assert_plans(&asking, act, PROGRAMME,
                 "attest_capability api_integration; attest_capability billing; "
                 "attest_capability managed_services\n");
    asking_done(&asking);
}

static void test_planner_remedies__one_role_per_tenant(void **state)
{
    struct asking asking;
    struct proposal act = relationship_of(ACT_ENROLL, ALDER, 0);

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_tenant(OAK, "org-alder", "FR", TENANT_PARTNER));
    gather(&asking.gathering, fact_tenant(ELM, "org-alder", "FR", TENANT_CUSTOMER));
    act.role = ROLE_INDIRECT_RESELLER;

    assert_plans(&asking, act, PROGRAMME,
                 "other_tenant 5\n"
                 "end_enrollment 3 direct_bill\n"
                 "create_tenant; other_tenant +\n");
    asking_done(&asking);
}

static void test_planner_remedies__a_partner_id_of_its_own_or_a_new_one(void **state)
{
    struct asking asking;
    struct proposal act = relationship_of(ACT_ASSOCIATE_PARTNER_ID, PINE, ROWAN);

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_partner_id("77", ALDER, "FR"));
    gather(&asking.gathering, fact_partner_id("5550000", ROWAN, "FR"));
    gather(&asking.gathering, fact_partner_id("0000001", PINE, "DE"));
    gather(&asking.gathering, fact_partner_id("0000002", PINE, "DE"));
    gather(&asking.gathering, fact_tenant(OAK, "org-rowan", "DE", TENANT_PARTNER));
    gather(&asking.gathering,
           fact_enrollment(OAK, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering, fact_account(OAK, DAY(2020, 1, 1)));
    gather(&asking.gathering, fact_indirect(PINE, OAK, ALWAYS));
    act.mpn_id = TEXT("77");

    assert_plans(&asking, act, PROGRAMME, "use_partner_id 5551234\n");
    act.reseller = tenant_id(OAK);
    assert_plans(&asking, act, PROGRAMME,
                 "register_partner_id 5 0000003; use_partner_id 0000003\n");
    asking_done(&asking);
}

static void test_planner_remedies__a_market_or_an_offer_that_comes_is_waited_for(void **state)
{
    struct asking asking;
    struct proposal act = order_by(0, ALDER, CEDAR);

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering,
           fact_offer("LATER", "*", (struct interval){ DAY(2023, 1, 1), DATE_AFTER_ALL }));
    gather(&asking.gathering,
           fact_offer("OVER", "*", (struct interval){ DATE_BEFORE_ALL, DAY(2022, 1, 1) }));
    gather(&asking.gathering, fact_tenant(OAK, "org-alder", "CN", TENANT_PARTNER));
    act.has_offer = true;

    act.offer = TEXT("LATER");
    assert_plans(&asking, act, PROGRAMME, "wait_until 2023-01-01\n");
    act.offer = TEXT("OVER");
    assert_plans(&asking, act, PROGRAMME, "");
    act = relationship_of(ACT_ENROLL, OAK, 0);
    assert_plans(&asking, act, PROGRAMME, "wait_until 2023-08-17\n");
    asking_done(&asking);
}

int test_planner_remedies(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_remedies__who_has_not_signed_signs),
        cmocka_unit_test(test_planner_remedies__who_is_not_onboarded_is),
        cmocka_unit_test(test_planner_remedies__who_has_no_role_enrolls),
        cmocka_unit_test(test_planner_remedies__a_role_that_fits_not_is_joined_by_one_that_does),
        cmocka_unit_test(test_planner_remedies__who_is_suspended_is_reinstated),
        cmocka_unit_test(test_planner_remedies__relationships_are_established),
        cmocka_unit_test(test_planner_remedies__the_customer_accepts_or_the_partner_attests),
        cmocka_unit_test(test_planner_remedies__another_provider_or_seller),
        cmocka_unit_test(test_planner_remedies__another_tenant_or_a_created_one),
        cmocka_unit_test(test_planner_remedies__a_reseller_that_buys),
        cmocka_unit_test(test_planner_remedies__each_tie_of_an_organisation),
        cmocka_unit_test(test_planner_remedies__who_asks_for_the_end),
        cmocka_unit_test(test_planner_remedies__capabilities_are_attested),
        cmocka_unit_test(test_planner_remedies__one_role_per_tenant),
        cmocka_unit_test(test_planner_remedies__a_partner_id_of_its_own_or_a_new_one),
        cmocka_unit_test(test_planner_remedies__a_market_or_an_offer_that_comes_is_waited_for),
    };

    return cmocka_run_group_tests_name("planner/remedies", tests, NULL, NULL);
}
