/* SPDX-License-Identifier: Apache-2.0 */
/* Whether rulebook_check() finds what may be wrong with the tables: each test spoils a row. */
#include "rulebook/decision.h"
#include "unit/test.h"

static const struct rule *spoilt_rules[RULE_COUNT];
static struct act_consults spoilt_consults[ACT_COUNT];

/* The row that a test spoils. */
static struct rule spoilt;

static int restore_rules(void **state)
{
    (void)state;

    for (unsigned i = 0; i < RULE_COUNT; i++)
        spoilt_rules[i] = rules[i];
    for (unsigned i = 0; i < ACT_COUNT; i++)
        spoilt_consults[i] = act_consults[i];
    spoilt = *rules[RULE_MPA_SIGNED];
    spoilt_rules[RULE_MPA_SIGNED] = &spoilt;
    return 0;
}

static void test_rulebook_faults__there_are_none_in_a_copy(void **state)
{
    (void)state;

    assert_null(rulebook_check(spoilt_consults, spoilt_rules));
}

static void test_rulebook_faults__an_act_that_consults_nothing(void **state)
{
    (void)state;

    spoilt_consults[ACT_ENROLL].count = 0;

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "enroll");
}

static void test_rulebook_faults__an_act_that_asks_nobody(void **state)
{
    static const struct consult rows[] = { { RULE_MPA_SIGNED, WHEN_ALWAYS, 0 } };

    (void)state;

    spoilt_consults[ACT_ENROLL] = (struct act_consults){ rows, 1 };

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "enroll");
}

static void test_rulebook_faults__an_act_out_of_order(void **state)
{
    static const struct consult rows[] = {
        { RULE_ONBOARDED, WHEN_ALWAYS, BIT(POSITION_RESELLER) },
        { RULE_MPA_SIGNED, WHEN_ALWAYS, BIT(POSITION_RESELLER) },
    };

    (void)state;

    spoilt_consults[ACT_ENROLL] = (struct act_consults){ rows, 2 };

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "enroll");
}

static void test_rulebook_faults__an_act_that_consults_a_rule_twice(void **state)
{
    static const struct consult rows[] = {
        { RULE_MPA_SIGNED, WHEN_ALWAYS, BIT(POSITION_RESELLER) },
        { RULE_MPA_SIGNED, WHEN_ALWAYS, BIT(POSITION_PROVIDER) },
    };

    (void)state;

    spoilt_consults[ACT_ENROLL] = (struct act_consults){ rows, 2 };

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "enroll");
}

static void test_rulebook_faults__a_rule_without_function(void **state)
{
    (void)state;

    spoilt.finds = NULL;

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "mpa-signed");
}

static void test_rulebook_faults__a_rule_out_of_order(void **state)
{
    (void)state;

    spoilt.id = "a-rule";

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "a-rule");
}

static void test_rulebook_faults__an_id_used_twice(void **state)
{
    (void)state;

    spoilt.id = rules[RULE_MPA_SIGNED - 1]->id;

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), spoilt.id);
}

static void test_rulebook_faults__a_message_in_one_language(void **state)
{
    (void)state;

    spoilt.message.in[LANGUAGE_FR] = NULL;

    assert_string_equal(rulebook_check(spoilt_consults, spoilt_rules), "mpa-signed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_rulebook_faults__there_are_none_in_a_copy, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__an_act_that_consults_a_rule_twice,
                               restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__a_rule_without_function, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__an_act_that_consults_nothing, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__an_act_that_asks_nobody, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__an_act_out_of_order, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__a_rule_out_of_order, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__an_id_used_twice, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__a_message_in_one_language, restore_rules),
    };

    return cmocka_run_group_tests_name("rulebook/faults", tests, NULL, NULL);
}
