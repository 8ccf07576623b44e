/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eight scenarios of the article as its parties would play them: each line is an act of
 * somebody, and what comes of it.
 */
#include <stdio.h>

#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* An act that is carried out, whatever it tells. */
static void does(struct trial *trial, const char *as, const char *act)
{
    static const char expected[] = "carried_out";
    struct text said = text_of(trial_act(trial, as, act));

    if (said.length >= sizeof(expected) - 1)
        said.length = sizeof(expected) - 1;
    if (!text_is(said, expected))
        fail_msg("%s %s: %s", as, act, trial->said.bytes);
}

/* An act that the rules refuse, with all that they find. */
static void is_refused(struct trial *trial, const char *as, const char *act, const char *findings)
{
    char expected[256];

    (void)snprintf(expected, sizeof(expected), "refused %s", findings);
    assert_act(trial, as, act, expected);
}

/* Who comes into the program: its letter stands for "~" in texts, its role or kind for "^". */
struct newcomer {
    char letter;
    const char *role;
};

static void write_of(struct buffer *buffer, const struct newcomer *newcomer, const char *text)
{
    buffer_clear(buffer);
    for (; *text != '\0'; text++) {
        if (*text == '~')
            buffer_add(buffer, &newcomer->letter, 1);
        else if (*text == '^')
            buffer_add_string(buffer, newcomer->role);
        else
            buffer_add(buffer, text, 1);
    }
    buffer_add(buffer, "", 1);
}

/* An act by or about the newcomer. */
static void goes_on(struct trial *trial, const struct newcomer *newcomer, const char *as,
                    const char *act)
{
    struct buffer who = { 0 };
    struct buffer what = { 0 };

    write_of(&who, newcomer, as);
    write_of(&what, newcomer, act);
    does(trial, who.bytes, what.bytes);
    buffer_done(&who);
    buffer_done(&what);
}

static void registers(struct trial *trial, char letter, const char *kind)
{
    struct newcomer newcomer = { letter, kind };

    goes_on(trial, &newcomer, "vendor", "register_organization organization=~ name=~ country=DE");
    goes_on(trial, &newcomer, "vendor",
            "register_tenant tenant=@~ domain=~.example organization=~ country=DE kind=^");
}

static void attests(struct trial *trial, char letter)
{
    for (unsigned i = 0; i < CAPABILITY_COUNT; i++) {
        struct newcomer newcomer = { letter, capability_words.list[i] };

        goes_on(trial, &newcomer, "global_admin:@~", "attest_capability tenant=@~ capability=^");
    }
}

/* From nothing to a partner that may transact. */
static void becomes_partner(struct trial *trial, char letter, const char *role)
{
    struct newcomer newcomer = { letter, role };

    registers(trial, letter, "partner");
    goes_on(trial, &newcomer, "global_admin:@~", "onboard tenant=@~");
    if (strcmp(role, "direct_bill") == 0)
        attests(trial, letter);
    goes_on(trial, &newcomer, "global_admin:@~", "start_enrollment tenant=@~ role=^");
    goes_on(trial, &newcomer, "global_admin:@~", "submit_enrollment tenant=@~ role=^");
    goes_on(trial, &newcomer, "vendor", "qualify_enrollment tenant=@~ role=^");
    goes_on(trial, &newcomer, "vendor", "activate_enrollment tenant=@~ role=^");
    goes_on(trial, &newcomer, "global_admin:@~", "sign_mpa tenant=@~ signed_by=admin");
}

static void becomes_customer(struct trial *trial, char letter)
{
    struct newcomer newcomer = { letter, "customer" };

    registers(trial, letter, "customer");
    goes_on(trial, &newcomer, "customer_admin:@~", "accept_customer_agreement customer=@~");
}

