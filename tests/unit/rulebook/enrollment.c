/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void hold_role(struct dossier *dossier, enum position position, unsigned roles)
{
    dossier->party[position].live_roles = roles;
    dossier->party[position].active_roles = roles;
}

static void test_rulebook_enrollment__a_chain_asks_for_its_roles(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    hold_role(&order, POSITION_PROVIDER, BIT(ROLE_DIRECT_BILL));
    assert_findings(&order, "chain-of-sale:provider");
    hold_role(&order, POSITION_RESELLER, BIT(ROLE_INDIRECT_PROVIDER));
    assert_findings(&order, "chain-of-sale:provider chain-of-sale:reseller");
}

static void test_rulebook_enrollment__a_seller_without_provider_is_direct_bill(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;

    hold_role(&order, POSITION_DIRECT_BILL, BIT(ROLE_INDIRECT_RESELLER));
    assert_findings(&order, "chain-of-sale:direct_bill");
    hold_role(&order, POSITION_DIRECT_BILL, BIT(ROLE_INDIRECT_PROVIDER));
    assert_findings(&order, "chain-of-sale:direct_bill");
}

static void test_rulebook_enrollment__one_role_of_several_suffices(void **state)
{
    struct dossier order = clean_indirect_order();
    unsigned all_roles = BIT(ROLE_COUNT) - 1;

    (void)state;

    hold_role(&order, POSITION_PROVIDER, all_roles);
    hold_role(&order, POSITION_RESELLER, all_roles);

    assert_findings(&order, "");
}

static void test_rulebook_enrollment__no_role_at_all_is_not_another_role(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    hold_role(&order, POSITION_PROVIDER, 0);
    assert_findings(&order, "enrolled-in-role:provider");
    hold_role(&order, POSITION_RESELLER, 0);
    assert_findings(&order, "enrolled-in-role:provider enrolled-in-role:reseller");
}

static void test_rulebook_enrollment__provider_and_reseller_are_two(void **state)
{
    struct dossier order = clean_indirect_order();
    struct dossier relationship = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;
    order.party[POSITION_RESELLER].tenant = order.party[POSITION_PROVIDER].tenant;
    relationship.party[POSITION_RESELLER].tenant = relationship.party[POSITION_PROVIDER].tenant;
    end.party[POSITION_RESELLER].tenant = end.party[POSITION_PROVIDER].tenant;

    assert_findings(&order, "chain-of-sale:reseller");
    assert_findings(&relationship, "chain-of-sale:reseller");
    assert_findings(&end, "");
}

static void test_rulebook_enrollment__the_same_tenant_twice_is_found_once(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    order.party[POSITION_RESELLER].tenant = order.party[POSITION_PROVIDER].tenant;
    hold_role(&order, POSITION_PROVIDER, BIT(ROLE_DIRECT_BILL));
    hold_role(&order, POSITION_RESELLER, BIT(ROLE_DIRECT_BILL));
    assert_findings(&order, "chain-of-sale:provider chain-of-sale:reseller");
    hold_role(&order, POSITION_PROVIDER, 0);
    hold_role(&order, POSITION_RESELLER, 0);
    assert_findings(&order,
                    "chain-of-sale:reseller enrolled-in-role:provider enrolled-in-role:reseller");
}

/* A direct-bill seller is compared with nobody, though the place of the provider is empty. */
static void test_rulebook_enrollment__a_seller_is_no_absent_provider(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;

    order.party[POSITION_DIRECT_BILL].tenant = 0;

    assert_findings(&order, "");
}

static void test_rulebook_enrollment__partners_are_enrolled(void **state)
{
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);
    struct dossier engagement = clean_dossier(ACT_ENGAGE_PARTNER);

    (void)state;

    hold_role(&customer, POSITION_PARTNER, 0);
    hold_role(&engagement, POSITION_PARTNER, 0);

    assert_findings(&customer, "enrolled-in-role:partner");
    assert_findings(&engagement, "enrolled-in-role:partner");
}

