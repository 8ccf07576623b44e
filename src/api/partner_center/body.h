/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_BODY_H
#define AVAL_API_PARTNER_CENTER_BODY_H

#include <yyjson.h>

#include "api/call.h"

/*
 * Bodies of requests. Property names are alike in any case, null counts as absent, and what nobody
 * asks for is passed over: clients send whole resources, in either casing.
 */
enum body_kind_of_field {
    BODY_TEXT,   /* struct text; "" counts as absent */
    BODY_GUID,   /* guid */
    BODY_NUMBER, /* int64_t: an integer */
    BODY_FLAG,   /* enum body_flag */
    BODY_DAY,    /* date: the day of an instant, or a day */
    BODY_LIST    /* yyjson_val *: a list */
};

/* A flag that may be absent. */
enum body_flag {
    BODY_FLAG_ABSENT,
    BODY_FLAG_FALSE,
    BODY_FLAG_TRUE
};

/* A property: its path ("billingProfile.defaultAddress.country"), and the member that it fills,
 * which keeps what it held where the property is absent. */
struct body_field {
    const char *path;
    enum body_kind_of_field kind;
    size_t offset;
};

enum {
    BODY_FIELDS_MAX = 40
};

/* A body that is being read; texts are borrowed from it until body_end(). */
struct body {
    yyjson_doc *document;
    yyjson_val *root;
};

/** Reads the request's body. False: it is no JSON object, and answered; nothing is to be ended. */
bool body_begin(struct api_call *call, struct body *out_body);
void body_end(struct body *body);

/** Fills the members of *out from an object. False: one has a wrong value, and is answered. */
bool body_read(struct api_call *call, yyjson_val *object, const struct body_field *fields,
               size_t field_count, void *out);

#endif
