/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_LIVE_SOURCE_H
#define AVAL_LIB_LIVE_SOURCE_H

#include "book/book_source.h"
#include "book/live.h"

/*
 * A live book as the planner's source of facts. What a source needs beside the book is made when
 * it is first asked for, which takes time in proportion to the book, and kept for all until the
 * partners of the book change. Who asks meanwhile waits for it; who changes facts does not.
 */
struct live_sources;

/* One version of the book, for one reader. */
struct live_source {
    struct book_source source;
    struct kept_source *kept; /* what it shares with others */
};

/** The live book is borrowed until live_sources_free(). NO_MEMORY: there is nothing to free. */
enum status live_sources_new(struct live_book *live, struct live_sources **out_sources) MUST_CHECK;

/** Ends them when nobody reads; accepts NULL. */
void live_sources_free(struct live_sources *sources);

/**
 * Begins reading the newest version, until live_source_end_reading() by the same thread.
 * NO_MEMORY: there is nothing to end.
 */
enum status live_source_begin_reading(struct live_sources *sources, struct live_source *out_source)
    MUST_CHECK;
void live_source_end_reading(struct live_sources *sources, struct live_source *source);

#endif
