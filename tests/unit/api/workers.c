/* SPDX-License-Identifier: Apache-2.0 */
#include "api/workers.h"

#include <stdatomic.h>

#include "api/route.h"
#include "unit/api/suites.h"
#include "unit/test.h"

enum {
    JOBS = 1000
};

struct counting {
    struct job job; /* first */
    atomic_uint count;
};

static void count(struct job *job)
{
    (void)atomic_fetch_add(&((struct counting *)job)->count, 1);
}

static void test_api_workers__each_job_is_done_once_before_the_end(void **state)
{
    static struct counting jobs[JOBS];
    struct workers *workers = NULL;

    (void)state;
    assert_int_equal(workers_new(4, JOBS, &workers), STATUS_OK);
    for (unsigned i = 0; i < JOBS; i++) {
        jobs[i].job.run = count;
        assert_true(workers_add(workers, &jobs[i].job));
    }
    workers_stop(workers);
    for (unsigned i = 0; i < JOBS; i++)
        assert_int_equal(atomic_load(&jobs[i].count), 1);
    assert_false(workers_add(workers, &jobs[0].job));
    workers_free(workers);
}

static void test_api_workers__more_than_may_wait_are_refused(void **state)
{
    struct counting job = { .job = { .run = count } };
    struct workers *workers = NULL;

    (void)state;
    assert_int_equal(workers_new(1, 0, &workers), STATUS_OK);
    assert_false(workers_add(workers, &job.job));
    workers_free(workers);
    assert_int_equal(atomic_load(&job.count), 0);
}

static void test_api_workers__the_table_of_routes_is_whole(void **state)
{
    (void)state;
    assert_null(routes_check());
}

int test_api_workers(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_workers__each_job_is_done_once_before_the_end),
        cmocka_unit_test(test_api_workers__more_than_may_wait_are_refused),
        cmocka_unit_test(test_api_workers__the_table_of_routes_is_whole),
    };

    return cmocka_run_group_tests_name("api/workers", tests, NULL, NULL);
}
