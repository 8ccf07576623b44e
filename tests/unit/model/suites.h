/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_MODEL_SUITES_H
#define AVAL_TESTS_UNIT_MODEL_SUITES_H

int test_model_fact(void);
int test_model_lifecycle(void);
int test_model_address(void);
int test_model_market(void);
int test_model_problem(void);
int test_model_words(void);

#endif
