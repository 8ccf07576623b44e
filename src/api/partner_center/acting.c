/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/acting.h"

#include <yyjson.h>

#include "api/partner_center/refusal.h"
#include "base/assert.h"

bool acting_fill(struct api_call *call, const struct body *body, const struct acting_fields *fields,
                 char room[ACTING_ROOM_BYTES], struct act_input *input)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct acting_field *row = &fields->rows[i];
        const struct body_field one = { row->path, BODY_TEXT, 0 };
        const struct shape *shape = fields->use_case->shape;
        unsigned number = shape_find_field(shape, text_of(row->field));
        struct text text = { 0 };

        ASSERT(number < shape->field_count);
        if (!body_read(call, body->root, &one, 1, &text))
            return false;
        if (text.length == 0 && !row->is_needed)
            continue;
        if (field_read_text(&shape->fields[number], text, room,
                            (char *)input + shape->fields[number].offset))
            continue;
        code_answer_property(call, row->path);
        return false;
    }
    return true;
}

/* An act that is asked for, and the fault by which it is as good as done. */
static bool act(struct api_call *call, const struct act_request *request, enum fault_kind there,
                struct act_answer *out_answer)
{
    if (engine_act(call->api->store, request, out_answer) != STATUS_OK) {
        bool is_there = there != FAULT_NONE && out_answer->fault.kind == there;

        if (!is_there)
            code_answer_fault(call, &out_answer->fault);
        act_answer_done(out_answer);
        *out_answer = (struct act_answer){ 0 };
        return is_there;
    }
    call_tell_act(call, request, out_answer);
    if (out_answer->outcome == OUTCOME_CARRIED_OUT)
        return true;
    code_answer_findings(call, buffer_text(&out_answer->json));
    act_answer_done(out_answer);
    return false;
}

static struct act_request request_of(const struct api_call *call, const struct use_case *use_case,
                                     const struct act_input *input)
{
    return (struct act_request){
        .principal = call->principal,
        .use_case = use_case,
        .input = *input,
        .request_id = call->has_own_request_id ? text_of(call->request_id) : TEXT(""),
        .on = DATE_BEFORE_ALL,
    };
}

bool acting_do(struct api_call *call, const struct use_case *use_case,
               const struct act_input *input, struct act_answer *out_answer)
{
    struct act_request request = request_of(call, use_case, input);

    return act(call, &request, FAULT_NONE, out_answer);
}

bool acting_settle(struct api_call *call, const struct use_case *use_case,
                   const struct act_input *input, enum fault_kind there)
{
    struct act_request request = request_of(call, use_case, input);
    struct act_answer answer;

    if (!act(call, &request, there, &answer))
        return false;
    act_answer_done(&answer);
    return true;
}

bool acting_try(struct api_call *call, const struct use_case *use_case,
                const struct act_input *input)
{
    struct act_request request = request_of(call, use_case, input);
    struct act_answer answer;

    request.request_id = TEXT("");
    request.is_dry_run = true;
    if (!act(call, &request, FAULT_NONE, &answer))
        return false;
    act_answer_done(&answer);
    return true;
}

bool acting_do_plain(struct api_call *call, const struct use_case *use_case,
                     const struct act_input *input)
{
    return acting_settle(call, use_case, input, FAULT_NONE);
}

guid acting_note(const struct act_answer *answer, const char *key)
{
    yyjson_doc *document = yyjson_read(answer->json.bytes, answer->json.length, 0);
    yyjson_val *notes = yyjson_obj_get(yyjson_doc_get_root(document), "notes");
    guid id = GUID_NONE;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *note = NULL;

    yyjson_arr_foreach (notes, index, count, note) {
        yyjson_val *value = yyjson_obj_get(note, key);

        if (yyjson_is_str(value))
            (void)guid_parse((struct text){ yyjson_get_str(value), yyjson_get_len(value) }, &id);
    }
    yyjson_doc_free(document);
    return id;
}
