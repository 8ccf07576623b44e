/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_LIVE_H
#define AVAL_BOOK_LIVE_H

#include "book/book.h"

/*
 * A book that changes one fact at a time while other threads judge. A reader sees one version
 * from its beginning to its end and never waits; a change makes the next version beside it,
 * sharing what it does not touch. What a version alone held is given back when its last reader is
 * gone (liburcu).
 */
struct live_book;

enum change {
    CHANGE_ADD,
    CHANGE_REMOVE /* of facts that are about parties: what is named stays */
};

/** Makes a live book of a book, which from then on belongs to it. NO_MEMORY: it does not. */
enum status live_book_new(struct book *book, struct live_book **out_live) MUST_CHECK;

/** Ends a live book that nobody reads; accepts NULL. */
void live_book_free(struct live_book *live);

/** The newest version, for this thread until live_book_end_reading(). Never waits. */
const struct book *live_book_begin_reading(struct live_book *live);
void live_book_end_reading(struct live_book *live);

/**
 * Adds or removes one fact; writers wait for one another. Unlike in a world that is read, what the
 * fact names has to be there. It may wait for readers, so a thread does not change what it is
 * reading. INVALID: the problem was told. INVALID, NO_MEMORY: nothing changed.
 */
enum status live_book_change(struct live_book *live, enum change change, const struct fact *fact,
                             struct problem_sink *sink) MUST_CHECK;

/** Gives back at once what no reader needs any more; waits for readers to end. */
void live_book_give_back(struct live_book *live);

#endif
