/* SPDX-License-Identifier: Apache-2.0 */
/* src/engine/acts/enrolling.c */
#include <stdio.h>

#include "model/lifecycles.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

static const char two_partners[] =
    "organization id=org-a name=Alder country=DE\n"
    "tenant id=@a domain=a.example organization=org-a country=DE kind=partner\n"
    "tenant id=@b domain=b.example organization=org-a country=DE kind=partner\n";

static void test_engine_enrolling__a_partner_is_onboarded_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_partners);

    assert_act(&trial, "global_admin:@a", "onboard tenant=@a", "carried_out");
    assert_act(&trial, "global_admin:@z", "onboard tenant=@z", "unknown_tenant: unknown tenant @z");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "global_admin:@a", "onboard tenant=@a",
               "onboarded_already: the tenant was onboarded on 2020-05-12");

    assert_facts(&trial, FACT_ACCOUNT, "{type:account,tenant:@a,onboarded_on:2020-05-12}\n");
    trial_end(&trial);
}

static void test_engine_enrolling__each_capability_is_attested_once(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_partners);

    assert_act(&trial, "global_admin:@a", "attest_capability tenant=@a capability=billing",
               "carried_out");
    assert_act(&trial, "global_admin:@a", "attest_capability tenant=@a capability=billing",
               "capability_attested: the capability billing was attested on 2020-05-12");
    assert_act(&trial, "global_admin:@a", "attest_capability tenant=@a capability=support",
               "carried_out");
    assert_act(&trial, "global_admin:@b", "attest_capability tenant=@b capability=billing",
               "carried_out");
    assert_act(&trial, "global_admin:@z", "attest_capability tenant=@z capability=billing",
               "unknown_tenant: unknown tenant @z");

    assert_facts(&trial, FACT_CAPABILITY,
                 "{type:capability,tenant:@a,capability:billing,attested_on:2020-05-12}\n"
                 "{type:capability,tenant:@a,capability:support,attested_on:2020-05-12}\n"
                 "{type:capability,tenant:@b,capability:billing,attested_on:2020-05-12}\n");
    trial_end(&trial);
}

#define OF_RESELLER " tenant=@a role=indirect_reseller"

static void test_engine_enrolling__an_enrollment_leaves_its_history(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_partners);

    assert_act(&trial, "global_admin:@a", "start_enrollment" OF_RESELLER,
               "carried_out status: draft");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "global_admin:@a", "submit_enrollment" OF_RESELLER,
               "carried_out status: pending");
    assert_act(&trial, "vendor", "qualify_enrollment" OF_RESELLER, "carried_out status: qualified");
    trial_set_day(&trial, "2020-05-20");
    assert_act(&trial, "vendor", "activate_enrollment" OF_RESELLER, "carried_out status: active");

    assert_facts(&trial, FACT_ENROLLMENT,
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:draft,"
                 "from:2020-05-12,to:2020-05-13}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:pending,"
                 "from:2020-05-13,to:2020-05-13}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:qualified,"
                 "from:2020-05-13,to:2020-05-20}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:active,"
                 "from:2020-05-20}\n");
    trial_end(&trial);
}

static void test_engine_enrolling__what_has_ended_may_begin_anew(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_partners);

    assert_act(&trial, "global_admin:@a", "start_enrollment" OF_RESELLER,
               "carried_out status: draft");
    assert_act(&trial, "global_admin:@a", "start_enrollment" OF_RESELLER,
               "enrolled_already: there is an enrolment as indirect_reseller already; "
               "its state is draft");
    assert_act(&trial, "global_admin:@a", "start_enrollment tenant=@a role=direct_bill",
               "carried_out status: draft");
    assert_act(&trial, "global_admin:@a", "end_enrollment" OF_RESELLER,
               "carried_out status: ended");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "global_admin:@a", "start_enrollment" OF_RESELLER,
               "carried_out status: draft");

    assert_facts(&trial, FACT_ENROLLMENT,
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:draft,"
                 "from:2020-05-12,to:2020-05-12}\n"
                 "{type:enrollment,tenant:@a,role:direct_bill,status:draft,"
                 "from:2020-05-12}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:ended,"
                 "from:2020-05-12,to:2020-05-13}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:draft,"
                 "from:2020-05-13}\n");
    trial_end(&trial);
}

