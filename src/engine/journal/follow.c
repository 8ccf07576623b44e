/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/follow.h"

#include <pthread.h>
#include <time.h>
#include <yyjson.h>

#include "base/memory.h"
#include "book/live.h"
#include "engine/call.h"
#include "engine/engine.h"
#include "exchange/fact_shape.h"
#include "exchange/json.h"

struct follower {
    struct store *store;
    struct live_book *live;
    uint64_t position;
    /* Readers share it; so what one entry changes is seen whole. */
    pthread_rwlock_t lock;
    pthread_mutex_t catching_up; /* one at a time */
    pthread_mutex_t mutex;       /* of those that wait for a position */
    pthread_cond_t moved;
};

/* The book loaded from a state of the store, with the position of that state. */
struct loading {
    struct store_work work; /* first */
    uint64_t position;
    struct book *book;
};

/* Tells whether there is an entry, and stops at it. */
struct looking {
    struct entry_visitor visitor; /* first */
    bool has_found;
};

static enum status find_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    (void)entry;
    ((struct looking *)visitor)->has_found = true;
    return STATUS_NOT_FOUND;
}

static enum status has_entry_after(struct call *call, uint64_t position, bool *out_has)
{
    struct looking looking = { .visitor = { find_entry } };
    struct entry_filter filter = { .after = position };
    enum status status = call->store->visit_entries(call, &filter, &looking.visitor);

    *out_has = looking.has_found;
    return looking.has_found ? STATUS_OK : status;
}

/* The last position: doubled until nothing is behind it, then halved in between. */
static enum status find_last(struct call *call, uint64_t *out_position)
{
    uint64_t has = 0;   /* an entry is at this position, or behind it */
    uint64_t lacks = 1; /* none is, once the first loop has ended */
    bool is_there = false;

    TRY(has_entry_after(call, 0, &is_there));
    if (!is_there) {
        *out_position = 0;
        return STATUS_OK;
    }
    while (is_there && lacks < INT64_MAX / 2) {
        has = lacks;
        lacks *= 2;
        TRY(has_entry_after(call, lacks - 1, &is_there));
    }
    while (lacks - has > 1) {
        uint64_t middle = has + (lacks - has) / 2;

        TRY(has_entry_after(call, middle - 1, &is_there));
        if (is_there)
            has = middle;
        else
            lacks = middle;
    }
    *out_position = has;
    return STATUS_OK;
}

static enum status load(struct store_work *work, struct call *call)
{
    struct loading *loading = (struct loading *)work;

    book_free(loading->book);
    loading->book = NULL;
    TRY(find_last(call, &loading->position));
    return call_load_book(call, &loading->book);
}

