/* SPDX-License-Identifier: Apache-2.0 */
/* Subscriptions: what a customer has through the caller, and how it is changed. */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"
#include "api/partner_center/resources/sale.h"
#include "engine/use_cases.h"

enum {
    PARAMETER_SUBSCRIPTION = 2,
    CHANGES_MAX = 4
};

/* Showing. */

static void write_actions(struct json_writer *writer, enum subscription_status status)
{
    bool is_running = status == SUBSCRIPTION_ACTIVE || status == SUBSCRIPTION_SUSPENDED;

    json_key(writer, "actions");
    json_begin_array(writer);
    if (is_running) {
        json_string(writer, "edit");
        json_string(writer, "cancel");
    }
    json_end_array(writer);
    json_key(writer, "suspensionReasons");
    json_begin_array(writer);
    if (status == SUBSCRIPTION_SUSPENDED)
        json_string(writer, "CustomerCancellation");
    json_end_array(writer);
}

static void write_terms(struct json_writer *writer, const struct sale *sale)
{
    date placed_on = sale->order.order.placed_on;

    resource_integer(writer, "quantity", sale->terms.subscription_terms.quantity);
    resource_string(writer, "unitType", "Licenses");
    resource_flag(writer, "hasPurchasableAddons", false);
    resource_day(writer, "creationDate", placed_on);
    resource_day(writer, "effectiveStartDate", placed_on);
    /* It has no term of its own: it runs until it is cancelled. */
    resource_day(writer, "commitmentEndDate", (date){ DAY_NUMBER(9999, 12, 31) });
    resource_string(writer, "status", subscription_status_words.list[sale->status]);
    resource_flag(writer, "autoRenewEnabled",
                  sale->terms.subscription_terms.renewal == RENEWAL_AUTOMATIC);
    resource_flag(writer, "isTrial", false);
    resource_string(writer, "billingType", "license");
    resource_string(writer, "billingCycle", "none");
    resource_string(writer, "contractType", "subscription");
}

static void write_subscription(struct json_writer *writer, const struct sale *sale)
{
    char id[GUID_LENGTH + 1];
    char customer[GUID_LENGTH + 1];
    char uri[URI_BYTES];
    char etag[ETAG_BYTES];

    guid_format(sale->subscription.subscription.id, id);
    guid_format(sale->subscription.subscription.customer, customer);
    resource_string(writer, "id", id);
    resource_string(writer, "entitlementId", id);
    resource_text(writer, "offerId", sale->order.order.offer);
    sale_write_parent(writer, sale);
    resource_text(writer, "offerName", sale->offer.offer.name);
    resource_text(writer, "friendlyName", sale->terms.subscription_terms.friendly_name);
    write_terms(writer, sale);
    resource_flag(writer, "isMicrosoftProduct", sale->offer.offer.party == OFFER_FIRST_PARTY);
    resource_text(writer, "publisherName", sale->offer.offer.publisher);
    write_actions(writer, sale->status);
    resource_text(writer, "partnerId", sale->partner_id);
    json_key(writer, "links");
    json_begin_object(writer);
    (void)snprintf(uri, sizeof(uri), "/offers/%.*s", (int)sale->order.order.offer.length,
                   sale->order.order.offer.bytes);
    resource_link(writer, "offer", "GET", uri);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/subscriptions/%s", customer, id);
    resource_link(writer, "self", "GET", uri);
    json_end_object(writer);
    resource_guid(writer, "orderId", sale_order_id(sale));
    sale_etag(sale, etag);
    resource_attributes(writer, "Subscription", etag);
}

/* What is shown of the subscriptions that are found. */
struct subscriptions_work {
    struct store_work work; /* first */
    struct api_call *call;
    struct sale_question question;
    void (*write)(struct json_writer *writer, const struct sale *sale); /* of one */
    bool is_found;
};

static enum status show_one(struct store_work *work, struct call *call)
{
    struct subscriptions_work *subscriptions = (struct subscriptions_work *)work;
    NOT_CLEARED struct json_writer writer;
    struct sales sales;

