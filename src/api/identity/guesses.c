/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/guesses.h"

#include <sodium.h>
#include <string.h>

_Static_assert((int)GUESSES_KEY_BYTES == (int)crypto_shorthash_KEYBYTES, "a key of the hash");

void guesses_init(struct guesses *guesses)
{
    (void)pthread_mutex_init(&guesses->mutex, NULL);
    randombytes_buf(guesses->key, sizeof(guesses->key));
}

uint64_t guesses_whose(const struct guesses *guesses, struct text name, const char *address)
{
    uint64_t parts[2] = { 0, 0 };
    uint64_t whose = 0;

    (void)crypto_shorthash((unsigned char *)&parts[0], (const unsigned char *)name.bytes,
                           name.length, guesses->key);
    (void)crypto_shorthash((unsigned char *)&parts[1], (const unsigned char *)address,
                           strlen(address), guesses->key);
    (void)crypto_shorthash((unsigned char *)&whose, (const unsigned char *)parts, sizeof(parts),
                           guesses->key);
    return whose;
}

/* The place, emptied where it is another's or of long ago. */
static struct guess *place_of(struct guesses *guesses, uint64_t whose, int64_t now)
{
    struct guess *place = &guesses->places[whose % GUESSES_PLACES];

    if (place->whose != whose || now >= place->since + GUESSES_SECONDS)
        *place = (struct guess){ whose, now, 0 };
    return place;
}

bool guesses_may(struct guesses *guesses, uint64_t whose, int64_t now)
{
    bool may = false;

    (void)pthread_mutex_lock(&guesses->mutex);
    may = place_of(guesses, whose, now)->count < GUESSES_MAX;
    (void)pthread_mutex_unlock(&guesses->mutex);
    return may;
}

void guesses_count(struct guesses *guesses, uint64_t whose, int64_t now)
{
    (void)pthread_mutex_lock(&guesses->mutex);
    place_of(guesses, whose, now)->count++;
    (void)pthread_mutex_unlock(&guesses->mutex);
}
