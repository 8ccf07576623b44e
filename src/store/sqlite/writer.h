/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_WRITER_H
#define AVAL_STORE_SQLITE_WRITER_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/sqlite/connection.h"

struct job;

/*
 * The one connection that commits and checkpoints, on its own thread. Works that wait are done in
 * one transaction, each within a savepoint: whoever waits is answered when all is on the disk.
 */
struct writer {
    struct connection connection; /* of the thread, once it runs */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wanted;
    struct job *first; /* those that wait */
    struct job **end;
    bool is_closing;
    bool is_at_work;
    struct marks marks;       /* the thread's */
    _Atomic uint64_t version; /* of the book: all that is committed is in it */
    bool is_stopped; /* the thread's: a commit failed, and nobody knows what is on the disk */
};

/** Begins the thread, with its connection open. */
enum status writer_begin(struct writer *writer, struct fault *fault) MUST_CHECK;

/** Does what waits, and ends the thread and its connection. */
void writer_end(struct writer *writer);

/** Whether a work would have to wait for others. */
bool writer_is_busy(struct writer *writer);

/** How a work is done: beside others, or by itself and without looking at references. Scrubbing is
 * no work but by itself too: the file is rewritten, and what was erased is nowhere any more. */
enum writer_manner {
    WRITER_TOGETHER,
    WRITER_LOADING,
    WRITER_SCRUBBING
};

/** Has the work done. Any thread may call it. */
enum status writer_run(struct writer *writer, struct store_work *work, enum writer_manner manner,
                       struct fault *fault) MUST_CHECK;

#endif