    TRY(sales_load(call, &subscriptions->question, &sales));
    subscriptions->is_found = sales.count > 0;
    if (!subscriptions->is_found)
        return STATUS_OK;
    resource_begin(subscriptions->call, &writer);
    subscriptions->write(&writer, &sales.list[0]);
    resource_end(subscriptions->call, &writer, 200);
    return STATUS_OK;
}

static enum status show_all(struct store_work *work, struct call *call)
{
    struct subscriptions_work *subscriptions = (struct subscriptions_work *)work;
    NOT_CLEARED struct page page;
    struct sales sales;

    TRY(sales_load(call, &subscriptions->question, &sales));
    subscriptions->is_found = true;
    page_begin_all(subscriptions->call, &page);
    for (size_t i = 0; i < sales.count; i++) {
        json_begin_object(&page.writer);
        write_subscription(&page.writer, &sales.list[i]);
        json_end_object(&page.writer);
        page_count(&page);
    }
    page_end(subscriptions->call, &page);
    return STATUS_OK;
}

static enum status show_addons(struct store_work *work, struct call *call)
{
    struct subscriptions_work *subscriptions = (struct subscriptions_work *)work;
    struct sales sales;

    TRY(sales_load(call, &subscriptions->question, &sales));
    if (sales.count == 0) {
        subscriptions->is_found = false;
        return STATUS_OK;
    }
    subscriptions->question.parent = subscriptions->question.subscription;
    subscriptions->question.subscription = GUID_NONE;
    return show_all(work, call);
}

/* Puts a question about a customer of the caller. */
static bool ask(struct api_call *call, struct sale_question *question)
{
    struct customer customer;

    if (!customer_begin(call, &customer))
        return false;
    question->customer = customer.card.id;
    question->partner = call->principal.tenant;
    customer_end(&customer);
    return true;
}

static bool ask_one(struct api_call *call, struct sale_question *question)
{
    if (!ask(call, question))
        return false;
    if (guid_parse(call->parameters[PARAMETER_SUBSCRIPTION], &question->subscription))
        return true;
    code_answer(call, CODE_SUBSCRIPTION_UNKNOWN, NULL);
    return false;
}

static void show(struct subscriptions_work *subscriptions)
{
    if (call_read(subscriptions->call, &subscriptions->work) && !subscriptions->is_found)
        code_answer(subscriptions->call, CODE_SUBSCRIPTION_UNKNOWN, NULL);
}

static void show_by(struct api_call *call, struct subscriptions_work *subscriptions)
{
    subscriptions->call = call;
    if (ask_one(call, &subscriptions->question))
        show(subscriptions);
}

void subscriptions_list(struct api_call *call)
{
    struct subscriptions_work subscriptions = { .work = { show_all }, .call = call };
    struct text order = argument_find(call, "order_id");

    subscriptions.question.partner_id = argument_find(call, "mpn_id");
    if (!ask(call, &subscriptions.question))
        return;
    if (order.length > 0 && !guid_parse(order, &subscriptions.question.order))
        code_answer(call, CODE_ORDER_UNKNOWN, NULL);
    else
        show(&subscriptions);
}

void subscription_show(struct api_call *call)
{
    struct subscriptions_work subscriptions = { .work = { show_one }, .write = write_subscription };

    show_by(call, &subscriptions);
}

void subscription_addons_list(struct api_call *call)
{
    struct subscriptions_work subscriptions = { .work = { show_addons } };

    show_by(call, &subscriptions);
}

static void write_provisioning(struct json_writer *writer, const struct sale *sale)
{
    /* The kind of product has no GUID here; clients want one. */
    resource_guid(writer, "skuId", sale->subscription.subscription.id);
    resource_string(writer, "status", "success");
    resource_integer(writer, "quantity", sale->terms.subscription_terms.quantity);
    resource_day(writer, "endDate", (date){ DAY_NUMBER(9999, 12, 31) });
    resource_attributes(writer, "SubscriptionProvisioningStatus", NULL);
}

void subscription_provisioning_show(struct api_call *call)
{
    struct subscriptions_work subscriptions = { .work = { show_one }, .write = write_provisioning };

    show_by(call, &subscriptions);
}

