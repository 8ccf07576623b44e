/* SPDX-License-Identifier: Apache-2.0 */
/* Minimal sets of steps, in their order; what a wait does to them. */
#include "planner/search.h"

#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

enum {
    OAK = 5,
    ELM
};

/* All that can be missing of a chain, in the order in which it is made good. */
static void test_planner_search__steps_come_in_order(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ACCOUNT) | BIT(FACT_AGREEMENT) | BIT(FACT_CUSTOMER_RELATIONSHIP) |
                             BIT(FACT_CUSTOMER_AGREEMENT));

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME,
                 "onboard 2; sign_mpa 1; sign_mpa 2; establish_customer_relationship 1 4; "
                 "establish_customer_relationship 2 4; attest_customer_agreement 1 4\n"
                 "onboard 2; sign_mpa 1; sign_mpa 2; establish_customer_relationship 1 4; "
                 "establish_customer_relationship 2 4; accept_customer_agreement 4\n");
    asking_done(&asking);
}

/* Q6: one signature is enough for two tenants of an organisation in a region. */
static void test_planner_search__one_signature_for_both_partners(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_AGREEMENT));
    gather(&asking.gathering, fact_tenant(OAK, "org-pine", "FR", TENANT_PARTNER));
    gather(&asking.gathering,
           fact_enrollment(OAK, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering, fact_account(OAK, DAY(2020, 1, 1)));
    gather(&asking.gathering, fact_indirect(PINE, OAK, ALWAYS));
    gather(&asking.gathering, fact_customer(OAK, CEDAR, ALWAYS));

    assert_plans(&asking, order_by(PINE, OAK, CEDAR), PROGRAMME,
                 "sign_mpa 1\n"
                 "sign_mpa 5\n");
    assert_plans(&asking, order_by(PINE, OAK, CEDAR), READ_OTHERWISE(Q6),
                 "sign_mpa 1; sign_mpa 5\n");
    asking_done(&asking);
}

/* A step that is an act may need steps of its own: who enrolls must have no role beside it. */
static void test_planner_search__a_step_has_steps_before_it(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_INDIRECT_RELATIONSHIP) | BIT(FACT_ENROLLMENT));
    gather(&asking.gathering,
           fact_enrollment(PINE, ROLE_INDIRECT_PROVIDER, ENROLLMENT_SUSPENDED, ALWAYS));
    gather(&asking.gathering, fact_enrollment(ROWAN, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering, fact_customer(PINE, ROWAN, ALWAYS));

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME,
                 "other_seller - 2\n"
                 "end_enrollment 2 direct_bill; remove_customer 1 2; enroll 2 indirect_reseller; "
                 "reinstate 1 indirect_provider; establish_indirect_relationship 1 2\n");
    asking_done(&asking);
}

/* What is ended before a wait may be there again by another record. */
static void test_planner_search__a_relationship_may_begin_again_during_a_wait(void **state)
{
    const date again = DAY(2022, 9, 1);
    const struct interval later = { DAY(2023, 1, 1), DATE_AFTER_ALL };
    struct proposal act = order_by(PINE, ROWAN, CEDAR);
    struct asking asking;

    (void)state;
    act.has_offer = true;
    act.offer = TEXT("LATER");
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_offer("LATER", "*", later));
    gather(&asking.gathering, fact_indirect(PINE, CEDAR, ALWAYS));
    assert_plans(&asking, act, PROGRAMME,
                 "end_indirect_relationship 1 4; wait_until 2023-01-01\n"
                 "other_seller - 3; wait_until 2023-01-01\n"
                 "create_tenant; other_tenant +; wait_until 2023-01-01; "
                 "establish_customer_relationship 1 +; establish_customer_relationship 2 +; "
                 "attest_customer_agreement 1 +\n"
                 "create_tenant; other_tenant +; wait_until 2023-01-01; "
                 "establish_customer_relationship 1 +; establish_customer_relationship 2 +; "
                 "accept_customer_agreement +\n");
    asking_done(&asking);

    asking_init(&asking, 0);
    gather(&asking.gathering, fact_offer("LATER", "*", later));
    gather(&asking.gathering, fact_indirect(PINE, CEDAR, ALWAYS));
    gather(&asking.gathering,
           fact_indirect(PINE, CEDAR, (struct interval){ again, DATE_AFTER_ALL }));
    assert_plans(&asking, act, PROGRAMME,
                 "other_seller - 3; wait_until 2023-01-01\n"
                 "create_tenant; other_tenant +; wait_until 2023-01-01; "
                 "establish_customer_relationship 1 +; establish_customer_relationship 2 +; "
                 "attest_customer_agreement 1 +\n"
                 "create_tenant; other_tenant +; wait_until 2023-01-01; "
                 "establish_customer_relationship 1 +; establish_customer_relationship 2 +; "
                 "accept_customer_agreement +\n");
    asking_done(&asking);
}

