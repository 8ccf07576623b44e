/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_EXCHANGE_TOLD_H
#define AVAL_TESTS_UNIT_EXCHANGE_TOLD_H

#include "base/buffer.h"
#include "book/book_private.h"
#include "model/problem.h"

/* Notes what it is told, as "line: problem" in English, a line each. */
struct told {
    struct problem_sink sink;
    struct buffer text;
};

void told_init(struct told *told);
void told_done(struct told *told);

/** How many links of a kind all tenants of the book have. */
size_t count_links(const struct book *book, enum link_kind kind);

#endif
