/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_NAME_ORDER_H
#define AVAL_API_PARTNER_CENTER_NAME_ORDER_H

#include "book/book.h"

/*
 * The tenants of a book in the order of their organisations' names, whatever the case of letters,
 * and then of their ids. Names never change and tenants are only added, so an order of one version
 * of a book serves later ones, once what they have more is put in.
 */
struct name_order {
    uint32_t *tenants; /* numbers */
    uint32_t count;    /* the first so many numbers are in it */
};

/** An order of all tenants, which takes the place of an earlier one, or of one without tenants.
 * NO_MEMORY: *out_order is as it was. The caller ends both. */
enum status name_order_init(struct name_order *out_order, const struct name_order *earlier,
                            const struct book *book) MUST_CHECK;
void name_order_done(struct name_order *order);

/** The place of the first tenant whose name is not before the text, which is in lower case. */
uint32_t name_order_find(const struct name_order *order, const struct book *book,
                         struct text folded);

/** The place behind the tenant. */
uint32_t name_order_after(const struct name_order *order, const struct book *book, uint32_t tenant);

/** Sorts tenants of the book into the same order. NO_MEMORY: they are as they were. */
enum status name_order_sort(const struct book *book, uint32_t *tenants, size_t count) MUST_CHECK;

#endif
