/* SPDX-License-Identifier: Apache-2.0 */
/* Through whom a customer can be supplied. */
#include "planner/routes.h"

#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

enum {
    OAK = 5,
    ELM
};

static struct routes_query query_of(struct asking *asking)
{
    const struct proposal act = order_by(0, ALDER, CEDAR);

    ask(asking, &act, PROGRAMME);
    return (struct routes_query){ .customer = asking->request.party[POSITION_CUSTOMER],
                                  .offer = REQUEST_NONE,
                                  .date = act.date,
                                  .seller = REQUEST_NONE,
                                  .provider = REQUEST_NONE };
}

static void find(struct asking *asking, const struct routes_query *query, struct routes *out_routes)
{
    assert_int_equal(routes_find(&asking->source.source, PROGRAMME, query, out_routes), STATUS_OK);
}

static void test_planner_routes__direct_bill_first(void **state)
{
    struct asking asking;
    struct routes_query query;
    struct routes routes;

    (void)state;
    asking_init(&asking, 0);
    query = query_of(&asking);

    find(&asking, &query, &routes);

    assert_int_equal(routes.candidate_count, 2);
    assert_int_equal(routes.supported_count, 2);
    assert_int_equal(routes.supported_listed, 2);
    assert_int_equal(routes.supported[0].provider, REQUEST_NONE);
    assert_int_not_equal(routes.supported[1].provider, REQUEST_NONE);
    assert_false(routes.is_for_own_use);
    assert_int_equal(routes.own_tenant_count, 0);
    routes_done(&routes);
    asking_done(&asking);
}

static void test_planner_routes__through_one_seller_or_provider(void **state)
{
    struct asking asking;
    struct routes_query query;
    struct routes routes;

    (void)state;
    asking_init(&asking, 0);
    query = query_of(&asking);

    query.seller = asking.request.party[POSITION_DIRECT_BILL];
    find(&asking, &query, &routes);
    assert_int_equal(routes.candidate_count, 1);
    assert_int_equal(routes.supported[0].tenant, query.seller);
    routes_done(&routes);

    query.provider = query.seller;
    find(&asking, &query, &routes);
    assert_int_equal(routes.candidate_count, 0);
    routes_done(&routes);
    asking_done(&asking);
}

static void test_planner_routes__a_limit_is_of_the_list(void **state)
{
    struct asking asking;
    struct routes_query query;
    struct routes routes;

    (void)state;
    asking_init(&asking, 0);
    query = query_of(&asking);
    query.limit = 1;

    find(&asking, &query, &routes);

    assert_int_equal(routes.supported_count, 2);
    assert_int_equal(routes.supported_listed, 1);
    routes_done(&routes);
    asking_done(&asking);
}

static void test_planner_routes__what_cuts_them_off(void **state)
{
    struct asking asking;
    struct routes_query query;
    struct routes routes;

    (void)state;
    asking_init(&asking, BIT(FACT_AGREEMENT) | BIT(FACT_ACCOUNT));
    query = query_of(&asking);

    find(&asking, &query, &routes);

    assert_int_equal(routes.supported_count, 0);
    assert_int_equal(routes.cuts[RULE_MPA_SIGNED].found, 2);
    assert_int_equal(routes.cuts[RULE_MPA_SIGNED].alone, 1);
    assert_int_equal(routes.cuts[RULE_MPA_SIGNED].example_count, 2);
    assert_int_equal(routes.cuts[RULE_ONBOARDED].found, 1);
    assert_int_equal(routes.cuts[RULE_ONBOARDED].alone, 0);
    assert_int_equal(routes.cuts[RULE_KNOWN_MARKET].found, 0);
    assert_int_equal(routes.near_miss_count, 0);
    routes_done(&routes);
    asking_done(&asking);
}

static void test_planner_routes__those_that_are_near(void **state)
{
    struct asking asking;
    struct routes_query query;
    struct routes routes;

    (void)state;
    asking_init(&asking, BIT(FACT_AGREEMENT) | BIT(FACT_ACCOUNT));
    query = query_of(&asking);

    query.steps_max = 2;
    find(&asking, &query, &routes);
    assert_int_equal(routes.near_miss_count, 1);
    assert_int_equal(routes.near_misses[0].plan.step_count, 1);
    routes_done(&routes);

    query.steps_max = 3;
    find(&asking, &query, &routes);
    assert_int_equal(routes.near_miss_count, 2);
    assert_int_equal(routes.near_misses[1].plan.step_count, 3);
    routes_done(&routes);

    query.limit = 1;
    find(&asking, &query, &routes);
    assert_int_equal(routes.near_miss_count, 1);
    assert_int_equal(routes.near_misses[0].plan.step_count, 1);
    routes_done(&routes);
    asking_done(&asking);
}

/* S4, S6: the customer's organisation is a reseller of the provider. */
static void test_planner_routes__for_own_use(void **state)
{
    struct asking asking;
    struct routes_query query;
    struct routes routes;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_tenant(OAK, "org-cedar", "AT", TENANT_PARTNER));
    gather(&asking.gathering, fact_tenant(ELM, "org-cedar", "AT", TENANT_PARTNER));
    gather(&asking.gathering,
           fact_enrollment(OAK, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&asking.gathering, fact_indirect(PINE, OAK, ALWAYS));
    query = query_of(&asking);

    find(&asking, &query, &routes);

    assert_true(routes.is_for_own_use);
    assert_int_equal(routes.own_tenant_count, 1);
    assert_int_equal(routes.own_tenants[0], query.customer);
    assert_int_equal(routes.supported_count, 2);
    assert_int_equal(routes.elsewhere_count, 1);
    assert_int_equal(routes.elsewhere[0].provider, REQUEST_NONE);
    routes_done(&routes);
    asking_done(&asking);
}

int test_planner_routes(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_routes__direct_bill_first),
        cmocka_unit_test(test_planner_routes__through_one_seller_or_provider),
        cmocka_unit_test(test_planner_routes__a_limit_is_of_the_list),
        cmocka_unit_test(test_planner_routes__what_cuts_them_off),
        cmocka_unit_test(test_planner_routes__those_that_are_near),
        cmocka_unit_test(test_planner_routes__for_own_use),
    };

    return cmocka_run_group_tests_name("planner/routes", tests, NULL, NULL);
}
