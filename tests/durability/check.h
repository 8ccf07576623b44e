/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DURABILITY_CHECK_H
#define AVAL_TESTS_DURABILITY_CHECK_H

#include "durability/story.h"

/* What a book has to be after a failure, by what was acknowledged before it. */
struct expectation {
    const struct answer *answers;
    size_t answer_count;
    uint64_t asked_count;            /* of what makes entries: the book has no more than these */
    const struct journal_head *head; /* the last that was taken; or NULL */
};

/**
 * Looks at the book with the program's own code, and adds a line for each thing that is wrong: it
 * opens, brought up to date if need be (or where none was acknowledged yet, can be made), has every
 * entry that was acknowledged and none that nobody asked for, takes a new act, and verifies with
 * the head.
 */
void check_book(const char *path, const struct expectation *expectation, struct buffer *wrong);

#endif
