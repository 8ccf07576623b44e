/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/codes.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "api/registry/apps.h"
#include "api/registry/registry_private.h"
#include "base/sha256.h"

_Static_assert((int)CODE_LENGTH == (int)APP_SECRET_LENGTH, "both are 256 random bits");

static enum status clear(struct registry *registry, int64_t now, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_CODE_CLEAR);

    (void)sqlite3_bind_int64(statement, 1, now - CODE_SECONDS);
    return registry_run(registry, statement, NULL, fault);
}

enum status code_make(struct registry *registry, const struct code *code, int64_t now,
                      char out_text[CODE_LENGTH + 1], struct fault *fault)
{
    sqlite3_stmt *statement = NULL;

    TRY(clear(registry, now, fault));
    app_secret_make(out_text);
    statement = registry_begin(registry, REGISTRY_CODE_ADD);
    registry_bind_hash(statement, 1, text_of(out_text));
    registry_bind_guid(statement, 2, code->app);
    registry_bind_guid(statement, 3, code->user);
    registry_bind_text(statement, 4, code->redirect);
    registry_bind_text(statement, 5, code->challenge);
    registry_bind_text(statement, 6, code->nonce);
    registry_bind_text(statement, 7, code->scope);
    registry_bind_text(statement, 8, code->resource);
    (void)sqlite3_bind_int64(statement, 9, now + CODE_SECONDS);
    return registry_run(registry, statement, NULL, fault);
}

/* Somebody has brought a code that is not good: was it used, what began by it ends. */
static enum status end_session(struct registry *registry, struct text code)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_CODE_SESSION);
    guid session = GUID_NONE;
    struct fault fault;

    registry_bind_hash(statement, 1, code);
    if (sqlite3_step(statement) == SQLITE_ROW)
        session = registry_guid(statement, 0);
    registry_end(registry, statement);
    if (guid_is_none(session))
        return STATUS_NOT_FOUND;
    statement = registry_begin(registry, REGISTRY_SESSION_END);
    registry_bind_guid(statement, 1, session);
    TRY(registry_run(registry, statement, NULL, &fault));
    return STATUS_NOT_FOUND;
}

/* False: what is kept is longer than anything that is put there. */
static bool copy_text(sqlite3_stmt *statement, int column, char *out_text, size_t length_max)
{
    struct text text = registry_text(statement, column);

    if (text.length > length_max)
        return false;
    memcpy(out_text, text.bytes, text.length);
    out_text[text.length] = '\0';
    return true;
}

static bool read_used(sqlite3_stmt *statement, struct code_used *out_used)
{
    out_used->user = registry_guid(statement, 0);
    return copy_text(statement, 1, out_used->challenge, CHALLENGE_LENGTH) &&
           copy_text(statement, 2, out_used->nonce, NONCE_LENGTH_MAX) &&
           copy_text(statement, 3, out_used->scope, SCOPE_LENGTH_MAX) &&
           copy_text(statement, 4, out_used->resource, SCOPE_LENGTH_MAX);
}

enum status code_use(struct registry *registry, const struct code_user *by, int64_t now,
                     struct code_used *out_used)
{
    sqlite3_stmt *statement = NULL;
    bool is_used = false;
    int code = SQLITE_OK;

    if (by->text.length != CODE_LENGTH)
        return STATUS_NOT_FOUND;
    statement = registry_begin(registry, REGISTRY_CODE_USE);
    registry_bind_hash(statement, 1, by->text);
    registry_bind_guid(statement, 2, by->session);
    registry_bind_guid(statement, 3, by->app);
    registry_bind_text(statement, 4, by->redirect);
    (void)sqlite3_bind_int64(statement, 5, now);
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        is_used = read_used(statement, out_used);
        /* The change is kept once the statement has come to its end. */
        code = sqlite3_step(statement);
    }
    registry_end(registry, statement);
    if (code != SQLITE_DONE)
        return STATUS_WRITE_FAILED;
    return is_used ? STATUS_OK : end_session(registry, by->text);
}

