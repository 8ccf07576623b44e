/* SPDX-License-Identifier: Apache-2.0 */
/* Acts, steps and plans as JSON. */
#include "planner/plan_json.h"

#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

/* Everything of the first plan for an act, as its canonical bytes. */
static void check_first(unsigned without, struct proposal act, const char *expected)
{
    struct asking asking;
    struct buffer written = { 0 };

    asking_init(&asking, without);
    ask(&asking, &act, PROGRAMME);
    assert_true(asking.ways.plan_count > 0);

    plan_write_canonical(&asking.planner, &asking.ways.plans[0], &written);

    assert_buffer_is(&written, expected);
    buffer_done(&written);
    asking_done(&asking);
}

static void test_planner_plan_json__steps_and_then_what_they_end_with(void **state)
{
    (void)state;

    check_first(BIT(FACT_ACCOUNT), order_by(PINE, ROWAN, CEDAR),
                "[{\"actor\":{\"role\":\"global_admin\","
                "\"tenant\":\"00000000-0000-0000-0000-000000000002\"},\"confirmed_by\":null,"
                "\"remedy\":\"onboard\","
                "\"tenant\":\"00000000-0000-0000-0000-000000000002\"}]{\"act\":\"place_order\","
                "\"customer\":\"00000000-0000-0000-0000-000000000004\",\"date\":\"2022-05-02\","
                "\"provider\":\"00000000-0000-0000-0000-000000000001\","
                "\"seller\":\"00000000-0000-0000-0000-000000000002\"}");
}

static void test_planner_plan_json__a_step_that_is_an_act_carries_it(void **state)
{
    (void)state;

    check_first(
        BIT(FACT_ENROLLMENT), relationship_of(ACT_ENGAGE_PARTNER, ALDER, CEDAR),
        "[{\"act\":{\"act\":\"enroll\",\"capabilities\":[],\"date\":\"2022-05-02\","
        "\"role\":\"indirect_reseller\",\"tenant\":\"00000000-0000-0000-0000-000000000003\"},"
        "\"actor\":{\"role\":\"global_admin\","
        "\"tenant\":\"00000000-0000-0000-0000-000000000003\"},"
        "\"confirmed_by\":{\"role\":\"vendor\"},"
        "\"remedy\":\"enroll\"}]{\"act\":\"engage_partner\","
        "\"customer\":\"00000000-0000-0000-0000-000000000004\",\"date\":\"2022-05-02\","
        "\"partner\":\"00000000-0000-0000-0000-000000000003\"}");
}

static void test_planner_plan_json__a_chain_that_is_replaced(void **state)
{
    (void)state;

    check_first(0, order_by(ROWAN, ROWAN, CEDAR),
                "[{\"actor\":{\"role\":\"admin_agent\","
                "\"tenant\":\"00000000-0000-0000-0000-000000000002\"},\"confirmed_by\":null,"
                "\"from\":\"00000000-0000-0000-0000-000000000002\",\"remedy\":\"other_provider\","
                "\"to\":\"00000000-0000-0000-0000-000000000001\"}]{\"act\":\"place_order\","
                "\"customer\":\"00000000-0000-0000-0000-000000000004\",\"date\":\"2022-05-02\","
                "\"provider\":\"00000000-0000-0000-0000-000000000001\","
                "\"seller\":\"00000000-0000-0000-0000-000000000002\"}");
}

static void check_act(struct proposal act, const char *expected)
{
    struct asking asking;
    struct buffer written = { 0 };
    struct json_writer writer;

    asking_init(&asking, 0);
    ask(&asking, &act, PROGRAMME);

    json_writer_init(&writer, &written, JSON_DEPTH_MAX);
    act_write_json(&writer, &asking.source.source, &asking.request);
    json_writer_done(&writer);

    assert_buffer_is(&written, expected);
    buffer_done(&written);
    asking_done(&asking);
}

/* In the order of the formats, without what is not there. */
static void test_planner_plan_json__an_order(void **state)
{
    struct proposal act = order_by(PINE, ROWAN, CEDAR);

    (void)state;

    check_act(act, "{\"act\":\"place_order\",\"date\":\"2022-05-02\","
                   "\"seller\":\"00000000-0000-0000-0000-000000000002\","
                   "\"provider\":\"00000000-0000-0000-0000-000000000001\","
                   "\"customer\":\"00000000-0000-0000-0000-000000000004\"}");
}

static void test_planner_plan_json__an_order_with_offer_and_quantity(void **state)
{
    struct proposal act = order_by(0, ALDER, CEDAR);

    (void)state;
    act.has_offer = true;
    act.offer = TEXT("SUITE");
    act.quantity = 5;

    check_act(act, "{\"act\":\"place_order\",\"date\":\"2022-05-02\","
                   "\"seller\":\"00000000-0000-0000-0000-000000000003\","
                   "\"customer\":\"00000000-0000-0000-0000-000000000004\",\"offer\":\"SUITE\","
                   "\"quantity\":5}");
}

static void test_planner_plan_json__an_enrolment_with_sorted_capabilities(void **state)
{
    struct proposal act = relationship_of(ACT_ENROLL, ALDER, 0);

    (void)state;
    act.role = ROLE_DIRECT_BILL;
    act.capabilities = BIT(CAPABILITY_COUNT) - 1;

    check_act(
        act,
        "{\"act\":\"enroll\",\"date\":\"2022-05-02\","
        "\"tenant\":\"00000000-0000-0000-0000-000000000003\",\"role\":\"direct_bill\","
        "\"capabilities\":[\"api_integration\",\"billing\",\"managed_services\",\"support\"]}");
}

static void test_planner_plan_json__a_partner_id(void **state)
{
    struct proposal act = relationship_of(ACT_ASSOCIATE_PARTNER_ID, PINE, ROWAN);

    (void)state;
    act.mpn_id = TEXT("5551234");
    act.new_subscription = true;

    check_act(act, "{\"act\":\"associate_partner_id\",\"date\":\"2022-05-02\","
                   "\"provider\":\"00000000-0000-0000-0000-000000000001\","
                   "\"reseller\":\"00000000-0000-0000-0000-000000000002\",\"mpn_id\":\"5551234\","
                   "\"new_subscription\":true}");
}

static void test_planner_plan_json__who_asks_for_an_end(void **state)
{
    struct proposal act = relationship_of(ACT_END_INDIRECT_RELATIONSHIP, PINE, ROWAN);

    (void)state;
    act.requested_by = REQUESTER_VENDOR_SUPPORT;

    check_act(act, "{\"act\":\"end_indirect_relationship\",\"date\":\"2022-05-02\","
                   "\"provider\":\"00000000-0000-0000-0000-000000000001\","
                   "\"reseller\":\"00000000-0000-0000-0000-000000000002\","
                   "\"requested_by\":\"vendor_support\"}");
}

int test_planner_plan_json(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_plan_json__steps_and_then_what_they_end_with),
        cmocka_unit_test(test_planner_plan_json__a_step_that_is_an_act_carries_it),
        cmocka_unit_test(test_planner_plan_json__a_chain_that_is_replaced),
        cmocka_unit_test(test_planner_plan_json__an_order),
        cmocka_unit_test(test_planner_plan_json__an_order_with_offer_and_quantity),
        cmocka_unit_test(test_planner_plan_json__an_enrolment_with_sorted_capabilities),
        cmocka_unit_test(test_planner_plan_json__a_partner_id),
        cmocka_unit_test(test_planner_plan_json__who_asks_for_an_end),
    };

    return cmocka_run_group_tests_name("planner/plan_json", tests, NULL, NULL);
}