/* Who does each act, in the order of the life cycle's events. */
static const struct {
    const char *as;
    const char *act;
} doers[ENROLLMENT_EVENT_COUNT] = {
    [START_ENROLLMENT] = { "global_admin", "start_enrollment" },
    [SUBMIT_ENROLLMENT] = { "global_admin", "submit_enrollment" },
    [QUALIFY_ENROLLMENT] = { "vendor", "qualify_enrollment" },
    [ACTIVATE_ENROLLMENT] = { "vendor", "activate_enrollment" },
    [REJECT_ENROLLMENT] = { "vendor", "reject_enrollment" },
    [APPEAL_ENROLLMENT] = { "global_admin", "appeal_enrollment" },
    [RESTRICT_ENROLLMENT] = { "vendor", "restrict_enrollment" },
    [SUSPEND_ENROLLMENT] = { "vendor", "suspend_enrollment" },
    [REINSTATE_ENROLLMENT] = { "vendor", "reinstate_enrollment" },
    [END_ENROLLMENT] = { "vendor", "end_enrollment" },
};

/* Tries the event on the tenant of the letter; adds what came of it. */
static void try_event(struct trial *trial, unsigned event, char letter, struct buffer *said)
{
    char as[32];
    char act[100];

    (void)snprintf(as, sizeof(as), "%s%s", doers[event].as,
                   strcmp(doers[event].as, "vendor") == 0 ? "" : ":@_");
    if (strchr(as, '@') != NULL)
        *(strchr(as, '@') + 1) = letter;
    (void)snprintf(act, sizeof(act), "%s tenant=@%c role=indirect_reseller", doers[event].act,
                   letter);
    buffer_add_format(said, "%s: %s\n", enrollment_lifecycle.events->list[event],
                      trial_act(trial, as, act));
}

/* A tenant for each event, each with an enrolment in the state, or where it is NULL with none. */
static void begin_in_state(struct trial *trial, const char *status)
{
    struct buffer facts = { 0 };

    buffer_add_string(&facts, "organization id=org-a name=Alder country=DE\n");
    for (char letter = 'a'; letter < 'a' + ENROLLMENT_EVENT_COUNT; letter++) {
        buffer_add_format(&facts,
                          "tenant id=@%c domain=%c.example organization=org-a country=DE "
                          "kind=partner\n",
                          letter, letter);
        if (status != NULL)
            buffer_add_format(&facts,
                              "enrollment tenant=@%c role=indirect_reseller status=%s "
                              "from=2020-01-01\n",
                              letter, status);
    }
    buffer_add(&facts, "", 1);
    trial_begin(trial, "2020-05-12", facts.bytes);
    buffer_done(&facts);
}

/* Tries every event for real: `next` is what it leads to, or NULL; `refusal` what is said then. */
static void assert_events(const char *status, const char *const next[ENROLLMENT_EVENT_COUNT],
                          const char *refusal)
{
    struct buffer said = { 0 };
    struct buffer expected = { 0 };
    struct trial trial;

    begin_in_state(&trial, status);
    for (unsigned event = 0; event < ENROLLMENT_EVENT_COUNT; event++) {
        const char *word = enrollment_lifecycle.events->list[event];

        try_event(&trial, event, (char)('a' + (int)event), &said);
        if (next[event] != NULL)
            buffer_add_format(&expected, "%s: carried_out status: %s\n", word, next[event]);
        else if (event == START_ENROLLMENT)
            buffer_add_format(&expected,
                              "%s: enrolled_already: there is an enrolment as indirect_reseller "
                              "already; its state is %s\n",
                              word, status);
        else
            buffer_add_format(&expected, "%s: %s\n", word, refusal);
    }
    buffer_add(&expected, "", 1);

    assert_buffer_is(&said, expected.bytes);
    buffer_done(&said);
    buffer_done(&expected);
    trial_end(&trial);
}

static void test_engine_enrolling__without_enrollment_there_is_only_a_start(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = { [START_ENROLLMENT] = "draft" };

    (void)state;
    assert_events(NULL, next, "not_enrolled: there is no enrolment as indirect_reseller");
}

static void test_engine_enrolling__a_draft_is_submitted(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [SUBMIT_ENROLLMENT] = "pending",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("draft", next,
                  "lifecycle: the state is draft, from which it only goes on by: submit, end");
}

static void test_engine_enrolling__what_is_pending_is_qualified_or_rejected(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [QUALIFY_ENROLLMENT] = "qualified",
        [REJECT_ENROLLMENT] = "rejected",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("pending", next,
                  "lifecycle: the state is pending, from which it only goes on by: "
                  "qualify, reject, end");
}

static void test_engine_enrolling__what_is_qualified_is_activated_or_rejected(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [ACTIVATE_ENROLLMENT] = "active",
        [REJECT_ENROLLMENT] = "rejected",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("qualified", next,
                  "lifecycle: the state is qualified, from which it only goes on by: "
                  "activate, reject, end");
}

static void test_engine_enrolling__a_rejection_is_appealed_against(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [APPEAL_ENROLLMENT] = "pending",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("rejected", next,
                  "lifecycle: the state is rejected, from which it only goes on by: appeal, end");
}

