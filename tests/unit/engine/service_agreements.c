/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

#define PARTIES PROVIDER("p") RESELLER("r") RESELLER("s") RELATED("p", "r")

static void test_engine_service_agreements__say_what_the_provider_does(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "admin_agent:@p", "agree_services provider=@p reseller=@r services=support",
               "carried_out");
    assert_act(&trial, "admin_agent:@p", "agree_services provider=@p reseller=@r services=support",
               "service_agreement_there: the same services are agreed already");

    assert_facts(&trial, FACT_SERVICE_AGREEMENT,
                 "{type:service_agreement,provider:@p,reseller:@r,services:[support],"
                 "from:2022-05-10}\n");
    trial_end(&trial);
}

static void test_engine_service_agreements__give_way_to_another_set(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "admin_agent:@p",
                    "agree_services provider=@p reseller=@r services=support");
    trial_set_day(&trial, "2022-06-01");

    assert_act(&trial, "admin_agent:@p",
               "agree_services provider=@p reseller=@r services=billing,support", "carried_out");

    assert_facts(&trial, FACT_SERVICE_AGREEMENT,
                 "{type:service_agreement,provider:@p,reseller:@r,services:[support],"
                 "from:2022-05-10,to:2022-06-01}\n"
                 "{type:service_agreement,provider:@p,reseller:@r,services:[billing,support],"
                 "from:2022-06-01}\n");
    trial_end(&trial);
}

static void test_engine_service_agreements__need_the_relationship(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "admin_agent:@p", "agree_services provider=@p reseller=@s services=support",
               "indirect_relationship_missing: no relationship of the provider and the reseller "
               "is in effect");
    trial_end(&trial);
}

static void test_engine_service_agreements__are_ended_by_either(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "admin_agent:@p",
                    "agree_services provider=@p reseller=@r services=support");
    trial_set_day(&trial, "2022-06-01");

    assert_act(&trial, "admin_agent:@r", "end_services provider=@p reseller=@r", "carried_out");
    assert_act(&trial, "admin_agent:@p", "end_services provider=@p reseller=@r",
               "service_agreement_missing: no service agreement is in effect");

    assert_facts(&trial, FACT_SERVICE_AGREEMENT,
                 "{type:service_agreement,provider:@p,reseller:@r,services:[support],"
                 "from:2022-05-10,to:2022-06-01}\n");
    trial_end(&trial);
}

static void test_engine_service_agreements__are_the_admins(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_permitted(&trial, "agree_services provider=@p reseller=@r services=billing", "@p@r@s",
                     "global_admin:@p admin_agent:@p");
    assert_permitted(&trial, "end_services provider=@p reseller=@r", "@p@r@s",
                     "global_admin:@p global_admin:@r admin_agent:@p admin_agent:@r");
    trial_end(&trial);
}

int test_engine_service_agreements(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_service_agreements__say_what_the_provider_does),
        cmocka_unit_test(test_engine_service_agreements__give_way_to_another_set),
        cmocka_unit_test(test_engine_service_agreements__need_the_relationship),
        cmocka_unit_test(test_engine_service_agreements__are_ended_by_either),
        cmocka_unit_test(test_engine_service_agreements__are_the_admins),
    };

    return cmocka_run_group_tests_name("engine/service_agreements", tests, NULL, NULL);
}
