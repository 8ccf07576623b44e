/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/destination.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "unit/api/suites.h"
#include "unit/test.h"

static bool is_public(const char *text)
{
    struct sockaddr_storage storage = { 0 };
    struct sockaddr_in four = { .sin_family = AF_INET };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

    if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
        memcpy(&storage, &four, sizeof(four));
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
        memcpy(&storage, &six, sizeof(six));
    }
    return destination_is_public((const struct sockaddr *)&storage);
}

/* What lies at the ends of special networks, and what beside them. */
static const char *const special[] = {
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.0",
    "127.255.255.255",
    "169.254.0.0",
    "169.254.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.2.255",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::a00:1",
    "100::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:1ff::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "3fff:fff::1",
    "4000::1",
    "2620:4f:8000::1",
};
static const char *const ordinary[] = {
    "1.0.0.0",         "9.255.255.255", "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
    "126.255.255.255", "128.0.0.0",     "169.253.255.255", "169.255.0.0",     "172.15.255.255",
    "172.32.0.0",      "192.0.1.0",     "192.0.3.0",       "192.167.255.255", "192.169.0.0",
    "198.17.255.255",  "198.20.0.0",    "223.255.255.255", "::ffff:11.0.0.1", "2001:200::1",
    "2001:db7::1",     "2003::1",       "2620:4f:8001::1", "2a00::1",         "3fff:1000::1",
};

static void test_api_destination__an_address_at_either_end_of_what_is_special(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(special); i++)
        if (is_public(special[i]))
            fail_msg("%s is taken for public", special[i]);
    for (size_t i = 0; i < COUNT_OF(ordinary); i++)
        if (!is_public(ordinary[i]))
            fail_msg("%s is not taken for public", ordinary[i]);
}

static void test_api_destination__no_address_of_another_family(void **state)
{
    struct sockaddr address = { .sa_family = AF_UNIX };

    (void)state;
    assert_false(destination_is_public(&address));
}

static enum destination_trouble check(const char *url, bool allows_private, bool allows_plain)
{
    return destination_check(text_of(url),
                             (struct destination_limits){ allows_private, allows_plain });
}

static void test_api_destination__what_a_setting_allows(void **state)
{
    (void)state;
    assert_int_equal(check("https://a.example/x?y=1", false, false), DESTINATION_SOUND);
    assert_int_equal(check("https://a.example:8443", false, false), DESTINATION_SOUND);
    assert_int_equal(check("HTTPS://A.example", false, false), DESTINATION_SOUND);
    assert_int_equal(check("http://a.example", false, false), DESTINATION_PLAIN);
    assert_int_equal(check("http://a.example", true, false), DESTINATION_PLAIN);
    assert_int_equal(check("http://a.example", false, true), DESTINATION_SOUND);
    assert_int_equal(check("https://127.0.0.1", false, true), DESTINATION_PRIVATE);
    assert_int_equal(check("https://[::1]", false, true), DESTINATION_PRIVATE);
    assert_int_equal(check("https://127.0.0.1:22", true, false), DESTINATION_SOUND);
    assert_int_equal(check("https://a.example:22", false, false), DESTINATION_PORT);
    /* Whatever is allowed. */
    assert_int_equal(check("https://u:p@a.example", true, true), DESTINATION_NO_URL);
    assert_int_equal(check("file:///etc/passwd", true, true), DESTINATION_NO_URL);
    assert_int_equal(check("a.example", true, true), DESTINATION_NO_URL);
    assert_int_equal(check("https://a.example/\x7f", true, true), DESTINATION_NO_URL);
}

int test_api_destination(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_destination__an_address_at_either_end_of_what_is_special),
        cmocka_unit_test(test_api_destination__no_address_of_another_family),
        cmocka_unit_test(test_api_destination__what_a_setting_allows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
