/* SPDX-License-Identifier: Apache-2.0 */
#include "api/base64.h"

#include <string.h>

#include "unit/api/suites.h"
#include "unit/test.h"

static bool reads(const char *text, enum base64 alphabet, char out_bytes[4], size_t *out_length)
{
    return base64_parse(text_of(text), alphabet, (struct base64_room){ out_bytes, 4 }, out_length);
}

static void test_api_base64__is_read(void **state)
{
    char bytes[4];
    size_t length = 9;

    (void)state;
    assert_true(reads("_-8", BASE64_URL, bytes, &length));
    assert_int_equal(length, 2);
    assert_memory_equal(bytes, "\xff\xef", 2);
    assert_true(reads("/+8=", BASE64_PADDED, bytes, &length));
    assert_memory_equal(bytes, "\xff\xef", 2);
    assert_true(reads("", BASE64_URL, bytes, &length));
    assert_int_equal(length, 0);
}

static void test_api_base64__has_one_form(void **state)
{
    static const char *const wrong[] = { "_-9", "_-8=", "/+8", "_", "_ -8", "_-8\n", "AAAAAAAA" };
    char bytes[4];
    size_t length = 9;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(reads(wrong[i], BASE64_URL, bytes, &length));
    assert_false(reads("_-8=", BASE64_PADDED, bytes, &length));
    assert_false(reads("/+8", BASE64_PADDED, bytes, &length));
    assert_int_equal(length, 9);
}

/* Every byte in the place of a sign: 64 of them are signs. */
static void test_api_base64__signs_are_64(void **state)
{
    static const enum base64 alphabets[] = { BASE64_URL, BASE64_PADDED };
    char bytes[4];
    size_t length = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(alphabets); i++) {
        unsigned count = 0;

        for (int byte = 1; byte < 256; byte++) {
            char text[] = { 'A', (char)byte, 'A', 'A', '\0' };

            count += reads(text, alphabets[i], bytes, &length);
        }
        assert_int_equal(count, 64);
    }
}

int test_api_base64(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_base64__is_read),
        cmocka_unit_test(test_api_base64__has_one_form),
        cmocka_unit_test(test_api_base64__signs_are_64),
    };

    return cmocka_run_group_tests_name("api/base64", tests, NULL, NULL);
}
