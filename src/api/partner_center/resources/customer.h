/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_CUSTOMER_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_CUSTOMER_H

#include "api/call.h"
#include "api/partner_center/resource.h"
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

/** The members of a customer as lists have it. */
void customer_write(struct json_writer *writer, const struct tenant_card *card);

/* What a customer's first administrator signs in with: told once. */
struct customer_credentials {
    const char *user_name;
    const char *password;
};

/** Answers with a whole customer of the caller, which is new; the credentials may be NULL. */
void customer_answer_new(struct api_call *call, guid id,
                         const struct customer_credentials *credentials);

/** Reads the etag of a customer's billing profile. False: it could not be read, and is answered. */
bool customer_read_billing(struct api_call *call, guid id, char out_etag[ETAG_BYTES]);

/** The id that the path names. False: it is none, and answered. */
bool customer_read_id(struct api_call *call, guid *out_id);

#endif
