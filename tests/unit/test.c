/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/test.h"

#include <stdio.h>
#include <string.h>

static bool is_wanted(const char *name, int argument_count, char **arguments)
{
    for (int i = 1; i < argument_count; i++)
        if (strcmp(arguments[i], name) == 0)
            return true;
    return argument_count < 2;
}

int suites_run(const struct suite *suites, size_t count, int argument_count, char **arguments)
{
    int failure_count = 0;
    int run_count = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_wanted(suites[i].name, argument_count, arguments))
            continue;
        failure_count += suites[i].run();
        run_count++;
    }
    if (run_count == 0 || (argument_count > 1 && run_count != argument_count - 1)) {
        (void)fprintf(stderr, "there is no such suite\n");
        return 2;
    }
    return failure_count == 0 ? 0 : 1;
}

void check_text(struct text actual, struct text expected, const char *file, int line)
{
    struct buffer seen = { 0 };

    if (text_equal(actual, expected))
        return;
    buffer_add_string(&seen, "found    \"");
    buffer_add_visible(&seen, actual, SIZE_MAX);
    buffer_add_string(&seen, "\"\nexpected \"");
    buffer_add_visible(&seen, expected, SIZE_MAX);
    buffer_add_string(&seen, "\"\n");
    print_error("%.*s", (int)seen.length, seen.bytes);
    buffer_done(&seen);
    _fail(file, line);
}

/* A linear congruence (Knuth, MMIX); the high bits are the good ones. */
uint32_t random_below(uint64_t *seed, uint32_t bound)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((*seed >> 33) % bound);
}
