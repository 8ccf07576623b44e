/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_ENGINE_SUITES_H
#define AVAL_TESTS_UNIT_ENGINE_SUITES_H

int test_engine_act_line(void);
int test_engine_agreements(void);
int test_engine_ahead(void);
int test_engine_customers(void);
int test_engine_enrolling(void);
int test_engine_fault(void);
int test_engine_follow(void);
int test_engine_invitations(void);
int test_engine_merkle(void);
int test_engine_mpa_status(void);
int test_engine_new_customers(void);
int test_engine_orders(void);
int test_engine_particulars(void);
int test_engine_principal(void);
int test_engine_registry(void);
int test_engine_scenarios(void);
int test_engine_service_agreements(void);
int test_engine_support_cases(void);

#endif
