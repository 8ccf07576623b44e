/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/tokens.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <yyjson.h>

#include "api/identity/signing_key.h"
#include "base/json_writer.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "model/noun_json.h"

enum {
    REMEMBERED_COUNT = 1024, /* a power of two */
    HEADER_BYTES = 256,
    SIGNATURE_LENGTH = (SIGNATURE_BYTES * 8 + 5) / 6,
    /* Clocks of other machines. */
    EARLY_SECONDS_MAX = 60
};

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

const char *const token_audiences[] = { "api://aval", "https://api.partnercenter.microsoft.com",
                                        NULL };

/* A token that was verified, by its hash. */
struct remembered {
    unsigned char hash[SHA256_BYTES];
    struct principal principal;
    int64_t expires;
};

struct tokens {
    char folder[FOLDER_BYTES];
    char issuer[ISSUER_BYTES];
    struct signing_key *key;
    char header[HEADER_BYTES]; /* of every token, in base64url, with the dot */
    size_t header_length;
    pthread_mutex_t mutex;
    struct remembered remembered[REMEMBERED_COUNT];
};

int64_t clock_seconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

static void write_header(struct tokens *tokens)
{
    char header[HEADER_BYTES / 2];
    int length =
        snprintf(header, sizeof(header), "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}",
                 signing_key_id(tokens->key));

    (void)sodium_bin2base64(tokens->header, sizeof(tokens->header), (const unsigned char *)header,
                            (size_t)length, BASE64);
    tokens->header_length = strlen(tokens->header);
    tokens->header[tokens->header_length++] = '.';
}

enum status tokens_open(const char *folder, const char *issuer, struct tokens **out_tokens,
                        struct fault *fault)
{
    struct tokens *tokens = memory_new(1, sizeof(*tokens));
    enum status status = STATUS_OK;

    if (tokens == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    (void)snprintf(tokens->folder, sizeof(tokens->folder), "%s", folder);
    (void)snprintf(tokens->issuer, sizeof(tokens->issuer), "%s", issuer);
    status = identity_make_folder(folder, fault);
    if (status == STATUS_OK)
        status = signing_key_open(folder, &tokens->key, fault);
    if (status != STATUS_OK) {
        memory_free(tokens);
        return status;
    }
    write_header(tokens);
    (void)pthread_mutex_init(&tokens->mutex, NULL);
    *out_tokens = tokens;
    return STATUS_OK;
}

void tokens_close(struct tokens *tokens)
{
    if (tokens == NULL)
        return;
    signing_key_close(tokens->key);
    (void)pthread_mutex_destroy(&tokens->mutex);
    memory_free(tokens);
}

const char *tokens_folder(const struct tokens *tokens)
{
    return tokens->folder;
}

const char *tokens_issuer(const struct tokens *tokens)
{
    return tokens->issuer;
}

void tokens_write_keys(struct buffer *buffer, const struct tokens *tokens)
{
    signing_key_write_set(buffer, tokens->key);
}

/* "http://127.0.0.1:8470/TENANT/", with "v2.0" behind it in the second version. */
static void issuer_of(const struct tokens *tokens, guid tenant, bool is_v2,
                      char out_issuer[ISSUER_BYTES + GUID_LENGTH + 8])
{
    char id[GUID_LENGTH + 1];

    guid_format(tenant, id);
    (void)snprintf(out_issuer, ISSUER_BYTES + GUID_LENGTH + 8, "%s/%s/%s", tokens->issuer, id,
                   is_v2 ? "v2.0" : "");
}

static void write_claims(struct buffer *claims, const struct tokens *tokens,
                         const struct token_request *request)
{
    const struct app *app = request->app;
    char issuer[ISSUER_BYTES + GUID_LENGTH + 8];
    NOT_CLEARED struct json_writer writer;

    issuer_of(tokens, app->principal.tenant, request->is_v2, issuer);
    json_writer_init(&writer, claims, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "aud");
    json_string(&writer, request->audience);
    json_key(&writer, "iss");
    json_string(&writer, issuer);
    json_key(&writer, "iat");
    json_integer(&writer, request->now);
    json_key(&writer, "nbf");
    json_integer(&writer, request->now);
    json_key(&writer, "exp");
    json_integer(&writer, request->now + TOKEN_SECONDS);
    json_key(&writer, request->is_v2 ? "azp" : "appid");
    json_guid(&writer, app->id);
    json_key(&writer, "sub");
    json_guid(&writer, app->id);
    json_key(&writer, "idtyp");
    json_string(&writer, "app");
    json_key(&writer, "tid");
    json_guid(&writer, app->principal.tenant);
    json_key(&writer, "roles");
    json_begin_array(&writer);
    json_string(&writer, principal_role_words.list[app->principal.role]);
    json_end_array(&writer);
    json_key(&writer, "ver");
    json_string(&writer, request->is_v2 ? "2.0" : "1.0");
    json_end_object(&writer);
    json_writer_done(&writer);
}

bool token_issue(struct tokens *tokens, const struct token_request *request,
                 struct buffer *out_token)
{
    unsigned char signature[SIGNATURE_BYTES];
    char text[TOKEN_BYTES_MAX];
    struct buffer claims = { 0 };
    bool is_signed = false;

