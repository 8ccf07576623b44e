/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_FOLLOW_H
#define AVAL_ENGINE_JOURNAL_FOLLOW_H

#include "book/book.h"
#include "engine/fault.h"
#include "engine/store.h"

/*
 * A book in memory that follows a store: it is loaded once, and then takes the changes of each
 * entry of the journal, all of one entry at once. Any number of threads read it meanwhile.
 */
struct follower;

/** Loads the book. The store is borrowed; the follower is the caller's, for follower_free(). */
enum status follower_new(struct store *store, struct follower **out_follower, struct fault *fault)
    MUST_CHECK;

/** Ends a follower that nobody reads; accepts NULL. */
void follower_free(struct follower *follower);

/** Takes what the journal has more than the book. */
enum status follower_catch_up(struct follower *follower, struct fault *fault) MUST_CHECK;

/** The journal's position up to which the book has all. */
uint64_t follower_position(struct follower *follower);

/** Waits until the book has all up to the position, at most so long. False: it has not. */
bool follower_wait(struct follower *follower, uint64_t position, int64_t milliseconds);

/** The book as it is, for this thread until follower_end_reading(), and its position. */
const struct book *follower_begin_reading(struct follower *follower, uint64_t *out_position);
void follower_end_reading(struct follower *follower);

#endif
