/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/partner_center.h"

#include <sodium.h>

#include "api/partner_center/refusal.h"
#include "base/assert.h"
#include "base/memory.h"
#include "book/find.h"

struct partner_center *partner_center_new(void)
{
    struct partner_center *center = memory_new(1, sizeof(*center));

    ASSERT(codes_check() == NULL);
    if (center == NULL)
        return NULL;
    randombytes_buf(center->key, sizeof(center->key));
    (void)pthread_mutex_init(&center->mutex, NULL);
    return center;
}

static void let_go(struct shared_order *order)
{
    if (order == NULL || --order->reader_count > 0)
        return;
    name_order_done(&order->order);
    memory_free(order);
}

void partner_center_free(struct partner_center *center)
{
    if (center == NULL)
        return;
    let_go(center->order);
    (void)pthread_mutex_destroy(&center->mutex);
    memory_free(center);
}

/* Makes an order with what the book has more than the newest, which it then is. */
static enum status renew(struct partner_center *center, const struct book *book)
{
    static const struct name_order none;
    struct shared_order *order = memory_new(1, sizeof(*order));
    enum status status = STATUS_NO_MEMORY;

    if (order != NULL)
        status = name_order_init(&order->order,
                                 center->order == NULL ? &none : &center->order->order, book);
    if (status != STATUS_OK) {
        memory_free(order);
        return status;
    }
    order->reader_count = 1;
    let_go(center->order);
    center->order = order;
    return STATUS_OK;
}

struct shared_order *partner_center_begin_order(struct partner_center *center,
                                                const struct book *book)
{
    struct shared_order *order = NULL;
    enum status status = STATUS_OK;

    (void)pthread_mutex_lock(&center->mutex);
    if (center->order == NULL || center->order->order.count < book_tenant_count(book))
        status = renew(center, book);
    if (status == STATUS_OK) {
        order = center->order;
        order->reader_count++;
    }
    (void)pthread_mutex_unlock(&center->mutex);
    return order;
}

void partner_center_end_order(struct partner_center *center, struct shared_order *order)
{
    (void)pthread_mutex_lock(&center->mutex);
    let_go(order);
    (void)pthread_mutex_unlock(&center->mutex);
}
