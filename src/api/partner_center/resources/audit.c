/* SPDX-License-Identifier: Apache-2.0 */
/* What the caller's own people did, or tried to: out of the journal. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <yyjson.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/program/page_token.h"
#include "book/find.h"
#include "engine/call.h"

enum {
    AUDIT_DAYS_MAX = 90,
    MS_A_SECOND = 1000
};

/* As what an act stands in the records; any other is "undefined". */
static const struct operation_row {
    const char *act;
    const char *resource;
    const char *operation;
} operation_rows[] = {
    { "place_order", "order", "create_order" },
    { "extend_order", "order", "update_order" },
    { "create_customer", "customer", "add_customer" },
    { "delete_customer", "customer", "delete_customer" },
    { "remove_customer", "partner_customer_relationship", "remove_partner_customer_relationship" },
    { "set_particulars", "customer", "update_customer_billing_profile" },
    { "attest_customer_agreement", "agreement", "create_agreement" },
    { "associate_partner_id", "mpn_association", "update_mpn_association" },
    { "change_subscription", "subscription", "update_subscription" },
    { "suspend_subscription", "subscription", "update_subscription" },
    { "resume_subscription", "subscription", "update_subscription" },
    { "cancel_subscription", "subscription", "update_subscription" },
    { "accept_reseller_invitation", "partner_relationship", "create_partner_relationship" },
};

enum audit_field {
    AUDIT_COMPANY_NAME,
    AUDIT_CUSTOMER_ID,
    AUDIT_RESOURCE_TYPE
};

static const char *const field_names[] = { "CompanyName", "CustomerId", "ResourceType", NULL };

/* Records being listed; a subject of the filter while an entry is looked at. */
struct audit_list {
    struct filter_subject subject; /* first */
    struct store_work work;
    struct entry_visitor visitor;
    struct api_call *call;
    const struct book *book;
    struct page page;
    const struct operation_row *row; /* of the entry */
    char customer[GUID_LENGTH + 1];  /* of the entry; empty: none */
    struct text customer_name;       /* if it is the caller's */
};

static const struct operation_row *find_row(struct text act)
{
    static const struct operation_row undefined = { NULL, "undefined", "undefined" };

    for (size_t i = 0; i < COUNT_OF(operation_rows); i++)
        if (text_is(act, operation_rows[i].act))
            return &operation_rows[i];
    return &undefined;
}

static struct text value_of(const struct filter_subject *subject, const struct filter_term *term)
{
    const struct audit_list *list = (const struct audit_list *)subject;

    switch ((enum audit_field)term->field) {
    case AUDIT_COMPANY_NAME:
        return list->customer_name;
    case AUDIT_CUSTOMER_ID:
        return text_of(list->customer);
    case AUDIT_RESOURCE_TYPE:
        return text_of(list->row->resource);
    }
    return TEXT("");
}

/* The customer that was named in what was asked. */
static void find_customer(struct audit_list *list, const struct entry *entry)
{
    yyjson_doc *document = yyjson_read(entry->input.bytes, entry->input.length, 0);
    const char *named = yyjson_get_str(yyjson_obj_get(yyjson_doc_get_root(document), "customer"));
    uint32_t tenant = 0;
    guid id = GUID_NONE;

    list->customer[0] = '\0';
    list->customer_name = TEXT("");
    if (named != NULL && guid_parse(text_of(named), &id)) {
        guid_format(id, list->customer);
        if (book_find_customer(list->book, list->call->principal.tenant, id,
                               api_today(list->call->api), &tenant))
            list->customer_name = book_organization_name(list->book, tenant);
    }
    yyjson_doc_free(document);
}

