/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_IMPORT_H
#define AVAL_STORE_IMPORT_H

#include "engine/fault.h"
#include "engine/store.h"
#include "exchange/world.h"

enum {
    SHA256_LENGTH = 64
};

/* What an import took. */
struct import_report {
    uint64_t fact_counts[FACT_TYPE_COUNT];
    /* Of the file, as sha256sum has it; of a folder, of what `sha256sum *.csv` says of it. */
    char sha256[SHA256_LENGTH + 1];
    uint64_t position; /* in the journal */
};

/**
 * Takes a whole world, or nothing of it, into a book without facts, in one transaction. INVALID,
 * READ_FAILED: what is wrong stands in `problems`, as world_read() tells it, and there is no
 * fault. CONFLICT: the book has facts. Else the fault tells.
 */
enum status store_import(struct store *store, const struct world_source *source,
                         struct buffer *problems, struct fault *fault,
                         struct import_report *out_report) MUST_CHECK;

#endif
