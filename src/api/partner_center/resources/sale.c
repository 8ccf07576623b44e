/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/resources/sale.h"

#include <stdio.h>

#include "api/partner_center/resource.h"
#include "engine/version.h"

static enum status find_all(struct call *call, enum query query, guid id, struct rows *out_rows)
{
    struct query_key key = { .ids = { id }, .on = call->today };

    return call->store->find(call, query, &key, out_rows);
}

static const struct fact *find_subscription(const struct rows *rows, guid order)
{
    for (size_t i = 0; i < rows->count; i++)
        if (guid_equal(rows->list[i].fact.subscription.order, order))
            return &rows->list[i].fact;
    return NULL;
}

static enum subscription_status status_of(const struct rows *rows, guid subscription, date on)
{
    for (size_t i = rows->count; i-- > 0;) {
        const struct fact *fact = &rows->list[i].fact;

        if (guid_equal(fact->subscription_status.subscription, subscription) &&
            interval_holds(fact->valid, on))
            return (enum subscription_status)fact->subscription_status.status;
    }
    return SUBSCRIPTION_PENDING;
}

/* Without terms of its own a subscription is as it was ordered. */
static enum status find_terms(struct call *call, struct sale *sale)
{
    struct rows terms;

    TRY(find_all(call, QUERY_TERMS_OF_SUBSCRIPTION, sale->subscription.subscription.id, &terms));
    sale->terms.subscription_terms.quantity = sale->subscription.subscription.quantity;
    sale->terms.subscription_terms.renewal = RENEWAL_AUTOMATIC;
    sale->terms.subscription_terms.friendly_name = sale->offer.offer.name;
    for (size_t i = 0; i < terms.count; i++)
        if (interval_holds(terms.list[i].fact.valid, call->today))
            sale->terms = terms.list[i].fact;
    if (sale->terms.subscription_terms.friendly_name.length == 0)
        sale->terms.subscription_terms.friendly_name = sale->offer.offer.name;
    return STATUS_OK;
}

/* Fills what stands beside order and subscription. */
static enum status complete(struct call *call, struct sale *sale)
{
    struct query_key offer = { .text = sale->order.order.offer };
    struct rows records;
    struct row row;

    TRY(call_find_one(call, QUERY_OFFER, &offer, &row));
    sale->offer = row.fact;
    TRY(find_all(call, QUERY_PARTNERS_OF_RECORD_OF_SUBSCRIPTION, sale->subscription.subscription.id,
                 &records));
    for (size_t i = 0; i < records.count; i++)
        if (interval_holds(records.list[i].fact.valid, call->today))
            sale->partner_id = records.list[i].fact.partner_of_record.mpn_id;
    TRY(version_of_subscription(call, sale->subscription.subscription.id, &sale->version));
    return find_terms(call, sale);
}

static guid order_id(const struct fact *order)
{
    return guid_is_none(order->order.line_of) ? order->order.id : order->order.line_of;
}

guid sale_order_id(const struct sale *sale)
{
    return order_id(&sale->order);
}

unsigned sale_line(const struct sale *sale)
{
    return guid_is_none(sale->order.order.line_of) ? 1 : sale->order.order.line;
}

/* Whether it is the one that is asked for, if one is. */
static bool is_any_or(guid asked, guid id)
{
    return guid_is_none(asked) || guid_equal(asked, id);
}

static bool is_asked(const struct sale_question *question, const struct fact *order)
{
    return (guid_equal(order->order.seller, question->partner) ||
            guid_equal(order->order.provider, question->partner)) &&
           is_any_or(question->order, order_id(order));
}

enum status sales_load(struct call *call, const struct sale_question *question,
                       struct sales *out_sales)
{
    struct rows orders;
    struct rows subscriptions;
    struct rows statuses;
    struct sales sales = { 0 };

    TRY(find_all(call, QUERY_ORDERS_OF_CUSTOMER, question->customer, &orders));
    TRY(find_all(call, QUERY_SUBSCRIPTIONS_OF_CUSTOMER, question->customer, &subscriptions));
    TRY(find_all(call, QUERY_STATUSES_OF_CUSTOMER, question->customer, &statuses));
    sales.list = arena_new(&call->arena, orders.count + 1, sizeof(*sales.list));
    for (size_t i = 0; i < orders.count; i++) {
        struct sale *sale = &sales.list[sales.count];
        const struct fact *order = &orders.list[i].fact;
        const struct fact *subscription = find_subscription(&subscriptions, order->order.id);

        if (subscription == NULL || !is_asked(question, order) ||
            !is_any_or(question->subscription, subscription->subscription.id) ||
            !is_any_or(question->parent, subscription->subscription.parent))
            continue;
        sale->order = *order;
        sale->subscription = *subscription;
        sale->status = status_of(&statuses, subscription->subscription.id, call->today);
        sale->partner_id = TEXT("");
        TRY(complete(call, sale));
        if (question->partner_id.length == 0 || text_equal(question->partner_id, sale->partner_id))
            sales.count++;
    }
    *out_sales = sales;
    return STATUS_OK;
}

void sale_write_parent(struct json_writer *writer, const struct sale *sale)
{
    if (!guid_is_none(sale->subscription.subscription.parent))
        resource_guid(writer, "parentSubscriptionId", sale->subscription.subscription.parent);
}

void sale_etag(const struct sale *sale, char out_etag[ETAG_BYTES])
{
    char id[GUID_LENGTH + 1];
    char content[GUID_LENGTH + 24];
    int length = 0;

    guid_format(sale->subscription.subscription.id, id);
    length = snprintf(content, sizeof(content), "%s %llu", id, (unsigned long long)sale->version);
    resource_etag((struct text){ content, (size_t)length }, out_etag);
}
