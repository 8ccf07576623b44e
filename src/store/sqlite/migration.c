/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From one version of a book to the next, by a text of SQL each; the first makes the tables. So a
 * new book is one of version 0 that is brought up to date.
 */
#include "store/sqlite/migration.h"

#include <stdio.h>

#include "base/memory.h"
#include "engine/journal/head.h"
#include "store/new_file.h"
#include "store/sqlite/schema.h"

static const struct text *const migrations[] = { &embedded_schema_1, &embedded_schema_2,
                                                 &embedded_schema_3 };

_Static_assert(COUNT_OF(migrations) == MIGRATION_VERSION, "a text for each version");

static enum status set_version(struct connection *connection, int64_t version)
{
    char text[64];

    (void)snprintf(text, sizeof(text), "pragma user_version = %lld", (long long)version);
    return connection_execute(connection, text);
}

static enum status run_one(struct connection *connection, struct text migration, int64_t version)
{
    struct buffer text = { 0 };
    enum status status = STATUS_NO_MEMORY;

    buffer_add_text(&text, migration);
    buffer_add(&text, "", 1);
    if (text.has_failed)
        (void)call_fail(&connection->session.call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    else
        status = connection_execute(connection, text.bytes);
    buffer_done(&text);
    return status == STATUS_OK ? set_version(connection, version) : status;
}

static enum status run_from(struct connection *connection, int64_t version)
{
    for (int64_t i = version; i < MIGRATION_VERSION; i++)
        TRY(run_one(connection, *migrations[i], i + 1));
    return connection_control(connection, CONTROL_COMMIT);
}

enum status migration_run(struct connection *connection, int64_t version)
{
    enum status status = STATUS_OK;

    if (version == MIGRATION_VERSION)
        return STATUS_OK;
    TRY(connection_control(connection, CONTROL_BEGIN_WRITE));
    status = run_from(connection, version);
    connection_roll_back(connection);
    return status;
}

/* The day on which the book begins, by the system's clock. */
static enum status note_creation(struct connection *connection)
{
    struct call *call = &connection->session.call;

    TRY(call_read_clock(call));
    return call->store->set(call, SETTING_CREATED_AT,
                            arena_format(&call->arena, "%lld", (long long)call->now));
}

/* What the caller has done in the book before anybody else can. */
static enum status do_first(struct connection *connection, struct store_work *first)
{
    TRY(connection_control(connection, CONTROL_BEGIN_WRITE));
    TRY(connection_begin_call(connection));
    TRY(first->run(first, &connection->session.call));
    return connection_control(connection, CONTROL_COMMIT);
}

static enum status fill(struct connection *connection, struct store_work *first)
{
    char text[64];
    int64_t wal_is_off = 0;

    (void)snprintf(text, sizeof(text), "pragma application_id = %d", MIGRATION_APPLICATION);
    TRY(connection_execute(connection, text));
    TRY(migration_run(connection, 0));
    TRY(note_creation(connection));
    TRY(head_make_key(&connection->session.call));
    if (first != NULL)
        TRY(do_first(connection, first));
    return connection_integer(connection, "pragma journal_mode = wal", &wal_is_off);
}

static enum status make(const char *path, struct store_work *first, struct fault *fault)
{
    struct connection *connection = memory_new(1, sizeof(*connection));
    enum status status = STATUS_OK;

    if (connection == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    status = connection_open(connection, path, CONNECTION_WRITER);
    if (status == STATUS_OK)
        status = fill(connection, first);
    if (status != STATUS_OK)
        *fault = connection->session.call.fault;
    connection_close(connection);
    memory_free(connection);
    return status;
}

enum status migration_create(const char *path, struct store_work *first, struct fault *fault)
{
    struct new_file file;
    enum status status = STATUS_OK;

    TRY(new_file_begin(&file, path, fault));
    status = make(file.made.bytes, first, fault);
    if (status == STATUS_OK)
        status = new_file_keep(&file, fault);
    new_file_end(&file);
    return status;
}
