/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "api/http/request.h"
#include "unit/api/suites.h"
#include "unit/test.h"

/* The parts as one text: segments with a slash before each, then "name=value" in brackets. */
static void check_target(const char *text, const char *expected)
{
    struct buffer parts = { 0 };
    struct http_target target;
    char bytes[256];

    memcpy(bytes, text, strlen(text) + 1);
    if (http_target_parse(bytes, strlen(bytes), &target)) {
        for (unsigned i = 0; i < target.segment_count; i++) {
            buffer_add_string(&parts, "/");
            buffer_add_text(&parts, target.segments[i]);
        }
        for (unsigned i = 0; i < target.argument_count; i++) {
            buffer_add_string(&parts, "[");
            buffer_add_text(&parts, target.arguments[i].name);
            buffer_add_string(&parts, "=");
            buffer_add_text(&parts, target.arguments[i].value);
            buffer_add_string(&parts, "]");
        }
    } else {
        buffer_add_string(&parts, "refused");
    }
    assert_buffer_is(&parts, expected);
    buffer_done(&parts);
}

static void test_api_target__parts_are_decoded(void **state)
{
    (void)state;
    check_target("/", "");
    check_target("/a/b", "/a/b");
    check_target("//a///b/", "/a/b");
    check_target("/a%20b/%C3%A9", "/a b/é");
    check_target("/a%2Fb", "/a/b");
    check_target("/a?b=c&d", "/a[b=c][d=]");
    check_target("/a?b=c+d%2B&&e=f=g&", "/a[b=c d+][e=f=g]");
    check_target("/a+b?", "/a+b");
    check_target("/..?=x", "/..[=x]");
}

static void test_api_target__what_is_wrong_is_refused(void **state)
{
    (void)state;
    check_target("", "refused");
    check_target("*", "refused");
    check_target("http://aval.example/a", "refused");
    check_target("/a%", "refused");
    check_target("/a%2", "refused");
    check_target("/a%zz", "refused");
    check_target("/a%00b", "refused");
    check_target("/a%FF", "refused");
    check_target("/a?b=%C3", "refused");
    check_target("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16",
                 "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16");
    check_target("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", "refused");
    check_target("/?1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16&17&18&19&20&21&22&23&24&25&26&27&28&29"
                 "&30&31&32&33",
                 "refused");
}

/* Nothing is read or written beside the bytes, whatever they are: for the sanitizers. */
static void test_api_target__any_bytes_are_parted_within_themselves(void **state)
{
    static const char signs[] = "/?&=%+a2F\xC3\xA9\0*";
    uint64_t seed = 1;

    (void)state;
    for (unsigned round = 0; round < 20000; round++) {
        size_t length = random_below(&seed, 40);
        char bytes[40];
        struct http_target target;

        for (size_t i = 0; i < length; i++)
            bytes[i] = signs[random_below(&seed, sizeof(signs) - 1)];
        if (!http_target_parse(bytes, length, &target))
            continue;
        for (unsigned i = 0; i < target.segment_count; i++) {
            assert_true(target.segments[i].bytes > bytes);
            assert_true(target.segments[i].bytes + target.segments[i].length <= bytes + length);
        }
        for (unsigned i = 0; i < target.argument_count; i++)
            assert_true(target.arguments[i].value.bytes + target.arguments[i].value.length <=
                        bytes + length);
    }
}

static void test_api_target__forms_are_read_like_queries(void **state)
{
    char form[] = "grant_type=client_credentials&client_secret=a%26b&scope=x+y";
    struct http_target parts;

    (void)state;
    assert_true(http_form_parse(form, strlen(form), &parts));
    assert_text_is(*http_target_find(&parts, "client_secret"), "a&b");
    assert_text_is(*http_target_find(&parts, "scope"), "x y");
    assert_null(http_target_find(&parts, "client_id"));
}

int test_api_target(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_target__parts_are_decoded),
        cmocka_unit_test(test_api_target__what_is_wrong_is_refused),
        cmocka_unit_test(test_api_target__any_bytes_are_parted_within_themselves),
        cmocka_unit_test(test_api_target__forms_are_read_like_queries),
    };

    return cmocka_run_group_tests_name("api/target", tests, NULL, NULL);
}
