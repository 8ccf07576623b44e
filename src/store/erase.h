/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_ERASE_H
#define AVAL_STORE_ERASE_H

#include "engine/fault.h"
#include "engine/store.h"

struct erase_report {
    uint64_t fact_count;  /* in which a person was named */
    uint64_t entry_count; /* whose bodies named one */
    uint64_t position;    /* of the entry that tells it */
};

/**
 * Erases what tells of persons (PERSONAL_FIELDS) in the facts about a tenant, its agreements and
 * particulars, and the bodies of entries that tell it, whose leaves stay. The tenant is named as
 * people do. The file is then rewritten, so that no trace is in it; also when nothing is left to
 * erase, which is a CONFLICT. UNAVAILABLE: what was erased is, but its traces are still there; it
 * is to be done again.
 */
enum status store_erase(struct store *store, struct text tenant, struct fault *fault,
                        struct erase_report *out_report) MUST_CHECK;

#endif
