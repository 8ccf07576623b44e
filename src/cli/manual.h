/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_MANUAL_H
#define AVAL_CLI_MANUAL_H

#include "cli/command.h"

/* Help, man pages and the version, all written from the tables of commands and options. */

enum exit_status manual_print_commands(enum language language);
enum exit_status manual_print_command(const struct command *command, enum language language);
enum exit_status manual_print_version(enum language language);

/** A man page in the format of man(7): of a command, or of the program where it is NULL. */
enum exit_status manual_print_page(const struct command *command, enum language language);

/** Writes to standard output and says so when that fails: EXIT_DONE or EXIT_BROKEN_OFF. */
enum exit_status manual_print(struct buffer *buffer, enum language language);

/** Complains that the operand is none of `words`: EXIT_NOTHING_DONE. */
enum exit_status manual_refuse_operand(const struct invocation *invocation, const char *words);

#endif
