/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "api/registry/users.h"
#include "base/attributes.h"
#include "cli/server/password.h"
#include "cli/server/registration.h"

enum {
    OPTION_AS,
    OPTION_DB
};

/* Asks for the password and adds the user; false: the fault says why not, or it was complained. */
static enum exit_status add(const struct invocation *invocation, struct registration *registration)
{
    char password[PASSWORD_BYTES];
    char id[GUID_LENGTH + 1];
    struct user_request request = { .name = text_of(invocation->operand),
                                    .principal = registration->principal };
    struct buffer buffer = { 0 };
    struct fault fault = { 0 };
    guid user = GUID_NONE;

    if (!password_ask(invocation->language, password)) {
        registration_close(registration);
        return EXIT_NOTHING_DONE;
    }
    request.password = text_of(password);
    if (user_add(registration->registry, &request, &user, &fault) == STATUS_OK) {
        guid_format(user, id);
        message_write(&buffer, MESSAGE_USER_ADDED, invocation->language,
                      (struct message_arguments){ { invocation->operand, id } });
        buffer_add_string(&buffer, "\n");
    }
    sodium_memzero(password, sizeof(password));
    return registration_end(registration, invocation->language, &fault, &buffer);
}

static enum exit_status run(const struct invocation *invocation)
{
    struct registration_options options = { invocation->language, invocation->values[OPTION_DB],
                                            invocation->values[OPTION_AS], true };
    struct registration registration;
    enum exit_status exit = registration_open(&registration, &options);

    return exit == EXIT_DONE ? add(invocation, &registration) : exit;
}

static const struct option_row options[] = {
    [OPTION_AS] = REGISTRATION_AS_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the user is added", "l'utilisateur est ajouté" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, no such tenant, a name that is taken, a "
          "password that is too short",
          "rien n'a été fait : options fausses, pas de registre, pas de tel locataire, nom déjà "
          "pris, mot de passe trop court" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Adds a person who signs in to the server by a name, like anna@alder.example, and a password. "
    "The password is asked for on the terminal, which shows nothing of it, or else is the first "
    "line of standard input; it has 12 to 256 bytes, and only a hash (argon2id) of it is kept.";

static const char description_fr[] =
    "Ajoute une personne qui se connecte au serveur par un nom, tel anne@alder.example, et un mot "
    "de passe. Il est demandé au terminal, qui n'en montre rien, ou c'est la première ligne de "
    "l'entrée standard ; il a de 12 à 256 octets, et seul un hachage (argon2id) en est conservé.";

const struct command command_user_add = {
    .name = "user-add",
    .operand = { { "NAME", "NOM" } },
    .summary = { { "add a user of the server", "ajouter un utilisateur du serveur" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval user-add --db book.db --as alder.example:admin_agent "
                "anna@alder.example",
    .run = run,
};
