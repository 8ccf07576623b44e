/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/suggest.h"
#include "cli/book/act_command.h"
#include "cli/manual.h"
#include "cli/terminal.h"

/* All but the acts. */
static const struct command *const commands[] = {
    &command_ask,        &command_check,        &command_routes,      &command_replay,
    &command_rules,      &command_demo,         &command_new,         &command_init,
    &command_import,     &command_export,       &command_migrate,     &command_backup,
    &command_restore,    &command_clock,        &command_show,        &command_history,
    &command_mpa_status, &command_serve,        &command_app_add,     &command_app_list,
    &command_app_remove, &command_user_add,     &command_user_list,   &command_user_remove,
    &command_key_rotate, &command_webhook_list, &command_letter_list, &command_letter_deliver,
    &command_perform,    &command_journal,      &command_verify,      &command_erase,
    &command_acts,       &command_help,         &command_completion,
};

const struct command *command_at(size_t number)
{
    return number < COUNT_OF(commands) ? commands[number]
                                       : act_command_at(number - COUNT_OF(commands));
}

enum {
    COMMON_LANG,
    COMMON_HELP,
    COMMON_VERSION
};

static const char *const language_words[] = { "en", "fr", NULL };

const struct option_row common_options[] = {
    [COMMON_LANG] = { "lang",
                      { { "LANGUAGE", "LANGUE" } },
                      language_words,
                      { { "speak English (en) or French (fr); by default as the environment says",
                          "parler anglais (en) ou français (fr) ; par défaut, selon "
                          "l'environnement" } } },
    [COMMON_HELP] = { "help",
                      { { NULL, NULL } },
                      NULL,
                      { { "explain the command", "expliquer la commande" } } },
    [COMMON_VERSION] = { "version",
                         { { NULL, NULL } },
                         NULL,
                         { { "print the version", "afficher la version" } } },
};
const size_t common_option_count = COUNT_OF(common_options);

/* What was typed, while it is being read: the command's options, then the common ones. */
struct parsing {
    struct invocation invocation;
    const char *common[COUNT_OF(common_options)];
    bool is_wrong;
};

static const struct option_row *option_at(const struct command *command, size_t number)
{
    size_t own_count = 0;

    if (command != NULL && number < command->option_count)
        return &command->options[number];
    if (command != NULL)
        own_count = command->option_count;
    return number - own_count < COUNT_OF(common_options) ? &common_options[number - own_count]
                                                         : NULL;
}

static enum language language_of_environment(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (size_t i = 0; i < COUNT_OF(variables); i++) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet */
        const char *value = getenv(variables[i]);

        if (value != NULL && value[0] != '\0')
            return strncmp(value, "fr", 2) == 0 && strchr("_.@", value[2]) != NULL ? LANGUAGE_FR
                                                                                   : LANGUAGE_EN;
    }
    return LANGUAGE_EN;
}

/* The value of an argument that is --lang or an abbreviation of it: after = or in the next one. */
static const char *language_value(const char *argument, const char *next)
{
    size_t length = strcspn(argument, "=");

    if (length < 3 || strncmp(argument, "--lang", length) != 0)
        return NULL;
    return argument[length] == '=' ? argument + length + 1 : next;
}

/* The language that is asked for anywhere on the line, so that complaints about the rest of the
 * line are in it. */
static enum language language_asked(char **arguments)
{
    enum language language = language_of_environment();

    for (size_t i = 1; arguments[0] != NULL && arguments[i] != NULL; i++) {
        const char *value = language_value(arguments[i], arguments[i + 1]);

        if (strcmp(arguments[i], "--") == 0)
            break;
        if (value != NULL && strcmp(value, "fr") == 0)
            language = LANGUAGE_FR;
        if (value != NULL && strcmp(value, "en") == 0)
            language = LANGUAGE_EN;
    }
    return language;
}

const struct command *command_find(const char *name)
{
    const struct command *command = NULL;

    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        if (strcmp(command->name, name) == 0)
            break;
    return command;
}

enum exit_status command_refuse(enum language language, const char *name)
{
    const struct command *command = NULL;
    struct suggestion suggestion;

    suggest_begin(&suggestion, name);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        suggest_offer(&suggestion, command->name);
    terminal_complain(language, MESSAGE_UNKNOWN_COMMAND, (struct message_arguments){ { name } });
    if (suggestion.best != NULL)
        terminal_hint(language, MESSAGE_DID_YOU_MEAN,
                      (struct message_arguments){ { suggestion.best } });
    else
        terminal_hint(language, MESSAGE_SEE_COMMANDS, (struct message_arguments){ { NULL } });
    return EXIT_NOTHING_DONE;
}

static void complain(struct parsing *parsing, enum message message,
                     struct message_arguments arguments)
{
    parsing->is_wrong = true;
    terminal_complain(parsing->invocation.language, message, arguments);
}

