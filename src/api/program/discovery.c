/* SPDX-License-Identifier: Apache-2.0 */
/* Where clients find tokens and keys. */
#include "api/handlers.h"
#include "base/attributes.h"
#include "base/json_writer.h"

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

/* Lists end in NULL. */
static const char *const grants[] = { "client_credentials", "authorization_code", "refresh_token",
                                      NULL };
static const char *const challenge_methods[] = { "S256", NULL };
static const char *const response_modes[] = { "query", NULL };
static const char *const ways_of_clients[] = { "client_secret_post", "client_secret_basic", NULL };
static const char *const response_types[] = { "code", NULL };
static const char *const subject_types[] = { "public", NULL };
static const char *const algorithms[] = { "RS256", NULL };

static void write_list(struct json_writer *writer, const char *key, const char *const *list)
{
    json_key(writer, key);
    json_begin_array(writer);
    for (; *list != NULL; list++)
        json_string(writer, *list);
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
    write_list(&writer, "grant_types_supported", grants);
    write_list(&writer, "token_endpoint_auth_methods_supported", ways_of_clients);
    write_list(&writer, "response_types_supported", response_types);
    write_list(&writer, "response_modes_supported", response_modes);
    write_list(&writer, "code_challenge_methods_supported", challenge_methods);
    write_list(&writer, "subject_types_supported", subject_types);
    write_list(&writer, "id_token_signing_alg_values_supported", algorithms);
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
