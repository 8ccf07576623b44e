/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_CUSTOMER_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_CUSTOMER_H

#include "api/call.h"
#include "base/json_writer.h"
#include "book/find.h"

/* A customer on one version of the book in memory, until customer_end(). */
struct customer {
    struct api_call *call;
    const struct book *book;
    uint32_t tenant;
    struct tenant_card card;
};

/**
 * Finds the customer that the path names. False: it is none of the caller's, or there is none,
 * which is the same answer; then there is nothing to end.
 */
bool customer_begin(struct api_call *call, struct customer *out_customer);
void customer_end(struct customer *customer);

/* How much is written of one. */
enum customer_form {
    CUSTOMER_WHOLE,
    CUSTOMER_IN_LIST
};

/** The members of a customer. */
void customer_write(struct json_writer *writer, const struct tenant_card *card,
                    enum customer_form form);

/** The id that the path names. False: it is none, and answered. */
bool customer_read_id(struct api_call *call, guid *out_id);

#endif
