/* SPDX-License-Identifier: Apache-2.0 */
/* The limits of plans, and who is planned with. */
#include "planner/plan.h"

#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

enum {
    FIRST = 10, /* the first of many tenants */
    MANY = 40
};

static void test_planner_plan__a_supported_act_has_none(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, 0);

    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME, "");
    assert_int_equal(asking.planner.tried_count, 0);
    asking_done(&asking);
}

/* Nine steps would be needed: all is missing that the chain of three needs. */
static void test_planner_plan__has_at_most_eight_steps(void **state)
{
    struct asking asking;
    const unsigned missing = BIT(FACT_ACCOUNT) | BIT(FACT_ENROLLMENT) | BIT(FACT_AGREEMENT) |
                             BIT(FACT_INDIRECT_RELATIONSHIP) | BIT(FACT_CUSTOMER_RELATIONSHIP);

    (void)state;
    asking_init(&asking, missing);
    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME,
                 "onboard 2; enroll 1 indirect_provider; enroll 2 indirect_reseller; sign_mpa 1; "
                 "sign_mpa 2; establish_indirect_relationship 1 2; "
                 "establish_customer_relationship 1 4; establish_customer_relationship 2 4\n");
    asking_done(&asking);

    asking_init(&asking, missing | BIT(FACT_CUSTOMER_AGREEMENT));
    assert_plans(&asking, order_by(PINE, ROWAN, CEDAR), PROGRAMME, "");
    asking_done(&asking);
}

/* One more direct-bill partner. */
static void gather_direct(struct asking *asking, unsigned number, const char *organization)
{
    gather(&asking->gathering, fact_tenant(number, organization, "FR", TENANT_PARTNER));
    gather(&asking->gathering,
           fact_enrollment(number, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, ALWAYS));
}

static void test_planner_plan__there_are_at_most_five(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ENROLLMENT));
    for (unsigned i = 0; i < 7; i++) {
        gather_direct(&asking, FIRST + i, "org-alder");
        gather(&asking.gathering, fact_customer(FIRST + i, CEDAR, ALWAYS));
    }

    assert_plans(&asking, order_by(0, ALDER, CEDAR), PROGRAMME,
                 "enroll 3 direct_bill\n"
                 "other_seller - 10\n"
                 "other_seller - 11\n"
                 "other_seller - 12\n"
                 "other_seller - 13\n");
    asking_done(&asking);
}

/* Of many candidates those with a relationship stand first, whatever their ids; ten are planned
 * with: those with the fewest findings. */
static void test_planner_plan__ten_candidates_are_planned_with(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_ENROLLMENT));
    for (unsigned i = 0; i < MANY; i++)
        gather_direct(&asking, FIRST + i, "org-alder");
    gather(&asking.gathering, fact_customer(FIRST + MANY - 1, CEDAR, ALWAYS));
    gather(&asking.gathering, fact_customer(FIRST + MANY - 2, CEDAR,
                                            (struct interval){ DATE_BEFORE_ALL, DAY(2022, 5, 2) }));

    assert_plans(&asking, order_by(0, ALDER, CEDAR), PROGRAMME,
                 "enroll 3 direct_bill\n"
                 "other_seller - 49\n"
                 "other_seller - 10; establish_customer_relationship 10 4\n"
                 "other_seller - 11; establish_customer_relationship 11 4\n"
                 "other_seller - 12; establish_customer_relationship 12 4\n");
    assert_int_equal(asking.planner.tried_count, CANDIDATES_PLANNED);
    asking_done(&asking);
}

/* Ids of candidates are in the order of GUIDs, as numbers. */
static void check_thousand(unsigned good, bool is_related, const char *expected)
{
    struct asking asking;
    struct proposal act;

    asking_init(&asking, 0);
    gather(&asking.gathering, fact_organization("org-many"));
    for (unsigned i = 0; i <= CANDIDATES_MAX; i++) {
        struct fact fact = fact_tenant(FIRST, "org-many", "AT", TENANT_PARTNER);

        fact.tenant.kind = i == good ? TENANT_CUSTOMER : TENANT_PARTNER;
        fact.tenant.id = tenant_id(1000 + i);
        fact.tenant.domain = TEXT("");
        gather(&asking.gathering, fact);
        if (i == good) {
            if (is_related)
                gather(&asking.gathering, fact_customer(ALDER, 1000 + i, ALWAYS));
            gather(&asking.gathering, fact_acceptance(1000 + i, DAY(2020, 1, 1)));
        }
    }
    act = order_by(0, ALDER, 1000);

    assert_plans(&asking, act, PROGRAMME, expected);
    asking_done(&asking);
}