static void test_rulebook_enrollment__resellers_are_onboarded(void **state)
{
    struct dossier order = clean_indirect_order();
    struct dossier relationship = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);

    (void)state;

    order.party[POSITION_RESELLER].onboarded_on = DATE_AFTER_ALL;
    relationship.party[POSITION_RESELLER].onboarded_on = DATE_AFTER_ALL;
    association.party[POSITION_RESELLER].onboarded_on = DATE_AFTER_ALL;

    assert_findings(&order, "onboarded:reseller");
    assert_findings(&relationship, "onboarded:reseller");
    assert_findings(&association, "onboarded:reseller");
}

static void test_rulebook_enrollment__onboarding_counts_from_its_day(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;
    order.date = DAY(2016, 3, 4);

    order.party[POSITION_RESELLER].onboarded_on = DAY(2016, 3, 5);
    assert_findings(&order, "onboarded:reseller");
    order.party[POSITION_RESELLER].onboarded_on = DAY(2016, 3, 4);
    assert_findings(&order, "");
}

static void test_rulebook_enrollment__only_resellers_are_onboarded(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_indirect_order();

    (void)state;

    direct.party[POSITION_DIRECT_BILL].onboarded_on = DATE_AFTER_ALL;
    indirect.party[POSITION_PROVIDER].onboarded_on = DATE_AFTER_ALL;

    assert_findings(&direct, "");
    assert_findings(&indirect, "");
}

static void test_rulebook_enrollment__an_active_role_is_in_good_standing(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    order.party[POSITION_PROVIDER].active_roles = 0;
    assert_findings(&order, "good-standing:provider");
    order.party[POSITION_RESELLER].active_roles = BIT(ROLE_DIRECT_BILL);
    assert_findings(&order, "good-standing:provider good-standing:reseller");
    order.profile = PROFILE_ARTICLE;
    assert_findings(&order, "");
}

/* Who does not hold the role has no standing in it; another rule says that. */
static void test_rulebook_enrollment__standing_is_asked_in_the_role_alone(void **state)
{
    struct dossier order = clean_direct_order();
    struct party *seller = &order.party[POSITION_DIRECT_BILL];

    (void)state;

    seller->live_roles = BIT(ROLE_INDIRECT_RESELLER);
    seller->active_roles = 0;
    assert_findings(&order, "chain-of-sale:direct_bill");
    seller->live_roles |= BIT(ROLE_DIRECT_BILL);
    assert_findings(&order, "good-standing:direct_bill");
    seller->active_roles = BIT(ROLE_DIRECT_BILL);
    assert_findings(&order, "");
}

static void test_rulebook_enrollment__a_partner_stands_well_in_any_role(void **state)
{
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);
    struct party *partner = &customer.party[POSITION_PARTNER];

    (void)state;
    partner->live_roles = BIT(ROLE_INDIRECT_RESELLER) | BIT(ROLE_INDIRECT_PROVIDER);

    partner->active_roles = BIT(ROLE_INDIRECT_PROVIDER);
    assert_findings(&customer, "");
    partner->active_roles = 0;
    assert_findings(&customer, "good-standing:partner");
}

static void test_rulebook_enrollment__direct_billing_asks_four_capabilities(void **state)
{
    struct dossier enroll = clean_dossier(ACT_ENROLL);
    unsigned all = enroll.capabilities;

    (void)state;

    enroll.capabilities = all & ~BIT(CAPABILITY_API_INTEGRATION);
    assert_findings(&enroll, "direct-bill-capable:api_integration");
    enroll.capabilities = all & ~BIT(CAPABILITY_BILLING);
    assert_findings(&enroll, "direct-bill-capable:billing");
    enroll.capabilities = all & ~BIT(CAPABILITY_SUPPORT);
    assert_findings(&enroll, "direct-bill-capable:support");
    enroll.capabilities = all & ~BIT(CAPABILITY_MANAGED_SERVICES);
    assert_findings(&enroll, "direct-bill-capable:managed_services");
    enroll.capabilities = 0;
    assert_findings(&enroll, "direct-bill-capable:api_integration direct-bill-capable:billing "
                             "direct-bill-capable:managed_services direct-bill-capable:support");
}

