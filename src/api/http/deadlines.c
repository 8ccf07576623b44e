/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/deadlines.h"

#include <stddef.h>
#include <time.h>

int64_t clock_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_ms(void)
{
    return clock_us() / 1000;
}

int64_t clock_system_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void take_out(struct deadlines *deadlines, struct connection *connection)
{
    enum phase phase = connection->phase;

    if (phase == PHASE_NONE)
        return;
    if (connection->before == NULL)
        deadlines->first[phase] = connection->after;
    else
        connection->before->after = connection->after;
    if (connection->after == NULL)
        deadlines->last[phase] = connection->before;
    else
        connection->after->before = connection->before;
    connection->before = NULL;
    connection->after = NULL;
    connection->phase = PHASE_NONE;
}

void deadlines_set(struct deadlines *deadlines, struct connection *connection, enum phase phase)
{
    take_out(deadlines, connection);
    if (phase == PHASE_NONE)
        return;
    connection->phase = phase;
    connection->deadline_ms = deadlines->now_ms + deadlines->phase_ms[phase];
    connection->before = deadlines->last[phase];
    if (connection->before == NULL)
        deadlines->first[phase] = connection;
    else
        connection->before->after = connection;
    deadlines->last[phase] = connection;
}

int64_t deadlines_wait(const struct deadlines *deadlines, int64_t most)
{
    int64_t wait = most;

    for (unsigned phase = 0; phase < PHASE_COUNT; phase++) {
        const struct connection *first = deadlines->first[phase];

        if (first != NULL && first->deadline_ms - deadlines->now_ms < wait)
            wait = first->deadline_ms - deadlines->now_ms;
    }
    return wait < 0 ? 0 : wait;
}

struct connection *deadlines_take(struct deadlines *deadlines)
{
    for (unsigned phase = 0; phase < PHASE_COUNT; phase++) {
        struct connection *first = deadlines->first[phase];

        if (first != NULL && first->deadline_ms <= deadlines->now_ms) {
            take_out(deadlines, first);
            return first;
        }
    }
    return NULL;
}
