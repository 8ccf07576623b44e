/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* d serves c; p and its reseller r do so too; q is a partner of nobody. */
#define PARTIES                                                                                    \
    DIRECT("d")                                                                                    \
    PROVIDER("p")                                                                                  \
    RESELLER("r")                                                                                  \
    DIRECT("q")                                                                                    \
    CUSTOMER("c")                                                                                  \
    RELATED("p", "r")                                                                              \
    SERVED("d", "c") SERVED("p", "c") SERVED("r", "c") OFFER("O") PARTNER_ID("1001", "r")

static void test_engine_customers__are_removed(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", DIRECT("d") CUSTOMER("c") SERVED("d", "c"));
    (void)trial_act(&trial, "customer_admin:@c",
                    "grant_privileges partner=@d customer=@c to=2023-01-01");
    trial_set_day(&trial, "2022-05-20");

    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c", "carried_out");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@d,customer:@c,from:2020-01-01,"
                 "to:2022-05-20}\n");
    assert_facts(&trial, FACT_PRIVILEGE,
                 "{type:privilege,partner:@d,customer:@c,from:2022-05-10,to:2022-05-20}\n");
    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c",
               "no_customer_relationship: no relationship of the partner with this customer is "
               "in effect");
    trial_end(&trial);
}

#define RUNNING                                                                                    \
    "subscriptions_running: subscriptions of the customer through the partner that are active or " \
    "suspended: "

static void test_engine_customers__stay_while_something_runs(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "sales_agent:@d",
                    "place_order seller=@d customer=@c offer=O quantity=1");
    trial_name(&trial, '1', "subscription");
    (void)trial_act(&trial, "sales_agent:@d",
                    "place_order seller=@d customer=@c offer=O quantity=1");
    trial_name(&trial, '2', "subscription");
    (void)trial_act(&trial, "sales_agent:@d", "suspend_subscription subscription=@2");

    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c", RUNNING "2");
    (void)trial_act(&trial, "sales_agent:@d", "cancel_subscription subscription=@1");
    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c", RUNNING "1");
    (void)trial_act(&trial, "sales_agent:@d", "cancel_subscription subscription=@2");
    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c", "carried_out");
    trial_end(&trial);
}

static void test_engine_customers__stay_with_both_of_a_chain(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "sales_agent:@p",
                    "place_order provider=@p seller=@r customer=@c offer=O quantity=1 mpn_id=1001");

    assert_act(&trial, "admin_agent:@p", "remove_customer partner=@p customer=@c", RUNNING "1");
    assert_act(&trial, "admin_agent:@r", "remove_customer partner=@r customer=@c", RUNNING "1");
    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c", "carried_out");
    trial_end(&trial);
}

static void test_engine_customers__engage_several_partners(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "customer_admin:@c", "engage_partner partner=@q customer=@c", "carried_out");
    assert_act(&trial, "customer_admin:@c", "engage_partner partner=@r customer=@c", "carried_out");
    assert_act(&trial, "customer_admin:@c", "engage_partner partner=@q customer=@c",
               "engagement_there: the partner is engaged by the customer already");

    assert_facts(&trial, FACT_ENGAGEMENT,
                 "{type:engagement,partner:@q,customer:@c,from:2022-05-10}\n"
                 "{type:engagement,partner:@r,customer:@c,from:2022-05-10}\n");
    trial_end(&trial);
}

static void test_engine_customers__engage_who_is_enrolled(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES CUSTOMER("e"));

    assert_act(&trial, "customer_admin:@c", "engage_partner partner=@e customer=@c",
               "refused enrolled-in-role:partner");
    assert_act(&trial, "customer_admin:@d", "engage_partner partner=@d customer=@d",
               "same_tenant: partner and customer are the same tenant");
    assert_facts(&trial, FACT_ENGAGEMENT, "");
    trial_end(&trial);
}

static void test_engine_customers__end_an_engagement_and_its_privileges(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "customer_admin:@c", "engage_partner partner=@q customer=@c");
    (void)trial_act(&trial, "customer_admin:@c",
                    "grant_privileges partner=@q customer=@c to=2023-01-01");
    trial_set_day(&trial, "2022-05-20");

    assert_act(&trial, "admin_agent:@q", "end_engagement partner=@q customer=@c", "carried_out");
    assert_act(&trial, "admin_agent:@q", "end_engagement partner=@q customer=@c",
               "engagement_missing: the partner is not engaged by the customer");

    assert_facts(&trial, FACT_ENGAGEMENT,
                 "{type:engagement,partner:@q,customer:@c,from:2022-05-10,to:2022-05-20}\n");
    assert_facts(&trial, FACT_PRIVILEGE,
                 "{type:privilege,partner:@q,customer:@c,from:2022-05-10,to:2022-05-20}\n");
    trial_end(&trial);
}

