/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SERVER_PASSWORD_H
#define AVAL_CLI_SERVER_PASSWORD_H

#include "cli/message.h"

enum {
    PASSWORD_BYTES = 512 /* with a NUL; more than any that is taken */
};

/**
 * Asks for a new password: twice on a terminal, which shows nothing of it, else the first line of
 * standard input. False: complained.
 */
bool password_ask(enum language language, char out_password[PASSWORD_BYTES]);

#endif
