/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_PROCESS_LOCK_H
#define AVAL_STORE_SQLITE_PROCESS_LOCK_H

#include "engine/fault.h"

/* How long a process waits for another that is writing. */
enum {
    PROCESS_LOCK_MILLISECONDS = 5000
};

/* Keeps other writers away from a book: the kernel lets go of it when the process dies. */
struct process_lock {
    int file; /* beside the book, called PATH-lock; it stays there */
};

/** Takes the lock of the book at the path. UNAVAILABLE: another has it, for so long. */
enum status process_lock_take(struct process_lock *lock, const char *path,
                              unsigned wait_milliseconds, struct fault *fault) MUST_CHECK;

/** Lets go of it. */
void process_lock_release(struct process_lock *lock);

#endif
