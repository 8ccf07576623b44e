/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/json.h"

#include <string.h>

#include "base/lines.h"
#include "unit/exchange/suites.h"
#include "unit/exchange/told.h"
#include "unit/test.h"

static const struct json_tag role_tag = { TEXT_ROW("role"), &role_words };

/* Reads a line as line 7; gives the value of the tag "role" when there was no problem, else -1. */
static int read_role(struct json_reader *reader, struct text line, struct told *told)
{
    yyjson_val *object = NULL;
    unsigned value = 0;

    if (json_read_object(reader, line, 7, &told->sink, &object) != STATUS_OK)
        return -1;
    if (json_read_tag(&role_tag, object, 7, &told->sink, &value) != STATUS_OK)
        return -1;
    return (int)value;
}

static void check_line(struct text line, int expected, const char *expected_told)
{
    struct json_reader reader;
    struct told told;
    int value = 0;

    told_init(&told);
    assert_int_equal(json_reader_init(&reader), STATUS_OK);

    value = read_role(&reader, line, &told);

    assert_buffer_is(&told.text, expected_told);
    assert_int_equal(value, expected);
    json_reader_done(&reader);
    told_done(&told);
}

static void test_exchange_json__reads_an_object_by_its_tag(void **state)
{
    (void)state;

    check_line(TEXT("{\"role\":\"direct_bill\"}"), ROLE_DIRECT_BILL, "");
    check_line(TEXT(" { \"x\" : [1, {}], \"role\" : \"indirect_provider\" } \r"),
               ROLE_INDIRECT_PROVIDER, "");
    check_line(TEXT("{\"r\\u006fle\":\"direct\\u005fbill\"}"), ROLE_DIRECT_BILL, "");
}

static void test_exchange_json__says_where_json_ends(void **state)
{
    (void)state;

    check_line(TEXT("{\"role\":tru}"), -1, "7: expected one JSON object; not JSON at byte 9\n");
    check_line(TEXT("{\"role\":\"direct_bill\"} x"), -1,
               "7: expected one JSON object; not JSON at byte 24\n");
    check_line(TEXT("{'role':1}"), -1, "7: expected one JSON object; not JSON at byte 2\n");
    check_line(TEXT("{\"a\":1,}"), -1, "7: expected one JSON object; not JSON at byte 7\n");
    check_line(TEXT(""), -1, "7: expected one JSON object; not JSON at byte 1\n");
}

static void check_not_json(struct text line)
{
    struct json_reader reader;
    struct told told;

    told_init(&told);
    assert_int_equal(json_reader_init(&reader), STATUS_OK);

    assert_int_equal(read_role(&reader, line, &told), -1);

    assert_true(told.text.length > 30);
    assert_memory_equal(told.text.bytes, "7: expected one JSON object; n", 30);
    json_reader_done(&reader);
    told_done(&told);
}

static void test_exchange_json__has_no_extensions(void **state)
{
    (void)state;

    check_not_json(TEXT("{\"a\":NaN}"));
    check_not_json(TEXT("{\"a\":+1}"));
    check_not_json(TEXT("{\"a\":01}"));
    check_not_json(TEXT("{\"a\":.5}"));
    check_not_json(TEXT("{\"a\":1.}"));
    check_not_json(TEXT("{\"a\":1}/* */"));
    check_not_json(TEXT("{a:1}"));
    check_not_json(TEXT("{\"a\":\"\t\"}"));
    check_not_json(TEXT("{\"a\":\"\\ud800\"}"));
    check_not_json(TEXT("{\"a\":\"\\x41\"}"));
    check_not_json(TEXT("{\"a\":\"b"));
    check_not_json(TEXT("\0{}"));
    check_not_json(TEXT("{}{}"));
}

static void test_exchange_json__is_utf8_without_byte_order_mark(void **state)
{
    (void)state;

    check_line(TEXT("{\"role\":\"\xFF\"}"), -1, "7: not valid UTF-8\n");
    check_line(TEXT("{\"role\":\"\xED\xA0\x80\"}"), -1, "7: not valid UTF-8\n");
    check_line(TEXT("{\"role\":\"\xC3"), -1, "7: not valid UTF-8\n");
    check_line(TEXT("\xEF\xBB\xBF{\"role\":\"direct_bill\"}"), -1,
               "7: expected UTF-8 without a byte-order mark\n");
    check_line(TEXT("\xEF\xBB"), -1, "7: not valid UTF-8\n");
}

static void test_exchange_json__is_an_object(void **state)
{
    (void)state;

    check_line(TEXT("[]"), -1, "7: expected one JSON object\n");
    check_line(TEXT("[{\"role\":\"direct_bill\"}]"), -1, "7: expected one JSON object\n");
    check_line(TEXT("\"role\""), -1, "7: expected one JSON object\n");
    check_line(TEXT("12"), -1, "7: expected one JSON object\n");
    check_line(TEXT("null"), -1, "7: expected one JSON object\n");
}

#define ROLES_EXPECTED "expected one of indirect_provider, indirect_reseller, direct_bill"

