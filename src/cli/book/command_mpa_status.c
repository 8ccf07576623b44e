/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "cli/book/asking_as.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/party/mpa_asking.h"

enum {
    OPTION_TENANT,
    OPTION_MPN_ID,
    OPTION_AS,
    OPTION_JSON,
    OPTION_DB
};

/* The question and its answer being written, as a work of the store. */
struct mpa_work {
    struct asking_as asking; /* first */
    const struct invocation *invocation;
    struct buffer buffer;
};

static void tell(struct mpa_work *work, const struct mpa_told *told)
{
    enum language language = work->invocation->language;
    const struct mpa_status *status = &told->status;

    buffer_add_string(&work->buffer, mpa_state_phrases[status->state].in[language]);
    if (told->is_whole && status->signed_on.day != DATE_AFTER_ALL.day) {
        char day[DATE_LENGTH + 1];

        date_format(status->signed_on, day);
        buffer_add_format(&work->buffer, ", %s, ", day);
        buffer_add_visible(&work->buffer, status->signed_by, SIZE_MAX);
    }
    buffer_add_string(&work->buffer, "\n");
}

static enum status ask(struct asking_as *asking, struct call *call)
{
    struct mpa_work *work = (struct mpa_work *)asking;
    const char *const *values = work->invocation->values;
    const char *tenant = values[OPTION_TENANT];
    const char *mpn_id = values[OPTION_MPN_ID];
    struct mpa_asking question = { asking->principal, text_of(tenant == NULL ? "" : tenant),
                                   text_of(mpn_id == NULL ? "" : mpn_id) };
    struct mpa_told told;

    buffer_clear(&work->buffer);
    TRY(mpa_ask(call, &question, &told));
    if (values[OPTION_JSON] != NULL)
        mpa_told_write_json(&work->buffer, &told);
    else
        tell(work, &told);
    return STATUS_OK;
}

/* One of the two has to be given. False: complained. */
static bool options_are_right(const struct invocation *invocation)
{
    const char *tenant = invocation->values[OPTION_TENANT];
    const char *mpn_id = invocation->values[OPTION_MPN_ID];

    if (tenant != NULL && mpn_id != NULL) {
        terminal_complain(invocation->language, MESSAGE_EXCLUSIVE_OPTIONS,
                          (struct message_arguments){ { "--tenant", "--mpn-id" } });
        return false;
    }
    if (tenant != NULL || mpn_id != NULL)
        return true;
    terminal_complain(invocation->language, MESSAGE_MISSING_OPTION,
                      (struct message_arguments){ { "--tenant" } });
    terminal_hint(invocation->language, MESSAGE_FOR_EXAMPLE,
                  (struct message_arguments){ { "aval mpa-status --mpn-id 4100013" } });
    return false;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct mpa_work work = { .asking = { .run = ask }, .invocation = invocation };
    struct asking_options options = { invocation->language, invocation->values[OPTION_AS],
                                      invocation->values[OPTION_DB] };
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!options_are_right(invocation))
        return EXIT_NOTHING_DONE;
    exit = asking_as_run(&work.asking, &options);
    if (exit == EXIT_DONE)
        return manual_print(&work.buffer, invocation->language);
    buffer_done(&work.buffer);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_TENANT] = { "tenant",
                        { { "PARTY", "PARTIE" } },
                        NULL,
                        { { "the partner, by its id or domain",
                            "le partenaire, par son identifiant ou son domaine" } } },
    [OPTION_MPN_ID] = { "mpn-id",
                        { { "ID", "ID" } },
                        NULL,
                        { { "the reseller, by a partner id", "le revendeur, par un ID "
                                                             "partenaire" } } },
    [OPTION_AS] = ASKING_AS_OPTION,
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the status was told, signed or not", "l'état a été indiqué, signé ou non" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing could be asked: bad options, no book, an unknown tenant",
          "rien n'a pu être demandé : options fausses, pas de registre, locataire inconnu" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Tells whether a partner, named by its tenant or by a partner id, has signed the partner "
    "agreement (M1); if not, the precise reason: nobody has that id, the partner is of another "
    "region, is not enrolled as reseller, or has not signed. Asked by a partner (--as), its "
    "region counts; the vendor asks about any.";

static const char description_fr[] =
    "Dit si un partenaire, désigné par son locataire ou par un ID partenaire, a signé l'accord "
    "de partenariat (M1) ; sinon, la raison précise : cet ID n'est à personne, le partenaire "
    "est d'une autre région, n'est pas inscrit comme revendeur, ou n'a pas signé. Si un "
    "partenaire demande (--as), sa région compte ; l'éditeur demande pour toutes.";

const struct command command_mpa_status = {
    .name = "mpa-status",
    .summary = { { "tell whether a partner has signed the partner agreement, or why not",
                   "dire si un partenaire a signé l'accord de partenariat, ou pourquoi non" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval mpa-status --db sqlite:book.db --tenant maple.example\n"
                "aval mpa-status --db sqlite:book.db --mpn-id 5000001",
    .run = run,
};
