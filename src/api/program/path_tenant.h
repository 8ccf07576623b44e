/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PROGRAM_PATH_TENANT_H
#define AVAL_API_PROGRAM_PATH_TENANT_H

#include "api/call.h"

/* The tenant that stands first in the path of a token or of an authorization. */
struct path_tenant {
    guid id;     /* GUID_NONE: any is meant */
    bool is_any; /* "common", "organizations", a name of none: whichever it is */
};

/** Whose path it is: by a GUID, which need not be of the book, or a name as for party_find().
 * False: the book could not be read, which is answered. */
bool path_tenant_find(struct api_call *call, struct path_tenant *out_tenant);

/** Whether who belongs to that tenant may sign in there; GUID_NONE, the vendor: anywhere. */
bool path_tenant_fits(const struct path_tenant *tenant, guid own);

#endif
