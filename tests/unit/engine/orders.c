/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* d, and p with its reseller r, serve c; q is a partner of nobody. */
#define PARTIES                                                                                    \
    DIRECT("d")                                                                                    \
    PROVIDER("p")                                                                                  \
    RESELLER("r")                                                                                  \
    PROVIDER("q")                                                                                  \
    CUSTOMER("c")                                                                                  \
    RELATED("p", "r")                                                                              \
    SERVED("d", "c")                                                                               \
    SERVED("p", "c")                                                                               \
    SERVED("r", "c")                                                                               \
    OFFER("O") PARTNER_ID("1001", "r") PARTNER_ID("1002", "r") PARTNER_ID("2001", "q")

#define CHAIN "provider=@p seller=@r customer=@c offer=O quantity=3"

static void test_engine_orders__of_a_direct_partner_bring_a_subscription(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@d", "place_order seller=@d customer=@c offer=O quantity=3",
               "carried_out order: @? subscription: @?");

    trial_name(&trial, '1', "order");
    trial_name(&trial, '2', "subscription");
    assert_facts(&trial, FACT_ORDER,
                 "{type:order,id:@1,customer:@c,seller:@d,offer:O,quantity:3,"
                 "placed_on:2022-05-10}\n");
    assert_facts(&trial, FACT_SUBSCRIPTION,
                 "{type:subscription,id:@2,customer:@c,order:@1,quantity:3}\n");
    assert_facts(&trial, FACT_SUBSCRIPTION_STATUS,
                 "{type:subscription_status,subscription:@2,customer:@c,status:active,"
                 "from:2022-05-10}\n");
    assert_facts(&trial, FACT_PARTNER_OF_RECORD, "");
    trial_end(&trial);
}

static void test_engine_orders__may_name_what_they_bring(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=1001 friendly_name=Ward",
               "carried_out order: @? subscription: @?");

    trial_name(&trial, '2', "subscription");
    assert_facts(&trial, FACT_SUBSCRIPTION_TERMS,
                 "{type:subscription_terms,subscription:@2,customer:@c,quantity:3,"
                 "renewal:automatic,friendly_name:Ward,from:2022-05-10}\n");
    trial_end(&trial);
}

static void test_engine_orders__of_a_chain_name_the_reseller(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=1001",
               "carried_out order: @? subscription: @?");

    trial_name(&trial, '1', "order");
    trial_name(&trial, '2', "subscription");
    assert_facts(&trial, FACT_ORDER,
                 "{type:order,id:@1,customer:@c,seller:@r,provider:@p,offer:O,quantity:3,"
                 "mpn_id:1001,placed_on:2022-05-10}\n");
    assert_facts(&trial, FACT_PARTNER_OF_RECORD,
                 "{type:partner_of_record,subscription:@2,customer:@c,mpn_id:1001,"
                 "from:2022-05-10}\n");
    trial_end(&trial);
}

static void test_engine_orders__have_a_partner_id_in_a_chain_alone(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@p", "place_order " CHAIN, "missing_field: mpn_id is missing");
    assert_act(&trial, "sales_agent:@d",
               "place_order seller=@d customer=@c offer=O quantity=3 mpn_id=1001",
               "partner_id_without_provider: mpn_id: an order without a provider has no reseller "
               "to be named by it");
    assert_facts(&trial, FACT_ORDER, "");
    trial_end(&trial);
}

/* M2: the order would do, its partner id is another's; and the other way round. */
static void test_engine_orders__are_refused_with_their_partner_id(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=2001",
               "refused partner-id-of-reseller");
    (void)trial_act(&trial, "admin_agent:@r", "remove_customer partner=@r customer=@c");
    assert_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=1001",
               "refused customer-relationship-active:reseller");

    assert_facts(&trial, FACT_ORDER, "");
    assert_facts(&trial, FACT_SUBSCRIPTION, "");
    assert_facts(&trial, FACT_PARTNER_OF_RECORD, "");
    trial_end(&trial);
}

