/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_SALE_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_SALE_H

#include "api/call.h"
#include "base/json_writer.h"
#include "engine/call.h"

/* A line of an order of a customer with the subscription that came of it, as they stand today. */
struct sale {
    struct fact order;
    struct fact subscription;
    struct fact offer;
    enum subscription_status status;
    struct text partner_id; /* of record; empty: none */
    struct fact terms;      /* as they are today */
    uint64_t version;       /* of the subscription */
};

struct sales {
    struct sale *list; /* of the call's arena */
    size_t count;
};

/* Which sales of a customer are looked for. */
struct sale_question {
    guid customer;
    guid partner;      /* who sold or supplied */
    guid order;        /* GUID_NONE: any */
    guid subscription; /* GUID_NONE: any */
    guid parent;       /* to which they add; GUID_NONE: any */
    struct text partner_id;
};

/** Finds them, in the order in which they came. */
enum status sales_load(struct call *call, const struct sale_question *question,
                       struct sales *out_sales) MUST_CHECK;

/** The order of which the sale is a line: its own, where it is the first. */
guid sale_order_id(const struct sale *sale);

/** The number of the line there, from 1 on. */
unsigned sale_line(const struct sale *sale);

/** Writes the subscription to which this one adds, if there is one. */
void sale_write_parent(struct json_writer *writer, const struct sale *sale);

/** The etag of the subscription, as it stands. */
void sale_etag(const struct sale *sale, char out_etag[64]);

#endif
