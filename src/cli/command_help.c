/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/attributes.h"
#include "cli/manual.h"
#include "cli/terminal.h"

enum {
    OPTION_MAN
};

static enum exit_status run(const struct invocation *invocation)
{
    const struct command *command = NULL;

    if (invocation->operand != NULL) {
        command = command_find(invocation->operand);
        if (command == NULL)
            return command_refuse(invocation->language, invocation->operand);
    }
    if (invocation->values[OPTION_MAN] != NULL)
        return manual_print_page(command, invocation->language);
    if (command != NULL)
        return manual_print_command(command, invocation->language);
    return manual_print_commands(invocation->language);
}

static const struct option_row options[] = {
    [OPTION_MAN] = { "man",
                     { { NULL, NULL } },
                     NULL,
                     { { "write a man page, in the format of man(7)",
                         "écrire une page de manuel, au format de man(7)" } } },
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the help was written", "l'aide a été écrite" } } },
    { EXIT_NOTHING_DONE, { { "there is no such command", "il n'y a pas de telle commande" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_help = {
    .name = "help",
    .operand = { { "COMMAND", "COMMANDE" } },
    .operand_is_optional = true,
    .summary = { { "explain a command, or list the commands",
                   "expliquer une commande, ou lister les commandes" } },
    .description = { { "Prints what \"aval COMMAND --help\" prints; without COMMAND the list of "
                       "commands.",
                       "Affiche ce qu'affiche « aval COMMANDE --help » ; sans COMMANDE, la liste "
                       "des commandes." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval help check\naval help --man check | man -l -",
    .run = run,
};