/* Whom the customer turns to: who sold it the subscription. */
static void write_contact(struct json_writer *writer, const struct sale *sale)
{
    char id[GUID_LENGTH + 1];
    char customer[GUID_LENGTH + 1];
    char uri[URI_BYTES];

    guid_format(sale->subscription.subscription.id, id);
    guid_format(sale->subscription.subscription.customer, customer);
    resource_guid(writer, "supportTenantId", sale->order.order.seller);
    resource_text(writer, "supportMpnId", sale->partner_id);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/subscriptions/%s/supportcontact", customer, id);
    resource_links(writer, uri);
    resource_attributes(writer, "SupportContact", NULL);
}

void subscription_contact_show(struct api_call *call)
{
    struct subscriptions_work subscriptions = { .work = { show_one }, .write = write_contact };

    show_by(call, &subscriptions);
}

/* Changing. */

/* What a body asks for: the whole resource, of which only some may differ from what there is. */
struct wanted {
    struct text status, partner_id, etag, friendly_name;
    int64_t quantity;
    enum body_flag renews;
};

static const struct body_field wanted_fields[] = {
    { "status", BODY_TEXT, offsetof(struct wanted, status) },
    { "partnerId", BODY_TEXT, offsetof(struct wanted, partner_id) },
    { "attributes.etag", BODY_TEXT, offsetof(struct wanted, etag) },
    { "friendlyName", BODY_TEXT, offsetof(struct wanted, friendly_name) },
    { "quantity", BODY_NUMBER, offsetof(struct wanted, quantity) },
    { "autoRenewEnabled", BODY_FLAG, offsetof(struct wanted, renews) },
};

/* The acts that make of what there is what is wanted. */
struct changes {
    const struct use_case *use_cases[CHANGES_MAX];
    unsigned count;
    struct act_input input; /* of all of them */
};

/* What there is, kept beyond the store's call. */
struct current_work {
    struct store_work work; /* first */
    struct sale_question question;
    bool is_found;
    enum subscription_status status;
    char etag[ETAG_BYTES];
    char partner_id[FIELD_ID_BYTES_MAX + 1];
    char friendly_name[FIELD_BYTES_MAX + 1];
    unsigned renewal;
    uint32_t quantity;
};

static void keep(struct text text, char *out_copy, size_t size)
{
    (void)snprintf(out_copy, size, "%.*s", (int)text.length, text.bytes);
}

static enum status find_current(struct store_work *work, struct call *call)
{
    struct current_work *current = (struct current_work *)work;
    struct sales sales;

    TRY(sales_load(call, &current->question, &sales));
    current->is_found = sales.count > 0;
    if (!current->is_found)
        return STATUS_OK;
    current->status = sales.list[0].status;
    current->quantity = sales.list[0].terms.subscription_terms.quantity;
    current->renewal = sales.list[0].terms.subscription_terms.renewal;
    keep(sales.list[0].terms.subscription_terms.friendly_name, current->friendly_name,
         sizeof(current->friendly_name));
    sale_etag(&sales.list[0], current->etag);
    keep(sales.list[0].partner_id, current->partner_id, sizeof(current->partner_id));
    return STATUS_OK;
}

static const struct use_case *use_case_to(enum subscription_status from,
                                          enum subscription_status to)
{
    if (to == SUBSCRIPTION_SUSPENDED)
        return &use_case_suspend_subscription;
    if (to == SUBSCRIPTION_ACTIVE && from == SUBSCRIPTION_SUSPENDED)
        return &use_case_resume_subscription;
    return to == SUBSCRIPTION_DELETED ? &use_case_cancel_subscription : NULL;
}

static bool add_status(struct api_call *call, struct text wanted,
                       const struct current_work *current, struct changes *changes)
{
    char room[64];
    unsigned status = SUBSCRIPTION_STATUS_COUNT;
    const struct use_case *use_case = NULL;

    if (wanted.length == 0 || text_is_in_any_case(wanted, "none"))
        return true;
    if (wanted.length * TEXT_FOLD_GROWTH > sizeof(room) ||
        !words_find(&subscription_status_words, text_fold(wanted, room), &status)) {
        code_answer_property(call, "status");
        return false;
    }
    if (status == current->status)
        return true;
    use_case = use_case_to(current->status, (enum subscription_status)status);
    if (use_case == NULL) {
        code_answer(call,
                    current->status == SUBSCRIPTION_DELETED ? CODE_SUBSCRIPTION_DELETED
                                                            : CODE_STATUS_UNCHANGEABLE,
                    subscription_status_words.list[current->status]);
        return false;
    }
    changes->use_cases[changes->count++] = use_case;
    return true;
}

