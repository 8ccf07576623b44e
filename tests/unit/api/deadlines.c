/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/deadlines.h"

#include "unit/api/suites.h"
#include "unit/test.h"

static struct deadlines three_phases(void)
{
    return (struct deadlines){
        .now_ms = 1000,
        .phase_ms = { [PHASE_HEADERS] = 10,
                      [PHASE_BODY] = 20,
                      [PHASE_ANSWER] = 40,
                      [PHASE_IDLE] = 80 },
    };
}

static void test_api_deadlines__the_next_one_is_waited_for(void **state)
{
    struct deadlines deadlines = three_phases();
    struct connection slow = { .phase = PHASE_NONE };
    struct connection quick = { .phase = PHASE_NONE };

    (void)state;
    assert_int_equal(deadlines_wait(&deadlines, 500), 500);
    deadlines_set(&deadlines, &slow, PHASE_IDLE);
    assert_int_equal(deadlines_wait(&deadlines, 500), 80);
    deadlines_set(&deadlines, &quick, PHASE_HEADERS);
    assert_int_equal(deadlines_wait(&deadlines, 500), 10);
    assert_int_equal(deadlines_wait(&deadlines, 5), 5);
    deadlines.now_ms = 2000;
    assert_int_equal(deadlines_wait(&deadlines, 500), 0);
}

static void test_api_deadlines__those_that_are_over_come_once(void **state)
{
    struct deadlines deadlines = three_phases();
    struct connection first = { .phase = PHASE_NONE };
    struct connection second = { .phase = PHASE_NONE };

    (void)state;
    deadlines_set(&deadlines, &first, PHASE_HEADERS);
    deadlines_set(&deadlines, &second, PHASE_HEADERS);
    assert_null(deadlines_take(&deadlines));
    deadlines.now_ms += 9;
    deadlines_set(&deadlines, &second, PHASE_BODY);
    deadlines.now_ms += 1;

    assert_ptr_equal(deadlines_take(&deadlines), &first);
    assert_int_equal(first.phase, PHASE_NONE);
    assert_null(deadlines_take(&deadlines));
    deadlines.now_ms += 19;
    assert_ptr_equal(deadlines_take(&deadlines), &second);
}

static void test_api_deadlines__whoever_leaves_is_forgotten_in_any_order(void **state)
{
    enum {
        COUNT = 5
    };
    struct connection connections[COUNT];

    (void)state;
    for (unsigned leaving = 0; leaving < COUNT; leaving++) {
        struct deadlines deadlines = three_phases();
        unsigned seen = 0;

        for (unsigned i = 0; i < COUNT; i++) {
            connections[i] = (struct connection){ .phase = PHASE_NONE };
            deadlines_set(&deadlines, &connections[i], PHASE_BODY);
        }
        deadlines_set(&deadlines, &connections[leaving], PHASE_NONE);
        deadlines.now_ms += 20;
        while (deadlines_take(&deadlines) != NULL)
            seen++;
        assert_int_equal(seen, COUNT - 1);
    }
}

int test_api_deadlines(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_deadlines__the_next_one_is_waited_for),
        cmocka_unit_test(test_api_deadlines__those_that_are_over_come_once),
        cmocka_unit_test(test_api_deadlines__whoever_leaves_is_forgotten_in_any_order),
    };

    return cmocka_run_group_tests_name("api/deadlines", tests, NULL, NULL);
}
