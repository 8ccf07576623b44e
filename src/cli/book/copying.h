/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_COPYING_H
#define AVAL_CLI_BOOK_COPYING_H

#include "cli/command.h"
#include "store/copy.h"

struct store;

/**
 * Copies the book, shows how far it has come, and says with the message up to where the copy goes.
 * A signal that ends the program ends it once nothing is left of the copy. The request's sink is
 * set here.
 */
enum exit_status copying_run(enum language language, struct store *store,
                             struct copy_request *request, enum message told) MUST_CHECK;

#endif
