/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCE_H
#define AVAL_API_PARTNER_CENTER_RESOURCE_H

#include "api/call.h"
#include "base/json_writer.h"
#include "model/noun_json.h"

/* What resources of Partner Center have in common. */

enum {
    URI_BYTES = 1536,
    ETAG_BYTES = 64
};

/** A member whose value is a text; one without bytes is left out. */
void resource_text(struct json_writer *writer, const char *key, struct text value);
void resource_string(struct json_writer *writer, const char *key, const char *value);
void resource_guid(struct json_writer *writer, const char *key, guid value);
void resource_flag(struct json_writer *writer, const char *key, bool value);
void resource_integer(struct json_writer *writer, const char *key, int64_t value);

/** A member that is a day, as the beginning of it in UTC; a day that is none is how the vendor
 * writes an instant that is not set. */
void resource_day(struct json_writer *writer, const char *key, date day);

/** A member that is a link: its path is without the version. */
void resource_link(struct json_writer *writer, const char *key, const char *method,
                   const char *uri);

/** The member "links" with "self" alone. */
void resource_links(struct json_writer *writer, const char *uri);

/** The member "attributes"; the etag may be NULL. */
void resource_attributes(struct json_writer *writer, const char *type, const char *etag);

/** The etag of a resource whose content, or all that changes in it, is this text. */
void resource_etag(struct text content, char out_etag[ETAG_BYTES]);

/**
 * Whether a resource may be changed: an etag that came in If-Match, or in the body, has to be that
 * of the resource. False: it is not, and answered.
 */
bool resource_etag_is_right(struct api_call *call, const char *etag, struct text in_body);

/** Begins and ends an answer that is one JSON object, with a status. */
void resource_begin(struct api_call *call, struct json_writer *writer);
void resource_end(struct api_call *call, struct json_writer *writer, unsigned status);

#endif
