/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page where an invitation is accepted or declined, by the token in its link: by a customer's
 * administrator, or a reseller's. What would come of it is judged before it is offered, and again,
 * in the act, when it is accepted.
 */
#include <yyjson.h>

#include "api/pages/browser.h"
#include "api/pages/html.h"
#include "api/pages/pages.h"
#include "base/attributes.h"
#include "engine/act_line.h"
#include "engine/call.h"
#include "engine/use_cases.h"

enum words_of_page {
    SAY_TITLE,
    SAY_YOU_ARE,
    SAY_PARTNER_ASKS,
    SAY_PROVIDER_ASKS,
    SAY_NOT_SUPPORTED,
    SAY_ACCEPT,
    SAY_DECLINE,
    SAY_ACCEPTED,
    SAY_DECLINED,
    SAY_SIGN_OUT,
    SAY_COUNT
};

static const struct phrase said[] = {
    [SAY_TITLE] = { { "An invitation", "Une invitation" } },
    [SAY_YOU_ARE] = { { "You are signed in as ", "Vous êtes connecté en tant que " } },
    [SAY_PARTNER_ASKS] = { { "These would be your partners, and could sell to you:",
                             "Seraient vos partenaires, et pourraient vous vendre :" } },
    [SAY_PROVIDER_ASKS] = { { "This would be your provider, and could supply you:",
                              "Serait votre fournisseur, et pourrait vous approvisionner :" } },
    [SAY_NOT_SUPPORTED] = { { "This cannot be accepted as things are:",
                              "Cela ne peut pas être accepté en l'état :" } },
    [SAY_ACCEPT] = { { "Accept", "Accepter" } },
    [SAY_DECLINE] = { { "Decline", "Décliner" } },
    [SAY_ACCEPTED] = { { "The invitation is accepted.", "L'invitation est acceptée." } },
    [SAY_DECLINED] = { { "The invitation is declined.", "L'invitation est déclinée." } },
    [SAY_SIGN_OUT] = { { "Sign in as somebody else", "Se connecter sous un autre nom" } },
};

_Static_assert(COUNT_OF(said) == SAY_COUNT, "every phrase is said");

/* The two kinds of invitation, by who accepts. */
static const struct kind {
    const struct use_case *accept;
    const char *inviter; /* the field of the judged act that names who invites */
    enum words_of_page says;
} kinds[] = {
    { &use_case_accept_customer_invitation, "partner", SAY_PARTNER_ASKS },
    { &use_case_accept_reseller_invitation, "provider", SAY_PROVIDER_ASKS },
};

static void say(struct api_call *call, enum words_of_page words)
{
    html_add(&call->response->body, text_of(said[words].in[call->language]));
}

static void begin_page(struct api_call *call, const struct browser *browser)
{
    html_begin(call, text_of(said[SAY_TITLE].in[call->language]));
    buffer_add_string(&call->response->body, "<p>");
    say(call, SAY_YOU_ARE);
    html_add(&call->response->body, text_of(browser->user.name));
    buffer_add_string(&call->response->body, ".</p>\n");
}

static struct act_request request_of(const struct browser *browser, struct text token)
{
    struct act_request request = { .principal = browser->user.principal,
                                   .on = DATE_BEFORE_ALL,
                                   .request_id = TEXT("") };

    request.input = act_input_begin();
    request.input.token = token;
    /* Whoever is invited: the act's kind tells as which. */
    request.input.customer = request.principal.tenant;
    request.input.reseller = request.principal.tenant;
    return request;
}

/* Accepts, or looks what would come of it, by the kind that the token is of. */
static enum status take_up(struct api_call *call, struct act_request *request,
                           const struct kind **out_kind, struct act_answer *out_answer)
{
    enum status status = STATUS_NOT_FOUND;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        *out_kind = &kinds[i];
        request->use_case = kinds[i].accept;
        *out_answer = (struct act_answer){ 0 };
        status = engine_act(call->api->store, request, out_answer);
        if (status == STATUS_OK || out_answer->fault.kind != FAULT_UNKNOWN_INVITATION)
            break;
    }
    return status;
}

