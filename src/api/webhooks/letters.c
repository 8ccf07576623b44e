/* SPDX-License-Identifier: Apache-2.0 */
/* Test events and dead letters of a tenant's webhook. */
#include <stdio.h>
#include <string.h>

#include "api/http/deadlines.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "api/program/page_token.h"
#include "api/registry/registry_private.h"
#include "api/registry/test_events.h"
#include "api/webhooks/event.h"
#include "api/webhooks/handlers.h"

enum {
    LETTERS_STANDARD = 100,
    LETTERS_MOST = 500
};

static struct registry *registry_of(const struct api_call *call)
{
    return tokens_registry(call->api->tokens);
}

/* As clients of Partner Center know the answer of a receiver: a name of .NET's for its status. */
static const struct status_name {
    unsigned status;
    const char *name;
} status_names[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 204, "NoContent" },
    { 301, "Moved" },
    { 302, "Redirect" },
    { 303, "SeeOther" },
    { 307, "TemporaryRedirect" },
    { 308, "PermanentRedirect" },
    { 400, "BadRequest" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "NotFound" },
    { 405, "MethodNotAllowed" },
    { 408, "RequestTimeout" },
    { 409, "Conflict" },
    { 410, "Gone" },
    { 413, "RequestEntityTooLarge" },
    { 415, "UnsupportedMediaType" },
    { 429, "TooManyRequests" },
    { 500, "InternalServerError" },
    { 501, "NotImplemented" },
    { 502, "BadGateway" },
    { 503, "ServiceUnavailable" },
    { 504, "GatewayTimeout" },
};

static void write_status(struct json_writer *writer, unsigned status)
{
    char digits[32] = "";

    if (status != 0)
        (void)snprintf(digits, sizeof(digits), "%u", status);
    for (size_t i = 0; i < COUNT_OF(status_names); i++)
        if (status_names[i].status == status)
            (void)snprintf(digits, sizeof(digits), "%s", status_names[i].name);
    json_key(writer, "responseCode");
    json_string(writer, digits);
}

/* Test events. */

void test_event_ask(struct api_call *call)
{
    struct test_event event = { .id = random_guid(),
                                .tenant = call->principal.tenant,
                                .asked_at = clock_system_ms() };
    struct fault fault = { .kind = FAULT_NONE };
    NOT_CLEARED struct json_writer writer;
    struct webhook webhook;
    enum status status = STATUS_CONFLICT;

    if (webhook_find(registry_of(call), event.tenant, &webhook)) {
        memcpy(event.url, webhook.url, sizeof(event.url));
        status = test_event_add(registry_of(call), &event, &fault);
    }
    if (status == STATUS_CONFLICT) {
        code_answer(call, CODE_WEBHOOK_MISSING, NULL);
        return;
    }
    if (status != STATUS_OK) {
        call_answer_fault(call, &fault);
        return;
    }
    courier_change(call->api->courier);
    resource_begin(call, &writer);
    resource_guid(&writer, "correlationId", event.id);
    resource_end(call, &writer, 200);
}

/* How the one attempt ended. */
static void write_result(struct json_writer *writer, const struct delivery_end *end)
{
    json_begin_object(writer);
    write_status(writer, end->status);
    json_key(writer, "responseMessage");
    json_string(writer, end->reason);
    resource_flag(writer, "systemError", end->status == 0);
    event_write_instant(writer, "dateTimeUtc", end->at, INSTANT_NO_ZONE);
    json_end_object(writer);
}

static const char *state_of(const struct delivery_end *end)
{
    if (end->at == 0)
        return "inProgress";
    return end->reason[0] == '\0' ? "completed" : "failed";
}

void test_event_show(struct api_call *call)
{
    NOT_CLEARED struct json_writer writer;
    struct test_event event;
    guid id = GUID_NONE;

    if (!guid_parse(call->parameters[0], &id) || !test_event_find(registry_of(call), id, &event) ||
        !guid_equal(event.tenant, call->principal.tenant)) {
        code_answer(call, CODE_NOT_FOUND, NULL);
        return;
    }
    resource_begin(call, &writer);
    resource_guid(&writer, "correlationId", event.id);
    resource_guid(&writer, "partnerId", event.tenant);
    resource_string(&writer, "status", state_of(&event.end));
    resource_string(&writer, "callbackUrl", event.url);
    json_key(&writer, "results");
    json_begin_array(&writer);
    if (event.end.at != 0)
        write_result(&writer, &event.end);
    json_end_array(&writer);
    resource_end(call, &writer, 200);
}

