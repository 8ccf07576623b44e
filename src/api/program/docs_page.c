/* SPDX-License-Identifier: Apache-2.0 */
/* The interface for people, out of the tables of openapi.c; it needs nothing from elsewhere. */
#include "api/handlers.h"
#include "engine/use_case.h"

/* What the page says beside its tables. */
enum words_of_page {
    SAY_TITLE,
    SAY_INTRODUCTION,
    SAY_ACTS,
    SAY_WHO,
    SAY_PUBLIC,
    SAY_MEMBER,
    SAY_TENANT,
    SAY_VENDOR,
    SAY_ARGUMENTS,
    SAY_ANSWER,
    SAY_FIELDS,
    SAY_COUNT
};

static const struct phrase said[SAY_COUNT] = {
    [SAY_TITLE] = { { "Aval: the interface", "Aval : l'interface" } },
    [SAY_INTRODUCTION] = { { "Every path, and what it answers. For programs the same is in "
                             "<a href=\"/openapi.json\">/openapi.json</a>. What is wrong with a "
                             "request comes as a problem document (RFC 9457).",
                             "Tous les chemins, et ce qu'ils répondent. Pour les programmes, la "
                             "même chose est dans <a href=\"/openapi.json\">/openapi.json</a>. Ce "
                             "qui ne va pas dans une requête vient sous forme de document de "
                             "problème (RFC 9457)." } },
    [SAY_ACTS] = { { "Acts", "Actes" } },
    [SAY_WHO] = { { "Who may ask", "Qui peut demander" } },
    [SAY_PUBLIC] = { { "anybody", "tout le monde" } },
    [SAY_MEMBER] = { { "members: whoever has a token, each what is its own",
                       "les membres : qui a un jeton, chacun pour ce qui le concerne" } },
    [SAY_TENANT] = { { "whoever has a token of a tenant", "qui a un jeton d'un locataire" } },
    [SAY_VENDOR] = { { "the vendor", "l'éditeur" } },
    [SAY_ARGUMENTS] = { { "Query", "Paramètres" } },
    [SAY_ANSWER] = { { "Answer", "Réponse" } },
    [SAY_FIELDS] = { { "Fields (those in brackets may be left out)",
                       "Champs (ceux entre crochets sont facultatifs)" } },
};

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;"
    "color:#222;background:#fff}code{font-size:.95em}h2,h3{margin:2rem 0 .25rem;font-size:1.1rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.25rem 0}"
    "dt{color:#555}dd{margin:0}p{margin:.25rem 0}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}dt{color:#aaa}"
    "a{color:#8bf}}";

/* The page being written. */
struct page_writing {
    struct buffer *body;
    enum language language;
};

static void say(const struct page_writing *page, enum words_of_page words)
{
    buffer_add_string(page->body, said[words].in[page->language]);
}

static void add_escaped(struct buffer *body, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '<')
            buffer_add_string(body, "&lt;");
        else if (*text == '&')
            buffer_add_string(body, "&amp;");
        else
            buffer_add(body, text, 1);
}

static void begin_row(const struct page_writing *page, enum words_of_page name)
{
    buffer_add_string(page->body, "<dt>");
    say(page, name);
    buffer_add_string(page->body, "</dt><dd>");
}

static void end_row(const struct page_writing *page)
{
    buffer_add_string(page->body, "</dd>\n");
}

static enum words_of_page words_of_right(enum right right)
{
    switch (right) {
    case RIGHT_PUBLIC:
        return SAY_PUBLIC;
    case RIGHT_TENANT:
        return SAY_TENANT;
    case RIGHT_VENDOR:
        return SAY_VENDOR;
    case RIGHT_MEMBER:
    case RIGHT_MISSING:
        break;
    }
    return SAY_MEMBER;
}

static void add_arguments(const struct page_writing *page, const char *const *arguments)
{
    if (arguments == NULL)
        return;
    begin_row(page, SAY_ARGUMENTS);
    for (; *arguments != NULL; arguments++)
        buffer_add_format(page->body, "<code>%s</code> ", *arguments);
    end_row(page);
}

static void add_route(const struct page_writing *page, const struct route *route)
{
    buffer_add_format(page->body, "<h2><code>%s ", http_method_name(route->method));
    add_escaped(page->body, route->path);
    buffer_add_string(page->body, "</code></h2>\n<p>");
    add_escaped(page->body, route->summary.in[page->language]);
    buffer_add_string(page->body, "</p>\n<dl>");
    begin_row(page, SAY_WHO);
    say(page, words_of_right(route->right));
    end_row(page);
    add_arguments(page, route->arguments);
    begin_row(page, SAY_ANSWER);
    add_escaped(page->body, route->content_type);
    if (route->answer != NULL)
        buffer_add_format(page->body, ", <code>%s</code>", route->answer);
    end_row(page);
    buffer_add_string(page->body, "</dl>\n");
}

static void add_permissions(const struct page_writing *page, const struct use_case *act)
{
    begin_row(page, SAY_WHO);
    for (unsigned i = 0; i < act->permission_count; i++) {
        const struct permission *permission = &act->permissions[i];

        buffer_add_format(page->body, "%s%s", i > 0 ? ", " : "",
                          principal_role_words.list[permission->role]);
        if (permission->as != NULL)
            buffer_add_format(page->body, " (%s)", permission->as);
    }
    end_row(page);
}

static void add_act(const struct page_writing *page, const struct use_case *act)
{
    buffer_add_format(page->body, "<h3 id=\"%s\"><code>%s</code></h3>\n<p>", act->name, act->name);
    add_escaped(page->body, act->summary.in[page->language]);
    buffer_add_string(page->body, "</p>\n<dl>");
    add_permissions(page, act);
    begin_row(page, SAY_FIELDS);
    for (unsigned i = 0; i < act->shape->field_count; i++) {
        const struct field *field = &act->shape->fields[i];

        buffer_add_format(page->body, "%s<code>%s</code>%s ", field->is_optional ? "[" : "",
                          field->name.bytes, field->is_optional ? "]" : "");
    }
    end_row(page);
    buffer_add_string(page->body, "</dl>\n");
}

void docs_show(struct api_call *call)
{
    struct page_writing page = { &call->response->body, call->language };

    buffer_add_format(page.body, "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n",
                      call->language == LANGUAGE_FR ? "fr" : "en");
    buffer_add_string(page.body,
                      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    say(&page, SAY_TITLE);
    buffer_add_format(page.body, "</title>\n<style>%s</style>\n<h1>", style);
    say(&page, SAY_TITLE);
    buffer_add_string(page.body, "</h1>\n<p>");
    say(&page, SAY_INTRODUCTION);
    buffer_add_string(page.body, "</p>\n");
    for (size_t i = 0; i < program_routes.count; i++)
        if (!program_routes.routes[i].is_page)
            add_route(&page, &program_routes.routes[i]);
    buffer_add_string(page.body, "<h2 id=\"acts\">");
    say(&page, SAY_ACTS);
    buffer_add_string(page.body, "</h2>\n");
    for (const struct use_case *const *row = use_cases; *row != NULL; row++)
        add_act(&page, *row);
    buffer_add_string(page.body, "</html>\n");
    http_response_add(call->response, "Content-Security-Policy",
                      TEXT("default-src 'none'; style-src 'unsafe-inline'"));
    call_answer_cacheable(call);
}
