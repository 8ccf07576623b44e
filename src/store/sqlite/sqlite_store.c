/* SPDX-License-Identifier: Apache-2.0 */
/* A book in a file: its readers, and when it is open for writing its lock and its writer. */
#include "store/sqlite/sqlite_store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/memory.h"
#include "store/sqlite/migration.h"
#include "store/sqlite/process_lock.h"
#include "store/sqlite/readers.h"
#include "store/sqlite/save.h"
#include "store/sqlite/writer.h"

/* Every function of the writer is called with its connection in use, or its thread not begun. */
struct sqlite_store {
    struct loading_store loading; /* first, so that it is the store */
    struct buffer path;           /* a NUL ends it */
    struct readers readers;
    struct process_lock lock;
    struct writer writer;
    bool is_locked;
    bool is_writing; /* the writer's thread runs */
};

static struct sqlite_store *sqlite_store_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

/* The version is that before the reader begins: it sees all of it, and perhaps more. */
static enum status read_store(struct store *store, struct store_work *work, struct fault *fault)
{
    struct sqlite_store *sqlite = sqlite_store_of(store);

    return readers_run(&sqlite->readers, work, atomic_load(&sqlite->writer.version), fault);
}

static bool store_is_busy(struct store *store)
{
    struct sqlite_store *sqlite = sqlite_store_of(store);

    return sqlite->is_writing && writer_is_busy(&sqlite->writer);
}

static enum status run_writer(struct store *store, struct store_work *work,
                              enum writer_manner manner, struct fault *fault)
{
    struct sqlite_store *sqlite = sqlite_store_of(store);

    if (!sqlite->is_writing)
        return fault_set(fault, FAULT_STORE_UNWRITABLE, "opened for reading", NULL, NULL);
    return writer_run(&sqlite->writer, work, manner, fault);
}

static enum status write_store(struct store *store, struct store_work *work, struct fault *fault)
{
    return run_writer(store, work, WRITER_TOGETHER, fault);
}

static enum status load_store(struct store *store, struct store_work *work, struct fault *fault)
{
    return run_writer(store, work, WRITER_LOADING, fault);
}

static enum status scrub_store(struct store *store, struct fault *fault)
{
    return run_writer(store, NULL, WRITER_SCRUBBING, fault);
}

static void close_store(struct store *store)
{
    struct sqlite_store *sqlite = sqlite_store_of(store);

    if (sqlite->is_writing)
        writer_end(&sqlite->writer);
    /* The last to go brings the log into the file, and readers may not. */
    readers_done(&sqlite->readers);
    connection_close(&sqlite->writer.connection);
    if (sqlite->is_locked)
        process_lock_release(&sqlite->lock);
    buffer_done(&sqlite->path);
    memory_free(sqlite);
}

static enum status fail_older(const char *path, int64_t version, struct fault *fault)
{
    char found[24];
    char needed[24];

    (void)snprintf(found, sizeof(found), "%lld", (long long)version);
    (void)snprintf(needed, sizeof(needed), "%d", MIGRATION_VERSION);
    return fault_set(fault, FAULT_STORE_OLDER, path, found, needed);
}

/* Whether something that is committed may not be in the file yet. */
static bool has_log(const char *path)
{
    struct buffer name = { 0 };
    struct stat about;
    bool has_log = true;

    buffer_add_format(&name, "%s-wal", path);
    buffer_add(&name, "", 1);
    if (!name.has_failed)
        has_log = stat(name.bytes, &about) == 0 && about.st_size > 0;
    buffer_done(&name);
    return has_log;
}

/* Whether nobody can write to the file, and it has no log: SQLite needs to know. */
static bool is_sealed(const char *path, const struct stat *about)
{
    struct statvfs system;
    bool is_writable = (about->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) != 0;

    if (is_writable && (statvfs(path, &system) != 0 || (system.f_flag & ST_RDONLY) == 0))
        return false;
    return !has_log(path);
}

static enum status find_file(const char *path, struct fault *fault, struct stat *out_about)
{
    char reason[128];

    if (stat(path, out_about) == 0)
        return S_ISREG(out_about->st_mode)
                   ? STATUS_OK
                   : fault_set(fault, FAULT_STORE_FOREIGN, path, NULL, NULL);
    if (errno == ENOENT || errno == ENOTDIR)
        return fault_set(fault, FAULT_STORE_MISSING, path, NULL, NULL);
    return fault_set(fault, FAULT_STORE_UNREADABLE, path, strerror_r(errno, reason, sizeof(reason)),
                     NULL);
}

/*
 * Looks that the file is not cut off, which SQLite would find out only where it reads. First its
 * pages are counted: what comes from a log that is gone by then was brought into the file.
 */
static enum status check_length(struct connection *reader)
{
    int64_t page_count = 0;
    int64_t page_bytes = 0;
    struct stat about;

    TRY(connection_integer(reader, "pragma page_count", &page_count));
    TRY(connection_integer(reader, "pragma page_size", &page_bytes));
    if (has_log(reader->path) || stat(reader->path, &about) != 0 ||
        about.st_size >= page_count * page_bytes)
        return STATUS_OK;
    return connection_fail_damaged(reader, "the file is cut off");
}

/* Looks at the file by a connection that cannot change it, before anything else is done with it. */
static enum status check_by_reading(struct sqlite_store *sqlite, enum store_mode mode,
                                    struct fault *fault)
{
    struct connection *reader = NULL;
    int64_t version = 0;
    enum status status = STATUS_OK;

