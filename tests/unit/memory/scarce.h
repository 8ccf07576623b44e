/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_MEMORY_SCARCE_H
#define AVAL_TESTS_UNIT_MEMORY_SCARCE_H

#include "base/status.h"

/*
 * Memory that runs out when a test says so. The linker puts these functions between memory.c and
 * calloc(), realloc() and aligned_alloc(), and between libcsv and its allocator; beside that it
 * counts what memory_new(), memory_new_lines(), memory_grow() and libcsv have given and nobody
 * has freed.
 */

/**
 * From now on the `fail_at`th allocation fails, counted from 1, and it alone; 0: none. Only libcsv,
 * which asks again for less, is refused whatever it asks from then on.
 */
void scarce_begin(unsigned long fail_at);

/** Gives the number of allocations since then, and lets all succeed from now on. */
unsigned long scarce_end(void);

/** How many blocks are held that nobody has freed. */
long scarce_held_count(void);

/**
 * Runs the same again and again, each time with another allocation that fails, until none did.
 * Without failure it has to end with `expected`, else so or with NO_MEMORY; and hold no more.
 */
void check_each_allocation(enum status (*run)(void *payload), void *payload, enum status expected);

#endif
