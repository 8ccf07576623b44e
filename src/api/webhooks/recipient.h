/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_RECIPIENT_H
#define AVAL_API_WEBHOOKS_RECIPIENT_H

#include <pthread.h>
#include <stdatomic.h>

#include "api/api.h"
#include "api/registry/test_events.h"
#include "api/webhooks/courier.h"
#include "api/webhooks/event.h"
#include "api/webhooks/sender.h"
#include "engine/entry.h"

/* What the files of the courier share. All of it is the courier's thread's, but what is atomic. */

/* What is sent. */
enum cargo {
    CARGO_EVENT,  /* the next one of the journal */
    CARGO_LETTER, /* a dead letter, again */
    CARGO_TEST
};

/* A delivery with all that it is made of, which stays until it has ended. */
struct shipment {
    struct delivery delivery; /* first */
    struct recipient *recipient;
    enum cargo cargo;
    bool is_under_way;
    int64_t not_before_ms; /* where what became of the last one could not be kept */
    char url[WEBHOOK_URL_BYTES];
    struct buffer body;
    guid id; /* of the entry, or of the test */
    char id_text[GUID_LENGTH + 1];
    char signature[SIGNATURE_TEXT_BYTES];
    uint64_t position;
    const char *event; /* its name, of a constant table */
};

/* A webhook, as the courier sees to it. */
struct recipient {
    struct courier *courier;
    struct webhook webhook; /* its position is that of the registry, or behind what is not wanted */
    bool is_listed;         /* by the registry, when it was asked last */
    bool is_known;          /* it was before */
    bool has_news;          /* the journal may have something behind its position */
    unsigned attempts;      /* that failed, at its next event */
    int64_t due_ms;         /* before that nothing is sent */
    bool has_letter;        /* that is to be delivered again */
    struct dead_letter letter;
    bool has_test;
    struct test_event test_event;
    struct shipment mail; /* an event or a letter: one at a time, so that they keep their order */
    struct shipment test;
    struct recipient *next; /* of those that are not listed any more */
};

struct courier {
    struct api *api;
    struct courier_settings settings;
    char certificate_url[PRIVATE_PATH_BYTES];
    struct signer *signer;
    struct sender *sender;
    struct registry *registry;     /* borrowed */
    struct recipient **recipients; /* by tenant */
    size_t recipient_count;
    size_t first_place;        /* whose turn it is first in the next round */
    struct recipient *leaving; /* not listed any more, with something under way */
    unsigned under_way_count;
    uint64_t scanned;    /* the journal was looked through up to it; at first UINT64_MAX */
    int64_t reloaded_ms; /* when the registry was asked last */
    pthread_t thread;
    bool has_thread;
    atomic_bool is_over;
    atomic_bool is_woken;
    atomic_bool is_changed;
    atomic_uint webhook_count;
    atomic_uint suspended_count;
};

/* journal.c: what stands in the journal. Failures leave all as it is, to be tried again. */

/** Looks whose the entries are that came since, and notes it. */
void courier_scan(struct courier *courier);

/** The webhook of a tenant, or NULL. */
struct recipient *recipient_find(const struct courier *courier, guid tenant);

/** Sees to it that a webhook's place is one of this journal: of another, which an older copy of the
 * book may be, it is the place behind the last entry that is not newer than what was told. */
void recipient_settle(struct recipient *recipient);

/** Finds the next event, and fills the shipment with it. False: there is none, or not yet. */
bool recipient_seek(struct recipient *recipient);

/** Fills the shipment with the dead letter. False: its entry is not there, or it failed. */
bool recipient_fetch_letter(struct recipient *recipient);

/* shipping.c: sending, and what follows from how it ended. */

/** Sends what the shipment holds. */
void shipment_send(struct shipment *shipment);

/** Notes that a shipment could not even be begun, or has ended. */
void shipment_ended(struct delivery *delivery, const struct delivery_end *end);

/** Adds a line to the log about a webhook. */
void courier_log(const struct recipient *recipient, const char *what,
                 const struct shipment *shipment, const struct delivery_end *end);

#endif
