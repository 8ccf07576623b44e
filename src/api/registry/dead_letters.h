/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_DEAD_LETTERS_H
#define AVAL_API_REGISTRY_DEAD_LETTERS_H

#include "api/registry/webhooks.h"

/*
 * Dead letters: events of a webhook that were given up. Each is a place in the journal, which has
 * the event itself, and why it could not be delivered.
 */

enum {
    DELIVERY_REASON_BYTES = 32,
    EVENT_NAME_BYTES = 64
};

/* How an attempt ended. */
struct delivery_end {
    unsigned status;                    /* of HTTP; 0: there was no answer */
    char reason[DELIVERY_REASON_BYTES]; /* a word; empty: it was taken */
    int64_t at;
};

struct dead_letter {
    guid tenant;
    uint64_t position;
    char event[EVENT_NAME_BYTES];
    unsigned attempts;
    struct delivery_end end; /* of the last */
    bool is_again;           /* it waits to be delivered again */
};

/** Adds a letter to those of a webhook, if it is still the same. WRITE_FAILED. */
enum status dead_letter_add(struct registry *registry, const struct webhook *webhook,
                            const struct dead_letter *letter, struct fault *fault) MUST_CHECK;

struct dead_letter_visitor {
    void (*see)(struct dead_letter_visitor *visitor, const struct dead_letter *letter);
};

/** Shows those of a tenant behind a position, at most so many; the registry is not to be used
 * meanwhile. */
void dead_letter_visit(struct registry *registry, guid tenant, uint64_t after, unsigned limit,
                       struct dead_letter_visitor *visitor);

/** Shows of each tenant the first that waits to be delivered again. */
void dead_letter_visit_again(struct registry *registry, struct dead_letter_visitor *visitor);

/** Has the letter at the position delivered again, or with 0 all of the tenant; how many.
 * WRITE_FAILED. */
enum status dead_letter_again(struct registry *registry, guid tenant, uint64_t position,
                              unsigned *out_count, struct fault *fault) MUST_CHECK;

/** Notes that it could not be delivered this time either. WRITE_FAILED. */
enum status dead_letter_fail(struct registry *registry, const struct dead_letter *letter,
                             struct fault *fault) MUST_CHECK;

/** Removes a letter; whether it was there. WRITE_FAILED. */
enum status dead_letter_remove(struct registry *registry, guid tenant, uint64_t position,
                               bool *out_was_there, struct fault *fault) MUST_CHECK;

/** How many a tenant has; GUID_NONE: all. */
uint64_t dead_letter_count(struct registry *registry, guid tenant);

#endif
