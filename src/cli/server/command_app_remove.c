/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/apps.h"
#include "base/attributes.h"
#include "cli/server/registration.h"
#include "cli/terminal.h"

enum {
    OPTION_DB
};

static enum exit_status run(const struct invocation *invocation)
{
    struct registration_options options = { invocation->language, invocation->values[OPTION_DB],
                                            NULL, false };
    struct registration registration;
    struct buffer buffer = { 0 };
    struct fault fault = { 0 };
    enum exit_status exit = EXIT_NOTHING_DONE;
    guid id = GUID_NONE;

    if (!guid_parse(text_of(invocation->operand), &id)) {
        terminal_complain(invocation->language, MESSAGE_WRONG_VALUE,
                          (struct message_arguments){ { "CLIENT", invocation->operand } });
        return EXIT_NOTHING_DONE;
    }
    exit = registration_open(&registration, &options);
    if (exit != EXIT_DONE)
        return exit;
    if (app_remove(registration.registry, id, &fault) == STATUS_OK) {
        message_write(&buffer, MESSAGE_APP_REMOVED, invocation->language,
                      (struct message_arguments){ { invocation->operand } });
        buffer_add_string(&buffer, "\n");
    }
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the client is removed", "le client est retiré" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, no such client",
          "rien n'a été fait : options fausses, pas de registre, pas de tel client" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_app_remove = {
    .name = "app-remove",
    .operand = { { "CLIENT", "CLIENT" } },
    .summary = { { "remove a client of the server", "retirer un client du serveur" } },
    .description = { { "Removes a client by its id, and signs out whoever is signed in by it. It "
                       "gets no more tokens from a server that runs; its last one lasts up to an "
                       "hour (\"aval key-rotate --end-tokens\" ends all tokens at once).",
                       "Retire un client par son identifiant, et déconnecte qui est connecté par "
                       "lui. Un serveur qui tourne ne lui donne plus de jeton ; son dernier vaut "
                       "jusqu'à une heure (« aval key-rotate --end-tokens » met fin à tous les "
                       "jetons aussitôt)." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval app-remove --db sqlite:book.db 0f6a9c4e-5b1d-4a57-9b40-6f0d6a1c2e3f",
    .run = run,
};