    write_claims(&claims, tokens, request);
    if (!claims.has_failed && sodium_base64_ENCODED_LEN(claims.length, BASE64) <= sizeof(text)) {
        (void)sodium_bin2base64(text, sizeof(text), (const unsigned char *)claims.bytes,
                                claims.length, BASE64);
        buffer_add(out_token, tokens->header, tokens->header_length);
        buffer_add_string(out_token, text);
        is_signed = !out_token->has_failed &&
                    signing_key_sign(tokens->key, buffer_text(out_token), signature);
    }
    if (is_signed) {
        (void)sodium_bin2base64(text, sizeof(text), signature, sizeof(signature), BASE64);
        buffer_add_string(out_token, ".");
        buffer_add_string(out_token, text);
    }
    buffer_done(&claims);
    return is_signed && !out_token->has_failed;
}

/* A token that was cut at its dots, and what it claims. */
struct opened {
    struct text signed_part;
    struct text claims; /* in base64url */
    struct text signature;
    int64_t expires;
    struct principal principal;
};

static bool cut(const struct tokens *tokens, struct text token, struct opened *opened)
{
    size_t header = tokens->header_length;
    const char *dot = NULL;

    if (token.length <= header || token.length > TOKEN_BYTES_MAX ||
        memcmp(token.bytes, tokens->header, header) != 0)
        return false;
    dot = memchr(token.bytes + header, '.', token.length - header);
    if (dot == NULL)
        return false;
    opened->signed_part = (struct text){ token.bytes, (size_t)(dot - token.bytes) };
    opened->claims = (struct text){ token.bytes + header, opened->signed_part.length - header };
    opened->signature = (struct text){ dot + 1, token.length - opened->signed_part.length - 1 };
    return true;
}

static bool signature_is_right(const struct tokens *tokens, const struct opened *opened)
{
    unsigned char signature[SIGNATURE_BYTES];
    size_t length = 0;

    return opened->signature.length == SIGNATURE_LENGTH &&
           sodium_base642bin(signature, sizeof(signature), opened->signature.bytes,
                             opened->signature.length, NULL, &length, NULL, BASE64) == 0 &&
           length == sizeof(signature) &&
           signing_key_verify(tokens->key, opened->signed_part, signature);
}

static bool is_one_of(yyjson_val *value, const char *const *list)
{
    for (; *list != NULL; list++)
        if (yyjson_equals_str(value, *list))
            return true;
    return false;
}

static struct text claim_text(yyjson_val *claims, const char *name)
{
    yyjson_val *value = yyjson_obj_get(claims, name);

    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

static bool issuer_is_right(const struct tokens *tokens, yyjson_val *claims, guid tenant)
{
    char issuer[ISSUER_BYTES + GUID_LENGTH + 8];
    bool is_right = false;

    for (unsigned version = 0; version < 2; version++) {
        issuer_of(tokens, tenant, version == 1, issuer);
        is_right = is_right || yyjson_equals_str(yyjson_obj_get(claims, "iss"), issuer);
    }
    return is_right;
}

/* A token that we signed says what we wrote; it is looked at all the same. */
static bool take_claims(const struct tokens *tokens, yyjson_val *claims, int64_t now,
                        struct opened *opened)
{
    yyjson_val *roles = yyjson_obj_get(claims, "roles");
    struct text role = { yyjson_get_str(yyjson_arr_get_first(roles)),
                         yyjson_get_len(yyjson_arr_get_first(roles)) };
    unsigned value = 0;

