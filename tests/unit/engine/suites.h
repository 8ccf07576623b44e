/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_ENGINE_SUITES_H
#define AVAL_TESTS_UNIT_ENGINE_SUITES_H

int test_engine_act_line(void);
int test_engine_fault(void);
int test_engine_merkle(void);
int test_engine_principal(void);

#endif
