/* SPDX-License-Identifier: Apache-2.0 */
/* src/engine/acts/registry.c */
#include <stdio.h>

#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

static const char four_organizations[] = "organization id=org-a name=Alder country=DE\n"
                                         "organization id=org-b name=Birch country=DE\n"
                                         "organization id=org-c name=Cedar country=FR\n"
                                         "organization id=org-d name=Dogwood country=FR\n";

static const char two_tenants[] =
    "organization id=org-a name=Alder country=DE\n"
    "tenant id=@a domain=a.example organization=org-a country=DE kind=partner\n"
    "tenant id=@b domain=b.example organization=org-a country=FR kind=customer\n"
    "partner_id mpn_id=100 tenant=@a country=DE\n";

static void test_engine_registry__an_organization_is_registered_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", "");

    assert_act(&trial, "vendor", "register_organization organization=org-a name=Alder country=DE",
               "carried_out");
    assert_act(&trial, "vendor", "register_organization organization=org-a name=Ash country=FR",
               "organization_exists: there is an organisation org-a already");

    assert_facts(&trial, FACT_ORGANIZATION, "{type:organization,id:org-a,name:Alder,country:DE}\n");
    trial_end(&trial);
}

static void test_engine_registry__a_tenant_is_registered_with_its_id(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", "organization id=org-a name=Alder country=DE\n");

    assert_act(&trial, "vendor",
               "register_tenant tenant=@a domain=A.Example organization=org-a country=FR "
               "kind=partner",
               "carried_out tenant: @a");

    assert_facts(&trial, FACT_TENANT,
                 "{type:tenant,id:@a,domain:a.example,organization:org-a,country:FR,"
                 "kind:partner}\n");
    trial_end(&trial);
}

static void test_engine_registry__a_tenant_without_id_gets_one(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", "organization id=org-a name=Alder country=DE\n");

    assert_act(&trial, "vendor",
               "register_tenant domain=a.example organization=org-a country=DE kind=customer",
               "carried_out tenant: @?");

    assert_facts(&trial, FACT_TENANT,
                 "{type:tenant,id:@?,domain:a.example,organization:org-a,country:DE,"
                 "kind:customer}\n");
    trial_end(&trial);
}

static void test_engine_registry__a_tenant_takes_nobodys_id_or_domain(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_tenants);

    assert_act(&trial, "vendor",
               "register_tenant tenant=@a domain=n.example organization=org-a country=DE "
               "kind=partner",
               "tenant_exists: there is a tenant @a already");
    assert_act(&trial, "vendor",
               "register_tenant tenant=@n domain=A.EXAMPLE organization=org-a country=DE "
               "kind=partner",
               "domain_exists: the domain a.example is another tenant's");
    assert_act(&trial, "vendor",
               "register_tenant tenant=@n domain=n.example organization=org-z country=DE "
               "kind=partner",
               "unknown_organization: unknown organisation org-z");

    assert_facts(&trial, FACT_TENANT,
                 "{type:tenant,id:@a,domain:a.example,organization:org-a,country:DE,kind:partner}\n"
                 "{type:tenant,id:@b,domain:b.example,organization:org-a,country:FR,"
                 "kind:customer}\n");
    trial_end(&trial);
}

static void test_engine_registry__a_partner_id_is_registered_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_tenants);

    assert_act(&trial, "admin_agent:@b", "register_partner_id mpn_id=200 tenant=@b country=FR",
               "carried_out");
    assert_act(&trial, "vendor", "register_partner_id mpn_id=100 tenant=@b country=FR",
               "partner_id_exists: there is a partner id 100 already");
    assert_act(&trial, "vendor", "register_partner_id mpn_id=300 tenant=@z country=FR",
               "unknown_tenant: unknown tenant @z");

    assert_facts(&trial, FACT_PARTNER_ID,
                 "{type:partner_id,mpn_id:100,tenant:@a,country:DE}\n"
                 "{type:partner_id,mpn_id:200,tenant:@b,country:FR}\n");
    trial_end(&trial);
}

static void test_engine_registry__ownership_begins_on_a_later_day(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", four_organizations);

    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-b from=2020-05-11",
               "day_not_later: from: 2020-05-11 is not after the book's day, 2020-05-12");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-b from=2020-05-12",
               "day_not_later: from: 2020-05-12 is not after the book's day, 2020-05-12");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-b from=2020-05-13",
               "carried_out");

    assert_facts(&trial, FACT_OWNERSHIP,
                 "{type:ownership,owner:org-a,owned:org-b,from:2020-05-13}\n");
    trial_end(&trial);
}

