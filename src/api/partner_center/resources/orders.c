/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Orders. Who calls buys from the vendor; the reseller of the chain is whom the partner id names
 * that the line has, as "partnerIdOnRecord" or as its participant "transaction_reseller".
 */
#include <stdio.h>
#include <strings.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/catalogue.h"
#include "api/partner_center/resources/customer.h"
#include "api/partner_center/resources/sale.h"
#include "engine/use_cases.h"

enum {
    PARAMETER_ORDER = 2
};

/* Placing. */

struct order_line {
    struct text offer, partner_id, friendly_name;
    int64_t quantity;
    yyjson_val *participants;
};

static const struct body_field order_fields[] = {
    { "lineItems", BODY_LIST, 0 },
};

static const struct body_field line_fields[] = {
    { "offerId", BODY_TEXT, offsetof(struct order_line, offer) },
    { "quantity", BODY_NUMBER, offsetof(struct order_line, quantity) },
    { "partnerIdOnRecord", BODY_TEXT, offsetof(struct order_line, partner_id) },
    { "friendlyName", BODY_TEXT, offsetof(struct order_line, friendly_name) },
    { "participants", BODY_LIST, offsetof(struct order_line, participants) },
};

struct participant {
    struct text key, value;
};

static const struct body_field participant_fields[] = {
    { "key", BODY_TEXT, offsetof(struct participant, key) },
    { "value", BODY_TEXT, offsetof(struct participant, value) },
};

static bool refuse(struct api_call *call, const char *property)
{
    code_answer_property(call, property);
    return false;
}

static bool read_participants(struct api_call *call, struct order_line *line)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    yyjson_arr_foreach (line->participants, index, count, item) {
        struct participant participant = { 0 };

        if (!body_read(call, item, participant_fields, COUNT_OF(participant_fields), &participant))
            return false;
        if (line->partner_id.length == 0 && text_is(participant.key, "transaction_reseller"))
            line->partner_id = participant.value;
    }
    return true;
}

/* Reads the one line of an order. */
static bool read_line(struct api_call *call, const struct body *body, struct order_line *out_line)
{
    yyjson_val *lines = NULL;

    *out_line = (struct order_line){ 0 };
    if (!body_read(call, body->root, order_fields, COUNT_OF(order_fields), (void *)&lines))
        return false;
    if (yyjson_arr_size(lines) == 0)
        return refuse(call, "lineItems");
    if (yyjson_arr_size(lines) > 1) {
        code_answer(call, CODE_ONE_LINE, NULL);
        return false;
    }
    if (!body_read(call, yyjson_arr_get_first(lines), line_fields, COUNT_OF(line_fields),
                   out_line) ||
        !read_participants(call, out_line))
        return false;
    if (out_line->offer.length == 0)
        return refuse(call, "lineItems.offerId");
    if (out_line->quantity < 1 || out_line->quantity > QUANTITY_MAX) {
        code_answer(call, CODE_QUANTITY_WRONG, NULL);
        return false;
    }
    return true;
}

/* Who sells to whom by an order. */
struct chain_work {
    struct store_work work; /* first */
    guid caller;
    struct text partner_id;
    struct text offer; /* in: as it is asked for, out: its id */
    struct fact named; /* whom the partner id names */
    bool is_named;
    bool is_provider; /* the caller is one */
};

/* An offer is asked for by its id, or by what stands for it in the catalogue. */
static enum status find_offer(struct chain_work *chain, struct call *call)
{
    struct query_key key = { .text = chain->offer };
    struct row row;

    TRY(call_find_one(call, QUERY_OFFER, &key, &row));
    if (row.id == 0)
        chain->offer = catalogue_offer_of(chain->offer);
    return STATUS_OK;
}

static enum status find_chain(struct store_work *work, struct call *call)
{
    struct chain_work *chain = (struct chain_work *)work;
    struct query_key key = { .ids = { chain->caller }, .text = chain->partner_id };
    struct rows rows;
    struct row row;

