/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_FEED_H
#define AVAL_API_FEED_H

#include "api/call.h"

/*
 * The journal as events for whoever listens (Server-Sent Events): many streams that wait, without
 * a thread each. When the journal has moved one worker goes through those that have not seen it
 * all; a stream whose client is slow has its part lying with its loop, and is not asked meanwhile.
 */
struct feed;

enum {
    FEED_STREAMS_MAX = 4096,
    FEED_EVENTS_MAX = 256 /* of one part */
};

/** NULL: no memory. */
struct feed *feed_new(struct api *api);

/** Ends a feed whose streams are over; accepts NULL. */
void feed_free(struct feed *feed);

/** Sees to it that streams get what they have not; to be called when the journal may have moved. */
void feed_look(struct feed *feed);

/** Ends all streams, also those to come; accepts NULL. */
void feed_stop(struct feed *feed);

/** Answers with what stands behind the position in the journal, and what comes. */
void feed_answer(struct api_call *call, uint64_t position);

#endif
