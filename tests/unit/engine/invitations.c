/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* p and q are providers, r and s resellers, d bills directly, c and e are customers. */
#define PARTIES PROVIDER("p") PROVIDER("q") RESELLER("r") RESELLER("s") DIRECT("d") CUSTOMER("c")

static void test_engine_invitations__tell_their_token_and_keep_its_hash(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r",
               "carried_out invitation: @? expires_on: 2022-06-09 token: $");

    /* "#" stands for the hash of "$". */
    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@?,kind:indirect_relationship,status:sent,inviter:@p,"
                 "reseller:@r,token:#,sent_on:2022-05-10,expires_on:2022-06-09}\n");
    trial_end(&trial);
}

static void test_engine_invitations__last_a_year_at_most(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    assert_act(&trial, "global_admin:@p", "invite_reseller provider=@p expires_on=2022-05-09",
               "day_out_of_range: expires_on has to be a day from 2022-05-10 to 2023-05-10");
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p expires_on=2023-05-11",
               "day_out_of_range: expires_on has to be a day from 2022-05-10 to 2023-05-10");
    assert_facts(&trial, FACT_INVITATION, "");
    assert_act(&trial, "global_admin:@p", "invite_reseller provider=@p expires_on=2022-05-10",
               "carried_out invitation: @? expires_on: 2022-05-10 token: $");
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p expires_on=2023-05-10",
               "carried_out invitation: @? expires_on: 2023-05-10 token: $");
    trial_end(&trial);
}

static void test_engine_invitations__are_judged_when_they_name_somebody(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r"));

    assert_act(&trial, "global_admin:@q", "invite_reseller provider=@q reseller=@d",
               "refused chain-of-sale:reseller");
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p customer=@r",
               "refused reseller-or-customer");
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r customer=@r",
               "refused reseller-or-customer no-self-sale:partner");
    assert_facts(&trial, FACT_INVITATION, "");
    assert_act(&trial, "global_admin:@d", "invite_reseller provider=@d",
               "carried_out invitation: @? expires_on: 2022-06-09 token: $");
    trial_end(&trial);
}

/* Its organisation is met on the way up from the partner's, before the customer itself is. */
static void test_engine_invitations__are_judged_for_who_owns_the_partner(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES "ownership owner=c owned=d\n");

    assert_act(&trial, "admin_agent:@d", "invite_customer partner=@d customer=@c",
               "refused no-affiliate-sale:partner");

    trial_end(&trial);
}

static void test_engine_invitations__are_not_sent_twice(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r"));

    assert_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r",
               "indirect_relationship_there: the relationship of the provider and the reseller is "
               "in effect already");
    assert_act(&trial, "global_admin:@p",
               "invite_reseller provider=@p reseller=@s expires_on=2022-05-12",
               "carried_out invitation: @? expires_on: 2022-05-12 token: $");
    assert_act(&trial, "admin_agent:@p", "invite_reseller provider=@p reseller=@s",
               "invitation_there: the same invitation was sent already; it can be accepted until "
               "2022-05-12");
    assert_act(&trial, "global_admin:@q", "invite_reseller provider=@q reseller=@s",
               "carried_out invitation: @? expires_on: 2022-06-09 token: $");

    /* One that has lapsed does not stand in the way. */
    trial_set_day(&trial, "2022-05-13");
    assert_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@s",
               "carried_out invitation: @? expires_on: 2022-06-12 token: $");
    trial_end(&trial);
}

static void test_engine_invitations__of_customers_are_not_sent_twice(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r") SERVED("d", "c"));

    assert_act(&trial, "global_admin:@d", "invite_customer partner=@d customer=@c",
               "customer_relationship_there: the relationship of the partner and the customer is "
               "in effect already");
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p customer=@c",
               "carried_out invitation: @? expires_on: 2022-06-09 token: $");
    assert_act(&trial, "sales_agent:@p", "invite_customer partner=@p customer=@c",
               "invitation_there: the same invitation was sent already; it can be accepted until "
               "2022-06-09");

    /* Together with a reseller is something else. */
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r customer=@c",
               "carried_out invitation: @? expires_on: 2022-06-09 token: $");
    trial_end(&trial);
}

static void test_engine_invitations__make_a_reseller_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    trial_set_day(&trial, "2022-05-11");

    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "carried_out invitation: @? provider: @p");

    assert_facts(&trial, FACT_INDIRECT_RELATIONSHIP,
                 "{type:indirect_relationship,provider:@p,reseller:@r,from:2022-05-11}\n");
    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@?,kind:indirect_relationship,status:accepted,inviter:@p,"
                 "reseller:@r,token:#,sent_on:2022-05-10,expires_on:2022-06-09,"
                 "settled_on:2022-05-11}\n");
    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "lifecycle_end: the state is accepted, which is an end");
    trial_end(&trial);
}

