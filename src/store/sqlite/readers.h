/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_READERS_H
#define AVAL_STORE_SQLITE_READERS_H

#include <pthread.h>

#include "store/sqlite/connection.h"

enum {
    READERS_MAX = 8
};

/* Read-only connections, opened when they are first needed; who finds none free waits. */
struct readers {
    const char *path;
    enum connection_kind kind;
    const struct marks *marks; /* of the one writer; NULL: there may be others */
    pthread_mutex_t mutex;
    pthread_cond_t returned;
    struct connection *all[READERS_MAX];
    struct connection *free[READERS_MAX];
    unsigned count;
    unsigned free_count;
};

void readers_init(struct readers *readers, const char *path, enum connection_kind kind);

/** Ends them all: nobody reads any more. */
void readers_done(struct readers *readers);

/** Takes a reader, for readers_return(). */
enum status readers_take(struct readers *readers, struct connection **out_connection,
                         struct fault *fault) MUST_CHECK;
void readers_return(struct readers *readers, struct connection *connection);

/** Runs the work on one state of the book, of that version or a later one. */
enum status readers_run(struct readers *readers, struct store_work *work, uint64_t version,
                        struct fault *fault) MUST_CHECK;

#endif
