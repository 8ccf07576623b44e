/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum {
    LARGE_PAGE = 2 * 1024 * 1024
};

struct walk_line {
    _Alignas(64) uint64_t next; /* a slot */
};

uint64_t clock_nanoseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void say_time(const char *job, const char *who, uint64_t count, uint64_t nanoseconds)
{
    (void)printf("{\"job\":\"%s\",\"who\":\"%s\",\"count\":%llu,\"nanoseconds\":%llu}\n", job, who,
                 (unsigned long long)count, (unsigned long long)nanoseconds);
    (void)fflush(stdout);
}

void say_number(const char *name, uint64_t value)
{
    (void)printf("{\"name\":\"%s\",\"value\":%llu}\n", name, (unsigned long long)value);
    (void)fflush(stdout);
}

void say_text(const char *name, const char *value)
{
    (void)printf("{\"name\":\"%s\",\"value\":\"%s\"}\n", name, value);
    (void)fflush(stdout);
}

void say_progress(const char *what)
{
    if (isatty(STDERR_FILENO) == 1)
        (void)fprintf(stderr, "\r\033[K%s", what);
}

uint64_t peak_bytes(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

/* The same on every run; how good it is hardly matters. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void shuffle(uint64_t *numbers, uint64_t count, uint64_t *state)
{
    for (uint64_t i = count; i > 1; i--) {
        uint64_t other = next_random(state) % i;
        uint64_t number = numbers[other];

        numbers[other] = numbers[i - 1];
        numbers[i - 1] = number;
    }
}

struct walk walk_new(uint64_t bytes)
{
    struct walk walk = { 0 };
    uint64_t size = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    uint64_t count = size / sizeof(*walk.lines);
    uint64_t *order = memory_new(count, sizeof(*order));
    uint64_t state = 1;

    walk.lines = aligned_alloc(LARGE_PAGE, size);
    if (order == NULL || walk.lines == NULL) {
        memory_free(order);
        free(walk.lines);
        return (struct walk){ 0 };
    }
    for (uint64_t i = 0; i < count; i++)
        order[i] = i;
    shuffle(order, count, &state);
    for (uint64_t i = 0; i < count; i++)
        walk.lines[order[i]].next = order[(i + 1) % count];
    memory_free(order);
    return walk;
}

void walk_done(struct walk *walk)
{
    free(walk->lines);
    *walk = (struct walk){ 0 };
}

uint64_t walk_on(struct walk *walk, uint64_t step_count)
{
    uint64_t at = walk->at;

    for (uint64_t i = 0; i < step_count; i++)
        at = walk->lines[at].next;
    walk->at = at;
    return at;
}
