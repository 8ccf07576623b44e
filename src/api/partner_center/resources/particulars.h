/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_PARTICULARS_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_PARTICULARS_H

#include "api/call.h"
#include "api/partner_center/body.h"
#include "api/partner_center/resource.h"

/* The form in which a resource of Partner Center has the particulars of a tenant. */
struct particulars_form {
    enum particulars_purpose purpose;
    const struct body_field *fields; /* of a struct particulars; those of an object together */
    size_t field_count;
    const char *address; /* the object that is an address; NULL: it has none */
    const char *type;    /* "CustomerBillingProfile"; NULL: it is a part of another */
    const char *profile; /* "profileType"; NULL: it has none */
    const char *path;    /* behind that of whose it is */
    bool is_of_customer; /* and not of the caller */
    bool has_etag;
    const struct particulars_form *part; /* what else the resource has; or NULL */
};

extern const struct particulars_form customer_billing_form;

/* The particulars that a tenant has, or what its organisation tells where it has none. */
struct particulars_found {
    struct particulars are;
    struct fact tenant;
    char etag[ETAG_BYTES];
    char version[24]; /* in digits */
};

/** Finds them; texts are of the store's call. */
enum status particulars_find(struct call *call, guid tenant, enum particulars_purpose purpose,
                             struct particulars_found *out_found) MUST_CHECK;

/** Writes the members of the form that there are. */
void particulars_write(struct json_writer *writer, const struct particulars_form *form,
                       const struct particulars *are);

/** Checks the address of particulars that came in, in the form or, NULL, alone. False: it is wrong,
 * and answered. */
bool particulars_check_address(struct api_call *call, const struct particulars_form *form,
                               const struct particulars *are);

#endif
