/* SPDX-License-Identifier: Apache-2.0 */
#include "base/suggest.h"

#include "unit/base/suites.h"
#include "unit/test.h"

static const char *suggested(const char *typed)
{
    static const char *const words[] = { "check", "demo", "completion", "world" };
    struct suggestion suggestion;

    suggest_begin(&suggestion, typed);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        suggest_offer(&suggestion, words[i]);
    return suggestion.best;
}

static void test_base_suggest__finds_the_nearest_word(void **state)
{
    (void)state;

    assert_string_equal(suggested("chekc"), "check");
    assert_string_equal(suggested("dem"), "demo");
    assert_string_equal(suggested("completoin"), "completion");
    assert_null(suggested("xyzzy"));
    assert_null(suggested("ordering"));
}

static void test_base_suggest__measures_to_a_beginning(void **state)
{
    (void)state;

    assert_int_equal(suggest_distance_to_beginning(TEXT("alder"), TEXT("alder.example")), 0);
    assert_int_equal(suggest_distance_to_beginning(TEXT("aldr"), TEXT("alder.example")), 1);
    assert_int_equal(suggest_distance_to_beginning(TEXT("adler"), TEXT("alder.example")), 2);
    assert_int_equal(suggest_distance_to_beginning(TEXT("alder"), TEXT("")), 5);
    assert_int_equal(suggest_distance_to_beginning(TEXT(""), TEXT("alder")), 0);
}

static void test_base_suggest__looks_at_the_beginning_of_long_texts(void **state)
{
    char long_text[1000];

    (void)state;
    for (size_t i = 0; i < sizeof(long_text); i++)
        long_text[i] = 'x';

    assert_int_equal(suggest_distance_to_beginning(text_at(long_text, sizeof(long_text)),
                                                   text_at(long_text, sizeof(long_text))),
                     0);
    assert_int_equal(suggest_distance_to_beginning(TEXT("xxxy"), text_at(long_text, 1000)), 1);
}

int test_base_suggest(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_suggest__finds_the_nearest_word),
        cmocka_unit_test(test_base_suggest__measures_to_a_beginning),
        cmocka_unit_test(test_base_suggest__looks_at_the_beginning_of_long_texts),
    };

    return cmocka_run_group_tests_name("base/suggest", tests, NULL, NULL);
}
