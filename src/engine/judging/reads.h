/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JUDGING_READS_H
#define AVAL_ENGINE_JUDGING_READS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What somebody looked up in a book, so that it can be told later whether it would be found again
 * just so. A look-up leaves marks: numbers that stand for what could change its answer. A store
 * remembers of each mark when something under it was changed last; several things may share one,
 * and then more is taken for changed than was.
 */
enum {
    READS_MARK_COUNT = 32768,
    READS_MAX = 192 /* marks of one act: some forty look-ups are usual */
};

struct reads {
    uint64_t version; /* of the book, or of an earlier one, before the first look-up */
    bool is_anything; /* more was looked at than marks tell of: any change counts */
    bool is_once;     /* an id was made, which would be another one next time */
    unsigned count;
    uint16_t marks[READS_MAX];
};

/** Notes a mark. */
static inline void reads_add(struct reads *reads, uint16_t mark)
{
    if (reads->count < READS_MAX)
        reads->marks[reads->count++] = mark;
    else
        reads->is_anything = true;
}

#endif
