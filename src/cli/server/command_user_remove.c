/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/users.h"
#include "base/attributes.h"
#include "cli/server/registration.h"

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
    enum exit_status exit = registration_open(&registration, &options);

    if (exit != EXIT_DONE)
        return exit;
    if (user_remove(registration.registry, text_of(invocation->operand), &fault) == STATUS_OK) {
        message_write(&buffer, MESSAGE_USER_REMOVED, invocation->language,
                      (struct message_arguments){ { invocation->operand } });
        buffer_add_string(&buffer, "\n");
    }
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the user is removed", "l'utilisateur est retiré" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, no such user",
          "rien n'a été fait : options fausses, pas de registre, pas de tel utilisateur" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_user_remove = {
    .name = "user-remove",
    .operand = { { "NAME", "NOM" } },
    .summary = { { "remove a user of the server", "retirer un utilisateur du serveur" } },
    .description = { { "Removes a user, and signs them out everywhere; an access token that they "
                       "have lasts up to an hour. To change a password or a role, remove the user "
                       "and add them again.",
                       "Retire un utilisateur, et le déconnecte partout ; un jeton d'accès qu'il a "
                       "vaut jusqu'à une heure. Pour changer un mot de passe ou un rôle, retirez "
                       "l'utilisateur et ajoutez-le de nouveau." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval user-remove --db sqlite:book.db anna@alder.example",
    .run = run,
};
