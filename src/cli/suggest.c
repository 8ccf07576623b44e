/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/suggest.h"

#include <string.h>

/* Longer words are compared by their beginning. */
enum {
    WORD_LENGTH_MAX = 40
};

void suggest_begin(struct suggestion *suggestion, const char *typed)
{
    size_t length = strlen(typed);

    /* Up to a third of what was typed may be wrong, and at least two letters. */
    *suggestion =
        (struct suggestion){ .typed = typed, .best_distance = (length < 6 ? 2 : length / 3) + 1 };
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;

    return smaller < c ? smaller : c;
}

/* How many letters have to be added, removed or replaced (Levenshtein). */
static size_t distance(const char *left, const char *right)
{
    size_t left_length = strnlen(left, WORD_LENGTH_MAX);
    size_t right_length = strnlen(right, WORD_LENGTH_MAX);
    size_t row[WORD_LENGTH_MAX + 1];

    for (size_t i = 0; i <= right_length; i++)
        row[i] = i;
    for (size_t l = 1; l <= left_length; l++) {
        size_t diagonal = row[0];

        row[0] = l;
        for (size_t r = 1; r <= right_length; r++) {
            size_t replaced = diagonal + (left[l - 1] == right[r - 1] ? 0 : 1);

            diagonal = row[r];
            row[r] = least(replaced, row[r] + 1, row[r - 1] + 1);
        }
    }
    return row[right_length];
}

void suggest_offer(struct suggestion *suggestion, const char *word)
{
    size_t away = distance(suggestion->typed, word);

    if (away >= suggestion->best_distance)
        return;
    suggestion->best = word;
    suggestion->best_distance = away;
}
