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

/* A line as it is asked for. */
struct asked_line {
    struct text offer, partner_id, friendly_name;
    int64_t quantity, number;
    guid subscription; /* of a line that is there already */
    guid parent;
    yyjson_val *participants;
};

/* The lines of an order, by their numbers, and who sells them. */
struct asked_order {
    struct asked_line lines[ORDER_LINES_MAX];
    unsigned count;
    struct text partner_id;
};

static const struct body_field order_fields[] = {
    { "lineItems", BODY_LIST, 0 },
};

static const struct body_field line_fields[] = {
    { "offerId", BODY_TEXT, offsetof(struct asked_line, offer) },
    { "quantity", BODY_NUMBER, offsetof(struct asked_line, quantity) },
    { "lineItemNumber", BODY_NUMBER, offsetof(struct asked_line, number) },
    { "partnerIdOnRecord", BODY_TEXT, offsetof(struct asked_line, partner_id) },
    { "friendlyName", BODY_TEXT, offsetof(struct asked_line, friendly_name) },
    { "subscriptionId", BODY_GUID, offsetof(struct asked_line, subscription) },
    { "parentSubscriptionId", BODY_GUID, offsetof(struct asked_line, parent) },
    { "participants", BODY_LIST, offsetof(struct asked_line, participants) },
};

struct participant {
    struct text key, value;
};

static const struct body_field participant_fields[] = {
    { "key", BODY_TEXT, offsetof(struct participant, key) },
    { "value", BODY_TEXT, offsetof(struct participant, value) },
};

static bool refuse(struct api_call *call, enum code code)
{
    code_answer(call, code, NULL);
    return false;
}

static bool refuse_property(struct api_call *call, const char *property)
{
    code_answer_property(call, property);
    return false;
}

static bool read_participants(struct api_call *call, struct asked_line *line)
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

static bool read_line(struct api_call *call, yyjson_val *item, struct asked_line *out_line)
{
    *out_line = (struct asked_line){ 0 };
    if (!body_read(call, item, line_fields, COUNT_OF(line_fields), out_line) ||
        !read_participants(call, out_line))
        return false;
    if (out_line->offer.length == 0)
        return refuse_property(call, "lineItems.offerId");
    if (out_line->quantity < 1 || out_line->quantity > QUANTITY_MAX)
        return refuse(call, CODE_QUANTITY_WRONG);
    return true;
}

/* By their numbers; those who give all of them one keep their order. */
static void add_line(struct asked_order *order, const struct asked_line *line)
{
    unsigned place = order->count++;

    for (; place > 0 && order->lines[place - 1].number > line->number; place--)
        order->lines[place] = order->lines[place - 1];
    order->lines[place] = *line;
}

static bool read_lines(struct api_call *call, const struct body *body, struct asked_order *order)
{
    yyjson_val *lines = NULL;
    yyjson_val *item = NULL;
    size_t index = 0;
    size_t count = 0;
    struct asked_line line;

    order->count = 0;
    if (!body_read(call, body->root, order_fields, COUNT_OF(order_fields), (void *)&lines))
        return false;
    if (yyjson_arr_size(lines) == 0)
        return refuse_property(call, "lineItems");
    if (yyjson_arr_size(lines) > ORDER_LINES_MAX)
        return refuse(call, CODE_LINES_TOO_MANY);
    yyjson_arr_foreach (lines, index, count, item) {
        if (!read_line(call, item, &line))
            return false;
        add_line(order, &line);
    }
    return true;
}

/* All lines are sold by the one partner that they name. */
static bool read_reseller(struct api_call *call, struct asked_order *order)
{
    order->partner_id = order->lines[0].partner_id;
    for (unsigned i = 1; i < order->count; i++)
        if (!text_equal(order->lines[i].partner_id, order->partner_id))
            return refuse(call, CODE_SEVERAL_RESELLERS);
    return true;
}

/* Who sells to whom by an order. */
struct chain_work {
    struct store_work work; /* first */
    guid caller;
    struct asked_order *order; /* its offers in: as they are asked for, out: their ids */
    struct fact named;         /* whom the partner id names */
    bool is_named;
    bool is_provider; /* the caller is one */
};

/* An offer is asked for by its id, or by what stands for it in the catalogue. */
static enum status find_offer(struct call *call, struct text *offer)
{
    struct query_key key = { .text = *offer };
    struct row row;

    TRY(call_find_one(call, QUERY_OFFER, &key, &row));
    if (row.id == 0)
        *offer = catalogue_offer_of(*offer);
    return STATUS_OK;
}

static enum status find_chain(struct store_work *work, struct call *call)
{
    struct chain_work *chain = (struct chain_work *)work;
    struct query_key key = { .ids = { chain->caller }, .text = chain->order->partner_id };
    struct rows rows;
    struct row row;