bool code_verifier_is(const char *challenge, struct text verifier)
{
    unsigned char hash[SHA256_BYTES];
    char made[CHALLENGE_LENGTH + 1];

    sha256_of(verifier, hash);
    (void)sodium_bin2base64(made, sizeof(made), hash, sizeof(hash),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return strlen(challenge) == CHALLENGE_LENGTH &&
           sodium_memcmp(made, challenge, CHALLENGE_LENGTH) == 0;
}

/* The text without what it begins with. False: it begins otherwise. */
static bool skip(struct text *text, const char *begin)
{
    size_t length = strlen(begin);

    if (text->length < length || memcmp(text->bytes, begin, length) != 0)
        return false;
    *text = (struct text){ text->bytes + length, text->length - length };
    return true;
}

/* Of a URI on this machine the rest behind host and port. False: it is elsewhere. */
static bool skip_loopback(struct text *uri)
{
    static const char *const hosts[] = { "http://127.0.0.1", "http://[::1]", "http://localhost" };

    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        struct text rest = *uri;

        if (!skip(&rest, hosts[i]))
            continue;
        if (skip(&rest, ":"))
            while (rest.length > 0 && isdigit((unsigned char)rest.bytes[0]))
                rest = (struct text){ rest.bytes + 1, rest.length - 1 };
        if (rest.length > 0 && rest.bytes[0] != '/' && rest.bytes[0] != '?')
            continue;
        *uri = rest;
        return true;
    }
    return false;
}

/* A scheme that an application has for itself has a dot: com.example.app:/callback. */
static bool is_own_scheme(struct text uri)
{
    bool has_dot = false;

    for (size_t i = 0; i < uri.length; i++) {
        char sign = uri.bytes[i];

        if (sign == ':')
            return has_dot && uri.length > i + 1;
        if (!isalnum((unsigned char)sign) && sign != '.' && sign != '-' && sign != '+')
            return false;
        has_dot = has_dot || sign == '.';
    }
    return false;
}

bool redirect_is_sound(struct text uri)
{
    struct text rest = uri;

    for (size_t i = 0; i < uri.length; i++)
        if (uri.bytes[i] <= ' ' || uri.bytes[i] >= 0x7F || strchr("#\\\"<>", uri.bytes[i]) != NULL)
            return false;
    if (uri.length > REDIRECT_LENGTH_MAX)
        return false;
    if (skip_loopback(&rest))
        return true;
    /* A host without somebody's name before it. */
    if (skip(&rest, "https://"))
        return rest.length > 0 && isalnum((unsigned char)rest.bytes[0]) &&
               memchr(rest.bytes, '@', rest.length) == NULL;
    return is_own_scheme(uri);
}

enum status redirect_add(struct registry *registry, guid app, struct text uri, struct fault *fault)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    if (!redirect_is_sound(uri))
        return fault_set(fault, FAULT_REDIRECT_URI, NULL, NULL, NULL);
    statement = registry_begin(registry, REGISTRY_REDIRECT_ADD);
    registry_bind_guid(statement, 1, app);
    registry_bind_text(statement, 2, uri);
    status = registry_run(registry, statement, NULL, fault);
    return status == STATUS_CONFLICT ? fault_set(fault, FAULT_REDIRECT_EXISTS, NULL, NULL, NULL)
                                     : status;
}

static bool is_same_redirect(struct text known, struct text uri)
{
    if (text_equal(known, uri))
        return true;
    return skip_loopback(&known) && skip_loopback(&uri) && text_equal(known, uri);
}

bool redirect_is_known(struct registry *registry, guid app, struct text uri)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_REDIRECT_LIST);
    bool is_known = false;

    registry_bind_guid(statement, 1, app);
    while (!is_known && sqlite3_step(statement) == SQLITE_ROW)
        is_known = is_same_redirect(registry_text(statement, 0), uri);
    registry_end(registry, statement);
    return is_known && redirect_is_sound(uri);
}
