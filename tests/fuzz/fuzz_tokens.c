/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access tokens. Whatever the bytes: what we have not issued is no token; one of ours is none any
 * more once anything in it is changed; and of claims that we did sign only those are taken that
 * say, in full, who comes, for what and until when.
 */
#include <stdlib.h>
#include <string.h>
#include <yyjson.h>

#include "api/identity/tokens.h"
#include "base/assert.h"
#include "fuzz/target.h"
#include "unit/small_world.h"

enum {
    NOW = 1600000000,
    EARLY_SECONDS = 60,
    GOOD_COUNT = 3
};

#define ISSUER "http://aval.example"

/* Keys of this run, and tokens by them: of an application, of a user, and one for Aval itself. */
static struct {
    char folder[64];
    struct tokens *tokens;
    struct key_set *keys;
    struct buffer good[GOOD_COUNT];
} identity;

static void end_identity(void)
{
    for (unsigned i = 0; i < GOOD_COUNT; i++)
        buffer_done(&identity.good[i]);
    key_set_close(identity.keys);
    tokens_close(identity.tokens);
    folder_end(identity.folder);
}

static void issue_good(void)
{
    static const struct bearer bearers[GOOD_COUNT] = {
        { .principal = { { 1, 2 }, PRINCIPAL_ADMIN_AGENT },
          .app = { 3, 4 },
          .audience = AUDIENCE_PARTNER_CENTER,
          .expires_at = NOW + TOKEN_SECONDS },
        { .principal = { { 1, 2 }, PRINCIPAL_SALES_AGENT },
          .app = { 3, 4 },
          .user = { 5, 6 },
          .audience = AUDIENCE_PARTNER_CENTER,
          .has_mfa = true,
          .expires_at = NOW + TOKEN_SECONDS },
        { .principal = { { 0, 0 }, PRINCIPAL_VENDOR },
          .app = { 7, 8 },
          .audience = AUDIENCE_AVAL,
          .expires_at = NOW + TOKEN_SECONDS },
    };

    for (unsigned i = 0; i < GOOD_COUNT; i++) {
        struct token_request request = { bearers[i], i == 1 ? "u@pine.example" : NULL, NOW,
                                         i % 2 == 1 };

        ASSERT(token_issue(identity.tokens, &request, &identity.good[i]));
    }
}

static void begin_identity(void)
{
    struct fault fault;

    if (identity.tokens != NULL)
        return;
    folder_begin(identity.folder);
    ASSERT(tokens_open(identity.folder, ISSUER, &identity.tokens, &fault) == STATUS_OK);
    ASSERT(key_set_open(identity.folder, &identity.keys, &fault) == STATUS_OK);
    issue_good();
    ASSERT(atexit(end_identity) == 0);
}

static bool is_good(struct text token)
{
    for (unsigned i = 0; i < GOOD_COUNT; i++)
        if (text_equal(token, buffer_text(&identity.good[i])))
            return true;
    return false;
}

/* Refused, with the output as it was; unless it is one of ours, byte for byte. */
static void assert_told_apart(struct text token)
{
    struct bearer bearer = { .app = { 42, 42 } };
    bool is_taken = token_verify(identity.tokens, token, NOW, &bearer);

    ASSERT(is_taken == is_good(token));
    ASSERT(is_taken || (bearer.app.high == 42 && bearer.app.low == 42));
}

/* A good token after some edits: each is a place (two bytes), what is done there, and a byte. */
static void try_edited(const uint8_t *bytes, size_t size)
{
    struct text good = buffer_text(&identity.good[size % GOOD_COUNT]);
    struct buffer token = { 0 };

    buffer_add_text(&token, good);
    for (; size >= 4 && token.length > 0; bytes += 4, size -= 4) {
        size_t place = (bytes[0] | (size_t)bytes[1] << 8) % token.length;

        if (bytes[2] % 4 == 0)
            token.length = place;
        else if (bytes[2] % 4 == 1)
            buffer_add(&token, (const char *)&bytes[3], 1);
        else
            token.bytes[place] = (char)(bytes[2] % 4 == 2 ? bytes[3] : token.bytes[place] ^ 1);
    }
    assert_told_apart(buffer_text(&token));
    buffer_done(&token);
}

