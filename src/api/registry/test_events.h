/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_TEST_EVENTS_H
#define AVAL_API_REGISTRY_TEST_EVENTS_H

#include "api/registry/dead_letters.h"

/* Events that a tenant asks for to try its webhook, kept for seven days: each is sent once, and
 * what became of it can be asked for. */

struct test_event {
    guid id;
    guid tenant;
    char url[WEBHOOK_URL_BYTES]; /* of the webhook when it was asked for */
    int64_t asked_at;
    struct delivery_end end; /* at 0: it waits */
};

/** Adds one, and forgets old ones. WRITE_FAILED; CONFLICT, without a fault: no webhook. */
enum status test_event_add(struct registry *registry, const struct test_event *event,
                           struct fault *fault) MUST_CHECK;

/** Finds one. False: there is none. */
bool test_event_find(struct registry *registry, guid id, struct test_event *out_event);

struct test_event_visitor {
    void (*see)(struct test_event_visitor *visitor, const struct test_event *event);
};

/** Shows those that wait, at most so many; the registry is not to be used meanwhile. */
void test_event_visit_waiting(struct registry *registry, unsigned limit,
                              struct test_event_visitor *visitor);

/** Keeps how it ended. WRITE_FAILED. */
enum status test_event_end(struct registry *registry, guid id, const struct delivery_end *end,
                           struct fault *fault) MUST_CHECK;

#endif
