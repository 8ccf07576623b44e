/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/pages.h"

#include <string.h>

#include "store/sqlite/connection.h"
#include "store/verify.h"

enum {
    /* So many instructions of SQLite, between questions whether it goes on. */
    CHECK_INSTRUCTIONS = 1000000
};

/* Who is asked whether it goes on. */
static int asks(void *argument)
{
    struct verify_sink *sink = argument;

    return sink->progress(sink, 0) ? 0 : 1;
}

static enum status read_check(struct connection *connection, sqlite3_stmt *statement)
{
    const char *told = NULL;
    bool has_row = false;

    if (sqlite3_step(statement) == SQLITE_ROW) {
        has_row = true;
        told = (const char *)sqlite3_column_text(statement, 0);
    }
    if (has_row && told != NULL)
        return strcmp(told, "ok") == 0 ? STATUS_OK : connection_fail_damaged(connection, told);
    if ((sqlite3_errcode(connection->database) & 0xFF) == SQLITE_INTERRUPT)
        return call_fail(&connection->session.call, FAULT_INTERRUPTED, NULL, NULL, NULL);
    return connection_fail(connection);
}

enum status sqlite_check_pages(struct session *session, struct verify_sink *sink)
{
    struct connection *connection = connection_of(&session->call);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    sqlite3_progress_handler(connection->database, CHECK_INSTRUCTIONS, asks, sink);
    if (sqlite3_prepare_v2(connection->database, "pragma integrity_check(1)", -1, &statement,
                           NULL) == SQLITE_OK)
        status = read_check(connection, statement);
    else
        status = connection_fail(connection);
    (void)sqlite3_finalize(statement);
    sqlite3_progress_handler(connection->database, 0, NULL, NULL);
    return status;
}
