/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_LIFECYCLE_H
#define AVAL_MODEL_LIFECYCLE_H

#include <limits.h>
#include <stdbool.h>

#include "model/words.h"

/* The state of what is not there yet: a life begins with a transition out of it. */
#define LIFECYCLE_NOWHERE UINT_MAX

/* What an event does to a thing in a state. */
struct transition {
    unsigned from, event, to;
};

/* How a thing may move from state to state: a table. Its drawing, what the engine lets happen and
 * the tests come from it. */
struct lifecycle {
    const char *name;  /* "enrollment" */
    const char *title; /* within a sentence: "enrolment" */
    const struct words *states;
    const struct words *events;
    unsigned ends; /* bits of the states that nothing leads out of */
    const struct transition *transitions;
    unsigned transition_count;
};

/** What the event leads to; false: the life cycle lacks it in that state. */
bool lifecycle_next(const struct lifecycle *lifecycle, unsigned state, unsigned event,
                    unsigned *out_next);

/** Whether a life ends in the state. */
static inline bool lifecycle_is_end(const struct lifecycle *lifecycle, unsigned state)
{
    return state != LIFECYCLE_NOWHERE && (lifecycle->ends & BIT(state)) != 0;
}

/**
 * Whether the table is sound: no state that is not reached, none without a way out but the ends,
 * no event that does nothing, or two things. NULL, or what is wrong.
 */
const char *lifecycle_check(const struct lifecycle *lifecycle);

#endif
