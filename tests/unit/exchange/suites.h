/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_EXCHANGE_SUITES_H
#define AVAL_TESTS_UNIT_EXCHANGE_SUITES_H

int test_exchange_full_sentence(void);
int test_exchange_json(void);
int test_exchange_proposal_line(void);
int test_exchange_shape(void);
int test_exchange_shape_plain(void);
int test_exchange_world(void);
int test_exchange_world_folder(void);
int test_exchange_world_shapes(void);

#endif
