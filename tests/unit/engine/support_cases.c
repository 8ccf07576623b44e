/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* r is a reseller of p, and both serve c; s is a reseller of nobody. */
#define PARTIES                                                                                    \
    PROVIDER("p")                                                                                  \
    RESELLER("r")                                                                                  \
    RESELLER("s")                                                                                  \
    CUSTOMER("c")                                                                                  \
    RELATED("p", "r")                                                                              \
    SERVED("p", "c") SERVED("r", "c") OFFER("O") OFFER("T") PARTNER_ID("1001", "r")

#define PAIR " provider=@p reseller=@r"
#define NOT_RELATED                                                                                \
    "indirect_relationship_missing: no relationship of the provider and the reseller is in effect"

static void test_engine_support_cases__are_opened_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PARTIES);

    assert_act(&trial, "admin_agent:@r", "open_support_case" PAIR, "carried_out support_case: @?");
    trial_name(&trial, '1', "support_case");
    assert_act(&trial, "admin_agent:@p", "open_support_case" PAIR,
               "support_case_there: a support case of the two is open already: @1");
    assert_act(&trial, "admin_agent:@p", "open_support_case provider=@p reseller=@s", NOT_RELATED);

    assert_facts(&trial, FACT_SUPPORT_CASE,
                 "{type:support_case,id:@1,provider:@p,reseller:@r,requested_by:reseller,"
                 "status:open,opened_on:2020-05-12}\n");
    trial_end(&trial);
}

static void test_engine_support_cases__are_withdrawn_by_who_opened_them(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PARTIES);
    (void)trial_act(&trial, "admin_agent:@p", "open_support_case" PAIR);
    trial_name(&trial, '1', "support_case");
    trial_set_day(&trial, "2020-05-14");

    assert_act(&trial, "admin_agent:@s", "withdraw_support_case support_case=@1",
               "unknown_case: unknown support case");
    assert_act(&trial, "admin_agent:@s", "withdraw_support_case support_case=@z",
               "unknown_case: unknown support case");
    assert_act(&trial, "admin_agent:@p", "withdraw_support_case support_case=@1",
               "carried_out support_case: @1");
    assert_act(&trial, "admin_agent:@p", "withdraw_support_case support_case=@1",
               "lifecycle_end: the state is withdrawn, which is an end");

    assert_facts(&trial, FACT_SUPPORT_CASE,
                 "{type:support_case,id:@1,provider:@p,reseller:@r,requested_by:provider,"
                 "status:withdrawn,opened_on:2020-05-12,closed_on:2020-05-14}\n");
    trial_end(&trial);
}

static void test_engine_support_cases__are_declined_by_vendor_support(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PARTIES);
    (void)trial_act(&trial, "admin_agent:@p", "open_support_case" PAIR);
    trial_name(&trial, '1', "support_case");

    assert_act(&trial, "vendor_support", "decline_support_case support_case=@1",
               "carried_out support_case: @1");
    assert_act(&trial, "vendor_support", "decline_support_case support_case=@1",
               "lifecycle_end: the state is declined, which is an end");
    assert_act(&trial, "vendor_support", "end_indirect_relationship" PAIR,
               "support_case_missing: no support case of the two is open");

    /* Another may be opened. */
    assert_act(&trial, "admin_agent:@p", "open_support_case" PAIR, "carried_out support_case: @?");
    trial_end(&trial);
}

static void test_engine_support_cases__end_the_relationship(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PARTIES);
    (void)trial_act(&trial, "global_admin:@p",
                    "agree_services provider=@p reseller=@r services=billing");
    (void)trial_act(&trial, "admin_agent:@r", "open_support_case" PAIR);
    trial_name(&trial, '1', "support_case");
    trial_set_day(&trial, "2020-05-20");

    assert_act(&trial, "vendor_support", "end_indirect_relationship" PAIR,
               "carried_out support_case: @1");

    assert_facts(&trial, FACT_INDIRECT_RELATIONSHIP,
                 "{type:indirect_relationship,provider:@p,reseller:@r,from:2020-01-01,"
                 "to:2020-05-20}\n");
    assert_facts(&trial, FACT_SERVICE_AGREEMENT,
                 "{type:service_agreement,provider:@p,reseller:@r,services:[billing],"
                 "from:2020-05-12,to:2020-05-20}\n");
    assert_facts(&trial, FACT_SUPPORT_CASE,
                 "{type:support_case,id:@1,provider:@p,reseller:@r,requested_by:reseller,"
                 "status:carried_out,opened_on:2020-05-12,closed_on:2020-05-20}\n");
    assert_act(&trial, "vendor_support", "end_indirect_relationship" PAIR, NOT_RELATED);
    trial_end(&trial);
}