static void hint_at_help(const struct parsing *parsing)
{
    const struct command *command = parsing->invocation.command;

    if (command != NULL)
        terminal_hint(parsing->invocation.language, MESSAGE_SEE_HELP,
                      (struct message_arguments){ { command->name } });
    else
        terminal_hint(parsing->invocation.language, MESSAGE_SEE_COMMANDS,
                      (struct message_arguments){ { NULL } });
}

/* `typed` is the whole argument, perhaps with =VALUE, or a letter with its dash. */
static void refuse_option(struct parsing *parsing, const char *typed)
{
    struct suggestion suggestion;
    char name[64] = "";
    size_t length = strcspn(typed, "=");
    const struct option_row *row = NULL;

    memcpy(name, typed, length < sizeof(name) - 1 ? length : sizeof(name) - 1);
    suggest_begin(&suggestion, name + strspn(name, "-"));
    for (size_t i = 0; (row = option_at(parsing->invocation.command, i)) != NULL; i++)
        if (name[1] == '-')
            suggest_offer(&suggestion, row->name);
    complain(parsing, MESSAGE_UNKNOWN_OPTION, (struct message_arguments){ { name } });
    if (suggestion.best != NULL) {
        char best[64] = "--";

        strncat(best, suggestion.best, sizeof(best) - 3);
        terminal_hint(parsing->invocation.language, MESSAGE_DID_YOU_MEAN,
                      (struct message_arguments){ { best } });
    } else {
        hint_at_help(parsing);
    }
}

/* An abbreviation that several options begin with. */
static bool refuse_ambiguous(struct parsing *parsing, const char *typed)
{
    struct buffer options = { 0 };
    size_t length = strcspn(typed, "=");
    const struct option_row *row = NULL;
    unsigned count = 0;

    for (size_t i = 0; (row = option_at(parsing->invocation.command, i)) != NULL; i++) {
        if (length < 3 || strncmp(row->name, typed + 2, length - 2) != 0)
            continue;
        buffer_add_format(&options, "%s--%s", count++ > 0 ? ", " : "", row->name);
    }
    buffer_add(&options, "", 1);
    if (count > 1 && !options.has_failed) {
        complain(parsing, MESSAGE_AMBIGUOUS_OPTION, (struct message_arguments){ { typed } });
        terminal_hint(parsing->invocation.language, MESSAGE_ONE_OF,
                      (struct message_arguments){ { options.bytes } });
    }
    buffer_done(&options);
    return parsing->is_wrong;
}

static bool is_flag(const struct option_row *row)
{
    return row->value.in[LANGUAGE_EN] == NULL;
}

/* What getopt_long() gives for the option of row n is VALUE_BASE + n: above every character. */
enum {
    VALUE_BASE = 256
};

/* The options as getopt_long() wants them. */
static void list_options(const struct command *command, struct option *list)
{
    const struct option_row *row = NULL;
    size_t count = 0;

    while ((row = option_at(command, count)) != NULL) {
        list[count] = (struct option){ row->name, is_flag(row) ? no_argument : required_argument,
                                       NULL, VALUE_BASE + (int)count };
        count++;
    }
    ASSERT(count <= OPTIONS_MAX + COUNT_OF(common_options));
    list[count] = (struct option){ 0 };
}

static bool is_word_of(const char *const *words, const char *value)
{
    for (size_t i = 0; words != NULL && words[i] != NULL; i++)
        if (strcmp(words[i], value) == 0)
            return true;
    return words == NULL;
}

static void refuse_value(struct parsing *parsing, const struct option_row *row, const char *name,
                         const char *value)
{
    struct buffer words = { 0 };

    for (size_t i = 0; row->words[i] != NULL; i++)
        buffer_add_format(&words, "%s%s", i > 0 ? ", " : "", row->words[i]);
    buffer_add(&words, "", 1);
    complain(parsing, MESSAGE_WRONG_VALUE, (struct message_arguments){ { name, value } });
    terminal_hint(parsing->invocation.language, MESSAGE_ONE_OF,
                  (struct message_arguments){ { words.has_failed ? "" : words.bytes } });
    buffer_done(&words);
}

static void take_option(struct parsing *parsing, size_t number, const char *value)
{
    const struct command *command = parsing->invocation.command;
    size_t own_count = command == NULL ? 0 : command->option_count;
    const struct option_row *row = option_at(command, number);
    const char **kept = number < own_count ? &parsing->invocation.values[number]
                                           : &parsing->common[number - own_count];
    bool takes_any = command != NULL && number < own_count && command->refuses_values_itself;
    char name[64] = "--";

    ASSERT(row != NULL);
    strncat(name, row->name, sizeof(name) - 3);
    if (*kept != NULL && !is_flag(row)) {
        complain(parsing, MESSAGE_OPTION_TWICE, (struct message_arguments){ { name } });
        hint_at_help(parsing);
    } else if (value != NULL && !takes_any && !is_word_of(row->words, value)) {
        refuse_value(parsing, row, name, value);
    } else {
        *kept = value != NULL ? value : "";
    }
}

