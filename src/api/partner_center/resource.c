/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/resource.h"

#include <sodium.h>
#include <stdio.h>

#include "api/partner_center/refusal.h"

enum {
    ETAG_HASH_BYTES = 16
};

void resource_text(struct json_writer *writer, const char *key, struct text value)
{
    if (value.length == 0)
        return;
    json_key(writer, key);
    json_text(writer, value);
}

void resource_string(struct json_writer *writer, const char *key, const char *value)
{
    resource_text(writer, key, text_of(value));
}

void resource_guid(struct json_writer *writer, const char *key, guid value)
{
    json_key(writer, key);
    json_guid(writer, value);
}

void resource_flag(struct json_writer *writer, const char *key, bool value)
{
    json_key(writer, key);
    json_flag(writer, value);
}

void resource_integer(struct json_writer *writer, const char *key, int64_t value)
{
    json_key(writer, key);
    json_integer(writer, value);
}

void resource_day(struct json_writer *writer, const char *key, date day)
{
    char text[DATE_LENGTH + 1];
    char instant[DATE_LENGTH + 16] = "0001-01-01T00:00:00";

    date_format(day, text);
    if (text[0] != '\0')
        (void)snprintf(instant, sizeof(instant), "%sT00:00:00Z", text);
    resource_string(writer, key, instant);
}

void resource_link(struct json_writer *writer, const char *key, const char *method, const char *uri)
{
    json_key(writer, key);
    json_begin_object(writer);
    resource_string(writer, "uri", uri);
    resource_string(writer, "method", method);
    json_key(writer, "headers");
    json_begin_array(writer);
    json_end_array(writer);
    json_end_object(writer);
}

void resource_links(struct json_writer *writer, const char *uri)
{
    json_key(writer, "links");
    json_begin_object(writer);
    resource_link(writer, "self", "GET", uri);
    json_end_object(writer);
}

void resource_attributes(struct json_writer *writer, const char *type, const char *etag)
{
    json_key(writer, "attributes");
    json_begin_object(writer);
    if (etag != NULL)
        resource_string(writer, "etag", etag);
    resource_string(writer, "objectType", type);
    json_end_object(writer);
}

void resource_etag(struct text content, char out_etag[ETAG_BYTES])
{
    unsigned char hash[ETAG_HASH_BYTES];

    (void)crypto_generichash(hash, sizeof(hash), (const unsigned char *)content.bytes,
                             content.length, NULL, 0);
    (void)sodium_bin2base64(out_etag, ETAG_BYTES, hash, sizeof(hash),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Without quotation marks, if it has any. */
static struct text without_quotes(struct text etag)
{
    if (etag.length >= 2 && etag.bytes[0] == '"' && etag.bytes[etag.length - 1] == '"')
        return (struct text){ etag.bytes + 1, etag.length - 2 };
    return etag;
}

bool resource_etag_is_right(struct api_call *call, const char *etag, struct text in_body)
{
    struct text header = without_quotes(http_request_header(call->request, "If-Match"));

    in_body = without_quotes(in_body);
    if (header.length > 0 && !text_is(header, "*") && !text_is(header, etag)) {
        code_answer(call, CODE_PRECONDITION_FAILED, NULL);
        return false;
    }
    if (header.length == 0 && in_body.length > 0 && !text_is(in_body, etag)) {
        code_answer(call, CODE_ETAG_STALE, NULL);
        return false;
    }
    return true;
}

void resource_begin(struct api_call *call, struct json_writer *writer)
{
    json_writer_init(writer, &call->response->body, JSON_DEPTH_MAX);
    json_begin_object(writer);
}

void resource_end(struct api_call *call, struct json_writer *writer, unsigned status)
{
    json_end_object(writer);
    json_writer_done(writer);
    call_answer(call, status, CONTENT_JSON);
}
