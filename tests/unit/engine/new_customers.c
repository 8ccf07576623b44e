/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* p and its reseller r, s the reseller of nobody; c is the customer of d, who sells directly. */
#define PARTNERS                                                                                   \
    PROVIDER("p")                                                                                  \
    RESELLER("r")                                                                                  \
    RESELLER("s")                                                                                  \
    DIRECT("d")                                                                                    \
    RELATED("p", "r")
#define PARTIES PARTNERS CUSTOMER("c") SERVED("d", "c") OFFER("O") PARTNER_ID("1001", "r")

static void test_engine_new_customers__are_made_whole(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", DIRECT("d"));

    assert_act(&trial, "sales_agent:@d",
               "create_customer partner=@d domain=New.Example name=New country=DE language=de "
               "first_name=Ann email=a city=Ulm contact_last_name=Bee",
               "carried_out customer: @?");
    trial_name(&trial, '1', "customer");

    assert_facts(&trial, FACT_ORGANIZATION,
                 "{type:organization,id:d,name:d,country:DE}\n"
                 "{type:organization,id:@1,name:New,country:DE}\n");
    assert_facts(&trial, FACT_TENANT,
                 "{type:tenant,id:@d,domain:d.example,organization:d,country:DE,kind:partner}\n"
                 "{type:tenant,id:@1,domain:new.example,organization:@1,country:DE,"
                 "kind:customer}\n");
    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@d,customer:@1,from:2022-05-10}\n");
    assert_facts(&trial, FACT_PARTICULARS,
                 "{type:particulars,tenant:@1,purpose:billing,company_name:New,language:de,"
                 "first_name:Ann,email:a,address_country:DE,city:Ulm,contact_last_name:Bee,"
                 "from:2022-05-10}\n"
                 "{type:particulars,tenant:@1,purpose:company,company_name:New,language:de,"
                 "email:a,address_country:DE,city:Ulm,from:2022-05-10}\n");
    trial_end(&trial);
}

#define NEW(fields) "create_customer domain=n.example name=N country=DE " fields

static void test_engine_new_customers__are_those_of_a_reseller_too(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "admin_agent:@p", NEW("partner=@p reseller=@r customer=@n"),
               "carried_out customer: @n");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@d,customer:@c,from:2020-01-01}\n"
                 "{type:customer_relationship,partner:@p,customer:@n,from:2022-05-10}\n"
                 "{type:customer_relationship,partner:@r,customer:@n,from:2022-05-10}\n");
    assert_act(&trial, "admin_agent:@p",
               "create_customer domain=o.example name=O country=DE partner=@p reseller=@s",
               "indirect_relationship_missing: no relationship of the provider and the reseller "
               "is in effect");
    trial_end(&trial);
}

static void test_engine_new_customers__may_be_sold_to(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "admin_agent:@p", NEW("partner=@p reseller=@r customer=@n"));
    assert_act(&trial, "customer_admin:@n", "accept_customer_agreement customer=@n first_name=Ann",
               "carried_out");

    assert_act(&trial, "admin_agent:@p",
               "place_order provider=@p seller=@r customer=@n offer=O quantity=3 mpn_id=1001",
               "carried_out order: @? subscription: @?");
    trial_end(&trial);
}

/* Judged like any other customer's relationship; nothing of it is there. */
static void test_engine_new_customers__of_another_region_are_refused(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", DIRECT("d") PARTNER("u", "US", "direct_bill"));

    assert_act(&trial, "sales_agent:@u", NEW("partner=@u customer=@n"),
               "refused customer-in-region:partner");
    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP, "");
    assert_facts(&trial, FACT_PARTICULARS, "");
    assert_act(&trial, "sales_agent:@d", NEW("partner=@d customer=@n"), "carried_out customer: @n");
    trial_end(&trial);
}