/* What getopt_long() has found wrong with the argument before `optind`. */
static void refuse_argument(struct parsing *parsing, int found, char **arguments)
{
    const char *typed = arguments[optind - 1];
    enum language language = parsing->invocation.language;

    if (found == ':') {
        const struct option_row *row =
            option_at(parsing->invocation.command, (size_t)(optopt - VALUE_BASE));
        const char *value = row == NULL ? "" : row->value.in[language];

        complain(parsing, MESSAGE_OPTION_WANTS_VALUE,
                 (struct message_arguments){ { typed, value } });
        hint_at_help(parsing);
    } else if (optopt == 0) {
        if (!refuse_ambiguous(parsing, typed))
            refuse_option(parsing, typed);
    } else if (optopt < VALUE_BASE) {
        char letter[3] = { '-', (char)optopt, '\0' };

        refuse_option(parsing, letter);
    } else {
        complain(parsing, MESSAGE_OPTION_TAKES_NO_VALUE, (struct message_arguments){ { typed } });
        hint_at_help(parsing);
    }
}

static void take_operand(struct parsing *parsing, const char *operand)
{
    const struct command *command = parsing->invocation.command;

    ASSERT(command != NULL);
    if (command->next_operand.in[LANGUAGE_EN] != NULL && parsing->invocation.operand != NULL &&
        parsing->invocation.next_operand == NULL) {
        parsing->invocation.next_operand = operand;
    } else if (command->operand.in[LANGUAGE_EN] == NULL || parsing->invocation.operand != NULL) {
        complain(parsing, MESSAGE_TOO_MANY_OPERANDS, (struct message_arguments){ { operand } });
        hint_at_help(parsing);
    } else {
        parsing->invocation.operand = operand;
    }
}

/* Reads options and operands, in any order, from the arguments after arguments[0]; stops at the
 * first complaint. Without a command it stops at the first operand, which names one. */
static void parse(struct parsing *parsing, int argument_count, char **arguments)
{
    struct option list[OPTIONS_MAX + COUNT_OF(common_options) + 1];
    const struct command *command = parsing->invocation.command;
    int found = 0;

    list_options(command, list);
    opterr = 0;
    optind = 0; /* starts afresh (glibc) */
    while (!parsing->is_wrong &&
           /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet */
           (found = getopt_long(argument_count, arguments, command == NULL ? "+:" : "-:", list,
                                NULL)) != -1) {
        if (found == ':' || found == '?')
            refuse_argument(parsing, found, arguments);
        else if (found == 1)
            take_operand(parsing, optarg);
        else
            take_option(parsing, (size_t)(found - VALUE_BASE), optarg);
    }
    while (!parsing->is_wrong && command != NULL && optind < argument_count)
        take_operand(parsing, arguments[optind++]);
}

static enum exit_status run_command(const struct command *command, struct parsing *parsing,
                                    int argument_count, char **arguments)
{
    parsing->invocation.command = command;
    parse(parsing, argument_count, arguments);
    if (parsing->common[COMMON_HELP] != NULL && !parsing->is_wrong)
        return manual_print_command(command, parsing->invocation.language);
    if (parsing->common[COMMON_VERSION] != NULL && !parsing->is_wrong)
        return manual_print_version(parsing->invocation.language);
    if (!parsing->is_wrong && parsing->invocation.operand == NULL &&
        command->operand.in[LANGUAGE_EN] != NULL && !command->operand_is_optional) {
        complain(
            parsing, MESSAGE_MISSING_OPERAND,
            (struct message_arguments){ { command->operand.in[parsing->invocation.language] } });
        hint_at_help(parsing);
    }
    return parsing->is_wrong ? EXIT_NOTHING_DONE : command->run(&parsing->invocation);
}

enum exit_status commands_run(int argument_count, char **arguments)
{
    struct parsing parsing = { .invocation.language = language_asked(arguments) };
    const struct command *command = NULL;

    parse(&parsing, argument_count, arguments);
    if (parsing.is_wrong)
        return EXIT_NOTHING_DONE;
    if (parsing.common[COMMON_VERSION] != NULL)
        return manual_print_version(parsing.invocation.language);
    if (optind >= argument_count && parsing.common[COMMON_HELP] != NULL)
        return manual_print_commands(parsing.invocation.language);
    if (optind >= argument_count) {
        terminal_complain(parsing.invocation.language, MESSAGE_NO_COMMAND,
                          (struct message_arguments){ { NULL } });
        terminal_hint(parsing.invocation.language, MESSAGE_SEE_COMMANDS,
                      (struct message_arguments){ { NULL } });
        return EXIT_NOTHING_DONE;
    }
    command = command_find(arguments[optind]);
    if (command == NULL)
        return command_refuse(parsing.invocation.language, arguments[optind]);
    parsing.common[COMMON_LANG] = NULL;
    return run_command(command, &parsing, argument_count - optind, arguments + optind);
}
