/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/page.h"

#include <sodium.h>
#include <stdio.h>
#include <strings.h>

#include "api/base64.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/partner_center.h"
#include "api/partner_center/refusal.h"
#include "base/assert.h"

/*
 * A token: what it is bound by, and then "SIZE POSITION FILTER" in base64. The key is made anew
 * whenever the server starts: a list that is under way then has to be begun again.
 */
enum {
    SEAL_BYTES = 16
};

/* Binds what a token holds to who asks, and for which list. */
static void seal(const struct api_call *call, struct text content,
                 unsigned char out_seal[SEAL_BYTES])
{
    crypto_generichash_state state;
    guid tenant = call->principal.tenant;
    const char *path = call->route->path;

    (void)crypto_generichash_init(&state, call->api->partner_center->key, PARTNER_CENTER_KEY_BYTES,
                                  SEAL_BYTES);
    (void)crypto_generichash_update(&state, (const unsigned char *)&tenant, sizeof(tenant));
    (void)crypto_generichash_update(&state, (const unsigned char *)path, strlen(path) + 1);
    for (size_t i = 0; i < COUNT_OF(call->parameters); i++)
        if (call->parameters[i].bytes != NULL)
            (void)crypto_generichash_update(&state,
                                            (const unsigned char *)call->parameters[i].bytes,
                                            call->parameters[i].length);
    (void)crypto_generichash_update(&state, (const unsigned char *)content.bytes, content.length);
    (void)crypto_generichash_final(&state, out_seal, SEAL_BYTES);
}

