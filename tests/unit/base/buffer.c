/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"

#include <string.h>

#include "unit/base/suites.h"
#include "unit/test.h"

static void test_base_buffer__is_empty_when_zeroed(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;

    assert_text_is(buffer_text(&buffer), "");
    assert_non_null(buffer_text(&buffer).bytes);
}

static void test_base_buffer__adds_at_the_end(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;

    buffer_add(&buffer, "abcdef", 3);
    buffer_add_text(&buffer, TEXT("-text"));
    buffer_add_string(&buffer, "-string");
    buffer_add_spaces(&buffer, 2);
    buffer_add_format(&buffer, "%s=%d", "number", 42);

    assert_buffer_is(&buffer, "abc-text-string  number=42");
    buffer_done(&buffer);
}

static void test_base_buffer__adds_nothing_without_taking_memory(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;

    buffer_add(&buffer, "abc", 0);
    buffer_add_text(&buffer, (struct text){ 0 });
    buffer_add_string(&buffer, "");
    buffer_add_spaces(&buffer, 0);
    buffer_add_format(&buffer, "%s", "");

    assert_int_equal(buffer.length, 0);
    assert_null(buffer.bytes);
}

static void test_base_buffer__keeps_all_when_it_grows(void **state)
{
    struct buffer buffer = { 0 };
    char expected[12];

    (void)state;

    for (int i = 0; i < 100000; i++)
        buffer_add_format(&buffer, "%08d,", i);

    assert_int_equal(buffer.length, 900000);
    assert_text_equal(text_at(buffer.bytes, 18), TEXT("00000000,00000001,"));
    memcpy(expected, buffer.bytes + buffer.length - 9, 9);
    assert_memory_equal(expected, "00099999,", 9);
    buffer_done(&buffer);
}

static void test_base_buffer__formats_what_just_does_not_fit(void **state)
{
    struct buffer buffer = { 0 };
    size_t capacity = 0;

    (void)state;
    buffer_add_string(&buffer, "a");
    buffer_add_spaces(&buffer, buffer.capacity - 2);
    capacity = buffer.capacity;
    assert_int_equal(buffer.length, capacity - 1);

    buffer_add_format(&buffer, "%c", 'f');
    buffer_add_format(&buffer, "%c", 'g');

    assert_int_equal(buffer.length, capacity + 1);
    assert_text_is(text_at(buffer.bytes + capacity - 2, 3), " fg");
    buffer_done(&buffer);
}

static void test_base_buffer__is_empty_and_usable_after_done(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    buffer_add_string(&buffer, "before");

    buffer_done(&buffer);

    assert_null(buffer.bytes);
    assert_int_equal(buffer.capacity, 0);
    buffer_add_string(&buffer, "after");
    assert_buffer_is(&buffer, "after");
    buffer_done(&buffer);
}

static void test_base_buffer__keeps_its_memory_when_cleared(void **state)
{
    struct buffer buffer = { 0 };
    const char *bytes = NULL;

    (void)state;
    buffer_add_string(&buffer, "before");
    bytes = buffer.bytes;

    buffer_clear(&buffer);

    assert_buffer_is(&buffer, "");
    assert_ptr_equal(buffer.bytes, bytes);
    buffer_done(&buffer);
}

static void test_base_buffer__drops_all_after_a_failure(void **state)
{
    struct buffer buffer = { 0 };

    (void)state;
    buffer_add_string(&buffer, "before");
    buffer.has_failed = true;

    buffer_add_string(&buffer, "x");
    buffer_add_format(&buffer, "%d", 1);
    buffer_add_spaces(&buffer, 1);
    buffer_add_json(&buffer, TEXT("\n"));
    buffer_add_visible(&buffer, TEXT("\n"), 10);

    assert_buffer_is(&buffer, "before");
    buffer_done(&buffer);
}

static void test_base_buffer__forgets_a_failure_when_cleared(void **state)
{
    struct buffer buffer = { .has_failed = true };

    (void)state;

    buffer_clear(&buffer);
    buffer_add_string(&buffer, "after");

    assert_false(buffer.has_failed);
    assert_buffer_is(&buffer, "after");
    buffer_done(&buffer);
}

