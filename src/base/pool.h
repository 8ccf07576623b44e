/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_POOL_H
#define AVAL_BASE_POOL_H

#include "base/attributes.h"
#include "base/status.h"
#include "base/text.h"

/* Keeps copies of texts, which stay where they are until all end together. Zeroed = empty. */
struct pool {
    struct pool_chunk *chunks;
};

/** Copies the text. NO_MEMORY: *out_kept is untouched. */
enum status pool_keep(struct pool *pool, struct text text, struct text *out_kept) MUST_CHECK;

/** Ends all that was kept. */
void pool_done(struct pool *pool);

#endif
