/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/memory/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "failing", test_memory_failing }, { "judge", test_memory_judge },
        { "live", test_memory_live },       { "plans", test_memory_plans },
        { "store", test_memory_store },     { "world", test_memory_world },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
