/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "cli/world_option.h"
#include "store/import.h"

enum {
    OPTION_DB
};

/* What was taken: the number of each type of fact, and where it stands in the journal. */
static enum exit_status tell(const struct invocation *invocation,
                             const struct import_report *report)
{
    struct buffer buffer = { 0 };
    uint64_t total = 0;
    char texts[2][24];

    for (unsigned i = 0; i < FACT_TYPE_COUNT; i++)
        total += report->fact_counts[i];
    (void)snprintf(texts[0], sizeof(texts[0]), "%" PRIu64, total);
    (void)snprintf(texts[1], sizeof(texts[1]), "%" PRIu64, report->position);
    message_write(&buffer, MESSAGE_IMPORTED, invocation->language,
                  (struct message_arguments){ { texts[0], texts[1] } });
    buffer_add_string(&buffer, "\n");
    for (unsigned i = 0; i < FACT_TYPE_COUNT; i++)
        if (report->fact_counts[i] > 0)
            buffer_add_format(&buffer, "  %-24s%10" PRIu64 "\n", fact_type_words.list[i],
                              report->fact_counts[i]);
    buffer_add_format(&buffer, "  sha256  %s\n", report->sha256);
    return manual_print(&buffer, invocation->language);
}

static enum exit_status import(const struct invocation *invocation, struct store *store)
{
    enum language language = invocation->language;
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct world_reading reading;
    struct import_report report;
    struct buffer problems = { 0 };
    struct fault fault = { 0 };
    struct world_source source;
    enum status status = STATUS_OK;

    world_reading_begin(&reading, language);
    source = (struct world_source){ invocation->operand, language, &reading.progress, NULL };
    status = store_import(store, &source, &problems, &fault, &report);
    progress_end(&reading.line);
    if (status == STATUS_OK)
        exit = tell(invocation, &report);
    else if (fault.kind != FAULT_NONE)
        exit = fault_complain(language, &fault);
    else
        world_complain(language, MESSAGE_WORLD_NOT_IMPORTED, invocation->operand, status,
                       &problems);
    buffer_done(&problems);
    return exit;
}

static enum exit_status run(const struct invocation *invocation)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct store *store =
        db_option_open(invocation->language, invocation->values[OPTION_DB], STORE_WRITE, &exit);

    if (store == NULL)
        return exit;
    exit = import(invocation, store);
    store->close(store);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the whole world was taken in", "le monde entier a été importé" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was taken in: bad options, no book or one that has facts already, a world with "
          "an error",
          "rien n'a été importé : options fausses, pas de registre ou registre qui a déjà des "
          "faits, monde en erreur" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Takes WORLD (a file of JSON lines, or a folder of CSV files) into a book that has no "
    "facts yet: all of it, or with an error nothing. History is taken as it is: only form is "
    "checked. The journal keeps what was imported, and its SHA-256.";

static const char description_fr[] =
    "Importe MONDE (un fichier de lignes JSON, ou un dossier de fichiers CSV) dans un registre "
    "qui n'a encore aucun fait : en entier, ou, s'il y a une erreur, rien. L'histoire est "
    "prise telle quelle : seule la forme est vérifiée. Le journal garde ce qui a été importé "
    "et son SHA-256.";

const struct command command_import = {
    .name = "import",
    .operand = { { "WORLD", "MONDE" } },
    .summary = { { "take a world of facts into an empty book",
                   "importer un monde de faits dans un registre vide" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval import --db sqlite:book.db world.ndjson",
    .run = run,
};
