/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_ACT_COMMAND_H
#define AVAL_CLI_BOOK_ACT_COMMAND_H

#include "cli/command.h"
#include "engine/use_case.h"

/*
 * The command of an act: made of its row in the table of use cases, so that the dispatcher, help,
 * man pages and completions have it without a file of its own.
 */

/* The options of every such command; before them stand those of the act's fields. */
enum act_option {
    ACT_OPTION_AS,
    ACT_OPTION_DRY_RUN,
    ACT_OPTION_ON,
    ACT_OPTION_REQUEST_ID,
    ACT_OPTION_JSON,
    ACT_OPTION_DB,
    ACT_OPTION_COUNT
};

enum {
    ACT_NAME_BYTES = 48,
    ACT_VALUE_BYTES = 96,
    ACT_WORDS_MAX = 10,
    ACT_EXAMPLE_BYTES = 512
};

/* An option that fills a field of an act, with what its row borrows. */
struct act_field_option {
    char name[ACT_NAME_BYTES];   /* dashes stand where the field has other signs */
    char value[ACT_VALUE_BYTES]; /* of a field of words: these */
    const char *words[ACT_WORDS_MAX + 1];
};

struct act_command {
    struct command command; /* first, so that an invocation's command is the whole */
    const struct use_case *use_case;
    char name[ACT_NAME_BYTES];
    char example[ACT_EXAMPLE_BYTES];
    struct option_row options[SHAPE_FIELDS_MAX + ACT_OPTION_COUNT];
    struct act_field_option fields[SHAPE_FIELDS_MAX];
};

/** The command of the act of that number, in the order of use_cases; NULL behind the last. */
const struct command *act_command_at(size_t number);

/** What was typed for an option of every act; NULL: nothing. */
const char *act_option_value(const struct invocation *invocation, enum act_option option);

/** Runs an act, with what was typed after it. */
enum exit_status act_run(const struct invocation *invocation);

#endif
