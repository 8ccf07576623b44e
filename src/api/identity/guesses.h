/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_GUESSES_H
#define AVAL_API_IDENTITY_GUESSES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 * How often somebody at an address has given a wrong secret for a name of late: beyond some times
 * nothing is looked at any more for a while, so that guessing neither gets far nor costs much.
 * Somebody at another address is not kept out by it. For any thread.
 */

enum {
    GUESSES_MAX = 10,
    GUESSES_SECONDS = 60,
    GUESSES_PLACES = 4096,
    GUESSES_KEY_BYTES = 16
};

struct guesses {
    pthread_mutex_t mutex;
    unsigned char key[GUESSES_KEY_BYTES]; /* of the hash: nobody chooses who shares a place */
    struct guess {
        uint64_t whose;
        int64_t since;
        unsigned count;
    } places[GUESSES_PLACES];
};

void guesses_init(struct guesses *guesses);

/** Who guesses: a name at an address. */
uint64_t guesses_whose(const struct guesses *guesses, struct text name, const char *address);

/** Whether one more may be looked at. */
bool guesses_may(struct guesses *guesses, uint64_t whose, int64_t now);

/** Counts a wrong one. */
void guesses_count(struct guesses *guesses, uint64_t whose, int64_t now);

#endif