static void test_engine_registry__ownership_is_between_two_that_are_known(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", four_organizations);

    assert_act(&trial, "vendor", "record_ownership owner=org-z owned=org-b from=2020-06-01",
               "unknown_organization: unknown organisation org-z");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-z from=2020-06-01",
               "unknown_organization: unknown organisation org-z");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-a from=2020-06-01",
               "owns_itself: org-a cannot own itself");
    assert_act(&trial, "vendor", "end_ownership owner=org-z owned=org-b to=2020-06-01",
               "unknown_organization: unknown organisation org-z");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-z to=2020-06-01",
               "unknown_organization: unknown organisation org-z");

    assert_facts(&trial, FACT_OWNERSHIP, "");
    trial_end(&trial);
}

static void test_engine_registry__nobody_has_two_owners_at_once(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    buffer_add_string(&facts, four_organizations);
    buffer_add_string(&facts, "ownership owner=org-a owned=org-b to=2020-06-01\n"
                              "ownership owner=org-a owned=org-c from=2021-01-01\n"
                              "ownership owner=org-a owned=org-d from=2021-01-01 to=2021-01-01\n");
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2020-05-12", facts.bytes);

    assert_act(&trial, "vendor", "record_ownership owner=org-d owned=org-b from=2020-05-31",
               "owned_already: org-b is owned by org-a at that time or later, until 2020-06-01");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-b from=2020-05-31",
               "owned_already: org-b is owned by org-a at that time or later, until 2020-06-01");
    assert_act(&trial, "vendor", "record_ownership owner=org-d owned=org-c from=2020-06-01",
               "owned_for_good: org-c is owned by org-a at that time or later, without end");
    assert_dry_run(&trial, "vendor", "record_ownership owner=org-d owned=org-b from=2020-06-01",
                   "carried_out");
    assert_dry_run(&trial, "vendor", "record_ownership owner=org-b owned=org-d from=2020-06-01",
                   "carried_out");

    buffer_done(&facts);
    trial_end(&trial);
}

static void test_engine_registry__nobody_owns_itself_through_others(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", four_organizations);

    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-b from=2020-05-13",
               "carried_out");
    assert_act(&trial, "vendor", "record_ownership owner=org-b owned=org-a from=2020-06-01",
               "ownership_circle: on 2020-06-01 org-a owns org-b, so it would own itself");
    assert_act(&trial, "vendor", "record_ownership owner=org-b owned=org-c from=2020-07-01",
               "carried_out");
    assert_act(&trial, "vendor", "record_ownership owner=org-c owned=org-a from=2020-06-01",
               "ownership_circle: on 2020-07-01 org-a owns org-c, so it would own itself");
    assert_act(&trial, "vendor", "record_ownership owner=org-d owned=org-a from=2020-06-01",
               "carried_out");

    trial_end(&trial);
}

/* A circle has to be closed on one date. */
static void test_engine_registry__ownerships_of_other_times_are_no_circle(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    buffer_add_string(&facts, four_organizations);
    buffer_add_string(&facts, "ownership owner=org-a owned=org-b to=2020-05-20\n"
                              "ownership owner=org-c owned=org-b from=2020-05-25 to=2020-05-26\n");
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2020-05-12", facts.bytes);

    assert_act(&trial, "vendor", "record_ownership owner=org-b owned=org-a from=2020-05-19",
               "ownership_circle: on 2020-05-19 org-a owns org-b, so it would own itself");
    assert_act(&trial, "vendor", "record_ownership owner=org-b owned=org-a from=2020-05-20",
               "carried_out");
    assert_act(&trial, "vendor", "record_ownership owner=org-b owned=org-c from=2020-05-20",
               "ownership_circle: on 2020-05-25 org-c owns org-b, so it would own itself");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-c from=2020-05-25",
               "ownership_circle: on 2020-05-25 org-c owns org-a, so it would own itself");
    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-c from=2020-05-26",
               "carried_out");

    buffer_done(&facts);
    trial_end(&trial);
}

/* A chain that is too long to be followed is not followed for ever. */
static void test_engine_registry__a_chain_of_owners_has_a_limit(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    for (unsigned i = 0; i < 1003; i++)
        buffer_add_format(&facts, "organization id=o%u name=O country=DE\n", i);
    for (unsigned i = 1; i < 1002; i++)
        buffer_add_format(&facts, "ownership owner=o%u owned=o%u\n", i, i - 1);
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2020-05-12", facts.bytes);

    assert_act(&trial, "vendor", "record_ownership owner=o0 owned=o1002 from=2020-06-01",
               "owners_too_many: there are more owners above o0 than are followed: 1000");
    assert_act(&trial, "vendor", "record_ownership owner=o2 owned=o1002 from=2020-06-01",
               "carried_out");

    buffer_done(&facts);
    trial_end(&trial);
}

