/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The authorization endpoint (RFC 6749, 4.1.1; PKCE: RFC 7636): a client sends a browser here,
 * whoever uses it signs in, and the browser brings the client a code. Until the redirect URI is
 * known to be the client's, nothing is sent anywhere.
 */
#include <stdio.h>

#include "api/pages/browser.h"
#include "api/pages/html.h"
#include "api/pages/pages.h"
#include "api/program/path_tenant.h"
#include "api/registry/codes.h"

enum {
    FRESH_SECONDS = 60, /* so old may a sign-in be that was asked for anew */
    AGE_MAX = 999999999
};

/* What a client asks for. */
struct authorization {
    struct api_call *call;
    const struct http_target *asked;
    struct path_tenant tenant;
    struct app app;
    struct code code;
    struct text state;
    int64_t now;
};

/* What is sent back instead of a code. */
struct denial {
    const char *error; /* OAuth's word */
    struct phrase description;
};

static const struct denial response_type_denied = { "unsupported_response_type",
                                                    { { "response_type has to be code.",
                                                        "response_type doit être code." } } };
static const struct denial response_mode_denied = {
    "invalid_request", { { "response_mode has to be query.", "response_mode doit être query." } }
};
static const struct denial challenge_denied = {
    "invalid_request",
    { { "code_challenge has to be of 43 signs, and code_challenge_method S256.",
        "code_challenge doit avoir 43 signes, et code_challenge_method être S256." } }
};
static const struct denial length_denied = { "invalid_request",
                                             { { "scope, resource or nonce is too long.",
                                                 "scope, resource ou nonce est trop long." } } };
static const struct denial login_denied = {
    "login_required", { { "Nobody is signed in.", "Personne n'est connecté." } }
};
static const struct denial user_denied = {
    "access_denied",
    { { "The user does not belong to the tenant of the client, or of the request.",
        "L'utilisateur n'appartient pas au locataire du client, ou de la demande." } }
};

static struct text value_of(const struct authorization *authorization, const char *name)
{
    return page_value(authorization->asked, name);
}

static void add_argument(struct buffer *location, const char *name, struct text value)
{
    struct text so_far = buffer_text(location);
    bool has_query = so_far.length > 0 && memchr(so_far.bytes, '?', so_far.length) != NULL;

    if (value.length == 0)
        return;
    buffer_add_string(location, has_query ? "&" : "?");
    buffer_add_string(location, name);
    buffer_add_string(location, "=");
    url_add(location, value);
}

/* Sends the browser back to the client. */
static void send_back(const struct authorization *authorization, struct buffer *location)
{
    add_argument(location, "state", authorization->state);
    if (location->has_failed || location->length >= HTTP_HEADER_VALUE_BYTES)
        call_answer_trouble(authorization->call, TROUBLE_NO_MEMORY, NULL);
    else
        page_redirect(authorization->call, buffer_text(location));
    buffer_done(location);
}

static void deny(const struct authorization *authorization, const struct denial *denial)
{
    struct buffer location = { 0 };

    buffer_add_text(&location, authorization->code.redirect);
    add_argument(&location, "error", text_of(denial->error));
    add_argument(&location, "error_description",
                 text_of(denial->description.in[authorization->call->language]));
    send_back(authorization, &location);
}

static void give_code(struct authorization *authorization, const struct browser *browser)
{
    struct api_call *call = authorization->call;
    struct buffer location = { 0 };
    struct fault fault = { 0 };
    char text[CODE_LENGTH + 1];
    enum status status = STATUS_OK;

    authorization->code.user = browser->user.id;
    status = code_make(tokens_registry(call->api->tokens), &authorization->code, authorization->now,
                       text, &fault);
    if (status == STATUS_CONFLICT) {
        deny(authorization, &user_denied);
    } else if (status != STATUS_OK) {
        call_answer_fault(call, &fault);
    } else {
        buffer_add_text(&location, authorization->code.redirect);
        add_argument(&location, "code", text_of(text));
        send_back(authorization, &location);
    }
}

static const struct denial *what_is_wrong(const struct authorization *authorization)
{
    const struct code *code = &authorization->code;
    struct text mode = value_of(authorization, "response_mode");

    if (!text_is(value_of(authorization, "response_type"), "code"))
        return &response_type_denied;
    if (mode.length > 0 && !text_is(mode, "query"))
        return &response_mode_denied;
    if (code->challenge.length > 0 &&
        (code->challenge.length != CHALLENGE_LENGTH ||
         !text_is(value_of(authorization, "code_challenge_method"), "S256")))
        return &challenge_denied;
    if (code->scope.length > SCOPE_LENGTH_MAX || code->resource.length > SCOPE_LENGTH_MAX ||
        code->nonce.length > NONCE_LENGTH_MAX)
        return &length_denied;
    return NULL;
}

