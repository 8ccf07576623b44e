/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_LOOP_H
#define AVAL_API_HTTP_LOOP_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "api/http/addresses.h"
#include "api/http/deadlines.h"
#include "api/http/server.h"

enum {
    SPARES_MAX = 64,
    DAEMONS_MAX = 2 /* of a loop: one that listens as it is, one for TLS */
};

/* What the threads of a server share. */
struct http_server {
    struct http_settings settings;
    struct addresses addresses;
    atomic_bool is_stopping;   /* no more connections, none is kept open */
    atomic_uint loops_stopped; /* so many loops take no more connections */
    atomic_bool is_over;       /* the threads end */
    atomic_uint request_count; /* under way */
    struct http_loop *loops;
    unsigned loop_count; /* that run */
};

/*
 * One thread's part: daemons of libmicrohttpd that never wait by themselves, and our own waiting
 * for them, for answers from other threads, and for deadlines.
 */
struct http_loop {
    struct http_server *server;
    struct MHD_Daemon *daemons[DAEMONS_MAX];
    unsigned daemon_count;
    pthread_t thread;
    int epoll;
    int wakeup; /* an eventfd */
    struct deadlines deadlines;
    struct buffer log;
    bool has_stopped_accepting;

    struct http_exchange *spares[SPARES_MAX]; /* to be used again */
    unsigned spare_count;

    pthread_mutex_t mutex;
    struct http_exchange *completed; /* by other threads; the last first */
};

/** Opens the loop's sockets and starts its daemons; the thread is the server's to start. */
enum status http_loop_open(struct http_loop *loop, struct http_server *server) MUST_CHECK;
void http_loop_close(struct http_loop *loop);

/** The thread. */
void *http_loop_run(void *argument);

/** Wakes the loop up, from any thread. */
void http_loop_wake(struct http_loop *loop);

/* What the daemon calls back, in exchange.c: a request line has come; headers, body or an answer
 * have; the request is over. */
void *http_on_target(void *argument, const char *target, struct MHD_Connection *handle);
/* NOLINTNEXTLINE(readability-function-size): the library calls it like this. */
enum MHD_Result http_on_request(void *argument, struct MHD_Connection *handle, const char *target,
                                const char *method, const char *version, const char *bytes,
                                size_t *length, void **context);
void http_on_end(void *argument, struct MHD_Connection *handle, void **context,
                 enum MHD_RequestTerminationCode code);

/** The connection of an exchange. */
struct MHD_Connection *http_exchange_connection(const struct http_exchange *exchange);

/** Goes on with an exchange that was completed; only the loop's thread does. */
void http_exchange_resume(struct http_exchange *exchange);

/** Frees an exchange that is over. */
void http_exchange_free(struct http_exchange *exchange);

#endif
