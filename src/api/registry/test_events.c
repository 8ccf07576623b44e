/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/test_events.h"

#include <stdio.h>

#include "api/registry/registry_private.h"

enum {
    TEST_EVENTS_MAX = 100 /* of a tenant */
};

#define TEST_EVENT_MS INT64_C(604800000) /* seven days */

static enum status clear(struct registry *registry, const struct test_event *event,
                         struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_TEST_EVENT_CLEAR);

    (void)sqlite3_bind_int64(statement, 1, event->asked_at - TEST_EVENT_MS);
    registry_bind_guid(statement, 2, event->tenant);
    (void)sqlite3_bind_int(statement, 3, TEST_EVENTS_MAX - 1);
    return registry_run(registry, statement, NULL, fault);
}

enum status test_event_add(struct registry *registry, const struct test_event *event,
                           struct fault *fault)
{
    sqlite3_stmt *statement = NULL;

    TRY(clear(registry, event, fault));
    statement = registry_begin(registry, REGISTRY_TEST_EVENT_ADD);
    registry_bind_guid(statement, 1, event->id);
    registry_bind_guid(statement, 2, event->tenant);
    registry_bind_text(statement, 3, text_of(event->url));
    (void)sqlite3_bind_int64(statement, 4, event->asked_at);
    return registry_run(registry, statement, NULL, fault);
}

static struct test_event read_row(sqlite3_stmt *statement)
{
    struct test_event event = {
        .id = registry_guid(statement, 0),
        .tenant = registry_guid(statement, 1),
        .asked_at = sqlite3_column_int64(statement, 3),
        .end = { .status = (unsigned)sqlite3_column_int64(statement, 4),
                 .at = sqlite3_column_int64(statement, 6) },
    };
    struct text url = registry_text(statement, 2);
    struct text reason = registry_text(statement, 5);

    (void)snprintf(event.url, sizeof(event.url), "%.*s", (int)url.length, url.bytes);
    (void)snprintf(event.end.reason, sizeof(event.end.reason), "%.*s", (int)reason.length,
                   reason.bytes);
    return event;
}

bool test_event_find(struct registry *registry, guid id, struct test_event *out_event)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_TEST_EVENT_FIND);
    bool is_found = false;

    registry_bind_guid(statement, 1, id);
    is_found = sqlite3_step(statement) == SQLITE_ROW;
    if (is_found)
        *out_event = read_row(statement);
    registry_end(registry, statement);
    return is_found;
}

void test_event_visit_waiting(struct registry *registry, unsigned limit,
                              struct test_event_visitor *visitor)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_TEST_EVENT_LIST_WAITING);

    (void)sqlite3_bind_int64(statement, 1, limit);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct test_event event = read_row(statement);

        visitor->see(visitor, &event);
    }
    registry_end(registry, statement);
}

enum status test_event_end(struct registry *registry, guid id, const struct delivery_end *end,
                           struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_TEST_EVENT_END);

    registry_bind_guid(statement, 1, id);
    (void)sqlite3_bind_int64(statement, 2, end->status);
    registry_bind_text(statement, 3, text_of(end->reason));
    (void)sqlite3_bind_int64(statement, 4, end->at);
    return registry_run(registry, statement, NULL, fault);
}
