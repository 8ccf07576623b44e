/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_READING_H
#define AVAL_RULEBOOK_READING_H

#include "base/status.h"
#include "base/text.h"
#include "model/words.h"

/* Sets of readings: bit n stands for Qn. */
enum {
    Q2 = BIT(2),
    Q3 = BIT(3),
    Q4 = BIT(4),
    Q6 = BIT(6),
    Q7 = BIT(7),
    Q12 = BIT(12),
    Q13 = BIT(13),
    /* Those that a decision can take the other way. */
    READINGS_DECIDABLE = Q2 | Q3 | Q4 | Q6 | Q7 | Q12 | Q13
};

/** The set of the ids in a row: "Q3 Q4"; each is a reading's. */
unsigned readings_of(const char *ids);

/** The reading "Qn" as a set of one; 0 when there is none of that id. */
unsigned reading_parse(struct text id);

#endif
