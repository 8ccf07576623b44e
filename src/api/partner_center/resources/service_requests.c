/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Service requests: what a partner asks of the vendor's support, which is one thing, the end of a
 * relationship of provider and reseller (S6.E). A request is a support case of the book that its
 * caller opened, and holds what that holds.
 */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"
#include "api/partner_center/resources/partner_card.h"
#include "engine/call.h"
#include "engine/use_cases.h"

enum {
    PARAMETER_REQUEST = 1
};

/* The one topic: its id is the name of the act that support does. */
#define TOPIC_ID "end_indirect_relationship"
static const struct phrase topic_name = { { "End a provider-reseller relationship",
                                            "Mettre fin à une relation fournisseur-revendeur" } };
static const struct phrase topic_description = {
    { "organization.id names the other partner of the relationship, by its tenant. What runs, runs "
      "on.",
      "organization.id désigne l'autre partenaire de la relation, par son locataire. Ce qui est en "
      "cours le reste." }
};

/* How a case is told: whether it is open, and what came of it. */
static const struct status_row {
    const char *wire;
    struct phrase outcome;
} status_rows[] = {
    [CASE_OPEN] = { "open", { { "", "" } } },
    [CASE_CARRIED_OUT] = { "closed",
                           { { "the relationship was ended", "la relation a pris fin" } } },
    [CASE_DECLINED] = { "closed",
                        { { "support declined the request", "le support a décliné la demande" } } },
    [CASE_WITHDRAWN] = { "closed",
                         { { "the request was withdrawn", "la demande a été retirée" } } },
};

_Static_assert(COUNT_OF(status_rows) == CASE_STATUS_COUNT, "every status of a case is told");

void support_topics_list(struct api_call *call)
{
    NOT_CLEARED struct page page;

    page_begin_all(call, &page);
    json_begin_object(&page.writer);
    resource_string(&page.writer, "name", topic_name.in[call->language]);
    resource_string(&page.writer, "description", topic_description.in[call->language]);
    resource_string(&page.writer, "id", TOPIC_ID);
    resource_attributes(&page.writer, "SupportTopic", NULL);
    json_end_object(&page.writer);
    page_count(&page);
    page_end(call, &page);
}

/* Showing. */

static guid opener_of(const struct fact *fact)
{
    return fact->support_case.requested_by == REQUESTER_PROVIDER ? fact->support_case.provider
                                                                 : fact->support_case.reseller;
}

static guid other_of(const struct fact *fact)
{
    return fact->support_case.requested_by == REQUESTER_PROVIDER ? fact->support_case.reseller
                                                                 : fact->support_case.provider;
}