/* Q7: until the end of June 2020 only vendor support, then the provider too, the reseller never. */
static void test_engine_support_cases__are_not_needed_by_a_provider_later(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-06-30", PARTIES);
    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR,
               "refused ending-through-support");

    trial_set_day(&trial, "2020-07-01");
    assert_act(&trial, "global_admin:@r", "end_indirect_relationship" PAIR,
               "refused ending-through-support");
    assert_facts(&trial, FACT_INDIRECT_RELATIONSHIP,
                 "{type:indirect_relationship,provider:@p,reseller:@r,from:2020-01-01}\n");
    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR, "carried_out");
    assert_facts(&trial, FACT_INDIRECT_RELATIONSHIP,
                 "{type:indirect_relationship,provider:@p,reseller:@r,from:2020-01-01,"
                 "to:2020-07-01}\n");
    trial_end(&trial);
}

static void test_engine_support_cases__are_settled_when_the_provider_ends_it(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-07-01", PARTIES);
    (void)trial_act(&trial, "admin_agent:@r", "open_support_case" PAIR);
    trial_name(&trial, '1', "support_case");

    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR,
               "carried_out support_case: @1");

    assert_facts(&trial, FACT_SUPPORT_CASE,
                 "{type:support_case,id:@1,provider:@p,reseller:@r,requested_by:reseller,"
                 "status:carried_out,opened_on:2020-07-01,closed_on:2020-07-01}\n");
    trial_end(&trial);
}

/* Places an order of the chain, and names its subscription. */
static void order(struct trial *trial, const char *act, char name)
{
    (void)trial_act(trial, "sales_agent:@p", act);
    trial_name(trial, name, "subscription");
}

/* Q9: what runs goes on running, and is listed. */
static void test_engine_support_cases__leave_subscriptions_running(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-07-01", PARTIES);
    order(&trial, "place_order provider=@p seller=@r customer=@c offer=O quantity=1 mpn_id=1001",
          '1');
    order(&trial, "place_order provider=@p seller=@r customer=@c offer=T quantity=2 mpn_id=1001",
          '2');
    order(&trial, "place_order provider=@p seller=@r customer=@c offer=O quantity=3 mpn_id=1001",
          '3');
    (void)trial_act(&trial, "sales_agent:@p", "suspend_subscription subscription=@2");
    (void)trial_act(&trial, "sales_agent:@p", "cancel_subscription subscription=@3");

    assert_act(&trial, "global_admin:@r", "end_indirect_relationship" PAIR,
               "refused ending-through-support");
    assert_dry_run(&trial, "global_admin:@p", "end_indirect_relationship" PAIR,
                   "carried_out runs_on: @1 @c O runs_on: @2 @c T");
    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR,
               "carried_out runs_on: @1 @c O runs_on: @2 @c T");

    assert_act(&trial, "sales_agent:@p", "resume_subscription subscription=@2",
               "carried_out status: active");
    assert_act(&trial, "sales_agent:@p",
               "place_order provider=@p seller=@r customer=@c offer=O quantity=1 mpn_id=1001",
               "refused indirect-relationship-active indirect-relationship-active");
    trial_end(&trial);
}

/* Adds facts of so many orders of the chain whose subscriptions run. */
static void add_running(struct buffer *facts, unsigned count)
{
    static const char last[] = "-0000-4000-8000-000000000000";

    for (unsigned i = 0; i < count; i++) {
        buffer_add_format(facts,
                          "order id=%08x%s customer=@c seller=@r provider=@p offer=O quantity=1 "
                          "mpn_id=1001 placed_on=2020-02-01\n",
                          0x1000 + i, last);
        buffer_add_format(facts, "subscription id=%08x%s customer=@c order=%08x%s quantity=1\n",
                          0x2000 + i, last, 0x1000 + i, last);
        buffer_add_format(facts,
                          "subscription_status subscription=%08x%s customer=@c status=active "
                          "from=2020-02-01\n",
                          0x2000 + i, last);
    }
    buffer_add(facts, "", 1);
    assert_false(facts->has_failed);
}

static unsigned count_words(const char *text, const char *word)
{
    unsigned count = 0;

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        count++;
    return count;
}

static void check_listed(unsigned running, unsigned listed, unsigned too)
{
    struct buffer facts = { 0 };
    struct trial trial;
    const char *said = NULL;

    buffer_add_string(&facts, PARTIES);
    add_running(&facts, running);
    trial_begin(&trial, "2020-07-01", facts.bytes);

    said = trial_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR);

    assert_int_equal(count_words(said, "runs_on:"), listed);
    assert_int_equal(count_words(said, "runs_on_too: more than these"), too);
    trial_end(&trial);
    buffer_done(&facts);
}

