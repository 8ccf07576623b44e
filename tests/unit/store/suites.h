/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_STORE_SUITES_H
#define AVAL_TESTS_UNIT_STORE_SUITES_H

int test_store_census(void);
int test_store_entries(void);
int test_store_facts(void);
int test_store_import(void);
int test_store_journal(void);
int test_store_load(void);
int test_store_memo(void);
int test_store_statements(void);
int test_store_store(void);
int test_store_writer(void);

#endif
