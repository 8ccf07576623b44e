/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/refusal.h"

#include <stdio.h>
#include <yyjson.h>

#include "base/assert.h"
#include "base/json_writer.h"
#include "base/template.h"

static const struct code_row {
    unsigned number;
    unsigned status;
    struct phrase description;
} code_rows[] = {
#define CODE(name, number, http, en, fr) { number, http, { { en, fr } } },
#include "api/partner_center/codes.def"
#undef CODE
};

_Static_assert(COUNT_OF(code_rows) == CODE_COUNT, "every code has its row");

/* By which code a rule's findings are told; the first row that fits counts. */
static const struct finding_row {
    enum rule_name rule;
    unsigned positions; /* bits of enum position; 0: any other, and the act */
    enum code code;
} finding_rows[] = {
    { RULE_CHAIN_OF_SALE, BIT(POSITION_RESELLER), CODE_NOT_A_RESELLER },
    { RULE_CHAIN_OF_SALE, 0, CODE_NOT_ENROLLED },
    { RULE_CUSTOMER_AGREEMENT_ACCEPTED, 0, CODE_CUSTOMER_AGREEMENT },
    { RULE_CUSTOMER_IN_REGION, 0, CODE_OUTSIDE_REGION },
    { RULE_CUSTOMER_RELATIONSHIP_ACTIVE, 0, CODE_NO_RELATIONSHIP },
    { RULE_DIRECT_BILL_CAPABLE, 0, CODE_NOT_CAPABLE },
    { RULE_ENDING_THROUGH_SUPPORT, 0, CODE_THROUGH_SUPPORT },
    { RULE_ENROLLED_IN_ROLE, BIT(POSITION_RESELLER), CODE_NOT_A_RESELLER },
    { RULE_ENROLLED_IN_ROLE, 0, CODE_NOT_ENROLLED },
    { RULE_GOOD_STANDING, 0, CODE_NOT_ENROLLED },
    { RULE_INDIRECT_RELATIONSHIP_ACTIVE, 0, CODE_NOT_YOUR_RESELLER },
    { RULE_KNOWN_MARKET, 0, CODE_OUTSIDE_REGION },
    { RULE_MPA_SIGNED, BIT(POSITION_RESELLER), CODE_RESELLER_UNSIGNED },
    { RULE_MPA_SIGNED, 0, CODE_PARTNER_UNSIGNED },
    { RULE_NO_AFFILIATE_SALE, 0, CODE_AFFILIATE_SALE },
    { RULE_NO_PROVISIONING_ON_CSP_TENANT, 0, CODE_CSP_TENANT },
    { RULE_NO_SELF_SALE, 0, CODE_SELF_SALE },
    { RULE_OFFER_SOLD_IN_MARKET, 0, CODE_OFFER_ELSEWHERE },
    { RULE_ONBOARDED, BIT(POSITION_RESELLER), CODE_NOT_A_RESELLER },
    { RULE_ONBOARDED, 0, CODE_NOT_ENROLLED },
    { RULE_ONE_ROLE_PER_TENANT, 0, CODE_ONE_ROLE },
    { RULE_PARTNER_ID_OF_RESELLER, 0, CODE_PARTNER_ID_WRONG },
    { RULE_PARTNERS_IN_SAME_REGION, 0, CODE_OTHER_REGION },
    { RULE_RESELLER_OR_CUSTOMER, 0, CODE_RESELLER_OR_CUSTOMER },
};

/* By which code a fault of the engine is told, where its status alone would tell too little. */
static const struct fault_row {
    enum fault_kind fault;
    enum code code;
} fault_rows[] = {
    { FAULT_UNKNOWN_PARTNER_ID, CODE_PARTNER_ID_UNKNOWN },
    { FAULT_UNKNOWN_OFFER, CODE_OFFER_UNKNOWN },
    { FAULT_UNKNOWN_ORDER, CODE_ORDER_UNKNOWN },
    { FAULT_ORDER_LINES_MANY, CODE_LINES_TOO_MANY },
    { FAULT_PARENT_OF_OTHERS, CODE_SUBSCRIPTION_UNKNOWN },
    { FAULT_UNKNOWN_SUBSCRIPTION, CODE_SUBSCRIPTION_UNKNOWN },
    { FAULT_PARTNER_ID_WITHOUT_PROVIDER, CODE_PARTNER_ID_WRONG },
    { FAULT_SUBSCRIPTION_NOT_RUNNING, CODE_RECORD_UNCHANGEABLE },
    { FAULT_VERSION_PAST, CODE_ETAG_STALE },
    { FAULT_NOT_A_SANDBOX, CODE_SANDBOX_ONLY },
    { FAULT_SUBSCRIPTION_IS_DIRECT, CODE_RECORD_UNCHANGEABLE },
    { FAULT_LIFECYCLE, CODE_STATUS_UNCHANGEABLE },
    { FAULT_LIFECYCLE_END, CODE_SUBSCRIPTION_DELETED },
    { FAULT_NO_CUSTOMER_RELATIONSHIP, CODE_NO_RELATIONSHIP },
    { FAULT_FORBIDDEN, CODE_NOT_PERMITTED },
    { FAULT_NO_ATTESTING, CODE_NOT_PERMITTED },
};

