/* SPDX-License-Identifier: Apache-2.0 */
/* What the token endpoints answer, in the forms that clients of Partner Center expect. */
#include "api/program/grant.h"

#include <sodium.h>
#include <stdio.h>
#include <time.h>

#include "base/attributes.h"
#include "base/json_writer.h"

static const struct refusal_row {
    unsigned status;
    const char *error;
    unsigned number;
    struct phrase description;
} refusal_rows[] = {
#define REFUSAL(name, status, error, number, en, fr) { status, error, number, { { en, fr } } },
#include "api/program/refusal.def"
#undef REFUSAL
};

_Static_assert(COUNT_OF(refusal_rows) == REFUSAL_COUNT, "every refusal has its row");

static void write_string(struct json_writer *writer, const char *key, const char *value)
{
    json_key(writer, key);
    json_string(writer, value);
}

static void write_time(struct json_writer *writer)
{
    char at[32];
    struct tm parts;
    time_t now = (time_t)clock_seconds();

    (void)gmtime_r(&now, &parts);
    (void)strftime(at, sizeof(at), "%Y-%m-%d %H:%M:%SZ", &parts);
    write_string(writer, "timestamp", at);
}

void grant_refuse(struct api_call *call, enum refusal refusal)
{
    const struct refusal_row *row = &refusal_rows[refusal];
    struct buffer *body = &call->response->body;
    char description[256];
    NOT_CLEARED struct json_writer writer;

    (void)snprintf(description, sizeof(description), "AADSTS%u: %s", row->number,
                   row->description.in[call->language]);
    buffer_clear(body);
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_string(&writer, "error", row->error);
    write_string(&writer, "error_description", description);
    json_key(&writer, "error_codes");
    json_begin_array(&writer);
    json_integer(&writer, row->number);
    json_end_array(&writer);
    write_time(&writer);
    write_string(&writer, "trace_id", call->request_id);
    write_string(&writer, "correlation_id", call->correlation_id);
    json_end_object(&writer);
    json_writer_done(&writer);
    if (refusal == REFUSAL_CLIENT)
        http_response_add(call->response, "WWW-Authenticate", TEXT("Basic realm=\"aval\""));
    (void)atomic_fetch_add(&call->api->metrics.tokens_refused, 1);
    call_answer(call, row->status, CONTENT_JSON);
}

struct text grant_value(const struct grant *grant, const char *name)
{
    const struct text *value = http_target_find(grant->form, name);

    return value == NULL ? TEXT("") : *value;
}

/* Numbers are texts in the first version. */
static void write_number(struct json_writer *writer, const char *key, int64_t value, bool is_v2)
{
    char text[24];

    json_key(writer, key);
    if (is_v2) {
        json_integer(writer, value);
        return;
    }
    (void)snprintf(text, sizeof(text), "%lld", (long long)value);
    json_string(writer, text);
}

/* What is said beside the tokens. */
static void write_terms(struct json_writer *writer, const struct grant *grant,
                        const struct granted *granted)
{
    const char *audience = audience_words.list[grant->audience];
    int64_t left = granted->bearer.expires_at - grant->now;
    char scope[128];

    write_string(writer, "token_type", "Bearer");
    write_number(writer, "expires_in", left, grant->is_v2);
    write_number(writer, "ext_expires_in", left, grant->is_v2);
    if (!grant->is_v2) {
        write_number(writer, "expires_on", granted->bearer.expires_at, false);
        write_number(writer, "not_before", grant->now, false);
        write_string(writer, "resource", audience);
    }
    if (granted->user_name == NULL)
        return;
    (void)snprintf(scope, sizeof(scope), "%s%suser_impersonation", grant->is_v2 ? audience : "",
                   grant->is_v2 ? "/" : "");
    write_string(writer, "scope", scope);
}

/* What some libraries know an account by. */
static void write_client_info(struct json_writer *writer, const struct bearer *bearer)
{
    char user[GUID_LENGTH + 1];
    char tenant[GUID_LENGTH + 1];
    char info[2 * GUID_LENGTH + 32];
    char text[2 * sizeof(info)];
    int length = 0;

    guid_format(bearer->user, user);
    guid_format(bearer->principal.tenant, tenant);
    length = snprintf(info, sizeof(info), "{\"uid\":\"%s\",\"utid\":\"%s\"}", user, tenant);
    (void)sodium_bin2base64(text, sizeof(text), (const unsigned char *)info, (size_t)length,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    write_string(writer, "client_info", text);
}

void grant_answer(const struct grant *grant, const struct granted *granted)
{
    struct api_call *call = grant->call;
    struct token_request request = { granted->bearer, granted->user_name, grant->now,
                                     grant->is_v2 };
    struct buffer token = { 0 };
    struct buffer id_token = { 0 };
    NOT_CLEARED struct json_writer writer;
    bool is_issued = false;

    request.bearer.audience = grant->audience;
    is_issued =
        token_issue(call->api->tokens, &request, &token) &&
        (!granted->has_id || id_token_issue(call->api->tokens, &request, grant->nonce, &id_token));
    json_writer_init(&writer, &call->response->body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_terms(&writer, grant, granted);
    json_key(&writer, "access_token");
    json_text(&writer, buffer_text(&token));
    if (granted->refresh != NULL)
        write_string(&writer, "refresh_token", granted->refresh);
    if (granted->has_id) {
        json_key(&writer, "id_token");
        json_text(&writer, buffer_text(&id_token));
    }
    if (granted->user_name != NULL && text_is(grant_value(grant, "client_info"), "1"))
        write_client_info(&writer, &granted->bearer);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_done(&token);
    buffer_done(&id_token);
    if (!is_issued) {
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
        return;
    }
    (void)atomic_fetch_add(&call->api->metrics.tokens_issued, 1);
    call_answer_json(call);
}
