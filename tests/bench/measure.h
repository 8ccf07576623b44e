/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_MEASURE_H
#define AVAL_BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

/* Clock, results on standard output as JSON lines, and the machine's own cost of memory. */

/** The time that this thread has had a processor: others on the machine disturb it little. */
uint64_t clock_nanoseconds(void);

/** One measurement: what was done, by whom, how many, how long. */
void say_time(const char *job, const char *who, uint64_t count, uint64_t nanoseconds);

/** One number, one text. */
void say_number(const char *name, uint64_t value);
void say_text(const char *name, const char *value);

/** On a terminal, what is being done. */
void say_progress(const char *what);

/** The most memory that the process has had so far, in bytes; 0: unknown. */
uint64_t peak_bytes(void);

/*
 * A walk through memory in random order, where each line says where the next one is: the least
 * time that a look-up takes which has to wait for memory.
 */
struct walk {
    struct walk_line *lines;
    uint64_t at;
};

/** A walk through all lines of so much memory. NULL lines: there is none. */
struct walk walk_new(uint64_t bytes);
void walk_done(struct walk *walk);

/** Goes so many steps on; gives where that leads. */
uint64_t walk_on(struct walk *walk, uint64_t step_count);

#endif
