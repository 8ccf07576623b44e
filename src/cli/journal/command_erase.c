/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "store/erase.h"

enum {
    OPTION_TENANT,
    OPTION_DB
};

static enum exit_status tell(enum language language, const struct erase_report *report)
{
    struct buffer buffer = { 0 };
    char numbers[3][24];

    (void)snprintf(numbers[0], sizeof(numbers[0]), "%" PRIu64, report->fact_count);
    (void)snprintf(numbers[1], sizeof(numbers[1]), "%" PRIu64, report->entry_count);
    (void)snprintf(numbers[2], sizeof(numbers[2]), "%" PRIu64, report->position);
    message_write(&buffer, MESSAGE_ERASED, language,
                  (struct message_arguments){ { numbers[0], numbers[1], numbers[2] } });
    buffer_add_string(&buffer, "\n");
    return manual_print(&buffer, language);
}

static enum exit_status run(const struct invocation *invocation)
{
    const char *tenant = invocation->values[OPTION_TENANT];
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct erase_report report;
    struct fault fault = { 0 };
    enum status status = STATUS_OK;
    struct store *store = NULL;

    if (tenant == NULL) {
        terminal_complain(invocation->language, MESSAGE_MISSING_OPTION,
                          (struct message_arguments){ { "--tenant" } });
        return EXIT_NOTHING_DONE;
    }
    store = db_option_open(invocation->language, invocation->values[OPTION_DB], STORE_WRITE, &exit);
    if (store == NULL)
        return exit;
    status = store_erase(store, text_of(tenant), &fault, &report);
    store->close(store);
    if (status == STATUS_OK)
        return tell(invocation->language, &report);
    exit = fault_complain(invocation->language, &fault);
    return status == STATUS_UNAVAILABLE ? EXIT_SOME_WRONG : exit;
}

static const struct option_row options[] = {
    [OPTION_TENANT] = { "tenant",
                        { { "PARTY", "PARTIE" } },
                        NULL,
                        { { "whose: the tenant's id, domain or a partner id of it",
                            "de qui : l'identifiant du locataire, son domaine ou un de ses ID "
                            "partenaires" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "it was erased, without a trace in the file",
          "c'est effacé, sans trace dans le fichier" } } },
    { EXIT_SOME_WRONG,
      { { "it was erased, but traces are left while another process reads the book; "
          "erase again",
          "c'est effacé, mais il reste des traces tant qu'un autre processus lit le registre ; "
          "effacez de nouveau" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was erased: bad options, no book, no such tenant, nothing to erase",
          "rien n'a été effacé : options fausses, pas de registre, pas de tel locataire, rien à "
          "effacer" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Erases what tells of persons in the facts about a tenant, and the bodies of the entries in "
    "the journal that tell it: who signed its agreements, and the names, e-mail addresses and "
    "telephone numbers of its particulars. The leaves of these entries stay, so that the journal "
    "can be verified and heads that were kept stay true; an entry of its own tells what was "
    "erased, and from then on facts are verified back to it.\n\nThe file is then rewritten and its "
    "log cut, so that no trace is in either. Names of organisations are no personal data. Files "
    "that were imported, exports and copies of the book are not touched.";

static const char description_fr[] =
    "Efface ce qui parle de personnes dans les faits d'un locataire, et les corps des écritures "
    "du journal qui le disent : qui a signé ses accords, et les noms, adresses électroniques et "
    "numéros de téléphone de ses coordonnées. Les feuilles de ces écritures restent : le journal "
    "reste vérifiable et les têtes gardées restent vraies ; une écriture dit ce qui fut effacé, "
    "et les faits sont dès lors vérifiés jusqu'à elle.\n\nLe fichier est ensuite réécrit et son "
    "journal d'écriture coupé : aucune trace n'y reste. Les noms d'organisations ne sont pas des "
    "données personnelles. Les fichiers importés, les exports et les copies du registre ne sont "
    "pas touchés.";

const struct command command_erase = {
    .name = "erase",
    .summary = { { "erase the personal data of a tenant",
                   "effacer les données personnelles d'un locataire" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval erase --db sqlite:book.db --tenant maple.example",
    .run = run,
};