/* M2, M3, and Q5: what is new asks for the reseller's signature, what runs does not. */
static void test_engine_orders__ask_for_the_mpa_when_they_are_new(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-01-31",
                PROVIDER("p") TENANT("r", "DE", "partner") CUSTOMER("c") RELATED("p", "r")
                    SERVED("p", "c") SERVED("r", "c") OFFER("O") PARTNER_ID("1001", "r")
                        PARTNER_ID("1002", "r") "account tenant=@r onboarded_on=2019-05-01\n"
                                                "enrollment tenant=@r role=indirect_reseller "
                                                "status=active from=2019-05-01\n");
    (void)trial_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=1001");
    trial_name(&trial, '1', "subscription");
    trial_set_day(&trial, "2020-02-01");

    assert_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=1001",
               "refused mpa-signed:reseller mpa-signed:reseller");
    assert_act(&trial, "sales_agent:@p", "associate_partner_id subscription=@1 mpn_id=1002",
               "carried_out");
    trial_end(&trial);
}

/* Takes the last entry of the journal. */
struct last_entry {
    struct store_work work;
    struct entry_visitor visitor;
    unsigned decisions;
    enum outcome outcome;
};

static enum status count_decisions(struct entry_visitor *visitor, const struct entry *entry)
{
    void *around = (char *)visitor - offsetof(struct last_entry, visitor);
    struct last_entry *last = around;
    static const char key[] = "\"verdict\":";

    last->outcome = entry->outcome;
    last->decisions = 0;
    for (size_t i = 0; i + sizeof(key) <= entry->decisions.length; i++)
        if (memcmp(entry->decisions.bytes + i, key, sizeof(key) - 1) == 0)
            last->decisions++;
    return STATUS_OK;
}

static enum status visit_entries(struct store_work *work, struct call *call)
{
    struct last_entry *last = (struct last_entry *)work;
    struct entry_filter filter = { 0 };

    return call->store->visit_entries(call, &filter, &last->visitor);
}

static void test_engine_orders__keep_both_decisions_when_one_is_refused(void **state)
{
    struct last_entry last = { .work = { visit_entries }, .visitor = { count_decisions } };
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=2001");

    trial_read(&trial, &last.work);

    assert_int_equal(last.outcome, OUTCOME_REFUSED);
    assert_int_equal(last.decisions, 2);
    trial_end(&trial);
}

/* Places the order of the chain, whose subscription is then "@1". */
static void order_in_chain(struct trial *trial)
{
    (void)trial_act(trial, "sales_agent:@p", "place_order " CHAIN " mpn_id=1001");
    trial_name(trial, '1', "subscription");
}

static void test_engine_orders__change_their_partner_of_record(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    order_in_chain(&trial);
    trial_set_day(&trial, "2022-05-20");

    assert_act(&trial, "sales_agent:@p", "associate_partner_id subscription=@1 mpn_id=1001",
               "partner_of_record_there: this partner id is on the subscription's record already");
    assert_act(&trial, "sales_agent:@p", "associate_partner_id subscription=@1 mpn_id=2001",
               "refused partner-id-of-reseller");
    assert_act(&trial, "sales_agent:@p", "associate_partner_id subscription=@1 mpn_id=9",
               "unknown_partner_id: unknown partner id 9");
    assert_act(&trial, "sales_agent:@p", "associate_partner_id subscription=@1 mpn_id=1002",
               "carried_out");

    assert_facts(&trial, FACT_PARTNER_OF_RECORD,
                 "{type:partner_of_record,subscription:@1,customer:@c,mpn_id:1001,"
                 "from:2022-05-10,to:2022-05-20}\n"
                 "{type:partner_of_record,subscription:@1,customer:@c,mpn_id:1002,"
                 "from:2022-05-20}\n");
    trial_end(&trial);
}

static void test_engine_orders__have_a_record_while_they_run_in_a_chain(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    order_in_chain(&trial);
    (void)trial_act(&trial, "sales_agent:@p", "cancel_subscription subscription=@1");
    (void)trial_act(&trial, "sales_agent:@d",
                    "place_order seller=@d customer=@c offer=O quantity=3");
    trial_name(&trial, '2', "subscription");

    assert_act(&trial, "sales_agent:@p", "associate_partner_id subscription=@1 mpn_id=1002",
               "subscription_not_running: the subscription is neither active nor suspended");
    assert_act(&trial, "sales_agent:@d", "associate_partner_id subscription=@2 mpn_id=1002",
               "subscription_is_direct: the subscription was bought from a direct-bill partner "
               "and has no partner of record");
    trial_end(&trial);
}

