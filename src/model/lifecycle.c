/* SPDX-License-Identifier: Apache-2.0 */
#include "model/lifecycle.h"

#include "base/attributes.h"
#include "model/lifecycles.h"

const struct lifecycle *const lifecycles[] = {
    &enrollment_lifecycle,
    &invitation_lifecycle,
    &support_case_lifecycle,
    &subscription_lifecycle,
    NULL,
};

bool lifecycle_next(const struct lifecycle *lifecycle, unsigned state, unsigned event,
                    unsigned *out_next)
{
    for (unsigned i = 0; i < lifecycle->transition_count; i++) {
        const struct transition *transition = &lifecycle->transitions[i];

        if (transition->from == state && transition->event == event) {
            *out_next = transition->to;
            return true;
        }
    }
    return false;
}

static bool is_in_range(const struct lifecycle *lifecycle, const struct transition *transition)
{
    unsigned state_count = lifecycle->states->count;

    return (transition->from < state_count || transition->from == LIFECYCLE_NOWHERE) &&
           transition->to < state_count && transition->event < lifecycle->events->count;
}

/* Whether an earlier transition says something else of the same event in the same state. */
static bool is_said_before(const struct lifecycle *lifecycle, unsigned number)
{
    const struct transition *said = &lifecycle->transitions[number];

    for (unsigned i = 0; i < number; i++)
        if (lifecycle->transitions[i].from == said->from &&
            lifecycle->transitions[i].event == said->event)
            return true;
    return false;
}

/* The states that a life can come to, as bits. */
static unsigned reached_states(const struct lifecycle *lifecycle)
{
    unsigned reached = 0;
    unsigned before = 0;

    do {
        before = reached;
        for (unsigned i = 0; i < lifecycle->transition_count; i++) {
            const struct transition *transition = &lifecycle->transitions[i];

            if (transition->from == LIFECYCLE_NOWHERE || (reached & BIT(transition->from)) != 0)
                reached |= BIT(transition->to);
        }
    } while (reached != before);
    return reached;
}

const char *lifecycle_check(const struct lifecycle *lifecycle)
{
    unsigned all_states = BIT(lifecycle->states->count) - 1;
    unsigned left = 0;
    unsigned events = 0;

    for (unsigned i = 0; i < lifecycle->transition_count; i++) {
        const struct transition *transition = &lifecycle->transitions[i];

        if (!is_in_range(lifecycle, transition))
            return "a transition of a state or an event that is none";
        if (is_said_before(lifecycle, i))
            return "two transitions of one event in one state";
        if (lifecycle_is_end(lifecycle, transition->from))
            return "a transition out of an end";
        if (transition->from != LIFECYCLE_NOWHERE)
            left |= BIT(transition->from);
        events |= BIT(transition->event);
    }
    if (reached_states(lifecycle) != all_states)
        return "a state that is not reached";
    if ((left | lifecycle->ends) != all_states)
        return "a state without a way out that is no end";
    if (events != BIT(lifecycle->events->count) - 1)
        return "an event that does nothing";
    return NULL;
}

const char *lifecycles_check(void)
{
    for (const struct lifecycle *const *lifecycle = lifecycles; *lifecycle != NULL; lifecycle++)
        if (lifecycle_check(*lifecycle) != NULL)
            return (*lifecycle)->name;
    return NULL;
}
