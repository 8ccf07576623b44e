/* SPDX-License-Identifier: Apache-2.0 */
#include "api/feed.h"

#include <inttypes.h>

#include "api/http/deadlines.h"
#include "base/memory.h"
#include "engine/journal/entry_json.h"
#include "engine/journal/history.h"

struct feed_stream {
    struct stream stream; /* first */
    struct feed *feed;
    struct api_call *call;
    uint64_t position; /* the journal was seen up to it */
    int64_t sent_ms;   /* when something was sent last */
    bool has_begun;
    struct feed_stream *next; /* of those that wait */
};

struct feed {
    struct job job; /* first: of the worker that hands out */
    struct api *api;
    pthread_mutex_t mutex;
    struct feed_stream *first, *last; /* that wait, longest first */
    unsigned stream_count;            /* that wait or not */
    uint64_t position;                /* the journal has come so far */
    bool is_busy;                     /* a worker hands out, or will */
    bool is_over;
};

/* What waits. All of it with the mutex held. */

static void add_waiting(struct feed *feed, struct feed_stream *stream)
{
    stream->next = NULL;
    if (feed->first == NULL)
        feed->first = stream;
    else
        feed->last->next = stream;
    feed->last = stream;
}

static bool is_due(const struct feed *feed, const struct feed_stream *stream, int64_t now_ms)
{
    return !stream->has_begun || stream->position < feed->position ||
           now_ms - stream->sent_ms >= feed->api->heartbeat_ms;
}

/* The first that is due, or NULL. */
static struct feed_stream *take_due(struct feed *feed)
{
    int64_t now_ms = clock_ms();
    struct feed_stream **link = &feed->first;
    struct feed_stream *before = NULL;
    struct feed_stream *stream = NULL;

    while (*link != NULL && !is_due(feed, *link, now_ms)) {
        before = *link;
        link = &before->next;
    }
    stream = *link;
    if (stream == NULL)
        return NULL;
    *link = stream->next;
    if (feed->last == stream)
        feed->last = before;
    return stream;
}

/* Has a worker hand out, if anything is due and none does. */
static void start_handing_out(struct feed *feed)
{
    int64_t now_ms = clock_ms();
    const struct feed_stream *stream = feed->first;

    while (stream != NULL && !is_due(feed, stream, now_ms))
        stream = stream->next;
    if (stream != NULL && !feed->is_busy)
        feed->is_busy = workers_add(feed->api->workers, &feed->job);
}

/* Parts. */

static void complete(struct feed_stream *stream)
{
    stream->has_begun = true;
    stream->sent_ms = clock_ms();
    http_exchange_complete(stream->call->exchange);
}

static void complete_last(struct feed_stream *stream)
{
    stream->call->response->is_last = true;
    http_exchange_complete(stream->call->exchange);
}

/* Entries being written as events. */
struct event_work {
    struct store_work work; /* first */
    struct entry_visitor visitor;
    struct feed_stream *stream;
    uint64_t position;
    unsigned count;
};

static enum status add_event(struct entry_visitor *visitor, const struct entry *entry)
{
    void *begin = (char *)visitor - offsetof(struct event_work, visitor);
    struct event_work *work = begin;
    struct buffer *body = &work->stream->call->response->body;
    NOT_CLEARED struct json_writer writer;

    work->count++;
    work->position = entry->position;
    buffer_add_format(body, "id: %" PRIu64 "\nevent: act\ndata: ", entry->position);
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    entry_write_summary(&writer, entry);
    json_writer_done(&writer);
    buffer_add_string(body, "\n\n");
    return STATUS_OK;
}

/* Whoever comes for the first time is told from where on it hears. */
static void add_beginning(struct buffer *body, const struct feed_stream *stream)
{
    if (!stream->has_begun)
        buffer_add_format(body, "retry: 1000\nid: %" PRIu64 "\n\n", stream->position);
}

static enum status add_events(struct store_work *store_work, struct call *call)
{
    struct event_work *work = (struct event_work *)store_work;
    struct feed_stream *stream = work->stream;
    struct buffer *body = &stream->call->response->body;
    struct history_question question = {
        .principal = stream->call->principal,
        .after = stream->position,
        .limit = FEED_EVENTS_MAX,
    };

    buffer_clear(body);
    add_beginning(body, stream);
    work->count = 0;
    TRY(history_visit(call, &question, &work->visitor));
    return work->count == FEED_EVENTS_MAX ? STATUS_OK
                                          : call->store->last_position(call, &work->position);
}

