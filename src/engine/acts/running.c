/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/acts/running.h"

enum status subscription_find_status(struct acting *acting, guid subscription,
                                     enum subscription_status *out_status)
{
    const struct row *row;

    TRY(act_find_current(acting, QUERY_STATUSES_OF_SUBSCRIPTION, subscription, GUID_NONE, &row));
    *out_status = row == NULL ? SUBSCRIPTION_PENDING
                              : (enum subscription_status)row->fact.subscription_status.status;
    return STATUS_OK;
}

static enum status add_if_running(struct acting *acting, const struct fact *order,
                                  const struct fact *subscription, struct runnings *runnings)
{
    guid id = subscription->subscription.id;
    enum subscription_status status;

    TRY(subscription_find_status(acting, id, &status));
    if (status == SUBSCRIPTION_ACTIVE || status == SUBSCRIPTION_SUSPENDED)
        runnings->list[runnings->count++] = (struct running){ *order, id };
    return STATUS_OK;
}

enum status running_find(struct acting *acting, const struct rows *orders,
                         struct runnings *out_runnings)
{
    struct runnings runnings = {
        .list = arena_new(&acting->call->arena, orders->count, sizeof(*runnings.list)),
    };

    for (size_t i = 0; i < orders->count; i++) {
        const struct fact *order = &orders->list[i].fact;
        struct rows rows;

        TRY(act_find(acting, QUERY_SUBSCRIPTION_OF_ORDER, order->order.id, GUID_NONE, &rows));
        /* An order brings one subscription; an imported one may have none. */
        if (rows.count > 0)
            TRY(add_if_running(acting, order, &rows.list[0].fact, &runnings));
    }
    *out_runnings = runnings;
    return STATUS_OK;
}
