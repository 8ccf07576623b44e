/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"

enum {
    OPTION_DB
};

static enum exit_status run(const struct invocation *invocation)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct buffer buffer = { 0 };
    struct store *store = NULL;
    struct db_place place;

    if (!db_option_read(invocation->language, invocation->values[OPTION_DB], &place))
        return EXIT_NOTHING_DONE;
    store = db_option_open(invocation->language, place.url, STORE_MIGRATE, &exit);
    if (store == NULL)
        return exit;
    store->close(store);
    message_write(&buffer, MESSAGE_MIGRATED, invocation->language,
                  (struct message_arguments){ { place.url } });
    buffer_add_string(&buffer, "\n");
    return manual_print(&buffer, invocation->language);
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the book is up to date", "le registre est à jour" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, one of a newer version, one in use",
          "rien n'a été fait : options fausses, pas de registre, registre d'une version plus "
          "récente ou en cours d'utilisation" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Brings a book that an older version of this program made up to the version that this one "
    "needs, in one transaction; one that is up to date stays as it is. Make a copy before: "
    "there is no way back.";

static const char description_fr[] =
    "Met un registre fait par une version antérieure du programme à la version que celui-ci "
    "exige, en une seule transaction ; s'il est à jour, il reste tel quel. Faites-en une copie "
    "avant : il n'y a pas de retour.";

const struct command command_migrate = {
    .name = "migrate",
    .summary = { { "bring a book of an older version up to date",
                   "mettre à jour un registre d'une version antérieure" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval migrate --db sqlite:book.db",
    .run = run,
};
