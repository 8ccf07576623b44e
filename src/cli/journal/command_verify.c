/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/journal/seal.h"
#include "store/verify.h"

enum {
    OPTION_HEAD,
    OPTION_DB
};

enum {
    FACT_LENGTH_MAX = 400
};

/* What is found goes to a buffer, for it may be told anew. */
struct verifying_book {
    struct verify_sink sink; /* first */
    enum language language;
    struct progress_line line;
    struct buffer found;
};

/* By what is wrong. */
static const enum message messages[VERIFY_KIND_COUNT] = {
    [VERIFY_UNREADABLE] = MESSAGE_VERIFY_UNREADABLE,
    [VERIFY_GAP] = MESSAGE_VERIFY_GAP,
    [VERIFY_ENTRY] = MESSAGE_VERIFY_ENTRY,
    [VERIFY_BODY] = MESSAGE_VERIFY_BODY,
    [VERIFY_BODY_GONE] = MESSAGE_VERIFY_BODY_GONE,
    [VERIFY_NODE] = MESSAGE_VERIFY_NODE,
    [VERIFY_CHANGES] = MESSAGE_VERIFY_CHANGES,
    [VERIFY_DECISION] = MESSAGE_VERIFY_DECISION,
    [VERIFY_HEAD_SIGNATURE] = MESSAGE_VERIFY_HEAD_SIGNATURE,
    [VERIFY_HEAD_KEY] = MESSAGE_VERIFY_HEAD_KEY,
    [VERIFY_HEAD_BEHIND] = MESSAGE_VERIFY_HEAD_BEHIND,
    [VERIFY_HEAD_ROOT] = MESSAGE_VERIFY_HEAD_ROOT,
    [VERIFY_FACT_GONE] = MESSAGE_VERIFY_FACT_GONE,
    [VERIFY_CLOCK] = MESSAGE_VERIFY_CLOCK,
    [VERIFY_PAGES] = MESSAGE_VERIFY_PAGES,
    [VERIFY_FACTS] = MESSAGE_VERIFY_FACTS,
};

static void begin(struct verify_sink *sink)
{
    buffer_clear(&((struct verifying_book *)sink)->found);
}

static void report(struct verify_sink *sink, const struct verify_finding *finding)
{
    struct verifying_book *book = (struct verifying_book *)sink;
    struct buffer what = { 0 };
    char numbers[2][24];

    (void)snprintf(numbers[0], sizeof(numbers[0]), "%" PRIu64, finding->position);
    (void)snprintf(numbers[1], sizeof(numbers[1]), "%" PRIu64, finding->other);
    buffer_add_visible(&what, finding->what, FACT_LENGTH_MAX);
    buffer_add(&what, "", 1);
    message_write(&book->found, messages[finding->kind], book->language,
                  (struct message_arguments){
                      { numbers[0], numbers[1], what.has_failed ? "" : what.bytes } });
    buffer_add_string(&book->found, "\n");
    buffer_done(&what);
}

static bool show_progress(struct verify_sink *sink, uint64_t entry_count)
{
    if (entry_count > 0)
        progress_show(&((struct verifying_book *)sink)->line, MESSAGE_VERIFYING, entry_count, 0);
    return true;
}

/* What was looked at, and that nothing is wrong, or how much. */
static void add_summary(struct buffer *buffer, const struct verify_report *report,
                        enum language language)
{
    char numbers[4][24];
    char root[DIGEST_LENGTH + 1];

    (void)snprintf(numbers[0], sizeof(numbers[0]), "%" PRIu64, report->tree.leaf_count);
    (void)snprintf(numbers[1], sizeof(numbers[1]), "%" PRIu64, report->decision_count);
    (void)snprintf(numbers[2], sizeof(numbers[2]), "%" PRIu64, report->fact_count);
    (void)snprintf(numbers[3], sizeof(numbers[3]), "%" PRIu64, report->finding_count);
    message_write(
        buffer, report->finding_count == 0 ? MESSAGE_VERIFY_INTACT : MESSAGE_VERIFY_DIFFERS,
        language, (struct message_arguments){ { numbers[0], numbers[1], numbers[2], numbers[3] } });
    buffer_add_string(buffer, "\n");
    (void)snprintf(numbers[0], sizeof(numbers[0]), "%" PRIu64, report->erased_count);
    (void)snprintf(numbers[1], sizeof(numbers[1]), "%" PRIu64, report->other_rulebook_count);
    if (report->erased_count > 0) {
        message_write(buffer, MESSAGE_VERIFY_ERASED, language,
                      (struct message_arguments){ { numbers[0] } });
        buffer_add_string(buffer, "\n");
    }
    if (report->other_rulebook_count > 0) {
        message_write(buffer, MESSAGE_VERIFY_OTHER_RULEBOOK, language,
                      (struct message_arguments){ { numbers[1] } });
        buffer_add_string(buffer, "\n");
    }
    hash_write(&report->tree.root, root);
    buffer_add_format(buffer, "root %s\n", root);
}

