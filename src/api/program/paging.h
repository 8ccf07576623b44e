/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PROGRAM_PAGING_H
#define AVAL_API_PROGRAM_PAGING_H

#include "api/call.h"
#include "api/program/page_token.h"

/*
 * Long lists come in pages: `limit` items at most, and `next`, a token for `after` to go on with;
 * null at the end.
 */

enum {
    PAGE_LIMIT = 100,
    PAGE_LIMIT_MAX = 1000
};

/* What is asked of a list. */
struct page {
    unsigned limit;
    struct page_hash hash; /* of the question */
    char mark[PAGE_MARK_BYTES_MAX];
    size_t mark_length; /* 0: from the beginning */
};

/** Reads the query's `limit` and `after`. False: they are wrong, and it is answered. */
bool call_page(struct api_call *call, struct page *out_page);

/** The mark as a position; 0 where there is none. False: it is none, and answered. */
bool call_page_position(struct api_call *call, const struct page *page, uint64_t *out_position);

/** Adds the token for what comes behind the mark, as a JSON string; null for an empty mark. */
void page_write_next(struct buffer *buffer, const struct page *page, struct text mark);

/** The same for what comes behind a position; 0: nothing does. */
void page_write_next_position(struct buffer *buffer, const struct page *page, uint64_t position);

/** A number of the query; `in_out` stays as it is where it is absent. False: answered. */
bool call_number(struct api_call *call, const char *name, uint64_t *in_out);

#endif