    TRY(find_offer(chain, call));
    TRY(call_find_one(call, QUERY_PARTNER_ID, &key, &row));
    chain->named = row.fact;
    chain->is_named = row.id != 0;
    chain->is_provider = false;
    TRY(call->store->find(call, QUERY_ENROLLMENTS_OF_TENANT, &key, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;

        chain->is_provider |=
            fact->enrollment.role == ROLE_INDIRECT_PROVIDER &&
            enrollment_status_is_live((enum enrollment_status)fact->enrollment.status) &&
            interval_holds(fact->valid, call->today);
    }
    return STATUS_OK;
}

/* A provider's order without a partner id has nobody who sells: it is judged as its own sale, and
 * the rules refuse it (Q1). */
static bool read_chain(struct api_call *call, const struct order_line *line,
                       struct act_input *input)
{
    struct text partner_id = line->partner_id;
    struct chain_work chain = { .work = { find_chain },
                                .caller = call->principal.tenant,
                                .partner_id = partner_id,
                                .offer = line->offer };

    if (!call_read(call, &chain.work))
        return false;
    input->seller = call->principal.tenant;
    input->mpn_id = partner_id;
    input->offer = chain.offer;
    if (partner_id.length == 0)
        return true;
    if (!chain.is_named) {
        code_answer(call, CODE_PARTNER_ID_UNKNOWN, NULL);
        return false;
    }
    if (!chain.is_provider)
        return true;
    if (guid_equal(chain.named.partner_id.tenant, call->principal.tenant)) {
        code_answer(call, CODE_PARTNER_ID_OF_PROVIDER, NULL);
        return false;
    }
    input->seller = chain.named.partner_id.tenant;
    input->provider = call->principal.tenant;
    return true;
}

/* Showing. */

static void write_line(struct json_writer *writer, const struct sale *sale, const char *customer)
{
    char id[GUID_LENGTH + 1];
    char uri[URI_BYTES];

    guid_format(sale->subscription.subscription.id, id);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/subscriptions/%s", customer, id);
    json_begin_object(writer);
    resource_integer(writer, "lineItemNumber", 0);
    resource_text(writer, "offerId", sale->order.order.offer);
    resource_string(writer, "subscriptionId", id);
    resource_text(writer, "friendlyName", sale->terms.subscription_terms.friendly_name);
    resource_integer(writer, "quantity", sale->order.order.quantity);
    resource_text(writer, "partnerIdOnRecord", sale->order.order.mpn_id);
    json_key(writer, "links");
    json_begin_object(writer);
    resource_link(writer, "subscription", "GET", uri);
    json_end_object(writer);
    json_end_object(writer);
}

static void write_order(struct json_writer *writer, const struct sale *sale, const char *currency)
{
    char customer[GUID_LENGTH + 1];
    char order[GUID_LENGTH + 1];
    char uri[URI_BYTES];
    char etag[ETAG_BYTES];

    guid_format(sale->order.order.customer, customer);
    guid_format(sale->order.order.id, order);
    resource_string(writer, "id", order);
    resource_string(writer, "referenceCustomerId", customer);
    resource_string(writer, "billingCycle", "none");
    resource_string(writer, "currencyCode", currency);
    json_key(writer, "lineItems");
    json_begin_array(writer);
    write_line(writer, sale, customer);
    json_end_array(writer);
    resource_day(writer, "creationDate", sale->order.order.placed_on);
    resource_string(writer, "status", "completed");
    resource_string(writer, "transactionType", "UserPurchase");
    json_key(writer, "links");
    json_begin_object(writer);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/orders/%s/provisioningstatus", customer, order);
    resource_link(writer, "provisioningStatus", "GET", uri);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/orders/%s", customer, order);
    resource_link(writer, "self", "GET", uri);
    json_end_object(writer);
    resource_etag(text_of(order), etag);
    resource_attributes(writer, "Order", etag);
}

/* Orders being shown: all, or one. */
struct orders_work {
    struct store_work work; /* first */
    struct api_call *call;
    struct sale_question question;
    const char *currency;
    unsigned status; /* of the answer */
    bool is_found;
};

static enum status show_one(struct store_work *work, struct call *call)
{
    struct orders_work *orders = (struct orders_work *)work;
    NOT_CLEARED struct json_writer writer;
    struct sales sales;

