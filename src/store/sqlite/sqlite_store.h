/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_SQLITE_STORE_H
#define AVAL_STORE_SQLITE_SQLITE_STORE_H

#include "store/store.h"

/** Opens the book in a file, as store_open() does. */
enum status sqlite_store_open(const char *path, enum store_mode mode, struct fault *fault,
                              struct store **out_store) MUST_CHECK;

#endif
