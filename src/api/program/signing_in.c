/* SPDX-License-Identifier: Apache-2.0 */
/* The token endpoints: who asks, for what, and by which grant. */
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "api/base64.h"
#include "api/handlers.h"
#include "api/identity/pem.h"
#include "api/program/grant.h"
#include "api/program/path_tenant.h"
#include "api/registry/codes.h"
#include "api/registry/sessions.h"
#include "base/attributes.h"

enum {
    CREDENTIALS_BYTES = 512
};

/* What a client sends to be known by. */
struct credentials {
    struct text id, secret;
    char room[CREDENTIALS_BYTES];
};

/* In the form, or as the user and password of Authorization: Basic. */
static void read_credentials(const struct grant *grant, struct credentials *credentials)
{
    static const char basic[] = "Basic ";
    struct text header = http_request_header(grant->call->request, "Authorization");
    size_t scheme = strlen(basic);
    size_t length = 0;
    const char *colon = NULL;

    credentials->id = grant_value(grant, "client_id");
    credentials->secret = grant_value(grant, "client_secret");
    if (credentials->secret.length > 0 || header.length <= scheme ||
        strncasecmp(header.bytes, basic, scheme) != 0 ||
        !base64_parse((struct text){ header.bytes + scheme, header.length - scheme }, BASE64_PADDED,
                      (struct base64_room){ credentials->room, sizeof(credentials->room) },
                      &length))
        return;
    colon = memchr(credentials->room, ':', length);
    if (colon == NULL)
        return;
    credentials->id = (struct text){ credentials->room, (size_t)(colon - credentials->room) };
    credentials->secret = (struct text){ colon + 1, length - credentials->id.length - 1 };
}

/* Each step says false when it has answered. */

static bool refuse(const struct grant *grant, enum refusal refusal)
{
    grant_refuse(grant->call, refusal);
    return false;
}

/* Whether the client is who it says; a wrong secret is counted. */
static bool client_is_known(struct grant *grant)
{
    struct api *api = grant->call->api;
    struct credentials credentials = { 0 };
    uint64_t whose = 0;
    guid id = GUID_NONE;
    bool is_known = false;

    read_credentials(grant, &credentials);
    whose = guesses_whose(&api->guesses, credentials.id, grant->call->request->address);
    if (!guesses_may(&api->guesses, whose, grant->now))
        return refuse(grant, REFUSAL_OFTEN);
    is_known = guid_parse(credentials.id, &id) &&
               app_find(tokens_registry(api->tokens), id, &grant->app) &&
               app_has_secret(&grant->app, credentials.secret);
    sodium_memzero(&credentials, sizeof(credentials));
    if (is_known)
        return true;
    guesses_count(&api->guesses, whose, grant->now);
    return refuse(grant, REFUSAL_CLIENT);
}

static bool ends_in(struct text text, const char *end)
{
    size_t length = strlen(end);

    return text.length > length && memcmp(text.bytes + text.length - length, end, length) == 0;
}

/* A resource, or a scope of one: "api://aval/.default", "api://aval/user_impersonation". */
static bool find_audience(struct text asked, enum audience *out_audience)
{
    static const char *const ends[] = { "/.default", "/user_impersonation", "/" };
    unsigned audience = 0;

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (ends_in(asked, ends[i]))
            asked.length -= strlen(ends[i]);
    if (!words_find(&audience_words, asked, &audience))
        return false;
    *out_audience = (enum audience)audience;
    return true;
}

/* The next word of a list with blanks between; one without bytes at its end. */
static struct text next_word(struct text *rest)
{
    struct text word = *rest;

    while (word.length > 0 && word.bytes[0] == ' ')
        word = (struct text){ word.bytes + 1, word.length - 1 };
    *rest = word;
    word.length = 0;
    while (word.length < rest->length && rest->bytes[word.length] != ' ')
        word.length++;
    *rest = (struct text){ rest->bytes + word.length, rest->length - word.length };
    return word;
}

/* A word of a scope: what is wanted beside the access token, or for what that has to be. The first
 * version has a resource for that; without one the scope counts, as far as it is understood. */
static bool take_scope(struct grant *grant, struct text word, bool *has_audience)
{
    enum audience audience = AUDIENCE_AVAL;

    if (text_is(word, "openid") || text_is(word, "profile") || text_is(word, "email")) {
        grant->wants_id = true;
        return true;
    }
    if (text_is(word, "offline_access")) {
        grant->wants_refresh = true;
        return true;
    }
    if (!find_audience(word, &audience) || (*has_audience && audience != grant->audience))
        return !grant->is_v2 || refuse(grant, REFUSAL_SCOPE);
    grant->audience = audience;
    *has_audience = true;
    return true;
}