static void test_engine_invitations__can_be_for_whoever_has_the_token(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r"));
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p");

    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "indirect_relationship_there: the relationship of the provider and the reseller is "
               "in effect already");
    assert_act(&trial, "global_admin:@s", "accept_reseller_invitation token=$ reseller=@s",
               "carried_out invitation: @? provider: @p");

    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@?,kind:indirect_relationship,status:accepted,inviter:@p,"
                 "reseller:@s,token:#,sent_on:2022-05-10,expires_on:2022-06-09,"
                 "settled_on:2022-05-10}\n");
    trial_end(&trial);
}

/* What is said of a token that was never given out. */
#define UNKNOWN "unknown_invitation: unknown invitation"

static void test_engine_invitations__are_unknown_to_others(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    trial_name(&trial, '1', "invitation");

    assert_act(&trial, "global_admin:@s", "accept_reseller_invitation token=0 reseller=@s",
               UNKNOWN);
    assert_act(&trial, "global_admin:@s", "accept_reseller_invitation token=$ reseller=@s",
               UNKNOWN);
    assert_act(&trial, "global_admin:@s", "accept_reseller_invitation token=$ reseller=@r",
               UNKNOWN);
    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               UNKNOWN);
    assert_act(&trial, "global_admin:@s", "decline_invitation token=$ reseller=@s", UNKNOWN);
    assert_act(&trial, "global_admin:@s", "decline_invitation invitation=@1", UNKNOWN);
    assert_act(&trial, "global_admin:@q", "withdraw_invitation invitation=@1", UNKNOWN);
    assert_act(&trial, "global_admin:@p", "withdraw_invitation invitation=@z", UNKNOWN);

    /* Who is invited knows of it, and is told who may. */
    assert_act(&trial, "global_admin:@r", "withdraw_invitation invitation=@1",
               "forbidden: @r:global_admin may not do this act (withdraw_invitation)");
    trial_end(&trial);
}

static void test_engine_invitations__are_to_resell_or_to_buy(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p");
    assert_act(&trial, "global_admin:@c", "accept_customer_invitation token=$ customer=@c",
               UNKNOWN);

    (void)trial_act(&trial, "global_admin:@p", "invite_customer partner=@p");
    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               UNKNOWN);
    trial_end(&trial);
}

static void test_engine_invitations__end_with_their_last_day(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p",
                    "invite_reseller provider=@p reseller=@r expires_on=2022-05-12");

    trial_set_day(&trial, "2022-05-13");
    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "invitation_lapsed: the last day of the invitation was 2022-05-12");

    trial_set_day(&trial, "2022-05-12");
    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "carried_out invitation: @? provider: @p");
    trial_end(&trial);
}

static void test_engine_invitations__are_judged_again_when_accepted(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    (void)trial_act(&trial, "vendor", "suspend_enrollment tenant=@r role=indirect_reseller");

    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "refused good-standing:reseller");

    assert_facts(&trial, FACT_INDIRECT_RELATIONSHIP, "");
    (void)trial_act(&trial, "vendor", "reinstate_enrollment tenant=@r role=indirect_reseller");
    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "carried_out invitation: @? provider: @p");
    trial_end(&trial);
}

static void test_engine_invitations__make_a_customer(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "sales_agent:@d", "invite_customer partner=@d");

    assert_act(&trial, "global_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "carried_out invitation: @? partner: @d");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@d,customer:@c,from:2022-05-10}\n");
    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@?,kind:customer_relationship,status:accepted,inviter:@d,"
                 "customer:@c,token:#,sent_on:2022-05-10,expires_on:2022-06-09,"
                 "settled_on:2022-05-10}\n");
    assert_act(&trial, "global_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "lifecycle_end: the state is accepted, which is an end");
    trial_end(&trial);
}

static void test_engine_invitations__make_a_customer_of_two(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r"));
    (void)trial_act(&trial, "global_admin:@p",
                    "invite_customer partner=@p reseller=@r customer=@c");

    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "carried_out invitation: @? partner: @p partner: @r");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@p,customer:@c,from:2022-05-10}\n"
                 "{type:customer_relationship,partner:@r,customer:@c,from:2022-05-10}\n");
    trial_end(&trial);
}

