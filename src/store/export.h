/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_EXPORT_H
#define AVAL_STORE_EXPORT_H

#include "engine/fault.h"
#include "engine/store.h"

/* Who takes what is exported, some lines at a time. */
struct export_taker {
    enum status (*take)(struct export_taker *taker, struct text lines);
};

/**
 * Gives every fact of the book as a line of a world, type by type, of one state of the book. Books
 * with the same facts give the same bytes. A failure of the taker is handed on without a fault.
 */
enum status store_export(struct store *store, struct export_taker *taker, struct fault *fault)
    MUST_CHECK;

#endif
