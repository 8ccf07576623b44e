/* SPDX-License-Identifier: Apache-2.0 */
/* Completions for the shells, written from the tables of commands and options. */
#include <string.h>

#include "base/attributes.h"
#include "cli/manual.h"
#include "rulebook/rule.h"

static void add_words(struct buffer *buffer, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        buffer_add_format(buffer, "%s%s", i > 0 ? " " : "", words[i]);
}

static void add_command_names(struct buffer *buffer)
{
    const struct command *command = NULL;

    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        buffer_add_format(buffer, "%s%s", i > 0 ? " " : "", command->name);
}

static void add_rule_ids(struct buffer *buffer)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        buffer_add_format(buffer, "%s%s", i > 0 ? " " : "", rules[i]->id);
}

/* What an operand may be, where that is one of some words. */
static void add_operand_words(struct buffer *buffer, const struct command *command)
{
    if (command == &command_help)
        add_command_names(buffer);
    else if (command == &command_rules)
        add_rule_ids(buffer);
    else if (command->operand_words != NULL)
        add_words(buffer, command->operand_words);
}

static void add_option_names(struct buffer *buffer, const struct option_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_add_format(buffer, "%s--%s", i > 0 ? " " : "", rows[i].name);
}

/* A case for each option that wants a value: its words, or a file. */
static void add_value_cases(struct buffer *buffer, const char *files, const struct option_row *rows,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].value.in[LANGUAGE_EN] == NULL)
            continue;
        buffer_add_format(buffer, "    --%s) ", rows[i].name);
        if (rows[i].words != NULL) {
            buffer_add_string(buffer, "COMPREPLY=($(compgen -W \"");
            add_words(buffer, rows[i].words);
            buffer_add_string(buffer, "\" -- \"$word\")); return ;;\n");
        } else {
            buffer_add_format(buffer, "%s; return ;;\n", files);
        }
    }
}

/* The names of the options that want a value, as a pattern of a case. */
static void add_value_pattern(struct buffer *buffer)
{
    const struct command *command = NULL;

    for (size_t i = 0; i < common_option_count; i++)
        if (common_options[i].value.in[LANGUAGE_EN] != NULL)
            buffer_add_format(buffer, "%s--%s", i > 0 ? "|" : "", common_options[i].name);
    for (size_t c = 0; (command = command_at(c)) != NULL; c++)
        for (size_t i = 0; i < command->option_count; i++)
            if (command->options[i].value.in[LANGUAGE_EN] != NULL)
                buffer_add_format(buffer, "|--%s", command->options[i].name);
}

/* What each command offers, by whether an option is being typed. */
static void add_command_cases(struct buffer *buffer)
{
    const struct command *command = NULL;

    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        buffer_add_format(buffer, "    %s) options=\"", command->name);
        add_option_names(buffer, command->options, command->option_count);
        buffer_add_string(buffer, " ");
        add_option_names(buffer, common_options, common_option_count);
        buffer_add_string(buffer, "\" operands=\"");
        add_operand_words(buffer, command);
        buffer_add_string(buffer, "\" ;;\n");
    }
}

/* The function that bash and zsh share; `files` is the command that offers files. */
static void add_function(struct buffer *buffer, const char *files)
{
    const struct command *command = NULL;

    buffer_add_string(buffer, "_aval() {\n"
                              "  local word=\"${COMP_WORDS[COMP_CWORD]}\" command=\"\" i=1\n"
                              "  local before=\"${COMP_WORDS[COMP_CWORD-1]}\" options operands\n"
                              "  [ \"$before\" != = ] || before=\"${COMP_WORDS[COMP_CWORD-2]}\"\n"
                              "  COMPREPLY=()\n"
                              "  case \"$before\" in\n");
    add_value_cases(buffer, files, common_options, common_option_count);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        add_value_cases(buffer, files, command->options, command->option_count);
    buffer_add_string(buffer, "  esac\n"
                              "  while [ \"$i\" -lt \"$COMP_CWORD\" ] && [ -z \"$command\" ]; do\n"
                              "    case \"${COMP_WORDS[i]}\" in\n    ");
    add_value_pattern(buffer);
    buffer_add_string(buffer, ") i=$((i + 1)) ;;\n    -*|=) ;;\n"
                              "    *) command=\"${COMP_WORDS[i]}\" ;;\n    esac\n"
                              "    i=$((i + 1))\n  done\n"
                              "  case \"$command\" in\n    \"\") options=\"\" operands=\"");
    add_command_names(buffer);
    buffer_add_string(buffer, " ");
    add_option_names(buffer, common_options, common_option_count);
    buffer_add_string(buffer, "\" ;;\n");
    add_command_cases(buffer);
    buffer_add_string(buffer, "    *) return ;;\n  esac\n"
                              "  if [ -z \"$command\" ] || [ \"${word#-}\" = \"$word\" ]; then\n"
                              "    options=\"$operands\"\n  fi\n"
                              "  if [ -n \"$options\" ]; then\n"
                              "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n");
    buffer_add_format(buffer, "  else\n    %s\n  fi\n}\ncomplete -F _aval aval\n", files);
}