static void test_engine_invitations__of_two_add_what_is_new(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r") SERVED("p", "c"));
    (void)trial_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r");

    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "carried_out invitation: @? partner: @p partner: @r");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@p,customer:@c,from:2020-01-01}\n"
                 "{type:customer_relationship,partner:@r,customer:@c,from:2022-05-10}\n");

    /* Both are there now. */
    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r customer=@c",
               "customer_relationship_there: the relationship of the partner and the customer is "
               "in effect already");
    (void)trial_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r");
    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "customer_relationship_there: the relationship of the partner and the customer is "
               "in effect already");
    trial_end(&trial);
}

static void test_engine_invitations__of_two_may_be_new_to_the_first(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r") SERVED("r", "c"));
    (void)trial_act(&trial, "global_admin:@p",
                    "invite_customer partner=@p reseller=@r customer=@c");

    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "carried_out invitation: @? partner: @p partner: @r");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@r,customer:@c,from:2020-01-01}\n"
                 "{type:customer_relationship,partner:@p,customer:@c,from:2022-05-10}\n");
    trial_end(&trial);
}

static void test_engine_invitations__of_two_are_refused_for_both(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r"));
    (void)trial_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r");
    (void)trial_act(&trial, "vendor", "suspend_enrollment tenant=@r role=indirect_reseller");

    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "refused good-standing:partner");

    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP, "");
    trial_end(&trial);
}

#define NOT_RELATED                                                                                \
    "indirect_relationship_missing: no relationship of the provider and the reseller is in effect"

static void test_engine_invitations__of_two_need_their_relationship(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-07-10", PARTIES RELATED("p", "r"));

    assert_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@s", NOT_RELATED);
    (void)trial_act(&trial, "global_admin:@p", "invite_customer partner=@p reseller=@r");
    (void)trial_act(&trial, "global_admin:@p", "end_indirect_relationship provider=@p reseller=@r");
    assert_act(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               NOT_RELATED);
    trial_end(&trial);
}

static void test_engine_invitations__can_be_withdrawn(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    trial_name(&trial, '1', "invitation");
    trial_set_day(&trial, "2022-05-11");

    assert_act(&trial, "admin_agent:@p", "withdraw_invitation invitation=@1",
               "carried_out invitation: @1");

    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@1,kind:indirect_relationship,status:withdrawn,inviter:@p,"
                 "reseller:@r,token:#,sent_on:2022-05-10,expires_on:2022-06-09,"
                 "settled_on:2022-05-11}\n");
    assert_act(&trial, "admin_agent:@p", "withdraw_invitation invitation=@1",
               "lifecycle_end: the state is withdrawn, which is an end");
    assert_act(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r",
               "lifecycle_end: the state is withdrawn, which is an end");

    /* Another can be sent. */
    assert_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r",
               "carried_out invitation: @? expires_on: 2022-06-10 token: $");
    trial_end(&trial);
}

static void test_engine_invitations__can_be_declined_by_who_is_named(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@d", "invite_customer partner=@d customer=@c");
    trial_name(&trial, '1', "invitation");

    assert_act(&trial, "customer_admin:@c", "decline_invitation invitation=@1",
               "carried_out invitation: @1");

    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@1,kind:customer_relationship,status:declined,inviter:@d,"
                 "customer:@c,token:#,sent_on:2022-05-10,expires_on:2022-06-09,"
                 "settled_on:2022-05-10}\n");
    assert_act(&trial, "customer_admin:@c", "decline_invitation token=$",
               "lifecycle_end: the state is declined, which is an end");
    trial_end(&trial);
}

static void test_engine_invitations__can_be_declined_by_who_has_the_token(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p");
    trial_name(&trial, '1', "invitation");

    assert_act(&trial, "global_admin:@s", "decline_invitation reseller=@s",
               "missing_field: token is missing");
    assert_act(&trial, "global_admin:@s", "decline_invitation token=$",
               "missing_field: reseller is missing");
    assert_act(&trial, "global_admin:@s", "decline_invitation invitation=@1 reseller=@s", UNKNOWN);
    assert_act(&trial, "global_admin:@s", "decline_invitation token=$ invitation=@z reseller=@s",
               UNKNOWN);
    assert_act(&trial, "global_admin:@s", "decline_invitation token=$ invitation=@1 reseller=@s",
               "carried_out invitation: @1");
    assert_facts(&trial, FACT_INVITATION,
                 "{type:invitation,id:@1,kind:indirect_relationship,status:declined,inviter:@p,"
                 "reseller:@s,token:#,sent_on:2022-05-10,expires_on:2022-06-09,"
                 "settled_on:2022-05-10}\n");
    trial_end(&trial);
}

/* What can become of the invitation "@1". */
static const struct deed deeds[] = {
    { "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r" },
    { "global_admin:@r", "decline_invitation invitation=@1" },
    { "global_admin:@p", "withdraw_invitation invitation=@1" },
    { NULL, NULL },
};

