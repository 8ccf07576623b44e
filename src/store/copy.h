/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_COPY_H
#define AVAL_STORE_COPY_H

#include "engine/journal/head.h"

/* What a copy is for. */
enum copy_kind {
    COPY_BACKUP, /* to be kept: nobody writes to it */
    COPY_BOOK    /* to be used */
};

/* Who is told how far it has come; each answers whether it goes on. */
struct copy_sink {
    bool (*copied)(struct copy_sink *sink, uint64_t byte_count);
    bool (*verified)(struct copy_sink *sink, uint64_t entry_count);
};

struct copy_request {
    const char *from; /* the URL of what is copied, for what is said of it */
    const char *url;  /* where the copy will be */
    enum copy_kind kind;
    struct copy_sink *sink;
};

/* Up to where a copy goes. */
struct copy_report {
    struct journal_head head;
    int64_t last_at; /* of the last entry, by the book's clock; 0: there is none */
};

/**
 * Copies the book as it is at one moment, beside writers: a beginning of its journal, with the
 * facts of then. The copy is verified under another name, saved, and then given its own;
 * otherwise nothing is left of it. CONFLICT: there is something already. CORRUPT: the book is
 * damaged, or is not what its journal says. UNAVAILABLE: the sink did not go on.
 */
enum status store_copy(struct store *store, const struct copy_request *request, struct fault *fault,
                       struct copy_report *out_report) MUST_CHECK;

#endif