static void check_json(struct text text, const char *expected)
{
    struct buffer buffer = { 0 };

    buffer_add_json(&buffer, text);

    assert_buffer_is(&buffer, expected);
    buffer_done(&buffer);
}

static void test_base_buffer__json_quotes(void **state)
{
    (void)state;

    check_json(TEXT(""), "\"\"");
    check_json(TEXT("plain"), "\"plain\"");
}

static void test_base_buffer__json_escapes_quote_and_backslash(void **state)
{
    (void)state;

    check_json(TEXT("say \"a\\b\""), "\"say \\\"a\\\\b\\\"\"");
    check_json(TEXT("\""), "\"\\\"\"");
    check_json(TEXT("\\"), "\"\\\\\"");
}

/* RFC 8785, section 3.2.2.2: the five short ones, and lower-case \u00xx for the others. */
static void test_base_buffer__json_escapes_every_control_character(void **state)
{
    char controls[32];

    (void)state;
    for (int i = 0; i < 32; i++)
        controls[i] = (char)i;

    check_json((struct text){ controls, sizeof(controls) },
               "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007"
               "\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
               "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017"
               "\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f\"");
}

static void test_base_buffer__json_leaves_the_rest_raw(void **state)
{
    (void)state;

    check_json(TEXT("/<>&'\x7f"), "\"/<>&'\x7f\"");
    check_json(TEXT("Söhne €😂"), "\"Söhne €😂\"");
    check_json(TEXT("\xE2\x80\xA8\xE2\x80\xA9\xC2\x85"), "\"\xE2\x80\xA8\xE2\x80\xA9\xC2\x85\"");
}

static void check_visible(struct text text, size_t length_max, const char *expected)
{
    struct buffer buffer = { 0 };

    buffer_add_visible(&buffer, text, length_max);

    assert_buffer_is(&buffer, expected);
    buffer_done(&buffer);
}

static void test_base_buffer__visible_shows_text_of_any_script(void **state)
{
    (void)state;

    check_visible(TEXT("Alder & Söhne"), SIZE_MAX, "Alder & Söhne");
    check_visible(TEXT("日本 Ελλάδα 😂"), SIZE_MAX, "日本 Ελλάδα 😂");
    check_visible(TEXT(""), SIZE_MAX, "");
}

static void test_base_buffer__visible_disarms_terminal_escapes(void **state)
{
    (void)state;

    check_visible(TEXT("\x1b[31mred\x1b[0m"), SIZE_MAX, "\\x1B[31mred\\x1B[0m");
    check_visible(TEXT("\x1b]0;title\x07"), SIZE_MAX, "\\x1B]0;title\\x07");
    check_visible(TEXT("\xC2\x9B"
                       "31m"),
                  SIZE_MAX, "\\xC2\\x9B31m");
}

static void test_base_buffer__visible_disarms_line_ends_and_nul(void **state)
{
    (void)state;

    check_visible(TEXT("a\r\nb\tc"), SIZE_MAX, "a\\x0D\\x0Ab\\x09c");
    check_visible(TEXT("a\0b"), SIZE_MAX, "a\\x00b");
    check_visible(TEXT("a\x7f\b"), SIZE_MAX, "a\\x7F\\x08");
    check_visible(TEXT("\xC2\x85"), SIZE_MAX, "\\xC2\\x85");
}

static void test_base_buffer__visible_begins_after_the_controls(void **state)
{
    (void)state;

    check_visible(TEXT("\x1f\x20\x7e\x7f"), SIZE_MAX, "\\x1F ~\\x7F");
    check_visible(TEXT("\xC2\x80\xC2\x9F\xC2\xA0\xC2\xA1"), SIZE_MAX,
                  "\\xC2\\x80\\xC2\\x9F\xC2\xA0\xC2\xA1");
}

