/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/acting.h"

#include <yyjson.h>

#include "api/partner_center/refusal.h"

static bool act(struct api_call *call, const struct act_request *request,
                struct act_answer *out_answer)
{
    if (engine_act(call->api->store, request, out_answer) != STATUS_OK) {
        code_answer_fault(call, &out_answer->fault);
        act_answer_done(out_answer);
        return false;
    }
    call_tell_act(call, request, out_answer);
    if (out_answer->outcome == OUTCOME_CARRIED_OUT)
        return true;
    code_answer_findings(call, buffer_text(&out_answer->json));
    act_answer_done(out_answer);
    return false;
}

bool acting_do(struct api_call *call, const struct use_case *use_case,
               const struct act_input *input, struct act_answer *out_answer)
{
    struct act_request request = {
        .principal = call->principal,
        .use_case = use_case,
        .input = *input,
        .request_id = call->has_own_request_id ? text_of(call->request_id) : TEXT(""),
        .on = DATE_BEFORE_ALL,
    };

    return act(call, &request, out_answer);
}

bool acting_try(struct api_call *call, const struct use_case *use_case,
                const struct act_input *input)
{
    struct act_request request = {
        .principal = call->principal,
        .use_case = use_case,
        .input = *input,
        .on = DATE_BEFORE_ALL,
        .is_dry_run = true,
    };
    struct act_answer answer;

    if (!act(call, &request, &answer))
        return false;
    act_answer_done(&answer);
    return true;
}

bool acting_do_plain(struct api_call *call, const struct use_case *use_case,
                     const struct act_input *input)
{
    struct act_answer answer;

    if (!acting_do(call, use_case, input, &answer))
        return false;
    act_answer_done(&answer);
    return true;
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