    TRY(readers_take(&sqlite->readers, &reader, fault));
    status = connection_check(reader, &version);
    if (status == STATUS_OK && version < MIGRATION_VERSION && mode != STORE_MIGRATE)
        status = fail_older(reader->path, version, &reader->session.call.fault);
    if (status == STATUS_OK)
        status = check_length(reader);
    if (status == STATUS_OK && mode == STORE_READ)
        status = connection_prepare_all(reader);
    if (status != STATUS_OK)
        *fault = reader->session.call.fault;
    readers_return(&sqlite->readers, reader);
    return status;
}

static enum status require(struct connection *connection, const char *text, int64_t wanted)
{
    int64_t value = 0;

    TRY(connection_integer(connection, text, &value));
    if (value == wanted)
        return STATUS_OK;
    return call_fail(&connection->session.call, FAULT_STORE_UNWRITABLE, text, NULL, NULL);
}

/* What is acknowledged is kept only with these: each is read back. */
static enum status set_up_writer(struct connection *writer)
{
    enum {
        SYNCHRONOUS_FULL = 2,
        YES = 1
    };

    TRY(connection_execute(writer, "pragma synchronous = full"));
    TRY(connection_execute(writer, "pragma foreign_keys = on"));
    TRY(connection_execute(writer, "pragma wal_autocheckpoint = 0"));
    TRY(connection_execute(writer, "pragma journal_mode = wal"));
    TRY(require(writer, "pragma synchronous", SYNCHRONOUS_FULL));
    return require(writer, "pragma foreign_keys", YES);
}

static enum status require_log(struct connection *writer)
{
    int64_t count = 0;

    /* It is no integer: asked for as a table, so that it can be compared. */
    TRY(connection_integer(
        writer, "select count(*) from pragma_journal_mode where journal_mode = 'wal'", &count));
    if (count == 1)
        return STATUS_OK;
    return call_fail(&writer->session.call, FAULT_STORE_UNWRITABLE, "pragma journal_mode", NULL,
                     NULL);
}

static enum status open_connection(struct connection *writer, const char *path,
                                   enum store_mode mode)
{
    int64_t version = 0;

    TRY(connection_open(writer, path, CONNECTION_WRITER));
    TRY(connection_check(writer, &version));
    TRY(set_up_writer(writer));
    TRY(require_log(writer));
    if (mode == STORE_MIGRATE)
        TRY(migration_run(writer, version));
    return connection_prepare_all(writer);
}

static enum status open_writer(struct sqlite_store *sqlite, enum store_mode mode,
                               struct fault *fault)
{
    const char *path = sqlite->path.bytes;
    enum status status = STATUS_OK;

    TRY(process_lock_take(&sqlite->lock, path, PROCESS_LOCK_MILLISECONDS, fault));
    sqlite->is_locked = true;
    TRY(save_log(path, fault));
    status = open_connection(&sqlite->writer.connection, path, mode);
    if (status != STATUS_OK) {
        *fault = sqlite->writer.connection.session.call.fault;
        return status;
    }
    TRY(writer_begin(&sqlite->writer, fault));
    sqlite->readers.marks = &sqlite->writer.marks;
    sqlite->is_writing = true;
    return STATUS_OK;
}

static enum status begin(const char *path, const struct stat *about, enum store_mode mode,
                         struct fault *fault, struct sqlite_store **out_sqlite)
{
    struct sqlite_store *sqlite = memory_new(1, sizeof(*sqlite));
    bool is_sealed_reader = mode == STORE_READ && is_sealed(path, about);

    if (sqlite == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    buffer_add(&sqlite->path, path, strlen(path) + 1);
    if (sqlite->path.has_failed) {
        memory_free(sqlite);
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    sqlite->loading.store = (struct store){ read_store, write_store, store_is_busy, close_store };
    sqlite->loading.load = load_store;
    sqlite->loading.scrub = scrub_store;
    readers_init(&sqlite->readers, sqlite->path.bytes,
                 is_sealed_reader ? CONNECTION_SEALED_READER : CONNECTION_READER);
    *out_sqlite = sqlite;
    return STATUS_OK;
}

/*
 * For the whole process, and without effect where it has used SQLite before. It need not count its
 * memory: all connections would wait for one lock to do it. What a savepoint would put back, a few
 * pages an act, stays in memory; beyond the default of 64 KiB it goes to a file.
 */
static void set_up_library(void)
{
    enum {
        SAVEPOINT_BYTES_MAX = 16 << 20
    };

    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES_MAX);
}

enum status sqlite_store_open(const char *path, enum store_mode mode, struct fault *fault,
                              struct store **out_store)
{
    struct sqlite_store *sqlite = NULL;
    static pthread_once_t is_set_up = PTHREAD_ONCE_INIT;
    struct stat about;
    enum status status = STATUS_OK;

    (void)pthread_once(&is_set_up, set_up_library);
    if (mode == STORE_CREATE)
        TRY(migration_create(path, NULL, fault));
    TRY(find_file(path, fault, &about));
    TRY(begin(path, &about, mode, fault, &sqlite));
    status = check_by_reading(sqlite, mode, fault);
    if (status == STATUS_OK && mode != STORE_READ)
        status = open_writer(sqlite, mode, fault);
    if (status != STATUS_OK) {
        close_store(&sqlite->loading.store);
        return status;
    }
    *out_store = &sqlite->loading.store;
    return STATUS_OK;
}
