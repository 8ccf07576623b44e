/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_API_SUITES_H
#define AVAL_TESTS_UNIT_API_SUITES_H

int test_api_addresses(void);
int test_api_base64(void);
int test_api_deadlines(void);
int test_api_destination(void);
int test_api_event(void);
int test_api_listener(void);
int test_api_rates(void);
int test_api_server(void);
int test_api_target(void);
int test_api_tokens(void);
int test_api_workers(void);

#endif
