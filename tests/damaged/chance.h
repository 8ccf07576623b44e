/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DAMAGED_CHANCE_H
#define AVAL_TESTS_DAMAGED_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/* Numbers out of a seed. */
struct chance {
    uint64_t state;
};

struct chance chance_of(uint64_t seed);

/** A number below the limit, which is not 0. */
uint64_t chance_below(struct chance *chance, uint64_t limit);

void chance_fill(struct chance *chance, void *bytes, size_t length);

/**
 * From now on what the program asks the system for by chance comes out of the seed, and its clock
 * stands on one day and goes on by a millisecond with each look: so the same is done again, to the
 * byte. The linker has to put it in between (--wrap=clock_gettime).
 */
void chance_rules(uint64_t seed);

#endif