static void test_engine_new_customers__have_names_of_their_own(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@d",
               "create_customer partner=@d domain=C.example name=N country=DE",
               "domain_exists: the domain c.example is another tenant's");
    assert_act(&trial, "sales_agent:@d", NEW("partner=@d customer=@c"),
               "tenant_exists: there is a tenant @c already");
    assert_facts(&trial, FACT_PARTICULARS, "");
    trial_end(&trial);
}

static void test_engine_new_customers__are_made_by_who_sells(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_permitted(&trial, NEW("partner=@p reseller=@r"), "@p@r@c",
                     "global_admin:@p admin_agent:@p sales_agent:@p");
    assert_permitted(&trial, "delete_customer partner=@d customer=@c", "@d@p@c",
                     "global_admin:@d admin_agent:@d");
    trial_end(&trial);
}

static void test_engine_new_customers__are_deleted_with_all_that_runs(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES SERVED("p", "c") SERVED("r", "c"));
    (void)trial_act(&trial, "admin_agent:@p",
                    "place_order provider=@p seller=@r customer=@c offer=O quantity=3 mpn_id=1001");
    trial_name(&trial, '1', "subscription");
    (void)trial_act(&trial, "admin_agent:@d",
                    "place_order seller=@d customer=@c offer=O quantity=1");
    trial_name(&trial, '2', "subscription");
    (void)trial_act(&trial, "customer_admin:@c", "engage_partner partner=@d customer=@c");
    trial_set_day(&trial, "2022-05-12");

    assert_act(&trial, "admin_agent:@d", "delete_customer partner=@d customer=@c", "carried_out");

    assert_facts(&trial, FACT_SUBSCRIPTION_STATUS,
                 "{type:subscription_status,subscription:@1,customer:@c,status:active,"
                 "from:2022-05-10}\n"
                 "{type:subscription_status,subscription:@2,customer:@c,status:active,"
                 "from:2022-05-10,to:2022-05-12}\n"
                 "{type:subscription_status,subscription:@2,customer:@c,status:deleted,"
                 "from:2022-05-12}\n");
    assert_facts(&trial, FACT_ENGAGEMENT,
                 "{type:engagement,partner:@d,customer:@c,from:2022-05-10,to:2022-05-12}\n");
    assert_act(&trial, "admin_agent:@d", "delete_customer partner=@d customer=@c",
               "no_customer_relationship: no relationship of the partner with this customer is in "
               "effect");
    trial_end(&trial);
}

static enum status be_no_sandbox(struct store_work *work, struct call *call)
{
    (void)work;
    return call->store->set(call, SETTING_IS_SANDBOX, TEXT("no"));
}

static void test_engine_new_customers__are_deleted_in_a_sandbox_only(void **state)
{
    struct trial trial;
    struct store_work work = { be_no_sandbox };
    struct fault fault = { 0 };

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    assert_int_equal(trial.store->write(trial.store, &work, &fault), STATUS_OK);

    assert_act(&trial, "admin_agent:@d", "delete_customer partner=@d customer=@c",
               "not_a_sandbox: a customer is only deleted in a sandbox; this book is none");
    assert_act(&trial, "admin_agent:@d", "remove_customer partner=@d customer=@c", "carried_out");
    trial_end(&trial);
}

int test_engine_new_customers(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_new_customers__are_made_whole),
        cmocka_unit_test(test_engine_new_customers__are_those_of_a_reseller_too),
        cmocka_unit_test(test_engine_new_customers__may_be_sold_to),
        cmocka_unit_test(test_engine_new_customers__of_another_region_are_refused),
        cmocka_unit_test(test_engine_new_customers__have_names_of_their_own),
        cmocka_unit_test(test_engine_new_customers__are_made_by_who_sells),
        cmocka_unit_test(test_engine_new_customers__are_deleted_with_all_that_runs),
        cmocka_unit_test(test_engine_new_customers__are_deleted_in_a_sandbox_only),
    };

    return cmocka_run_group_tests_name("engine/new_customers", tests, NULL, NULL);
}
