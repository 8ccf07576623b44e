/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/version.h"
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* d serves c, and nobody else; q is a partner of nobody. */
#define PARTIES DIRECT("d") DIRECT("q") CUSTOMER("c") CUSTOMER("b") SERVED("d", "c")

static void test_engine_particulars__are_put_in_the_place_of_others(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    assert_act(&trial, "global_admin:@d",
               "set_particulars tenant=@d purpose=billing company_name=Dee first_name=Ann "
               "email=ann address_country=DE postal_code=12345 contact_phone=+49",
               "carried_out");
    trial_set_day(&trial, "2022-05-20");

    assert_act(&trial, "admin_agent:@d",
               "set_particulars tenant=@d purpose=billing company_name=Dee", "carried_out");
    assert_act(&trial, "admin_agent:@d",
               "set_particulars tenant=@d purpose=support website=dee.example", "carried_out");

    assert_facts(&trial, FACT_PARTICULARS,
                 "{type:particulars,tenant:@d,purpose:billing,company_name:Dee,first_name:Ann,"
                 "email:ann,address_country:DE,postal_code:12345,contact_phone:+49,"
                 "from:2022-05-10,to:2022-05-20}\n"
                 "{type:particulars,tenant:@d,purpose:billing,company_name:Dee,from:2022-05-20}\n"
                 "{type:particulars,tenant:@d,purpose:support,website:dee.example,"
                 "from:2022-05-20}\n");
    trial_end(&trial);
}

#define THERE "particulars_there: the same particulars are recorded already"

static void test_engine_particulars__are_not_set_twice(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    assert_act(&trial, "global_admin:@d", "set_particulars tenant=@d purpose=billing city=Ulm",
               "carried_out");

    assert_act(&trial, "global_admin:@d", "set_particulars tenant=@d purpose=billing city=Ulm",
               THERE);
    assert_act(&trial, "global_admin:@d", "set_particulars tenant=@d purpose=legal city=Ulm",
               "carried_out");
    assert_act(&trial, "global_admin:@d", "set_particulars tenant=@d purpose=billing",
               "carried_out");
    assert_act(&trial, "global_admin:@d", "set_particulars tenant=@d purpose=billing", THERE);
    trial_end(&trial);
}

static void test_engine_particulars__of_a_customer_are_set_by_who_serves_it(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@d",
               "set_particulars tenant=@c partner=@d purpose=billing city=Ulm", "carried_out");
    assert_act(&trial, "sales_agent:@d",
               "set_particulars tenant=@c partner=@d purpose=support city=Ulm",
               "particulars_not_of_customer: a partner sets company and billing of its customer "
               "only");
    assert_act(&trial, "customer_admin:@c", "set_particulars tenant=@c purpose=billing city=Bonn",
               "carried_out");
    trial_end(&trial);
}

#define NOT_SERVED                                                                                 \
    "no_customer_relationship: no relationship of the partner with this customer is in effect"

/* Whether there is such a customer is not told. */
static void test_engine_particulars__of_others_are_not_set(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@d", "set_particulars tenant=@b partner=@d purpose=billing",
               NOT_SERVED);
    assert_act(&trial, "sales_agent:@d", "set_particulars tenant=@z partner=@d purpose=billing",
               NOT_SERVED);
    assert_permitted(&trial, "set_particulars tenant=@c partner=@d purpose=billing city=Ulm",
                     "@d@q@c@b",
                     "global_admin:@d global_admin:@c admin_agent:@d admin_agent:@c "
                     "sales_agent:@d customer_admin:@c");
    trial_end(&trial);
}

/* Reads the version of d's particulars for bills. */
struct version_reader {
    struct store_work work;
    uint64_t version;
};

static enum status read_version(struct store_work *work, struct call *call)
{
    return version_of_particulars(call, trial_guid('d'), PARTICULARS_BILLING,
                                  &((struct version_reader *)work)->version);
}

static const char *change_at(struct trial *trial, uint64_t version, const char *city)
{
    char act[160];

    (void)snprintf(act, sizeof(act),
                   "set_particulars tenant=@d purpose=billing city=%s version=%llu", city,
                   (unsigned long long)version);
    return trial_act(trial, "global_admin:@d", act);
}

static void test_engine_particulars__of_a_version_are_changed_once(void **state)
{
    struct trial trial;
    struct version_reader reader = { .work = { read_version } };

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    trial_read(&trial, &reader.work);
    assert_int_equal(reader.version, 0);
    assert_string_equal(change_at(&trial, 0, "Ulm"), "carried_out");
    trial_read(&trial, &reader.work);

    assert_string_equal(change_at(&trial, reader.version, "Bonn"), "carried_out");
    (void)change_at(&trial, reader.version, "Kiel");

    assert_int_equal(trial.fault, FAULT_VERSION_PAST);
    (void)change_at(&trial, 0, "Kiel");
    assert_int_equal(trial.fault, FAULT_VERSION_PAST);
    trial_end(&trial);
}

int test_engine_particulars(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_particulars__are_put_in_the_place_of_others),
        cmocka_unit_test(test_engine_particulars__are_not_set_twice),
        cmocka_unit_test(test_engine_particulars__of_a_customer_are_set_by_who_serves_it),
        cmocka_unit_test(test_engine_particulars__of_others_are_not_set),
        cmocka_unit_test(test_engine_particulars__of_a_version_are_changed_once),
    };

    return cmocka_run_group_tests_name("engine/particulars", tests, NULL, NULL);
}
