/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/page.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "api/base64.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/partner_center.h"
#include "api/partner_center/refusal.h"
#include "api/program/page_token.h"
#include "base/assert.h"

/*
 * A token: what it is bound by, and then "SIZE FIRST FROM TO POSITION FILTER" in base64, FIRST
 * being the number of the first item of the page that it came with, FROM and TO days, POSITION that
 * of its last item, or NO_ITEM. The key is made anew whenever the server starts: a list that is
 * under way then has to be begun again.
 */
enum {
    SEAL_BYTES = 16,
    TOKEN_BYTES = SEAL_BYTES + FILTER_BYTES_MAX + PAGE_POSITION_BYTES + 72
};

#define NO_ITEM "-"

/* In the order of their numbers, by which the vendor's Swagger has them. */
#define SEEK_OPERATIONS(OPERATION)                                                                 \
    OPERATION(NEXT, "next")                                                                        \
    OPERATION(PREVIOUS, "previous")                                                                \
    OPERATION(FIRST, "first")                                                                      \
    OPERATION(LAST, "last")                                                                        \
    OPERATION(PAGE_INDEX, "pageindex")

enum seek_operation {
#define OPERATION(name, text) SEEK_##name,
    SEEK_OPERATIONS(OPERATION)
#undef OPERATION
    SEEK_NONE
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
    unsigned char bytes[TOKEN_BYTES];
    char *content = (char *)bytes + SEAL_BYTES;
    int length = snprintf(content, sizeof(bytes) - SEAL_BYTES,
                          "%u %" PRIu64 " %" PRIu32 " %" PRIu32 " %s %.*s", page->size, page->first,
                          (uint32_t)page->days.from.day, (uint32_t)page->days.to.day,
                          page->last[0] == '\0' ? NO_ITEM : page->last,
                          (int)page->filter_json.length, page->filter_json.bytes);

