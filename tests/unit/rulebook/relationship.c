/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void test_rulebook_relationship__a_provider_has_the_reseller(void **state)
{
    struct dossier order = clean_indirect_order();
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;
    order.has_indirect_relationship = false;
    association.has_indirect_relationship = false;
    end.has_indirect_relationship = false;

    assert_findings(&order, "indirect-relationship-active");
    assert_findings(&association, "indirect-relationship-active");
    assert_findings(&end, "indirect-relationship-active");
}

static void test_rulebook_relationship__others_need_no_indirect_relationship(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);

    (void)state;

    direct.has_indirect_relationship = false;
    indirect.has_indirect_relationship = false;

    assert_findings(&direct, "");
    assert_findings(&indirect, "");
}

static void test_rulebook_relationship__every_seller_has_the_customer(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_indirect_order();

    (void)state;

    direct.party[POSITION_DIRECT_BILL].has_customer = false;
    assert_findings(&direct, "customer-relationship-active:direct_bill");
    indirect.party[POSITION_PROVIDER].has_customer = false;
    assert_findings(&indirect, "customer-relationship-active:provider");
    indirect.party[POSITION_RESELLER].has_customer = false;
    assert_findings(&indirect, "customer-relationship-active:provider "
                               "customer-relationship-active:reseller");
    indirect.profile = PROFILE_ARTICLE;
    assert_findings(&indirect, "");
}

static void test_rulebook_relationship__a_reseller_never_ends_it_itself(void **state)
{
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;

    end.requested_by = REQUESTER_RESELLER;
    assert_findings(&end, "ending-through-support");
    end.profile = PROFILE_ARTICLE;
    assert_findings(&end, "ending-through-support");
}

static void test_rulebook_relationship__vendor_support_always_ends_it(void **state)
{
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;

    end.requested_by = REQUESTER_VENDOR_SUPPORT;
    assert_findings(&end, "");
    end.date = DAY(2016, 1, 1);
    end.profile = PROFILE_ARTICLE;
    assert_findings(&end, "");
}

static void test_rulebook_relationship__a_provider_ends_it_from_july_2020(void **state)
{
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;
    end.requested_by = REQUESTER_PROVIDER;

    end.date = DAY(2020, 6, 30);
    assert_findings(&end, "ending-through-support");
    end.date = DAY(2020, 7, 1);
    assert_findings(&end, "");
    end.profile = PROFILE_ARTICLE;
    assert_findings(&end, "ending-through-support");
}

int test_rulebook_relationship(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_relationship__a_provider_has_the_reseller),
        cmocka_unit_test(test_rulebook_relationship__others_need_no_indirect_relationship),
        cmocka_unit_test(test_rulebook_relationship__every_seller_has_the_customer),
        cmocka_unit_test(test_rulebook_relationship__a_reseller_never_ends_it_itself),
        cmocka_unit_test(test_rulebook_relationship__vendor_support_always_ends_it),
        cmocka_unit_test(test_rulebook_relationship__a_provider_ends_it_from_july_2020),
    };

    return cmocka_run_group_tests_name("rulebook/relationship", tests, NULL, NULL);
}
