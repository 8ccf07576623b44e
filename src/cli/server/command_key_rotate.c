/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/key_set.h"
#include "base/attributes.h"
#include "cli/server/registration.h"

enum {
    OPTION_END_TOKENS,
    OPTION_DB
};

static enum exit_status run(const struct invocation *invocation)
{
    struct registration_options options = { invocation->language, invocation->values[OPTION_DB],
                                            NULL, false };
    bool ends_tokens = invocation->values[OPTION_END_TOKENS] != NULL;
    struct registration registration;
    struct buffer buffer = { 0 };
    struct fault fault = { 0 };
    enum exit_status exit = registration_open(&registration, &options);

    if (exit != EXIT_DONE)
        return exit;
    if (key_set_rotate(registration.folder, ends_tokens ? ROTATION_END : ROTATION_KEEP, &fault) ==
        STATUS_OK) {
        message_write(&buffer, ends_tokens ? MESSAGE_KEY_ROTATED_ENDING : MESSAGE_KEY_ROTATED,
                      invocation->language, (struct message_arguments){ { NULL } });
        buffer_add_string(&buffer, "\n");
    }
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_END_TOKENS] = { "end-tokens",
                            { { NULL, NULL } },
                            NULL,
                            { { "earlier keys are good no longer: all access tokens end",
                                "les clés précédentes ne valent plus : tous les jetons d'accès "
                                "prennent fin" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "a new key signs", "une nouvelle clé signe" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, too many rotations within an hour",
          "rien n'a été fait : options fausses, pas de registre, trop de changements en une "
          "heure" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Makes a new key, by which a server that runs signs access tokens within a second. The earlier "
    "key stays in the key set that clients read, and its tokens are good, until the last of them "
    "has expired. Where a key has got into other hands, --end-tokens ends all tokens with it.";

static const char description_fr[] =
    "Fait une nouvelle clé, par laquelle un serveur qui tourne signe les jetons d'accès en moins "
    "d'une seconde. La clé précédente reste dans le jeu de clés que lisent les clients, et ses "
    "jetons valent, jusqu'à l'expiration du dernier. Si une clé est tombée en d'autres mains, "
    "--end-tokens met fin à tous les jetons avec elle.";

const struct command command_key_rotate = {
    .name = "key-rotate",
    .summary = { { "change the key of the server's access tokens",
                   "changer la clé des jetons d'accès du serveur" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval key-rotate --db sqlite:book.db",
    .run = run,
};
