/* SPDX-License-Identifier: Apache-2.0 */
#include "api/pages/browser.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "api/pages/html.h"
#include "api/registry/apps.h"
#include "base/sha256.h"

/*
 * Over TLS a cookie is for this host alone, and encrypted: the prefix has browsers see to it. Lax:
 * a link from elsewhere brings it, a form from elsewhere does not.
 */
#define SESSION_COOKIE "aval-session"
#define FORM_COOKIE "aval-form"
#define HOST_PREFIX "__Host-"

static bool is_blank(char sign)
{
    return sign == ' ' || sign == ';';
}

/* The value of a cookie; without bytes where there is none. */
static struct text find_cookie(const struct api_call *call, const char *name)
{
    struct text rest = http_request_header(call->request, "Cookie");
    char begin[64];
    int length =
        snprintf(begin, sizeof(begin),
                 "%s%s=", http_request_is_encrypted(call->request) ? HOST_PREFIX : "", name);

    while (rest.length > 0) {
        size_t end = 0;

        while (rest.length > 0 && is_blank(rest.bytes[0]))
            rest = (struct text){ rest.bytes + 1, rest.length - 1 };
        while (end < rest.length && rest.bytes[end] != ';')
            end++;
        if (end > (size_t)length && memcmp(rest.bytes, begin, (size_t)length) == 0)
            return (struct text){ rest.bytes + length, end - (size_t)length };
        rest = (struct text){ rest.bytes + end, rest.length - end };
    }
    return TEXT("");
}

/* An empty value takes the cookie away. */
static void set_cookie(struct api_call *call, const char *name, const char *value)
{
    bool is_encrypted = http_request_is_encrypted(call->request);
    char cookie[192];

    (void)snprintf(cookie, sizeof(cookie), "%s%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                   is_encrypted ? HOST_PREFIX : "", name, value, is_encrypted ? "; Secure" : "",
                   value[0] == '\0' ? "; Max-Age=0" : "");
    http_response_add(call->response, "Set-Cookie", text_of(cookie));
}

/* What a cookie cannot be told from. */
static void write_form_key(struct text cookie, char out_key[FORM_KEY_LENGTH + 1])
{
    static const char purpose[] = "form of aval:";
    unsigned char hash[SHA256_BYTES];
    struct sha256 sha256;

    sha256_begin(&sha256);
    sha256_add(&sha256, text_of(purpose));
    sha256_add(&sha256, cookie);
    sha256_end(&sha256, hash);
    (void)sodium_bin2base64(out_key, FORM_KEY_LENGTH + 1, hash, sizeof(hash),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool is_key(const char key[FORM_KEY_LENGTH + 1], struct text form_key)
{
    return form_key.length == FORM_KEY_LENGTH &&
           sodium_memcmp(key, form_key.bytes, FORM_KEY_LENGTH) == 0;
}

bool browser_find(struct api_call *call, struct browser *out_browser)
{
    struct registry *registry = tokens_registry(call->api->tokens);
    struct text cookie = find_cookie(call, SESSION_COOKIE);
    guid user = GUID_NONE;

    write_form_key(cookie, out_browser->form_key);
    return browser_user(registry, cookie, clock_seconds(), &user, &out_browser->began_at) &&
           user_find_id(registry, user, &out_browser->user);
}

void browser_send_to_sign_in(struct api_call *call, struct text next, struct text name)
{
    struct buffer location = { 0 };

    buffer_add_string(&location, "/sign-in?next=");
    url_add(&location, next);
    if (name.length > 0) {
        buffer_add_string(&location, "&login_hint=");
        url_add(&location, name);
    }
    if (location.has_failed)
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
    else
        page_redirect(call, buffer_text(&location));
    buffer_done(&location);
}

bool browser_require(struct api_call *call, struct browser *out_browser)
{
    const struct http_target *target = &call->request->target;
    struct buffer next = { 0 };

    if (browser_find(call, out_browser))
        return true;
    url_add_target(&next, target, NULL);
    browser_send_to_sign_in(call, buffer_text(&next), TEXT(""));
    buffer_done(&next);
    return false;
}

bool browser_form_is_right(const struct browser *browser, struct text form_key)
{
    return is_key(browser->form_key, form_key);
}

bool browser_sign_in(struct api_call *call, const struct user *user)
{
    char text[BROWSER_LENGTH + 1];
    struct fault fault = { 0 };
    enum status status =
        browser_begin(tokens_registry(call->api->tokens), user->id, clock_seconds(), text, &fault);

    if (status == STATUS_CONFLICT)
        call_answer_trouble(call, TROUBLE_BUSY, NULL);
    else if (status != STATUS_OK)
        call_answer_fault(call, &fault);
    else
        set_cookie(call, SESSION_COOKIE, text);
    return status == STATUS_OK;
}

bool browser_sign_out(struct api_call *call)
{
    struct fault fault = { 0 };
    enum status status =
        browser_end(tokens_registry(call->api->tokens), find_cookie(call, SESSION_COOKIE), &fault);

    if (status != STATUS_OK) {
        call_answer_fault(call, &fault);
        return false;
    }
    set_cookie(call, SESSION_COOKIE, "");
    return true;
}

void browser_form_key(struct api_call *call, char out_key[FORM_KEY_LENGTH + 1])
{
    struct text cookie = find_cookie(call, FORM_COOKIE);
    char text[APP_SECRET_LENGTH + 1];

    if (cookie.length != APP_SECRET_LENGTH) {
        app_secret_make(text);
        set_cookie(call, FORM_COOKIE, text);
        cookie = text_of(text);
    }
    write_form_key(cookie, out_key);
}

bool browser_form_key_is(const struct api_call *call, struct text form_key)
{
    struct text cookie = find_cookie(call, FORM_COOKIE);
    char key[FORM_KEY_LENGTH + 1];

    write_form_key(cookie, key);
    return cookie.length == APP_SECRET_LENGTH && is_key(key, form_key);
}