    for (unsigned i = 0; i < chain->order->count; i++)
        TRY(find_offer(call, &chain->order->lines[i].offer));
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
static bool read_chain(struct api_call *call, struct asked_order *order, struct act_input *input)
{
    struct chain_work chain = { .work = { find_chain },
                                .caller = call->principal.tenant,
                                .order = order };

    if (!call_read(call, &chain.work))
        return false;
    input->seller = call->principal.tenant;
    input->mpn_id = order->partner_id;
    if (order->partner_id.length == 0)
        return true;
    if (!chain.is_named)
        return refuse(call, CODE_PARTNER_ID_UNKNOWN);
    if (!chain.is_provider)
        return true;
    if (guid_equal(chain.named.partner_id.tenant, call->principal.tenant))
        return refuse(call, CODE_PARTNER_ID_OF_PROVIDER);
    input->seller = chain.named.partner_id.tenant;
    input->provider = call->principal.tenant;
    return true;
}

/* Showing. */

/* The line of the order that has the lowest number above one; NULL behind the last. */
static const struct sale *next_line(const struct sales *sales, guid order, unsigned number)
{
    const struct sale *next = NULL;

    for (size_t i = 0; i < sales->count; i++) {
        const struct sale *sale = &sales->list[i];

        if (guid_equal(sale_order_id(sale), order) && sale_line(sale) > number &&
            (next == NULL || sale_line(sale) < sale_line(next)))
            next = sale;
    }
    return next;
}

static void write_line(struct json_writer *writer, const struct sale *sale)
{
    char id[GUID_LENGTH + 1];
    char customer[GUID_LENGTH + 1];
    char uri[URI_BYTES];

    guid_format(sale->subscription.subscription.id, id);
    guid_format(sale->order.order.customer, customer);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/subscriptions/%s", customer, id);
    json_begin_object(writer);
    resource_integer(writer, "lineItemNumber", sale_line(sale) - 1);
    resource_text(writer, "offerId", sale->order.order.offer);
    resource_string(writer, "subscriptionId", id);
    sale_write_parent(writer, sale);
    resource_text(writer, "friendlyName", sale->terms.subscription_terms.friendly_name);
    resource_integer(writer, "quantity", sale->order.order.quantity);
    resource_text(writer, "partnerIdOnRecord", sale->order.order.mpn_id);
    json_key(writer, "links");
    json_begin_object(writer);
    resource_link(writer, "subscription", "GET", uri);
    json_end_object(writer);
    json_end_object(writer);
}

/* The order of a first line. */
static void write_order(struct json_writer *writer, const struct sales *sales,
                        const struct sale *first, const char *currency)
{
    char customer[GUID_LENGTH + 1];
    char order[GUID_LENGTH + 1];
    char uri[URI_BYTES];
    char etag[ETAG_BYTES];

    guid_format(first->order.order.customer, customer);
    guid_format(sale_order_id(first), order);
    resource_string(writer, "id", order);
    resource_string(writer, "referenceCustomerId", customer);
    resource_string(writer, "billingCycle", "none");
    resource_string(writer, "currencyCode", currency);
    json_key(writer, "lineItems");
    json_begin_array(writer);
    for (const struct sale *line = first; line != NULL;
         line = next_line(sales, sale_order_id(first), sale_line(line)))
        write_line(writer, line);
    json_end_array(writer);
    resource_day(writer, "creationDate", first->order.order.placed_on);
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
    const struct sale *first = NULL;
    struct sales sales;

    TRY(sales_load(call, &orders->question, &sales));
    first = next_line(&sales, orders->question.order, 0);
    orders->is_found = first != NULL;
    if (!orders->is_found)
        return STATUS_OK;
    buffer_clear(&orders->call->response->body);
    resource_begin(orders->call, &writer);
    write_order(&writer, &sales, first, orders->currency);
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
        if (sale_line(&sales.list[i]) > 1)
            continue;
        json_begin_object(&page.writer);
        write_order(&page.writer, &sales, &sales.list[i], orders->currency);
        json_end_object(&page.writer);
        page_count(&page);
    }
    page_end(orders->call, &page);
    return STATUS_OK;
}

