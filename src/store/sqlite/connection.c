/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/connection.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"
#include "store/sqlite/migration.h"

enum {
    /* For short locks of SQLite itself: another process opens, closes or recovers the file. */
    BUSY_MILLISECONDS = 5000,
    /* The largest answer of the largest book; pages are taken when they are touched. */
    ARENA_BYTES = 256 << 20,
    WORD_BYTES_MAX = 256
};

static struct fault *fault_of(struct connection *connection)
{
    return &connection->session.call.fault;
}

enum status connection_fail_damaged(struct connection *connection, const char *what)
{
    return fault_set(fault_of(connection), FAULT_STORE_DAMAGED, connection->path, what, NULL);
}

static enum status fail_otherwise(struct connection *connection, const char *what)
{
    bool is_writing = connection->kind == CONNECTION_WRITER;

    if (is_writing)
        return fault_set(fault_of(connection), FAULT_STORE_UNWRITABLE, what, NULL, NULL);
    return fault_set(fault_of(connection), FAULT_STORE_UNREADABLE, connection->path, what, NULL);
}

/* Who only reads lacks room for what it sorts, and not for the book. */
static enum status fail_full(struct connection *connection, const char *what)
{
    if (connection->kind != CONNECTION_WRITER)
        return fail_otherwise(connection, what);
    return fault_set(fault_of(connection), FAULT_STORE_FULL, NULL, NULL, NULL);
}

