/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision finds when a reading is taken the other way. */
#include "rulebook/reading.h"

#include "rulebook/statement.h"
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void test_rulebook_reading__sets_have_the_bits_of_their_numbers(void **state)
{
    (void)state;

    assert_int_equal(readings_of(""), 0);
    assert_int_equal(readings_of("Q2"), Q2);
    assert_int_equal(readings_of("Q3 Q4 Q13"), Q3 | Q4 | Q13);
    assert_int_equal(reading_parse(TEXT("Q12")), Q12);
    assert_int_equal(reading_parse(TEXT("Q14")), 0);
    assert_int_equal(reading_parse(TEXT("q2")), 0);
    assert_int_equal(reading_count, 13);
}

static void test_rulebook_reading__q3_only_who_faces_the_customer_sells(void **state)
{
    struct dossier order = clean_indirect_order();
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;
    order.party[POSITION_PROVIDER].organization = order.party[POSITION_CUSTOMER].organization;
    order.party[POSITION_RESELLER].organization = order.party[POSITION_CUSTOMER].organization;
    customer.party[POSITION_PARTNER].ultimate_owner =
        customer.party[POSITION_CUSTOMER].ultimate_owner;

    assert_findings(&order, "no-self-sale:provider no-self-sale:reseller");
    assert_findings(&customer, "no-affiliate-sale:partner");
    order.other_readings = Q3;
    customer.other_readings = Q3;
    assert_findings(&order, "no-self-sale:reseller");
    assert_findings(&customer, "");
}

static void test_rulebook_reading__q4_affiliates_own_each_other_directly(void **state)
{
    struct dossier order = clean_direct_order();
    struct party *partner = &order.party[POSITION_DIRECT_BILL];
    struct party *customer = &order.party[POSITION_CUSTOMER];

    (void)state;
    partner->ultimate_owner = customer->ultimate_owner;

    assert_findings(&order, "no-affiliate-sale:direct_bill");
    order.other_readings = Q4;
    assert_findings(&order, "");
    partner->owner = customer->organization;
    assert_findings(&order, "no-affiliate-sale:direct_bill");
    partner->owner = partner->organization;
    customer->owner = partner->organization;
    assert_findings(&order, "no-affiliate-sale:direct_bill");
}

static void test_rulebook_reading__q7_support_only_for_ever(void **state)
{
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;
    end.requested_by = REQUESTER_PROVIDER;

    assert_findings(&end, "");
    end.other_readings = Q7;
    assert_findings(&end, "ending-through-support");
}

static void test_rulebook_reading__q12_a_relationship_is_new_business(void **state)
{
    struct dossier indirect = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);

    (void)state;
    indirect.party[POSITION_PROVIDER].mpa_signed_on = DATE_AFTER_ALL;
    indirect.party[POSITION_RESELLER].mpa_signed_on = DATE_AFTER_ALL;

    assert_findings(&indirect, "");
    indirect.other_readings = Q12;
    assert_findings(&indirect, "mpa-signed:provider mpa-signed:reseller");
    indirect.date = DAY(2020, 1, 31);
    assert_findings(&indirect, "");
}

static void test_rulebook_reading__q13_a_reseller_is_asked_from_february_2020(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;
    order.party[POSITION_RESELLER].live_roles = 0;
    order.party[POSITION_RESELLER].onboarded_on = DATE_AFTER_ALL;
    order.other_readings = Q13;

    order.date = DAY(2020, 2, 1);
    assert_findings(&order, "enrolled-in-role:reseller onboarded:reseller");
    order.date = DAY(2020, 1, 31);
    assert_findings(&order, "");
    order.other_readings = 0;
    assert_findings(&order, "enrolled-in-role:reseller onboarded:reseller");
}

int test_rulebook_reading(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_reading__sets_have_the_bits_of_their_numbers),
        cmocka_unit_test(test_rulebook_reading__q3_only_who_faces_the_customer_sells),
        cmocka_unit_test(test_rulebook_reading__q4_affiliates_own_each_other_directly),
        cmocka_unit_test(test_rulebook_reading__q7_support_only_for_ever),
        cmocka_unit_test(test_rulebook_reading__q12_a_relationship_is_new_business),
        cmocka_unit_test(test_rulebook_reading__q13_a_reseller_is_asked_from_february_2020),
    };

    return cmocka_run_group_tests_name("rulebook/reading", tests, NULL, NULL);
}
