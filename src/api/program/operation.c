/* SPDX-License-Identifier: Apache-2.0 */
/* For whoever runs the server. */
#include "api/handlers.h"
#include "api/registry/dead_letters.h"

void health_live(struct api_call *call)
{
    buffer_add_string(&call->response->body, "{\"status\":\"live\"}\n");
    call_answer_json(call);
}

void health_ready(struct api_call *call)
{
    if (atomic_load(&call->api->is_stopping)) {
        call_answer_trouble(call, TROUBLE_STOPPING, NULL);
        return;
    }
    if (atomic_load(&call->api->is_behind)) {
        call_answer_trouble(call, TROUBLE_BEHIND, NULL);
        return;
    }
    if (atomic_load(&call->api->is_without_acts)) {
        call_answer_trouble(call, TROUBLE_ACTS_STOPPED, NULL);
        return;
    }
    buffer_add_format(&call->response->body, "{\"status\":\"ready\",\"position\":%llu}\n",
                      (unsigned long long)follower_position(call->api->follower));
    call_answer_json(call);
}

void metrics_show(struct api_call *call)
{
    struct courier_gauges webhooks = courier_gauges(call->api->courier);
    struct gauges gauges = {
        .connections = http_server_connections(call->api->server),
        .requests = http_server_requests(call->api->server),
        .position = follower_position(call->api->follower),
        .webhooks = webhooks.webhooks,
        .webhooks_suspended = webhooks.suspended,
        .dead_letters = dead_letter_count(tokens_registry(call->api->tokens), GUID_NONE),
    };

    metrics_write(&call->response->body, &call->api->metrics, &gauges);
    call_answer(call, 200, CONTENT_TEXT);
}