static void test_rulebook_enrollment__other_roles_attest_nothing(void **state)
{
    struct dossier enroll = clean_dossier(ACT_ENROLL);

    (void)state;
    enroll.capabilities = 0;

    enroll.role = ROLE_INDIRECT_PROVIDER;
    assert_findings(&enroll, "");
    enroll.role = ROLE_INDIRECT_RESELLER;
    assert_findings(&enroll, "");
}

static void test_rulebook_enrollment__a_tenant_resells_or_bills(void **state)
{
    struct dossier enroll = clean_dossier(ACT_ENROLL);

    (void)state;

    hold_role(&enroll, POSITION_PARTNER, BIT(ROLE_INDIRECT_RESELLER));
    assert_findings(&enroll, "one-role-per-tenant");
    enroll.role = ROLE_INDIRECT_RESELLER;
    assert_findings(&enroll, "");
    hold_role(&enroll, POSITION_PARTNER, BIT(ROLE_DIRECT_BILL));
    assert_findings(&enroll, "one-role-per-tenant");
    enroll.role = ROLE_DIRECT_BILL;
    assert_findings(&enroll, "");
}

static void test_rulebook_enrollment__a_provider_may_have_another_role(void **state)
{
    struct dossier enroll = clean_dossier(ACT_ENROLL);

    (void)state;

    hold_role(&enroll, POSITION_PARTNER, BIT(ROLE_INDIRECT_PROVIDER));
    assert_findings(&enroll, "");
    enroll.role = ROLE_INDIRECT_PROVIDER;
    hold_role(&enroll, POSITION_PARTNER, BIT(ROLE_DIRECT_BILL) | BIT(ROLE_INDIRECT_RESELLER));
    assert_findings(&enroll, "");
}

static void test_rulebook_enrollment__one_role_is_asked_from_august_2021(void **state)
{
    struct dossier enroll = clean_dossier(ACT_ENROLL);

    (void)state;
    hold_role(&enroll, POSITION_PARTNER, BIT(ROLE_INDIRECT_RESELLER));

    enroll.date = DAY(2021, 8, 17);
    assert_findings(&enroll, "");
    enroll.date = DAY(2021, 8, 18);
    assert_findings(&enroll, "one-role-per-tenant");
    enroll.profile = PROFILE_ARTICLE;
    assert_findings(&enroll, "");
}

int test_rulebook_enrollment(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_enrollment__a_chain_asks_for_its_roles),
        cmocka_unit_test(test_rulebook_enrollment__a_seller_without_provider_is_direct_bill),
        cmocka_unit_test(test_rulebook_enrollment__one_role_of_several_suffices),
        cmocka_unit_test(test_rulebook_enrollment__no_role_at_all_is_not_another_role),
        cmocka_unit_test(test_rulebook_enrollment__provider_and_reseller_are_two),
        cmocka_unit_test(test_rulebook_enrollment__the_same_tenant_twice_is_found_once),
        cmocka_unit_test(test_rulebook_enrollment__a_seller_is_no_absent_provider),
        cmocka_unit_test(test_rulebook_enrollment__partners_are_enrolled),
        cmocka_unit_test(test_rulebook_enrollment__resellers_are_onboarded),
        cmocka_unit_test(test_rulebook_enrollment__onboarding_counts_from_its_day),
        cmocka_unit_test(test_rulebook_enrollment__only_resellers_are_onboarded),
        cmocka_unit_test(test_rulebook_enrollment__an_active_role_is_in_good_standing),
        cmocka_unit_test(test_rulebook_enrollment__standing_is_asked_in_the_role_alone),
        cmocka_unit_test(test_rulebook_enrollment__a_partner_stands_well_in_any_role),
        cmocka_unit_test(test_rulebook_enrollment__direct_billing_asks_four_capabilities),
        cmocka_unit_test(test_rulebook_enrollment__other_roles_attest_nothing),
        cmocka_unit_test(test_rulebook_enrollment__a_tenant_resells_or_bills),
        cmocka_unit_test(test_rulebook_enrollment__a_provider_may_have_another_role),
        cmocka_unit_test(test_rulebook_enrollment__one_role_is_asked_from_august_2021),
    };

    return cmocka_run_group_tests_name("rulebook/enrollment", tests, NULL, NULL);
}
