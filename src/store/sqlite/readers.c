/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/readers.h"

#include "base/assert.h"
#include "base/memory.h"

void readers_init(struct readers *readers, const char *path, enum connection_kind kind)
{
    *readers = (struct readers){ .path = path, .kind = kind };
    ASSERT(pthread_mutex_init(&readers->mutex, NULL) == 0);
    ASSERT(pthread_cond_init(&readers->returned, NULL) == 0);
}

void readers_done(struct readers *readers)
{
    ASSERT(readers->free_count == readers->count);
    for (unsigned i = 0; i < readers->count; i++) {
        connection_close(readers->all[i]);
        memory_free(readers->all[i]);
    }
    (void)pthread_cond_destroy(&readers->returned);
    (void)pthread_mutex_destroy(&readers->mutex);
}

static enum status open_one(struct readers *readers, struct connection **out_connection,
                            struct fault *fault)
{
    struct connection *connection = memory_new(1, sizeof(*connection));
    enum status status = STATUS_OK;

    if (connection == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    status = connection_open(connection, readers->path, readers->kind);
    if (status != STATUS_OK) {
        *fault = connection->session.call.fault;
        connection_close(connection);
        memory_free(connection);
        return status;
    }
    *out_connection = connection;
    return STATUS_OK;
}

enum status readers_take(struct readers *readers, struct connection **out_connection,
                         struct fault *fault)
{
    enum status status = STATUS_OK;

    (void)pthread_mutex_lock(&readers->mutex);
    while (readers->free_count == 0 && readers->count == READERS_MAX)
        (void)pthread_cond_wait(&readers->returned, &readers->mutex);
    if (readers->free_count > 0) {
        *out_connection = readers->free[--readers->free_count];
    } else {
        status = open_one(readers, out_connection, fault);
        if (status == STATUS_OK)
            readers->all[readers->count++] = *out_connection;
    }
    (void)pthread_mutex_unlock(&readers->mutex);
    return status;
}

void readers_return(struct readers *readers, struct connection *connection)
{
    (void)pthread_mutex_lock(&readers->mutex);
    readers->free[readers->free_count++] = connection;
    (void)pthread_cond_signal(&readers->returned);
    (void)pthread_mutex_unlock(&readers->mutex);
}

/* The clock is read first, by a query of the database: so the state that the transaction sees is
 * that of now, and what the memo gives is of it. */
static enum status run_within(struct connection *connection, struct store_work *work)
{
    TRY(connection_control(connection, CONTROL_BEGIN_READ));
    TRY(connection_begin_call(connection));
    return work->run(work, &connection->session.call);
}

enum status readers_run(struct readers *readers, struct store_work *work, uint64_t version,
                        struct fault *fault)
{
    struct connection *connection = NULL;
    enum status status = STATUS_OK;

    TRY(readers_take(readers, &connection, fault));
    connection->session.call.fault = (struct fault){ 0 };
    connection->session.call.version = version;
    connection->memo.marks = readers->marks;
    status = run_within(connection, work);
    if (status != STATUS_OK)
        *fault = connection->session.call.fault;
    connection_roll_back(connection);
    readers_return(readers, connection);
    return status;
}
