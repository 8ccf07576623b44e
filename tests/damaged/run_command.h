/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DAMAGED_RUN_COMMAND_H
#define AVAL_TESTS_DAMAGED_RUN_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum {
    COMMAND_WORDS_MAX = 14
};

/**
 * From now on standard output and error of this process are those of commands: files "out" and
 * "err" of the folder where it is called.
 */
void command_begin(void);

/** Runs a command of the program, of words up to NULL; gives its exit status. */
int command_run(const char *const *words);

/** Whether the last one said something on standard error; and whether it said this. */
bool command_complained(void);
bool command_said(const char *words);

#endif
