/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_WRAP_H
#define AVAL_BASE_WRAP_H

#include "base/buffer.h"

/* Where words go: between two columns. */
struct margins {
    size_t indent; /* lines begin there; the cursor stands there already */
    size_t width;  /* and end there at the latest; 0: lines are not broken */
};

/**
 * Adds the words of a text, broken into lines, and a line end. What is longer than a line has one
 * of its own. No line begins with the ";" or "»" of a French sentence. Line ends of the text stay.
 */
void wrap_write(struct buffer *buffer, struct text text, struct margins margins);

/** The same, without the line end after the last word. */
void wrap_words(struct buffer *buffer, struct text text, struct margins margins);

#endif