static void test_engine_registry__ownership_ends_on_a_later_day(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    buffer_add_string(&facts, four_organizations);
    buffer_add_string(&facts, "ownership owner=org-a owned=org-b from=2019-01-01\n"
                              "ownership owner=org-a owned=org-c to=2020-05-12\n");
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2020-05-12", facts.bytes);

    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-05-12",
               "day_not_later: to: 2020-05-12 is not after the book's day, 2020-05-12");
    assert_act(&trial, "vendor", "end_ownership owner=org-b owned=org-a to=2020-06-01",
               "not_owned: org-b does not own org-a on 2020-06-01");
    assert_act(&trial, "vendor", "end_ownership owner=org-c owned=org-b to=2020-06-01",
               "not_owned: org-c does not own org-b on 2020-06-01");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-c to=2020-06-01",
               "not_owned: org-a does not own org-c on 2020-06-01");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-06-01",
               "carried_out");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-06-01",
               "ownership_ended: that org-a owns org-b ends on 2020-06-01 already");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-06-02",
               "ownership_ended: that org-a owns org-b ends on 2020-06-01 already");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-05-13",
               "carried_out");

    assert_facts(&trial, FACT_OWNERSHIP,
                 "{type:ownership,owner:org-a,owned:org-b,from:2019-01-01,to:2020-05-13}\n"
                 "{type:ownership,owner:org-a,owned:org-c,to:2020-05-12}\n");
    buffer_done(&facts);
    trial_end(&trial);
}

static void test_engine_registry__ownership_to_come_is_called_off(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", four_organizations);

    assert_act(&trial, "vendor", "record_ownership owner=org-a owned=org-b from=2020-06-01",
               "carried_out");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-05-31",
               "not_owned: org-a does not own org-b on 2020-05-31");
    assert_act(&trial, "vendor", "end_ownership owner=org-a owned=org-b to=2020-06-01",
               "carried_out");
    assert_act(&trial, "vendor", "record_ownership owner=org-c owned=org-b from=2020-05-13",
               "carried_out");

    assert_facts(&trial, FACT_OWNERSHIP,
                 "{type:ownership,owner:org-a,owned:org-b,from:2020-06-01,to:2020-06-01}\n"
                 "{type:ownership,owner:org-c,owned:org-b,from:2020-05-13}\n");
    trial_end(&trial);
}

static void test_engine_registry__an_offer_is_published_from_today_on(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", "");

    assert_act(&trial, "vendor",
               "publish_offer offer=X name=Mail publisher=Vendor party=first markets=*",
               "carried_out");
    assert_act(&trial, "vendor",
               "publish_offer offer=Y name=Shop publisher=Other party=third markets=DE,FR "
               "from=2020-06-01 to=2021-01-01",
               "carried_out");

    assert_facts(&trial, FACT_OFFER,
                 "{type:offer,id:X,name:Mail,publisher:Vendor,party:first,markets:[*],"
                 "from:2020-05-12}\n"
                 "{type:offer,id:Y,name:Shop,publisher:Other,party:third,markets:[DE,FR],"
                 "from:2020-06-01,to:2021-01-01}\n");
    trial_end(&trial);
}

static void test_engine_registry__an_offer_is_published_once_and_not_for_the_past(void **state)
{
    static const char offer[] = "publish_offer name=Mail publisher=Vendor party=first markets=*";
    struct trial trial;
    char act[200];

    (void)state;
    trial_begin(&trial, "2020-05-12",
                "offer id=X name=Mail publisher=Vendor party=first markets=* to=2020-01-01\n");

    (void)snprintf(act, sizeof(act), "%s offer=X", offer);
    assert_act(&trial, "vendor", act, "offer_exists: there is an offer X already");
    (void)snprintf(act, sizeof(act), "%s offer=Y from=2020-05-11", offer);
    assert_act(&trial, "vendor", act,
               "day_past: from: 2020-05-11 is before the book's day, 2020-05-12");
    (void)snprintf(act, sizeof(act), "%s offer=Y to=2020-05-12", offer);
    assert_act(&trial, "vendor", act, "days_empty: to: 2020-05-12 is not after 2020-05-12");
    (void)snprintf(act, sizeof(act), "%s offer=Y to=2020-05-13", offer);
    assert_dry_run(&trial, "vendor", act, "carried_out");

    trial_end(&trial);
}

