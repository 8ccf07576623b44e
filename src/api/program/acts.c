/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/handlers.h"
#include "base/attributes.h"
#include "engine/act_line.h"
#include "engine/acts/acts_json.h"
#include "engine/engine.h"
#include "exchange/digest.h"

void acts_list(struct api_call *call)
{
    struct buffer lines = { 0 };

    for (const struct use_case *const *row = use_cases; *row != NULL; row++)
        use_case_write_json(&lines, *row);
    buffer_add_string(&call->response->body, "{\"acts\":[");
    call_add_lines(&call->response->body, buffer_text(&lines));
    buffer_add_string(&call->response->body, "]}\n");
    call->response->body.has_failed |= lines.has_failed;
    buffer_done(&lines);
    call_answer_json(call);
}

/* The key under which a repeated request is known: without quotation marks, if it has any. */
static bool read_request_id(struct api_call *call, struct text *out_id)
{
    struct text key = http_request_header(call->request, "Idempotency-Key");

    *out_id = (struct text){ NULL, 0 };
    if (key.length >= 2 && key.bytes[0] == '"' && key.bytes[key.length - 1] == '"')
        key = (struct text){ key.bytes + 1, key.length - 2 };
    if (key.length == 0 && call->has_own_request_id)
        key = text_of(call->request_id);
    if (key.length > FIELD_ID_BYTES_MAX || !text_is_utf8(key)) {
        call_answer_trouble(call, TROUBLE_WRONG_HEADER, "Idempotency-Key");
        return false;
    }
    *out_id = key;
    return true;
}

static bool read_day(struct api_call *call, date *out_on)
{
    struct text on = call_argument(call, "on");

    *out_on = DATE_BEFORE_ALL;
    if (on.length == 0 || date_parse(on, out_on))
        return true;
    call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "on");
    return false;
}

void call_tell_act(struct api_call *call, const struct act_request *request,
                   const struct act_answer *answer)
{
    struct metrics *metrics = &call->api->metrics;
    bool is_done = answer->outcome == OUTCOME_CARRIED_OUT;
    char position[24];

    if (!request->is_dry_run && !answer->is_repeated) {
        (void)atomic_fetch_add(is_done ? &metrics->acts_carried_out : &metrics->acts_refused, 1);
        /* Whoever is answered finds the book in memory as far as the answer says. */
        api_follow(call->api);
    }
    (void)snprintf(position, sizeof(position), "%llu", (unsigned long long)answer->position);
    if (answer->position > 0)
        http_response_add(call->response, "Aval-Position", text_of(position));
    if (answer->is_repeated)
        http_response_add(call->response, "Aval-Repeated", TEXT("true"));
}

static void answer_done(struct api_call *call, const struct act_request *request,
                        struct act_answer *answer)
{
    call_tell_act(call, request, answer);
    buffer_add_text(&call->response->body, buffer_text(&answer->json));
    call_answer(call, answer->outcome == OUTCOME_CARRIED_OUT ? 200 : 422, CONTENT_JSON);
}

static void perform(struct api_call *call, const struct act_request *request)
{
    struct act_answer answer;

    if (engine_act(call->api->store, request, &answer) == STATUS_OK)
        answer_done(call, request, &answer);
    else
        call_answer_fault(call, &answer.fault);
    act_answer_done(&answer);
}

void act_do(struct api_call *call)
{
    struct act_request request = { .principal = call->principal };
    NOT_CLEARED struct body_reading reading;
    char name[64];

    (void)snprintf(name, sizeof(name), "%.*s", (int)call->parameters[0].length,
                   call->parameters[0].bytes);
    request.use_case = use_case_find(call->parameters[0]);
    if (request.use_case == NULL) {
        call_answer_trouble(call, TROUBLE_UNKNOWN_ACT, name);
        return;
    }
    if (!read_request_id(call, &request.request_id) || !read_day(call, &request.on) ||
        !call_flag_argument(call, "dry_run", &request.is_dry_run))
        return;
    request.input = act_input_begin();
    if (body_reading_take(call, request.use_case->shape, &reading, &request.input))
        perform(call, &request);
    body_reading_end(&reading);
}