static bool add_partner_id(struct api_call *call, struct text wanted,
                           const struct current_work *current, struct changes *changes)
{
    if (wanted.length == 0 || text_is(wanted, current->partner_id))
        return true;
    if (!text_is_digits(wanted) || wanted.length > FIELD_ID_BYTES_MAX) {
        code_answer_property(call, "partnerId");
        return false;
    }
    changes->input.mpn_id = wanted;
    changes->use_cases[changes->count++] = &use_case_associate_partner_id;
    return true;
}

static bool add_terms(struct api_call *call, const struct wanted *wanted,
                      const struct current_work *current, struct changes *changes)
{
    struct act_input *input = &changes->input;

    input->quantity = current->quantity;
    input->renewal = current->renewal;
    input->friendly_name = text_of(current->friendly_name);
    if (wanted->quantity < 0 || wanted->quantity > QUANTITY_MAX) {
        code_answer(call, CODE_QUANTITY_WRONG, NULL);
        return false;
    }
    if (wanted->quantity > 0)
        input->quantity = (uint32_t)wanted->quantity;
    if (wanted->renews != BODY_FLAG_ABSENT)
        input->renewal = wanted->renews == BODY_FLAG_TRUE ? RENEWAL_AUTOMATIC : RENEWAL_NONE;
    if (wanted->friendly_name.length > 0)
        input->friendly_name = wanted->friendly_name;
    if (input->quantity != current->quantity || input->renewal != current->renewal ||
        !text_is(input->friendly_name, current->friendly_name))
        changes->use_cases[changes->count++] = &use_case_change_subscription;
    return true;
}

static bool find_changes(struct api_call *call, const struct wanted *wanted,
                         const struct current_work *current, struct changes *out_changes)
{
    *out_changes = (struct changes){ .input = act_input_begin() };
    out_changes->input.subscription = current->question.subscription;
    /* The status last: a subscription that is deleted has nothing else any more. */
    return add_partner_id(call, wanted->partner_id, current, out_changes) &&
           add_terms(call, wanted, current, out_changes) &&
           add_status(call, wanted->status, current, out_changes);
}

/* Several are tried before the first is done: all of them, or none. */
static bool make_changes(struct api_call *call, const struct changes *changes)
{
    for (unsigned i = 0; i < changes->count && changes->count > 1; i++)
        if (!acting_try(call, changes->use_cases[i], &changes->input))
            return false;
    for (unsigned i = 0; i < changes->count; i++)
        if (!acting_do_plain(call, changes->use_cases[i], &changes->input))
            return false;
    return true;
}

static bool change(struct api_call *call, const struct wanted *wanted,
                   const struct sale_question *question)
{
    struct current_work current = { .work = { find_current }, .question = *question };
    struct changes changes;

    if (!call_read(call, &current.work))
        return false;
    if (!current.is_found) {
        code_answer(call, CODE_SUBSCRIPTION_UNKNOWN, NULL);
        return false;
    }
    if (!find_changes(call, wanted, &current, &changes))
        return false;
    /* Who sends the same again after it was done has an etag of before, and is answered again. */
    return changes.count == 0 || (resource_etag_is_right(call, current.etag, wanted->etag) &&
                                  make_changes(call, &changes));
}

void subscription_change(struct api_call *call)
{
    struct subscriptions_work subscriptions = { .work = { show_one },
                                                .call = call,
                                                .write = write_subscription };
    struct wanted wanted = { 0 };
    struct body body;

    if (!ask_one(call, &subscriptions.question) || !body_begin(call, &body))
        return;
    if (body_read(call, body.root, wanted_fields, COUNT_OF(wanted_fields), &wanted) &&
        change(call, &wanted, &subscriptions.question))
        show(&subscriptions);
    body_end(&body);
}
