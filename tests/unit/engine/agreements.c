/* SPDX-License-Identifier: Apache-2.0 */
/* src/engine/acts/agreements.c */
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* p: provider; r: its reseller; d: direct-bill partner; c: customer of all three. */
static const char program[] =
    "organization id=org-p name=Poplar country=DE\n"
    "organization id=org-c name=Cedar country=DE\n"
    "tenant id=@p domain=p.example organization=org-p country=DE kind=partner\n"
    "tenant id=@r domain=r.example organization=org-p country=DE kind=partner\n"
    "tenant id=@d domain=d.example organization=org-p country=DE kind=partner\n"
    "tenant id=@c domain=c.example organization=org-c country=DE kind=customer\n"
    "enrollment tenant=@p role=indirect_provider status=active from=2020-01-01 to=2020-05-10\n"
    "enrollment tenant=@p role=indirect_provider status=restricted from=2020-05-10\n"
    "enrollment tenant=@r role=indirect_reseller status=active from=2020-01-01\n"
    "enrollment tenant=@d role=direct_bill status=pending from=2020-01-01 to=2020-05-01\n"
    "enrollment tenant=@d role=direct_bill status=active from=2020-05-01\n"
    "customer_relationship partner=@p customer=@c from=2020-01-01\n"
    "customer_relationship partner=@r customer=@c from=2020-01-01\n"
    "customer_relationship partner=@d customer=@c from=2020-01-01\n";

static void test_engine_agreements__a_tenant_signs_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_act(&trial, "global_admin:@p", "sign_mpa tenant=@p signed_by=ada", "carried_out");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "global_admin:@p", "sign_mpa tenant=@p signed_by=bea",
               "mpa_signed: the tenant signed the partner agreement on 2020-05-12");
    assert_act(&trial, "global_admin:@r", "sign_mpa tenant=@r signed_by=bea", "carried_out");
    assert_act(&trial, "global_admin:@z", "sign_mpa tenant=@z signed_by=bea",
               "unknown_tenant: unknown tenant @z");

    assert_facts(&trial, FACT_AGREEMENT,
                 "{type:agreement,agreement:MPA,tenant:@p,signed_on:2020-05-12,signed_by:ada}\n"
                 "{type:agreement,agreement:MPA,tenant:@r,signed_on:2020-05-13,signed_by:bea}\n");
    trial_end(&trial);
}

/* A signature of a later day, as an import may bring it, does not count yet. */
static void test_engine_agreements__a_signature_to_come_is_none(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                "organization id=org-p name=Poplar country=DE\n"
                "tenant id=@p domain=p.example organization=org-p country=DE kind=partner\n"
                "agreement agreement=MPA tenant=@p signed_on=2020-05-13 signed_by=ada\n");

    assert_act(&trial, "global_admin:@p", "sign_mpa tenant=@p signed_by=bea", "carried_out");

    trial_end(&trial);
}

static void test_engine_agreements__a_customer_accepts_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_act(&trial, "customer_admin:@c", "accept_customer_agreement customer=@c", "carried_out");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "customer_admin:@c", "accept_customer_agreement customer=@c",
               "customer_agreement_accepted: the customer accepted its agreement itself on "
               "2020-05-12");
    assert_act(&trial, "customer_admin:@z", "accept_customer_agreement customer=@z",
               "unknown_tenant: unknown tenant @z");

    assert_facts(&trial, FACT_CUSTOMER_AGREEMENT,
                 "{type:customer_agreement,customer:@c,acceptance:direct,date:2020-05-12}\n");
    trial_end(&trial);
}

static void test_engine_agreements__a_customer_accepts_what_was_only_attested(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_act(&trial, "admin_agent:@p", "attest_customer_agreement partner=@p customer=@c",
               "carried_out");
    assert_act(&trial, "customer_admin:@c", "accept_customer_agreement customer=@c", "carried_out");
    assert_act(&trial, "admin_agent:@d", "attest_customer_agreement partner=@d customer=@c",
               "carried_out");

    assert_facts(&trial, FACT_CUSTOMER_AGREEMENT,
                 "{type:customer_agreement,customer:@c,acceptance:attested,partner:@p,"
                 "date:2020-05-12}\n"
                 "{type:customer_agreement,customer:@c,acceptance:direct,date:2020-05-12}\n"
                 "{type:customer_agreement,customer:@c,acceptance:attested,partner:@d,"
                 "date:2020-05-12}\n");
    trial_end(&trial);
}

static void test_engine_agreements__an_attestation_is_of_a_day_and_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_act(&trial, "sales_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-05-13",
               "day_future: date: 2020-05-13 is after the book's day, 2020-05-12");
    assert_act(&trial, "sales_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-03-01", "carried_out");
    assert_act(&trial, "sales_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-03-01",
               "customer_agreement_attested: the partner attested the customer's agreement for "
               "2020-03-01");
    assert_act(&trial, "sales_agent:@p", "attest_customer_agreement partner=@p customer=@c",
               "customer_agreement_attested: the partner attested the customer's agreement for "
               "2020-03-01");
    assert_act(&trial, "sales_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-02-29", "carried_out");

    assert_facts(&trial, FACT_CUSTOMER_AGREEMENT,
                 "{type:customer_agreement,customer:@c,acceptance:attested,partner:@p,"
                 "date:2020-03-01}\n"
                 "{type:customer_agreement,customer:@c,acceptance:attested,partner:@p,"
                 "date:2020-02-29}\n");
    trial_end(&trial);
}

