/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_WEBHOOKS_H
#define AVAL_API_REGISTRY_WEBHOOKS_H

#include <stdint.h>

#include "api/registry/registry.h"
#include "base/guid.h"

/*
 * Webhooks: the address of a tenant to which events go, at most one a tenant, with how far in the
 * journal it has come. The journal is the queue, so that nothing is kept of an event until it is
 * given up. Instants are milliseconds since 1970, by the system's clock; 0: never.
 */

enum {
    WEBHOOK_URL_BYTES = 2048,
    WEBHOOK_EVENTS_BYTES = 4096
};

struct webhook {
    guid tenant;
    guid id; /* of this registration; a later one of the tenant has another */
    char url[WEBHOOK_URL_BYTES];
    char events[WEBHOOK_EVENTS_BYTES]; /* their names, each with a space behind it */
    bool has_own_header;               /* the signature goes into x-ms-signature */
    uint64_t revision;                 /* how often it was changed */
    uint64_t position;                 /* the journal is told up to it */
    guid position_id;                  /* of the entry there; GUID_NONE: there was none */
    int64_t failing_since;
    int64_t suspended_at;
    int64_t modified_at;
};

/** Adds an event's name to the list, if it is not there. False: it does not fit. */
bool webhook_add_event(struct webhook *webhook, const char *name);

/** Whether the event is one that is to be told. */
bool webhook_wants(const struct webhook *webhook, const char *name);

/** Adds a webhook. WRITE_FAILED; CONFLICT, without a fault: the tenant has one. */
enum status webhook_add(struct registry *registry, const struct webhook *webhook,
                        struct fault *fault) MUST_CHECK;

/** Changes what a tenant says itself of its webhook, which is not suspended any more.
 * WRITE_FAILED; NOT_FOUND, without a fault: there is none. */
enum status webhook_change(struct registry *registry, const struct webhook *webhook,
                           struct fault *fault) MUST_CHECK;

/** Removes it with all that belongs to it. WRITE_FAILED; NOT_FOUND, without a fault. */
enum status webhook_remove(struct registry *registry, guid tenant, struct fault *fault) MUST_CHECK;

/** Finds that of the tenant. False: it has none. */
bool webhook_find(struct registry *registry, guid tenant, struct webhook *out_webhook);

struct webhook_visitor {
    void (*see)(struct webhook_visitor *visitor, const struct webhook *webhook);
};

/** Shows all, by tenant; the registry is not to be used meanwhile. */
void webhook_visit(struct registry *registry, struct webhook_visitor *visitor);

/** Keeps how far it has come, if it is still the same. WRITE_FAILED. */
enum status webhook_move(struct registry *registry, const struct webhook *webhook,
                         struct fault *fault) MUST_CHECK;

/** Keeps since when it fails and is suspended, if nobody changed it meanwhile. WRITE_FAILED. */
enum status webhook_set_failing(struct registry *registry, const struct webhook *webhook,
                                struct fault *fault) MUST_CHECK;

#endif