/* S1.1: vendor, direct-bill partner, customer; from an empty book. */
static void test_engine_scenarios__s1_1_a_direct_bill_partner_sells(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", "");
    does(&trial, "vendor", "publish_offer offer=O name=O publisher=V party=first markets=*");
    becomes_partner(&trial, 'd', "direct_bill");
    becomes_customer(&trial, 'c');

    is_refused(&trial, "sales_agent:@d", "place_order seller=@d customer=@c offer=O quantity=5",
               "customer-relationship-active:direct_bill");
    does(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@c");
    does(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c");
    does(&trial, "sales_agent:@d", "place_order seller=@d customer=@c offer=O quantity=5");
    trial_end(&trial);
}

/* S1.2: vendor, provider, reseller, customer; from an empty book. */
static void test_engine_scenarios__s1_2_a_reseller_sells_through_its_provider(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", "");
    does(&trial, "vendor", "publish_offer offer=O name=O publisher=V party=first markets=*");
    becomes_partner(&trial, 'p', "indirect_provider");
    becomes_partner(&trial, 'r', "indirect_reseller");
    does(&trial, "global_admin:@r", "register_partner_id mpn_id=1001 tenant=@r country=DE");
    becomes_customer(&trial, 'c');

    does(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r");
    does(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r");
    does(&trial, "global_admin:@p", "agree_services provider=@p reseller=@r services=billing");
    does(&trial, "sales_agent:@p", "invite_customer partner=@p reseller=@r");
    does(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c");
    does(&trial, "sales_agent:@p",
         "place_order provider=@p seller=@r customer=@c offer=O quantity=5 mpn_id=1001");

    /* T8: without the provider the reseller cannot. */
    is_refused(&trial, "sales_agent:@r", "place_order seller=@r customer=@c offer=O quantity=5",
               "chain-of-sale:direct_bill");
    trial_end(&trial);
}

/* p with its reseller r, d, who bills directly, and c, whom they may serve. */
#define PROGRAM                                                                                    \
    PROVIDER("p")                                                                                  \
    RESELLER("r")                                                                                  \
    DIRECT("d") CUSTOMER("c") RELATED("p", "r") OFFER("O") OFFER("T") PARTNER_ID("1001", "r")

static void test_engine_scenarios__s2_a_customer_buys_from_several_partners(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PROGRAM);

    does(&trial, "sales_agent:@d", "invite_customer partner=@d");
    does(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c");
    does(&trial, "sales_agent:@p", "invite_customer partner=@p reseller=@r");
    does(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c");
    does(&trial, "sales_agent:@d", "place_order seller=@d customer=@c offer=O quantity=1");
    does(&trial, "sales_agent:@p",
         "place_order provider=@p seller=@r customer=@c offer=T quantity=1 mpn_id=1001");
    trial_end(&trial);
}

static void test_engine_scenarios__s3_several_partners_manage_a_customer(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PROGRAM);

    does(&trial, "customer_admin:@c", "engage_partner partner=@r customer=@c");
    does(&trial, "customer_admin:@c", "engage_partner partner=@d customer=@c");
    does(&trial, "customer_admin:@c", "grant_privileges partner=@r customer=@c to=2021-01-01");
    does(&trial, "customer_admin:@c", "grant_privileges partner=@d customer=@c to=2021-01-01");

    /* To manage is not to sell. */
    is_refused(&trial, "sales_agent:@d", "place_order seller=@d customer=@c offer=O quantity=1",
               "customer-relationship-active:direct_bill");
    trial_end(&trial);
}

/* Another tenant of the reseller's organisation, for its own use. */
#define OWN_TENANT                                                                                 \
    "tenant id=@o domain=o.example organization=r country=DE kind=customer\n"                      \
    "customer_agreement customer=@o acceptance=direct date=2020-01-31\n"                           \
    "customer_agreement customer=@r acceptance=direct date=2020-01-31\n"

static void test_engine_scenarios__s4_a_partner_buys_for_its_own_use(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PROGRAM OWN_TENANT);

    /* S4c: never on its tenant of the program, which may be a customer all the same (Q11). */
    does(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@r");
    does(&trial, "global_admin:@r", "accept_customer_invitation token=$ customer=@r");
    is_refused(&trial, "sales_agent:@d", "place_order seller=@d customer=@r offer=O quantity=1",
               "no-provisioning-on-csp-tenant");

    /* S4a, S4b: on another, designated as customer. */
    does(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@o");
    does(&trial, "global_admin:@o", "accept_customer_invitation token=$ customer=@o");
    does(&trial, "sales_agent:@d", "place_order seller=@d customer=@o offer=O quantity=1");
    trial_end(&trial);
}

static void test_engine_scenarios__s5_nobody_sells_to_itself_or_its_affiliates(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                PROGRAM "tenant id=@o domain=o.example organization=d country=DE kind=customer\n");

    is_refused(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@o",
               "no-self-sale:partner");
    does(&trial, "vendor", "record_ownership owner=d owned=c from=2020-05-13");
    does(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@c");
    trial_set_day(&trial, "2020-05-13");
    is_refused(&trial, "customer_admin:@c", "accept_customer_invitation token=$ customer=@c",
               "no-affiliate-sale:partner");
    trial_end(&trial);
}

#define RESELLS_OR_BUYS "reseller-or-customer"

static void test_engine_scenarios__s6_o1_a_reseller_buys_on_another_tenant(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                PROGRAM OWN_TENANT RESELLER("s") RELATED("p", "s") PARTNER_ID("2001", "s"));
    is_refused(&trial, "sales_agent:@p", "invite_customer partner=@p customer=@r", RESELLS_OR_BUYS);

    does(&trial, "sales_agent:@p", "invite_customer partner=@p reseller=@s customer=@o");
    does(&trial, "global_admin:@o", "accept_customer_invitation token=$ customer=@o");
    does(&trial, "sales_agent:@p",
         "place_order provider=@p seller=@s customer=@o offer=O quantity=1 mpn_id=2001");
    trial_end(&trial);
}

static void test_engine_scenarios__s6_o2_a_reseller_changes_its_provider(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PROGRAM OWN_TENANT PROVIDER("q"));
    is_refused(&trial, "sales_agent:@p", "invite_customer partner=@p customer=@r", RESELLS_OR_BUYS);

    does(&trial, "global_admin:@r", "open_support_case provider=@p reseller=@r");
    does(&trial, "vendor_support", "end_indirect_relationship provider=@p reseller=@r");
    does(&trial, "global_admin:@q", "invite_reseller provider=@q reseller=@r");
    does(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r");
    does(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@o");
    does(&trial, "global_admin:@o", "accept_customer_invitation token=$ customer=@o");
    does(&trial, "sales_agent:@d", "place_order seller=@d customer=@o offer=O quantity=1");

    /* And what S6 forbade is free. */
    does(&trial, "sales_agent:@p", "invite_customer partner=@p customer=@r");
    trial_end(&trial);
}

static void test_engine_scenarios__s6_o3_a_customer_resells_for_another_provider(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PROVIDER("p") PROVIDER("q") RESELLER("r") SERVED("p", "r"));

    is_refused(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@r",
               RESELLS_OR_BUYS);
    does(&trial, "global_admin:@q", "invite_reseller provider=@q reseller=@r");
    does(&trial, "global_admin:@r", "accept_reseller_invitation token=$ reseller=@r");
    assert_facts(&trial, FACT_CUSTOMER_RELATIONSHIP,
                 "{type:customer_relationship,partner:@p,customer:@r,from:2020-01-01}\n");
    trial_end(&trial);
}

static void test_engine_scenarios__s6_e_vendor_support_ends_a_relationship(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", PROGRAM);

    is_refused(&trial, "global_admin:@p", "end_indirect_relationship provider=@p reseller=@r",
               "ending-through-support");
    is_refused(&trial, "global_admin:@r", "end_indirect_relationship provider=@p reseller=@r",
               "ending-through-support");
    does(&trial, "global_admin:@p", "open_support_case provider=@p reseller=@r");
    does(&trial, "vendor_support", "end_indirect_relationship provider=@p reseller=@r");
    assert_facts(&trial, FACT_INDIRECT_RELATIONSHIP,
                 "{type:indirect_relationship,provider:@p,reseller:@r,from:2020-01-01,"
                 "to:2020-05-12}\n");
    trial_end(&trial);
}

static void test_engine_scenarios__s7_a_partner_sells_in_its_region(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                PROGRAM TENANT("f", "FR", "customer") TENANT("u", "US", "customer"));

    does(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@f");
    is_refused(&trial, "sales_agent:@d", "invite_customer partner=@d customer=@u",
               "customer-in-region:partner");

    /* Who has the token may be anywhere: it is judged when it is used. */
    does(&trial, "sales_agent:@d", "invite_customer partner=@d");
    is_refused(&trial, "global_admin:@u", "accept_customer_invitation token=$ customer=@u",
               "customer-in-region:partner");
    trial_end(&trial);
}

static void test_engine_scenarios__s8_partners_work_together_in_their_region(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12",
                PROVIDER("p") PARTNER("f", "FR", "indirect_reseller")
                    PARTNER("u", "US", "indirect_reseller"));

    does(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@f");
    does(&trial, "global_admin:@f", "accept_reseller_invitation token=$ reseller=@f");
    is_refused(&trial, "global_admin:@p", "invite_reseller provider=@p reseller=@u",
               "partners-in-same-region");
    trial_end(&trial);
}

int test_engine_scenarios(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_scenarios__s1_1_a_direct_bill_partner_sells),
        cmocka_unit_test(test_engine_scenarios__s1_2_a_reseller_sells_through_its_provider),
        cmocka_unit_test(test_engine_scenarios__s2_a_customer_buys_from_several_partners),
        cmocka_unit_test(test_engine_scenarios__s3_several_partners_manage_a_customer),
        cmocka_unit_test(test_engine_scenarios__s4_a_partner_buys_for_its_own_use),
        cmocka_unit_test(test_engine_scenarios__s5_nobody_sells_to_itself_or_its_affiliates),
        cmocka_unit_test(test_engine_scenarios__s6_o1_a_reseller_buys_on_another_tenant),
        cmocka_unit_test(test_engine_scenarios__s6_o2_a_reseller_changes_its_provider),
        cmocka_unit_test(test_engine_scenarios__s6_o3_a_customer_resells_for_another_provider),
        cmocka_unit_test(test_engine_scenarios__s6_e_vendor_support_ends_a_relationship),
        cmocka_unit_test(test_engine_scenarios__s7_a_partner_sells_in_its_region),
        cmocka_unit_test(test_engine_scenarios__s8_partners_work_together_in_their_region),
    };

    return cmocka_run_group_tests_name("engine/scenarios", tests, NULL, NULL);
}
