/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/writer.h"

#include <semaphore.h>
#include <string.h>

#include "base/assert.h"
#include "store/sqlite/save.h"

enum {
    BATCH_MAX = 64, /* works in one transaction */
    /* So many pages of the log are brought into the file, when nobody waits for it. */
    CHECKPOINT_PAGES = 1000
};

/* A work that somebody waits for. */
struct job {
    struct store_work *work;
    enum writer_manner manner;
    struct fault *fault;
    enum status status;
    enum {
        JOB_WAITS,
        JOB_RAN,   /* it did what it does, which is not committed yet */
        JOB_FAILED /* by itself */
    } state;
    sem_t done; /* of its own: a hundred that are answered at once do not wait for one another */
    struct job *next;
};

/* The jobs of one transaction. */
struct batch {
    struct job *jobs[BATCH_MAX];
    unsigned count;
};

static void fail_job(struct writer *writer, struct job *job, enum status status)
{
    job->state = JOB_FAILED;
    job->status = status;
    *job->fault = writer->connection.session.call.fault;
}

/* Nothing that a work names is missing: looked at now, for at the end it would fail the others. */
static enum status check_references(struct connection *connection)
{
    int dangling = 0;
    int unused = 0;

    if (sqlite3_db_status(connection->database, SQLITE_DBSTATUS_DEFERRED_FKS, &dangling, &unused,
                          0) == SQLITE_OK &&
        dangling == 0)
        return STATUS_OK;
    return call_fail(&connection->session.call, FAULT_STORE_CONSTRAINT,
                     "it names what is not there", NULL, NULL);
}

static bool transaction_is_gone(const struct connection *connection)
{
    return sqlite3_get_autocommit(connection->database) != 0;
}

static enum status run_work(struct connection *connection, struct store_work *work)
{
    TRY(connection_control(connection, CONTROL_BEGIN_WORK));
    TRY(connection_begin_call(connection));
    connection->marks->worked = connection->marks->version;
    connection->session.call.version = connection->marks->version - 1;
    TRY(work->run(work, &connection->session.call));
    TRY(check_references(connection));
    return connection_control(connection, CONTROL_KEEP_WORK);
}

/* Takes back what a work did alone, or if that cannot be done everything. */
static void undo_work(struct connection *connection)
{
    if (!transaction_is_gone(connection) &&
        (connection_control(connection, CONTROL_UNDO_WORK) != STATUS_OK ||
         connection_control(connection, CONTROL_KEEP_WORK) != STATUS_OK))
        connection_roll_back(connection);
}

/* Runs a job. False: the whole transaction is gone. */
static bool run_job(struct writer *writer, struct job *job)
{
    struct connection *connection = &writer->connection;
    enum status status = STATUS_OK;

    connection->session.call.fault = (struct fault){ 0 };
    status = run_work(connection, job->work);
    if (status == STATUS_OK && transaction_is_gone(connection))
        status = call_fail(&connection->session.call, FAULT_STORE_UNWRITABLE,
                           "the transaction is gone", NULL, NULL);
    if (status == STATUS_OK) {
        job->state = JOB_RAN;
        return true;
    }
    fail_job(writer, job, status);
    undo_work(connection);
    return !transaction_is_gone(connection);
}

/* Runs what has not failed, in one transaction that stays open. False: it is gone, so those that
 * ran have to run again. */
static bool run_jobs(struct writer *writer, struct batch *batch)
{
    for (unsigned i = 0; i < batch->count; i++)
        if (batch->jobs[i]->state == JOB_WAITS && !run_job(writer, batch->jobs[i]))
            return false;
    return true;
}

static unsigned count_jobs(const struct batch *batch, int state)
{
    unsigned count = 0;

    for (unsigned i = 0; i < batch->count; i++)
        count += (int)batch->jobs[i]->state == state ? 1 : 0;
    return count;
}