static void write_instant(struct json_writer *writer, const char *key, int64_t ms)
{
    time_t seconds = (time_t)(ms / MS_A_SECOND);
    struct tm parts;
    char text[40];

    (void)gmtime_r(&seconds, &parts);
    (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
    resource_string(writer, key, text);
}

static void write_record(struct audit_list *list, const struct entry *entry)
{
    struct json_writer *writer = &list->page.writer;

    json_begin_object(writer);
    resource_guid(writer, "id", entry->id);
    resource_guid(writer, "partnerId", entry->principal.tenant);
    resource_string(writer, "customerId", list->customer);
    resource_text(writer, "customerName", list->customer_name);
    resource_string(writer, "userPrincipalName", principal_role_words.list[entry->principal.role]);
    resource_string(writer, "resourceType", list->row->resource);
    resource_text(writer, "resourceNewValue", entry->input);
    resource_string(writer, "operationType", list->row->operation);
    write_instant(writer, "operationDate", entry->at);
    resource_string(writer, "operationStatus",
                    entry->outcome == OUTCOME_CARRIED_OUT ? "succeeded" : "failed");
    json_key(writer, "customizedData");
    json_begin_array(writer);
    json_begin_object(writer);
    resource_string(writer, "key", "Act");
    resource_text(writer, "value", entry->act);
    json_end_object(writer);
    json_end_array(writer);
    resource_attributes(writer, "AuditRecord", NULL);
    json_end_object(writer);
    page_count(&list->page);
    (void)snprintf(list->page.last, sizeof(list->page.last), "%" PRIu64, entry->position);
}

static enum status take_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    void *begin = (char *)visitor - offsetof(struct audit_list, visitor);
    struct audit_list *list = begin;

    if (!guid_equal(entry->principal.tenant, list->call->principal.tenant) ||
        !interval_holds(list->page.days, entry->on) || list->page.has_next)
        return STATUS_OK;
    list->row = find_row(entry->act);
    find_customer(list, entry);
    if (!filter_lets(&list->page.filter, &list->subject) || page_passes_over(&list->page))
        return STATUS_OK;
    if (list->page.count < list->page.size)
        write_record(list, entry);
    else
        list->page.has_next = true;
    return STATUS_OK;
}

static enum status list_entries(struct store_work *work, struct call *call)
{
    void *begin = (char *)work - offsetof(struct audit_list, work);
    struct audit_list *list = begin;
    struct entry_filter filter = { .has_party = true, .party = list->call->principal.tenant };

    (void)number_parse(text_of(list->page.position), &filter.after); /* 0 where it begins */
    page_begin(list->call, &list->page);
    do
        TRY(call->store->visit_entries(call, &filter, &list->visitor));
    while (page_goes_back(&list->page));
    page_end(list->call, &list->page);
    return STATUS_OK;
}

/* Takes a number off the text, of at most four digits. */
static bool take_number(struct text *text, unsigned *out_number)
{
    unsigned number = 0;
    unsigned digits = 0;

    while (digits < text->length && digits < 4 && text->bytes[digits] >= '0' &&
           text->bytes[digits] <= '9')
        number = number * 10 + (unsigned)(text->bytes[digits++] - '0');
    *text = (struct text){ text->bytes + digits, text->length - digits };
    *out_number = number;
    return digits > 0;
}

static bool take_slash(struct text *text)
{
    if (text->length == 0 || text->bytes[0] != '/')
        return false;
    *text = (struct text){ text->bytes + 1, text->length - 1 };
    return true;
}

/* "2020-09-02", and so with a time behind it; or "9/2/2020 12:00:00 AM". */
static bool parse_day(struct text text, date *out_day)
{
    char day_text[16];
    unsigned month = 0;
    unsigned day = 0;
    unsigned year = 0;

    if (text.length >= DATE_LENGTH && date_parse((struct text){ text.bytes, DATE_LENGTH }, out_day))
        return true;
    if (!take_number(&text, &month) || !take_slash(&text) || !take_number(&text, &day) ||
        !take_slash(&text) || !take_number(&text, &year) || month > 12 || day > 31)
        return false;
    (void)snprintf(day_text, sizeof(day_text), "%04u-%02u-%02u", year, month, day);
    return date_parse(text_of(day_text), out_day);
}

static bool read_days(struct api_call *call, struct interval *out_days)
{
    struct text from = argument_find(call, "startDate");
    struct text to = argument_find(call, "endDate");
    date today = api_today(call->api);

    out_days->to = today;
    if (!parse_day(from, &out_days->from) || (to.length > 0 && !parse_day(to, &out_days->to))) {
        code_answer_property(call, from.length == 0 ? "startDate" : "startDate, endDate");
        return false;
    }
    if (today.day - out_days->from.day > AUDIT_DAYS_MAX || out_days->to.day < out_days->from.day) {
        code_answer(call, CODE_DAYS_WRONG, NULL);
        return false;
    }
    out_days->to.day++; /* the last day counts */
    return true;
}

void audit_records_list(struct api_call *call)
{
    NOT_CLEARED struct audit_list list;
    uint64_t position = 0;

    list.subject.value = value_of;
    list.work.run = list_entries;
    list.visitor.take = take_entry;
    list.call = call;
    if (!page_read(call, field_names, &list.page))
        return;
    /* A token knows the days. */
    if ((list.page.days.from.day == list.page.days.to.day ||
         argument_find(call, "startDate").length > 0) &&
        !read_days(call, &list.page.days))
        return;
    list.book = follower_begin_reading(call->api->follower, &position);
    (void)call_read(call, &list.work);
    follower_end_reading(call->api->follower);
}
