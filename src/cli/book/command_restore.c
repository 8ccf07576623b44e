/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "cli/book/copying.h"
#include "cli/book/db_option.h"

enum {
    OPTION_DB
};

static enum exit_status restore(enum language language, const char *file,
                                const struct db_place *place)
{
    struct copy_request request = { .from = file, .url = place->url, .kind = COPY_BOOK };
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct store *store = db_option_open(language, file, STORE_READ, &exit);

    if (store == NULL)
        return exit;
    exit = db_make_folders(language, place)
               ? copying_run(language, store, &request, MESSAGE_RESTORED)
               : EXIT_NOTHING_DONE;
    store->close(store);
    return exit;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct db_place place;

    if (!db_option_read(invocation->language, invocation->values[OPTION_DB], &place))
        return EXIT_NOTHING_DONE;
    return restore(invocation->language, invocation->operand, &place);
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the book was verified, and is in its place",
          "le registre est vérifié et à sa place" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was written: bad options, no backup, a damaged, foreign or newer one, something "
          "is there already",
          "rien n'a été écrit : options fausses, pas de sauvegarde, sauvegarde endommagée, "
          "étrangère ou plus récente, il y a déjà quelque chose" } } },
    { EXIT_BROKEN_OFF,
      { { "writing failed; nothing is left of the book",
          "l'écriture a échoué ; il ne reste rien du registre" } } },
};

static const char description_en[] =
    "Makes a book of a backup, at a place where nothing is. What is restored is verified before it "
    "is put in its place; a file that is damaged, no book, or of a newer version is refused. What "
    "is told is the last entry that it has, and the signed head of its journal.\n\nWhat came after "
    "the backup is lost to the restored book: \"aval verify\" with a head that was kept later says "
    "so. Names of persons that were erased after the backup are in it again, and have to be erased "
    "anew. To replace a book, end what uses it and move it away first, with its -wal file.";

static const char description_fr[] =
    "Fait un registre d'une sauvegarde, là où il n'y a rien. Ce qui est restauré est vérifié avant "
    "d'être mis à sa place ; un fichier endommagé, étranger ou d'une version plus récente est "
    "refusé. Sont dits sa dernière écriture et la tête signée de son journal.\n\nCe qui a suivi la "
    "sauvegarde manque au registre restauré : « aval verify » avec une tête gardée plus tard le "
    "dit. Les noms de personnes effacés après la sauvegarde y sont de nouveau, et doivent être "
    "effacés encore. Pour remplacer un registre, arrêtez ce qui s'en sert et déplacez-le d'abord, "
    "avec son fichier -wal.";

const struct command command_restore = {
    .name = "restore",
    .operand = { { "FILE", "FICHIER" } },
    .summary = { { "make a book of a backup", "faire un registre d'une sauvegarde" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval restore book-2026-11-22.db --db sqlite:again.db",
    .run = run,
};