/* Each job of the one state fails, or goes over to the other. */
static void fail_jobs(struct writer *writer, struct batch *batch, int state, enum status status)
{
    for (unsigned i = 0; i < batch->count; i++)
        if ((int)batch->jobs[i]->state == state)
            fail_job(writer, batch->jobs[i], status);
}

static void begin_again(struct batch *batch)
{
    for (unsigned i = 0; i < batch->count; i++)
        if (batch->jobs[i]->state == JOB_RAN)
            batch->jobs[i]->state = JOB_WAITS;
}

static void commit(struct writer *writer, struct batch *batch)
{
    struct connection *connection = &writer->connection;
    enum status status = STATUS_OK;

    if (count_jobs(batch, JOB_RAN) == 0) {
        connection_roll_back(connection);
        return;
    }
    status = connection_control(connection, CONTROL_COMMIT);
    if (status == STATUS_OK) {
        atomic_store(&writer->version, writer->marks.version++);
        return;
    }
    fail_jobs(writer, batch, JOB_RAN, status);
    writer->is_stopped = true;
    connection_roll_back(connection);
}

/* Each round that does not end it has one more job that failed. */
static void run_batch(struct writer *writer, struct batch *batch)
{
    struct connection *connection = &writer->connection;
    enum status status = STATUS_OK;

    if (writer->is_stopped) {
        status = call_fail(&connection->session.call, FAULT_STORE_STOPPED, NULL, NULL, NULL);
        fail_jobs(writer, batch, JOB_WAITS, status);
    }
    while (count_jobs(batch, JOB_WAITS) > 0) {
        status = connection_control(connection, CONTROL_BEGIN_WRITE);
        if (status != STATUS_OK) {
            fail_jobs(writer, batch, JOB_WAITS, status);
            return;
        }
        if (run_jobs(writer, batch)) {
            commit(writer, batch);
            return;
        }
        begin_again(batch);
    }
}

static void run_loading(struct writer *writer, struct batch *batch)
{
    struct connection *connection = &writer->connection;
    enum status status = connection_execute(connection, "pragma foreign_keys = off");

    if (status != STATUS_OK) {
        fail_jobs(writer, batch, JOB_WAITS, status);
        return;
    }
    run_batch(writer, batch);
    if (connection_execute(connection, "pragma foreign_keys = on") != STATUS_OK)
        writer->is_stopped = true;
}

/* The file is made anew, for a page may have older bytes where it is unused; and the log is cut,
 * for good: SQLite leaves that to the system. */
static enum status scrub(struct connection *connection)
{
    int result = SQLITE_OK;

