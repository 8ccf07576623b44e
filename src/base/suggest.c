/* SPDX-License-Identifier: Apache-2.0 */
#include "base/suggest.h"

#include <stdint.h>
#include <string.h>

/* Longer words are compared by their beginning. */
enum {
    WORD_LENGTH_MAX = 40
};

/* The last row of the table of distances: from all of `left` to each beginning of `right`. */
struct distances {
    size_t count;
    size_t to[WORD_LENGTH_MAX + 1];
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

static size_t shown_length(struct text text)
{
    return text.length < WORD_LENGTH_MAX ? text.length : WORD_LENGTH_MAX;
}

static void measure(struct text left, struct text right, struct distances *out_distances)
{
    size_t left_length = shown_length(left);
    size_t right_length = shown_length(right);
    size_t *row = out_distances->to;

    out_distances->count = right_length + 1;
    for (size_t i = 0; i <= right_length; i++)
        row[i] = i;
    for (size_t l = 1; l <= left_length; l++) {
        size_t diagonal = row[0];

        row[0] = l;
        for (size_t r = 1; r <= right_length; r++) {
            size_t replaced =
                diagonal + (left.bytes[l - 1] == right.bytes[r - 1] ? (size_t)0 : (size_t)1);

            diagonal = row[r];
            row[r] = least(replaced, row[r] + 1, row[r - 1] + 1);
        }
    }
}

size_t suggest_distance_to_beginning(struct text typed, struct text whole)
{
    struct distances distances;
    size_t nearest = SIZE_MAX;

    /* A beginning that is much longer is not near. */
    if (whole.length > 2 * typed.length)
        whole.length = 2 * typed.length;
    measure(typed, whole, &distances);
    for (size_t i = 0; i < distances.count; i++)
        nearest = distances.to[i] < nearest ? distances.to[i] : nearest;
    return nearest;
}

void suggest_offer(struct suggestion *suggestion, const char *word)
{
    struct distances distances;
    size_t away = 0;

    measure(text_of(suggestion->typed), text_of(word), &distances);
    away = distances.to[distances.count - 1];
    if (away >= suggestion->best_distance)
        return;
    suggestion->best = word;
    suggestion->best_distance = away;
}
