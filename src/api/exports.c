/* SPDX-License-Identifier: Apache-2.0 */
#include "api/exports.h"

#include "base/memory.h"
#include "store/export.h"

/* Whose turn it is with a part. */
enum turn {
    TURN_OF_LOOP,   /* it sends what it has */
    TURN_OF_WORKER, /* a part is asked for; the exchange is out, and cannot end */
    TURN_OVER       /* the worker will not come any more */
};

/* An export: a worker makes parts, and the loop sends them. Who is over last frees it. */
struct export_stream {
    struct stream stream;      /* first */
    struct job job;            /* of the worker */
    struct export_taker taker; /* of the lines */
    struct exports *exports;
    struct api_call *call; /* the worker's only in its turn */
    struct store *store;
    enum turn turn;
    bool has_begun; /* the worker was asked to */
    bool is_gone;   /* the connection is */
};

struct exports {
    pthread_mutex_t mutex;
    pthread_cond_t moved; /* a turn has, or all is over */
    unsigned count;       /* that are not freed */
    bool is_over;
};

/* With the mutex held. */
static void free_stream(struct export_stream *stream)
{
    stream->exports->count--;
    memory_free(stream);
}

/* The worker. */

/* Waits until a part is asked for. False: none will be. With the mutex held. */
static bool wait_for_turn(struct export_stream *stream)
{
    struct exports *exports = stream->exports;

    while (stream->turn != TURN_OF_WORKER && !stream->is_gone && !exports->is_over)
        (void)pthread_cond_wait(&exports->moved, &exports->mutex);
    return stream->turn == TURN_OF_WORKER && !exports->is_over;
}

static struct export_stream *stream_of_taker(struct export_taker *taker)
{
    void *begin = (char *)taker - offsetof(struct export_stream, taker);

    return begin;
}

static enum status take(struct export_taker *taker, struct text lines)
{
    struct export_stream *stream = stream_of_taker(taker);
    bool is_wanted = false;

    (void)pthread_mutex_lock(&stream->exports->mutex);
    is_wanted = wait_for_turn(stream);
    if (is_wanted) {
        buffer_add_text(&stream->call->response->body, lines);
        stream->turn = TURN_OF_LOOP;
        http_exchange_complete(stream->call->exchange);
    }
    (void)pthread_mutex_unlock(&stream->exports->mutex);
    return is_wanted ? STATUS_OK : STATUS_UNAVAILABLE;
}

/* Tells the loop how it ended, in its turn or when it asks next. With the mutex held. */
static void end_worker(struct export_stream *stream, enum status status)
{
    bool is_wanted = wait_for_turn(stream);
    bool is_out = stream->turn == TURN_OF_WORKER;

    stream->turn = TURN_OVER;
    if (is_out) {
        stream->call->response->is_last = true;
        stream->call->response->is_broken = status != STATUS_OK || !is_wanted;
        http_exchange_complete(stream->call->exchange);
    }
    if (stream->is_gone)
        free_stream(stream);
}

static void work(struct job *job)
{
    void *begin = (char *)job - offsetof(struct export_stream, job);
    struct export_stream *stream = begin;
    struct exports *exports = stream->exports;
    struct fault fault;
    enum status status = store_export(stream->store, &stream->taker, &fault);

    (void)pthread_mutex_lock(&exports->mutex);
    end_worker(stream, status);
    (void)pthread_mutex_unlock(&exports->mutex);
}

/* The loop. */

static void more(struct stream *given)
{
    struct export_stream *stream = (struct export_stream *)given;
    struct exports *exports = stream->exports;
    bool is_over = false;

    (void)pthread_mutex_lock(&exports->mutex);
    if (!stream->has_begun && !workers_add(stream->call->api->workers, &stream->job))
        stream->turn = TURN_OVER;
    stream->has_begun = true;
    is_over = stream->turn == TURN_OVER;
    if (!is_over)
        stream->turn = TURN_OF_WORKER;
    (void)pthread_cond_broadcast(&exports->moved);
    (void)pthread_mutex_unlock(&exports->mutex);
    if (is_over) {
        stream->call->response->is_broken = true;
        http_exchange_complete(stream->call->exchange);
    }
}

static void end(struct stream *given)
{
    struct export_stream *stream = (struct export_stream *)given;
    struct exports *exports = stream->exports;

    (void)pthread_mutex_lock(&exports->mutex);
    stream->is_gone = true;
    if (!stream->has_begun || stream->turn == TURN_OVER)
        free_stream(stream);
    else
        (void)pthread_cond_broadcast(&exports->moved);
    (void)pthread_mutex_unlock(&exports->mutex);
}

void exports_answer(struct api_call *call)
{
    struct exports *exports = call->api->exports;
    struct export_stream *stream = memory_new(1, sizeof(*stream));
    bool is_taken = false;

    (void)pthread_mutex_lock(&exports->mutex);
    is_taken = stream != NULL && !exports->is_over && exports->count < EXPORTS_MAX;
    if (is_taken)
        exports->count++;
    (void)pthread_mutex_unlock(&exports->mutex);
    if (!is_taken) {
        memory_free(stream);
        call_answer_trouble(call, TROUBLE_BUSY, NULL);
        return;
    }
    stream->stream = (struct stream){ more, end };
    stream->job.run = work;
    stream->taker.take = take;
    stream->exports = exports;
    stream->call = call;
    stream->store = call->api->store;
    call_answer_stream(call, &stream->stream, CONTENT_LINES);
}

/* All of them. */

struct exports *exports_new(void)
{
    struct exports *exports = memory_new(1, sizeof(*exports));

    if (exports == NULL)
        return NULL;
    (void)pthread_mutex_init(&exports->mutex, NULL);
    (void)pthread_cond_init(&exports->moved, NULL);
    return exports;
}

void exports_free(struct exports *exports)
{
    if (exports == NULL)
        return;
    (void)pthread_mutex_destroy(&exports->mutex);
    (void)pthread_cond_destroy(&exports->moved);
    memory_free(exports);
}

void exports_stop(struct exports *exports)
{
    if (exports == NULL)
        return;
    (void)pthread_mutex_lock(&exports->mutex);
    exports->is_over = true;
    (void)pthread_cond_broadcast(&exports->moved);
    (void)pthread_mutex_unlock(&exports->mutex);
}