static void test_engine_enrolling__what_is_active_is_restricted_or_suspended(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [RESTRICT_ENROLLMENT] = "restricted",
        [SUSPEND_ENROLLMENT] = "suspended",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("active", next,
                  "lifecycle: the state is active, from which it only goes on by: "
                  "restrict, suspend, end");
}

static void test_engine_enrolling__what_is_restricted_is_reinstated_or_suspended(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [SUSPEND_ENROLLMENT] = "suspended",
        [REINSTATE_ENROLLMENT] = "active",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("restricted", next,
                  "lifecycle: the state is restricted, from which it only goes on by: "
                  "suspend, reinstate, end");
}

static void test_engine_enrolling__what_is_suspended_is_reinstated(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = {
        [REINSTATE_ENROLLMENT] = "active",
        [END_ENROLLMENT] = "ended",
    };

    (void)state;
    assert_events("suspended", next,
                  "lifecycle: the state is suspended, from which it only goes on by: "
                  "reinstate, end");
}

static void test_engine_enrolling__an_end_is_an_end(void **state)
{
    static const char *const next[ENROLLMENT_EVENT_COUNT] = { [START_ENROLLMENT] = "draft" };

    (void)state;
    assert_events("ended", next, "lifecycle_end: the state is ended, which is an end");
}

/* Of what is in effect at once, as an imported history may have it, the latest beginning counts. */
static void test_engine_enrolling__a_move_ends_all_of_the_role_that_is_in_effect(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    buffer_add_string(&facts, two_partners);
    buffer_add_string(
        &facts, "enrollment tenant=@a role=indirect_reseller status=active from=2020-01-01\n"
                "enrollment tenant=@a role=indirect_reseller status=suspended from=2019-01-01\n"
                "enrollment tenant=@a role=indirect_reseller status=ended from=2018-01-01 "
                "to=2019-01-01\n"
                "enrollment tenant=@a role=indirect_reseller status=ended from=2021-01-01\n"
                "enrollment tenant=@a role=indirect_provider status=active from=2020-01-01\n"
                "enrollment tenant=@b role=indirect_reseller status=active from=2020-01-01\n");
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2020-05-12", facts.bytes);

    assert_act(&trial, "vendor", "restrict_enrollment" OF_RESELLER,
               "carried_out status: restricted");

    assert_facts(&trial, FACT_ENROLLMENT,
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:active,"
                 "from:2020-01-01,to:2020-05-12}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:suspended,"
                 "from:2019-01-01,to:2020-05-12}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:ended,"
                 "from:2018-01-01,to:2019-01-01}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:ended,"
                 "from:2021-01-01}\n"
                 "{type:enrollment,tenant:@a,role:indirect_provider,status:active,"
                 "from:2020-01-01}\n"
                 "{type:enrollment,tenant:@b,role:indirect_reseller,status:active,"
                 "from:2020-01-01}\n"
                 "{type:enrollment,tenant:@a,role:indirect_reseller,status:restricted,"
                 "from:2020-05-12}\n");
    buffer_done(&facts);
    trial_end(&trial);
}

#define OF_DIRECT_BILL " tenant=@a role=direct_bill"
#define CAPABLE(capability) " direct-bill-capable:" capability

static void test_engine_enrolling__what_is_submitted_is_judged(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    buffer_add_string(&facts, two_partners);
    buffer_add_string(&facts,
                      "enrollment tenant=@a role=direct_bill status=draft from=2020-05-01\n"
                      "capability tenant=@a capability=api_integration attested_on=2020-05-13\n"
                      "capability tenant=@b capability=managed_services attested_on=2020-05-01\n");
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2020-05-12", facts.bytes);

    assert_act(&trial, "global_admin:@a", "submit_enrollment" OF_DIRECT_BILL,
               "refused" CAPABLE("api_integration") CAPABLE("billing") CAPABLE("managed_services")
                   CAPABLE("support"));
    assert_facts(&trial, FACT_ENROLLMENT,
                 "{type:enrollment,tenant:@a,role:direct_bill,status:draft,from:2020-05-01}\n");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "global_admin:@a", "attest_capability tenant=@a capability=billing",
               "carried_out");
    assert_act(&trial, "global_admin:@a", "attest_capability tenant=@a capability=support",
               "carried_out");
    assert_act(&trial, "global_admin:@a", "submit_enrollment" OF_DIRECT_BILL,
               "refused" CAPABLE("managed_services"));
    assert_act(&trial, "global_admin:@a", "attest_capability tenant=@a capability=managed_services",
               "carried_out");
    assert_act(&trial, "global_admin:@a", "submit_enrollment" OF_DIRECT_BILL,
               "carried_out status: pending");

    buffer_done(&facts);
    trial_end(&trial);
}

