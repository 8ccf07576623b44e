/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/fault.h"

#include "unit/engine/suites.h"
#include "unit/test.h"

/* Every kind in both languages: no placeholder is left, and none lacks its argument. */
static void test_engine_fault__is_told_in_both_languages(void **state)
{
    (void)state;

    for (unsigned kind = FAULT_NONE + 1; kind < FAULT_COUNT; kind++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
            struct buffer text = { 0 };
            struct fault fault;

            assert_int_not_equal(
                fault_set(&fault, (enum fault_kind)kind, "first", "second", "third"), STATUS_OK);
            assert_int_equal(
                strspn(fault_name((enum fault_kind)kind), "abcdefghijklmnopqrstuvwxyz_"),
                strlen(fault_name((enum fault_kind)kind)));
            fault_write(&text, &fault, (enum language)language);
            assert_true(text.length > 0);
            fault_write_hint(&text, &fault, (enum language)language);
            buffer_add(&text, "", 1);
            assert_null(strchr(text.bytes, '{'));
            buffer_done(&text);
        }
}

static void test_engine_fault__shows_hostile_arguments_harmless_and_cut(void **state)
{
    char longest[2 * FAULT_ARGUMENT_BYTES];
    struct buffer text = { 0 };
    struct fault fault;

    (void)state;
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    /* A letter of two bytes lies across the end of the room: it is left out whole. */
    memcpy(longest + FAULT_ARGUMENT_BYTES - 2, "é", 2);

    (void)fault_set(&fault, FAULT_UNKNOWN_OFFER, "\x1b[2J", NULL, NULL);
    fault_write(&text, &fault, LANGUAGE_EN);
    assert_buffer_is(&text, "unknown offer \"\\x1B[2J\"");
    buffer_clear(&text);
    (void)fault_set(&fault, FAULT_UNKNOWN_OFFER, longest, NULL, NULL);
    assert_int_equal(strlen(fault.arguments[0]), FAULT_ARGUMENT_BYTES - 2);
    buffer_done(&text);
}

int test_engine_fault(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_fault__is_told_in_both_languages),
        cmocka_unit_test(test_engine_fault__shows_hostile_arguments_harmless_and_cut),
    };

    return cmocka_run_group_tests_name("engine/fault", tests, NULL, NULL);
}
