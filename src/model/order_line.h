/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_ORDER_LINE_H
#define AVAL_MODEL_ORDER_LINE_H

#include <stdint.h>

#include "base/guid.h"
#include "base/text.h"

/* What is ordered by one line of an order; texts are borrowed, the empty one stands for none. */
struct order_line {
    struct text offer, friendly_name;
    guid parent; /* the subscription that it adds to, or GUID_NONE */
    uint32_t quantity;
};

enum {
    /* An order is judged line by line in one transaction, while others wait. */
    ORDER_LINES_MAX = 50
};

/* The lines of an order after its first, in their order. */
struct order_lines {
    struct order_line list[ORDER_LINES_MAX - 1];
    unsigned count;
};

#endif
