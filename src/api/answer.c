/* SPDX-License-Identifier: Apache-2.0 */
/* Responses: JSON, and problem documents where there is no answer. */
#include <ctype.h>

#include "api/call.h"
#include "base/assert.h"
#include "base/attributes.h"
#include "base/json_writer.h"
#include "base/template.h"
#include "exchange/digest.h"

enum {
    CODE_BYTES = 64
};

/* What is said about a trouble. */
static const struct trouble_row {
    const char *name;
    unsigned status;
    struct phrase message;
    struct phrase hint;
} trouble_rows[] = {
#define TROUBLE(name, http, en, fr, hint_en, hint_fr)                                              \
    { #name, http, { { en, fr } }, { { hint_en, hint_fr } } },
#include "api/trouble.def"
#undef TROUBLE
};

_Static_assert(COUNT_OF(trouble_rows) == TROUBLE_COUNT, "every trouble has its row");

unsigned http_status_of(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return 200;
    case STATUS_INVALID:
        return 400;
    case STATUS_FORBIDDEN:
        return 403;
    case STATUS_NOT_FOUND:
        return 404;
    case STATUS_CONFLICT:
        return 409;
    case STATUS_NO_MEMORY:
    case STATUS_UNAVAILABLE:
        return 503;
    case STATUS_READ_FAILED:
    case STATUS_WRITE_FAILED:
    case STATUS_CORRUPT:
        return 500;
    }
    return 500;
}

/* The parts of a problem document. */
struct problem_parts {
    unsigned status;
    const char *name; /* in capitals */
    struct buffer title;
    struct buffer hint;
};

static void write_code(struct json_writer *writer, const char *key, const char *prefix,
                       const char *name)
{
    char code[CODE_BYTES] = "";
    size_t length = 0;

    while (prefix[length] != '\0') {
        code[length] = prefix[length];
        length++;
    }
    for (; *name != '\0' && length < CODE_BYTES - 1; name++)
        code[length++] = (char)tolower((unsigned char)*name);
    code[length] = '\0';
    json_key(writer, key);
    json_string(writer, code);
}

static void answer_problem(struct api_call *call, struct problem_parts *parts)
{
    struct buffer *body = &call->response->body;
    NOT_CLEARED struct json_writer writer;

    buffer_clear(body);
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_code(&writer, "type", "urn:aval:problem:", parts->name);
    json_key(&writer, "title");
    json_text(&writer, buffer_text(&parts->title));
    json_key(&writer, "status");
    json_integer(&writer, parts->status);
    if (parts->hint.length > 0) {
        json_key(&writer, "hint");
        json_text(&writer, buffer_text(&parts->hint));
    }
    write_code(&writer, "code", "", parts->name);
    json_key(&writer, "instance");
    json_string(&writer, call->request_id);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(body, "\n");
    body->has_failed |= parts->title.has_failed || parts->hint.has_failed;
    if (parts->status == 401)
        http_response_add(call->response, "WWW-Authenticate", TEXT("Bearer"));
    if (parts->status == 503)
        http_response_add(call->response, "Retry-After", TEXT("1"));
    call_answer(call, parts->status, CONTENT_PROBLEM);
    buffer_done(&parts->title);
    buffer_done(&parts->hint);
}

struct about_filler {
    struct filler filler;
    const char *about;
};

static void fill_about(const struct filler *filler, struct buffer *buffer, struct text name,
                       bool is_first)
{
    const struct about_filler *about = (const struct about_filler *)filler;

    (void)is_first;
    ASSERT(text_is(name, "0"));
    buffer_add_visible(buffer, text_of(about->about == NULL ? "" : about->about), 200);
}

void problem_answer_trouble(struct api_call *call, enum trouble trouble, const char *about)
{
    const struct trouble_row *row = &trouble_rows[trouble];
    struct about_filler filler = { { fill_about }, about };
    struct problem_parts parts = { .status = row->status, .name = row->name };

    template_write(&parts.title, row->message.in[call->language], &filler.filler);
    template_write(&parts.hint, row->hint.in[call->language], &filler.filler);
    answer_problem(call, &parts);
}

void problem_answer_fault(struct api_call *call, const struct fault *fault)
{
    struct problem_parts parts = { .status = http_status_of(fault_status(fault->kind)),
                                   .name = fault_name(fault->kind) };

    fault_write(&parts.title, fault, call->language);
    fault_write_hint(&parts.hint, fault, call->language);
    answer_problem(call, &parts);
}

void call_answer_trouble(struct api_call *call, enum trouble trouble, const char *about)
{
    call->family->answer_trouble(call, trouble, about);
}

void call_answer_fault(struct api_call *call, const struct fault *fault)
{
    if (fault->kind == FAULT_STORE_STOPPED)
        atomic_store(&call->api->is_without_acts, true);
    call->family->answer_fault(call, fault);
}

void trouble_write(struct buffer *buffer, enum trouble trouble, const char *about,
                   enum language language)
{
    struct about_filler filler = { { fill_about }, about };

    template_write(buffer, trouble_rows[trouble].message.in[language], &filler.filler);
}

unsigned trouble_status(enum trouble trouble)
{
    return trouble_rows[trouble].status;
}

void call_answer(struct api_call *call, unsigned status, const char *content_type)
{
    call->response->status = status;
    http_response_add(call->response, "Content-Type", text_of(content_type));
    if (call->response->body.has_failed) {
        /* Nothing of it is left to be sent; this needs no memory. */
        buffer_done(&call->response->body);
        call->response->header_count = 0;
        call->response->status = 503;
    }
}

void call_answer_json(struct api_call *call)
{
    call_answer(call, 200, CONTENT_JSON);
}

/* Whether the client has what the tag names: If-None-Match has it, or any. A tag is a digest, so it
 * stands in the header only as itself. */
static bool is_at_hand(const struct api_call *call, const char *tag)
{
    struct text known = http_request_header(call->request, "If-None-Match");

    return text_is(known, "*") || memmem(known.bytes, known.length, tag, strlen(tag)) != NULL;
}

void call_answer_cacheable(struct api_call *call)
{
    struct buffer *body = &call->response->body;
    char tag[DIGEST_LENGTH + 3] = "\"";

    if (!body->has_failed)
        digest_write(buffer_text(body), tag + 1);
    (void)strncat(tag, "\"", 2);
    http_response_set(call->response, "Cache-Control",
                      call->route->right == RIGHT_PUBLIC ? TEXT("no-cache")
                                                         : TEXT("private, no-cache"));
    http_response_add(call->response, "ETag", text_of(tag));
    if (!body->has_failed && is_at_hand(call, tag)) {
        buffer_clear(body);
        call->response->status = 304;
        return;
    }
    call_answer(call, 200, call->route->content_type);
}

void call_answer_stream(struct api_call *call, struct stream *stream, const char *content_type)
{
    call->stream = stream;
    call->response->has_parts = true;
    call_answer(call, 200, content_type);
}

bool call_read(struct api_call *call, struct store_work *work)
{
    struct store *store = call->api->store;
    struct fault fault = { .kind = FAULT_NONE };

    if (store->read(store, work, &fault) == STATUS_OK)
        return true;
    call_answer_fault(call, &fault);
    return false;
}
