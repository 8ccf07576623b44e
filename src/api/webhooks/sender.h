/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_SENDER_H
#define AVAL_API_WEBHOOKS_SENDER_H

#include "api/registry/dead_letters.h"
#include "api/webhooks/destination.h"
#include "base/status.h"

/*
 * Sends deliveries, any number side by side, in the thread that runs it: over libcurl, without
 * redirects, proxies, cookies or credentials, with one time for all of it, and to no address that
 * it may not connect to (destination.h). What is answered is not kept.
 */
struct sender;

struct sender_settings {
    struct destination_limits limits;
    const char *authorities; /* a file (PEM) of more than the system's; "": none */
    unsigned timeout_ms;     /* for all of an attempt */
};

/* One attempt; a member of what it is about. All is borrowed until it has ended. */
struct delivery {
    const char *url;
    struct text body;
    const char *id; /* the same for each attempt at an event */
    const char *signature;
    bool has_own_header; /* for the signature */
    const char *certificate_url;

    /** It has ended, in the thread of sender_run(). */
    void (*ended)(struct delivery *delivery, const struct delivery_end *end);
};

/** NO_MEMORY, or libcurl cannot be loaded; with a fault. */
enum status sender_new(const struct sender_settings *settings, struct sender **out_sender,
                       struct fault *fault) MUST_CHECK;

/** Breaks off what is under way, without a word; accepts NULL. */
void sender_free(struct sender *sender);

/** Begins an attempt, for sender_run(). False: no memory. */
bool sender_start(struct sender *sender, struct delivery *delivery) MUST_CHECK;

/** Goes on with all attempts, tells which have ended, and waits for at most so long, or until
 * woken, for more to do. */
void sender_run(struct sender *sender, int wait_ms);

/** Has sender_run() return; for any thread. */
void sender_wake(struct sender *sender);

#endif
