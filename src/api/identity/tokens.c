/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/tokens.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <yyjson.h>

#include "base/json_writer.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "model/noun_json.h"

enum {
    REMEMBERED_COUNT = 1024, /* a power of two */
    TOKEN_ISSUER_BYTES = ISSUER_BYTES + GUID_LENGTH + 8,
    /* Clocks of other machines. */
    EARLY_SECONDS_MAX = 60
};

#define AUDIENCE(name, text) text,
static const char *const audience_texts[] = { AUDIENCES(AUDIENCE) };
#undef AUDIENCE

const struct words audience_words = { audience_texts, AUDIENCE_COUNT };

/* A token that was verified, by its hash. */
struct remembered {
    unsigned char hash[SHA256_BYTES];
    struct bearer bearer;
    uint64_t generation;
};

struct tokens {
    char issuer[ISSUER_BYTES];
    struct key_set *keys;
    struct registry *registry;
    pthread_mutex_t mutex;
    struct remembered remembered[REMEMBERED_COUNT];
};

enum status tokens_open(const char *folder, const char *issuer, struct tokens **out_tokens,
                        struct fault *fault)
{
    struct tokens *tokens = memory_new(1, sizeof(*tokens));
    enum status status = STATUS_OK;

    if (tokens == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    (void)pthread_mutex_init(&tokens->mutex, NULL);
    (void)snprintf(tokens->issuer, sizeof(tokens->issuer), "%s", issuer);
    status = key_set_open(folder, &tokens->keys, fault);
    if (status == STATUS_OK)
        status = registry_open(folder, &tokens->registry, fault);
    if (status != STATUS_OK) {
        tokens_close(tokens);
        return status;
    }
    *out_tokens = tokens;
    return STATUS_OK;
}

void tokens_close(struct tokens *tokens)
{
    if (tokens == NULL)
        return;
    key_set_close(tokens->keys);
    registry_close(tokens->registry);
    (void)pthread_mutex_destroy(&tokens->mutex);
    memory_free(tokens);
}

void tokens_follow(struct tokens *tokens)
{
    key_set_follow(tokens->keys);
}

struct registry *tokens_registry(struct tokens *tokens)
{
    return tokens->registry;
}

const char *tokens_issuer(const struct tokens *tokens)
{
    return tokens->issuer;
}

void tokens_write_keys(struct buffer *buffer, struct tokens *tokens)
{
    key_set_write(buffer, tokens->keys);
}

/* Issuing. */

struct bearer bearer_of_app(const struct app *app, int64_t now)
{
    return (struct bearer){ .principal = app->principal,
                            .app = app->id,
                            .user = GUID_NONE,
                            .expires_at = now + TOKEN_SECONDS };
}

struct bearer bearer_of_user(const struct app *app, const struct user *user, int64_t now)
{
    return (struct bearer){ .principal = user->principal,
                            .app = app->id,
                            .user = user->id,
                            .has_mfa = true,
                            .expires_at = now + TOKEN_SECONDS };
}

/* "http://127.0.0.1:8470/TENANT/", with "v2.0" behind it in the second version. */
static void issuer_of(const struct tokens *tokens, guid tenant, bool is_v2,
                      char out_issuer[TOKEN_ISSUER_BYTES])
{
    char id[GUID_LENGTH + 1];

    guid_format(tenant, id);
    (void)snprintf(out_issuer, TOKEN_ISSUER_BYTES, "%s/%s/%s", tokens->issuer, id,
                   is_v2 ? "v2.0" : "");
}

static void write_string(struct json_writer *writer, const char *key, const char *value)
{
    json_key(writer, key);
    json_string(writer, value);
}

static void write_integer(struct json_writer *writer, const char *key, int64_t value)
{
    json_key(writer, key);
    json_integer(writer, value);
}

static void write_guid(struct json_writer *writer, const char *key, guid id)
{
    json_key(writer, key);
    json_guid(writer, id);
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

/* What both kinds of token say. */
static void write_common(struct json_writer *writer, const struct tokens *tokens,
                         const struct token_request *request)
{
    const struct bearer *bearer = &request->bearer;
    guid subject = guid_is_none(bearer->user) ? bearer->app : bearer->user;
    char issuer[TOKEN_ISSUER_BYTES];

    issuer_of(tokens, bearer->principal.tenant, request->is_v2, issuer);
    write_string(writer, "iss", issuer);
    write_integer(writer, "iat", request->now);
    write_integer(writer, "nbf", request->now);
    write_integer(writer, "exp", bearer->expires_at);
    write_guid(writer, "sub", subject);
    write_guid(writer, "oid", subject);
    write_guid(writer, "tid", bearer->principal.tenant);
    write_list(writer, "roles", principal_role_words.list[bearer->principal.role], NULL);
    write_string(writer, "ver", request->is_v2 ? "2.0" : "1.0");
}

/* Clients tell the kinds apart by these: an application has no scope, a user has one. */
static void write_kind(struct json_writer *writer, const struct token_request *request)
{
    const struct bearer *bearer = &request->bearer;

    write_guid(writer, "appid", bearer->app);
    if (request->is_v2)
        write_guid(writer, "azp", bearer->app);
    if (guid_is_none(bearer->user)) {
        write_string(writer, "idtyp", "app");
        return;
    }
    write_string(writer, "idtyp", "user");
    write_string(writer, "upn", request->user_name);
    write_string(writer, "scp", "user_impersonation");
    write_list(writer, "amr", "pwd", bearer->has_mfa ? "mfa" : NULL);
}

bool token_issue(struct tokens *tokens, const struct token_request *request,
                 struct buffer *out_token)
{
    NOT_CLEARED struct json_writer writer;
    struct buffer claims = { 0 };
    bool is_issued = false;

    json_writer_init(&writer, &claims, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_string(&writer, "aud", audience_texts[request->bearer.audience]);
    write_common(&writer, tokens, request);
    write_kind(&writer, request);
    json_end_object(&writer);
    json_writer_done(&writer);
    is_issued = !claims.has_failed && key_set_sign(tokens->keys, buffer_text(&claims), out_token);
    buffer_done(&claims);
    return is_issued;
}

bool id_token_issue(struct tokens *tokens, const struct token_request *request, struct text nonce,
                    struct buffer *out_token)
{
    NOT_CLEARED struct json_writer writer;
    struct buffer claims = { 0 };
    bool is_issued = false;

    json_writer_init(&writer, &claims, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_guid(&writer, "aud", request->bearer.app);
    write_common(&writer, tokens, request);
    write_string(&writer, "preferred_username", request->user_name);
    write_string(&writer, "upn", request->user_name);
    write_string(&writer, "name", request->user_name);
    if (nonce.length > 0) {
        json_key(&writer, "nonce");
        json_text(&writer, nonce);
    }
    json_end_object(&writer);
    json_writer_done(&writer);
    is_issued = !claims.has_failed && key_set_sign(tokens->keys, buffer_text(&claims), out_token);
    buffer_done(&claims);
    return is_issued;
}

/* Verifying. */

/* Empty where the value is no text: a list has a length too. */
static struct text text_of_value(yyjson_val *value)
{
    if (!yyjson_is_str(value))
        return TEXT("");
    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

static struct text claim_text(yyjson_val *claims, const char *name)
{
    return text_of_value(yyjson_obj_get(claims, name));
}

static bool list_has(yyjson_val *claims, const char *name, const char *wanted)
{
    yyjson_arr_iter values = yyjson_arr_iter_with(yyjson_obj_get(claims, name));
    yyjson_val *value = NULL;

    while ((value = yyjson_arr_iter_next(&values)) != NULL)
        if (yyjson_equals_str(value, wanted))
            return true;
    return false;
}

static bool issuer_is_right(const struct tokens *tokens, yyjson_val *claims, guid tenant)
{
    char issuer[TOKEN_ISSUER_BYTES];
    bool is_right = false;

    for (unsigned version = 0; version < 2; version++) {
        issuer_of(tokens, tenant, version == 1, issuer);
        is_right = is_right || yyjson_equals_str(yyjson_obj_get(claims, "iss"), issuer);
    }
    return is_right;
}

static bool take_principal(yyjson_val *claims, struct principal *principal)
{
    yyjson_val *first = yyjson_arr_get_first(yyjson_obj_get(claims, "roles"));
    struct text role = text_of_value(first);
    unsigned value = 0;

    if (!guid_parse(claim_text(claims, "tid"), &principal->tenant) ||
        !words_find(&principal_role_words, role, &value))
        return false;
    principal->role = (enum principal_role)value;
    return principal_is_vendor(*principal) == guid_is_none(principal->tenant);
}

/* An application that comes for a user has a scope, and says who the user is. */
static bool take_kind(yyjson_val *claims, struct bearer *bearer)
{
    bearer->user = GUID_NONE;
    bearer->has_mfa = list_has(claims, "amr", "mfa");
    if (!guid_parse(claim_text(claims, "appid"), &bearer->app))
        return false;
    return yyjson_obj_get(claims, "scp") == NULL
               ? yyjson_equals_str(yyjson_obj_get(claims, "idtyp"), "app")
               : guid_parse(claim_text(claims, "oid"), &bearer->user);
}

/* A token that we signed says what we wrote; it is looked at all the same. An id token has another
 * audience. */
static bool take_claims(const struct tokens *tokens, yyjson_val *claims, int64_t now,
                        struct bearer *bearer)
{
    unsigned audience = 0;

    if (!words_find(&audience_words, claim_text(claims, "aud"), &audience) ||
        !take_principal(claims, &bearer->principal) || !take_kind(claims, bearer))
        return false;
    bearer->audience = (enum audience)audience;
    bearer->expires_at = yyjson_get_sint(yyjson_obj_get(claims, "exp"));
    return issuer_is_right(tokens, claims, bearer->principal.tenant) && now < bearer->expires_at &&
           yyjson_get_sint(yyjson_obj_get(claims, "nbf")) <= now + EARLY_SECONDS_MAX;
}

static struct remembered *place_of(struct tokens *tokens, const unsigned char *hash)
{
    return &tokens->remembered[(hash[0] | (unsigned)hash[1] << 8) % REMEMBERED_COUNT];
}

static bool recall(struct tokens *tokens, const unsigned char *hash, int64_t now,
                   struct bearer *out_bearer)
{
    const struct remembered *place = place_of(tokens, hash);
    uint64_t generation = key_set_generation(tokens->keys);
    bool is_known = false;

    (void)pthread_mutex_lock(&tokens->mutex);
    is_known = now < place->bearer.expires_at && place->generation == generation &&
               memcmp(place->hash, hash, sizeof(place->hash)) == 0;
    if (is_known)
        *out_bearer = place->bearer;
    (void)pthread_mutex_unlock(&tokens->mutex);
    return is_known;
}

static void remember(struct tokens *tokens, const unsigned char *hash, const struct bearer *bearer,
                     uint64_t generation)
{
    struct remembered *place = place_of(tokens, hash);

    (void)pthread_mutex_lock(&tokens->mutex);
    memcpy(place->hash, hash, sizeof(place->hash));
    place->bearer = *bearer;
    place->generation = generation;
    (void)pthread_mutex_unlock(&tokens->mutex);
}

bool token_verify(struct tokens *tokens, struct text token, int64_t now, struct bearer *out_bearer)
{
    unsigned char hash[SHA256_BYTES];
    NOT_CLEARED struct verified verified;
    struct bearer bearer = { .app = GUID_NONE };
    yyjson_doc *document = NULL;
    bool is_right = false;

    if (token.length > TOKEN_BYTES_MAX)
        return false;
    sha256_of(token, hash);
    if (recall(tokens, hash, now, out_bearer))
        return true;
    if (!key_set_verify(tokens->keys, token, &verified))
        return false;
    document = yyjson_read((const char *)verified.claims, verified.length, 0);
    is_right = document != NULL && take_claims(tokens, yyjson_doc_get_root(document), now, &bearer);
    yyjson_doc_free(document);
    if (!is_right)
        return false;
    remember(tokens, hash, &bearer, verified.generation);
    *out_bearer = bearer;
    return true;
}
