/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_PAGE_H
#define AVAL_API_PARTNER_CENTER_PAGE_H

#include "api/partner_center/filter.h"
#include "api/partner_center/resource.h"

/*
 * Pages of lists. Seek paging: a page that is not the last carries a token, by which the next is
 * asked for; the token has the size of the page, the filter and the position, and is good for its
 * caller and its path alone. Index paging: `size` and `offset`.
 */
enum {
    PAGE_SIZE_MAX = 1000,
    PAGE_SIZE_OF_NONE = 500, /* where none is asked for */
    PAGE_POSITION_BYTES = 64,
    PAGE_TOKEN_BYTES = 2048
};

struct page {
    unsigned size;
    unsigned offset; /* of index paging */
    struct text filter_json;
    struct filter filter;
    char position[PAGE_POSITION_BYTES]; /* of the last item before; empty: from the beginning */
    char room[FILTER_BYTES_MAX];        /* of the filter that a token carries */

    /* While it is written. */
    struct json_writer writer;
    unsigned count;
    char next[PAGE_POSITION_BYTES]; /* of the last item on it; empty: it is the last page */
};

/** Reads what page is asked for; the filter's fields, NULL at the end, may be none. False: it
 * cannot be read, and is answered. */
bool page_read(struct api_call *call, const char *const *fields, struct page *out_page);

/** Begins the answer: items are written by its writer, each counted by page_count(). */
void page_begin(struct api_call *call, struct page *page);

/** The same for a list that comes whole. */
void page_begin_all(struct api_call *call, struct page *page);

/** Counts an item. */
void page_count(struct page *page);

/** Ends the answer; `next` says whether and where it goes on. */
void page_end(struct api_call *call, struct page *page);

#endif