static void test_engine_orders__are_suspended_and_resumed(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    order_in_chain(&trial);
    trial_set_day(&trial, "2022-05-20");

    assert_act(&trial, "sales_agent:@p", "resume_subscription subscription=@1",
               "lifecycle: the state is active, from which it only goes on by: suspend, cancel, "
               "expire");
    assert_act(&trial, "sales_agent:@p", "suspend_subscription subscription=@1",
               "carried_out status: suspended");
    assert_act(&trial, "sales_agent:@p", "suspend_subscription subscription=@1",
               "lifecycle: the state is suspended, from which it only goes on by: resume, cancel");
    assert_act(&trial, "sales_agent:@p", "resume_subscription subscription=@1",
               "carried_out status: active");

    assert_facts(&trial, FACT_SUBSCRIPTION_STATUS,
                 "{type:subscription_status,subscription:@1,customer:@c,status:active,"
                 "from:2022-05-10,to:2022-05-20}\n"
                 "{type:subscription_status,subscription:@1,customer:@c,status:suspended,"
                 "from:2022-05-20,to:2022-05-20}\n"
                 "{type:subscription_status,subscription:@1,customer:@c,status:active,"
                 "from:2022-05-20}\n");
    trial_end(&trial);
}

static void test_engine_orders__are_cancelled_for_good(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    order_in_chain(&trial);

    assert_act(&trial, "sales_agent:@p", "cancel_subscription subscription=@1",
               "carried_out status: deleted");
    assert_act(&trial, "sales_agent:@p", "cancel_subscription subscription=@1",
               "lifecycle_end: the state is deleted, which is an end");
    assert_act(&trial, "sales_agent:@p", "resume_subscription subscription=@1",
               "lifecycle_end: the state is deleted, which is an end");
    trial_end(&trial);
}

/* What can be done with a subscription that stands there. */
static void check_possible(const char *status, const char *expected)
{
    static const struct deed deeds[] = {
        { "sales_agent:@d", "suspend_subscription subscription=@m" },
        { "sales_agent:@d", "resume_subscription subscription=@m" },
        { "sales_agent:@d", "cancel_subscription subscription=@m" },
        { NULL, NULL },
    };
    struct buffer facts = { 0 };
    struct trial trial;

    buffer_add_string(&facts, DIRECT("d") CUSTOMER("c") OFFER("O"));
    buffer_add_string(&facts, "order id=@n customer=@c seller=@d offer=O quantity=1 "
                              "placed_on=2022-05-01\n"
                              "subscription id=@m customer=@c order=@n quantity=1\n");
    if (status != NULL)
        buffer_add_format(&facts,
                          "subscription_status subscription=@m customer=@c status=%s "
                          "from=2022-05-01\n",
                          status);
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2022-05-10", facts.bytes);

    assert_possible(&trial, deeds, expected);
    trial_end(&trial);
    buffer_done(&facts);
}

static void test_engine_orders__bring_what_lives_by_its_life_cycle(void **state)
{
    (void)state;
    check_possible(NULL, "");
    check_possible("pending", "");
    check_possible("active", "suspend_subscription cancel_subscription");
    check_possible("suspended", "resume_subscription cancel_subscription");
    check_possible("expired", "");
    check_possible("deleted", "");
}

static void test_engine_orders__are_unknown_to_others(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    order_in_chain(&trial);

    assert_act(&trial, "sales_agent:@q", "suspend_subscription subscription=@1",
               "unknown_subscription: unknown subscription");
    assert_act(&trial, "sales_agent:@q", "suspend_subscription subscription=@z",
               "unknown_subscription: unknown subscription");
    assert_act(&trial, "sales_agent:@q", "associate_partner_id subscription=@1 mpn_id=2001",
               "unknown_subscription: unknown subscription");

    /* The reseller and the customer know of it, and are told who may. */
    assert_act(&trial, "sales_agent:@r", "cancel_subscription subscription=@1",
               "forbidden: @r:sales_agent may not do this act (cancel_subscription)");
    assert_act(&trial, "customer_admin:@c", "cancel_subscription subscription=@1",
               "forbidden: @c:customer_admin may not do this act (cancel_subscription)");
    trial_end(&trial);
}

#define SELLING "global_admin:@p admin_agent:@p sales_agent:@p"

