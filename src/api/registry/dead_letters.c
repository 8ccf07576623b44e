/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/dead_letters.h"

#include <stdio.h>
#include <string.h>

#include "api/registry/registry_private.h"

enum status dead_letter_add(struct registry *registry, const struct webhook *webhook,
                            const struct dead_letter *letter, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_DEAD_LETTER_ADD);

    registry_bind_guid(statement, 1, webhook->tenant);
    registry_bind_guid(statement, 2, webhook->id);
    (void)sqlite3_bind_int64(statement, 3, (int64_t)letter->position);
    registry_bind_text(statement, 4, text_of(letter->event));
    (void)sqlite3_bind_int64(statement, 5, letter->attempts);
    (void)sqlite3_bind_int64(statement, 6, letter->end.status);
    registry_bind_text(statement, 7, text_of(letter->end.reason));
    (void)sqlite3_bind_int64(statement, 8, letter->end.at);
    return registry_run(registry, statement, NULL, fault);
}

static void show_all(struct registry *registry, sqlite3_stmt *statement,
                     struct dead_letter_visitor *visitor)
{
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct text event = registry_text(statement, 2);
        struct text reason = registry_text(statement, 5);
        struct dead_letter letter = {
            .tenant = registry_guid(statement, 0),
            .position = (uint64_t)sqlite3_column_int64(statement, 1),
            .attempts = (unsigned)sqlite3_column_int64(statement, 3),
            .end = { .status = (unsigned)sqlite3_column_int64(statement, 4),
                     .at = sqlite3_column_int64(statement, 6) },
            .is_again = sqlite3_column_int(statement, 7) != 0,
        };

        (void)snprintf(letter.event, sizeof(letter.event), "%.*s", (int)event.length, event.bytes);
        (void)snprintf(letter.end.reason, sizeof(letter.end.reason), "%.*s", (int)reason.length,
                       reason.bytes);
        visitor->see(visitor, &letter);
    }
    registry_end(registry, statement);
}

void dead_letter_visit(struct registry *registry, guid tenant, uint64_t after, unsigned limit,
                       struct dead_letter_visitor *visitor)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_DEAD_LETTER_LIST);

    registry_bind_guid(statement, 1, tenant);
    (void)sqlite3_bind_int64(statement, 2, after > INT64_MAX ? INT64_MAX : (int64_t)after);
    (void)sqlite3_bind_int64(statement, 3, limit);
    show_all(registry, statement, visitor);
}

void dead_letter_visit_again(struct registry *registry, struct dead_letter_visitor *visitor)
{
    show_all(registry, registry_begin(registry, REGISTRY_DEAD_LETTER_LIST_AGAIN), visitor);
}

enum status dead_letter_again(struct registry *registry, guid tenant, uint64_t position,
                              unsigned *out_count, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_DEAD_LETTER_AGAIN);
    int count = 0;

    registry_bind_guid(statement, 1, tenant);
    (void)sqlite3_bind_int64(statement, 2, position > INT64_MAX ? INT64_MAX : (int64_t)position);
    TRY(registry_run(registry, statement, &count, fault));
    *out_count = (unsigned)count;
    return STATUS_OK;
}

enum status dead_letter_fail(struct registry *registry, const struct dead_letter *letter,
                             struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_DEAD_LETTER_FAIL);

    registry_bind_guid(statement, 1, letter->tenant);
    (void)sqlite3_bind_int64(statement, 2, (int64_t)letter->position);
    (void)sqlite3_bind_int64(statement, 3, letter->end.status);
    registry_bind_text(statement, 4, text_of(letter->end.reason));
    (void)sqlite3_bind_int64(statement, 5, letter->end.at);
    return registry_run(registry, statement, NULL, fault);
}

enum status dead_letter_remove(struct registry *registry, guid tenant, uint64_t position,
                               bool *out_was_there, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_DEAD_LETTER_REMOVE);
    int count = 0;

    registry_bind_guid(statement, 1, tenant);
    (void)sqlite3_bind_int64(statement, 2, position > INT64_MAX ? INT64_MAX : (int64_t)position);
    TRY(registry_run(registry, statement, &count, fault));
    *out_was_there = count > 0;
    return STATUS_OK;
}

uint64_t dead_letter_count(struct registry *registry, guid tenant)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_DEAD_LETTER_COUNT);
    uint64_t count = 0;

    if (guid_is_none(tenant))
        registry_bind_text(statement, 1, TEXT(""));
    else
        registry_bind_guid(statement, 1, tenant);
    if (sqlite3_step(statement) == SQLITE_ROW)
        count = (uint64_t)sqlite3_column_int64(statement, 0);
    registry_end(registry, statement);
    return count;
}
