/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages are copied by SQLite, out of the transaction that the session reads in: so it is one
 * state of the book, whatever is written meanwhile.
 */
#include "store/sqlite/copy.h"

#include <string.h>

#include "store/copy.h"
#include "store/new_file.h"
#include "store/sqlite/connection.h"

enum {
    STEP_PAGES = 256
};

static enum status fail_target(struct connection *source, sqlite3 *target,
                               const struct new_file *file)
{
    struct call *call = &source->session.call;
    const char *what = target == NULL ? "" : sqlite3_errmsg(target);
    int error = target == NULL ? 0 : sqlite3_system_errno(target);
    int code = target == NULL ? SQLITE_NOMEM : sqlite3_errcode(target) & 0xFF;
    char reason[128];

    if (code == SQLITE_NOMEM)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return connection_fail_damaged(source, what);
    if (error != 0)
        what = strerror_r(error, reason, sizeof(reason));
    return call_fail(call, FAULT_COPY_UNWRITABLE, file->path, what, NULL);
}

static enum status stop(struct connection *source)
{
    return call_fail(&source->session.call, FAULT_INTERRUPTED, NULL, NULL, NULL);
}

/* Steps until all is copied. False: the sink did not go on. */
static bool step_through(sqlite3_backup *backup, int64_t page_bytes, struct copy_sink *sink,
                         int *out_result)
{
    int64_t done = 0;

    do {
        *out_result = sqlite3_backup_step(backup, STEP_PAGES);
        done = sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup);
        if (!sink->copied(sink, (uint64_t)(done * page_bytes)))
            return false;
    } while (*out_result == SQLITE_OK);
    return true;
}

static enum status copy_pages(struct connection *source, sqlite3 *target,
                              const struct new_file *file, struct copy_sink *sink)
{
    sqlite3_backup *backup = NULL;
    int64_t page_bytes = 0;
    int result = SQLITE_OK;
    bool goes_on = false;

    TRY(connection_integer(source, "pragma page_size", &page_bytes));
    backup = sqlite3_backup_init(target, "main", source->database, "main");
    if (backup == NULL)
        return fail_target(source, target, file);
    goes_on = step_through(backup, page_bytes, sink, &result);
    (void)sqlite3_backup_finish(backup);
    if (!goes_on)
        return stop(source);
    return result == SQLITE_DONE ? STATUS_OK : fail_target(source, target, file);
}

/* What fails is taken away whole, and what does not is saved as a file: the target needs neither
 * a journal nor syncs. */
static enum status write_pages(struct connection *source, const struct new_file *file,
                               struct copy_sink *sink)
{
    sqlite3 *target = NULL;
    enum status status = STATUS_OK;

    if (sqlite3_open_v2(file->made.bytes, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(target, "pragma journal_mode = off; pragma synchronous = off", NULL, NULL,
                     NULL) != SQLITE_OK)
        status = fail_target(source, target, file);
    else
        status = copy_pages(source, target, file, sink);
    (void)sqlite3_close(target);
    return status;
}

enum status sqlite_copy_to(struct session *session, const struct new_file *file,
                           struct copy_sink *sink)
{
    return write_pages(connection_of(&session->call), file, sink);
}
