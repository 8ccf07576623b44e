/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_JOURNAL_JOURNAL_H
#define AVAL_CLI_JOURNAL_JOURNAL_H

#include "cli/command.h"
#include "engine/journal/head.h"

/* The options of `aval journal`; each of its words takes some of them. */
enum journal_option {
    JOURNAL_PARTY,
    JOURNAL_AFTER,
    JOURNAL_LIMIT,
    JOURNAL_HEAD,
    JOURNAL_WRITE,
    JOURNAL_JSON,
    JOURNAL_DB
};

/** `aval journal list`, `show`, `head` and `prove`. */
enum exit_status journal_list(const struct invocation *invocation);
enum exit_status journal_show(const struct invocation *invocation);
enum exit_status journal_head(const struct invocation *invocation);
enum exit_status journal_prove(const struct invocation *invocation);

/** Opens the book and runs the work by reading; complained unless EXIT_DONE. */
enum exit_status journal_read(const struct invocation *invocation, struct store_work *work);

/** Reads a number that was typed for an option or operand. False: complained. */
bool journal_number(enum language language, const char *name, const char *typed,
                    uint64_t *out_number);

/** Reads the head that a file has. False: complained. */
bool journal_read_head(enum language language, const char *path, struct journal_head *out_head);

#endif
