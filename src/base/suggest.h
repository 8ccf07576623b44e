/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_SUGGEST_H
#define AVAL_BASE_SUGGEST_H

#include <stddef.h>

#include "base/text.h"

/* Looks for the word that was meant among those that exist. */
struct suggestion {
    const char *typed;
    const char *best; /* NULL: none is near enough */
    size_t best_distance;
};

void suggest_begin(struct suggestion *suggestion, const char *typed);

/** Offers one existing word. */
void suggest_offer(struct suggestion *suggestion, const char *word);

/**
 * How many bytes have to be added, removed or replaced (Levenshtein) to make of what was typed
 * the beginning of the text that is nearest to it. Only the first few of each are looked at.
 */
size_t suggest_distance_to_beginning(struct text typed, struct text whole);

#endif
