/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PROGRAM_PAGE_TOKEN_H
#define AVAL_API_PROGRAM_PAGE_TOKEN_H

#include <stdint.h>

#include "base/buffer.h"

/*
 * A token holds where a page ended, and a hash of what was asked and for whom: with another
 * question it is refused, so a list never goes on as another one. It holds no secret and gives no
 * right: whoever makes one up only chooses where to go on in what is its own to see.
 */

enum {
    PAGE_MARK_BYTES_MAX = 1024, /* of what tells where a page ended */
    PAGE_HASH_BYTES = 16
};

struct page_hash {
    unsigned char bytes[PAGE_HASH_BYTES];
};

/** Writes a token; the mark is not empty. */
void page_token_write(struct buffer *buffer, const struct page_hash *hash, struct text mark);

/** Reads the mark of a token. False: it is no token of that question. */
bool page_token_read(struct text token, const struct page_hash *hash,
                     char out_mark[PAGE_MARK_BYTES_MAX], size_t *out_length);

/** A number written in digits, as a query or a header has it. False: it is none. */
bool number_parse(struct text text, uint64_t *out_number);

#endif
