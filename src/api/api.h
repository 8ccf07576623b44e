/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_API_H
#define AVAL_API_API_H

#include <pthread.h>
#include <stdatomic.h>

#include "api/http/server.h"
#include "api/identity/guesses.h"
#include "api/identity/tokens.h"
#include "api/metrics.h"
#include "api/rates.h"
#include "api/webhooks/courier.h"
#include "api/workers.h"
#include "engine/journal/follow.h"
#include "exchange/proposal_line.h"

enum {
    JUDGES_MAX = 64
};

struct exports;
struct feed;
struct partner_center;

/* What answers requests has at hand; one for all threads. */
struct api {
    struct http_handler handler; /* first */
    struct store *store;         /* borrowed */
    struct follower *follower;
    struct tokens *tokens;
    struct guesses guesses; /* of secrets and passwords */
    bool allows_passwords;  /* clients may sign users in by their passwords */
    struct workers *workers;
    struct rates *rates;
    struct http_server *server;
    struct partner_center *partner_center;
    struct feed *feed;
    struct exports *exports;
    struct courier *courier;
    struct metrics metrics;
    unsigned body_bytes_max;
    int64_t heartbeat_ms;
    bool has_log;
    unsigned waiting_max;               /* so many workers may wait for a position */
    atomic_uint waiting_count;          /* that do */
    atomic_int_fast64_t clock_ahead_ms; /* the book's, of the system's */
    atomic_bool is_stopping;
    atomic_bool is_behind;       /* the book in memory could not follow */
    atomic_bool is_without_acts; /* a write failed, so the store takes no more */

    pthread_mutex_t mutex;
    struct line_judge *judges[JUDGES_MAX]; /* to be used again */
    unsigned judge_count;
};

/* What a server is made of. */
struct api_settings {
    struct store *store;       /* borrowed */
    const char *folder;        /* of keys and registrations */
    const char *issuer;        /* the address by which clients know the server */
    struct listener listener;  /* claimed */
    struct http_settings http; /* limits; handler and listener are set by api_new() */
    unsigned worker_count;
    bool allows_passwords;
    unsigned heartbeat_ms; /* of streams of events */
    struct rate_limits rates;
    struct courier_settings webhooks;
};

/** Loads the book and starts to listen. UNAVAILABLE without a fault: the socket; see errno. */
enum status api_new(const struct api_settings *settings, struct api **out_api, struct fault *fault)
    MUST_CHECK;

/** Takes what other processes did; to be called now and then. */
void api_follow(struct api *api);

/** Reads how far the book's clock is ahead of the system's: it is moved now and then at most. */
enum status api_read_clock(struct api *api, struct fault *fault) MUST_CHECK;

/** The day of the book's clock, as it stood when api_follow() was called last. */
date api_today(struct api *api);

/** Answers what is under way, for at most so long, and ends; accepts NULL. */
void api_free(struct api *api, int64_t milliseconds);

/** A judge for proposals of the server's own, for api_give_judge(); NULL: no memory. */
struct line_judge *api_take_judge(struct api *api);
void api_give_judge(struct api *api, struct line_judge *judge);

#endif