/* From 18 August 2021 on a tenant is direct-bill partner or reseller, not both. */
static void test_engine_enrolling__what_becomes_active_is_judged_again(void **state)
{
    struct trial trial;
    struct buffer facts = { 0 };

    (void)state;
    buffer_add_string(&facts, two_partners);
    buffer_add_string(&facts,
                      "enrollment tenant=@a role=direct_bill status=active from=2020-05-01\n"
                      "enrollment tenant=@a role=indirect_reseller status=draft from=2021-01-01\n"
                      "enrollment tenant=@b role=direct_bill status=active from=2020-05-01\n"
                      "enrollment tenant=@b role=indirect_reseller status=suspended "
                      "from=2021-01-01\n");
    buffer_add(&facts, "", 1);
    trial_begin(&trial, "2021-08-17", facts.bytes);

    assert_act(&trial, "global_admin:@a", "submit_enrollment" OF_RESELLER,
               "carried_out status: pending");
    assert_act(&trial, "vendor", "qualify_enrollment" OF_RESELLER, "carried_out status: qualified");
    assert_dry_run(&trial, "vendor", "activate_enrollment" OF_RESELLER, "carried_out");
    assert_dry_run(&trial, "vendor", "reinstate_enrollment tenant=@b role=indirect_reseller",
                   "carried_out");
    trial_set_day(&trial, "2021-08-18");
    assert_act(&trial, "vendor", "activate_enrollment" OF_RESELLER, "refused one-role-per-tenant");
    assert_act(&trial, "vendor", "reinstate_enrollment tenant=@b role=indirect_reseller",
               "refused one-role-per-tenant");
    assert_act(&trial, "vendor", "reject_enrollment" OF_RESELLER, "carried_out status: rejected");
    assert_act(&trial, "global_admin:@a", "appeal_enrollment" OF_RESELLER,
               "carried_out status: pending");

    buffer_done(&facts);
    trial_end(&trial);
}

static void test_engine_enrolling__each_move_is_of_the_vendor_or_the_partner(void **state)
{
    static const struct {
        const char *act;
        const char *permitted;
    } rows[] = {
        { "onboard tenant=@a", "global_admin:@a" },
        { "attest_capability tenant=@a capability=billing", "global_admin:@a" },
        { "start_enrollment" OF_RESELLER, "global_admin:@a" },
        { "submit_enrollment" OF_RESELLER, "global_admin:@a" },
        { "qualify_enrollment" OF_RESELLER, "vendor" },
        { "activate_enrollment" OF_RESELLER, "vendor" },
        { "reject_enrollment" OF_RESELLER, "vendor" },
        { "appeal_enrollment" OF_RESELLER, "global_admin:@a" },
        { "restrict_enrollment" OF_RESELLER, "vendor" },
        { "suspend_enrollment" OF_RESELLER, "vendor" },
        { "reinstate_enrollment" OF_RESELLER, "vendor" },
        { "end_enrollment" OF_RESELLER, "global_admin:@a vendor" },
    };
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", two_partners);

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_permitted(&trial, rows[i].act, "@a@b", rows[i].permitted);

    trial_end(&trial);
}

int test_engine_enrolling(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_enrolling__a_partner_is_onboarded_once),
        cmocka_unit_test(test_engine_enrolling__each_capability_is_attested_once),
        cmocka_unit_test(test_engine_enrolling__an_enrollment_leaves_its_history),
        cmocka_unit_test(test_engine_enrolling__what_has_ended_may_begin_anew),
        cmocka_unit_test(test_engine_enrolling__without_enrollment_there_is_only_a_start),
        cmocka_unit_test(test_engine_enrolling__a_draft_is_submitted),
        cmocka_unit_test(test_engine_enrolling__what_is_pending_is_qualified_or_rejected),
        cmocka_unit_test(test_engine_enrolling__what_is_qualified_is_activated_or_rejected),
        cmocka_unit_test(test_engine_enrolling__a_rejection_is_appealed_against),
        cmocka_unit_test(test_engine_enrolling__what_is_active_is_restricted_or_suspended),
        cmocka_unit_test(test_engine_enrolling__what_is_restricted_is_reinstated_or_suspended),
        cmocka_unit_test(test_engine_enrolling__what_is_suspended_is_reinstated),
        cmocka_unit_test(test_engine_enrolling__an_end_is_an_end),
        cmocka_unit_test(test_engine_enrolling__a_move_ends_all_of_the_role_that_is_in_effect),
        cmocka_unit_test(test_engine_enrolling__what_is_submitted_is_judged),
        cmocka_unit_test(test_engine_enrolling__what_becomes_active_is_judged_again),
        cmocka_unit_test(test_engine_enrolling__each_move_is_of_the_vendor_or_the_partner),
    };

    return cmocka_run_group_tests_name("engine/enrolling", tests, NULL, NULL);
}
