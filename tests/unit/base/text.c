/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <string.h>

#include "unit/base/suites.h"
#include "unit/test.h"

static void test_base_text__may_hold_nul(void **state)
{
    struct text text = TEXT("a\0b");
    const char string[4] = "a";

    (void)state;

    assert_int_equal(text.length, 3);
    assert_int_equal(text_of("a\0b").length, 1);
    assert_false(text_equal(text, TEXT("a\0c")));
    assert_false(text_is(text, string));
}

static void test_base_text__is_equal_by_bytes(void **state)
{
    (void)state;

    assert_true(text_equal(TEXT("abc"), TEXT("abc")));
    assert_false(text_equal(TEXT("abc"), TEXT("abd")));
    assert_false(text_equal(TEXT("abc"), TEXT("ab")));
    assert_false(text_equal(TEXT("abc"), TEXT("ABC")));
    assert_true(text_is(TEXT("abc"), "abc"));
    assert_false(text_is(TEXT("abc"), "abcd"));
}

static void test_base_text__is_empty_without_bytes(void **state)
{
    struct text nothing = { NULL, 0 };

    (void)state;

    assert_true(text_equal(nothing, TEXT("")));
    assert_true(text_equal(nothing, nothing));
    assert_true(text_is(nothing, ""));
    assert_true(text_is_utf8(nothing));
    assert_false(text_is_digits(nothing));
}

static void test_base_text__utf8_may_hold_every_length(void **state)
{
    (void)state;

    assert_true(text_is_utf8(TEXT("")));
    assert_true(text_is_utf8(TEXT("a\0\x7f")));
    assert_true(text_is_utf8(TEXT("\xC2\x80\xDF\xBF")));
    assert_true(text_is_utf8(TEXT("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF")));
    assert_true(text_is_utf8(TEXT("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF")));
    assert_true(text_is_utf8(TEXT("\xEF\xBB\xBF")));
}

static void test_base_text__utf8_is_not_cut_short(void **state)
{
    (void)state;

    assert_false(text_is_utf8(TEXT("a\xC3")));
    assert_false(text_is_utf8(TEXT("a\xE2\x82")));
    assert_false(text_is_utf8(TEXT("a\xF0\x9F\x98")));
    assert_false(text_is_utf8(TEXT("\xC3z")));
    assert_false(text_is_utf8(TEXT("\xE2\x82z")));
    assert_false(text_is_utf8(TEXT("\xF0\x9F\x98z")));
}

static void test_base_text__utf8_has_no_stray_bytes(void **state)
{
    (void)state;

    assert_false(text_is_utf8(TEXT("\x80")));
    assert_false(text_is_utf8(TEXT("a\xBF")));
    assert_false(text_is_utf8(TEXT("\xF5\x80\x80\x80")));
    assert_false(text_is_utf8(TEXT("\xFE")));
    assert_false(text_is_utf8(TEXT("\xFF")));
}

static void test_base_text__utf8_is_the_shortest_form(void **state)
{
    (void)state;

    assert_false(text_is_utf8(TEXT("\xC0\x80")));
    assert_false(text_is_utf8(TEXT("\xC1\xBF")));
    assert_false(text_is_utf8(TEXT("\xE0\x9F\xBF")));
    assert_false(text_is_utf8(TEXT("\xF0\x8F\xBF\xBF")));
}

static void test_base_text__utf8_has_no_surrogates_nor_more(void **state)
{
    (void)state;

    assert_false(text_is_utf8(TEXT("\xED\xA0\x80")));
    assert_false(text_is_utf8(TEXT("\xED\xBF\xBF")));
    assert_false(text_is_utf8(TEXT("\xF4\x90\x80\x80")));
}