static void test_engine_agreements__only_who_transacts_attests(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_act(&trial, "admin_agent:@r", "attest_customer_agreement partner=@r customer=@c",
               "no_attesting: on 2020-05-12 the partner was neither an indirect provider nor a "
               "direct-bill partner");
    assert_act(&trial, "admin_agent:@d",
               "attest_customer_agreement partner=@d customer=@c date=2020-04-30",
               "no_attesting: on 2020-04-30 the partner was neither an indirect provider nor a "
               "direct-bill partner");
    assert_act(&trial, "admin_agent:@d",
               "attest_customer_agreement partner=@d customer=@c date=2020-05-01", "carried_out");
    assert_act(&trial, "admin_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2019-12-31",
               "no_attesting: on 2019-12-31 the partner was neither an indirect provider nor a "
               "direct-bill partner");
    assert_act(&trial, "admin_agent:@z", "attest_customer_agreement partner=@z customer=@c",
               "unknown_tenant: unknown tenant @z");

    assert_facts(&trial, FACT_CUSTOMER_AGREEMENT,
                 "{type:customer_agreement,customer:@c,acceptance:attested,partner:@d,"
                 "date:2020-05-01}\n");
    trial_end(&trial);
}

/* Of no day, not even of one on which it did. */
static void test_engine_agreements__who_no_longer_transacts_does_not_attest(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                "organization id=org-p name=Poplar country=DE\n"
                "tenant id=@p domain=p.example organization=org-p country=DE kind=partner\n"
                "tenant id=@c domain=c.example organization=org-p country=DE kind=customer\n"
                "enrollment tenant=@p role=indirect_provider status=active to=2020-05-12\n"
                "enrollment tenant=@p role=indirect_reseller status=active from=2020-05-12\n"
                "customer_relationship partner=@p customer=@c from=2020-01-01\n");

    assert_act(&trial, "admin_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-05-11",
               "no_attesting: on 2020-05-12 the partner was neither an indirect provider nor a "
               "direct-bill partner");

    trial_end(&trial);
}

/* Whether such a customer is there is nobody else's to know. */
static void test_engine_agreements__only_for_a_customer_of_ones_own(void **state)
{
    static const char refused[] = "no_customer_relationship: no relationship of the partner with "
                                  "this customer is in effect";
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                "organization id=org-p name=Poplar country=DE\n"
                "tenant id=@p domain=p.example organization=org-p country=DE kind=partner\n"
                "tenant id=@c domain=c.example organization=org-p country=DE kind=customer\n"
                "enrollment tenant=@p role=indirect_provider status=active\n"
                "customer_relationship partner=@p customer=@c from=2020-01-01 to=2020-05-12\n"
                "customer_relationship partner=@p customer=@c from=2020-05-13\n");

    assert_act(&trial, "admin_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-02-03", refused);
    assert_act(&trial, "admin_agent:@p",
               "attest_customer_agreement partner=@p customer=@z date=2020-02-03", refused);
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "admin_agent:@p",
               "attest_customer_agreement partner=@p customer=@c date=2020-02-03", "carried_out");

    trial_end(&trial);
}

static void test_engine_agreements__each_is_given_by_its_party(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_permitted(&trial, "sign_mpa tenant=@p signed_by=ada", "@p@r@c", "global_admin:@p");
    assert_permitted(&trial, "accept_customer_agreement customer=@c", "@p@r@c",
                     "customer_admin:@c");
    assert_permitted(&trial, "attest_customer_agreement partner=@p customer=@c", "@p@r@c",
                     "global_admin:@p admin_agent:@p sales_agent:@p");

    trial_end(&trial);
}

int test_engine_agreements(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_agreements__a_tenant_signs_once),
        cmocka_unit_test(test_engine_agreements__a_signature_to_come_is_none),
        cmocka_unit_test(test_engine_agreements__a_customer_accepts_once),
        cmocka_unit_test(test_engine_agreements__a_customer_accepts_what_was_only_attested),
        cmocka_unit_test(test_engine_agreements__an_attestation_is_of_a_day_and_once),
        cmocka_unit_test(test_engine_agreements__only_who_transacts_attests),
        cmocka_unit_test(test_engine_agreements__who_no_longer_transacts_does_not_attest),
        cmocka_unit_test(test_engine_agreements__only_for_a_customer_of_ones_own),
        cmocka_unit_test(test_engine_agreements__each_is_given_by_its_party),
    };

    return cmocka_run_group_tests_name("engine/agreements", tests, NULL, NULL);
}