static enum exit_status verify(struct verifying_book *book, struct store *store,
                               const struct journal_head *head)
{
    struct verify_request request = { head, book->language, &book->sink };
    struct verify_report report;
    struct fault fault = { 0 };
    enum status status = STATUS_OK;
    enum exit_status exit = EXIT_NOTHING_DONE;

    progress_begin(&book->line, book->language);
    status = store_verify(store, &request, &fault, &report);
    progress_end(&book->line);
    if (status != STATUS_OK) {
        buffer_done(&book->found);
        (void)fault_complain(book->language, &fault);
        return EXIT_NOTHING_DONE;
    }
    add_summary(&book->found, &report, book->language);
    exit = manual_print(&book->found, book->language);
    if (exit != EXIT_DONE)
        return exit;
    return report.finding_count == 0 ? EXIT_DONE : EXIT_SOME_WRONG;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct verifying_book book = { .sink = { begin, report, show_progress },
                                   .language = invocation->language };
    const char *path = invocation->values[OPTION_HEAD];
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct journal_head head;
    struct store *store = NULL;

    if (path != NULL && !journal_read_head(invocation->language, path, &head))
        return EXIT_NOTHING_DONE;
    store = db_option_open(invocation->language, invocation->values[OPTION_DB], STORE_READ, &exit);
    if (store == NULL)
        return exit;
    exit = verify(&book, store, path == NULL ? NULL : &head);
    store->close(store);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_HEAD] = { "head",
                      { { "FILE", "FICHIER" } },
                      NULL,
                      { { "a head of this book that was kept elsewhere: what it knew of has to be "
                          "there still, unchanged",
                          "une tête de ce registre gardée ailleurs : ce qu'elle connaissait doit "
                          "être encore là, inchangé" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the book is intact", "le registre est intact" } } },
    { EXIT_SOME_WRONG,
      { { "it differs from its journal, or from the head",
          "il diffère de son journal ou de la tête" } } },
    { EXIT_NOTHING_DONE,
      { { "it could not be looked at: bad options, no book, no head",
          "il n'a pas pu être examiné : options fausses, pas de registre, pas de tête" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Looks whether a book is what its journal says, all of it: every entry against its leaf, the "
    "tree over all leaves, each body against the hash that its leaf has, every decision judged "
    "again on the facts it was taken on, and every fact: what the entries changed is taken back, "
    "down to what was imported, and has to be just that. What differs is told a line each.\n\n"
    "Whoever can write to the file can also write a journal that fits it: only with --head, and a "
    "head that was out of his reach, is what he did found whatever he did.";

static const char description_fr[] =
    "Examine si un registre est ce que dit son journal, en entier : chaque écriture contre sa "
    "feuille, l'arbre sur toutes les feuilles, chaque corps contre l'empreinte que porte sa "
    "feuille, chaque décision rejugée sur ses faits, et chaque fait : ce que les écritures ont "
    "changé est repris jusqu'à ce qui fut importé, et doit être exactement cela. Chaque "
    "différence est dite sur une ligne.\n\nQui peut écrire dans le fichier peut aussi écrire un "
    "journal qui lui convient : seul --head, avec une tête hors de sa portée, révèle quoi qu'il "
    "ait fait.";

const struct command command_verify = {
    .name = "verify",
    .summary = { { "look whether a book is what its journal says",
                   "examiner si un registre est ce que dit son journal" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval verify --db sqlite:book.db\n"
                "aval verify --db sqlite:book.db --head head.json",
    .run = run,
};
