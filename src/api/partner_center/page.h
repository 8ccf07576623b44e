/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_PAGE_H
#define AVAL_API_PARTNER_CENTER_PAGE_H

#include "api/partner_center/filter.h"
#include "api/partner_center/resource.h"

/*
 * Pages of lists. Seek paging (`seekOperation`): a page carries a token by which the next is asked
 * for, or the one before; the token has the size of the page, the filter and the place, and is good
 * for its caller and its path alone. Index paging: `size` and `offset`, which `PageIndex` asks for.
 */
enum {
    PAGE_SIZE_MAX = 1000,
    PAGE_SIZE_OF_NONE = 500, /* where none is asked for */
    PAGE_POSITION_BYTES = 64,
    PAGE_TOKEN_BYTES = 2048
};

struct page {
    unsigned size;
    struct text filter_json;
    struct filter filter;
    uint64_t first;                     /* the number of its first item, from 0 */
    char position[PAGE_POSITION_BYTES]; /* of the last item before; empty: from the beginning */
    bool is_last_wanted;                /* where it begins is found by counting */
    struct interval days;               /* that a token carries; the caller's, empty at first */
    char room[FILTER_BYTES_MAX];        /* of the filter that a token carries */

    /* While it is written. */
    struct json_writer writer;
    unsigned count;
    uint64_t passed_count, to_pass; /* items before it */
    char last[PAGE_POSITION_BYTES]; /* the position of the last item on it, without a space */
    bool has_next;
};

/** Reads what page is asked for; the filter's fields, NULL at the end, may be none. False: it
 * cannot be read, and is answered. */
bool page_read(struct api_call *call, const char *const *fields, struct page *out_page);

/** Begins the answer: items are written by its writer, each counted by page_count(). */
void page_begin(struct api_call *call, struct page *page);

/** The same for a list that comes whole. */
void page_begin_all(struct api_call *call, struct page *page);

/** To be asked for each item that the filter lets: whether it is before the page, not on it. */
bool page_passes_over(struct page *page);

/** When the items were gone through: whether that is to be done again, as it was only to find where
 * the last page begins. */
bool page_goes_back(struct page *page);

/** Counts an item. */
void page_count(struct page *page);

/** Ends the answer; `has_next` and `last` say whether and where it goes on. */
void page_end(struct api_call *call, struct page *page);

#endif
