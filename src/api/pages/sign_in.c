/* SPDX-License-Identifier: Apache-2.0 */
/* The page by which people sign in, and out. */
#include <string.h>

#include "api/identity/pem.h"
#include "api/pages/browser.h"
#include "api/pages/html.h"
#include "api/pages/pages.h"
#include "api/program/grant.h"
#include "base/attributes.h"

enum words_of_page {
    SAY_TITLE,
    SAY_USER,
    SAY_PASSWORD,
    SAY_SIGN_IN,
    SAY_SIGNED_IN,
    SAY_SIGN_OUT,
    SAY_WRONG,
    SAY_OFTEN,
    SAY_FORM_ENDED,
    SAY_COUNT
};

static const struct phrase said[] = {
    [SAY_TITLE] = { { "Sign in to Aval", "Connexion à Aval" } },
    [SAY_USER] = { { "User, as anna@alder.example", "Utilisateur, comme anne@alder.example" } },
    [SAY_PASSWORD] = { { "Password", "Mot de passe" } },
    [SAY_SIGN_IN] = { { "Sign in", "Se connecter" } },
    [SAY_SIGNED_IN] = { { "You are signed in as ", "Vous êtes connecté en tant que " } },
    [SAY_SIGN_OUT] = { { "Sign out", "Se déconnecter" } },
    [SAY_WRONG] = { { "The user or the password is not known.",
                      "L'utilisateur ou le mot de passe est inconnu." } },
    [SAY_OFTEN] = { { "This was tried too often; try again in a minute.",
                      "Trop de tentatives ; réessayez dans une minute." } },
    [SAY_FORM_ENDED] = { { "This page was open for too long, or cookies are off; try again.",
                           "Cette page est restée ouverte trop longtemps, ou les cookies sont "
                           "désactivés ; réessayez." } },
};

_Static_assert(COUNT_OF(said) == SAY_COUNT, "every phrase is said");

static struct text phrase_of(const struct api_call *call, enum words_of_page words)
{
    return text_of(said[words].in[call->language]);
}

/* The page asks for them, as it was itself asked for. */
struct asking {
    struct text next; /* where the browser goes then, or empty */
    struct text name;
};

static void add_input(struct api_call *call, const char *attributes, enum words_of_page label,
                      struct text value)
{
    struct buffer *body = &call->response->body;

    buffer_add_string(body, "<label>");
    html_add(body, phrase_of(call, label));
    buffer_add_format(body, "<input %s required value=\"", attributes);
    html_add(body, value);
    buffer_add_string(body, "\"></label>\n");
}

static void add_button(struct api_call *call, enum words_of_page words)
{
    struct buffer *body = &call->response->body;

    buffer_add_string(body, "<button>");
    html_add(body, phrase_of(call, words));
    buffer_add_string(body, "</button>\n</form>\n");
}

/* The form; with what was wrong about the last one, unless that is SAY_COUNT. */
static void show_form(struct api_call *call, const struct asking *asking, enum words_of_page wrong)
{
    struct buffer *body = &call->response->body;
    char form_key[FORM_KEY_LENGTH + 1];

    browser_form_key(call, form_key);
    html_begin(call, phrase_of(call, SAY_TITLE));
    if (wrong != SAY_COUNT) {
        buffer_add_string(body, "<p role=\"alert\">");
        html_add(body, phrase_of(call, wrong));
        buffer_add_string(body, "</p>\n");
    }
    buffer_add_string(body, "<form method=\"post\" action=\"/sign-in\">\n");
    html_add_hidden(body, "form_key", text_of(form_key));
    html_add_hidden(body, "next", asking->next);
    add_input(call, "name=\"username\" autocomplete=\"username\" autocapitalize=\"none\"", SAY_USER,
              asking->name);
    add_input(call, "name=\"password\" type=\"password\" autocomplete=\"current-password\"",
              SAY_PASSWORD, TEXT(""));
    add_button(call, SAY_SIGN_IN);
    html_end(call, wrong == SAY_COUNT ? 200 : 400);
}

static void show_user(struct api_call *call, const struct browser *browser)
{
    struct buffer *body = &call->response->body;

    html_begin(call, phrase_of(call, SAY_TITLE));
    buffer_add_string(body, "<p>");
    html_add(body, phrase_of(call, SAY_SIGNED_IN));
    html_add(body, text_of(browser->user.name));
    buffer_add_string(body, ".</p>\n<form method=\"post\" action=\"/sign-out\">\n");
    html_add_hidden(body, "form_key", text_of(browser->form_key));
    add_button(call, SAY_SIGN_OUT);
    html_end(call, 200);
}

/* A path of this server: not another's after two slashes, or what browsers take for one. */
static bool is_own_path(struct text next)
{
    for (size_t i = 0; i < next.length; i++)
        if (next.bytes[i] <= ' ' || next.bytes[i] >= 0x7F || next.bytes[i] == '\\')
            return false;
    return next.length > 0 && next.bytes[0] == '/' && (next.length == 1 || next.bytes[1] != '/');
}

static struct text own_path(struct text next)
{
    return is_own_path(next) ? next : TEXT("");
}

struct text page_value(const struct http_target *form, const char *name)
{
    const struct text *value = http_target_find(form, name);

    return value == NULL ? TEXT("") : *value;
}

void sign_in_show(struct api_call *call)
{
    const struct http_target *target = &call->request->target;
    struct asking asking = { own_path(page_value(target, "next")),
                             page_value(target, "login_hint") };
    struct browser browser;

    if (asking.next.length == 0 && browser_find(call, &browser))
        show_user(call, &browser);
    else
        show_form(call, &asking, SAY_COUNT);
}

static void take_form(struct api_call *call, const struct http_target *form)
{
    struct asking asking = { own_path(page_value(form, "next")), page_value(form, "username") };
    enum refusal refusal = REFUSAL_COUNT;
    struct user user;

    if (!browser_form_key_is(call, page_value(form, "form_key"))) {
        show_form(call, &asking, SAY_FORM_ENDED);
        return;
    }
    refusal = password_check(call, asking.name, page_value(form, "password"), &user);
    if (refusal != REFUSAL_COUNT)
        show_form(call, &asking, refusal == REFUSAL_OFTEN ? SAY_OFTEN : SAY_WRONG);
    else if (browser_sign_in(call, &user))
        page_redirect(call, asking.next.length > 0 ? asking.next : TEXT("/sign-in"));
}

void page_with_form(struct api_call *call,
                    void (*take)(struct api_call *call, const struct http_target *form))
{
    struct buffer bytes = { 0 };
    struct http_target form;

    buffer_add_text(&bytes, call->request->body);
    if (bytes.has_failed)
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
    else if (!http_form_parse(bytes.bytes, bytes.length, &form))
        call_answer_trouble(call, TROUBLE_FORM_WRONG, NULL);
    else
        take(call, &form);
    secret_buffer_done(&bytes);
}

void sign_in_take(struct api_call *call)
{
    page_with_form(call, take_form);
}

static void take_sign_out(struct api_call *call, const struct http_target *form)
{
    struct browser browser;

    /* Who is not signed in is out already. */
    if (browser_find(call, &browser)) {
        if (!browser_form_is_right(&browser, page_value(form, "form_key"))) {
            show_user(call, &browser);
            return;
        }
        if (!browser_sign_out(call))
            return;
    }
    page_redirect(call, TEXT("/sign-in"));
}

void sign_out(struct api_call *call)
{
    page_with_form(call, take_sign_out);
}