static void test_engine_registry__an_offer_is_withdrawn(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                "offer id=X name=X publisher=V party=first markets=*\n"
                "offer id=Y name=Y publisher=V party=first markets=* from=2019-01-01\n"
                "offer id=Z name=Z publisher=V party=first markets=* from=2020-07-01\n");

    assert_act(&trial, "vendor", "withdraw_offer offer=W", "unknown_offer: unknown offer W");
    assert_act(&trial, "vendor", "withdraw_offer offer=X to=2020-05-11",
               "day_past: to: 2020-05-11 is before the book's day, 2020-05-12");
    assert_act(&trial, "vendor", "withdraw_offer offer=X", "carried_out");
    assert_act(&trial, "vendor", "withdraw_offer offer=X",
               "offer_withdrawn: the offer X is withdrawn from 2020-05-12 on already");
    assert_act(&trial, "vendor", "withdraw_offer offer=Y to=2020-06-01", "carried_out");
    assert_act(&trial, "vendor", "withdraw_offer offer=Y to=2020-06-02",
               "offer_withdrawn: the offer Y is withdrawn from 2020-06-01 on already");
    assert_act(&trial, "vendor", "withdraw_offer offer=Z", "carried_out");
    assert_act(&trial, "vendor", "withdraw_offer offer=Z",
               "offer_withdrawn: the offer Z is withdrawn from 2020-07-01 on already");

    assert_facts(&trial, FACT_OFFER,
                 "{type:offer,id:X,name:X,publisher:V,party:first,markets:[*],"
                 "to:2020-05-12}\n"
                 "{type:offer,id:Y,name:Y,publisher:V,party:first,markets:[*],from:2019-01-01,"
                 "to:2020-06-01}\n"
                 "{type:offer,id:Z,name:Z,publisher:V,party:first,markets:[*],from:2020-07-01,"
                 "to:2020-07-01}\n");
    trial_end(&trial);
}

static void test_engine_registry__the_vendor_alone_keeps_the_registry(void **state)
{
    static const char *const acts[] = {
        "register_organization organization=org-n name=New country=DE",
        "register_tenant domain=n.example organization=org-a country=DE kind=partner",
        "record_ownership owner=org-a owned=org-b from=2020-06-01",
        "end_ownership owner=org-a owned=org-b to=2020-06-01",
        "publish_offer offer=N name=N publisher=V party=first markets=*",
        "withdraw_offer offer=N",
    };
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_tenants);

    for (size_t i = 0; i < COUNT_OF(acts); i++)
        assert_permitted(&trial, acts[i], "@a@b", "vendor");
    assert_permitted(&trial, "register_partner_id mpn_id=200 tenant=@a country=DE", "@a@b",
                     "global_admin:@a admin_agent:@a vendor");

    trial_end(&trial);
}

int test_engine_registry(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_registry__an_organization_is_registered_once),
        cmocka_unit_test(test_engine_registry__a_tenant_is_registered_with_its_id),
        cmocka_unit_test(test_engine_registry__a_tenant_without_id_gets_one),
        cmocka_unit_test(test_engine_registry__a_tenant_takes_nobodys_id_or_domain),
        cmocka_unit_test(test_engine_registry__a_partner_id_is_registered_once),
        cmocka_unit_test(test_engine_registry__ownership_begins_on_a_later_day),
        cmocka_unit_test(test_engine_registry__ownership_is_between_two_that_are_known),
        cmocka_unit_test(test_engine_registry__nobody_has_two_owners_at_once),
        cmocka_unit_test(test_engine_registry__nobody_owns_itself_through_others),
        cmocka_unit_test(test_engine_registry__ownerships_of_other_times_are_no_circle),
        cmocka_unit_test(test_engine_registry__a_chain_of_owners_has_a_limit),
        cmocka_unit_test(test_engine_registry__ownership_ends_on_a_later_day),
        cmocka_unit_test(test_engine_registry__ownership_to_come_is_called_off),
        cmocka_unit_test(test_engine_registry__an_offer_is_published_from_today_on),
        cmocka_unit_test(test_engine_registry__an_offer_is_published_once_and_not_for_the_past),
        cmocka_unit_test(test_engine_registry__an_offer_is_withdrawn),
        cmocka_unit_test(test_engine_registry__the_vendor_alone_keeps_the_registry),
    };

    return cmocka_run_group_tests_name("engine/registry", tests, NULL, NULL);
}
