/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/webhooks.h"

#include <stdio.h>
#include <string.h>

#include "api/registry/registry_private.h"

/* Names are of one list and none has a space in it, so a name between spaces is the name itself. */
bool webhook_wants(const struct webhook *webhook, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = webhook->events; *at != '\0'; at += strcspn(at, " ") + 1)
        if (strncmp(at, name, length) == 0 && at[length] == ' ')
            return true;
    return false;
}

bool webhook_add_event(struct webhook *webhook, const char *name)
{
    size_t length = strlen(webhook->events);

    if (webhook_wants(webhook, name))
        return true;
    if (length + strlen(name) + 2 > sizeof(webhook->events))
        return false;
    (void)snprintf(webhook->events + length, sizeof(webhook->events) - length, "%s ", name);
    return true;
}

static void bind_own(sqlite3_stmt *statement, const struct webhook *webhook)
{
    registry_bind_guid(statement, 1, webhook->tenant);
    registry_bind_text(statement, 3, text_of(webhook->url));
    registry_bind_text(statement, 4, text_of(webhook->events));
    (void)sqlite3_bind_int(statement, 5, webhook->has_own_header);
    (void)sqlite3_bind_int64(statement, 8, webhook->modified_at);
}

enum status webhook_add(struct registry *registry, const struct webhook *webhook,
                        struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_ADD);

    bind_own(statement, webhook);
    registry_bind_guid(statement, 2, webhook->id);
    (void)sqlite3_bind_int64(statement, 6, (int64_t)webhook->position);
    registry_bind_guid(statement, 7, webhook->position_id);
    return registry_run(registry, statement, NULL, fault);
}

static enum status run_on_one(struct registry *registry, sqlite3_stmt *statement,
                              struct fault *fault)
{
    int count = 0;

    TRY(registry_run(registry, statement, &count, fault));
    return count > 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status webhook_change(struct registry *registry, const struct webhook *webhook,
                           struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_CHANGE);

    bind_own(statement, webhook);
    return run_on_one(registry, statement, fault);
}

enum status webhook_remove(struct registry *registry, guid tenant, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_REMOVE);

    registry_bind_guid(statement, 1, tenant);
    return run_on_one(registry, statement, fault);
}

static void read_text(sqlite3_stmt *statement, int column, char *out_text, size_t room)
{
    struct text text = registry_text(statement, column);
    size_t length = text.length < room ? text.length : room - 1;

    memcpy(out_text, text.bytes, length);
    out_text[length] = '\0';
}

static void read_row(sqlite3_stmt *statement, struct webhook *out_webhook)
{
    *out_webhook = (struct webhook){
        .tenant = registry_guid(statement, 0),
        .id = registry_guid(statement, 1),
        .has_own_header = sqlite3_column_int(statement, 4) != 0,
        .revision = (uint64_t)sqlite3_column_int64(statement, 5),
        .position = (uint64_t)sqlite3_column_int64(statement, 6),
        .position_id = registry_guid(statement, 7),
        .failing_since = sqlite3_column_int64(statement, 8),
        .suspended_at = sqlite3_column_int64(statement, 9),
        .modified_at = sqlite3_column_int64(statement, 10),
    };
    read_text(statement, 2, out_webhook->url, sizeof(out_webhook->url));
    read_text(statement, 3, out_webhook->events, sizeof(out_webhook->events));
}

bool webhook_find(struct registry *registry, guid tenant, struct webhook *out_webhook)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_FIND);
    bool is_found = false;

    registry_bind_guid(statement, 1, tenant);
    is_found = sqlite3_step(statement) == SQLITE_ROW;
    if (is_found)
        read_row(statement, out_webhook);
    registry_end(registry, statement);
    return is_found;
}

void webhook_visit(struct registry *registry, struct webhook_visitor *visitor)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_LIST);
    struct webhook webhook;

    while (sqlite3_step(statement) == SQLITE_ROW) {
        read_row(statement, &webhook);
        visitor->see(visitor, &webhook);
    }
    registry_end(registry, statement);
}

enum status webhook_move(struct registry *registry, const struct webhook *webhook,
                         struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_MOVE);

    registry_bind_guid(statement, 1, webhook->tenant);
    registry_bind_guid(statement, 2, webhook->id);
    (void)sqlite3_bind_int64(statement, 3, (int64_t)webhook->position);
    registry_bind_guid(statement, 4, webhook->position_id);
    return registry_run(registry, statement, NULL, fault);
}

enum status webhook_set_failing(struct registry *registry, const struct webhook *webhook,
                                struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_WEBHOOK_SET_FAILING);

    registry_bind_guid(statement, 1, webhook->tenant);
    registry_bind_guid(statement, 2, webhook->id);
    (void)sqlite3_bind_int64(statement, 3, (int64_t)webhook->revision);
    (void)sqlite3_bind_int64(statement, 4, webhook->failing_since);
    (void)sqlite3_bind_int64(statement, 5, webhook->suspended_at);
    return registry_run(registry, statement, NULL, fault);
}
