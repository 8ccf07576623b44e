/* SPDX-License-Identifier: Apache-2.0 */
#include "base/wrap.h"

#include "unit/base/suites.h"
#include "unit/test.h"

static void check_wrapped(const char *text, struct margins margins, const char *expected)
{
    struct buffer buffer = { 0 };

    wrap_write(&buffer, text_of(text), margins);

    assert_buffer_is(&buffer, expected);
    buffer_done(&buffer);
}

static void test_base_wrap__breaks_between_words(void **state)
{
    (void)state;

    check_wrapped("one two three", (struct margins){ 0, 9 }, "one two\nthree\n");
    check_wrapped("one two three", (struct margins){ 2, 9 }, "one two\n  three\n");
    check_wrapped("one two three", (struct margins){ 0, 7 }, "one two\nthree\n");
    check_wrapped("one two three", (struct margins){ 0, 6 }, "one\ntwo\nthree\n");
    check_wrapped("", (struct margins){ 2, 9 }, "\n");
}

static void test_base_wrap__leaves_lines_as_they_are_without_width(void **state)
{
    (void)state;

    check_wrapped("one two three", (struct margins){ 4, 0 }, "one two three\n");
}

static void test_base_wrap__gives_long_words_a_line(void **state)
{
    (void)state;

    check_wrapped("a veryverylongword b", (struct margins){ 1, 6 }, "a\n veryverylongword\n b\n");
}

static void test_base_wrap__keeps_french_signs_with_their_words(void **state)
{
    (void)state;

    check_wrapped("un deux ; trois", (struct margins){ 0, 8 }, "un\ndeux ;\ntrois\n");
    check_wrapped("voir « aval » ici", (struct margins){ 0, 9 }, "voir\n« aval »\nici\n");
    check_wrapped("est-ce bon ?", (struct margins){ 0, 11 }, "est-ce\nbon ?\n");
}

static void test_base_wrap__counts_columns(void **state)
{
    (void)state;

    check_wrapped("été été", (struct margins){ 0, 7 }, "été été\n");
    check_wrapped("日本 日本", (struct margins){ 0, 8 }, "日本\n日本\n");
    check_wrapped("日本 日本", (struct margins){ 0, 9 }, "日本 日本\n");
}

static void test_base_wrap__keeps_line_ends(void **state)
{
    (void)state;

    check_wrapped("one\n\ntwo three", (struct margins){ 0, 20 }, "one\n\ntwo three\n");
    check_wrapped("one\ntwo", (struct margins){ 2, 20 }, "one\n  two\n");
}

int test_base_wrap(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_wrap__breaks_between_words),
        cmocka_unit_test(test_base_wrap__leaves_lines_as_they_are_without_width),
        cmocka_unit_test(test_base_wrap__gives_long_words_a_line),
        cmocka_unit_test(test_base_wrap__keeps_french_signs_with_their_words),
        cmocka_unit_test(test_base_wrap__counts_columns),
        cmocka_unit_test(test_base_wrap__keeps_line_ends),
    };

    return cmocka_run_group_tests_name("base/wrap", tests, NULL, NULL);
}
