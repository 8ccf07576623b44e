/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_VERIFY_PRIVATE_H
#define AVAL_STORE_VERIFY_PRIVATE_H

#include "engine/journal/seal.h"
#include "exchange/replay.h"
#include "store/census.h"
#include "store/verify.h"

/* A body that is not there, and whether an entry told that it was erased. */
struct missing_body {
    uint64_t position;
    bool is_told;
};

/* A book being verified, as a work. */
struct verifying {
    struct store_work work; /* first */
    const struct verify_request *request;
    struct session *session;
    struct verify_report report;
    struct replay replay;

    bool has_read_all; /* entries and facts: what is looked at now is the file's pages */
    uint64_t next_position;
    bool has_other_leaves; /* so the nodes above them are others too */
    struct merkle_frontier frontier;
    unsigned part; /* of the frontier that is next, while a leaf is added */

    /* By the last entry that moved it. */
    uint64_t clock_position; /* 0: none */
    int64_t clock_offset;

    struct missing_body *missing;
    size_t missing_count, missing_capacity;

    /* Since the last entry that keeps a census. */
    struct edits edits;
    struct census census;
    uint64_t census_position; /* 0: none, the book began without facts */
};

void verify_tell(struct verifying *verifying, const struct verify_finding *finding);

/** Looks at the next entry by itself, and adds its leaf. */
enum status verify_entry(struct verifying *verifying, const struct entry *entry) MUST_CHECK;

#endif