/* What is asked for, in the words of the one version and of the other. */
struct purpose {
    struct text scope;
    struct text resource;
};

static bool purpose_is_known(struct grant *grant, const struct purpose *purpose)
{
    struct text rest = purpose->scope;
    bool has_audience = !grant->is_v2 && purpose->resource.length > 0;

    grant->wants_refresh = !grant->is_v2;
    if (!grant->is_v2 && purpose->resource.length > 0 &&
        !find_audience(purpose->resource, &grant->audience))
        return refuse(grant, REFUSAL_RESOURCE);
    for (struct text word = next_word(&rest); word.length > 0; word = next_word(&rest))
        if (!take_scope(grant, word, &has_audience))
            return false;
    return true;
}

/* To be asked when it is known who signs in: nobody else learns what names there are. */
static bool tenant_fits(const struct grant *grant, guid own)
{
    struct path_tenant tenant;

    return path_tenant_find(grant->call, &tenant) &&
           (path_tenant_fits(&tenant, own) || refuse(grant, REFUSAL_TENANT));
}

/* The grants. */

static void grant_client(struct grant *grant)
{
    if (tenant_fits(grant, grant->app.principal.tenant))
        grant_answer(grant, &(struct granted){ .bearer = bearer_of_app(&grant->app, grant->now) });
}

/* A user signs in by a client of their own tenant, or of the vendor. */
static bool user_fits(const struct grant *grant, const struct user *user)
{
    if (!principal_is_vendor(grant->app.principal) &&
        !guid_equal(grant->app.principal.tenant, user->principal.tenant))
        return refuse(grant, REFUSAL_FOREIGN_USER);
    return tenant_fits(grant, user->principal.tenant);
}

static void answer_user(const struct grant *grant, const struct user *user, const char *refresh)
{
    grant_answer(grant, &(struct granted){ .bearer = bearer_of_user(&grant->app, user, grant->now),
                                           .user_name = user->name,
                                           .refresh = refresh,
                                           .has_id = grant->wants_id });
}

static void begin_session(const struct grant *grant, const struct user *user, guid id)
{
    struct session session = { id, grant->app.id, user->id };
    char token[REFRESH_TOKEN_BYTES];
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    if (!grant->wants_refresh) {
        answer_user(grant, user, NULL);
        return;
    }
    status = session_begin(tokens_registry(grant->call->api->tokens), session, grant->now, token,
                           &fault);
    if (status == STATUS_OK)
        answer_user(grant, user, token);
    else if (status == STATUS_CONFLICT)
        grant_refuse(grant->call, REFUSAL_USER);
    else
        call_answer_fault(grant->call, &fault);
}

enum refusal password_check(struct api_call *call, struct text name, struct text password,
                            struct user *out_user)
{
    struct api *api = call->api;
    uint64_t whose = guesses_whose(&api->guesses, name, call->request->address);
    int64_t now = clock_seconds();
    bool is_there = false;

    if (!guesses_may(&api->guesses, whose, now))
        return REFUSAL_OFTEN;
    is_there = user_find(tokens_registry(api->tokens), name, out_user);
    if (user_has_password(is_there ? out_user : NULL, password))
        return REFUSAL_COUNT;
    guesses_count(&api->guesses, whose, now);
    return REFUSAL_USER;
}

static void grant_password(struct grant *grant)
{
    struct user user;
    enum refusal refusal = REFUSAL_GRANT;

    if (grant->call->api->allows_passwords)
        refusal = password_check(grant->call, grant_value(grant, "username"),
                                 grant_value(grant, "password"), &user);
    if (refusal != REFUSAL_COUNT)
        grant_refuse(grant->call, refusal);
    else if (user_fits(grant, &user))
        begin_session(grant, &user, GUID_NONE);
}

/* What was asked for when the user signed in counts where the client says nothing now. */
static bool recall_purpose(struct grant *grant, const struct code_used *used)
{
    struct purpose purpose = { text_of(used->scope), text_of(used->resource) };

    if (grant_value(grant, "scope").length > 0 || grant_value(grant, "resource").length > 0)
        return true;
    return purpose_is_known(grant, &purpose);
}

