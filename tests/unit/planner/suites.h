/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_PLANNER_SUITES_H
#define AVAL_TESTS_UNIT_PLANNER_SUITES_H

int test_planner_plan(void);
int test_planner_plan_json(void);
int test_planner_plan_load(void);
int test_planner_remedies(void);
int test_planner_routes(void);
int test_planner_search(void);
int test_planner_step_order(void);

#endif