/* The same of customer relationships and enrolments. */
static void test_planner_search__so_may_a_customer_or_an_enrollment(void **state)
{
    const struct interval later = { DAY(2022, 9, 1), DATE_AFTER_ALL };
    struct proposal enroll = relationship_of(ACT_ENROLL, OAK, 0);
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_tenant(OAK, "org-alder", "CN", TENANT_PARTNER));
    gather(&asking.gathering, fact_enrollment(OAK, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, later));
    gather(&asking.gathering, fact_tenant(ELM, "org-pine", "CN", TENANT_PARTNER));
    gather(&asking.gathering,
           fact_enrollment(ELM, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering, fact_customer(ELM, OAK, later));
    enroll.role = ROLE_INDIRECT_RESELLER;

    assert_plans(&asking, enroll, PROGRAMME,
                 "create_tenant; other_tenant +; wait_until 2023-08-17\n");
    assert_plans(&asking, relationship_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP, ELM, OAK), PROGRAMME,
                 "create_tenant; other_tenant +; wait_until 2023-08-17; onboard +; "
                 "enroll + indirect_reseller\n");
    asking_done(&asking);
}

/* Candidates stand on the day of the plan's end. */
static void test_planner_search__waits_with_another_seller(void **state)
{
    struct proposal act = order_by(0, ALDER, CEDAR);
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ENROLLMENT));
    gather(&asking.gathering,
           fact_offer("LATER", "AT", (struct interval){ DAY(2023, 1, 1), DATE_AFTER_ALL }));
    gather(&asking.gathering, fact_tenant(OAK, "org-alder", "FR", TENANT_PARTNER));
    gather(&asking.gathering,
           fact_enrollment(OAK, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE,
                           (struct interval){ DATE_BEFORE_ALL, DAY(2023, 1, 1) }));
    gather(&asking.gathering, fact_customer(OAK, CEDAR, ALWAYS));
    act.has_offer = true;
    act.offer = TEXT("LATER");

    assert_plans(&asking, act, PROGRAMME,
                 "wait_until 2023-01-01; enroll 3 direct_bill\n"
                 "other_seller 1 2; wait_until 2023-01-01; enroll 1 indirect_provider; "
                 "enroll 2 indirect_reseller\n");
    asking_done(&asking);
}

static void test_planner_search__steps_and_their_acts_have_their_days(void **state)
{
    struct proposal act = relationship_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP, OAK, ELM);
    const struct plan *plan = NULL;
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_tenant(OAK, "org-pine", "CN", TENANT_PARTNER));
    gather(&asking.gathering, fact_tenant(ELM, "org-rowan", "CN", TENANT_PARTNER));
    gather(&asking.gathering, fact_customer(OAK, ELM, ALWAYS));

    assert_plans(
        &asking, act, PROGRAMME,
        "other_tenant 2; other_provider 1\n"
        "remove_customer 5 6; wait_until 2023-08-17; onboard 6; enroll 5 indirect_provider; "
        "enroll 6 indirect_reseller\n"
        "create_tenant; other_tenant +; wait_until 2023-08-17; onboard +; "
        "enroll 5 indirect_provider; enroll + indirect_reseller\n");

    plan = &asking.ways.plans[1];
    assert_int_equal(plan->steps[0].on.day, DAY(2022, 5, 2).day);
    assert_int_equal(plan->steps[1].on.day, DAY(2022, 5, 2).day);
    assert_int_equal(plan->steps[2].on.day, DAY(2023, 8, 17).day);
    assert_int_equal(plan->then.date.day, DAY(2023, 8, 17).day);
    asking_done(&asking);
}

int test_planner_search(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_search__steps_come_in_order),
        cmocka_unit_test(test_planner_search__one_signature_for_both_partners),
        cmocka_unit_test(test_planner_search__a_step_has_steps_before_it),
        cmocka_unit_test(test_planner_search__a_relationship_may_begin_again_during_a_wait),
        cmocka_unit_test(test_planner_search__so_may_a_customer_or_an_enrollment),
        cmocka_unit_test(test_planner_search__waits_with_another_seller),
        cmocka_unit_test(test_planner_search__steps_and_their_acts_have_their_days),
    };

    return cmocka_run_group_tests_name("planner/search", tests, NULL, NULL);
}