/* The bytes of a number as UTF-8, whether it is a character or not. */
static struct text encode(uint32_t number, char room[4])
{
    size_t length = number < 0x80 ? 1 : number < 0x800 ? 2 : number < 0x10000 ? 3 : 4;
    static const unsigned char marks[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

    for (size_t i = length; i > 1; i--) {
        room[i - 1] = (char)(0x80 | (number & 0x3F));
        number >>= 6;
    }
    room[0] = (char)(marks[length] | number);
    return (struct text){ room, length };
}

static void test_base_text__utf8_has_every_character(void **state)
{
    char room[4];

    (void)state;

    for (uint32_t number = 0; number < 0x120000; number++) {
        bool is_character = number < 0x110000 && (number < 0xD800 || number > 0xDFFF);

        assert_int_equal(text_is_utf8(encode(number, room)), is_character);
    }
}

static void check_fold(struct text text, const char *expected)
{
    char room[64];

    assert_true(text.length * TEXT_FOLD_GROWTH <= sizeof(room));

    assert_text_is(text_fold(text, room), expected);
}

static void test_base_text__is_folded_to_lower_case(void **state)
{
    (void)state;

    check_fold(TEXT("Alder.EXAMPLE"), "alder.example");
    check_fold(TEXT("@[`{09-"), "@[`{09-");
    check_fold(TEXT("SÖHNE.Straße"), "söhne.straße");
    check_fold(TEXT("ΕΛΛΆΔΑ МОСКВА"), "ελλάδα москва");
    check_fold(TEXT("日本"), "日本");
    check_fold(TEXT(""), "");
}

static void test_base_text__may_grow_when_folded(void **state)
{
    (void)state;

    check_fold(TEXT("\xC8\xBA"), "\xE2\xB1\xA5");
    check_fold(TEXT("\xC8\xBE\xC8\xBE"), "\xE2\xB1\xA6\xE2\xB1\xA6");
}

static void test_base_text__folds_past_nul(void **state)
{
    char room[8];

    (void)state;

    assert_text_equal(text_fold(TEXT("A\0B"), room), TEXT("a\0b"));
}

static void test_base_text__folds_every_character_once_and_for_all(void **state)
{
    (void)state;

    for (uint32_t number = 0; number < 0x110000; number++) {
        char room[4];
        char folded_room[4 * TEXT_FOLD_GROWTH];
        char again_room[8 * TEXT_FOLD_GROWTH];
        struct text text = encode(number, room);
        struct text folded;

        if (number >= 0xD800 && number <= 0xDFFF)
            continue;
        folded = text_fold(text, folded_room);
        assert_true(folded.length <= text.length * TEXT_FOLD_GROWTH);
        assert_true(text_is_utf8(folded));
        assert_text_equal(text_fold(folded, again_room), folded);
    }
}

static void test_base_text__knows_digits(void **state)
{
    (void)state;

    assert_true(text_is_digits(TEXT("0123456789")));
    assert_true(text_is_digits(TEXT("0")));
    assert_false(text_is_digits(TEXT("")));
    assert_false(text_is_digits(TEXT("12a")));
    assert_false(text_is_digits(TEXT("-1")));
    assert_false(text_is_digits(TEXT("1/")));
    assert_false(text_is_digits(TEXT("1:")));
    assert_false(text_is_digits(TEXT("1 ")));
    assert_false(text_is_digits(TEXT("\xD9\xA1")));
}

static void test_base_text__is_as_wide_as_it_has_characters(void **state)
{
    (void)state;

    assert_int_equal(text_width(TEXT("")), 0);
    assert_int_equal(text_width(TEXT("alder")), 5);
    assert_int_equal(text_width(TEXT("Söhne €😂")), 8);
}

static void test_base_text__may_begin_with_a_byte_order_mark(void **state)
{
    (void)state;

    assert_true(text_begins_with_mark(TEXT("\xEF\xBB\xBF")));
    assert_true(text_begins_with_mark(TEXT("\xEF\xBB\xBF{}")));
    assert_false(text_begins_with_mark(TEXT("\xEF\xBB")));
    assert_false(text_begins_with_mark(TEXT("{\xEF\xBB\xBF")));
    assert_false(text_begins_with_mark(TEXT("")));
}

static void test_base_text__takes_words_off_a_list(void **state)
{
    const char *list = "M1 M4c";

    (void)state;

    assert_true(text_is(text_take_word(&list), "M1"));
    assert_true(text_is(text_take_word(&list), "M4c"));
    assert_string_equal(list, "");
    assert_int_equal(text_take_word(&list).length, 0);
}

int test_base_text(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_text__may_hold_nul),
        cmocka_unit_test(test_base_text__is_equal_by_bytes),
        cmocka_unit_test(test_base_text__is_empty_without_bytes),
        cmocka_unit_test(test_base_text__utf8_may_hold_every_length),
        cmocka_unit_test(test_base_text__utf8_is_not_cut_short),
        cmocka_unit_test(test_base_text__utf8_has_no_stray_bytes),
        cmocka_unit_test(test_base_text__utf8_is_the_shortest_form),
        cmocka_unit_test(test_base_text__utf8_has_no_surrogates_nor_more),
        cmocka_unit_test(test_base_text__utf8_has_every_character),
        cmocka_unit_test(test_base_text__is_folded_to_lower_case),
        cmocka_unit_test(test_base_text__may_grow_when_folded),
        cmocka_unit_test(test_base_text__folds_past_nul),
        cmocka_unit_test(test_base_text__folds_every_character_once_and_for_all),
        cmocka_unit_test(test_base_text__knows_digits),
        cmocka_unit_test(test_base_text__is_as_wide_as_it_has_characters),
        cmocka_unit_test(test_base_text__may_begin_with_a_byte_order_mark),
        cmocka_unit_test(test_base_text__takes_words_off_a_list),
    };

    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
