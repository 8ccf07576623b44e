/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_RULEBOOK_SUITES_H
#define AVAL_TESTS_UNIT_RULEBOOK_SUITES_H

int test_rulebook_agreement(void);
int test_rulebook_decision(void);
int test_rulebook_enrollment(void);
int test_rulebook_grounds(void);
int test_rulebook_outline(void);
int test_rulebook_own_use(void);
int test_rulebook_reading(void);
int test_rulebook_region(void);
int test_rulebook_relationship(void);
int test_rulebook_remedy(void);
int test_rulebook_rule(void);
int test_rulebook_statement(void);

#endif