/* What the system said: of a commit only the files know. 0: it said nothing. */
static int system_error(struct connection *connection)
{
    int error = sqlite3_system_errno(connection->database);
    sqlite3_file *log = NULL;

    if (error == 0)
        (void)sqlite3_file_control(connection->database, NULL, SQLITE_FCNTL_JOURNAL_POINTER,
                                   (void *)&log);
    if (log != NULL && log->pMethods != NULL)
        (void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == 0)
        (void)sqlite3_file_control(connection->database, NULL, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

enum status connection_fail(struct connection *connection)
{
    const char *what = sqlite3_errmsg(connection->database);
    char reason[WORD_BYTES_MAX];
    int error = 0;

    switch (sqlite3_errcode(connection->database) & 0xFF) {
    case SQLITE_NOMEM:
        return fault_set(fault_of(connection), FAULT_NO_MEMORY, NULL, NULL, NULL);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return connection_fail_damaged(connection, what);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fault_set(fault_of(connection), FAULT_STORE_BUSY, connection->path, NULL, NULL);
    case SQLITE_CONSTRAINT:
        return fault_set(fault_of(connection), FAULT_STORE_CONSTRAINT, what, NULL, NULL);
    case SQLITE_FULL:
        return fail_full(connection, what);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        error = system_error(connection);
        /* As where the shared memory of the log has no room. */
        if (error == ENOSPC || error == EDQUOT)
            return fail_full(connection, strerror_r(error, reason, sizeof(reason)));
        return fail_otherwise(connection,
                              error == 0 ? what : strerror_r(error, reason, sizeof(reason)));
    default:
        return fail_otherwise(connection, what);
    }
}

/* What is no database at all is nothing that was damaged. */
static enum status fail_first(struct connection *connection)
{
    if ((sqlite3_errcode(connection->database) & 0xFF) != SQLITE_NOTADB)
        return fault_status(fault_of(connection)->kind);
    return fault_set(fault_of(connection), FAULT_STORE_FOREIGN, connection->path, NULL, NULL);
}

static enum status set_up(struct connection *connection)
{
    sqlite3 *database = connection->database;

    (void)sqlite3_extended_result_codes(database, 1);
    (void)sqlite3_busy_timeout(database, BUSY_MILLISECONDS);
    /* A file may be made by somebody who means harm. */
    (void)sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    /* Taken as it is needed, in KiB: what is asked for again is seldom read again. */
    return connection_execute(connection, "pragma cell_size_check = on;"
                                          "pragma cache_size = -65536");
}

/* A path as a URI: what is not plain is written as %HH. */
static void write_uri(struct buffer *uri, const char *path)
{
    buffer_add_string(uri, "file:");
    for (const char *next = path; *next != '\0'; next++) {
        unsigned char byte = (unsigned char)*next;
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= 'a' && byte <= 'z') || strchr("/-._~", byte) != NULL;

        if (is_plain)
            buffer_add(uri, next, 1);
        else
            buffer_add_format(uri, "%%%02X", byte);
    }
    buffer_add_string(uri, "?immutable=1");
    buffer_add(uri, "", 1);
}

static int open_database(struct connection *connection)
{
    static const int flags[] = {
        [CONNECTION_READER] = SQLITE_OPEN_READONLY,
        [CONNECTION_SEALED_READER] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
        [CONNECTION_WRITER] = SQLITE_OPEN_READWRITE,
    };
    struct buffer uri = { 0 };
    int result = SQLITE_NOMEM;

    if (connection->kind == CONNECTION_SEALED_READER)
        write_uri(&uri, connection->path);
    if (!uri.has_failed)
        result =
            sqlite3_open_v2(uri.length > 0 ? uri.bytes : connection->path, &connection->database,
                            flags[connection->kind] | SQLITE_OPEN_NOMUTEX, NULL);
    buffer_done(&uri);
    return result;
}

enum status connection_open(struct connection *connection, const char *path,
                            enum connection_kind kind)
{
    connection->path = path;
    connection->kind = kind;
    connection->session.functions = &sqlite_session_functions;
    connection->session.call.store = &sqlite_functions;
    if (arena_init(&connection->session.call.arena, ARENA_BYTES) != STATUS_OK)
        return fault_set(fault_of(connection), FAULT_NO_MEMORY, NULL, NULL, NULL);
    /* Without any memory there is no connection that could tell why. */
    if (open_database(connection) != SQLITE_OK)
        return connection->database == NULL
                   ? fault_set(fault_of(connection), FAULT_NO_MEMORY, NULL, NULL, NULL)
                   : connection_fail(connection);
    return set_up(connection) == STATUS_OK ? STATUS_OK : fail_first(connection);
}

void connection_close(struct connection *connection)
{
    for (unsigned i = 0; i < STATEMENT_COUNT; i++)
        (void)sqlite3_finalize(connection->statements[i]);
    for (unsigned i = 0; i < CONTROL_COUNT; i++)
        (void)sqlite3_finalize(connection->controls[i]);
    (void)sqlite3_close(connection->database);
    arena_done(&connection->session.call.arena);
    memo_done(&connection->memo);
    *connection = (struct connection){ 0 };
}

/* What runs by itself when a table is written to, or stands for another, is nothing of ours. */
static enum status check_schema(struct connection *connection)
{
    static const char text[] =
        "select count(*) from sqlite_schema where type not in ('table', 'index')";
    int64_t count = 0;

    TRY(connection_integer(connection, text, &count));
    return count == 0 ? STATUS_OK : connection_fail_damaged(connection, "it has triggers or views");
}

enum status connection_check(struct connection *connection, int64_t *out_version)
{
    char version[24];
    char known[24];
    int64_t application = 0;

    if (connection_integer(connection, "pragma application_id", &application) != STATUS_OK)
        return fail_first(connection);
    if (application != MIGRATION_APPLICATION)
        return fault_set(fault_of(connection), FAULT_STORE_FOREIGN, connection->path, NULL, NULL);
    TRY(connection_integer(connection, "pragma user_version", out_version));
    if (*out_version <= MIGRATION_VERSION)
        return check_schema(connection);
    (void)snprintf(version, sizeof(version), "%lld", (long long)*out_version);
    (void)snprintf(known, sizeof(known), "%d", MIGRATION_VERSION);
    return fault_set(fault_of(connection), FAULT_STORE_NEWER, connection->path, version, known);
}

static enum status prepare(struct connection *connection, const char *text,
                           sqlite3_stmt **out_statement)
{
    if (sqlite3_prepare_v3(connection->database, text, -1, SQLITE_PREPARE_PERSISTENT, out_statement,
                           NULL) == SQLITE_OK)
        return STATUS_OK;
    /* A table or a column is not there. */
    if (sqlite3_errcode(connection->database) == SQLITE_ERROR)
        return connection_fail_damaged(connection, sqlite3_errmsg(connection->database));
    return connection_fail(connection);
}

/* "$2" is a name to SQLite, whose number is its place among those that come; "?2" has number 2. */
void connection_write_statement(struct buffer *buffer, unsigned statement)
{
    size_t begin = buffer->length;

    statement_write(buffer, statement);
    for (size_t i = begin; i < buffer->length; i++)
        if (buffer->bytes[i] == '$')
            buffer->bytes[i] = '?';
}

static enum status prepare_statement(struct connection *connection, unsigned statement,
                                     struct buffer *room)
{
    buffer_clear(room);
    connection_write_statement(room, statement);
    buffer_add(room, "", 1);
    if (room->has_failed)
        return fault_set(fault_of(connection), FAULT_NO_MEMORY, NULL, NULL, NULL);
    return prepare(connection, room->bytes, &connection->statements[statement]);
}

/*
 * Who reads adds and replaces nothing; and what shows the facts of a type by its fields asks for no
 * more than what shows them by row, so it is prepared when somebody asks for it.
 */
static bool is_prepared_first(const struct connection *connection, unsigned statement)
{
    bool is_of_family = statement >= QUERY_COUNT && statement < STATEMENTS_BEFORE_OTHERS;
    unsigned family = (statement - QUERY_COUNT) / FACT_TYPE_COUNT;

    return connection->kind == CONNECTION_WRITER || !is_of_family || family == STATEMENTS_VISIT;
}

enum status connection_prepare_all(struct connection *connection)
{
    struct buffer room = { 0 };
    enum status status = STATUS_OK;

    for (unsigned i = 0; i < STATEMENT_COUNT && status == STATUS_OK; i++)
        if (connection->statements[i] == NULL && is_prepared_first(connection, i))
            status = prepare_statement(connection, i, &room);
    buffer_done(&room);
    return status;
}

enum status connection_statement(struct connection *connection, unsigned statement,
                                 sqlite3_stmt **out_statement)
{
    struct buffer room = { 0 };
    enum status status = STATUS_OK;

    if (connection->statements[statement] == NULL)
        status = prepare_statement(connection, statement, &room);
    buffer_done(&room);
    TRY(status);
    /* A visitor does not ask for what it is shown. */
    ASSERT(!sqlite3_stmt_busy(connection->statements[statement]));
    *out_statement = connection->statements[statement];
    return STATUS_OK;
}

void connection_done_with(sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

enum status connection_step(struct connection *connection, sqlite3_stmt *statement,
                            bool *out_has_row)
{
    int result = sqlite3_step(statement);

    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return connection_fail(connection);
    *out_has_row = result == SQLITE_ROW;
    return STATUS_OK;
}

enum status connection_control(struct connection *connection, enum control control)
{
#define CONTROL(name, text) text,
    static const char *const texts[] = { CONTROLS(CONTROL) };
#undef CONTROL
    sqlite3_stmt **statement = &connection->controls[control];
    enum status status = STATUS_OK;
    bool has_row = false;

    if (*statement == NULL)
        TRY(prepare(connection, texts[control], statement));
    status = connection_step(connection, *statement, &has_row);
    (void)sqlite3_reset(*statement);
    return status;
}

void connection_roll_back(struct connection *connection)
{
    struct fault fault = *fault_of(connection);

    if (!sqlite3_get_autocommit(connection->database) &&
        connection_control(connection, CONTROL_ROLLBACK) != STATUS_OK)
        *fault_of(connection) = fault;
}

enum status connection_execute(struct connection *connection, const char *text)
{
    if (sqlite3_exec(connection->database, text, NULL, NULL, NULL) != SQLITE_OK)
        return connection_fail(connection);
    return STATUS_OK;
}

enum status connection_integer(struct connection *connection, const char *text, int64_t *out_value)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    if (sqlite3_prepare_v2(connection->database, text, -1, &statement, NULL) != SQLITE_OK)
        return connection_fail(connection);
    status = connection_step(connection, statement, &has_row);
    if (status == STATUS_OK)
        *out_value = has_row ? sqlite3_column_int64(statement, 0) : 0;
    (void)sqlite3_finalize(statement);
    return status;
}

/*
 * Milliseconds since 2020 above, then 22 bits that begin anywhere in the lower half: so ids made
 * elsewhere, or after the clock was set back, are hardly ever the same. Sixty-nine years fit.
 */
uint64_t connection_next_row_id(struct connection *connection)
{
    enum {
        COUNTER_BITS = 22
    };
    static const uint64_t begin = UINT64_C(1577836800000);
    struct timespec now;
    uint64_t id = 0;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    id = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    id = (id < begin ? 0 : id - begin) << COUNTER_BITS;
    if (id >> COUNTER_BITS <= connection->last_row_id >> COUNTER_BITS)
        id = connection->last_row_id + 1;
    else
        id |= randombytes_uniform(1U << (COUNTER_BITS - 1));
    connection->last_row_id = id;
    return id;
}

enum status connection_begin_call(struct connection *connection)
{
    struct call *call = &connection->session.call;

    arena_reset(&call->arena);
    call->fault = (struct fault){ 0 };
    return call_read_clock(call);
}
