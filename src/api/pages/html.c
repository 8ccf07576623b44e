/* SPDX-License-Identifier: Apache-2.0 */
#include "api/pages/html.h"

#include <ctype.h>
#include <string.h>

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;"
    "color:#222;background:#fff}label{display:block;margin:.75rem 0 .25rem}"
    "input{font:inherit;box-sizing:border-box;width:100%;padding:.4rem;border:1px solid #777;"
    "border-radius:4px;background:#fff;color:#222}"
    "button{font:inherit;margin:1rem .5rem 0 0;padding:.45rem 1.2rem;border:1px solid #14539a;"
    "border-radius:4px;background:#14539a;color:#fff}button.other{background:#fff;color:#14539a}"
    "[role=alert]{border-left:4px solid #a11;padding:.25rem .75rem;margin:1rem 0}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{color:#555}"
    "dd{margin:0}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}dt{color:#aaa}"
    "input{background:#222;color:#eee}}";

void html_add(struct buffer *body, struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        switch (text.bytes[i]) {
        case '<':
            buffer_add_string(body, "&lt;");
            break;
        case '>':
            buffer_add_string(body, "&gt;");
            break;
        case '&':
            buffer_add_string(body, "&amp;");
            break;
        case '"':
            buffer_add_string(body, "&quot;");
            break;
        case '\'':
            buffer_add_string(body, "&#39;");
            break;
        default:
            buffer_add(body, text.bytes + i, 1);
        }
}

void html_add_hidden(struct buffer *body, const char *name, struct text value)
{
    buffer_add_format(body, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    html_add(body, value);
    buffer_add_string(body, "\">\n");
}

void html_begin(struct api_call *call, struct text title)
{
    struct buffer *body = &call->response->body;

    buffer_clear(body);
    buffer_add_format(body, "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n",
                      call->language == LANGUAGE_FR ? "fr" : "en");
    buffer_add_string(body, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    html_add(body, title);
    buffer_add_format(body, "</title>\n<style>%s</style>\n<main>\n<h1>", style);
    html_add(body, title);
    buffer_add_string(body, "</h1>\n");
}

void html_end(struct api_call *call, unsigned status)
{
    struct http_response *response = call->response;

    buffer_add_string(&response->body, "</main>\n</html>\n");
    http_response_set(response, "Cache-Control", TEXT("no-store"));
    http_response_set(response, "Content-Security-Policy",
                      TEXT("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                           "frame-ancestors 'none'"));
    http_response_set(response, "X-Frame-Options", TEXT("DENY"));
    http_response_set(response, "X-Content-Type-Options", TEXT("nosniff"));
    http_response_set(response, "Referrer-Policy", TEXT("no-referrer"));
    call_answer(call, status, CONTENT_PAGE);
}

void url_add(struct buffer *to, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];

        if (byte < 0x80 && (isalnum(byte) || (byte != '\0' && strchr("-._~", byte) != NULL)))
            buffer_add(to, text.bytes + i, 1);
        else
            buffer_add_format(to, "%%%02X", byte);
    }
}

static bool is_named(struct text name, const char *const *names)
{
    for (; names != NULL && *names != NULL; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

unsigned url_add_target(struct buffer *to, const struct http_target *target,
                        const char *const *without)
{
    unsigned count = 0;

    buffer_add_text(to, target->path);
    for (unsigned i = 0; i < target->argument_count; i++) {
        const struct http_argument *argument = &target->arguments[i];

        if (is_named(argument->name, without))
            continue;
        buffer_add_string(to, count++ == 0 ? "?" : "&");
        url_add(to, argument->name);
        buffer_add_string(to, "=");
        url_add(to, argument->value);
    }
    return count;
}

void page_redirect(struct api_call *call, struct text location)
{
    buffer_clear(&call->response->body);
    http_response_set(call->response, "Location", location);
    http_response_set(call->response, "Cache-Control", TEXT("no-store"));
    http_response_set(call->response, "Referrer-Policy", TEXT("no-referrer"));
    call_answer(call, 303, CONTENT_PAGE);
}
