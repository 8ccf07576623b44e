/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From one version of a book to the next, by a text of SQL each; the first makes the tables. So a
 * new book is one of version 0 that is brought up to date. It is made under another name, and then
 * linked to its own: whoever sees it sees all of it, and nothing that is there is written over.
 */
#include "store/sqlite/migration.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "engine/journal/head.h"
#include "store/sqlite/save.h"
#include "store/sqlite/schema.h"

static const struct text *const migrations[] = { &embedded_schema_1, &embedded_schema_2 };

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

static enum status fill(struct connection *connection)
{
    char text[64];
    int64_t wal_is_off = 0;

    (void)snprintf(text, sizeof(text), "pragma application_id = %d", MIGRATION_APPLICATION);
    TRY(connection_execute(connection, text));
    TRY(migration_run(connection, 0));
    TRY(note_creation(connection));
    TRY(head_make_key(&connection->session.call));
    return connection_integer(connection, "pragma journal_mode = wal", &wal_is_off);
}

static enum status make(const char *path, struct fault *fault)
{
    struct connection *connection = memory_new(1, sizeof(*connection));
    enum status status = STATUS_OK;

    if (connection == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    status = connection_open(connection, path, CONNECTION_WRITER);
    if (status == STATUS_OK)
        status = fill(connection);
    if (status != STATUS_OK)
        *fault = connection->session.call.fault;
    connection_close(connection);
    memory_free(connection);
    return status;
}

static enum status fail_system(struct fault *fault, const char *path)
{
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof(reason));

    return fault_set(fault, FAULT_STORE_UNREADABLE, path, text, NULL);
}

/* What is in it is the owner's alone, and so is the key that signs: from the first byte on. */
static enum status make_file(const char *made, const char *path, struct fault *fault)
{
    int file = -1;

    (void)unlink(made);
    file = open(made, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return fail_system(fault, path);
    (void)close(file);
    return STATUS_OK;
}

static enum status give_name(const char *made, const char *path, struct fault *fault)
{
    if (link(made, path) != 0)
        return errno == EEXIST ? fault_set(fault, FAULT_STORE_EXISTS, path, NULL, NULL)
                               : fail_system(fault, path);
    return save_folder(path, fault);
}

enum status migration_create(const char *path, struct fault *fault)
{
    struct buffer name = { 0 };
    enum status status = STATUS_OK;
    struct stat about;

    if (lstat(path, &about) == 0)
        return fault_set(fault, FAULT_STORE_EXISTS, path, NULL, NULL);
    buffer_add_format(&name, "%s-new-%ld", path, (long)getpid());
    buffer_add(&name, "", 1);
    if (name.has_failed) {
        buffer_done(&name);
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    status = make_file(name.bytes, path, fault);
    if (status == STATUS_OK)
        status = make(name.bytes, fault);
    if (status == STATUS_OK)
        status = give_name(name.bytes, path, fault);
    (void)unlink(name.bytes);
    buffer_done(&name);
    return status;
}
