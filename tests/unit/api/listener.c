/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/listener.h"

#include <unistd.h>

#include "unit/api/suites.h"
#include "unit/test.h"

static void test_api_listener__addresses_are_read_and_written(void **state)
{
    static const struct {
        const char *text, *written;
        bool is_loopback;
    } rows[] = {
        { "127.0.0.1:80", "127.0.0.1:80", true },
        { "localhost:8470", "127.0.0.1:8470", true },
        { "127.1.2.3:1", "127.1.2.3:1", true },
        { "0.0.0.0:65535", "0.0.0.0:65535", false },
        { "192.0.2.7:80", "192.0.2.7:80", false },
        { "[::1]:0", "[::1]:0", true },
        { "[2001:db8::1]:9", "[2001:db8::1]:9", false },
        { "[::]:9", "[::]:9", false },
    };
    char written[LISTENER_TEXT_BYTES];
    struct listener listener;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(listener_parse(rows[i].text, &listener));
        listener_format(&listener, written);
        assert_string_equal(written, rows[i].written);
        assert_int_equal(listener_is_loopback(&listener), rows[i].is_loopback);
    }
}

static void test_api_listener__anything_else_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        ":80",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.1:000080",
        "1.2.3:80",
        "example.org:80",
        "::1:80",
        "[::1:80",
        "[]:80",
        "[127.0.0.1]:80",
        "1234567890123456789012345678901234567890123456789012345678901234567890:80",
    };
    struct listener listener;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_false(listener_parse(texts[i], &listener));
}

static void test_api_listener__an_address_is_shared_by_siblings_and_nobody_else(void **state)
{
    struct listener listener;
    struct listener other;
    int sockets[2];

    (void)state;
    assert_true(listener_parse("127.0.0.1:0", &listener));
    assert_int_equal(listener_claim(&listener), STATUS_OK);
    assert_int_equal(listener_open(&listener, &sockets[0]), STATUS_OK);
    assert_int_equal(listener_open(&listener, &sockets[1]), STATUS_OK);
    other = listener;
    assert_int_equal(listener_claim(&other), STATUS_UNAVAILABLE);
    (void)close(sockets[0]);
    (void)close(sockets[1]);
    assert_int_equal(listener_claim(&other), STATUS_OK);
}

int test_api_listener(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_listener__addresses_are_read_and_written),
        cmocka_unit_test(test_api_listener__anything_else_is_refused),
        cmocka_unit_test(test_api_listener__an_address_is_shared_by_siblings_and_nobody_else),
    };

    return cmocka_run_group_tests_name("api/listener", tests, NULL, NULL);
}
