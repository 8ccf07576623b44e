/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "model/lifecycles.h"

#define WORD(name, word) word,
static const char *const event_list[] = { SUBSCRIPTION_EVENTS(WORD) };
static const struct words event_words = { event_list, COUNT_OF(event_list) };

static const struct transition transitions[] = {
    { LIFECYCLE_NOWHERE, CREATE_SUBSCRIPTION, SUBSCRIPTION_PENDING },
    { SUBSCRIPTION_PENDING, ACTIVATE_SUBSCRIPTION, SUBSCRIPTION_ACTIVE },
    { SUBSCRIPTION_ACTIVE, SUSPEND_SUBSCRIPTION, SUBSCRIPTION_SUSPENDED },
    { SUBSCRIPTION_SUSPENDED, RESUME_SUBSCRIPTION, SUBSCRIPTION_ACTIVE },
    { SUBSCRIPTION_ACTIVE, CANCEL_SUBSCRIPTION, SUBSCRIPTION_DELETED },
    { SUBSCRIPTION_SUSPENDED, CANCEL_SUBSCRIPTION, SUBSCRIPTION_DELETED },
    { SUBSCRIPTION_ACTIVE, EXPIRE_SUBSCRIPTION, SUBSCRIPTION_EXPIRED },
};

const struct lifecycle subscription_lifecycle = {
    .name = "subscription",
    .title = "subscription",
    .states = &subscription_status_words,
    .events = &event_words,
    .ends = BIT(SUBSCRIPTION_EXPIRED) | BIT(SUBSCRIPTION_DELETED),
    .transitions = transitions,
    .transition_count = COUNT_OF(transitions),
};
