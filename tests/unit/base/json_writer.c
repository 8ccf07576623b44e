/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_writer.h"

#include "unit/base/suites.h"
#include "unit/test.h"

/* An object with objects in it, its keys in no order. */
static void write_nested(struct json_writer *writer)
{
    json_begin_object(writer);
    json_key(writer, "zeta");
    json_begin_object(writer);
    json_key(writer, "b");
    json_integer(writer, -3);
    json_key(writer, "a");
    json_begin_array(writer);
    json_begin_object(writer);
    json_key(writer, "y");
    json_null(writer);
    json_key(writer, "x");
    json_flag(writer, true);
    json_end_object(writer);
    json_string(writer, "s");
    json_end_array(writer);
    json_end_object(writer);
    json_key(writer, "alpha");
    json_raw(writer, TEXT("[1,2]"));
    json_end_object(writer);
}

static void check_nested(unsigned sorted_from, const char *expected)
{
    struct buffer written = { 0 };
    struct json_writer writer;

    json_writer_init(&writer, &written, sorted_from);
    write_nested(&writer);
    json_writer_done(&writer);

    assert_buffer_is(&written, expected);
    buffer_done(&written);
}

static void test_base_json_writer__keeps_the_order(void **state)
{
    (void)state;

    check_nested(JSON_DEPTH_MAX,
                 "{\"zeta\":{\"b\":-3,\"a\":[{\"y\":null,\"x\":true},\"s\"]},\"alpha\":[1,2]}");
}

static void test_base_json_writer__sorts_keys_at_every_depth(void **state)
{
    (void)state;

    check_nested(0, "{\"alpha\":[1,2],\"zeta\":{\"a\":[{\"x\":true,\"y\":null},\"s\"],\"b\":-3}}");
}

static void test_base_json_writer__sorts_from_a_depth_on(void **state)
{
    (void)state;

    check_nested(1, "{\"zeta\":{\"a\":[{\"x\":true,\"y\":null},\"s\"],\"b\":-3},\"alpha\":[1,2]}");
}

/* A key that begins another one comes first, whatever their values. */
static void test_base_json_writer__sorts_by_whole_keys(void **state)
{
    struct buffer written = { 0 };
    struct json_writer writer;

    (void)state;
    json_writer_init(&writer, &written, 0);
    json_begin_object(&writer);
    json_key(&writer, "from_day");
    json_integer(&writer, 1);
    json_key(&writer, "from");
    json_integer(&writer, 2);
    json_key(&writer, "froM");
    json_integer(&writer, 3);
    json_end_object(&writer);
    json_writer_done(&writer);

    assert_buffer_is(&written, "{\"froM\":3,\"from\":2,\"from_day\":1}");
    buffer_done(&written);
}

static void test_base_json_writer__writes_what_is_empty(void **state)
{
    struct buffer written = { 0 };
    struct json_writer writer;

    (void)state;
    json_writer_init(&writer, &written, 0);
    json_begin_array(&writer);
    json_begin_object(&writer);
    json_end_object(&writer);
    json_begin_array(&writer);
    json_end_array(&writer);
    json_string(&writer, "");
    json_end_array(&writer);
    json_writer_done(&writer);

    assert_buffer_is(&written, "[{},[],\"\"]");
    buffer_done(&written);
}

/* RFC 8785, 3.2.2.2: the short escapes, \u00XX for the rest of the control characters, nothing
 * else. */
static void test_base_json_writer__escapes_what_must_be(void **state)
{
    struct buffer written = { 0 };
    struct json_writer writer;

    (void)state;
    json_writer_init(&writer, &written, 0);
    json_text(&writer, TEXT("\"\\/\b\f\n\r\t\x01\x1f\x7f é€😀"));
    json_writer_done(&writer);

    assert_buffer_is(&written, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é€😀\"");
    buffer_done(&written);
}

/* What is written comes after what is there already. */
static void test_base_json_writer__begins_at_the_end_of_the_buffer(void **state)
{
    struct buffer written = { 0 };
    struct json_writer writer;

    (void)state;
    buffer_add_string(&written, "x:");
    json_writer_init(&writer, &written, 0);
    json_begin_object(&writer);
    json_key(&writer, "b");
    json_integer(&writer, INT64_MIN);
    json_key(&writer, "a");
    json_integer(&writer, INT64_MAX);
    json_end_object(&writer);
    json_writer_done(&writer);

    assert_buffer_is(&written, "x:{\"a\":9223372036854775807,\"b\":-9223372036854775808}");
    buffer_done(&written);
}

int test_base_json_writer(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_json_writer__keeps_the_order),
        cmocka_unit_test(test_base_json_writer__sorts_keys_at_every_depth),
        cmocka_unit_test(test_base_json_writer__sorts_from_a_depth_on),
        cmocka_unit_test(test_base_json_writer__sorts_by_whole_keys),
        cmocka_unit_test(test_base_json_writer__writes_what_is_empty),
        cmocka_unit_test(test_base_json_writer__escapes_what_must_be),
        cmocka_unit_test(test_base_json_writer__begins_at_the_end_of_the_buffer),
    };

    return cmocka_run_group_tests_name("base/json_writer", tests, NULL, NULL);
}
