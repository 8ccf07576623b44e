/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WORKERS_H
#define AVAL_API_WORKERS_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/status.h"

/* Threads for what may wait: for the store, for a hash, for a plan. */
struct workers;

/* Something to be done; a member of what it is about. */
struct job {
    void (*run)(struct job *job);
    struct job *next;
};

enum status workers_new(unsigned thread_count, unsigned waiting_max, struct workers **out_workers)
    MUST_CHECK;

/** Has the job run by one of the threads. False: too many wait; it is not taken. */
bool workers_add(struct workers *workers, struct job *job);

/** Does what waits, then ends the threads; from then on nothing is taken. Accepts NULL. */
void workers_stop(struct workers *workers);

/** Stops them and frees all; accepts NULL. */
void workers_free(struct workers *workers);

#endif
