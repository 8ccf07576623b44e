/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/live_source.h"

#include <pthread.h>

#include "base/memory.h"

/* What sources of versions with the same partners share. */
struct kept_source {
    struct book_source source; /* its book may be gone: each reader has one of its own */
    uint64_t partners_version;
    unsigned user_count; /* readers, and the sources while it is the newest */
};

struct live_sources {
    struct live_book *live; /* borrowed */
    pthread_mutex_t mutex;  /* of all below; readers of the book take it first */
    struct kept_source *newest;
};

enum status live_sources_new(struct live_book *live, struct live_sources **out_sources)
{
    struct live_sources *sources = memory_new(1, sizeof(*sources));

    if (sources == NULL)
        return STATUS_NO_MEMORY;
    if (pthread_mutex_init(&sources->mutex, NULL) != 0) {
        memory_free(sources);
        return STATUS_NO_MEMORY;
    }
    sources->live = live;
    *out_sources = sources;
    return STATUS_OK;
}

static void leave(struct kept_source *kept)
{
    if (kept == NULL || --kept->user_count > 0)
        return;
    book_source_done(&kept->source);
    memory_free(kept);
}

void live_sources_free(struct live_sources *sources)
{
    if (sources == NULL)
        return;
    leave(sources->newest);
    (void)pthread_mutex_destroy(&sources->mutex);
    memory_free(sources);
}

/* A reader sees the newest version, so what is kept is never newer than what it sees. */
static enum status renew(struct live_sources *sources, const struct book *book)
{
    struct kept_source *kept = NULL;

    if (sources->newest != NULL && sources->newest->partners_version == book_partners_version(book))
        return STATUS_OK;
    kept = memory_new(1, sizeof(*kept));
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    if (book_source_init(&kept->source, book) != STATUS_OK) {
        memory_free(kept);
        return STATUS_NO_MEMORY;
    }
    kept->partners_version = book_partners_version(book);
    kept->user_count = 1;
    leave(sources->newest);
    sources->newest = kept;
    return STATUS_OK;
}

enum status live_source_begin_reading(struct live_sources *sources, struct live_source *out_source)
{
    const struct book *book = NULL;
    enum status status = STATUS_OK;

    (void)pthread_mutex_lock(&sources->mutex);
    book = live_book_begin_reading(sources->live);
    status = renew(sources, book);
    if (status == STATUS_OK) {
        sources->newest->user_count++;
        *out_source = (struct live_source){ sources->newest->source, sources->newest };
        out_source->source.book = book;
    }
    (void)pthread_mutex_unlock(&sources->mutex);
    if (status != STATUS_OK)
        live_book_end_reading(sources->live);
    return status;
}

void live_source_end_reading(struct live_sources *sources, struct live_source *source)
{
    live_book_end_reading(sources->live);
    (void)pthread_mutex_lock(&sources->mutex);
    leave(source->kept);
    (void)pthread_mutex_unlock(&sources->mutex);
}
