/* SPDX-License-Identifier: Apache-2.0 */
/* The dossiers of acts with a created tenant or a registered partner id. */
#include "planner/planner_private.h"
#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

static void load_created(struct asking *asking, struct proposal act, enum position position,
                         unsigned other_readings, struct dossier *out_dossier)
{
    ask(asking, &act, READ_OTHERWISE(other_readings));
    asking->request.created_like = asking->request.party[position];
    asking->request.party[position] = TENANT_CREATED;
    plan_load(&asking->planner, &asking->request, out_dossier);
}

static void test_planner_plan_load__a_created_customer_has_no_history(void **state)
{
    struct asking asking;
    struct dossier dossier;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_indirect(PINE, CEDAR, ALWAYS));

    load_created(&asking, order_by(PINE, ROWAN, CEDAR), POSITION_CUSTOMER, 0, &dossier);

    assert_int_equal(dossier.party[POSITION_CUSTOMER].tenant, TENANT_CREATED);
    assert_int_equal(dossier.party[POSITION_CUSTOMER].kind, TENANT_CUSTOMER);
    assert_int_equal(dossier.party[POSITION_CUSTOMER].live_roles, 0);
    assert_false(dossier.party[POSITION_PROVIDER].has_customer);
    assert_false(dossier.party[POSITION_RESELLER].has_customer);
    assert_int_equal(dossier.agreement_accepted_on.day, DATE_AFTER_ALL.day);
    assert_int_equal(dossier.agreement_attested_on.day, DATE_AFTER_ALL.day);
    assert_int_equal(dossier.customers_reselling, 0);
    assert_true(dossier.has_indirect_relationship);
    asking_done(&asking);
}

/* Q2 the other way: it is its organisation's, and that resells. */
static void test_planner_plan_load__but_its_organisation_has(void **state)
{
    struct asking asking;
    struct dossier dossier;

    (void)state;
    asking_init(&asking, 0);
    gather(&asking.gathering, fact_indirect(PINE, CEDAR, ALWAYS));

    load_created(&asking, order_by(PINE, ROWAN, CEDAR), POSITION_CUSTOMER, Q2, &dossier);

    assert_int_equal(dossier.customers_reselling, 1);
    asking_done(&asking);
}

/* Q6: the organisation's signature counts for it, unless only its own does. */
static void test_planner_plan_load__a_created_reseller_has_signed_with_its_organisation(
    void **state)
{
    const struct proposal act = relationship_of(ACT_ESTABLISH_INDIRECT_RELATIONSHIP, PINE, ROWAN);
    struct asking asking;
    struct dossier dossier;

    (void)state;
    asking_init(&asking, 0);

    load_created(&asking, act, POSITION_RESELLER, 0, &dossier);
    assert_int_equal(dossier.party[POSITION_RESELLER].kind, TENANT_PARTNER);
    assert_int_equal(dossier.party[POSITION_RESELLER].onboarded_on.day, DATE_AFTER_ALL.day);
    assert_int_equal(dossier.party[POSITION_RESELLER].mpa_signed_on.day, DAY(2019, 12, 1).day);
    assert_false(dossier.has_indirect_relationship);

    load_created(&asking, act, POSITION_RESELLER, Q6, &dossier);
    assert_int_equal(dossier.party[POSITION_RESELLER].mpa_signed_on.day, DATE_AFTER_ALL.day);
    asking_done(&asking);
}

static void test_planner_plan_load__a_registered_partner_id_is_the_resellers(void **state)
{
    struct asking asking;
    struct proposal act = relationship_of(ACT_ASSOCIATE_PARTNER_ID, PINE, ROWAN);
    struct dossier dossier;

    (void)state;
    asking_init(&asking, 0);
    act.mpn_id = TEXT("5551234");
    ask(&asking, &act, PROGRAMME);
    asking.request.partner_id = PARTNER_ID_REGISTERED;

    plan_load(&asking.planner, &asking.request, &dossier);

    assert_int_equal(dossier.partner_id_tenant, asking.request.party[POSITION_RESELLER]);
    assert_true(country_equal(dossier.partner_id_country, country_of("DE")));
    asking_done(&asking);
}

int test_planner_plan_load(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_plan_load__a_created_customer_has_no_history),
        cmocka_unit_test(test_planner_plan_load__but_its_organisation_has),
        cmocka_unit_test(
            test_planner_plan_load__a_created_reseller_has_signed_with_its_organisation),
        cmocka_unit_test(test_planner_plan_load__a_registered_partner_id_is_the_resellers),
    };

    return cmocka_run_group_tests_name("planner/plan_load", tests, NULL, NULL);
}