static void write_token(const struct api_call *call, const struct page *page,
                        char out_token[PAGE_TOKEN_BYTES])
{
    unsigned char bytes[SEAL_BYTES + FILTER_BYTES_MAX + PAGE_POSITION_BYTES + 16];
    char *content = (char *)bytes + SEAL_BYTES;
    int length = snprintf(content, sizeof(bytes) - SEAL_BYTES, "%u %s %.*s", page->size, page->next,
                          (int)page->filter_json.length, page->filter_json.bytes);

    ASSERT(length > 0 && (size_t)length < sizeof(bytes) - SEAL_BYTES);
    seal(call, (struct text){ content, (size_t)length }, bytes);
    (void)sodium_bin2base64(out_token, PAGE_TOKEN_BYTES, bytes, SEAL_BYTES + (size_t)length,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Takes size, position and filter out of what was sealed, which is as we wrote it. */
static bool take_content(struct text content, struct page *page)
{
    const char *first = memchr(content.bytes, ' ', content.length);
    const char *second = NULL;
    size_t length = 0;

    if (first == NULL)
        return false;
    second = memchr(first + 1, ' ', content.length - (size_t)(first + 1 - content.bytes));
    if (second == NULL || (size_t)(second - first) > PAGE_POSITION_BYTES)
        return false;
    page->size = 0;
    for (const char *digit = content.bytes; digit < first; digit++)
        page->size = page->size * 10 + (unsigned)(*digit - '0');
    memcpy(page->position, first + 1, (size_t)(second - first) - 1);
    page->position[second - first - 1] = '\0';
    length = content.length - (size_t)(second + 1 - content.bytes);
    ASSERT(length <= sizeof(page->room));
    memcpy(page->room, second + 1, length);
    page->filter_json = (struct text){ page->room, length };
    return true;
}

static bool read_token(const struct api_call *call, struct text token, struct page *page)
{
    unsigned char bytes[SEAL_BYTES + FILTER_BYTES_MAX + PAGE_POSITION_BYTES + 16];
    unsigned char wanted[SEAL_BYTES];
    struct text content = { (const char *)bytes + SEAL_BYTES, 0 };
    size_t length = 0;

    if (!base64_parse(token, BASE64_URL, (struct base64_room){ bytes, sizeof(bytes) }, &length) ||
        length <= SEAL_BYTES)
        return false;
    content.length = length - SEAL_BYTES;
    seal(call, content, wanted);
    return sodium_memcmp(bytes, wanted, SEAL_BYTES) == 0 && take_content(content, page);
}

static bool refuse(struct api_call *call, const char *name)
{
    code_answer_property(call, name);
    return false;
}

/* A number that is absent, empty or 0 asks for what is usual. */
static bool read_number(struct api_call *call, const char *name, unsigned most, unsigned *in_out)
{
    struct text value = argument_find(call, name);
    unsigned number = 0;

    if (value.length == 0)
        return true;
    if (!text_is_digits(value) || value.length > 8)
        return refuse(call, name);
    for (size_t i = 0; i < value.length; i++)
        number = number * 10 + (unsigned)(value.bytes[i] - '0');
    if (number > most)
        return refuse(call, name);
    if (number > 0)
        *in_out = number;
    return true;
}

/* Only forward: where a page begins is told by the one before it. */
static bool read_seek(struct api_call *call, struct page *page, bool *out_has_token)
{
    struct text operation = argument_find(call, "seekOperation");
    struct text token = http_request_header(call->request, "MS-ContinuationToken");
    bool is_first = operation.length == 5 && strncasecmp(operation.bytes, "First", 5) == 0;
    bool is_next = operation.length == 4 && strncasecmp(operation.bytes, "Next", 4) == 0;

    *out_has_token = false;
    if (operation.length > 0 && !is_first && !is_next)
        return refuse(call, "seekOperation");
    if (token.length == 0)
        return !is_next || refuse(call, "MS-ContinuationToken");
    if (!read_token(call, token, page))
        return refuse(call, "MS-ContinuationToken");
    if (is_first)
        page->position[0] = '\0';
    *out_has_token = true;
    return true;
}

bool page_read(struct api_call *call, const char *const *fields, struct page *out_page)
{
    bool has_token = false;

    out_page->size = PAGE_SIZE_OF_NONE;
    out_page->offset = 0;
    out_page->position[0] = '\0';
    out_page->next[0] = '\0';
    out_page->count = 0;
    out_page->filter.count = 0;
    out_page->filter_json = argument_find(call, "filter");
    if (!read_seek(call, out_page, &has_token) ||
        !read_number(call, "size", PAGE_SIZE_MAX, &out_page->size) ||
        !read_number(call, "offset", UINT32_MAX / 2, &out_page->offset))
        return false;
    if (out_page->filter_json.length == 0)
        return true;
    return filter_parse(out_page->filter_json, fields, &out_page->filter) || refuse(call, "filter");
}

void page_begin(struct api_call *call, struct page *page)
{
    resource_begin(call, &page->writer);
    json_key(&page->writer, "items");
    json_begin_array(&page->writer);
}

void page_begin_all(struct api_call *call, struct page *page)
{
    buffer_clear(&call->response->body);
    page->size = 0;
    page->count = 0;
    page->next[0] = '\0';
    page_begin(call, page);
}

void page_count(struct page *page)
{
    page->count++;
}

/* The path as it was asked for, without the version. */
static void write_uri(const struct api_call *call, const struct page *page, char *out_uri)
{
    size_t length = 0;

    for (unsigned i = 1; i < call->request->target.segment_count; i++) {
        struct text segment = call->request->target.segments[i];

        if (length + segment.length + 32 < URI_BYTES)
            length += (size_t)snprintf(out_uri + length, URI_BYTES - length, "/%.*s",
                                       (int)segment.length, segment.bytes);
    }
    if (page->size > 0)
        (void)snprintf(out_uri + length, URI_BYTES - length, "?size=%u", page->size);
}

static void write_next(struct json_writer *writer, const char *uri, const char *token)
{
    json_key(writer, "next");
    json_begin_object(writer);
    json_key(writer, "uri");
    json_string(writer, uri);
    resource_string(writer, "method", "GET");
    json_key(writer, "headers");
    json_begin_array(writer);
    json_begin_object(writer);
    resource_string(writer, "key", "MS-ContinuationToken");
    resource_string(writer, "value", token);
    json_end_object(writer);
    json_end_array(writer);
    json_end_object(writer);
}

void page_end(struct api_call *call, struct page *page)
{
    struct json_writer *writer = &page->writer;
    char token[PAGE_TOKEN_BYTES] = "";
    char uri[URI_BYTES + 32] = "";

    if (page->next[0] != '\0')
        write_token(call, page, token);
    json_end_array(writer);
    resource_integer(writer, "totalCount", page->count);
    write_uri(call, page, uri);
    json_key(writer, "links");
    json_begin_object(writer);
    resource_link(writer, "self", "GET", uri);
    if (token[0] != '\0') {
        (void)strncat(uri, "&seekOperation=Next", sizeof(uri) - strlen(uri) - 1);
        write_next(writer, uri, token);
    }
    json_end_object(writer);
    resource_attributes(writer, "Collection", NULL);
    resource_string(writer, "continuationToken", token);
    resource_end(call, writer, 200);
}