/* Why it cannot be. */
static void show_fault(struct api_call *call, const struct browser *browser,
                       const struct fault *fault)
{
    struct buffer *body = &call->response->body;
    struct buffer text = { 0 };

    fault_write(&text, fault, call->language);
    begin_page(call, browser);
    buffer_add_string(body, "<p role=\"alert\">");
    html_add(body, buffer_text(&text));
    buffer_clear(&text);
    fault_write_hint(&text, fault, call->language);
    if (text.length > 0) {
        buffer_add_string(body, "<br>");
        html_add(body, buffer_text(&text));
    }
    body->has_failed |= text.has_failed;
    buffer_done(&text);
    buffer_add_string(body, "</p>\n<form method=\"post\" action=\"/sign-out\">\n");
    html_add_hidden(body, "form_key", text_of(browser->form_key));
    buffer_add_string(body, "<button class=\"other\">");
    say(call, SAY_SIGN_OUT);
    buffer_add_string(body, "</button>\n</form>\n");
    html_end(call, http_status_of(fault_status(fault->kind)));
}

/* Names of those who invite. */
struct naming {
    struct store_work work;
    struct api_call *call;
    yyjson_val *decisions;
    const char *inviter;
    struct buffer names; /* a list of HTML */
};

static enum status name_one(struct naming *naming, struct call *call, guid id)
{
    struct query_key key = { .ids = { id } };
    struct row tenant;
    struct row organization;

    TRY(call_find_one(call, QUERY_TENANT, &key, &tenant));
    key.text = tenant.fact.tenant.organization;
    TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &organization));
    buffer_add_string(&naming->names, "<li>");
    html_add(&naming->names, organization.fact.organization.name);
    buffer_add_string(&naming->names, " (");
    html_add(&naming->names, tenant.fact.tenant.domain);
    buffer_add_string(&naming->names, ")</li>\n");
    return STATUS_OK;
}

static enum status name_all(struct store_work *work, struct call *call)
{
    struct naming *naming = (struct naming *)work;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *decision = NULL;

    buffer_clear(&naming->names);
    yyjson_arr_foreach (naming->decisions, index, count, decision) {
        yyjson_val *act = yyjson_obj_get(decision, "act");
        yyjson_val *value = yyjson_obj_get(act, naming->inviter);
        guid id = GUID_NONE;

        if (yyjson_is_str(value) &&
            guid_parse((struct text){ yyjson_get_str(value), yyjson_get_len(value) }, &id))
            TRY(name_one(naming, call, id));
    }
    return STATUS_OK;
}

/* The messages of all findings, in the reader's language. */
static void add_findings(struct api_call *call, yyjson_val *decisions)
{
    const char *language = call->language == LANGUAGE_FR ? "fr" : "en";
    struct buffer *body = &call->response->body;
    size_t i = 0;
    size_t j = 0;
    size_t count = 0;
    size_t finding_count = 0;
    yyjson_val *decision = NULL;
    yyjson_val *finding = NULL;

    buffer_add_string(body, "<p>");
    say(call, SAY_NOT_SUPPORTED);
    buffer_add_string(body, "</p>\n<ul role=\"alert\">\n");
    yyjson_arr_foreach (decisions, i, count, decision) {
        yyjson_val *findings = yyjson_obj_get(decision, "findings");

        yyjson_arr_foreach (findings, j, finding_count, finding) {
            yyjson_val *message = yyjson_obj_get(yyjson_obj_get(finding, "message"), language);

            buffer_add_string(body, "<li>");
            html_add(body, (struct text){ yyjson_get_str(message), yyjson_get_len(message) });
            buffer_add_string(body, "</li>\n");
        }
    }
    buffer_add_string(body, "</ul>\n");
}

static void add_choice(struct api_call *call, const char *kind, const char *choice,
                       enum words_of_page words)
{
    buffer_add_format(&call->response->body, "<button%s name=\"choice\" value=\"%s\">", kind,
                      choice);
    say(call, words);
    buffer_add_string(&call->response->body, "</button>\n");
}