static enum status load_live(struct store *store, struct live_book **out_live,
                             uint64_t *out_position, struct fault *fault)
{
    struct loading loading = { .work = { load } };
    enum status status = store->read(store, &loading.work, fault);

    if (status == STATUS_OK) {
        status = live_book_new(loading.book, out_live);
        if (status != STATUS_OK)
            (void)fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    if (status == STATUS_OK)
        *out_position = loading.position;
    else
        book_free(loading.book);
    return status;
}

enum status follower_new(struct store *store, struct follower **out_follower, struct fault *fault)
{
    struct follower *follower = memory_new(1, sizeof(*follower));
    enum status status = STATUS_OK;

    if (follower == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    follower->store = store;
    status = load_live(store, &follower->live, &follower->position, fault);
    if (status != STATUS_OK) {
        memory_free(follower);
        return status;
    }
    (void)pthread_rwlock_init(&follower->lock, NULL);
    (void)pthread_mutex_init(&follower->catching_up, NULL);
    (void)pthread_mutex_init(&follower->mutex, NULL);
    (void)pthread_cond_init(&follower->moved, NULL);
    *out_follower = follower;
    return STATUS_OK;
}

void follower_free(struct follower *follower)
{
    if (follower == NULL)
        return;
    live_book_free(follower->live);
    (void)pthread_rwlock_destroy(&follower->lock);
    (void)pthread_mutex_destroy(&follower->catching_up);
    (void)pthread_mutex_destroy(&follower->mutex);
    (void)pthread_cond_destroy(&follower->moved);
    memory_free(follower);
}

/* Catching up, in a transaction that sees the journal. */
struct catching {
    struct store_work work; /* first */
    struct follower *follower;
    bool has_to_reload;
};

struct catching_visitor {
    struct entry_visitor visitor; /* first */
    struct catching *catching;
};

/* What an entry's changes are read with; what is wrong in them is not told: the book is loaded
 * anew instead. */
static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

static const struct json_tag type_tag = { TEXT_ROW("type"), &fact_type_words };

/* Takes one fact in or out. INVALID: the live book does not do this kind of change. */
static enum status change(struct live_book *live, enum change kind, yyjson_val *object)
{
    struct problem_sink sink = { ignore };
    NOT_CLEARED struct shape_reading reading;
    struct fact fact;
    unsigned type = 0;

    if (!yyjson_is_obj(object))
        return STATUS_INVALID;
    TRY(json_read_tag(&type_tag, object, 0, &sink, &type));
    if (!fact_type_is_judged((enum fact_type)type))
        return STATUS_OK;
    fact = fact_begin((enum fact_type)type);
    reading.sink = &sink;
    reading.line = 0;
    TRY(shape_read_object(&fact_shapes[type], type_tag.key, object, &reading, &fact));
    return live_book_change(live, kind, &fact, &sink);
}

static enum status change_all(struct live_book *live, yyjson_val *changes)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    yyjson_arr_foreach (changes, index, count, item) {
        yyjson_val *added = yyjson_obj_get(item, "add");
        yyjson_val *replaced = yyjson_obj_get(item, "replace");

        if (replaced != NULL)
            TRY(change(live, CHANGE_REMOVE, replaced));
        TRY(change(live, CHANGE_ADD, added != NULL ? added : yyjson_obj_get(item, "by")));
    }
    return STATUS_OK;
}

static void move_to(struct follower *follower, uint64_t position)
{
    (void)pthread_mutex_lock(&follower->mutex);
    __atomic_store_n(&follower->position, position, __ATOMIC_RELAXED);
    (void)pthread_cond_broadcast(&follower->moved);
    (void)pthread_mutex_unlock(&follower->mutex);
}

static enum status take_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    struct catching *catching = ((struct catching_visitor *)visitor)->catching;
    struct follower *follower = catching->follower;
    yyjson_doc *document = NULL;
    enum status status = STATUS_OK;

    if (!text_is(entry->changes, "[]")) {
        document =
            yyjson_read(entry->changes.bytes, entry->changes.length, YYJSON_READ_NUMBER_AS_RAW);
        (void)pthread_rwlock_wrlock(&follower->lock);
        status = document == NULL ? STATUS_INVALID
                                  : change_all(follower->live, yyjson_doc_get_root(document));
        (void)pthread_rwlock_unlock(&follower->lock);
        yyjson_doc_free(document);
    }
    if (status == STATUS_OK)
        move_to(follower, entry->position);
    else
        catching->has_to_reload = true;
    return status;
}

static enum status catch_up(struct store_work *work, struct call *call)
{
    struct catching *catching = (struct catching *)work;
    struct catching_visitor visitor = { { take_entry }, catching };
    struct entry_filter filter = { .after = catching->follower->position };

    return call->store->visit_entries(call, &filter, &visitor.visitor);
}

/* Where a change does not fit what the live book can do: a new end of something that is named. */
static enum status reload(struct follower *follower, struct fault *fault)
{
    struct live_book *fresh = NULL;
    struct live_book *old = NULL;
    uint64_t position = 0;

    TRY(load_live(follower->store, &fresh, &position, fault));
    (void)pthread_rwlock_wrlock(&follower->lock);
    old = follower->live;
    follower->live = fresh;
    (void)pthread_rwlock_unlock(&follower->lock);
    /* Whoever read the old one held the lock. */
    live_book_free(old);
    move_to(follower, position);
    return STATUS_OK;
}

enum status follower_catch_up(struct follower *follower, struct fault *fault)
{
    struct catching catching = { { catch_up }, follower, false };
    enum status status = STATUS_OK;

    (void)pthread_mutex_lock(&follower->catching_up);
    status = follower->store->read(follower->store, &catching.work, fault);
    if (catching.has_to_reload)
        status = reload(follower, fault);
    (void)pthread_mutex_unlock(&follower->catching_up);
    return status;
}

uint64_t follower_position(struct follower *follower)
{
    uint64_t position = 0;

    (void)pthread_mutex_lock(&follower->mutex);
    position = follower->position;
    (void)pthread_mutex_unlock(&follower->mutex);
    return position;
}

bool follower_wait(struct follower *follower, uint64_t position, int64_t milliseconds)
{
    struct timespec until;
    int failure = 0;
    bool has_come = false;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += milliseconds % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&follower->mutex);
    while (follower->position < position && failure == 0)
        failure = pthread_cond_timedwait(&follower->moved, &follower->mutex, &until);
    has_come = follower->position >= position;
    (void)pthread_mutex_unlock(&follower->mutex);
    return has_come;
}

const struct book *follower_begin_reading(struct follower *follower, uint64_t *out_position)
{
    (void)pthread_rwlock_rdlock(&follower->lock);
    /* The book has all up to the position, and perhaps already an entry more. */
    *out_position = __atomic_load_n(&follower->position, __ATOMIC_RELAXED);
    return live_book_begin_reading(follower->live);
}

void follower_end_reading(struct follower *follower)
{
    live_book_end_reading(follower->live);
    (void)pthread_rwlock_unlock(&follower->lock);
}
