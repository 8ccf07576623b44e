/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_EDITS_H
#define AVAL_STORE_EDITS_H

#include <yyjson.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/status.h"
#include "model/fact.h"

/*
 * What takes a book back to where it was: facts to be left out, and facts to be put back, each as
 * its line. Facts that are the same are counted.
 */
struct edit {
    size_t offset, length; /* in the lines; without the line's end */
    uint64_t position;     /* of the last entry that it is from */
    int64_t count;         /* so many to be put back; negative: left out */
};

/* A fact to be put back. */
struct edit_fact {
    struct fact fact;
    uint64_t count;
};

struct edits {
    struct buffer lines;
    struct edit *list;
    size_t count, capacity;

    /* Once they are settled. */
    struct edit_fact *facts; /* by type, and then as tables have them */
    size_t fact_count, fact_capacity;
    yyjson_doc **documents; /* of the facts, whose texts they have */
    size_t document_count, document_capacity;
};

void edits_done(struct edits *edits);

/** Forgets them all. */
void edits_clear(struct edits *edits);

/** Adds one more line to be put back (1), or left out (-1). NO_MEMORY. */
enum status edits_add(struct edits *edits, struct text line, int64_t count, uint64_t position)
    MUST_CHECK;

/** Sums them up. NO_MEMORY; INVALID: a line states no fact. */
enum status edits_settle(struct edits *edits) MUST_CHECK;

/** Whether the line is to be left out once more; it then has been. */
bool edits_leave_out(struct edits *edits, struct text line);

/** The next that was to be left out and has not been, from *place on; NULL: none. */
const struct edit *edits_next_left(const struct edits *edits, size_t *place);

/** The line of an edit, borrowed. */
struct text edit_line(const struct edits *edits, const struct edit *edit);

#endif