/* The parts of two good tokens, put together in every way. */
static void try_parts(void)
{
    for (unsigned i = 0; i < GOOD_COUNT * GOOD_COUNT; i++) {
        struct text left = buffer_text(&identity.good[i % GOOD_COUNT]);
        struct text right = buffer_text(&identity.good[i / GOOD_COUNT]);
        const char *left_dot = memrchr(left.bytes, '.', left.length);
        const char *right_dot = memrchr(right.bytes, '.', right.length);
        struct buffer token = { 0 };

        buffer_add(&token, left.bytes, (size_t)(left_dot - left.bytes));
        buffer_add(&token, right_dot, right.length - (size_t)(right_dot - right.bytes));
        assert_told_apart(buffer_text(&token));
        buffer_done(&token);
    }
}

static bool claims_text(yyjson_val *claims, const char *name, struct text *out_text)
{
    yyjson_val *value = yyjson_obj_get(claims, name);

    *out_text = (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
    return yyjson_is_str(value);
}

/* What has to stand in claims that were taken. */
static void assert_claimed(struct text json, const struct bearer *bearer)
{
    yyjson_doc *document = yyjson_read(json.bytes, json.length, 0);
    yyjson_val *claims = yyjson_doc_get_root(document);
    struct text text;
    unsigned value = 0;
    guid id;

    ASSERT(claims_text(claims, "aud", &text) && words_find(&audience_words, text, &value));
    ASSERT(value == (unsigned)bearer->audience);
    ASSERT(claims_text(claims, "tid", &text) && guid_parse(text, &id));
    ASSERT(guid_equal(id, bearer->principal.tenant));
    ASSERT(principal_is_vendor(bearer->principal) == guid_is_none(id));
    ASSERT(claims_text(claims, "appid", &text) && guid_parse(text, &id));
    ASSERT(guid_equal(id, bearer->app));
    ASSERT(claims_text(claims, "iss", &text) && text.length > strlen(ISSUER));
    ASSERT(memcmp(text.bytes, ISSUER, strlen(ISSUER)) == 0);
    ASSERT(yyjson_get_sint(yyjson_obj_get(claims, "exp")) == bearer->expires_at);
    ASSERT(bearer->expires_at > NOW);
    ASSERT(yyjson_get_sint(yyjson_obj_get(claims, "nbf")) <= NOW + EARLY_SECONDS);
    ASSERT(yyjson_obj_get(claims, "scp") != NULL || guid_is_none(bearer->user));
    yyjson_doc_free(document);
}

/* Claims that nobody but ourselves could have signed; taken, they are taken again, and say so until
 * they end. */
static void try_signed(struct text claims)
{
    struct buffer token = { 0 };
    struct bearer bearer;
    struct bearer again;

    if (claims.length > TOKEN_BYTES_MAX / 2)
        return;
    ASSERT(key_set_sign(identity.keys, claims, &token));
    if (token_verify(identity.tokens, buffer_text(&token), NOW, &bearer)) {
        assert_claimed(claims, &bearer);
        ASSERT(token_verify(identity.tokens, buffer_text(&token), bearer.expires_at - 1, &again));
        ASSERT(guid_equal(again.user, bearer.user) && again.has_mfa == bearer.has_mfa);
        ASSERT(!token_verify(identity.tokens, buffer_text(&token), bearer.expires_at, &again));
    }
    buffer_done(&token);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = { (const char *)bytes, size };

    begin_identity();
    assert_told_apart(text);
    try_edited(bytes, size);
    if (size == 0)
        try_parts();
    if (size > 0 && bytes[0] == '{')
        try_signed(text);
    return 0;
}
