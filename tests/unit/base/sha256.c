/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include <stdio.h>
#include <string.h>

#include "unit/base/suites.h"
#include "unit/test.h"

/* Of FIPS 180-4's examples, and the empty text. */
static const struct {
    struct text bytes;
    const char *hash;
} known[] = {
    { TEXT_ROW(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { TEXT_ROW("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { TEXT_ROW("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void assert_hash(const unsigned char hash[SHA256_BYTES], const char *expected)
{
    char text[2 * SHA256_BYTES + 1];

    for (size_t i = 0; i < SHA256_BYTES; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", hash[i]);
    assert_string_equal(text, expected);
}

static void test_base_sha256__knows_what_the_standard_knows(void **state)
{
    unsigned char hash[SHA256_BYTES];

    (void)state;

    for (size_t i = 0; i < COUNT_OF(known); i++) {
        sha256_of(known[i].bytes, hash);
        assert_hash(hash, known[i].hash);
    }
}

static void test_base_sha256__of_pieces_is_that_of_the_whole(void **state)
{
    struct text whole = known[2].bytes;
    unsigned char hash[SHA256_BYTES];
    struct sha256 sha256;

    (void)state;

    for (size_t cut = 0; cut <= whole.length; cut++) {
        sha256_begin(&sha256);
        sha256_add(&sha256, (struct text){ whole.bytes, cut });
        sha256_add(&sha256, (struct text){ whole.bytes + cut, whole.length - cut });
        sha256_end(&sha256, hash);
        assert_hash(hash, known[2].hash);
    }
}

int test_base_sha256(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_sha256__knows_what_the_standard_knows),
        cmocka_unit_test(test_base_sha256__of_pieces_is_that_of_the_whole),
    };

    return cmocka_run_group_tests_name("base/sha256", tests, NULL, NULL);
}
