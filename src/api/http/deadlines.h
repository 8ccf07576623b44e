/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_DEADLINES_H
#define AVAL_API_HTTP_DEADLINES_H

#include <stdint.h>

#include "base/guid.h"

struct http_exchange;

/*
 * How long each connection may still take for what it is doing. All that do the same have the
 * same time, so each phase's list is in the order of its deadlines.
 */
enum phase {
    PHASE_HEADERS, /* the request line and the headers are awaited */
    PHASE_BODY,
    PHASE_ANSWER,
    PHASE_IDLE,    /* between two requests */
    PHASE_WAITING, /* for the next part of an answer, which may never come */
    PHASE_COUNT
};

/* No deadline, or none any more. */
#define PHASE_NONE PHASE_COUNT

/* A connection, as its deadlines see it. */
struct connection {
    int socket;
    guid address;
    enum phase phase;
    int64_t deadline_ms;
    struct http_exchange *exchange;    /* that has begun and not ended; NULL: none */
    struct connection *before, *after; /* in the phase's list */
};

struct deadlines {
    int64_t now_ms; /* of the loop's last round */
    int64_t phase_ms[PHASE_COUNT];
    struct connection *first[PHASE_COUNT];
    struct connection *last[PHASE_COUNT];
};

/** The milliseconds of a clock that only goes forward. */
int64_t clock_ms(void);
int64_t clock_us(void);

/** Milliseconds since 1970 by the system's clock, which may be moved: for people, and for what
 * outlives the process. */
int64_t clock_system_ms(void);

/** Moves the connection to a phase, whose time begins now; PHASE_NONE: out of all. */
void deadlines_set(struct deadlines *deadlines, struct connection *connection, enum phase phase);

/** Milliseconds until the next deadline, at most `most`. */
int64_t deadlines_wait(const struct deadlines *deadlines, int64_t most);

/** Takes out a connection whose time is over, or gives NULL. */
struct connection *deadlines_take(struct deadlines *deadlines);

#endif
