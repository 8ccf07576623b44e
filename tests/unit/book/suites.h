/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_BOOK_SUITES_H
#define AVAL_TESTS_UNIT_BOOK_SUITES_H

int test_book_block(void);
int test_book_book(void);
int test_book_book_builder(void);
int test_book_book_dossier(void);
int test_book_book_source(void);
int test_book_book_warm(void);
int test_book_directory(void);
int test_book_find(void);
int test_book_grounds(void);
int test_book_links(void);
int test_book_live(void);
int test_book_ownership(void);
int test_book_pages(void);

#endif
