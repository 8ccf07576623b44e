/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void test_rulebook_agreement__each_partner_of_an_order_signs(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    order.party[POSITION_PROVIDER].mpa_signed_on = DATE_AFTER_ALL;
    assert_findings(&order, "mpa-signed:provider");
    order.party[POSITION_RESELLER].mpa_signed_on = DATE_AFTER_ALL;
    assert_findings(&order, "mpa-signed:provider mpa-signed:reseller");
}

static void test_rulebook_agreement__a_direct_bill_partner_signs(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;

    order.party[POSITION_DIRECT_BILL].mpa_signed_on = DATE_AFTER_ALL;

    assert_findings(&order, "mpa-signed:direct_bill");
}

static void test_rulebook_agreement__a_signature_counts_from_its_day(void **state)
{
    struct dossier order = clean_direct_order();
    struct party *seller = &order.party[POSITION_DIRECT_BILL];

    (void)state;

    seller->mpa_signed_on = (date){ order.date.day + 1 };
    assert_findings(&order, "mpa-signed:direct_bill");
    seller->mpa_signed_on = order.date;
    assert_findings(&order, "");
    seller->mpa_signed_on = (date){ order.date.day - 1 };
    assert_findings(&order, "");
}

static void test_rulebook_agreement__signatures_are_asked_from_february_2020(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;
    order.party[POSITION_DIRECT_BILL].mpa_signed_on = DATE_AFTER_ALL;

    order.date = DAY(2020, 1, 31);
    assert_findings(&order, "");
    order.date = DAY(2020, 2, 1);
    assert_findings(&order, "mpa-signed:direct_bill");
    order.profile = PROFILE_ARTICLE;
    assert_findings(&order, "mpa-signed:direct_bill");
}

static void test_rulebook_agreement__only_a_new_subscription_asks_a_signature(void **state)
{
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);

    (void)state;
    association.party[POSITION_RESELLER].mpa_signed_on = DATE_AFTER_ALL;
    association.party[POSITION_PROVIDER].mpa_signed_on = DATE_AFTER_ALL;

    assert_findings(&association, "");
    association.new_subscription = true;
    assert_findings(&association, "mpa-signed:reseller");
}

/* Q12, and S3 for the engaged partner. */
static void test_rulebook_agreement__relationships_ask_no_signature(void **state)
{
    struct dossier indirect = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);
    struct dossier engagement = clean_dossier(ACT_ENGAGE_PARTNER);

    (void)state;
    indirect.party[POSITION_PROVIDER].mpa_signed_on = DATE_AFTER_ALL;
    indirect.party[POSITION_RESELLER].mpa_signed_on = DATE_AFTER_ALL;
    customer.party[POSITION_PARTNER].mpa_signed_on = DATE_AFTER_ALL;
    engagement.party[POSITION_PARTNER].mpa_signed_on = DATE_AFTER_ALL;

    assert_findings(&indirect, "");
    assert_findings(&customer, "");
    assert_findings(&engagement, "");
}

static void test_rulebook_agreement__the_customer_accepts_or_is_attested(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;

    order.agreement_accepted_on = DATE_AFTER_ALL;
    assert_findings(&order, "customer-agreement-accepted");
    order.agreement_attested_on = order.date;
    assert_findings(&order, "");
    order.agreement_attested_on = (date){ order.date.day + 1 };
    assert_findings(&order, "customer-agreement-accepted");
    order.agreement_accepted_on = order.date;
    assert_findings(&order, "");
    order.agreement_accepted_on = (date){ order.date.day + 1 };
    assert_findings(&order, "customer-agreement-accepted");
}

static void test_rulebook_agreement__acceptance_is_asked_from_february_2020(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;
    order.agreement_accepted_on = DATE_AFTER_ALL;

    order.date = DAY(2020, 1, 31);
    assert_findings(&order, "");
    order.date = DAY(2020, 2, 1);
    assert_findings(&order, "customer-agreement-accepted");
    order.profile = PROFILE_ARTICLE;
    assert_findings(&order, "");
}

static void test_rulebook_agreement__a_partner_id_is_the_resellers_own(void **state)
{
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);

    (void)state;

    association.partner_id_tenant = 999;
    assert_findings(&association, "partner-id-of-reseller");
    association.profile = PROFILE_ARTICLE;
    assert_findings(&association, "");
}

static void test_rulebook_agreement__a_partner_id_is_of_the_resellers_country(void **state)
{
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);

    (void)state;

    association.partner_id_country.number++;

    assert_findings(&association, "partner-id-of-reseller");
}

int test_rulebook_agreement(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_agreement__each_partner_of_an_order_signs),
        cmocka_unit_test(test_rulebook_agreement__a_direct_bill_partner_signs),
        cmocka_unit_test(test_rulebook_agreement__a_signature_counts_from_its_day),
        cmocka_unit_test(test_rulebook_agreement__signatures_are_asked_from_february_2020),
        cmocka_unit_test(test_rulebook_agreement__only_a_new_subscription_asks_a_signature),
        cmocka_unit_test(test_rulebook_agreement__relationships_ask_no_signature),
        cmocka_unit_test(test_rulebook_agreement__the_customer_accepts_or_is_attested),
        cmocka_unit_test(test_rulebook_agreement__acceptance_is_asked_from_february_2020),
        cmocka_unit_test(test_rulebook_agreement__a_partner_id_is_the_resellers_own),
        cmocka_unit_test(test_rulebook_agreement__a_partner_id_is_of_the_resellers_country),
    };

    return cmocka_run_group_tests_name("rulebook/agreement", tests, NULL, NULL);
}