static void grant_code(struct grant *grant)
{
    struct registry *registry = tokens_registry(grant->call->api->tokens);
    struct code_user by = { .text = grant_value(grant, "code"),
                            .app = grant->app.id,
                            .redirect = grant_value(grant, "redirect_uri"),
                            .session = session_new_id() };
    struct code_used used;
    struct user user;
    enum status status = code_use(registry, &by, grant->now, &used);

    if (status == STATUS_WRITE_FAILED) {
        call_answer_trouble(grant->call, TROUBLE_BUSY, NULL);
    } else if (status != STATUS_OK || !user_find_id(registry, used.user, &user)) {
        grant_refuse(grant->call, REFUSAL_CODE);
    } else if (used.challenge[0] != '\0' &&
               !code_verifier_is(used.challenge, grant_value(grant, "code_verifier"))) {
        grant_refuse(grant->call, REFUSAL_VERIFIER);
    } else if (recall_purpose(grant, &used) && user_fits(grant, &user)) {
        grant->nonce = text_of(used.nonce);
        begin_session(grant, &user, by.session);
    }
}

static void grant_refresh(struct grant *grant)
{
    struct registry *registry = tokens_registry(grant->call->api->tokens);
    struct session session = { .app = grant->app.id };
    char token[REFRESH_TOKEN_BYTES];
    struct user user;
    enum status status =
        session_turn(registry, grant_value(grant, "refresh_token"), grant->now, &session, token);

    if (status == STATUS_WRITE_FAILED)
        call_answer_trouble(grant->call, TROUBLE_BUSY, NULL);
    else if (status != STATUS_OK || !user_find_id(registry, session.user, &user))
        grant_refuse(grant->call, REFUSAL_REFRESH);
    else if (user_fits(grant, &user))
        answer_user(grant, &user, token);
}

static const struct grant_row {
    const char *name;
    void (*run)(struct grant *grant);
} grant_rows[] = {
    { "authorization_code", grant_code },
    { "client_credentials", grant_client },
    { "refresh_token", grant_refresh },
    { "password", grant_password },
};

static const struct grant_row *find_grant(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(grant_rows); i++)
        if (text_is(name, grant_rows[i].name))
            return &grant_rows[i];
    return NULL;
}

static void answer_form(struct grant *grant)
{
    const struct grant_row *row = find_grant(grant_value(grant, "grant_type"));
    struct purpose purpose = { grant_value(grant, "scope"), grant_value(grant, "resource") };

    if (row == NULL)
        grant_refuse(grant->call, REFUSAL_GRANT);
    else if (client_is_known(grant) && purpose_is_known(grant, &purpose))
        row->run(grant);
}

/* Parts the body in a copy, which is forgotten. */
static void with_form(struct api_call *call, bool is_v2, void (*answer)(struct grant *grant))
{
    struct buffer bytes = { 0 };
    struct http_target form;
    struct grant grant = { .call = call,
                           .form = &form,
                           .audience = AUDIENCE_AVAL,
                           .now = clock_seconds(),
                           .is_v2 = is_v2 };

    buffer_add_text(&bytes, call->request->body);
    if (bytes.has_failed)
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
    else if (!http_form_parse(bytes.bytes, bytes.length, &form))
        grant_refuse(call, REFUSAL_FORM);
    else
        answer(&grant);
    secret_buffer_done(&bytes);
}

void token_v1(struct api_call *call)
{
    with_form(call, false, answer_form);
}

void token_v2(struct api_call *call)
{
    with_form(call, true, answer_form);
}

/* The exchange of old clients: a token for another, of the same bearer, that lives as long. */

static bool read_bearer(const struct grant *grant, struct bearer *out_bearer)
{
    static const char scheme[] = "Bearer ";
    struct text header = http_request_header(grant->call->request, "Authorization");
    size_t length = strlen(scheme);

    return header.length > length && strncasecmp(header.bytes, scheme, length) == 0 &&
           token_verify(grant->call->api->tokens,
                        (struct text){ header.bytes + length, header.length - length }, grant->now,
                        out_bearer);
}

static void answer_exchange(struct grant *grant)
{
    struct registry *registry = tokens_registry(grant->call->api->tokens);
    struct text client = grant_value(grant, "client_id");
    struct granted granted = { .refresh = NULL };
    struct user user;
    guid id = GUID_NONE;

    if (!text_is(grant_value(grant, "grant_type"), "jwt_token")) {
        grant_refuse(grant->call, REFUSAL_GRANT);
        return;
    }
    grant->audience = AUDIENCE_PARTNER_CENTER;
    if (!read_bearer(grant, &granted.bearer) ||
        !app_find(registry, granted.bearer.app, &grant->app) ||
        (client.length > 0 && (!guid_parse(client, &id) || !guid_equal(id, granted.bearer.app))) ||
        (!guid_is_none(granted.bearer.user) &&
         !user_find_id(registry, granted.bearer.user, &user))) {
        grant_refuse(grant->call, REFUSAL_BEARER);
        return;
    }
    if (!guid_is_none(granted.bearer.user))
        granted.user_name = user.name;
    grant_answer(grant, &granted);
}

void token_exchange(struct api_call *call)
{
    with_form(call, true, answer_exchange);
}