static void test_planner_plan__a_thousand_candidates_are_looked_at(void **state)
{
    (void)state;

    check_thousand(CANDIDATES_MAX - 1, false,
                   "other_tenant 1999; establish_customer_relationship 3 1999\n"
                   "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
                   "attest_customer_agreement 3 +\n"
                   "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
                   "accept_customer_agreement +\n");
    check_thousand(CANDIDATES_MAX, false,
                   "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
                   "attest_customer_agreement 3 +\n"
                   "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
                   "accept_customer_agreement +\n");
}

static void test_planner_plan__those_with_a_relationship_first(void **state)
{
    (void)state;

    check_thousand(CANDIDATES_MAX, true,
                   "other_tenant 2000\n"
                   "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
                   "attest_customer_agreement 3 +\n"
                   "create_tenant; other_tenant +; establish_customer_relationship 3 +; "
                   "accept_customer_agreement +\n");
}

/* Another seller and another customer of its organisation, which is a tenant of a partner's. */
static void test_planner_plan__replaces_two_if_one_is_the_tenant(void **state)
{
    struct asking asking;

    (void)state;
    asking_init(&asking, BIT(FACT_CUSTOMER_AGREEMENT));
    gather(&asking.gathering, fact_tenant(FIRST, "org-alder", "FR", TENANT_PARTNER));
    gather(&asking.gathering, fact_tenant(FIRST + 1, "org-alder", "FR", TENANT_CUSTOMER));
    gather(&asking.gathering, fact_acceptance(FIRST + 1, DAY(2020, 1, 1)));

    assert_plans(&asking, order_by(0, ALDER, FIRST), PROGRAMME,
                 "other_tenant 11; other_seller 1 2; establish_customer_relationship 1 11; "
                 "establish_customer_relationship 2 11\n"
                 "create_tenant; other_tenant +; other_seller 1 2; "
                 "establish_customer_relationship 1 +; establish_customer_relationship 2 +; "
                 "attest_customer_agreement 1 +\n"
                 "create_tenant; other_tenant +; other_seller 1 2; "
                 "establish_customer_relationship 1 +; establish_customer_relationship 2 +; "
                 "accept_customer_agreement +\n");
    asking_done(&asking);
}

static void test_planner_plan__a_created_tenant_takes_a_free_id(void **state)
{
    struct asking asking;
    struct fact taken = fact_tenant(FIRST, "org-alder", "FR", TENANT_PARTNER);
    guid id;

    (void)state;
    asking_init(&asking, 0);
    taken.tenant.id = (guid){ 0x4000, UINT64_C(0x8000000000000001) };
    gather(&asking.gathering, taken);
    gather(&asking.gathering, fact_tenant(FIRST + 1, "org-rowan", "DE", TENANT_PARTNER));
    asking_finish(&asking);

    id = asking.source.source.tenant_id(&asking.source.source, TENANT_CREATED);

    assert_true(guid_equal(id, (guid){ 0x4000, UINT64_C(0x8000000000000002) }));
    asking_done(&asking);
}

static void test_planner_plan__without_replacements_nobody_is_replaced(void **state)
{
    struct asking asking;
    struct proposal act = order_by(ROWAN, ROWAN, CEDAR);

    (void)state;
    asking_init(&asking, 0);
    ask(&asking, &act, PROGRAMME);
    assert_int_equal(asking.ways.plan_count, 1);

    asking.planner.replacements = 0;
    assert_int_equal(plan_way_forward(&asking.planner, &asking.request, &asking.ways), STATUS_OK);

    assert_int_equal(asking.ways.plan_count, 0);
    assert_int_equal(asking.planner.tried_count, 0);
    asking_done(&asking);
}

int test_planner_plan(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_plan__a_supported_act_has_none),
        cmocka_unit_test(test_planner_plan__has_at_most_eight_steps),
        cmocka_unit_test(test_planner_plan__there_are_at_most_five),
        cmocka_unit_test(test_planner_plan__ten_candidates_are_planned_with),
        cmocka_unit_test(test_planner_plan__a_thousand_candidates_are_looked_at),
        cmocka_unit_test(test_planner_plan__those_with_a_relationship_first),
        cmocka_unit_test(test_planner_plan__replaces_two_if_one_is_the_tenant),
        cmocka_unit_test(test_planner_plan__a_created_tenant_takes_a_free_id),
        cmocka_unit_test(test_planner_plan__without_replacements_nobody_is_replaced),
    };

    return cmocka_run_group_tests_name("planner/plan", tests, NULL, NULL);
}
