/* SPDX-License-Identifier: Apache-2.0 */
#include "base/assert.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/base/suites.h"
#include "unit/test.h"

static void test_base_assert__does_nothing_when_the_condition_holds(void **state)
{
    (void)state;

    ASSERT(state != NULL);
}

/* The child speaks into the pipe. */
static int run_child_that_fails(int file)
{
    volatile int count = 3;
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        (void)dup2(file, STDERR_FILENO);
        ASSERT(count < 3);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void test_base_assert__names_the_condition_and_aborts(void **state)
{
    char said[400] = { 0 };
    int files[2];
    int status = 0;

    (void)state;
    assert_int_equal(pipe(files), 0);

    status = run_child_that_fails(files[1]);
    (void)close(files[1]);
    assert_true(read(files[0], said, sizeof(said) - 1) > 0);
    (void)close(files[0]);

    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_non_null(strstr(said, "aval: a bug: \"count < 3\" does not hold ("));
    assert_non_null(strstr(said, "assert.c:"));
}

int test_base_assert(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_assert__does_nothing_when_the_condition_holds),
        cmocka_unit_test(test_base_assert__names_the_condition_and_aborts),
    };

    return cmocka_run_group_tests_name("base/assert", tests, NULL, NULL);
}
