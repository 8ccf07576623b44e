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

/** Adds an entry as one line of JSON: its leaf, and its body if there is one. */
void journal_write_entry(struct buffer *buffer, const struct entry *entry);

/** Adds an instant: "2020-05-12T10:31:02Z", or for people with a space and without the letter. */
void journal_write_instant(struct buffer *buffer, int64_t at, bool is_json);

#endif
