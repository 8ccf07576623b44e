/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_ACTS_RUNNING_H
#define AVAL_ENGINE_ACTS_RUNNING_H

#include "engine/use_case.h"

/* A subscription that is active or suspended, and the order that it came of. */
struct running {
    struct fact order;
    guid subscription;
};

struct runnings {
    struct running *list; /* of the call's arena */
    size_t count;
};

/** Finds the subscriptions of the orders that are active or suspended today. */
enum status running_find(struct acting *acting, const struct rows *orders,
                         struct runnings *out_runnings) MUST_CHECK;

/** Where the subscription stands today; pending, if nothing says it. */
enum status subscription_find_status(struct acting *acting, guid subscription,
                                     enum subscription_status *out_status) MUST_CHECK;

#endif
