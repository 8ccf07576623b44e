/* SPDX-License-Identifier: Apache-2.0 */
/* A tenant's webhook, as the tenant sees to it. */
#include <stdio.h>
#include <string.h>

#include "api/http/deadlines.h"
#include "api/partner_center/body.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "api/registry/registry_private.h"
#include "api/registry/webhooks.h"
#include "api/webhooks/event.h"
#include "api/webhooks/handlers.h"

static struct registry *registry_of(const struct api_call *call)
{
    return tokens_registry(call->api->tokens);
}

/* Answers. */

static void write_events(struct json_writer *writer, const char *names)
{
    json_key(writer, "WebhookEvents");
    json_begin_array(writer);
    while (*names != '\0') {
        size_t length = strcspn(names, " ");

        json_text(writer, (struct text){ names, length });
        names += length + 1;
    }
    json_end_array(writer);
}

static void answer(struct api_call *call, const struct webhook *webhook)
{
    NOT_CLEARED struct json_writer writer;

    resource_begin(call, &writer);
    resource_guid(&writer, "SubscriberId", webhook->id);
    resource_string(&writer, "WebhookUrl", webhook->url);
    write_events(&writer, webhook->events);
    resource_flag(&writer, "SignatureTokenToMsSignatureHeader", webhook->has_own_header);
    event_write_instant(&writer, "LastModifiedTimestamp", webhook->modified_at, INSTANT_UTC);
    resource_string(&writer, "Status", webhook->suspended_at != 0 ? "suspended" : "active");
    if (webhook->failing_since != 0)
        event_write_instant(&writer, "FailingSince", webhook->failing_since, INSTANT_UTC);
    resource_end(call, &writer, 200);
}

static void answer_missing(struct api_call *call)
{
    code_answer(call, CODE_WEBHOOK_MISSING, NULL);
}

/* What a tenant says. */

static const enum code trouble_codes[DESTINATION_TROUBLE_COUNT] = {
    [DESTINATION_NO_URL] = CODE_WEBHOOK_URL_WRONG,
    [DESTINATION_PLAIN] = CODE_WEBHOOK_URL_PLAIN,
    [DESTINATION_PORT] = CODE_WEBHOOK_URL_PORT,
    [DESTINATION_PRIVATE] = CODE_WEBHOOK_URL_PRIVATE,
};

struct said {
    struct text url;
    yyjson_val *events;
    enum body_flag has_own_header;
};

static const struct body_field said_fields[] = {
    { "WebhookUrl", BODY_TEXT, offsetof(struct said, url) },
    { "WebhookEvents", BODY_LIST, offsetof(struct said, events) },
    { "SignatureTokenToMsSignatureHeader", BODY_FLAG, offsetof(struct said, has_own_header) },
};

/* False: one is no event, and answered. */
static bool take_events(struct api_call *call, yyjson_val *events, struct webhook *webhook)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *value = NULL;

    yyjson_arr_foreach (events, index, count, value) {
        struct text text = yyjson_is_str(value)
                               ? (struct text){ yyjson_get_str(value), yyjson_get_len(value) }
                               : TEXT("");
        const char *name = event_find(text);

        if (name != NULL && webhook_add_event(webhook, name))
            continue;
        code_answer(call, CODE_EVENT_UNKNOWN, name == NULL && text.length > 0 ? text.bytes : NULL);
        return false;
    }
    if (webhook->events[0] == '\0')
        code_answer_property(call, "WebhookEvents");
    return webhook->events[0] != '\0';
}

/* False: something is wrong with it, and answered. */
static bool take(struct api_call *call, const struct said *said, struct webhook *webhook)
{
    enum destination_trouble trouble =
        destination_check(said->url, courier_limits(call->api->courier));

    if (trouble != DESTINATION_SOUND) {
        code_answer(call, trouble_codes[trouble], NULL);
        return false;
    }
    memcpy(webhook->url, said->url.bytes, said->url.length);
    webhook->url[said->url.length] = '\0';
    webhook->has_own_header = said->has_own_header == BODY_FLAG_TRUE;
    return take_events(call, said->events, webhook);
}

_Static_assert((int)WEBHOOK_URL_BYTES >= (int)DESTINATION_URL_BYTES, "a URL has its room");

/* Reads the body. False: answered. */
static bool read_webhook(struct api_call *call, struct webhook *out_webhook)
{
    struct said said = { .events = NULL };
    struct body body;
    bool is_read = false;

    *out_webhook = (struct webhook){ .tenant = call->principal.tenant,
                                     .id = random_guid(),
                                     .modified_at = clock_system_ms() };
    if (!body_begin(call, &body))
        return false;
    is_read = body_read(call, body.root, said_fields, COUNT_OF(said_fields), &said) &&
              take(call, &said, out_webhook);
    body_end(&body);
    return is_read;
}

/* Ends a request that changed something. */
static bool is_done(struct api_call *call, enum status status, const struct fault *fault)
{
    if (status == STATUS_OK) {
        courier_change(call->api->courier);
        return true;
    }
    if (status == STATUS_NOT_FOUND)
        answer_missing(call);
    else if (status == STATUS_CONFLICT)
        code_answer(call, CODE_WEBHOOK_THERE, NULL);
    else
        call_answer_fault(call, fault);
    return false;
}

/* The routes. */

static void show(struct api_call *call)
{
    struct webhook webhook;

    if (webhook_find(registry_of(call), call->principal.tenant, &webhook))
        answer(call, &webhook);
    else
        answer_missing(call);
}

void registration_show(struct api_call *call)
{
    show(call);
}

void registration_add(struct api_call *call)
{
    struct webhook webhook;
    struct fault fault = { .kind = FAULT_NONE };
    enum status status = STATUS_OK;

    if (!read_webhook(call, &webhook))
        return;
    status = courier_find_end(call->api->courier, &webhook, &fault);
    if (status == STATUS_OK)
        status = webhook_add(registry_of(call), &webhook, &fault);
    if (is_done(call, status, &fault))
        show(call);
}

void registration_change(struct api_call *call)
{
    struct webhook webhook;
    struct fault fault = { .kind = FAULT_NONE };

    if (read_webhook(call, &webhook) &&
        is_done(call, webhook_change(registry_of(call), &webhook, &fault), &fault))
        show(call);
}

void registration_remove(struct api_call *call)
{
    struct fault fault = { .kind = FAULT_NONE };

    if (is_done(call, webhook_remove(registry_of(call), call->principal.tenant, &fault), &fault))
        call_answer(call, 204, CONTENT_JSON);
}

void event_names_list(struct api_call *call)
{
    NOT_CLEARED struct json_writer writer;
    const struct event_row *row = NULL;

    json_writer_init(&writer, &call->response->body, JSON_DEPTH_MAX);
    json_begin_array(&writer);
    for (size_t i = 0; (row = event_row_at(i)) != NULL; i++)
        /* Acts that have an event in common stand side by side. */
        if (i == 0 || strcmp(event_row_at(i - 1)->name, row->name) != 0)
            json_string(&writer, row->name);
    json_end_array(&writer);
    json_writer_done(&writer);
    call_answer_json(call);
}

void certificate_show(struct api_call *call)
{
    struct fault fault = { .kind = FAULT_NONE };
    struct signer *signer = courier_signer(call->api->courier);

    if (signer_add_certificate(signer, &call->response->body, &fault) == STATUS_OK)
        call_answer(call, 200, CONTENT_CERTIFICATE);
    else
        call_answer_fault(call, &fault);
}
