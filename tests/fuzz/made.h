/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_FUZZ_MADE_H
#define AVAL_TESTS_FUZZ_MADE_H

#include "fuzz/stand.h"

/*
 * Requests made out of the tables: the route, its path, its arguments, and a body of the properties
 * that the route asks for. Each byte of the input is a choice; where it has ended each choice is
 * the first one, which asks for something that can be. So no bytes at all are a sound request, and
 * a route is covered as soon as its row is there.
 */
struct dice {
    const uint8_t *bytes;
    size_t size;
};

/** One of so many. */
unsigned dice_roll(struct dice *dice, unsigned sides);

/* Ids that a stand gave, the latest first; the same places hold the same things in twin stands. */
enum {
    LEARNED_COUNT = 8,
    LEARNED_BYTES = 37
};

struct learned {
    char ids[LEARNED_COUNT][LEARNED_BYTES]; /* each with a NUL; empty: none yet */
};

struct made {
    const struct route *route;
    bool is_lenient;
    unsigned caller;
    struct buffer target;
    struct buffer headers;
    struct buffer body;
};

/** Finds out which properties each route asks of a body, by asking stands. Once, at first. */
void made_learn(void);

/** Makes a request by the dice. */
void made_request(struct made *made, struct dice *dice, const struct learned *learned);
void made_done(struct made *made);

/** So many rows of the tables may be asked for, and one of them. */
unsigned made_route_count(void);
const struct route *made_route(unsigned number);

/** How many sets of properties were found. */
unsigned made_lesson_count(void);

#endif
