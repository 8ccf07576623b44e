/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_EXPORTS_H
#define AVAL_API_EXPORTS_H

#include "api/call.h"

/*
 * Exports of the book, in parts as they are taken: a worker each reads one state of the book and
 * waits while its client is slow, so memory stays where it is.
 */
struct exports;

enum {
    EXPORTS_MAX = 2 /* at the same time */
};

/** NULL: no memory. */
struct exports *exports_new(void);

/** Ends what no export uses any more; accepts NULL. */
void exports_free(struct exports *exports);

/** Breaks off those under way, whose clients see that they have not all; accepts NULL. */
void exports_stop(struct exports *exports);

/** Answers with the facts of the book, a line each. */
void exports_answer(struct api_call *call);

#endif
