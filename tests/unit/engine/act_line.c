/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/act_line.h"

#include "unit/engine/suites.h"
#include "unit/exchange/told.h"
#include "unit/test.h"

/* What was told of a line that is no act. */
static void assert_told(const char *line, const char *expected)
{
    struct told told;
    struct act_line_reader reader = { 0 };
    struct act_line act;

    told_init(&told);
    assert_int_equal(act_line_reader_init(&reader), STATUS_OK);

    assert_int_equal(act_line_read(&reader, text_of(line), 7, &told.sink, &act), STATUS_INVALID);

    assert_buffer_is(&told.text, expected);
    act_line_reader_done(&reader);
    told_done(&told);
}

static void test_engine_act_line__tells_what_is_wrong(void **state)
{
    (void)state;

    assert_told("[]", "7: expected one JSON object\n");
    assert_told("{\"as\":\"vendor\"}", "7: act: missing; expected the name of an act\n");
    assert_told("{\"act\":\"dance\",\"as\":\"vendor\"}",
                "7: act: expected the name of an act, found \"dance\"\n");
}

int test_engine_act_line(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_act_line__tells_what_is_wrong),
    };

    return cmocka_run_group_tests_name("engine/act_line", tests, NULL, NULL);
}
