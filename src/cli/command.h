/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_COMMAND_H
#define AVAL_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "cli/message.h"

/* How the program ends; every command documents which of them it uses. */
enum exit_status {
    EXIT_DONE = 0,         /* all of it was done */
    EXIT_SOME_WRONG = 1,   /* done, but some of what was given is wrong */
    EXIT_NOTHING_DONE = 2, /* nothing was done: options, input */
    EXIT_BROKEN_OFF = 3    /* reading or writing failed in the middle */
};

/* An option: a row for the parser, the help, the man page and the completions. */
struct option_row {
    const char *name;         /* without dashes */
    struct phrase value;      /* what it wants, or { { NULL } }: a flag */
    const char *const *words; /* the values that it may have, NULL at the end; or NULL: any */
    struct phrase help;
};

enum {
    OPTIONS_MAX = 48
};

struct exit_row {
    enum exit_status status;
    struct phrase meaning;
};

struct invocation;

/* A command: one file each, this row at its end. */
struct command {
    const char *name;
    struct phrase operand; /* what stands after the options, or { { NULL } } */
    bool operand_is_optional;
    const char *const *operand_words; /* those that it may be, NULL at the end; or NULL */
    struct phrase next_operand;       /* one more that may follow, or { { NULL } } */
    struct phrase summary;            /* one line */
    struct phrase description;        /* paragraphs, parted by an empty line */
    const struct option_row *options;
    size_t option_count;
    bool refuses_values_itself; /* the words of its options are for completions */
    const struct exit_row *exits;
    size_t exit_count;
    const char *examples; /* a line each */
    bool is_act;          /* of the book of record: in a group of their own */
    void (*add_details)(struct buffer *buffer, const struct command *command,
                        enum language language); /* what follows the description, or NULL */
    enum exit_status (*run)(const struct invocation *invocation);
};

/* A command with what was typed after it. */
struct invocation {
    const struct command *command;
    enum language language;
    const char *values[OPTIONS_MAX]; /* by the command's option rows; NULL: not given */
    const char *operand;             /* NULL: not given */
    const char *next_operand;        /* the same */
};

/** The commands in the order of the help, the acts of the book of record last; NULL at the end. */
const struct command *command_at(size_t number);

extern const struct command command_acts;
extern const struct command command_perform;
extern const struct command command_ask;
extern const struct command command_check;
extern const struct command command_demo;
extern const struct command command_replay;
extern const struct command command_routes;
extern const struct command command_new;
extern const struct command command_rules;
extern const struct command command_serve;
extern const struct command command_app_add;
extern const struct command command_app_list;
extern const struct command command_app_remove;
extern const struct command command_user_add;
extern const struct command command_user_list;
extern const struct command command_user_remove;
extern const struct command command_key_rotate;
extern const struct command command_webhook_list;
extern const struct command command_letter_list;
extern const struct command command_letter_deliver;
extern const struct command command_init;
extern const struct command command_import;
extern const struct command command_export;
extern const struct command command_backup;
extern const struct command command_restore;
extern const struct command command_migrate;
extern const struct command command_clock;
extern const struct command command_show;
extern const struct command command_history;
extern const struct command command_mpa_status;
extern const struct command command_journal;
extern const struct command command_verify;
extern const struct command command_erase;
extern const struct command command_help;
extern const struct command command_completion;

/* Options that every command has. */
extern const struct option_row common_options[];
extern const size_t common_option_count;

const struct command *command_find(const char *name);

/** Complains that there is no such command, and offers one that may be meant. */
enum exit_status command_refuse(enum language language, const char *name);

/** Runs what was typed; the program's exit status. */
enum exit_status commands_run(int argument_count, char **arguments);

#endif