/* An invitation after that deed, or without one just sent. */
static void check_possible_after(const struct deed *deed, const char *expected)
{
    struct trial trial;

    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    trial_name(&trial, '1', "invitation");
    if (deed != NULL)
        (void)trial_act(&trial, deed->as, deed->act);

    assert_possible(&trial, deeds, expected);
    trial_end(&trial);
}

static void test_engine_invitations__are_settled_once(void **state)
{
    (void)state;
    check_possible_after(NULL, "accept_reseller_invitation decline_invitation withdraw_invitation");
    check_possible_after(&deeds[0], "");
    check_possible_after(&deeds[1], "");
    check_possible_after(&deeds[2], "");
}

static void test_engine_invitations__are_sent_by_their_partner(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES RELATED("p", "r"));

    assert_permitted(&trial, "invite_reseller provider=@p reseller=@s", "@p@s@q",
                     "global_admin:@p admin_agent:@p");
    assert_permitted(&trial, "invite_customer partner=@p reseller=@r customer=@c", "@p@r@c",
                     "global_admin:@p admin_agent:@p sales_agent:@p");
    trial_end(&trial);
}

static void test_engine_invitations__to_resell_are_the_two_sides_admins(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    trial_name(&trial, '1', "invitation");

    assert_permitted(&trial, "accept_reseller_invitation token=$ reseller=@r", "@p@r@q",
                     "global_admin:@r");
    assert_permitted(&trial, "withdraw_invitation invitation=@1", "@p@r@q",
                     "global_admin:@p admin_agent:@p");
    assert_permitted(&trial, "decline_invitation invitation=@1", "@p@r@q",
                     "global_admin:@r customer_admin:@r");
    trial_end(&trial);
}

static void test_engine_invitations__to_buy_are_the_sales_agents_too(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    (void)trial_act(&trial, "global_admin:@d", "invite_customer partner=@d customer=@c");
    trial_name(&trial, '1', "invitation");

    assert_permitted(&trial, "accept_customer_invitation token=$ customer=@c", "@d@c@q",
                     "global_admin:@c customer_admin:@c");
    assert_permitted(&trial, "withdraw_invitation invitation=@1", "@d@c@q",
                     "global_admin:@d admin_agent:@d sales_agent:@d");
    assert_permitted(&trial, "decline_invitation invitation=@1", "@d@c@q",
                     "global_admin:@c customer_admin:@c");
    trial_end(&trial);
}

int test_engine_invitations(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_invitations__tell_their_token_and_keep_its_hash),
        cmocka_unit_test(test_engine_invitations__last_a_year_at_most),
        cmocka_unit_test(test_engine_invitations__are_judged_when_they_name_somebody),
        cmocka_unit_test(test_engine_invitations__are_judged_for_who_owns_the_partner),
        cmocka_unit_test(test_engine_invitations__are_not_sent_twice),
        cmocka_unit_test(test_engine_invitations__of_customers_are_not_sent_twice),
        cmocka_unit_test(test_engine_invitations__make_a_reseller_once),
        cmocka_unit_test(test_engine_invitations__can_be_for_whoever_has_the_token),
        cmocka_unit_test(test_engine_invitations__are_unknown_to_others),
        cmocka_unit_test(test_engine_invitations__are_to_resell_or_to_buy),
        cmocka_unit_test(test_engine_invitations__end_with_their_last_day),
        cmocka_unit_test(test_engine_invitations__are_judged_again_when_accepted),
        cmocka_unit_test(test_engine_invitations__make_a_customer),
        cmocka_unit_test(test_engine_invitations__make_a_customer_of_two),
        cmocka_unit_test(test_engine_invitations__of_two_add_what_is_new),
        cmocka_unit_test(test_engine_invitations__of_two_may_be_new_to_the_first),
        cmocka_unit_test(test_engine_invitations__of_two_are_refused_for_both),
        cmocka_unit_test(test_engine_invitations__of_two_need_their_relationship),
        cmocka_unit_test(test_engine_invitations__can_be_withdrawn),
        cmocka_unit_test(test_engine_invitations__can_be_declined_by_who_is_named),
        cmocka_unit_test(test_engine_invitations__can_be_declined_by_who_has_the_token),
        cmocka_unit_test(test_engine_invitations__are_settled_once),
        cmocka_unit_test(test_engine_invitations__are_sent_by_their_partner),
        cmocka_unit_test(test_engine_invitations__to_resell_are_the_two_sides_admins),
        cmocka_unit_test(test_engine_invitations__to_buy_are_the_sales_agents_too),
    };

    return cmocka_run_group_tests_name("engine/invitations", tests, NULL, NULL);
}
