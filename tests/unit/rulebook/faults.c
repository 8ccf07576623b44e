/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether rulebook_check() finds what may be wrong with the rules. The linker gives decision.c
 * this table for the true one (--wrap=rules), and each test spoils a row of it.
 */
#include "rulebook/decision.h"
#include "unit/test.h"

extern const struct rule *const true_rules[RULE_COUNT] __asm__("__real_rules");
extern const struct rule *spoilt_rules[RULE_COUNT] __asm__("__wrap_rules");

const struct rule *spoilt_rules[RULE_COUNT];

/* The row that a test spoils. */
static struct rule spoilt;

static int restore_rules(void **state)
{
    (void)state;

    for (unsigned i = 0; i < RULE_COUNT; i++)
        spoilt_rules[i] = true_rules[i];
    spoilt = *true_rules[RULE_MPA_SIGNED];
    spoilt_rules[RULE_MPA_SIGNED] = &spoilt;
    return 0;
}

static void test_rulebook_faults__there_are_none_in_a_copy(void **state)
{
    (void)state;

    assert_null(rulebook_check());
}

static void test_rulebook_faults__a_rule_without_function(void **state)
{
    (void)state;

    spoilt.finds = NULL;

    assert_string_equal(rulebook_check(), "mpa-signed");
}

static void test_rulebook_faults__a_rule_out_of_order(void **state)
{
    (void)state;

    spoilt.id = "a-rule";

    assert_string_equal(rulebook_check(), "a-rule");
}

static void test_rulebook_faults__an_id_used_twice(void **state)
{
    (void)state;

    spoilt.id = true_rules[RULE_MPA_SIGNED - 1]->id;

    assert_string_equal(rulebook_check(), spoilt.id);
}

static void test_rulebook_faults__a_message_in_one_language(void **state)
{
    (void)state;

    spoilt.message.in[LANGUAGE_FR] = NULL;

    assert_string_equal(rulebook_check(), "mpa-signed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_rulebook_faults__there_are_none_in_a_copy, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__a_rule_without_function, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__a_rule_out_of_order, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__an_id_used_twice, restore_rules),
        cmocka_unit_test_setup(test_rulebook_faults__a_message_in_one_language, restore_rules),
    };

    return cmocka_run_group_tests_name("rulebook/faults", tests, NULL, NULL);
}