static void test_exchange_json__has_one_tag(void **state)
{
    (void)state;

    check_line(TEXT("{}"), -1, "7: role: missing; " ROLES_EXPECTED "\n");
    check_line(TEXT("{\"Role\":\"direct_bill\",\"role\\u0000\":\"direct_bill\"}"), -1,
               "7: role: missing; " ROLES_EXPECTED "\n");
    check_line(TEXT("{\"role\":\"direct_bill\",\"role\":\"direct_bill\"}"), -1,
               "7: role: duplicate key\n");
    check_line(TEXT("{\"role\":\"direct_bill\",\"\\u0072ole\":1}"), -1, "7: role: duplicate key\n");
}

static void test_exchange_json__has_a_word_for_tag(void **state)
{
    (void)state;

    check_line(TEXT("{\"role\":\"Direct_bill\"}"), -1,
               "7: role: " ROLES_EXPECTED ", found \"Direct_bill\"\n");
    check_line(TEXT("{\"role\":\"\"}"), -1, "7: role: " ROLES_EXPECTED ", found \"\"\n");
    check_line(TEXT("{\"role\":1e2}"), -1, "7: role: " ROLES_EXPECTED ", found 1e2\n");
    check_line(TEXT("{\"role\":true}"), -1, "7: role: " ROLES_EXPECTED ", found true\n");
    check_line(TEXT("{\"role\":false}"), -1, "7: role: " ROLES_EXPECTED ", found false\n");
    check_line(TEXT("{\"role\":null}"), -1, "7: role: " ROLES_EXPECTED ", found null\n");
    check_line(TEXT("{\"role\":[1]}"), -1, "7: role: " ROLES_EXPECTED ", found […]\n");
    check_line(TEXT("{\"role\":{}}"), -1, "7: role: " ROLES_EXPECTED ", found {…}\n");
}

static void test_exchange_json__reads_on_after_a_problem(void **state)
{
    struct json_reader reader;
    struct told told;

    (void)state;
    told_init(&told);
    assert_int_equal(json_reader_init(&reader), STATUS_OK);

    for (int i = 0; i < 1000; i++) {
        assert_int_equal(read_role(&reader, TEXT("{\"role\":[[[{\"a\":\"b"), &told), -1);
        assert_int_equal(read_role(&reader, TEXT("{\"role\":\"direct_bill\"}"), &told),
                         ROLE_DIRECT_BILL);
        assert_int_equal(read_role(&reader, TEXT("[1,2,3]"), &told), -1);
    }

    json_reader_done(&reader);
    told_done(&told);
}

/* A line of LINE_BYTES_MAX bytes: an object with a role, and `unit` again and again in a list. */
static struct text longest_line(struct buffer *line, const char *unit)
{
    static const char begin[] = "{\"role\":\"direct_bill\",\"x\":[0";
    static const char end[] = "]}";
    size_t unit_length = strlen(unit);

    buffer_clear(line);
    buffer_add_string(line, begin);
    while (line->length + unit_length + strlen(end) <= LINE_BYTES_MAX)
        buffer_add(line, unit, unit_length);
    buffer_add_spaces(line, LINE_BYTES_MAX - strlen(end) - line->length);
    buffer_add_string(line, end);
    assert_int_equal(line->length, LINE_BYTES_MAX);
    return buffer_text(line);
}

/* Memory is taken once: it has to do for whatever a line may hold. */
static void test_exchange_json__reads_the_longest_lines(void **state)
{
    struct buffer line = { 0 };

    (void)state;

    check_line(longest_line(&line, ",1"), ROLE_DIRECT_BILL, "");
    check_line(longest_line(&line, ",[]"), ROLE_DIRECT_BILL, "");
    check_line(longest_line(&line, ",\"\""), ROLE_DIRECT_BILL, "");
    check_line(longest_line(&line, ",{\"\":0}"), ROLE_DIRECT_BILL, "");
    check_line(longest_line(&line, ",\"\\u00e9\\u20ac\""), ROLE_DIRECT_BILL, "");
    check_line(longest_line(&line, ",123456789012345678901234567890e-400"), ROLE_DIRECT_BILL, "");
    buffer_done(&line);
}

static void test_exchange_json__reads_the_deepest_lines(void **state)
{
    struct buffer line = { 0 };

    (void)state;
    buffer_add_string(&line, "{\"role\":\"direct_bill\",\"x\":");
    for (int i = 0; i < 500000; i++)
        buffer_add(&line, "[", 1);
    for (int i = 0; i < 500000; i++)
        buffer_add(&line, "]", 1);
    buffer_add(&line, "}", 1);

    check_line(buffer_text(&line), ROLE_DIRECT_BILL, "");
    buffer_done(&line);
}

int test_exchange_json(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_json__reads_an_object_by_its_tag),
        cmocka_unit_test(test_exchange_json__says_where_json_ends),
        cmocka_unit_test(test_exchange_json__has_no_extensions),
        cmocka_unit_test(test_exchange_json__is_utf8_without_byte_order_mark),
        cmocka_unit_test(test_exchange_json__is_an_object),
        cmocka_unit_test(test_exchange_json__has_one_tag),
        cmocka_unit_test(test_exchange_json__has_a_word_for_tag),
        cmocka_unit_test(test_exchange_json__reads_on_after_a_problem),
        cmocka_unit_test(test_exchange_json__reads_the_longest_lines),
        cmocka_unit_test(test_exchange_json__reads_the_deepest_lines),
    };

    return cmocka_run_group_tests_name("exchange/json", tests, NULL, NULL);
}