/* Dead letters. */

struct letter_list {
    struct dead_letter_visitor visitor; /* first */
    struct json_writer *writer;
    uint64_t size;
    uint64_t count;
    uint64_t last;
    bool has_more;
};

static void write_letter(struct dead_letter_visitor *visitor, const struct dead_letter *letter)
{
    struct letter_list *list = (struct letter_list *)visitor;
    struct json_writer *writer = list->writer;

    list->has_more = list->count == list->size;
    if (list->has_more)
        return;
    list->count++;
    list->last = letter->position;
    json_begin_object(writer);
    resource_integer(writer, "position", (int64_t)letter->position);
    resource_string(writer, "eventName", letter->event);
    resource_string(writer, "status", letter->is_again ? "inProgress" : "failed");
    resource_integer(writer, "attempts", letter->attempts);
    write_status(writer, letter->end.status);
    json_key(writer, "responseMessage");
    json_string(writer, letter->end.reason);
    event_write_instant(writer, "dateTimeUtc", letter->end.at, INSTANT_NO_ZONE);
    json_end_object(writer);
}

/* A number of the query. False: it is none, or too large, and answered. */
static bool read_number(struct api_call *call, const char *name, uint64_t most,
                        uint64_t *in_out_number)
{
    struct text text = argument_find(call, name);
    uint64_t number = 0;

    if (text.length == 0)
        return true;
    if (!number_parse(text, &number) || number > most) {
        code_answer_property(call, name);
        return false;
    }
    *in_out_number = number;
    return true;
}

void dead_letters_list(struct api_call *call)
{
    NOT_CLEARED struct json_writer writer;
    struct letter_list list = { .visitor = { write_letter },
                                .writer = &writer,
                                .size = LETTERS_STANDARD };
    guid tenant = call->principal.tenant;
    uint64_t after = 0;

    if (!read_number(call, "size", LETTERS_MOST, &list.size) ||
        !read_number(call, "after", INT64_MAX, &after))
        return;
    resource_begin(call, &writer);
    resource_integer(&writer, "totalCount", (int64_t)dead_letter_count(registry_of(call), tenant));
    json_key(&writer, "items");
    json_begin_array(&writer);
    dead_letter_visit(registry_of(call), tenant, after, (unsigned)list.size + 1, &list.visitor);
    json_end_array(&writer);
    json_key(&writer, "next");
    if (list.has_more)
        json_integer(&writer, (int64_t)list.last);
    else
        json_null(&writer);
    resource_end(call, &writer, 200);
}

/* The place that the path names. False: it is none, and answered. */
static bool read_position(struct api_call *call, uint64_t *out_position)
{
    if (number_parse(call->parameters[0], out_position) && *out_position > 0)
        return true;
    code_answer(call, CODE_NOT_FOUND, NULL);
    return false;
}

void dead_letters_deliver(struct api_call *call)
{
    struct fault fault = { .kind = FAULT_NONE };
    NOT_CLEARED struct json_writer writer;
    uint64_t position = 0;
    unsigned count = 0;

    if (call->parameters[0].length > 0 && !read_position(call, &position))
        return;
    if (dead_letter_again(registry_of(call), call->principal.tenant, position, &count, &fault) !=
        STATUS_OK) {
        call_answer_fault(call, &fault);
        return;
    }
    if (position != 0 && count == 0) {
        code_answer(call, CODE_NOT_FOUND, NULL);
        return;
    }
    courier_change(call->api->courier);
    resource_begin(call, &writer);
    resource_integer(&writer, "totalCount", count);
    resource_end(call, &writer, 202);
}

void dead_letter_forget(struct api_call *call)
{
    struct fault fault = { .kind = FAULT_NONE };
    uint64_t position = 0;
    bool was_there = false;

    if (!read_position(call, &position))
        return;
    if (dead_letter_remove(registry_of(call), call->principal.tenant, position, &was_there,
                           &fault) != STATUS_OK)
        call_answer_fault(call, &fault);
    else if (!was_there)
        code_answer(call, CODE_NOT_FOUND, NULL);
    else
        call_answer(call, 204, CONTENT_JSON);
}
