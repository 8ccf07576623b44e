/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SUGGEST_H
#define AVAL_CLI_SUGGEST_H

#include <stddef.h>

/* Looks for the word that was meant among those that exist. */
struct suggestion {
    const char *typed;
    const char *best; /* NULL: none is near enough */
    size_t best_distance;
};

void suggest_begin(struct suggestion *suggestion, const char *typed);

/** Offers one existing word. */
void suggest_offer(struct suggestion *suggestion, const char *word);

#endif
