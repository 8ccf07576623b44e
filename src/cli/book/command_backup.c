/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "cli/book/copying.h"
#include "cli/book/db_option.h"
#include "cli/terminal.h"

enum {
    OPTION_TO,
    OPTION_DB
};

static enum exit_status run(const struct invocation *invocation)
{
    struct copy_request request = { .url = invocation->values[OPTION_TO], .kind = COPY_BACKUP };
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct store *store = NULL;
    struct db_place place;

    if (request.url == NULL) {
        terminal_complain(invocation->language, MESSAGE_MISSING_OPTION,
                          (struct message_arguments){ { "--to" } });
        return EXIT_NOTHING_DONE;
    }
    if (!db_option_read(invocation->language, invocation->values[OPTION_DB], &place))
        return EXIT_NOTHING_DONE;
    request.from = place.url;
    store = db_option_open(invocation->language, invocation->values[OPTION_DB], STORE_READ, &exit);
    if (store == NULL)
        return exit;
    exit = copying_run(invocation->language, store, &request, MESSAGE_BACKED_UP);
    store->close(store);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_TO] = { "to",
                    { { "FILE", "FICHIER" } },
                    NULL,
                    { { "the backup: a new file; nothing that exists is touched",
                        "la sauvegarde : un nouveau fichier ; on ne touche à rien de ce qui "
                        "existe" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the backup was verified, and is on the disk",
          "la sauvegarde est vérifiée et sur le disque" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was written: bad options, no book, a damaged one or one that is not what its "
          "journal says, something is there already",
          "rien n'a été écrit : options fausses, pas de registre, registre endommagé ou qui n'est "
          "pas ce que dit son journal, il y a déjà quelque chose" } } },
    { EXIT_BROKEN_OFF,
      { { "writing failed; nothing is left of the backup",
          "l'écriture a échoué ; il ne reste rien de la sauvegarde" } } },
};

static const char description_en[] =
    "Copies a book as it is at one moment, while others write to it: the beginning of its journal "
    "up to that moment, with the facts of then. The copy is verified as \"aval verify\" does, "
    "saved, and only then given its name: there is a whole backup, or none. What is told is the "
    "last entry that it has, and the signed head of its journal, to be kept elsewhere.\n\nA backup "
    "is a book that nobody writes to: it can be verified and read where it is (--db FILE). It has "
    "all that the book has, also the key that signs heads: keep it as you keep the book. The "
    "clients of a server, in the folder PATH.identity, are no part of the book.";

static const char description_fr[] =
    "Copie un registre tel qu'il est à un moment donné, pendant que d'autres y écrivent : le "
    "début de son journal jusqu'à ce moment, avec les faits d'alors. La copie est vérifiée comme "
    "le fait « aval verify », mise sur le disque, et reçoit alors seulement son nom : il y a une "
    "sauvegarde entière, ou aucune. Sont dits sa dernière écriture et la tête signée de son "
    "journal, à garder ailleurs.\n\nUne sauvegarde est un registre où personne n'écrit : on peut "
    "la vérifier et la lire où elle est (--db FICHIER). Elle a tout ce qu'a le registre, y compris "
    "la clé qui signe les têtes : gardez-la comme lui. Les clients d'un serveur, dans le dossier "
    "CHEMIN.identity, ne font pas partie du registre.";

const struct command command_backup = {
    .name = "backup",
    .summary = { { "copy a book while it is used", "copier un registre pendant qu'il sert" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval backup --db sqlite:book.db --to book-2026-11-22.db",
    .run = run,
};
