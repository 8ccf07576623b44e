/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static const region elsewhere = { 9 };

static void test_rulebook_region__partners_are_of_one_region(void **state)
{
    struct dossier indirect = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct dossier association = clean_dossier(ACT_ASSOCIATE_PARTNER_ID);

    (void)state;

    indirect.party[POSITION_RESELLER].region = elsewhere;
    association.party[POSITION_PROVIDER].region = elsewhere;

    assert_findings(&indirect, "partners-in-same-region");
    assert_findings(&association, "partners-in-same-region");
}

static void test_rulebook_region__the_end_of_a_relationship_asks_no_region(void **state)
{
    struct dossier end = clean_dossier(ACT_END_INDIRECT_RELATIONSHIP);

    (void)state;

    end.party[POSITION_RESELLER].region = elsewhere;

    assert_findings(&end, "");
}

static void test_rulebook_region__partners_sell_in_their_region(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier customer = clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;

    direct.party[POSITION_CUSTOMER].region = elsewhere;
    customer.party[POSITION_PARTNER].region = elsewhere;

    assert_findings(&direct, "customer-in-region:direct_bill");
    assert_findings(&customer, "customer-in-region:partner");
}

static void test_rulebook_region__each_partner_of_a_chain_sells_in_its_region(void **state)
{
    struct dossier order = clean_indirect_order();

    (void)state;

    order.party[POSITION_PROVIDER].region = elsewhere;
    assert_findings(&order, "customer-in-region:provider partners-in-same-region");
    order.party[POSITION_RESELLER].region = elsewhere;
    assert_findings(&order, "customer-in-region:provider customer-in-region:reseller");
}

static void test_rulebook_region__no_region_equals_no_other(void **state)
{
    struct dossier order = clean_direct_order();

    (void)state;

    order.party[POSITION_CUSTOMER].region = REGION_NONE;
    assert_findings(&order, "customer-in-region:direct_bill known-market:customer");
    order.party[POSITION_DIRECT_BILL].region = REGION_NONE;
    assert_findings(&order, "customer-in-region:direct_bill known-market:customer "
                            "known-market:direct_bill");
    order.profile = PROFILE_ARTICLE;
    assert_findings(&order, "customer-in-region:direct_bill");
}

static void test_rulebook_region__who_enrols_is_in_a_known_market(void **state)
{
    struct dossier enroll = clean_dossier(ACT_ENROLL);

    (void)state;

    enroll.party[POSITION_PARTNER].region = REGION_NONE;

    assert_findings(&enroll, "known-market:partner");
}

static void test_rulebook_region__partners_without_region_share_none(void **state)
{
    struct dossier indirect = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);

    (void)state;

    indirect.party[POSITION_PROVIDER].region = REGION_NONE;
    indirect.party[POSITION_RESELLER].region = REGION_NONE;

    assert_findings(&indirect,
                    "known-market:provider known-market:reseller partners-in-same-region");
}

/* An order for an offer of one year, sold where the customer is. */
static struct dossier order_with_offer(void)
{
    struct dossier order = clean_direct_order();

    order.has_offer = true;
    order.offer_valid = (struct interval){ DAY(2022, 1, 1), DAY(2023, 1, 1) };
    order.offer_lists_market = true;
    return order;
}

static void test_rulebook_region__an_offer_is_sold_for_a_while(void **state)
{
    struct dossier order = order_with_offer();

    (void)state;

    order.date = DAY(2021, 12, 31);
    assert_findings(&order, "offer-sold-in-market");
    order.date = DAY(2022, 1, 1);
    assert_findings(&order, "");
    order.date = DAY(2022, 12, 31);
    assert_findings(&order, "");
    order.date = DAY(2023, 1, 1);
    assert_findings(&order, "offer-sold-in-market");
}

static void test_rulebook_region__an_offer_is_sold_where_it_is_listed(void **state)
{
    struct dossier order = order_with_offer();

    (void)state;

    order.offer_lists_market = false;
    assert_findings(&order, "offer-sold-in-market");
    order.profile = PROFILE_ARTICLE;
    assert_findings(&order, "");
}

static void test_rulebook_region__an_order_may_name_no_offer(void **state)
{
    struct dossier order = order_with_offer();

    (void)state;

    order.has_offer = false;
    order.offer_lists_market = false;

    assert_findings(&order, "");
}

/* "*" is every market with a region; a list counts even without one. */
static void test_rulebook_region__everywhere_asks_for_a_region(void **state)
{
    struct dossier order = order_with_offer();

    (void)state;
    order.party[POSITION_CUSTOMER].region = REGION_NONE;

    assert_findings(&order, "customer-in-region:direct_bill known-market:customer");
    order.offer_is_everywhere = true;
    assert_findings(&order, "customer-in-region:direct_bill known-market:customer "
                            "offer-sold-in-market");
    order.party[POSITION_CUSTOMER].region = order.party[POSITION_DIRECT_BILL].region;
    order.offer_lists_market = false;
    assert_findings(&order, "");
}

int test_rulebook_region(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_region__partners_are_of_one_region),
        cmocka_unit_test(test_rulebook_region__the_end_of_a_relationship_asks_no_region),
        cmocka_unit_test(test_rulebook_region__partners_sell_in_their_region),
        cmocka_unit_test(test_rulebook_region__each_partner_of_a_chain_sells_in_its_region),
        cmocka_unit_test(test_rulebook_region__no_region_equals_no_other),
        cmocka_unit_test(test_rulebook_region__who_enrols_is_in_a_known_market),
        cmocka_unit_test(test_rulebook_region__partners_without_region_share_none),
        cmocka_unit_test(test_rulebook_region__an_offer_is_sold_for_a_while),
        cmocka_unit_test(test_rulebook_region__an_offer_is_sold_where_it_is_listed),
        cmocka_unit_test(test_rulebook_region__an_order_may_name_no_offer),
        cmocka_unit_test(test_rulebook_region__everywhere_asks_for_a_region),
    };

    return cmocka_run_group_tests_name("rulebook/region", tests, NULL, NULL);
}
