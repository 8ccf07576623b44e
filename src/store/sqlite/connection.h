/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_CONNECTION_H
#define AVAL_STORE_SQLITE_CONNECTION_H

#include <sqlite3.h>

#include "store/sqlite/memo.h"
#include "store/store_private.h"

/* What begins and ends a transaction, or a work in it. */
#define CONTROLS(CONTROL)                                                                          \
    CONTROL(BEGIN_READ, "begin")                                                                   \
    CONTROL(BEGIN_WRITE, "begin immediate")                                                        \
    CONTROL(COMMIT, "commit")                                                                      \
    CONTROL(ROLLBACK, "rollback")                                                                  \
    CONTROL(BEGIN_WORK, "savepoint work")                                                          \
    CONTROL(KEEP_WORK, "release work")                                                             \
    CONTROL(UNDO_WORK, "rollback to work")

#define CONTROL(name, text) CONTROL_##name,
enum control {
    CONTROLS(CONTROL) CONTROL_COUNT
};
#undef CONTROL

/* What a connection may do. */
enum connection_kind {
    CONNECTION_READER,
    CONNECTION_SEALED_READER, /* of a file that nobody can write to */
    CONNECTION_WRITER
};

/*
 * A connection to a file of SQLite, used by one thread at a time. Its call is bound to the
 * transaction that it has begun; the call's fault is where every failure is told.
 */
struct connection {
    struct session session;
    enum connection_kind kind;
    const char *path; /* borrowed */
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when they are first asked for */
    sqlite3_stmt *controls[CONTROL_COUNT];
    uint64_t last_row_id; /* of this process */
    struct marks *marks;  /* of the writer; or NULL */
    struct memo memo;
};

/** Opens the file; the connection is zeroed, and is ended by connection_close() in any case. */
enum status connection_open(struct connection *connection, const char *path,
                            enum connection_kind kind) MUST_CHECK;

/** Ends a connection; accepts a zeroed one. */
void connection_close(struct connection *connection);

/** Looks that the file is a book of ours, whose version is then given. */
enum status connection_check(struct connection *connection, int64_t *out_version) MUST_CHECK;

/** Adds the text of a statement as SQLite takes it: its parameters have numbers as ?1, not $1. */
void connection_write_statement(struct buffer *buffer, unsigned statement);

/** Prepares the statements, so that a book without a table, or a column, is not opened. */
enum status connection_prepare_all(struct connection *connection) MUST_CHECK;

/** The statement of that number, reset, for connection_done_with(). */
enum status connection_statement(struct connection *connection, unsigned statement,
                                 sqlite3_stmt **out_statement) MUST_CHECK;

/** Resets a statement, and lets go of what was bound to it. */
void connection_done_with(sqlite3_stmt *statement);

/** Steps a statement: *out_has_row tells whether there is a row. */
enum status connection_step(struct connection *connection, sqlite3_stmt *statement,
                            bool *out_has_row) MUST_CHECK;

/** Begins or ends a transaction. */
enum status connection_control(struct connection *connection, enum control control) MUST_CHECK;

/** Takes back what was not committed, if anything was begun; the fault stays as it is. */
void connection_roll_back(struct connection *connection);

/** Carries out a text of statements that give nothing. */
enum status connection_execute(struct connection *connection, const char *text) MUST_CHECK;

/** The integer that a statement gives. */
enum status connection_integer(struct connection *connection, const char *text, int64_t *out_value)
    MUST_CHECK;

/** Sets the fault of the last failure of SQLite. Returns its status. */
enum status connection_fail(struct connection *connection);

/** Says that what is stored is not what was stored. */
enum status connection_fail_damaged(struct connection *connection, const char *what);

/** An id for a row: time-ordered, above all that this connection gave. */
uint64_t connection_next_row_id(struct connection *connection);

/* What the engine, imports and exports ask of a connection. */
extern const struct store_functions sqlite_functions;
extern const struct session_functions sqlite_session_functions;

/** Empties the call for another work, and reads the book's clock. */
enum status connection_begin_call(struct connection *connection) MUST_CHECK;

static inline struct connection *connection_of(struct call *call)
{
    return (struct connection *)call;
}

#endif
