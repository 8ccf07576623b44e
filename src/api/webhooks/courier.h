/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_COURIER_H
#define AVAL_API_WEBHOOKS_COURIER_H

#include <stdint.h>

#include "api/webhooks/destination.h"
#include "api/webhooks/signer.h"

struct api;
struct webhook;

/*
 * The courier: a thread that tells webhooks what happens in the journal, in its order, each on its
 * own and at least once. An event that is not taken is tried again after waits that grow, by a
 * clock that only goes forward; then it becomes a dead letter, and the next one has its turn. A
 * webhook that has taken nothing for long is suspended, until its tenant changes it. How far each
 * has come is kept after each event, so whatever ends the server, nothing is left out: what was
 * under way comes twice.
 */
struct courier;

struct courier_settings {
    struct destination_limits limits;
    const char *authorities; /* a file (PEM) of more than the system's; "": none */
    unsigned timeout_ms;     /* of an attempt */
    unsigned retry_ms;       /* the first wait; each is twice the one before, up to an hour */
    unsigned attempts_max;   /* at an event */
    unsigned suspend_s;      /* without anything that was taken */
    int log;                 /* -1: none */
};

/** Starts it. NO_MEMORY, or libcurl cannot be loaded; with a fault. */
enum status courier_new(struct api *api, const char *folder,
                        const struct courier_settings *settings, struct courier **out_courier,
                        struct fault *fault) MUST_CHECK;

/** Ends it: waits a little for what is under way. Accepts NULL. */
void courier_free(struct courier *courier);

/** The journal may have moved. Cheap, for any thread. */
void courier_look(struct courier *courier);

/** Webhooks were changed, or something of theirs was asked for. For any thread. */
void courier_change(struct courier *courier);

/** Puts a webhook that is to be added at the end of the journal. READ_FAILED, NO_MEMORY. */
enum status courier_find_end(const struct courier *courier, struct webhook *webhook,
                             struct fault *fault) MUST_CHECK;

/* What is true at the moment. */
struct courier_gauges {
    unsigned webhooks;
    unsigned suspended;
};

struct courier_gauges courier_gauges(struct courier *courier);

/** Who signs; and what URLs may be. */
struct signer *courier_signer(struct courier *courier);
struct destination_limits courier_limits(const struct courier *courier);

#endif