static void write_notes(struct json_writer *writer, const struct fact *fact, enum language language)
{
    const struct status_row *row = &status_rows[fact->support_case.status];

    json_key(writer, "notes");
    json_begin_array(writer);
    if (fact->support_case.status != CASE_OPEN) {
        json_begin_object(writer);
        resource_string(writer, "createdByName", "aval");
        resource_day(writer, "createdDate", fact->support_case.closed_on);
        resource_string(writer, "text", row->outcome.in[language]);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_request(struct json_writer *writer, const struct fact *fact,
                          const struct partner_card *other, enum language language)
{
    const char *topic = topic_name.in[language];
    bool is_open = fact->support_case.status == CASE_OPEN;
    date modified_on = is_open ? fact->support_case.opened_on : fact->support_case.closed_on;

    resource_string(writer, "title", topic);
    resource_string(writer, "severity", "unknown");
    resource_string(writer, "supportTopicId", TOPIC_ID);
    resource_string(writer, "supportTopicName", topic);
    resource_guid(writer, "id", fact->support_case.id);
    resource_string(writer, "status", status_rows[fact->support_case.status].wire);
    json_key(writer, "organization");
    json_begin_object(writer);
    resource_guid(writer, "id", other->tenant.tenant.id);
    resource_text(writer, "name", other->organization.organization.name);
    json_end_object(writer);
    resource_day(writer, "createdDate", fact->support_case.opened_on);
    resource_day(writer, "lastModifiedDate", modified_on);
    resource_day(writer, "lastClosedDate", fact->support_case.closed_on);
    write_notes(writer, fact, language);
    resource_attributes(writer, "ServiceRequest", NULL);
}

/* One request, kept for who asks what it is. */
struct request_work {
    struct store_work work; /* first */
    struct api_call *call;
    guid id;
    unsigned status; /* of the answer; 0: nothing is written */
    bool is_found;
    enum case_status case_status;
};

static enum status find_request(struct store_work *work, struct call *call)
{
    struct request_work *request = (struct request_work *)work;
    struct query_key key = { .ids = { request->id } };
    NOT_CLEARED struct json_writer writer;
    struct partner_card other;
    struct row row;

    TRY(call_find_one(call, QUERY_SUPPORT_CASE, &key, &row));
    request->is_found =
        row.id != 0 && guid_equal(opener_of(&row.fact), request->call->principal.tenant);
    if (!request->is_found)
        return STATUS_OK;
    request->case_status = (enum case_status)row.fact.support_case.status;
    if (request->status == 0)
        return STATUS_OK;
    TRY(partner_card_load(call, other_of(&row.fact), &other));
    resource_begin(request->call, &writer);
    write_request(&writer, &row.fact, &other, request->call->language);
    resource_end(request->call, &writer, request->status);
    return STATUS_OK;
}

/* False: it is none of the caller's, or could not be read, and that is answered. */
static bool read_request(struct request_work *request)
{
    request->work.run = find_request;
    if (!call_read(request->call, &request->work))
        return false;
    if (!request->is_found)
        code_answer(request->call, CODE_NOT_FOUND, NULL);
    return request->is_found;
}

static void answer_request(struct api_call *call, guid id, unsigned status)
{
    struct request_work request = { .call = call, .id = id, .status = status };

    (void)read_request(&request);
}

/* An id that is none is that of nothing. */
static bool read_id(struct api_call *call, guid *out_id)
{
    if (guid_parse(call->parameters[PARAMETER_REQUEST], out_id))
        return true;
    code_answer(call, CODE_NOT_FOUND, NULL);
    return false;
}

void service_request_show(struct api_call *call)
{
    guid id = GUID_NONE;

    if (read_id(call, &id))
        answer_request(call, id, 200);
}

/* Listing. */

enum request_field {
    REQUEST_STATUS
};

static const char *const field_names[] = { "Status", NULL };

/* Requests being listed; a subject of the filter while one is looked at. */
struct request_list {
    struct filter_subject subject; /* first */
    struct store_work work;
    struct api_call *call;
    struct text status; /* which is asked for; empty: any */
    struct page page;
    const char *wire; /* the status of the one that is looked at */
};

static struct text value_of(const struct filter_subject *subject, const struct filter_term *term)
{
    (void)term;
    return text_of(((const struct request_list *)subject)->wire);
}

static bool is_wanted(struct request_list *list, const struct fact *fact)
{
    list->wire = status_rows[fact->support_case.status].wire;
    if (!guid_equal(opener_of(fact), list->call->principal.tenant) ||
        !filter_lets(&list->page.filter, &list->subject))
        return false;
    return list->status.length == 0 || text_is_in_any_case(list->status, list->wire);
}

static enum status list_request(struct request_list *list, struct call *call,
                                const struct fact *fact)
{
    struct partner_card other;

    if (!is_wanted(list, fact) || page_passes_over(&list->page) ||
        list->page.count == list->page.size)
        return STATUS_OK;
    TRY(partner_card_load(call, other_of(fact), &other));
    json_begin_object(&list->page.writer);
    write_request(&list->page.writer, fact, &other, list->call->language);
    json_end_object(&list->page.writer);
    page_count(&list->page);
    return STATUS_OK;
}

static enum status list_requests(struct store_work *work, struct call *call)
{
    void *begin = (char *)work - offsetof(struct request_list, work);
    struct request_list *list = begin;
    struct query_key key = { .ids = { list->call->principal.tenant } };
    struct rows rows;

    TRY(call->store->find(call, QUERY_SUPPORT_CASES_OF_TENANT, &key, &rows));
    page_begin(list->call, &list->page);
    do
        for (size_t i = 0; i < rows.count; i++)
            TRY(list_request(list, call, &rows.list[i].fact));
    while (page_goes_back(&list->page));
    page_end(list->call, &list->page);
    return STATUS_OK;
}

void service_requests_list(struct api_call *call)
{
    NOT_CLEARED struct request_list list;

    list.subject.value = value_of;
    list.work.run = list_requests;
    list.call = call;
    list.status = argument_find(call, "status");
    if (page_read(call, field_names, &list.page))
        (void)call_read(call, &list.work);
}

/* Cases are of partners: for a customer nobody can open one. */
void customer_service_requests_list(struct api_call *call)
{
    NOT_CLEARED struct page page;
    struct customer customer;

    if (!customer_begin(call, &customer))
        return;
    customer_end(&customer);
    if (!page_read(call, field_names, &page))
        return;
    page_begin(call, &page);
    page_end(call, &page);
}

/* Opening. */

struct wanted_request {
    struct text topic;
    guid organization;
};

static const struct body_field wanted_fields[] = {
    { "supportTopicId", BODY_TEXT, offsetof(struct wanted_request, topic) },
    { "organization.id", BODY_GUID, offsetof(struct wanted_request, organization) },
};

/* Which of two partners is, or was at last, the other's provider. */
struct pair_work {
    struct store_work work; /* first */
    guid caller, other;
    bool caller_is_provider;
};

static enum status find_last_day(struct call *call, guid provider, guid reseller, date *out_last)
{
    struct query_key key = { .ids = { provider, reseller } };
    struct rows rows;

    TRY(call->store->find(call, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, &key, &rows));
    *out_last = DATE_BEFORE_ALL;
    for (size_t i = 0; i < rows.count; i++)
        if (date_before(*out_last, rows.list[i].fact.valid.to))
            *out_last = rows.list[i].fact.valid.to;
    return STATUS_OK;
}

static enum status find_sides(struct store_work *work, struct call *call)
{
    struct pair_work *pair = (struct pair_work *)work;
    date as_provider;
    date as_reseller;

    TRY(find_last_day(call, pair->caller, pair->other, &as_provider));
    TRY(find_last_day(call, pair->other, pair->caller, &as_reseller));
    pair->caller_is_provider = date_before(as_reseller, as_provider);
    return STATUS_OK;
}

static void open_case(struct api_call *call, guid other)
{
    struct pair_work pair = { .work = { find_sides },
                              .caller = call->principal.tenant,
                              .other = other };
    struct act_input input = act_input_begin();
    struct act_answer answer;
    guid id = GUID_NONE;

    if (!call_read(call, &pair.work))
        return;
    input.provider = pair.caller_is_provider ? pair.caller : pair.other;
    input.reseller = pair.caller_is_provider ? pair.other : pair.caller;
    if (!acting_do(call, &use_case_open_support_case, &input, &answer))
        return;
    id = acting_note(&answer, "support_case");
    act_answer_done(&answer);
    answer_request(call, id, 201);
}

void service_request_open(struct api_call *call)
{
    struct wanted_request wanted = { 0 };
    struct body body;

    if (!body_begin(call, &body))
        return;
    if (body_read(call, body.root, wanted_fields, COUNT_OF(wanted_fields), &wanted)) {
        if (!text_is(wanted.topic, TOPIC_ID))
            code_answer_property(call, "supportTopicId");
        else if (guid_is_none(wanted.organization))
            code_answer_property(call, "organization.id");
        else
            open_case(call, wanted.organization);
    }
    body_end(&body);
}

/* Changing: all that can be done to one is to close it. */

struct request_change {
    struct text status, note;
};

static const struct body_field change_fields[] = {
    { "status", BODY_TEXT, offsetof(struct request_change, status) },
    { "newNote.text", BODY_TEXT, offsetof(struct request_change, note) },
};

/* False: it could not be changed so, and that is answered. */
static bool set_status(struct api_call *call, struct text wanted, guid id, enum case_status status)
{
    struct act_input input = act_input_begin();

    if (wanted.length == 0 || text_is_in_any_case(wanted, "none") ||
        text_is_in_any_case(wanted, status_rows[status].wire))
        return true;
    if (text_is_in_any_case(wanted, "closed")) {
        input.support_case = id;
        return acting_settle(call, &use_case_withdraw_support_case, &input, FAULT_LIFECYCLE_END);
    }
    if (text_is_in_any_case(wanted, "open"))
        code_answer(call, CODE_STATUS_UNCHANGEABLE, status_rows[status].wire);
    else
        code_answer_property(call, "status");
    return false;
}

static void change(struct api_call *call, guid id, const struct request_change *change)
{
    struct request_work request = { .call = call, .id = id };

    if (!read_request(&request))
        return;
    if (change->note.length > 0)
        code_answer(call, CODE_NO_NOTES, NULL);
    else if (set_status(call, change->status, id, request.case_status))
        answer_request(call, id, 200);
}

void service_request_change(struct api_call *call)
{
    struct request_change wanted = { 0 };
    struct body body;
    guid id = GUID_NONE;

    if (!read_id(call, &id) || !body_begin(call, &body))
        return;
    if (body_read(call, body.root, change_fields, COUNT_OF(change_fields), &wanted))
        change(call, id, &wanted);
    body_end(&body);
}
