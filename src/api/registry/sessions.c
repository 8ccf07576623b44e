/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/sessions.h"

#include <sodium.h>
#include <string.h>

#include "api/base64.h"
#include "api/registry/registry_private.h"

enum {
    SECRET_BYTES = 32,
    TOKEN_LENGTH = 64, /* of both parts in base64url */
    TOKEN_BITS = TOKEN_LENGTH * 6
};

/* A refresh token, before it is text. */
struct parts {
    guid id;
    unsigned char secret[SECRET_BYTES];
};

_Static_assert(sizeof(struct parts) * 8 == TOKEN_BITS, "a token has no bits left over");

static void hash_secret(const struct parts *parts, unsigned char out_hash[crypto_hash_sha256_BYTES])
{
    (void)crypto_hash_sha256(out_hash, parts->secret, sizeof(parts->secret));
}

/* A new secret, and the token that holds it. */
static void make_token(struct parts *parts, char out_token[REFRESH_TOKEN_BYTES])
{
    randombytes_buf(parts->secret, sizeof(parts->secret));
    (void)sodium_bin2base64(out_token, REFRESH_TOKEN_BYTES, (const unsigned char *)parts,
                            sizeof(*parts), BASE64_URL);
}

static bool read_token(struct text token, struct parts *out_parts)
{
    size_t length = 0;

    return token.length == TOKEN_LENGTH &&
           base64_parse(token, BASE64_URL, (struct base64_room){ out_parts, sizeof(*out_parts) },
                        &length) &&
           length == sizeof(*out_parts);
}

static enum status clear(struct registry *registry, struct session session, int64_t now,
                         struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_SESSION_CLEAR);

    (void)sqlite3_bind_int64(statement, 1, now);
    registry_bind_guid(statement, 2, session.app);
    registry_bind_guid(statement, 3, session.user);
    (void)sqlite3_bind_int(statement, 4, SESSIONS_MAX - 1);
    return registry_run(registry, statement, NULL, fault);
}

guid session_new_id(void)
{
    return random_guid();
}

enum status session_begin(struct registry *registry, struct session session, int64_t now,
                          char out_token[REFRESH_TOKEN_BYTES], struct fault *fault)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct parts parts = { .id = guid_is_none(session.id) ? random_guid() : session.id };
    sqlite3_stmt *statement = NULL;

    TRY(clear(registry, session, now, fault));
    make_token(&parts, out_token);
    hash_secret(&parts, hash);
    statement = registry_begin(registry, REGISTRY_SESSION_ADD);
    registry_bind_guid(statement, 1, parts.id);
    (void)sqlite3_bind_blob(statement, 2, hash, sizeof(hash), SQLITE_TRANSIENT);
    registry_bind_guid(statement, 3, session.app);
    registry_bind_guid(statement, 4, session.user);
    (void)sqlite3_bind_int64(statement, 5, now + SESSION_SECONDS);
    return registry_run(registry, statement, NULL, fault);
}

static enum status end_session(struct registry *registry, guid id, guid app)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_SESSION_REMOVE);
    struct fault fault;

    registry_bind_guid(statement, 1, id);
    registry_bind_guid(statement, 2, app);
    TRY(registry_run(registry, statement, NULL, &fault));
    return STATUS_NOT_FOUND;
}

enum status session_turn(struct registry *registry, struct text token, int64_t now,
                         struct session *session, char out_token[REFRESH_TOKEN_BYTES])
{
    unsigned char before[crypto_hash_sha256_BYTES];
    unsigned char after[crypto_hash_sha256_BYTES];
    struct parts parts;
    sqlite3_stmt *statement = NULL;
    bool is_turned = false;
    int code = SQLITE_OK;

    if (!read_token(token, &parts))
        return STATUS_NOT_FOUND;
    hash_secret(&parts, before);
    make_token(&parts, out_token);
    hash_secret(&parts, after);
    statement = registry_begin(registry, REGISTRY_SESSION_TURN);
    registry_bind_guid(statement, 1, parts.id);
    (void)sqlite3_bind_blob(statement, 2, after, sizeof(after), SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(statement, 3, now + SESSION_SECONDS);
    (void)sqlite3_bind_blob(statement, 4, before, sizeof(before), SQLITE_TRANSIENT);
    registry_bind_guid(statement, 5, session->app);
    (void)sqlite3_bind_int64(statement, 6, now);
    code = sqlite3_step(statement);
    is_turned = code == SQLITE_ROW;
    if (is_turned) {
        session->user = registry_guid(statement, 0);
        /* The change is kept once the statement has come to its end. */
        code = sqlite3_step(statement);
    }
    registry_end(registry, statement);
    if (code != SQLITE_DONE)
        return STATUS_WRITE_FAILED;
    return is_turned ? STATUS_OK : end_session(registry, parts.id, session->app);
}