    TRY(sales_load(call, &orders->question, &sales));
    orders->is_found = sales.count > 0;
    if (!orders->is_found)
        return STATUS_OK;
    buffer_clear(&orders->call->response->body);
    resource_begin(orders->call, &writer);
    write_order(&writer, &sales.list[0], orders->currency);
    resource_end(orders->call, &writer, orders->status);
    return STATUS_OK;
}

static enum status show_all(struct store_work *work, struct call *call)
{
    struct orders_work *orders = (struct orders_work *)work;
    NOT_CLEARED struct page page;
    struct sales sales;

    TRY(sales_load(call, &orders->question, &sales));
    orders->is_found = true;
    page_begin_all(orders->call, &page);
    for (size_t i = 0; i < sales.count; i++) {
        json_begin_object(&page.writer);
        write_order(&page.writer, &sales.list[i], orders->currency);
        json_end_object(&page.writer);
        page_count(&page);
    }
    page_end(orders->call, &page);
    return STATUS_OK;
}

static enum status show_provisioning(struct store_work *work, struct call *call)
{
    struct orders_work *orders = (struct orders_work *)work;
    NOT_CLEARED struct page page;
    struct sales sales;

    TRY(sales_load(call, &orders->question, &sales));
    orders->is_found = sales.count > 0;
    if (!orders->is_found)
        return STATUS_OK;
    page_begin_all(orders->call, &page);
    json_begin_object(&page.writer);
    resource_integer(&page.writer, "lineItemNumber", 0);
    resource_string(&page.writer, "status", "Fulfilled");
    json_key(&page.writer, "quantityProvisioningInformation");
    json_begin_array(&page.writer);
    json_begin_object(&page.writer);
    resource_integer(&page.writer, "quantity", sales.list[0].order.order.quantity);
    resource_string(&page.writer, "status", "Fulfilled");
    json_end_object(&page.writer);
    json_end_array(&page.writer);
    resource_attributes(&page.writer, "OrderLineItemProvisioningStatus", NULL);
    json_end_object(&page.writer);
    page_count(&page);
    page_end(orders->call, &page);
    return STATUS_OK;
}

/* Shows what a question is answered by, of a customer of the caller. */
static void show(struct api_call *call, struct orders_work *orders)
{
    struct customer customer;

    if (!customer_begin(call, &customer))
        return;
    orders->call = call;
    orders->question.customer = customer.card.id;
    orders->question.partner = call->principal.tenant;
    orders->currency = market_currency(customer.card.country, api_today(call->api));
    customer_end(&customer);
    if (call_read(call, &orders->work) && !orders->is_found)
        code_answer(call, CODE_ORDER_UNKNOWN, NULL);
}

static bool read_order_id(struct api_call *call, guid *out_id)
{
    if (guid_parse(call->parameters[PARAMETER_ORDER], out_id))
        return true;
    code_answer(call, CODE_ORDER_UNKNOWN, NULL);
    return false;
}

static void place(struct api_call *call, const struct act_input *input)
{
    struct orders_work orders = { .work = { show_one }, .status = 201 };
    struct act_answer answer;

    if (!acting_do(call, &use_case_place_order, input, &answer))
        return;
    orders.question.order = acting_note(&answer, "order");
    act_answer_done(&answer);
    show(call, &orders);
}

void order_place(struct api_call *call)
{
    struct act_input input = act_input_begin();
    struct customer customer;
    struct order_line line;
    struct body body;

    if (!customer_begin(call, &customer))
        return;
    input.customer = customer.card.id;
    customer_end(&customer);
    if (!body_begin(call, &body))
        return;
    if (read_line(call, &body, &line) && read_chain(call, &line, &input)) {
        input.friendly_name = line.friendly_name;
        input.quantity = (uint32_t)line.quantity;
        place(call, &input);
    }
    body_end(&body);
}

void orders_list(struct api_call *call)
{
    struct orders_work orders = { .work = { show_all }, .status = 200 };

    show(call, &orders);
}

void order_show(struct api_call *call)
{
    struct orders_work orders = { .work = { show_one }, .status = 200 };

    if (read_order_id(call, &orders.question.order))
        show(call, &orders);
}

void order_provisioning_show(struct api_call *call)
{
    struct orders_work orders = { .work = { show_provisioning }, .status = 200 };

    if (read_order_id(call, &orders.question.order))
        show(call, &orders);
}