/* By which code a trouble is told, where its status alone would tell too little. */
static const struct trouble_row {
    enum trouble trouble;
    enum code code;
} trouble_rows[] = {
    { TROUBLE_NO_SUCH_METHOD, CODE_NOT_FOUND },
    { TROUBLE_NO_TOKEN, CODE_NO_TOKEN },
    { TROUBLE_NO_USER, CODE_USER_MISSING },
    { TROUBLE_NOT_PERMITTED, CODE_NOT_PERMITTED },
};

static enum code code_of_status(unsigned status)
{
    switch (status) {
    case 401:
        return CODE_ACCESS_DENIED;
    case 403:
        return CODE_NOT_PERMITTED;
    case 404:
        return CODE_NOT_FOUND;
    case 409:
        return CODE_CONFLICT;
    case 413:
        return CODE_TOO_LARGE;
    case 415:
        return CODE_MEDIA_WRONG;
    case 429:
        return CODE_TOO_MANY_REQUESTS;
    case 500:
        return CODE_FAILED;
    case 503:
        return CODE_BUSY;
    default:
        return CODE_INPUT_WRONG;
    }
}

/* The body, around `data`: JSON, the items of a list. */
static void answer(struct api_call *call, enum code code, struct text data)
{
    const struct code_row *row = &code_rows[code];
    struct buffer *body = &call->response->body;
    NOT_CLEARED struct json_writer writer;

    buffer_clear(body);
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "code");
    json_integer(&writer, row->number);
    json_key(&writer, "description");
    json_string(&writer, row->description.in[call->language]);
    json_key(&writer, "data");
    json_begin_array(&writer);
    if (data.length > 0)
        json_raw(&writer, data);
    json_end_array(&writer);
    json_key(&writer, "source");
    json_string(&writer, "aval");
    json_end_object(&writer);
    json_writer_done(&writer);
    if (row->status == 401)
        http_response_add(call->response, "WWW-Authenticate", TEXT("Bearer"));
    if (row->status == 503)
        http_response_add(call->response, "Retry-After", TEXT("1"));
    call_answer(call, row->status, CONTENT_JSON);
}

static void answer_with(struct api_call *call, enum code code, struct buffer *why)
{
    struct buffer data = { 0 };

    if (why->length > 0)
        buffer_add_json(&data, buffer_text(why));
    answer(call, code, buffer_text(&data));
    buffer_done(&data);
    buffer_done(why);
}

void code_answer(struct api_call *call, enum code code, const char *why)
{
    struct buffer text = { 0 };

    if (why != NULL)
        buffer_add_visible(&text, text_of(why), 1024);
    answer_with(call, code, &text);
}

void code_answer_property(struct api_call *call, const char *name)
{
    code_answer(call, CODE_PROPERTY_WRONG, name);
}

void code_answer_trouble(struct api_call *call, enum trouble trouble, const char *about)
{
    enum code code = code_of_status(trouble_status(trouble));
    struct buffer why = { 0 };

    for (size_t i = 0; i < COUNT_OF(trouble_rows); i++)
        if (trouble_rows[i].trouble == trouble)
            code = trouble_rows[i].code;
    trouble_write(&why, trouble, about, call->language);
    answer_with(call, code, &why);
}

void code_answer_fault(struct api_call *call, const struct fault *fault)
{
    enum code code = code_of_status(http_status_of(fault_status(fault->kind)));
    struct buffer why = { 0 };

    for (size_t i = 0; i < COUNT_OF(fault_rows); i++)
        if (fault_rows[i].fault == fault->kind)
            code = fault_rows[i].code;
    /* Of a customer that is not the caller's nothing is told, not even that. */
    if (code != CODE_NO_RELATIONSHIP)
        fault_write(&why, fault, call->language);
    answer_with(call, code, &why);
}