    opened->expires = yyjson_get_sint(yyjson_obj_get(claims, "exp"));
    if (!guid_parse(claim_text(claims, "tid"), &opened->principal.tenant) ||
        !words_find(&principal_role_words, role, &value))
        return false;
    opened->principal.role = (enum principal_role)value;
    return is_one_of(yyjson_obj_get(claims, "aud"), token_audiences) &&
           issuer_is_right(tokens, claims, opened->principal.tenant) && now < opened->expires &&
           yyjson_get_sint(yyjson_obj_get(claims, "nbf")) <= now + EARLY_SECONDS_MAX &&
           principal_is_vendor(opened->principal) == guid_is_none(opened->principal.tenant);
}

static bool claims_are_right(const struct tokens *tokens, int64_t now, struct opened *opened)
{
    unsigned char bytes[TOKEN_BYTES_MAX];
    yyjson_doc *document = NULL;
    size_t length = 0;
    bool is_right = false;

    if (sodium_base642bin(bytes, sizeof(bytes), opened->claims.bytes, opened->claims.length, NULL,
                          &length, NULL, BASE64) != 0)
        return false;
    document = yyjson_read((const char *)bytes, length, 0);
    is_right = document != NULL && take_claims(tokens, yyjson_doc_get_root(document), now, opened);
    yyjson_doc_free(document);
    return is_right;
}

static struct remembered *place_of(struct tokens *tokens, const unsigned char *hash)
{
    return &tokens->remembered[(hash[0] | (unsigned)hash[1] << 8) % REMEMBERED_COUNT];
}

static bool recall(struct tokens *tokens, const unsigned char *hash, int64_t now,
                   struct principal *out_principal)
{
    const struct remembered *place = place_of(tokens, hash);
    bool is_known = false;

    (void)pthread_mutex_lock(&tokens->mutex);
    is_known = now < place->expires && memcmp(place->hash, hash, sizeof(place->hash)) == 0;
    if (is_known)
        *out_principal = place->principal;
    (void)pthread_mutex_unlock(&tokens->mutex);
    return is_known;
}

static void remember(struct tokens *tokens, const unsigned char *hash, const struct opened *opened)
{
    struct remembered *place = place_of(tokens, hash);

    (void)pthread_mutex_lock(&tokens->mutex);
    memcpy(place->hash, hash, sizeof(place->hash));
    place->principal = opened->principal;
    place->expires = opened->expires;
    (void)pthread_mutex_unlock(&tokens->mutex);
}

bool token_verify(struct tokens *tokens, struct text token, int64_t now,
                  struct principal *out_principal)
{
    unsigned char hash[SHA256_BYTES];
    struct opened opened = { .expires = 0 };

    if (!cut(tokens, token, &opened))
        return false;
    sha256_of(token, hash);
    if (recall(tokens, hash, now, out_principal))
        return true;
    if (!signature_is_right(tokens, &opened) || !claims_are_right(tokens, now, &opened))
        return false;
    remember(tokens, hash, &opened);
    *out_principal = opened.principal;
    return true;
}
