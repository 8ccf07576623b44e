/* SPDX-License-Identifier: Apache-2.0 */
/* lifecycles: what docs/lifecycles.md says of each life cycle, drawn from its table. */
#include "model/lifecycles.h"

#include <stdio.h>

static const char *state_of(const struct lifecycle *lifecycle, unsigned state)
{
    return state == LIFECYCLE_NOWHERE ? "[*]" : lifecycle->states->list[state];
}

static void draw(const struct lifecycle *lifecycle)
{
    (void)printf("```mermaid\nstateDiagram-v2\n");
    for (unsigned i = 0; i < lifecycle->transition_count; i++) {
        const struct transition *transition = &lifecycle->transitions[i];

        (void)printf("    %s --> %s: %s\n", state_of(lifecycle, transition->from),
                     state_of(lifecycle, transition->to),
                     lifecycle->events->list[transition->event]);
    }
    for (unsigned state = 0; state < lifecycle->states->count; state++)
        if (lifecycle_is_end(lifecycle, state))
            (void)printf("    %s --> [*]\n", lifecycle->states->list[state]);
    (void)printf("```\n");
}

/* What is possible in a state; a cell of the table. */
static void print_events(const struct lifecycle *lifecycle, unsigned state)
{
    const char *separator = "";
    unsigned next = 0;

    for (unsigned event = 0; event < lifecycle->events->count; event++) {
        if (!lifecycle_next(lifecycle, state, event, &next))
            continue;
        (void)printf("%s%s → `%s`", separator, lifecycle->events->list[event],
                     lifecycle->states->list[next]);
        separator = ", ";
    }
    (void)printf("%s", lifecycle_is_end(lifecycle, state) ? "nothing: it is an end" : "");
}

static void print_lifecycle(const struct lifecycle *lifecycle)
{
    (void)printf("\n## %c%s\n\n", lifecycle->title[0] - 'a' + 'A', lifecycle->title + 1);
    draw(lifecycle);
    (void)printf("\n| in | possible |\n|---|---|\n");
    for (unsigned state = 0; state < lifecycle->states->count; state++) {
        (void)printf("| `%s` | ", lifecycle->states->list[state]);
        print_events(lifecycle, state);
        (void)printf(" |\n");
    }
}

static const char introduction[] =
    "# Life cycles\n\n"
    "In which states the things of a book can be, and what leads from one to another; anything\n"
    "else is a conflict, and changes nothing. `make docs` writes this page from the tables of\n"
    "`src/model/*_lifecycle.c`.\n\n"
    "An enrolment may begin anew when the one before has ended. An invitation that is only\n"
    "`sent` lapses by its last day; that follows from the day and is not stored. The clock\n"
    "expires a subscription; no act does.\n";

int main(void)
{
    (void)fputs(introduction, stdout);
    for (const struct lifecycle *const *lifecycle = lifecycles; *lifecycle != NULL; lifecycle++)
        print_lifecycle(*lifecycle);
    return fflush(stdout) == 0 ? 0 : 1;
}
