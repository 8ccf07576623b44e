/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SERVER_LETTERS_H
#define AVAL_CLI_SERVER_LETTERS_H

#include "cli/command.h"
#include "cli/server/registration.h"

/* What commands about dead letters have in common: the registry, and whose they are. */
struct letters {
    struct registration registration;
    guid tenant;
};

/** Reads the operand and opens the registry; complained unless EXIT_DONE. */
enum exit_status letters_open(struct letters *letters, const struct invocation *invocation,
                              const char *db);

#endif
