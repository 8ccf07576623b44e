/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_PARTNER_CENTER_H
#define AVAL_API_PARTNER_CENTER_PARTNER_CENTER_H

#include <pthread.h>

#include "api/partner_center/name_order.h"
#include "api/route.h"

/* The routes of Partner Center's REST API: partner_center/routes.c. */
extern const struct route_family partner_center_routes;

/** What all its answers have. */
void partner_center_begin(struct api_call *call);

enum {
    PARTNER_CENTER_KEY_BYTES = 32
};

/* An order that requests read, until the last of them has ended. */
struct shared_order {
    struct name_order order;
    unsigned reader_count; /* and one for being the newest */
};

/* What its routes share; one for all threads. */
struct partner_center {
    unsigned char key[PARTNER_CENTER_KEY_BYTES]; /* binds the tokens of pages */
    pthread_mutex_t mutex;
    struct shared_order *order; /* the newest; NULL: nobody has asked for one */
};

/** NULL: no memory. */
struct partner_center *partner_center_new(void) MUST_CHECK;

/** Accepts NULL. */
void partner_center_free(struct partner_center *center);

/** The tenants of the book by name, for partner_center_end_order(); NULL: no memory. What the book
 * lacks is in it too, where the order is of a later version. */
struct shared_order *partner_center_begin_order(struct partner_center *center,
                                                const struct book *book) MUST_CHECK;
void partner_center_end_order(struct partner_center *center, struct shared_order *order);

#endif
