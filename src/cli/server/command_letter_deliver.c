/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/program/page_token.h"
#include "api/registry/dead_letters.h"
#include "base/attributes.h"
#include "cli/server/letters.h"
#include "cli/terminal.h"

enum {
    OPTION_POSITION,
    OPTION_DB
};

/* False: complained. */
static bool read_position(const struct invocation *invocation, uint64_t *out_position)
{
    const char *text = invocation->values[OPTION_POSITION];

    *out_position = 0;
    if (text == NULL || (number_parse(text_of(text), out_position) && *out_position > 0))
        return true;
    terminal_complain(invocation->language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { "--position", text } });
    return false;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct letters letters;
    struct buffer buffer = { 0 };
    struct fault fault = { 0 };
    enum exit_status exit = EXIT_NOTHING_DONE;
    char text[16];
    uint64_t position = 0;
    unsigned count = 0;

    if (!read_position(invocation, &position))
        return EXIT_NOTHING_DONE;
    exit = letters_open(&letters, invocation, invocation->values[OPTION_DB]);
    if (exit != EXIT_DONE)
        return exit;
    if (dead_letter_again(letters.registration.registry, letters.tenant, position, &count,
                          &fault) == STATUS_OK) {
        (void)snprintf(text, sizeof(text), "%u", count);
        message_write(&buffer, MESSAGE_LETTERS_AGAIN, invocation->language,
                      (struct message_arguments){ { text } });
        buffer_add_string(&buffer, "\n");
    }
    return registration_end(&letters.registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_POSITION] = { "position",
                          { { "N", "N" } },
                          NULL,
                          { { "only the letter of this entry of the journal",
                              "seulement la lettre de cette écriture du journal" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the letters wait for the server, which delivers them while it runs",
          "les lettres attendent le serveur, qui les remet pendant qu'il tourne" } } },
    { EXIT_NOTHING_DONE, { { "bad options, no book", "options fausses, pas de registre" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_letter_deliver = {
    .name = "letter-deliver",
    .operand = { { "TENANT", "LOCATAIRE" } },
    .summary = { { "have dead letters delivered again", "faire remettre les lettres mortes" } },
    .description = { { "Has a running server deliver the dead letters of a tenant's webhook once "
                       "more, or when it is started next. A letter that is not taken stays.",
                       "Fait remettre encore une fois les lettres mortes du webhook d'un locataire "
                       "par un serveur qui tourne, ou à son prochain démarrage. Une lettre qui "
                       "n'est pas acceptée reste." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval letter-deliver --db sqlite:book.db e1be0000-0000-4000-8000-000000000001",
    .run = run,
};