static void test_engine_support_cases__list_a_hundred_of_what_runs(void **state)
{
    (void)state;
    check_listed(100, 100, 0);
    check_listed(101, 100, 1);
}

static void test_engine_support_cases__list_each_on_a_line_of_its_own(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-07-01",
                PARTIES "offer id=O\tT name=O publisher=V party=first markets=*\n"
                        "order id=@n customer=@c seller=@r provider=@p offer=O\tT quantity=1 "
                        "mpn_id=1001 placed_on=2020-02-01\n"
                        "subscription id=@m customer=@c order=@n quantity=1\n"
                        "subscription_status subscription=@m customer=@c status=active "
                        "from=2020-02-01\n");

    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR,
               "carried_out runs_on: @m @c O\\x09T");
    trial_end(&trial);
}

#define FOUR(text) text text text text

/* What was imported may overlap; it all ends. */
static void test_engine_support_cases__end_every_relationship_of_the_two(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-07-01", PROVIDER("p") RESELLER("r") FOUR(FOUR(RELATED("p", "r"))));

    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR, "carried_out");

    assert_int_equal(count_words(trial_facts(&trial, FACT_INDIRECT_RELATIONSHIP), "to:2020-07-01"),
                     16);
    assert_act(&trial, "global_admin:@p", "end_indirect_relationship" PAIR, NOT_RELATED);
    trial_end(&trial);
}

/* What can become of the case "@1", but by the end that it asks for. */
static const struct deed deeds[] = {
    { "global_admin:@r", "withdraw_support_case support_case=@1" },
    { "vendor_support", "decline_support_case support_case=@1" },
    { NULL, NULL },
};

/* A case after the act, or without one just opened. */
static void check_possible_after(const char *as, const char *act, const char *expected)
{
    struct trial trial;

    trial_begin(&trial, "2020-05-12", PARTIES);
    (void)trial_act(&trial, "global_admin:@r", "open_support_case" PAIR);
    trial_name(&trial, '1', "support_case");
    if (act != NULL)
        (void)trial_act(&trial, as, act);

    assert_possible(&trial, deeds, expected);
    trial_end(&trial);
}

static void test_engine_support_cases__are_closed_once(void **state)
{
    (void)state;
    check_possible_after(NULL, NULL, "withdraw_support_case decline_support_case");
    check_possible_after(deeds[0].as, deeds[0].act, "");
    check_possible_after(deeds[1].as, deeds[1].act, "");
    check_possible_after("vendor_support", "end_indirect_relationship" PAIR, "");
}

static void test_engine_support_cases__are_the_admins(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-07-01", PARTIES);
    (void)trial_act(&trial, "admin_agent:@r", "open_support_case" PAIR);
    trial_name(&trial, '1', "support_case");

    assert_permitted(&trial, "open_support_case" PAIR, "@p@r@s",
                     "global_admin:@p global_admin:@r admin_agent:@p admin_agent:@r");
    assert_permitted(&trial, "withdraw_support_case support_case=@1", "@p@r@s",
                     "global_admin:@r admin_agent:@r");
    assert_permitted(&trial, "decline_support_case support_case=@1", "@p@r@s", "vendor_support");
    assert_permitted(&trial, "end_indirect_relationship" PAIR, "@p@r@s",
                     "global_admin:@p global_admin:@r admin_agent:@p admin_agent:@r "
                     "vendor_support");
    trial_end(&trial);
}

int test_engine_support_cases(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_support_cases__are_opened_once),
        cmocka_unit_test(test_engine_support_cases__are_withdrawn_by_who_opened_them),
        cmocka_unit_test(test_engine_support_cases__are_declined_by_vendor_support),
        cmocka_unit_test(test_engine_support_cases__end_the_relationship),
        cmocka_unit_test(test_engine_support_cases__are_not_needed_by_a_provider_later),
        cmocka_unit_test(test_engine_support_cases__are_settled_when_the_provider_ends_it),
        cmocka_unit_test(test_engine_support_cases__leave_subscriptions_running),
        cmocka_unit_test(test_engine_support_cases__list_a_hundred_of_what_runs),
        cmocka_unit_test(test_engine_support_cases__list_each_on_a_line_of_its_own),
        cmocka_unit_test(test_engine_support_cases__end_every_relationship_of_the_two),
        cmocka_unit_test(test_engine_support_cases__are_closed_once),
        cmocka_unit_test(test_engine_support_cases__are_the_admins),
    };

    return cmocka_run_group_tests_name("engine/support_cases", tests, NULL, NULL);
}