    TRY(connection_execute(connection, "vacuum"));
    result = sqlite3_wal_checkpoint_v2(connection->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                       NULL);
    if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
        return call_fail(&connection->session.call, FAULT_STORE_UNSCRUBBED, NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return connection_fail(connection);
    return save_log(connection->path, &connection->session.call.fault);
}

static void run_scrubbing(struct writer *writer, struct batch *batch)
{
    struct call *call = &writer->connection.session.call;
    enum status status = STATUS_OK;

    call->fault = (struct fault){ 0 };
    if (writer->is_stopped)
        status = call_fail(call, FAULT_STORE_STOPPED, NULL, NULL, NULL);
    else
        status = scrub(&writer->connection);
    if (status != STATUS_OK)
        fail_jobs(writer, batch, JOB_WAITS, status);
}

/* Takes jobs that can be done together off the list. */
static void take_batch(struct writer *writer, struct batch *batch)
{
    batch->count = 0;
    while (writer->first != NULL && batch->count < BATCH_MAX) {
        struct job *job = writer->first;

        if (job->manner != WRITER_TOGETHER && batch->count > 0)
            break;
        batch->jobs[batch->count++] = job;
        writer->first = job->next;
        if (job->manner != WRITER_TOGETHER)
            break;
    }
    if (writer->first == NULL)
        writer->end = &writer->first;
}

/* Readers that still need what the log has are not waited for: then it goes on next time. */
static void checkpoint(struct writer *writer, int page_count)
{
    if (page_count >= CHECKPOINT_PAGES && !writer->is_stopped)
        (void)sqlite3_wal_checkpoint_v2(writer->connection.database, NULL,
                                        SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

static int note_pages(void *page_count, sqlite3 *database, const char *name, int count)
{
    (void)database;
    (void)name;
    *(int *)page_count = count;
    return SQLITE_OK;
}

static void do_batch(struct writer *writer, struct batch *batch)
{
    int page_count = 0;

    (void)sqlite3_wal_hook(writer->connection.database, note_pages, &page_count);
    if (batch->jobs[0]->manner == WRITER_LOADING)
        run_loading(writer, batch);
    else if (batch->jobs[0]->manner == WRITER_SCRUBBING)
        run_scrubbing(writer, batch);
    else
        run_batch(writer, batch);
    (void)pthread_mutex_lock(&writer->mutex);
    writer->is_at_work = false;
    (void)pthread_mutex_unlock(&writer->mutex);
    for (unsigned i = 0; i < batch->count; i++)
        (void)sem_post(&batch->jobs[i]->done);
    checkpoint(writer, page_count);
}

static void *serve(void *argument)
{
    struct writer *writer = argument;
    struct batch batch;

    for (;;) {
        (void)pthread_mutex_lock(&writer->mutex);
        while (writer->first == NULL && !writer->is_closing)
            (void)pthread_cond_wait(&writer->wanted, &writer->mutex);
        take_batch(writer, &batch);
        writer->is_at_work = true;
        (void)pthread_mutex_unlock(&writer->mutex);
        if (batch.count == 0)
            return NULL;
        do_batch(writer, &batch);
    }
}

enum status writer_begin(struct writer *writer, struct fault *fault)
{
    ASSERT(pthread_mutex_init(&writer->mutex, NULL) == 0);
    ASSERT(pthread_cond_init(&writer->wanted, NULL) == 0);
    writer->end = &writer->first;
    atomic_store(&writer->version, 1);
    writer->marks.version = 2;
    writer->connection.marks = &writer->marks;
    writer->connection.memo.marks = &writer->marks;
    if (pthread_create(&writer->thread, NULL, serve, writer) == 0)
        return STATUS_OK;
    (void)pthread_cond_destroy(&writer->wanted);
    (void)pthread_mutex_destroy(&writer->mutex);
    return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

bool writer_is_busy(struct writer *writer)
{
    bool is_busy = false;

    (void)pthread_mutex_lock(&writer->mutex);
    is_busy = writer->is_at_work || writer->first != NULL;
    (void)pthread_mutex_unlock(&writer->mutex);
    return is_busy;
}

void writer_end(struct writer *writer)
{
    (void)pthread_mutex_lock(&writer->mutex);
    writer->is_closing = true;
    (void)pthread_cond_signal(&writer->wanted);
    (void)pthread_mutex_unlock(&writer->mutex);
    (void)pthread_join(writer->thread, NULL);
    (void)pthread_cond_destroy(&writer->wanted);
    (void)pthread_mutex_destroy(&writer->mutex);
}

enum status writer_run(struct writer *writer, struct store_work *work, enum writer_manner manner,
                       struct fault *fault)
{
    struct job job = { .work = work, .manner = manner, .fault = fault };

    ASSERT(sem_init(&job.done, 0, 0) == 0);
    (void)pthread_mutex_lock(&writer->mutex);
    *writer->end = &job;
    writer->end = &job.next;
    (void)pthread_cond_signal(&writer->wanted);
    (void)pthread_mutex_unlock(&writer->mutex);
    while (sem_wait(&job.done) != 0)
        ; /* a signal came */
    (void)sem_destroy(&job.done);
    return job.status;
}