    ASSERT(length > 0 && (size_t)length < sizeof(bytes) - SEAL_BYTES);
    seal(call, (struct text){ content, (size_t)length }, bytes);
    (void)sodium_bin2base64(out_token, PAGE_TOKEN_BYTES, bytes, SEAL_BYTES + (size_t)length,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Takes what is before the first space, and leaves what is behind it. */
static struct text take_word(struct text *content)
{
    const char *space = memchr(content->bytes, ' ', content->length);
    struct text word = *content;

    ASSERT(space != NULL);
    word.length = (size_t)(space - content->bytes);
    *content = (struct text){ space + 1, content->length - word.length - 1 };
    return word;
}

static uint64_t take_number(struct text *content)
{
    uint64_t number = 0;
    bool is_number = number_parse(take_word(content), &number);

    ASSERT(is_number);
    return number;
}

/* What was sealed is as we wrote it. */
static void take_content(struct text content, struct page *page)
{
    struct text position;

    page->size = (unsigned)take_number(&content);
    page->first = take_number(&content);
    page->days.from.day = (int32_t)take_number(&content);
    page->days.to.day = (int32_t)take_number(&content);
    position = take_word(&content);
    ASSERT(position.length < sizeof(page->position) && content.length <= sizeof(page->room));
    memcpy(page->position, position.bytes, position.length);
    page->position[position.length] = '\0';
    memcpy(page->room, content.bytes, content.length);
    page->filter_json = (struct text){ page->room, content.length };
}

static bool read_token(const struct api_call *call, struct text token, struct page *page)
{
    unsigned char bytes[TOKEN_BYTES];
    unsigned char wanted[SEAL_BYTES];
    struct text content = { (const char *)bytes + SEAL_BYTES, 0 };
    size_t length = 0;

    if (!base64_parse(token, BASE64_URL, (struct base64_room){ bytes, sizeof(bytes) }, &length) ||
        length <= SEAL_BYTES)
        return false;
    content.length = length - SEAL_BYTES;
    seal(call, content, wanted);
    if (sodium_memcmp(bytes, wanted, SEAL_BYTES) != 0)
        return false;
    take_content(content, page);
    return true;
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
    uint64_t number = 0;

    if (value.length == 0)
        return true;
    if (value.length > 8 || !number_parse(value, &number) || number > most)
        return refuse(call, name);
    if (number > 0)
        *in_out = (unsigned)number;
    return true;
}

static enum seek_operation find_operation(struct text name)
{
#define OPERATION(name, text) text,
    static const char *const names[] = { SEEK_OPERATIONS(OPERATION) };
#undef OPERATION
    unsigned operation = 0;

    if (name.length == 1 && *name.bytes >= '0' && *name.bytes < '0' + SEEK_NONE)
        return (enum seek_operation)(*name.bytes - '0');
    while (operation < SEEK_NONE && !text_is_in_any_case(name, names[operation]))
        operation++;
    return (enum seek_operation)operation;
}

/* A token alone asks for what comes behind its page. */
static bool read_seek(struct api_call *call, struct page *page, enum seek_operation *out_operation)
{
    struct text name = argument_find(call, "seekOperation");
    struct text token = http_request_header(call->request, "MS-ContinuationToken");
    enum seek_operation operation = find_operation(name);

    if (name.length > 0 && operation == SEEK_NONE)
        return refuse(call, "seekOperation");
    if (name.length == 0)
        operation = token.length > 0 ? SEEK_NEXT : SEEK_PAGE_INDEX;
    *out_operation = operation;
    if (token.length == 0)
        return (operation != SEEK_NEXT && operation != SEEK_PREVIOUS) ||
               refuse(call, "MS-ContinuationToken");
    return read_token(call, token, page) || refuse(call, "MS-ContinuationToken");
}

/* Where the page begins: behind that of the token, or so many items from the beginning. */
static void seek(struct page *page, enum seek_operation operation, unsigned token_size,
                 unsigned offset)
{
    page->is_last_wanted = operation == SEEK_LAST;
    if (operation != SEEK_NEXT || strcmp(page->position, NO_ITEM) == 0)
        page->position[0] = '\0';
    if (operation == SEEK_NEXT)
        page->first += token_size;
    else if (operation == SEEK_PREVIOUS)
        page->first = page->first > page->size ? page->first - page->size : 0;
    else
        page->first = operation == SEEK_PAGE_INDEX ? offset : 0;
}

bool page_read(struct api_call *call, const char *const *fields, struct page *out_page)
{
    enum seek_operation operation = SEEK_NONE;
    unsigned token_size = 0;
    unsigned offset = 0;

    out_page->size = PAGE_SIZE_OF_NONE;
    out_page->first = 0;
    out_page->position[0] = '\0';
    out_page->days = (struct interval){ { 0 }, { 0 } };
    out_page->filter.count = 0;
    out_page->filter_json = argument_find(call, "filter");
    if (!read_seek(call, out_page, &operation))
        return false;
    token_size = out_page->size;
    if (!read_number(call, "size", PAGE_SIZE_MAX, &out_page->size) ||
        !read_number(call, "offset", UINT32_MAX / 2, &offset))
        return false;
    seek(out_page, operation, token_size, offset);
    if (out_page->filter_json.length == 0)
        return true;
    return filter_parse(out_page->filter_json, fields, &out_page->filter) || refuse(call, "filter");
}

void page_begin(struct api_call *call, struct page *page)
{
    page->count = 0;
    page->has_next = false;
    page->last[0] = '\0';
    page->passed_count = 0;
    page->to_pass = page->first;
    if (page->is_last_wanted)
        page->to_pass = UINT64_MAX;
    else if (page->position[0] != '\0')
        page->to_pass = 0;
    resource_begin(call, &page->writer);
    json_key(&page->writer, "items");
    json_begin_array(&page->writer);
}

void page_begin_all(struct api_call *call, struct page *page)
{
    buffer_clear(&call->response->body);
    page->size = 0;
    page->first = 0;
    page->position[0] = '\0';
    page->is_last_wanted = false;
    page_begin(call, page);
}

bool page_passes_over(struct page *page)
{
    if (page->passed_count == page->to_pass)
        return false;
    page->passed_count++;
    return true;
}

bool page_goes_back(struct page *page)
{
    if (page->to_pass != UINT64_MAX)
        return false;
    page->first = page->passed_count == 0 ? 0 : (page->passed_count - 1) / page->size * page->size;
    page->to_pass = page->first;
    page->passed_count = 0;
    return true;
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

static void write_seek_link(struct json_writer *writer, const char *key, const char *uri,
                            const char *operation, const char *token)
{
    char seeking[URI_BYTES + 48];

    (void)snprintf(seeking, sizeof(seeking), "%s&seekOperation=%s", uri, operation);
    json_key(writer, key);
    json_begin_object(writer);
    resource_string(writer, "uri", seeking);
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
    char uri[URI_BYTES] = "";

    if (page->has_next || page->first > 0)
        write_token(call, page, token);
    json_end_array(writer);
    resource_integer(writer, "totalCount", page->count);
    write_uri(call, page, uri);
    json_key(writer, "links");
    json_begin_object(writer);
    resource_link(writer, "self", "GET", uri);
    if (page->has_next)
        write_seek_link(writer, "next", uri, "Next", token);
    if (page->first > 0)
        write_seek_link(writer, "previous", uri, "Previous", token);
    json_end_object(writer);
    resource_attributes(writer, "Collection", NULL);
    if (page->has_next)
        resource_string(writer, "continuationToken", token);
    resource_end(call, writer, 200);
}