static void add_bash(struct buffer *buffer)
{
    buffer_add_string(buffer, "# bash completion for aval\n");
    add_function(buffer, "compopt -o default");
}

static void add_zsh(struct buffer *buffer)
{
    buffer_add_string(buffer, "#compdef aval\nautoload -U +X bashcompinit && bashcompinit\n");
    add_function(buffer, "_files");
}

static void add_fish_options(struct buffer *buffer, const char *condition,
                             const struct option_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_format(buffer, "complete -c aval %s -l %s", condition, rows[i].name);
        if (rows[i].value.in[LANGUAGE_EN] != NULL)
            buffer_add_string(buffer, " -r");
        if (rows[i].words != NULL) {
            buffer_add_string(buffer, " -f -a \"");
            for (size_t w = 0; rows[i].words[w] != NULL; w++)
                buffer_add_format(buffer, "%s%s", w > 0 ? " " : "", rows[i].words[w]);
            buffer_add_string(buffer, "\"");
        }
        buffer_add_format(buffer, " -d \"%s\"\n", rows[i].help.in[LANGUAGE_EN]);
    }
}

/* What stands after a command: its words, files, or nothing. */
static void add_fish_operand(struct buffer *buffer, const struct command *command,
                             const char *condition)
{
    if (command == &command_help || command == &command_rules || command->operand_words != NULL) {
        buffer_add_format(buffer, "complete -c aval %s -f -a \"", condition);
        add_operand_words(buffer, command);
        buffer_add_string(buffer, "\"\n");
    } else if (command->operand.in[LANGUAGE_EN] == NULL) {
        buffer_add_format(buffer, "complete -c aval %s -f\n", condition);
    }
}

static void add_fish(struct buffer *buffer)
{
    const struct command *command = NULL;

    buffer_add_string(buffer, "# fish completion for aval\n");
    add_fish_options(buffer, "", common_options, common_option_count);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        struct buffer condition = { 0 };

        buffer_add_string(buffer, "complete -c aval -n \"not __fish_seen_subcommand_from ");
        add_command_names(buffer);
        buffer_add_format(buffer, "\" -f -a %s -d \"%s\"\n", command->name,
                          command->summary.in[LANGUAGE_EN]);
        buffer_add_format(&condition, "-n \"__fish_seen_subcommand_from %s\"", command->name);
        buffer_add(&condition, "", 1);
        if (!condition.has_failed) {
            add_fish_options(buffer, condition.bytes, command->options, command->option_count);
            add_fish_operand(buffer, command, condition.bytes);
        }
        buffer_done(&condition);
    }
}

static const struct shell {
    const char *name;
    void (*add)(struct buffer *buffer);
} shells[] = {
    { "bash", add_bash },
    { "zsh", add_zsh },
    { "fish", add_fish },
};

static const char *const shell_names[] = { "bash", "zsh", "fish", NULL };

static enum exit_status run(const struct invocation *invocation)
{
    struct buffer buffer = { 0 };

    for (size_t i = 0; i < COUNT_OF(shells); i++)
        if (strcmp(shells[i].name, invocation->operand) == 0)
            shells[i].add(&buffer);
    if (buffer.length == 0)
        return manual_refuse_operand(invocation, "bash, zsh, fish");
    return manual_print(&buffer, invocation->language);
}

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the completions were written", "les complétions ont été écrites" } } },
    { EXIT_NOTHING_DONE, { { "the shell is none of these", "le shell n'est aucun de ceux-ci" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_completion = {
    .name = "completion",
    .operand = { { "SHELL", "SHELL" } },
    .operand_words = shell_names,
    .summary = { { "write completions for bash, zsh or fish",
                   "écrire les complétions pour bash, zsh ou fish" } },
    .description = { { "Writes a script by which SHELL (bash, zsh or fish) completes commands, "
                       "options and their values.",
                       "Écrit un script grâce auquel SHELL (bash, zsh ou fish) complète les "
                       "commandes, les options et leurs valeurs." } },
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "source <(aval completion bash)\n"
                "aval completion fish > ~/.config/fish/completions/aval.fish",
    .run = run,
};
