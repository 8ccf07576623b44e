/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/planner/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "plan", test_planner_plan },
        { "plan_json", test_planner_plan_json },
        { "plan_load", test_planner_plan_load },
        { "remedies", test_planner_remedies },
        { "routes", test_planner_routes },
        { "search", test_planner_search },
        { "step_order", test_planner_step_order },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
