/* SPDX-License-Identifier: Apache-2.0 */
#include "base/guid.h"

#include <string.h>

#include "unit/base/suites.h"
#include "unit/test.h"

static void check_refused(struct text text)
{
    guid read = { 1, 2 };

    assert_false(guid_parse(text, &read));
    assert_true(guid_equal(read, (guid){ 1, 2 }));
}

static void test_base_guid__is_read_in_two_halves(void **state)
{
    guid read = { 0 };

    (void)state;

    assert_true(guid_parse(TEXT("01234567-89ab-cdef-fedc-ba9876543210"), &read));

    assert_true(read.high == 0x0123456789abcdefU);
    assert_true(read.low == 0xfedcba9876543210U);
}

static void test_base_guid__is_folded_to_lower_case(void **state)
{
    guid upper = { 0 };
    guid lower = { 0 };
    guid mixed = { 0 };
    char text[GUID_LENGTH + 1];

    (void)state;

    assert_true(guid_parse(TEXT("1F0A7C52-3C1E-4B7E-9A55-0D6F1C2B3A44"), &upper));
    assert_true(guid_parse(TEXT("1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"), &lower));
    assert_true(guid_parse(TEXT("1F0a7C52-3c1E-4B7e-9A55-0d6F1c2B3a44"), &mixed));
    guid_format(upper, text);

    assert_true(guid_equal(upper, lower));
    assert_true(guid_equal(mixed, lower));
    assert_string_equal(text, "1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44");
}

static void test_base_guid__may_be_all_zeros_or_all_ones(void **state)
{
    guid read = { 1, 1 };
    char text[GUID_LENGTH + 1];

    (void)state;

    assert_true(guid_parse(TEXT("00000000-0000-0000-0000-000000000000"), &read));
    assert_true(guid_equal(read, (guid){ 0, 0 }));
    guid_format((guid){ UINT64_MAX, UINT64_MAX }, text);
    assert_string_equal(text, "ffffffff-ffff-ffff-ffff-ffffffffffff");
}

static void test_base_guid__has_one_length(void **state)
{
    (void)state;

    check_refused(TEXT(""));
    check_refused(TEXT("1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a4"));
    check_refused(TEXT("1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a444"));
    check_refused(TEXT("1f0a7c523c1e4b7e9a550d6f1c2b3a44"));
    check_refused(TEXT("{1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44}"));
    check_refused(TEXT(" 1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44\n"));
}

static void test_base_guid__has_its_hyphens_in_place(void **state)
{
    (void)state;

    check_refused(TEXT("1f0a7c5-23c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("1f0a7c52-3c1-e4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("1f0a7c52-3c1e-4b7-e9a55-0d6f1c2b3a44"));
    check_refused(TEXT("1f0a7c52-3c1e-4b7e-9a5-50d6f1c2b3a44"));
    check_refused(TEXT("1f0a7c52-3c1e-4b7e-9a5500d6f1c2b3a44"));
    check_refused(TEXT("------------------------------------"));
    check_refused(TEXT("1f0a7c52_3c1e_4b7e_9a55_0d6f1c2b3a44"));
}

static void test_base_guid__has_hexadecimal_digits_only(void **state)
{
    (void)state;

    check_refused(TEXT("gf0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("1f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a4G"));
    check_refused(TEXT("/f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT(":f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("@f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("`f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("\0f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("\xC3\xA9"
                       "0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
    check_refused(TEXT("+f0a7c52-3c1e-4b7e-9a55-0d6f1c2b3a44"));
}

/* The value of a hexadecimal digit, or -1, told in another way than the code under test. */
static int value_of(int byte)
{
    const char *digits = "0123456789abcdefABCDEF";
    const char *found = byte == 0 ? NULL : strchr(digits, byte);

    if (found == NULL)
        return -1;
    return found - digits < 16 ? (int)(found - digits) : (int)(found - digits) - 6;
}

/* Every byte in one place of a GUID of sevens, which is the `digit`th digit. */
static void check_every_byte(unsigned place, unsigned digit)
{
    for (int byte = 0; byte < 256; byte++) {
        char text[] = "77777777-7777-7777-7777-777777777777";
        uint64_t halves[2] = { 0x7777777777777777U, 0x7777777777777777U };
        unsigned shift = 60 - 4 * (digit % 16);
        guid read = { 0, 0 };

        text[place] = (char)byte;
        assert_int_equal(guid_parse(text_at(text, GUID_LENGTH), &read), value_of(byte) >= 0);
        if (value_of(byte) < 0)
            continue;
        halves[digit / 16] &= ~(UINT64_C(15) << shift);
        halves[digit / 16] |= (uint64_t)value_of(byte) << shift;
        assert_true(guid_equal(read, (guid){ halves[0], halves[1] }));
    }
}

static void test_base_guid__may_have_every_digit_in_every_place(void **state)
{
    unsigned digit = 0;

    (void)state;

    for (unsigned place = 0; place < GUID_LENGTH; place++)
        if (place != 8 && place != 13 && place != 18 && place != 23)
            check_every_byte(place, digit++);

    assert_int_equal(digit, 32);
}

static void check_hyphen(unsigned place)
{
    for (int byte = 0; byte < 256; byte++) {
        char text[] = "77777777-7777-7777-7777-777777777777";
        guid read = { 0, 0 };

        text[place] = (char)byte;
        assert_int_equal(guid_parse(text_at(text, GUID_LENGTH), &read), byte == '-');
    }
}

static void test_base_guid__has_nothing_but_hyphens_between(void **state)
{
    (void)state;

    check_hyphen(8);
    check_hyphen(13);
    check_hyphen(18);
    check_hyphen(23);
}

static void test_base_guid__differs_in_either_half(void **state)
{
    (void)state;

    assert_true(guid_equal((guid){ 1, 2 }, (guid){ 1, 2 }));
    assert_false(guid_equal((guid){ 1, 2 }, (guid){ 3, 2 }));
    assert_false(guid_equal((guid){ 1, 2 }, (guid){ 1, 3 }));
}

int test_base_guid(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_guid__is_read_in_two_halves),
        cmocka_unit_test(test_base_guid__is_folded_to_lower_case),
        cmocka_unit_test(test_base_guid__may_be_all_zeros_or_all_ones),
        cmocka_unit_test(test_base_guid__has_one_length),
        cmocka_unit_test(test_base_guid__has_its_hyphens_in_place),
        cmocka_unit_test(test_base_guid__has_hexadecimal_digits_only),
        cmocka_unit_test(test_base_guid__may_have_every_digit_in_every_place),
        cmocka_unit_test(test_base_guid__has_nothing_but_hyphens_between),
        cmocka_unit_test(test_base_guid__differs_in_either_half),
    };

    return cmocka_run_group_tests_name("base/guid", tests, NULL, NULL);
}