/* Findings. */

enum code code_of_finding(enum rule_name rule, enum position position)
{
    for (size_t i = 0; i < COUNT_OF(finding_rows); i++) {
        const struct finding_row *row = &finding_rows[i];

        if (row->rule == rule && (row->positions == 0 || (position < POSITION_COUNT &&
                                                          (row->positions & BIT(position)) != 0)))
            return row->code;
    }
    return CODE_COUNT;
}

const char *codes_check(void)
{
    for (unsigned rule = 0; rule < RULE_COUNT; rule++)
        for (unsigned position = 0; position < POSITION_COUNT; position++)
            if (code_of_finding((enum rule_name)rule, (enum position)position) == CODE_COUNT)
                return rules[rule]->id;
    return NULL;
}

static struct text text_of_value(yyjson_val *value)
{
    if (!yyjson_is_str(value))
        return TEXT("");
    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

static enum rule_name rule_named(struct text id)
{
    unsigned rule = 0;

    while (rule < RULE_COUNT && !text_is(id, rules[rule]->id))
        rule++;
    return (enum rule_name)rule;
}

/* Of an order of several lines a decision is named by the line's number, from 1 on. */
static void write_line_number(struct json_writer *writer, yyjson_val *decision)
{
    uint64_t number = 0;

    for (struct text id = text_of_value(yyjson_obj_get(decision, "id")); id.length > 0;
         id = (struct text){ id.bytes + 1, id.length - 1 })
        number = number * 10 + (uint64_t)(id.bytes[0] - '0');
    if (number == 0)
        return;
    json_key(writer, "lineItemNumber");
    json_integer(writer, (int64_t)number - 1);
}

static void write_finding(struct json_writer *writer, yyjson_val *decision, yyjson_val *finding,
                          enum language language)
{
    static const char *const keys[] = { "en", "fr" };
    yyjson_val *message = yyjson_obj_get(finding, "message");
    struct text position = text_of_value(yyjson_obj_get(finding, "position"));

    json_begin_object(writer);
    write_line_number(writer, decision);
    json_key(writer, "rule");
    json_text(writer, text_of_value(yyjson_obj_get(finding, "rule")));
    json_key(writer, "position");
    if (position.length > 0)
        json_text(writer, position);
    else
        json_null(writer);
    json_key(writer, "message");
    json_text(writer, text_of_value(yyjson_obj_get(message, keys[language])));
    json_end_object(writer);
}

/* The findings of a decision, and the first of all in the order of the rulebook. */
struct told_findings {
    struct json_writer writer;
    enum language language;
    enum rule_name first;
    enum position position;
};

static void tell_findings(struct told_findings *told, yyjson_val *decision)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *finding = NULL;

    yyjson_arr_foreach (yyjson_obj_get(decision, "findings"), index, count, finding) {
        enum rule_name rule = rule_named(text_of_value(yyjson_obj_get(finding, "rule")));
        unsigned position = POSITION_NONE;

        (void)words_find(&position_words, text_of_value(yyjson_obj_get(finding, "position")),
                         &position);
        if (rule < told->first) {
            told->first = rule;
            told->position = (enum position)position;
        }
        write_finding(&told->writer, decision, finding, told->language);
    }
}

void code_answer_findings(struct api_call *call, struct text answer_json)
{
    yyjson_doc *document = yyjson_read(answer_json.bytes, answer_json.length, 0);
    yyjson_val *decisions = yyjson_obj_get(yyjson_doc_get_root(document), "decisions");
    NOT_CLEARED struct told_findings told;
    struct buffer data = { 0 };
    enum code code = CODE_CONFLICT;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *decision = NULL;

    told.language = call->language;
    told.first = RULE_COUNT;
    told.position = POSITION_NONE;
    json_writer_init(&told.writer, &data, JSON_DEPTH_MAX);
    json_begin_array(&told.writer);
    yyjson_arr_foreach (decisions, index, count, decision)
        tell_findings(&told, decision);
    json_end_array(&told.writer);
    json_writer_done(&told.writer);
    if (told.first < RULE_COUNT)
        code = code_of_finding(told.first, told.position);
    /* Of a customer that is not the caller's nothing is told. */
    if (data.has_failed || data.length < 2 || code == CODE_NO_RELATIONSHIP)
        answer(call, code, TEXT(""));
    else
        answer(call, code, (struct text){ data.bytes + 1, data.length - 2 });
    buffer_done(&data);
    yyjson_doc_free(document);
}