/* Overrides, isolates, joiners and the byte-order mark. */
static void test_base_buffer__visible_disarms_marks_that_hide_or_reverse(void **state)
{
    (void)state;

    check_visible(TEXT("\xE2\x80\xAE"), SIZE_MAX, "\\xE2\\x80\\xAE");
    check_visible(TEXT("\xE2\x81\xA6"), SIZE_MAX, "\\xE2\\x81\\xA6");
    check_visible(TEXT("\xE2\x80\x8F"), SIZE_MAX, "\\xE2\\x80\\x8F");
    check_visible(TEXT("\xE2\x80\x8B"), SIZE_MAX, "\\xE2\\x80\\x8B");
    check_visible(TEXT("\xEF\xBB\xBF"), SIZE_MAX, "\\xEF\\xBB\\xBF");
    check_visible(TEXT("\xC2\xAD"), SIZE_MAX, "\\xC2\\xAD");
    check_visible(TEXT("\xF3\xA0\x80\x81"), SIZE_MAX, "\\xF3\\xA0\\x80\\x81");
}

static void test_base_buffer__visible_shows_what_is_not_utf8(void **state)
{
    (void)state;

    check_visible(TEXT("a\xFFz"), SIZE_MAX, "a\\xFFz");
    check_visible(TEXT("\xE2\x82"), SIZE_MAX, "\\xE2\\x82");
    check_visible(TEXT("\xC0\x80"), SIZE_MAX, "\\xC0\\x80");
    check_visible(TEXT("\xED\xA0\x80"), SIZE_MAX, "\\xED\\xA0\\x80");
}

static void test_base_buffer__visible_ends_at_the_limit(void **state)
{
    (void)state;

    check_visible(TEXT("abcde"), 5, "abcde");
    check_visible(TEXT("abcdef"), 5, "abcde…");
    check_visible(TEXT("abc"), 0, "…");
    check_visible(TEXT(""), 0, "");
}

static void test_base_buffer__visible_cuts_no_character(void **state)
{
    (void)state;

    check_visible(TEXT("aéé"), 4, "aé…");
    check_visible(TEXT("a€"), 3, "a…");
    check_visible(TEXT("a€"), 4, "a€");
    check_visible(TEXT("\n\n\n"), 2, "\\x0A\\x0A…");
}

int test_base_buffer(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_buffer__is_empty_when_zeroed),
        cmocka_unit_test(test_base_buffer__adds_at_the_end),
        cmocka_unit_test(test_base_buffer__adds_nothing_without_taking_memory),
        cmocka_unit_test(test_base_buffer__keeps_all_when_it_grows),
        cmocka_unit_test(test_base_buffer__formats_what_just_does_not_fit),
        cmocka_unit_test(test_base_buffer__is_empty_and_usable_after_done),
        cmocka_unit_test(test_base_buffer__keeps_its_memory_when_cleared),
        cmocka_unit_test(test_base_buffer__drops_all_after_a_failure),
        cmocka_unit_test(test_base_buffer__forgets_a_failure_when_cleared),
        cmocka_unit_test(test_base_buffer__json_quotes),
        cmocka_unit_test(test_base_buffer__json_escapes_quote_and_backslash),
        cmocka_unit_test(test_base_buffer__json_escapes_every_control_character),
        cmocka_unit_test(test_base_buffer__json_leaves_the_rest_raw),
        cmocka_unit_test(test_base_buffer__visible_shows_text_of_any_script),
        cmocka_unit_test(test_base_buffer__visible_disarms_terminal_escapes),
        cmocka_unit_test(test_base_buffer__visible_disarms_line_ends_and_nul),
        cmocka_unit_test(test_base_buffer__visible_begins_after_the_controls),
        cmocka_unit_test(test_base_buffer__visible_disarms_marks_that_hide_or_reverse),
        cmocka_unit_test(test_base_buffer__visible_shows_what_is_not_utf8),
        cmocka_unit_test(test_base_buffer__visible_ends_at_the_limit),
        cmocka_unit_test(test_base_buffer__visible_cuts_no_character),
    };

    return cmocka_run_group_tests_name("base/buffer", tests, NULL, NULL);
}
