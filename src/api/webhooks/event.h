/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_EVENT_H
#define AVAL_API_WEBHOOKS_EVENT_H

#include "base/attributes.h"
#include "base/json_writer.h"
#include "engine/entry.h"

/*
 * What webhooks tell: an entry of the journal as an event. An act that was carried out has the
 * event of its row (events.def), one that a rule refused EVENT_REFUSED, whatever the act is.
 */

#define EVENT_TEST "test-created"
#define EVENT_REFUSED "act-refused"

struct event_row {
    const char *act; /* NULL: of no act, or of any */
    const char *name;
    const char *resource;
    const char *path; /* of the resource; NULL: that of the entry */
};

/** The row of a number from 0 on, those of no act last; NULL: there are no more. */
const struct event_row *event_row_at(size_t number);

/** The name of events that may be asked for, whatever its case, as it is spelled; or NULL. */
const char *event_find(struct text name);

/** The row by which an entry is told; NULL: an act that no row has. */
const struct event_row *event_row_of(const struct entry *entry);

/**
 * Adds the entry as the body of a delivery, one JSON object: the same bytes whenever it is written.
 * `base` is the address of the server.
 */
void event_write(struct buffer *buffer, const char *base, const struct event_row *row,
                 const struct entry *entry);

/* How an instant is spelled. */
enum instant_zone {
    INSTANT_UTC,    /* "2020-05-12T10:31:02.125+00:00" */
    INSTANT_NO_ZONE /* "2020-05-12T10:31:02.125" */
};

/** Adds an instant (milliseconds since 1970) as a member. */
void event_write_instant(struct json_writer *writer, const char *key, int64_t at,
                         enum instant_zone zone);

/** Adds a test event, asked for at an instant (milliseconds since 1970). */
void event_write_test(struct buffer *buffer, const char *base, guid id, int64_t at);

#endif
