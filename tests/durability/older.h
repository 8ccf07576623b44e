/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DURABILITY_OLDER_H
#define AVAL_TESTS_DURABILITY_OLDER_H

/**
 * Makes a book of version 1 out of a closed one of today's: of its tables and columns those that
 * version 1 had, with what they hold.
 */
void older_make(const char *path, const char *latest);

#endif
