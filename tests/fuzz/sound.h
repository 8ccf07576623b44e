/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_FUZZ_SOUND_H
#define AVAL_TESTS_FUZZ_SOUND_H

#include "base/buffer.h"
#include "base/status.h"
#include "book/book.h"
#include "rulebook/decision.h"

/** Asserts that the text may be shown: UTF-8 without control characters but line ends. */
void assert_is_visible(struct text text);

/**
 * Asserts what is promised of reading a world: nothing told and a book, or problems in whole
 * lines, at most one more than are shown.
 */
void assert_reading_is_sound(enum status status, struct text problems, const struct book *book);

/** Asserts that findings are sorted by their names, each said once. */
void assert_decision_is_sound(const struct decision *decision);

/** Adds the brief form of what the book says to the small world's proposals. */
void judge_small_proposals(struct buffer *written, const struct book *book);

/** The number of line ends. */
unsigned count_lines(struct text text);

#endif
