/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_MIGRATION_H
#define AVAL_STORE_SQLITE_MIGRATION_H

#include "store/sqlite/connection.h"

enum {
    MIGRATION_APPLICATION = 0x4156414C, /* "AVAL": whose the file is, in its header */
    MIGRATION_VERSION = 3               /* of the books that this program reads and writes */
};

/** Brings a book of the version up to this program's, in one transaction. */
enum status migration_run(struct connection *connection, int64_t version) MUST_CHECK;

/** Makes a new book as store_create() does. */
enum status migration_create(const char *path, struct store_work *first, struct fault *fault)
    MUST_CHECK;

#endif
