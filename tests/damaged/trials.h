/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DAMAGED_TRIALS_H
#define AVAL_TESTS_DAMAGED_TRIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * The same tried with many seeds. It is tried in other processes, some seeds in each, which a
 * crash or a hang ends: the seed that ended one is told, and those behind it are tried on.
 */

enum {
    TRIALS_TALLIES_MAX = 64
};

struct trials {
    uint64_t first, count; /* seeds */
    unsigned jobs;         /* processes at once */
    unsigned process_seeds;
    unsigned hang_seconds; /* a trial that takes longer hangs */

    /** Begins in a process, in a folder of its own; tries one seed; ends there, or NULL. */
    void (*begin)(struct trials *trials);
    void (*try_one)(struct trials *trials, uint64_t seed);
    void (*end)(struct trials *trials);

    /** Another process ended at the seed: keeps what is of use; or NULL. */
    void (*ended)(struct trials *trials, uint64_t seed);

    const char *const *tallies; /* what is counted, by name */
    unsigned tally_count;

    struct trials_shared *shared; /* what processes have in common */
    unsigned slot;                /* of this process */
    FILE *told;                   /* where it is told to, whatever standard output is */
};

/**
 * Runs them, in folders "work-N" of the folder where it is called; ends with the tallies and
 * "N passed, M failed". Gives the exit status.
 */
int trials_run(struct trials *trials);

/** What is done with the seed now; it is told when that does not end. */
void trials_step(struct trials *trials, const char *step);

void trials_tally(struct trials *trials, unsigned tally);

/** Something is wrong with the seed; told with the step. */
void trials_fail(struct trials *trials, const char *why);

#endif
