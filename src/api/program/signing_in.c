/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens for registered clients, in the forms that clients of Partner Center ask for. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "api/handlers.h"
#include "base/attributes.h"
#include "base/json_writer.h"
#include "base/memory.h"

enum {
    CREDENTIALS_BYTES = 512
};

/* Why there is no token: the words of OAuth (RFC 6749, 5.2), and the numbers that clients know. */
static const struct refusal {
    unsigned status;
    const char *error;
    unsigned code;
    struct phrase description;
} refusals[] = {
#define REFUSED_FORM 0
    { 400,
      "invalid_request",
      900144,
      { { "The body is no form.", "Le corps n'est pas un formulaire." } } },
#define REFUSED_GRANT 1
    { 400,
      "unsupported_grant_type",
      70003,
      { { "The grant type has to be client_credentials.",
          "Le type d'autorisation doit être client_credentials." } } },
#define REFUSED_CLIENT 2
    { 401,
      "invalid_client",
      7000215,
      { { "The client or its secret is unknown.", "Le client ou son secret est inconnu." } } },
#define REFUSED_TENANT 3
    { 400,
      "unauthorized_client",
      700016,
      { { "The client is not registered in this tenant.",
          "Le client n'est pas enregistré dans ce locataire." } } },
#define REFUSED_RESOURCE 4
    { 400,
      "invalid_resource",
      500011,
      { { "Nobody issues tokens for this resource here.",
          "Personne ne délivre ici de jetons pour cette ressource." } } },
};

static void refuse(struct api_call *call, unsigned number)
{
    const struct refusal *refusal = &refusals[number];
    struct buffer *body = &call->response->body;
    char description[256];
    char at[32];
    struct tm parts;
    time_t now = (time_t)clock_seconds();
    NOT_CLEARED struct json_writer writer;

    (void)gmtime_r(&now, &parts);
    (void)strftime(at, sizeof(at), "%Y-%m-%d %H:%M:%SZ", &parts);
    (void)snprintf(description, sizeof(description), "AADSTS%u: %s", refusal->code,
                   refusal->description.in[call->language]);
    buffer_clear(body);
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "error");
    json_string(&writer, refusal->error);
    json_key(&writer, "error_description");
    json_string(&writer, description);
    json_key(&writer, "error_codes");
    json_begin_array(&writer);
    json_integer(&writer, refusal->code);
    json_end_array(&writer);
    json_key(&writer, "timestamp");
    json_string(&writer, at);
    json_key(&writer, "trace_id");
    json_string(&writer, call->request_id);
    json_key(&writer, "correlation_id");
    json_string(&writer, call->correlation_id);
    json_end_object(&writer);
    json_writer_done(&writer);
    if (refusal->status == 401)
        http_response_add(call->response, "WWW-Authenticate", TEXT("Basic realm=\"aval\""));
    (void)atomic_fetch_add(&call->api->metrics.tokens_refused, 1);
    call_answer(call, refusal->status, CONTENT_JSON);
}

/* What a client sends to be known by. */
struct credentials {
    struct text id, secret;
    char room[CREDENTIALS_BYTES];
};

static struct text form_value(const struct http_target *form, const char *name)
{
    const struct text *value = http_target_find(form, name);

    return value == NULL ? TEXT("") : *value;
}

/* In the form, or as the user and password of Authorization: Basic. */
static void read_credentials(const struct api_call *call, const struct http_target *form,
                             struct credentials *credentials)
{
    static const char basic[] = "Basic ";
    struct text header = http_request_header(call->request, "Authorization");
    size_t scheme = strlen(basic);
    size_t length = 0;
    const char *colon = NULL;

