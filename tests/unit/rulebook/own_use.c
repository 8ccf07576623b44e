/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

/* Another tenant of the customer's organisation. */
static void join_organization(struct dossier *dossier, enum position position)
{
    struct party *party = &dossier->party[position];

    party->organization = dossier->party[POSITION_CUSTOMER].organization;
    party->ultimate_owner = dossier->party[POSITION_CUSTOMER].ultimate_owner;
}

static void test_rulebook_own_use__nobody_sells_to_itself(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_indirect_order();
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;
    join_organization(&direct, POSITION_DIRECT_BILL);
    join_organization(&customer, POSITION_PARTNER);

    assert_findings(&direct, "no-self-sale:direct_bill");
    assert_findings(&customer, "no-self-sale:partner");
    join_organization(&indirect, POSITION_PROVIDER);
    assert_findings(&indirect, "no-self-sale:provider");
    join_organization(&indirect, POSITION_RESELLER);
    assert_findings(&indirect, "no-self-sale:provider no-self-sale:reseller");
}

static void test_rulebook_own_use__nobody_sells_to_affiliates(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_indirect_order();
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;
    direct.party[POSITION_DIRECT_BILL].ultimate_owner = 77;
    direct.party[POSITION_CUSTOMER].ultimate_owner = 77;
    indirect.party[POSITION_PROVIDER].ultimate_owner = 77;
    indirect.party[POSITION_RESELLER].ultimate_owner = 77;
    indirect.party[POSITION_CUSTOMER].ultimate_owner = 77;
    customer.party[POSITION_PARTNER].ultimate_owner =
        customer.party[POSITION_CUSTOMER].organization;

    assert_findings(&direct, "no-affiliate-sale:direct_bill");
    assert_findings(&indirect, "no-affiliate-sale:provider no-affiliate-sale:reseller");
    assert_findings(&customer, "no-affiliate-sale:partner");
}

static void test_rulebook_own_use__partners_may_be_affiliates_of_each_other(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    order.party[POSITION_PROVIDER].ultimate_owner = 77;
    order.party[POSITION_RESELLER].ultimate_owner = 77;

    assert_findings(&order, "");
}

static void test_rulebook_own_use__support_may_be_for_oneself(void **state)
{
    struct dossier engagement = clean_dossier(ACT_ENGAGE_PARTNER);

    (void)state;

    join_organization(&engagement, POSITION_PARTNER);

    assert_findings(&engagement, "");
}

static void test_rulebook_own_use__orders_go_to_tenants_of_kind_customer(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;

    order.party[POSITION_CUSTOMER].kind = TENANT_PARTNER;

    assert_findings(&order, "no-provisioning-on-csp-tenant");
}

static void test_rulebook_own_use__orders_never_go_to_an_enrolled_tenant(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    order.party[POSITION_CUSTOMER].live_roles = BIT(ROLE_INDIRECT_RESELLER);
    assert_findings(&order, "no-provisioning-on-csp-tenant");
    order.party[POSITION_CUSTOMER].kind = TENANT_PARTNER;
    assert_findings(&order, "no-provisioning-on-csp-tenant");
}

/* Q11: a CSP tenant may be somebody's customer; only orders are excluded. */
static void test_rulebook_own_use__a_csp_tenant_may_be_a_customer(void **state)
{
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;

    customer.party[POSITION_CUSTOMER].kind = TENANT_PARTNER;
    customer.party[POSITION_CUSTOMER].live_roles = BIT(ROLE_INDIRECT_RESELLER);

    assert_findings(&customer, "");
}

static void test_rulebook_own_use__reseller_or_customer_of_one_provider(void **state)
{
    struct dossier order = clean_indirect_order();
    struct dossier indirect = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;
    order.customers_reselling = true;
    indirect.resellers_buying = true;
    customer.customers_reselling = true;

    assert_findings(&order, "reseller-or-customer");
    assert_findings(&indirect, "reseller-or-customer");
    assert_findings(&customer, "reseller-or-customer");
}

int test_rulebook_own_use(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_own_use__nobody_sells_to_itself),
        cmocka_unit_test(test_rulebook_own_use__nobody_sells_to_affiliates),
        cmocka_unit_test(test_rulebook_own_use__partners_may_be_affiliates_of_each_other),
        cmocka_unit_test(test_rulebook_own_use__support_may_be_for_oneself),
        cmocka_unit_test(test_rulebook_own_use__orders_go_to_tenants_of_kind_customer),
        cmocka_unit_test(test_rulebook_own_use__orders_never_go_to_an_enrolled_tenant),
        cmocka_unit_test(test_rulebook_own_use__a_csp_tenant_may_be_a_customer),
        cmocka_unit_test(test_rulebook_own_use__reseller_or_customer_of_one_provider),
    };

    return cmocka_run_group_tests_name("rulebook/own_use", tests, NULL, NULL);
}