/* Makes the stream's next part. False: there is nothing to be sent. */
static bool make_part(struct feed_stream *stream)
{
    struct event_work work = { .work = { add_events },
                               .visitor = { add_event },
                               .stream = stream,
                               .position = stream->position };
    struct store *store = stream->feed->api->store;
    struct http_response *response = stream->call->response;
    struct fault fault = { .kind = FAULT_NONE };

    if (store->read(store, &work.work, &fault) != STATUS_OK) {
        buffer_clear(&response->body);
        response->is_broken = true;
        return true;
    }
    stream->position = work.position;
    if (response->body.length == 0 &&
        clock_ms() - stream->sent_ms >= stream->feed->api->heartbeat_ms)
        buffer_add_string(&response->body, ":\n\n");
    return response->body.length > 0;
}

/* The access ends with its token, however long the stream is. */
static void hand_out(struct feed_stream *stream)
{
    struct feed *feed = stream->feed;
    bool is_over = false;

    if (!call_is_valid(stream->call)) {
        complete_last(stream);
        return;
    }
    if (make_part(stream)) {
        complete(stream);
        return;
    }
    (void)pthread_mutex_lock(&feed->mutex);
    is_over = feed->is_over;
    if (!is_over)
        add_waiting(feed, stream);
    (void)pthread_mutex_unlock(&feed->mutex);
    if (is_over)
        complete_last(stream);
}

static void hand_out_all(struct job *job)
{
    struct feed *feed = (struct feed *)job;
    struct feed_stream *stream = NULL;

    do {
        (void)pthread_mutex_lock(&feed->mutex);
        stream = take_due(feed);
        feed->is_busy = stream != NULL;
        (void)pthread_mutex_unlock(&feed->mutex);
        if (stream != NULL)
            hand_out(stream);
    } while (stream != NULL);
}

/* The stream's own functions, in its loop's thread. */

static void more(struct stream *given)
{
    struct feed_stream *stream = (struct feed_stream *)given;
    struct feed *feed = stream->feed;
    bool is_over = false;

    (void)pthread_mutex_lock(&feed->mutex);
    is_over = feed->is_over;
    if (!is_over) {
        add_waiting(feed, stream);
        start_handing_out(feed);
    }
    (void)pthread_mutex_unlock(&feed->mutex);
    if (is_over)
        complete_last(stream);
}

static void end(struct stream *given)
{
    struct feed_stream *stream = (struct feed_stream *)given;
    struct feed *feed = stream->feed;

    (void)pthread_mutex_lock(&feed->mutex);
    feed->stream_count--;
    (void)pthread_mutex_unlock(&feed->mutex);
    memory_free(stream);
}

void feed_answer(struct api_call *call, uint64_t position)
{
    struct feed *feed = call->api->feed;
    struct feed_stream *stream = memory_new(1, sizeof(*stream));
    bool is_taken = false;

    (void)pthread_mutex_lock(&feed->mutex);
    is_taken = stream != NULL && !feed->is_over && feed->stream_count < FEED_STREAMS_MAX;
    if (is_taken)
        feed->stream_count++;
    (void)pthread_mutex_unlock(&feed->mutex);
    if (!is_taken) {
        memory_free(stream);
        call_answer_trouble(call, TROUBLE_BUSY, NULL);
        return;
    }
    stream->stream = (struct stream){ more, end };
    stream->feed = feed;
    stream->call = call;
    stream->position = position;
    /* Proxies are not to keep events back. */
    http_response_add(call->response, "X-Accel-Buffering", TEXT("no"));
    call_answer_stream(call, &stream->stream, CONTENT_EVENTS);
}

/* The feed. */

struct feed *feed_new(struct api *api)
{
    struct feed *feed = memory_new(1, sizeof(*feed));

    if (feed == NULL)
        return NULL;
    feed->job.run = hand_out_all;
    feed->api = api;
    (void)pthread_mutex_init(&feed->mutex, NULL);
    return feed;
}

void feed_free(struct feed *feed)
{
    if (feed == NULL)
        return;
    (void)pthread_mutex_destroy(&feed->mutex);
    memory_free(feed);
}

void feed_look(struct feed *feed)
{
    uint64_t position = follower_position(feed->api->follower);

    (void)pthread_mutex_lock(&feed->mutex);
    if (position > feed->position)
        feed->position = position;
    start_handing_out(feed);
    (void)pthread_mutex_unlock(&feed->mutex);
}

void feed_stop(struct feed *feed)
{
    struct feed_stream *stream = NULL;

    if (feed == NULL)
        return;
    (void)pthread_mutex_lock(&feed->mutex);
    feed->is_over = true;
    stream = feed->first;
    feed->first = NULL;
    (void)pthread_mutex_unlock(&feed->mutex);
    while (stream != NULL) {
        struct feed_stream *next = stream->next;

        complete_last(stream);
        stream = next;
    }
}