    credentials->id = form_value(form, "client_id");
    credentials->secret = form_value(form, "client_secret");
    if (credentials->secret.length > 0 || header.length <= scheme ||
        strncasecmp(header.bytes, basic, scheme) != 0 ||
        sodium_base642bin((unsigned char *)credentials->room, sizeof(credentials->room),
                          header.bytes + scheme, header.length - scheme, NULL, &length, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return;
    colon = memchr(credentials->room, ':', length);
    if (colon == NULL)
        return;
    credentials->id = (struct text){ credentials->room, (size_t)(colon - credentials->room) };
    credentials->secret = (struct text){ colon + 1, length - credentials->id.length - 1 };
}

/* The audience that is asked for: a resource, or a scope of one ("api://aval/.default"). */
static const char *find_audience(struct text asked)
{
    static const char any[] = "/.default";

    if (asked.length == 0)
        return token_audiences[0];
    if (asked.length > strlen(any) &&
        memcmp(asked.bytes + asked.length - strlen(any), any, strlen(any)) == 0)
        asked.length -= strlen(any);
    if (asked.length > 0 && asked.bytes[asked.length - 1] == '/')
        asked.length--;
    for (const char *const *row = token_audiences; *row != NULL; row++)
        if (text_is(asked, *row))
            return *row;
    return NULL;
}

/* Any word stands for "whichever tenant it is"; a GUID has to be the client's own. */
static bool tenant_fits(struct text segment, const struct app *app)
{
    guid tenant;

    return !guid_parse(segment, &tenant) || guid_equal(tenant, app->principal.tenant) ||
           principal_is_vendor(app->principal);
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

static void answer_token(struct api_call *call, const struct token_request *request)
{
    struct buffer *body = &call->response->body;
    struct buffer token = { 0 };
    NOT_CLEARED struct json_writer writer;

    if (!token_issue(call->api->tokens, request, &token)) {
        buffer_done(&token);
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
        return;
    }
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "token_type");
    json_string(&writer, "Bearer");
    write_number(&writer, "expires_in", TOKEN_SECONDS, request->is_v2);
    write_number(&writer, "ext_expires_in", TOKEN_SECONDS, request->is_v2);
    if (!request->is_v2) {
        write_number(&writer, "expires_on", request->now + TOKEN_SECONDS, false);
        write_number(&writer, "not_before", request->now, false);
        json_key(&writer, "resource");
        json_string(&writer, request->audience);
    }
    json_key(&writer, "access_token");
    json_text(&writer, buffer_text(&token));
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_done(&token);
    (void)atomic_fetch_add(&call->api->metrics.tokens_issued, 1);
    call_answer_json(call);
}

static void answer_form(struct api_call *call, const struct http_target *form, bool is_v2)
{
    const char *folder = tokens_folder(call->api->tokens);
    struct token_request request = { .now = clock_seconds(), .is_v2 = is_v2 };
    struct credentials credentials = { 0 };
    struct app app;
    guid id;

    if (!text_is(form_value(form, "grant_type"), "client_credentials")) {
        refuse(call, REFUSED_GRANT);
        return;
    }
    read_credentials(call, form, &credentials);
    if (!guid_parse(credentials.id, &id) || app_find(folder, id, &app) != STATUS_OK ||
        !app_has_secret(&app, credentials.secret)) {
        refuse(call, REFUSED_CLIENT);
        return;
    }
    request.audience = find_audience(form_value(form, is_v2 ? "scope" : "resource"));
    request.app = &app;
    if (!tenant_fits(call->parameters[0], &app))
        refuse(call, REFUSED_TENANT);
    else if (request.audience == NULL)
        refuse(call, REFUSED_RESOURCE);
    else
        answer_token(call, &request);
}

static void answer_body(struct api_call *call, bool is_v2)
{
    struct buffer bytes = { 0 };
    struct http_target form;

    /* Parted in place. */
    buffer_add_text(&bytes, call->request->body);
    if (bytes.has_failed)
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
    else if (!http_form_parse(bytes.bytes, bytes.length, &form))
        refuse(call, REFUSED_FORM);
    else
        answer_form(call, &form, is_v2);
    if (bytes.length > 0)
        sodium_memzero(bytes.bytes, bytes.length);
    buffer_done(&bytes);
}

void token_v1(struct api_call *call)
{
    answer_body(call, false);
}

void token_v2(struct api_call *call)
{
    answer_body(call, true);
}

/* Discovery. */

static void write_url(struct json_writer *writer, const struct api_call *call, const char *key,
                      const char *rest)
{
    struct buffer url = { 0 };

    buffer_add_format(&url, "%s/", tokens_issuer(call->api->tokens));
    buffer_add_text(&url, call->parameters[0]);
    buffer_add_string(&url, rest);
    json_key(writer, key);
    json_text(writer, buffer_text(&url));
    writer->buffer->has_failed |= url.has_failed;
    buffer_done(&url);
}

static void write_list(struct json_writer *writer, const char *key, const char *first,
                       const char *second)
{
    json_key(writer, key);
    json_begin_array(writer);
    json_string(writer, first);
    if (second != NULL)
        json_string(writer, second);
    json_end_array(writer);
}

static void answer_discovery(struct api_call *call, bool is_v2)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, &call->response->body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_url(&writer, call, "issuer", is_v2 ? "/v2.0" : "/");
    write_url(&writer, call, "token_endpoint", is_v2 ? "/oauth2/v2.0/token" : "/oauth2/token");
    write_url(&writer, call, "authorization_endpoint",
              is_v2 ? "/oauth2/v2.0/authorize" : "/oauth2/authorize");
    write_url(&writer, call, "jwks_uri", is_v2 ? "/discovery/v2.0/keys" : "/discovery/keys");
    write_list(&writer, "grant_types_supported", "client_credentials", NULL);
    write_list(&writer, "token_endpoint_auth_methods_supported", "client_secret_post",
               "client_secret_basic");
    write_list(&writer, "response_types_supported", "code", NULL);
    write_list(&writer, "subject_types_supported", "pairwise", NULL);
    write_list(&writer, "id_token_signing_alg_values_supported", "RS256", NULL);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(&call->response->body, "\n");
    call_answer_json(call);
}

void discovery_v1(struct api_call *call)
{
    answer_discovery(call, false);
}

void discovery_v2(struct api_call *call)
{
    answer_discovery(call, true);
}

void keys_show(struct api_call *call)
{
    tokens_write_keys(&call->response->body, call->api->tokens);
    call_answer_json(call);
}