static void show_judged(struct api_call *call, const struct browser *browser, struct text token,
                        const struct kind *kind, const struct act_answer *answer)
{
    struct buffer *body = &call->response->body;
    yyjson_doc *document = yyjson_read(answer->json.bytes, answer->json.length, 0);
    yyjson_val *decisions = yyjson_obj_get(yyjson_doc_get_root(document), "decisions");
    struct naming naming = {
        .work = { name_all }, .call = call, .decisions = decisions, .inviter = kind->inviter
    };

    if (call_read(call, &naming.work)) {
        begin_page(call, browser);
        buffer_add_string(body, "<p>");
        say(call, kind->says);
        buffer_add_string(body, "</p>\n<ul>\n");
        buffer_add_text(body, buffer_text(&naming.names));
        buffer_add_string(body, "</ul>\n");
        if (answer->outcome != OUTCOME_CARRIED_OUT)
            add_findings(call, decisions);
        buffer_add_string(body, "<form method=\"post\" action=\"/invitation\">\n");
        html_add_hidden(body, "form_key", text_of(browser->form_key));
        html_add_hidden(body, "token", token);
        if (answer->outcome == OUTCOME_CARRIED_OUT)
            add_choice(call, "", "accept", SAY_ACCEPT);
        add_choice(call, " class=\"other\"", "decline", SAY_DECLINE);
        buffer_add_string(body, "</form>\n");
        body->has_failed |= naming.names.has_failed || document == NULL;
        html_end(call, 200);
    }
    buffer_done(&naming.names);
    yyjson_doc_free(document);
}

static void show(struct api_call *call, const struct browser *browser, struct text token)
{
    struct act_request request = request_of(browser, token);
    const struct kind *kind = NULL;
    struct act_answer answer;

    request.is_dry_run = true;
    if (take_up(call, &request, &kind, &answer) == STATUS_OK)
        show_judged(call, browser, token, kind, &answer);
    else
        show_fault(call, browser, &answer.fault);
    act_answer_done(&answer);
}

void invitation_show(struct api_call *call)
{
    struct browser browser;

    if (browser_require(call, &browser))
        show(call, &browser, page_value(&call->request->target, "token"));
}

static void show_done(struct api_call *call, const struct browser *browser,
                      enum words_of_page words)
{
    begin_page(call, browser);
    buffer_add_string(&call->response->body, "<p>");
    say(call, words);
    buffer_add_string(&call->response->body, "</p>\n");
    html_end(call, 200);
}

static enum status decline(struct api_call *call, struct act_request *request,
                           struct act_answer *out_answer)
{
    request->use_case = &use_case_decline_invitation;
    *out_answer = (struct act_answer){ 0 };
    return engine_act(call->api->store, request, out_answer);
}

static void take_form(struct api_call *call, const struct http_target *form)
{
    struct text token = page_value(form, "token");
    bool is_decline = text_is(page_value(form, "choice"), "decline");
    const struct kind *kind = NULL;
    struct browser browser;
    struct act_request request;
    struct act_answer answer;
    enum status status = STATUS_OK;

    if (!browser_require(call, &browser))
        return;
    request = request_of(&browser, token);
    if (!browser_form_is_right(&browser, page_value(form, "form_key"))) {
        show(call, &browser, token);
        return;
    }
    status =
        is_decline ? decline(call, &request, &answer) : take_up(call, &request, &kind, &answer);
    if (status == STATUS_OK)
        call_tell_act(call, &request, &answer);
    if (status != STATUS_OK)
        show_fault(call, &browser, &answer.fault);
    else if (answer.outcome != OUTCOME_CARRIED_OUT)
        show_judged(call, &browser, token, kind, &answer);
    else
        show_done(call, &browser, is_decline ? SAY_DECLINED : SAY_ACCEPTED);
    act_answer_done(&answer);
}

void invitation_take(struct api_call *call)
{
    page_with_form(call, take_form);
}
