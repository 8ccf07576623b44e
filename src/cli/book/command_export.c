/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/terminal.h"
#include "store/export.h"

enum {
    OPTION_DB
};

/* Lines go out as they come: a book may be larger than memory. */
struct export_printing {
    struct export_taker taker; /* first */
    bool has_begun;
    int reason;
};

static enum status print(struct export_taker *taker, struct text lines)
{
    struct export_printing *printing = (struct export_printing *)taker;

    printing->has_begun = true;
    if (terminal_write(STDOUT_FILENO, lines) == STATUS_OK)
        return STATUS_OK;
    printing->reason = errno;
    return STATUS_WRITE_FAILED;
}

static enum exit_status complain(const struct invocation *invocation,
                                 const struct export_printing *printing, const struct fault *fault)
{
    char reason[128];

    if (fault->kind != FAULT_NONE)
        (void)fault_complain(invocation->language, fault);
    else
        terminal_complain(
            invocation->language, MESSAGE_CANNOT_WRITE,
            (struct message_arguments){
                { "standard output", strerror_r(printing->reason, reason, sizeof(reason)) } });
    return printing->has_begun ? EXIT_BROKEN_OFF : EXIT_NOTHING_DONE;
}

static enum exit_status run(const struct invocation *invocation)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct export_printing printing = { .taker = { print } };
    struct fault fault = { 0 };
    struct store *store =
        db_option_open(invocation->language, invocation->values[OPTION_DB], STORE_READ, &exit);

    if (store == NULL)
        return exit;
    exit = store_export(store, &printing.taker, &fault) == STATUS_OK
               ? EXIT_DONE
               : complain(invocation, &printing, &fault);
    store->close(store);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "all facts were written", "tous les faits ont été écrits" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was written: bad options, no book, a damaged one",
          "rien n'a été écrit : options fausses, pas de registre, registre endommagé" } } },
    { EXIT_BROKEN_OFF,
      { { "reading or writing failed after output had begun",
          "la lecture ou l'écriture a échoué après le début de la sortie" } } },
};

static const char description_en[] =
    "Writes every fact of the book to standard output, as a world of JSON lines that \"aval "
    "check --world\" and \"aval import\" read: with what was imported, and with what acts have "
    "added since. Books with the same facts give the same bytes. The journal is not part of it.";

static const char description_fr[] =
    "Écrit chaque fait du registre sur la sortie standard, comme un monde de lignes JSON que "
    "lisent « aval check --world » et « aval import » : ce qui a été importé, et ce que les "
    "actes ont ajouté depuis. Des registres aux mêmes faits donnent les mêmes octets. Le "
    "journal n'en fait pas partie.";

const struct command command_export = {
    .name = "export",
    .summary = { { "write all facts of a book as JSON lines",
                   "écrire tous les faits d'un registre en lignes JSON" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval export --db sqlite:book.db > export.ndjson",
    .run = run,
};
