/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_BASE_SUITES_H
#define AVAL_TESTS_UNIT_BASE_SUITES_H

int test_base_assert(void);
int test_base_buffer(void);
int test_base_date(void);
int test_base_guid(void);
int test_base_index(void);
int test_base_json_writer(void);
int test_base_lines(void);
int test_base_memory(void);
int test_base_pool(void);
int test_base_sha256(void);
int test_base_suggest(void);
int test_base_template(void);
int test_base_text(void);
int test_base_wrap(void);

#endif