static void test_engine_customers__leave_privileges_to_who_serves_them(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "customer_admin:@c", "engage_partner partner=@d customer=@c");
    (void)trial_act(&trial, "customer_admin:@c",
                    "grant_privileges partner=@d customer=@c to=2023-01-01");

    assert_act(&trial, "customer_admin:@c", "end_engagement partner=@d customer=@c", "carried_out");

    assert_facts(&trial, FACT_PRIVILEGE,
                 "{type:privilege,partner:@d,customer:@c,from:2022-05-10,to:2023-01-01}\n");
    trial_end(&trial);
}

static void test_engine_customers__leave_privileges_to_who_is_engaged(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "customer_admin:@c", "engage_partner partner=@d customer=@c");
    (void)trial_act(&trial, "customer_admin:@c",
                    "grant_privileges partner=@d customer=@c to=2023-01-01");

    assert_act(&trial, "customer_admin:@c", "remove_customer partner=@d customer=@c",
               "carried_out");

    assert_facts(&trial, FACT_PRIVILEGE,
                 "{type:privilege,partner:@d,customer:@c,from:2022-05-10,to:2023-01-01}\n");
    trial_end(&trial);
}

static void test_engine_customers__grant_privileges_for_a_time(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "customer_admin:@c", "grant_privileges partner=@d customer=@c to=2022-05-10",
               "day_out_of_range: to has to be a day from 2022-05-11 to 2024-05-09");
    assert_act(&trial, "customer_admin:@c", "grant_privileges partner=@d customer=@c to=2024-05-10",
               "day_out_of_range: to has to be a day from 2022-05-11 to 2024-05-09");
    assert_act(&trial, "customer_admin:@c", "grant_privileges partner=@d customer=@c to=2024-05-09",
               "carried_out");
    assert_act(&trial, "customer_admin:@c", "grant_privileges partner=@d customer=@c to=2022-06-01",
               "privilege_there: the partner has privileges at the customer already");
    assert_act(&trial, "customer_admin:@c", "grant_privileges partner=@q customer=@c to=2022-06-01",
               "privilege_unfounded: neither a relationship of the partner and the customer nor "
               "an engagement is in effect");

    assert_facts(&trial, FACT_PRIVILEGE,
                 "{type:privilege,partner:@d,customer:@c,from:2022-05-10,to:2024-05-09}\n");

    /* Over, they can be granted again. */
    trial_set_day(&trial, "2024-05-09");
    assert_act(&trial, "customer_admin:@c", "grant_privileges partner=@d customer=@c to=2024-05-10",
               "carried_out");
    trial_end(&trial);
}

static void test_engine_customers__revoke_privileges(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "customer_admin:@c",
                    "grant_privileges partner=@d customer=@c to=2023-01-01");
    trial_set_day(&trial, "2022-05-20");

    assert_act(&trial, "customer_admin:@c", "revoke_privileges partner=@d customer=@c",
               "carried_out");
    assert_act(&trial, "customer_admin:@c", "revoke_privileges partner=@d customer=@c",
               "privilege_missing: the partner has no privileges at the customer");

    assert_facts(&trial, FACT_PRIVILEGE,
                 "{type:privilege,partner:@d,customer:@c,from:2022-05-10,to:2022-05-20}\n");
    trial_end(&trial);
}

static void test_engine_customers__are_a_matter_of_two(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_permitted(&trial, "remove_customer partner=@d customer=@c", "@d@c@q",
                     "global_admin:@d admin_agent:@d customer_admin:@c");
    assert_permitted(&trial, "end_engagement partner=@d customer=@c", "@d@c@q",
                     "global_admin:@d admin_agent:@d customer_admin:@c");
    assert_permitted(&trial, "revoke_privileges partner=@d customer=@c", "@d@c@q",
                     "global_admin:@d admin_agent:@d customer_admin:@c");
    assert_permitted(&trial, "engage_partner partner=@q customer=@c", "@d@c@q",
                     "customer_admin:@c");
    assert_permitted(&trial, "grant_privileges partner=@d customer=@c to=2023-01-01", "@d@c@q",
                     "customer_admin:@c");
    trial_end(&trial);
}

int test_engine_customers(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_customers__are_removed),
        cmocka_unit_test(test_engine_customers__stay_while_something_runs),
        cmocka_unit_test(test_engine_customers__stay_with_both_of_a_chain),
        cmocka_unit_test(test_engine_customers__engage_several_partners),
        cmocka_unit_test(test_engine_customers__engage_who_is_enrolled),
        cmocka_unit_test(test_engine_customers__end_an_engagement_and_its_privileges),
        cmocka_unit_test(test_engine_customers__leave_privileges_to_who_serves_them),
        cmocka_unit_test(test_engine_customers__leave_privileges_to_who_is_engaged),
        cmocka_unit_test(test_engine_customers__grant_privileges_for_a_time),
        cmocka_unit_test(test_engine_customers__revoke_privileges),
        cmocka_unit_test(test_engine_customers__are_a_matter_of_two),
    };

    return cmocka_run_group_tests_name("engine/customers", tests, NULL, NULL);
}
