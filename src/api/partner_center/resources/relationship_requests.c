/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link by which a partner asks for a customer. It is an invitation of the book, for whoever
 * opens it first and accepts: each answer has one of its own, and the partner may withdraw it.
 */
#include <yyjson.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "engine/use_cases.h"

/* The path of the page: pages/routes.c. */
static const char page_path[] = "/invitation?token=";

/* A note of the answer that is told once; empty where there is none. Borrowed of the document. */
static struct text secret_of(yyjson_doc *document, const char *key)
{
    yyjson_val *notes = yyjson_obj_get(yyjson_doc_get_root(document), "notes");
    size_t index = 0;
    size_t count = 0;
    yyjson_val *note = NULL;

    yyjson_arr_foreach (notes, index, count, note) {
        yyjson_val *value = yyjson_obj_get(note, key);

        if (yyjson_is_str(value))
            return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
    }
    return TEXT("");
}

static void answer_link(struct api_call *call, const struct act_answer *answer)
{
    yyjson_doc *document = yyjson_read(answer->json.bytes, answer->json.length, 0);
    struct buffer url = { 0 };
    NOT_CLEARED struct json_writer writer;

    buffer_add_string(&url, tokens_issuer(call->api->tokens));
    buffer_add_string(&url, page_path);
    buffer_add_text(&url, secret_of(document, "token"));
    json_writer_init(&writer, &call->response->body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    resource_text(&writer, "url", buffer_text(&url));
    resource_attributes(&writer, "RelationshipRequest", NULL);
    json_end_object(&writer);
    json_writer_done(&writer);
    call->response->body.has_failed |= url.has_failed || document == NULL;
    yyjson_doc_free(document);
    buffer_done(&url);
    call_answer_json(call);
}

/* An id of the query, if it is there. False: it is none, and that is answered. */
static bool read_id(struct api_call *call, const char *name, guid *out_id)
{
    struct text text = argument_find(call, name);

    if (text.length == 0 || guid_parse(text, out_id))
        return true;
    code_answer_property(call, name);
    return false;
}

/* Who asks with whom: the caller alone, a provider with its reseller, or a reseller for its
 * provider, which the book has the provider do. False: an id is none, and that is answered. */
static bool read_parties(struct api_call *call, struct act_input *input)
{
    guid provider = GUID_NONE;

    input->partner = call->principal.tenant;
    if (!read_id(call, "indirectResellerId", &input->reseller) ||
        !read_id(call, "indirectCloudSolutionProviderId", &provider))
        return false;
    if (!guid_is_none(provider) && !guid_equal(provider, input->partner)) {
        input->reseller = input->partner;
        input->partner = provider;
    }
    return true;
}

void relationship_request_show(struct api_call *call)
{
    struct act_input input = act_input_begin();
    struct act_answer answer;

    if (!read_parties(call, &input) || !acting_do(call, &use_case_invite_customer, &input, &answer))
        return;
    answer_link(call, &answer);
    act_answer_done(&answer);
}
