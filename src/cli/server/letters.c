/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/server/letters.h"

#include "cli/terminal.h"

enum exit_status letters_open(struct letters *letters, const struct invocation *invocation,
                              const char *db)
{
    struct registration_options options = { invocation->language, db, NULL, false };

    if (!guid_parse(text_of(invocation->operand), &letters->tenant)) {
        terminal_complain(invocation->language, MESSAGE_WRONG_VALUE,
                          (struct message_arguments){ { "TENANT", invocation->operand } });
        return EXIT_NOTHING_DONE;
    }
    return registration_open(&letters->registration, &options);
}