static void say_unknown(struct api_call *call)
{
    static const struct phrase title = { { "This page was asked for in a wrong way",
                                           "Cette page a été mal demandée" } };
    static const struct phrase reason = {
        { "The client is unknown, or the address to which you would be sent back is not one of "
          "its own: see aval app-list, and aval app-add --redirect-uri.",
          "Le client est inconnu, ou l'adresse où vous seriez renvoyé n'est pas une des siennes : "
          "voir aval app-list, et aval app-add --redirect-uri." }
    };

    html_begin(call, text_of(title.in[call->language]));
    buffer_add_string(&call->response->body, "<p>");
    html_add(&call->response->body, text_of(reason.in[call->language]));
    buffer_add_string(&call->response->body, "</p>\n");
    html_end(call, 400);
}

/* So old may the sign-in be at most, in seconds; AGE_MAX: as old as it is. */
static int64_t age_allowed(const struct authorization *authorization)
{
    struct text prompt = value_of(authorization, "prompt");
    struct text text = value_of(authorization, "max_age");
    int64_t age = 0;

    if (text_is(prompt, "login") || text_is(prompt, "select_account"))
        return -1;
    if (text.length == 0)
        return AGE_MAX;
    for (size_t i = 0; i < text.length && age < AGE_MAX; i++)
        age = text.bytes[i] < '0' || text.bytes[i] > '9' ? AGE_MAX : age * 10 + text.bytes[i] - '0';
    return age == 0 ? -1 : age;
}

/* Whoever signs in comes back to the same request, and is then signed in of late. */
static void ask_to_sign_in(const struct authorization *authorization, int64_t age)
{
    static const char *const without[] = { "prompt", "max_age", NULL };
    struct buffer next = { 0 };
    unsigned count = url_add_target(&next, authorization->asked, without);

    if (age != AGE_MAX)
        buffer_add_format(&next, "%smax_age=%lld", count == 0 ? "?" : "&",
                          age < FRESH_SECONDS ? (long long)FRESH_SECONDS : (long long)age);
    browser_send_to_sign_in(authorization->call, buffer_text(&next),
                            value_of(authorization, "login_hint"));
    buffer_done(&next);
}

/* A user of the client's tenant, or of the vendor's clients; and of the tenant in the path. */
static bool user_fits(const struct authorization *authorization, const struct user *user)
{
    if (!principal_is_vendor(authorization->app.principal) &&
        !guid_equal(authorization->app.principal.tenant, user->principal.tenant))
        return false;
    return path_tenant_fits(&authorization->tenant, user->principal.tenant);
}

static void answer(struct authorization *authorization)
{
    const struct denial *denial = what_is_wrong(authorization);
    int64_t age = age_allowed(authorization);
    struct browser browser;

    if (denial != NULL)
        deny(authorization, denial);
    else if (browser_find(authorization->call, &browser) &&
             authorization->now - browser.began_at <= age)
        if (user_fits(authorization, &browser.user))
            give_code(authorization, &browser);
        else
            deny(authorization, &user_denied);
    else if (text_is(value_of(authorization, "prompt"), "none"))
        deny(authorization, &login_denied);
    else
        ask_to_sign_in(authorization, age);
}

void authorize(struct api_call *call)
{
    struct registry *registry = tokens_registry(call->api->tokens);
    struct authorization authorization = { .call = call,
                                           .asked = &call->request->target,
                                           .now = clock_seconds() };
    struct code *code = &authorization.code;

    code->redirect = value_of(&authorization, "redirect_uri");
    code->challenge = value_of(&authorization, "code_challenge");
    code->nonce = value_of(&authorization, "nonce");
    code->scope = value_of(&authorization, "scope");
    code->resource = value_of(&authorization, "resource");
    authorization.state = value_of(&authorization, "state");
    if (guid_parse(value_of(&authorization, "client_id"), &code->app) &&
        app_find(registry, code->app, &authorization.app) &&
        redirect_is_known(registry, code->app, code->redirect)) {
        if (path_tenant_find(call, &authorization.tenant))
            answer(&authorization);
    } else {
        say_unknown(call);
    }
}