static void write_provisioning(struct json_writer *writer, const struct sale *sale)
{
    json_begin_object(writer);
    resource_integer(writer, "lineItemNumber", sale_line(sale) - 1);
    resource_string(writer, "status", "Fulfilled");
    json_key(writer, "quantityProvisioningInformation");
    json_begin_array(writer);
    json_begin_object(writer);
    resource_integer(writer, "quantity", sale->order.order.quantity);
    resource_string(writer, "status", "Fulfilled");
    json_end_object(writer);
    json_end_array(writer);
    resource_attributes(writer, "OrderLineItemProvisioningStatus", NULL);
    json_end_object(writer);
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
    for (const struct sale *line = next_line(&sales, orders->question.order, 0); line != NULL;
         line = next_line(&sales, orders->question.order, sale_line(line))) {
        write_provisioning(&page.writer, line);
        page_count(&page);
    }
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

static void fill_lines(const struct asked_order *order, struct act_input *input)
{
    struct order_lines *further = &input->further_lines;

    input->offer = order->lines[0].offer;
    input->friendly_name = order->lines[0].friendly_name;
    input->parent = order->lines[0].parent;
    input->quantity = (uint32_t)order->lines[0].quantity;
    for (unsigned i = 1; i < order->count; i++) {
        const struct asked_line *line = &order->lines[i];

        further->list[further->count++] =
            (struct order_line){ line->offer, line->friendly_name, line->parent,
                                 (uint32_t)line->quantity };
    }
}

void order_place(struct api_call *call)
{
    struct act_input input = act_input_begin();
    NOT_CLEARED struct asked_order order;
    struct customer customer;
    struct body body;

    if (!customer_begin(call, &customer))
        return;
    input.customer = customer.card.id;
    customer_end(&customer);
    if (!body_begin(call, &body))
        return;
    if (read_lines(call, &body, &order) && read_reseller(call, &order) &&
        read_chain(call, &order, &input)) {
        fill_lines(&order, &input);
        place(call, &input);
    }
    body_end(&body);
}

/* Extending. */

/* An order as it stands, and what is asked for beside it. */
struct extension_work {
    struct store_work work; /* first */
    struct sale_question question;
    const struct asked_order *asked;
    struct asked_order added; /* out: the new lines alone */
    enum code code;           /* out: CODE_COUNT: nothing stands against it */
};

/* Whether a line that is there already is asked for as it is; what is left out stays. */
static bool is_as_ordered(const struct sale *sale, const struct asked_line *line)
{
    return line->quantity == sale->order.order.quantity &&
           text_equal(line->offer, sale->order.order.offer);
}

static enum code code_of_line(const struct sales *sales, const struct asked_line *line)
{
    const struct sale *first = &sales->list[0];

    if (guid_is_none(line->subscription))
        return line->partner_id.length == 0 ||
                       text_equal(line->partner_id, first->order.order.mpn_id)
                   ? CODE_COUNT
                   : CODE_SEVERAL_RESELLERS;
    for (size_t i = 0; i < sales->count; i++)
        if (guid_equal(sales->list[i].subscription.subscription.id, line->subscription))
            return is_as_ordered(&sales->list[i], line) ? CODE_COUNT : CODE_LINE_UNCHANGEABLE;
    return CODE_SUBSCRIPTION_UNKNOWN;
}

static enum status find_new_lines(struct store_work *work, struct call *call)
{
    struct extension_work *extension = (struct extension_work *)work;
    struct asked_order *added = &extension->added;
    struct sales sales;

    TRY(sales_load(call, &extension->question, &sales));
    extension->code = sales.count > 0 ? CODE_COUNT : CODE_ORDER_UNKNOWN;
    added->count = 0;
    for (unsigned i = 0; i < extension->asked->count && extension->code == CODE_COUNT; i++) {
        struct asked_line line = extension->asked->lines[i];

        TRY(find_offer(call, &line.offer));
        extension->code = code_of_line(&sales, &line);
        if (guid_is_none(line.subscription))
            added->lines[added->count++] = line;
    }
    return STATUS_OK;
}

/* A client sends the lines that are there, too; if they are all, nothing is to be done. */
static void extend(struct api_call *call, const struct asked_order *asked, guid customer,
                   guid order)
{
    struct orders_work orders = { .work = { show_one }, .status = 200, .question.order = order };
    struct extension_work extension = {
        .work = { find_new_lines },
        .question = { .customer = customer, .partner = call->principal.tenant, .order = order },
        .asked = asked,
    };
    struct act_input input = act_input_begin();

    if (!call_read(call, &extension.work))
        return;
    if (extension.code != CODE_COUNT) {
        code_answer(call, extension.code, NULL);
        return;
    }
    input.order = order;
    if (extension.added.count > 0)
        fill_lines(&extension.added, &input);
    if (extension.added.count == 0 || acting_do_plain(call, &use_case_extend_order, &input))
        show(call, &orders);
}

void order_extend(struct api_call *call)
{
    NOT_CLEARED struct asked_order asked;
    struct customer customer;
    guid of_customer;
    struct body body;
    guid order;

    if (!customer_begin(call, &customer))
        return;
    of_customer = customer.card.id;
    customer_end(&customer);
    if (!read_order_id(call, &order) || !body_begin(call, &body))
        return;
    if (read_lines(call, &body, &asked))
        extend(call, &asked, of_customer, order);
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
