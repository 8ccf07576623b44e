/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "model/lifecycles.h"
#include "rulebook/decision.h"

int main(int argument_count, char **arguments)
{
    const char *fault = rulebook_check(act_consults, rules);

    if (fault == NULL)
        fault = lifecycles_check();
    /* A closed pipe ends the program, even where its parent ignored the signal. */
    (void)signal(SIGPIPE, SIG_DFL);
    /* A limit to the size of files is told as a full disk is. */
    (void)signal(SIGXFSZ, SIG_IGN);
    if (fault != NULL) {
        terminal_complain(LANGUAGE_EN, MESSAGE_BAD_TABLES, (struct message_arguments){ { fault } });
        return EXIT_NOTHING_DONE;
    }
    return (int)commands_run(argument_count, arguments);
}