static void test_engine_orders__are_the_transacting_partners(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    order_in_chain(&trial);

    assert_permitted(&trial, "place_order " CHAIN " mpn_id=1001", "@p@r@c@q", SELLING);
    assert_permitted(&trial, "place_order seller=@d customer=@c offer=O quantity=1", "@d@c@q",
                     "global_admin:@d admin_agent:@d sales_agent:@d");
    assert_permitted(&trial, "associate_partner_id subscription=@1 mpn_id=1002", "@p@r@c@q",
                     SELLING);
    assert_permitted(&trial, "suspend_subscription subscription=@1", "@p@r@c@q", SELLING);
    assert_permitted(&trial, "resume_subscription subscription=@1", "@p@r@c@q", SELLING);
    assert_permitted(&trial, "cancel_subscription subscription=@1", "@p@r@c@q", SELLING);
    trial_end(&trial);
}

static void test_engine_orders__change_their_terms(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", DIRECT("d") CUSTOMER("c") SERVED("d", "c") OFFER("O"));
    (void)trial_act(&trial, "sales_agent:@d",
                    "place_order seller=@d customer=@c offer=O quantity=5");
    trial_name(&trial, '1', "subscription");
    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=5 renewal=automatic",
               "terms_there: the subscription has these terms already");
    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=7 renewal=none friendly_name=Mail",
               "carried_out");
    trial_set_day(&trial, "2022-06-10");

    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=2 renewal=none", "carried_out");
    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=1 renewal=none version=1",
               "version_past: it was changed since version 1 was read");
    (void)trial_act(&trial, "sales_agent:@d", "cancel_subscription subscription=@1");
    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=1 renewal=none",
               "subscription_not_running: the subscription is neither active nor suspended");

    assert_facts(&trial, FACT_SUBSCRIPTION_TERMS,
                 "{type:subscription_terms,subscription:@1,customer:@c,quantity:7,renewal:none,"
                 "friendly_name:Mail,from:2022-05-10,to:2022-06-10}\n"
                 "{type:subscription_terms,subscription:@1,customer:@c,quantity:2,renewal:none,"
                 "from:2022-06-10}\n");
    trial_end(&trial);
}

/* More is an order; less, another name or renewal is none. */
static void test_engine_orders__are_judged_for_what_is_more(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", DIRECT("d") CUSTOMER("c") SERVED("d", "c") OFFER("O"));
    (void)trial_act(&trial, "sales_agent:@d",
                    "place_order seller=@d customer=@c offer=O quantity=5");
    trial_name(&trial, '1', "subscription");
    trial_set_day(&trial, "2022-06-10");
    (void)trial_act(&trial, "vendor", "withdraw_offer offer=O");

    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=6 renewal=automatic",
               "refused offer-sold-in-market");
    assert_act(&trial, "sales_agent:@d",
               "change_subscription subscription=@1 quantity=4 renewal=automatic", "carried_out");
    trial_end(&trial);
}

int test_engine_orders(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_orders__of_a_direct_partner_bring_a_subscription),
        cmocka_unit_test(test_engine_orders__may_name_what_they_bring),
        cmocka_unit_test(test_engine_orders__of_a_chain_name_the_reseller),
        cmocka_unit_test(test_engine_orders__have_a_partner_id_in_a_chain_alone),
        cmocka_unit_test(test_engine_orders__are_refused_with_their_partner_id),
        cmocka_unit_test(test_engine_orders__ask_for_the_mpa_when_they_are_new),
        cmocka_unit_test(test_engine_orders__keep_both_decisions_when_one_is_refused),
        cmocka_unit_test(test_engine_orders__change_their_partner_of_record),
        cmocka_unit_test(test_engine_orders__change_their_terms),
        cmocka_unit_test(test_engine_orders__are_judged_for_what_is_more),
        cmocka_unit_test(test_engine_orders__have_a_record_while_they_run_in_a_chain),
        cmocka_unit_test(test_engine_orders__are_suspended_and_resumed),
        cmocka_unit_test(test_engine_orders__are_cancelled_for_good),
        cmocka_unit_test(test_engine_orders__bring_what_lives_by_its_life_cycle),
        cmocka_unit_test(test_engine_orders__are_unknown_to_others),
        cmocka_unit_test(test_engine_orders__are_the_transacting_partners),
    };

    return cmocka_run_group_tests_name("engine/orders", tests, NULL, NULL);
}
