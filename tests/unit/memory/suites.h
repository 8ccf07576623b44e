/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_MEMORY_SUITES_H
#define AVAL_TESTS_UNIT_MEMORY_SUITES_H

int test_memory_failing(void);
int test_memory_judge(void);
int test_memory_live(void);
int test_memory_plans(void);
int test_memory_store(void);
int test_memory_world(void);

#endif
