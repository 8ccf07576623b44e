/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "cli/book/asking_as.h"
#include "cli/book/show.h"
#include "cli/manual.h"
#include "cli/world_option.h"
#include "engine/party/party_json.h"

enum {
    OPTION_AS,
    OPTION_LIMIT,
    OPTION_JSON,
    OPTION_DB
};

enum {
    LIMIT_SHOWN = 10
};

/* A party being shown, as a work of the store. */
struct show_work {
    struct asking_as asking; /* first */
    const struct invocation *invocation;
    size_t relations_max;
    struct buffer buffer;
};

static enum status show(struct asking_as *asking, struct call *call)
{
    struct show_work *work = (struct show_work *)asking;
    const struct invocation *invocation = work->invocation;
    struct party_question question = { asking->principal, text_of(invocation->operand),
                                       work->relations_max };
    struct party_view *view = arena_new(&call->arena, 1, sizeof(*view));

    buffer_clear(&work->buffer);
    TRY(party_load(call, &question, view));
    if (invocation->values[OPTION_JSON] != NULL)
        party_write_json(&work->buffer, view);
    else
        show_text(&work->buffer, view, report_style_for(invocation->language));
    return STATUS_OK;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct show_work work = { .asking = { .run = show }, .invocation = invocation };
    struct asking_options options = { invocation->language, invocation->values[OPTION_AS],
                                      invocation->values[OPTION_DB] };
    struct number_option limit = { invocation->language, "--limit",
                                   invocation->values[OPTION_LIMIT], PARTY_RELATIONS_MAX };
    unsigned number = 0;
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!number_option_read(&limit, &number))
        return EXIT_NOTHING_DONE;
    work.relations_max = number == 0 ? LIMIT_SHOWN : number;
    exit = asking_as_run(&work.asking, &options);
    if (exit == EXIT_DONE)
        return manual_print(&work.buffer, invocation->language);
    buffer_done(&work.buffer);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_AS] = ASKING_AS_OPTION,
    [OPTION_LIMIT] = { "limit",
                       { { "N", "N" } },
                       NULL,
                       { { "show so many of each relationship, 1 to 1000; by default 10",
                           "montrer tant de relations de chaque sorte, 1 à 1000 ; par défaut "
                           "10" } } },
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the party was shown", "la partie a été montrée" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was shown: bad options, no book, a party that is not there or not for who asks "
          "to see",
          "rien n'a été montré : options fausses, pas de registre, partie absente ou invisible "
          "pour qui demande" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Shows what the book has about a tenant, named by its id, domain or a partner id (for the "
    "vendor also by its organisation's id, or how the domain begins): its "
    "organisation with owners, its enrolments, agreements and relationships, what is open, and "
    "the checklist before new business: what each of its roles needs, and how to get what is "
    "missing.\n\nWithout --as all is shown, as to the vendor. A tenant sees itself; of those "
    "with which it has or had something in common, who they are and what that is; and nothing "
    "of others, which are as unknown.";

static const char description_fr[] =
    "Montre ce que le registre a sur un locataire, désigné par son identifiant, son domaine ou "
    "un ID partenaire (pour l'éditeur aussi par l'identifiant de son organisation, ou le début "
    "de son domaine) : son organisation et ses propriétaires, ses inscriptions, accords et "
    "relations, ce qui est en cours, et la liste avant toute nouvelle affaire : ce qu'exige "
    "chacun de ses rôles, et comment obtenir ce qui manque.\n\nSans --as, tout est montré, "
    "comme à l'éditeur. Un locataire se voit lui-même ; de ceux avec qui il a ou a eu quelque "
    "chose en commun, qui ils sont et ce que c'est ; et rien des autres, qui sont comme "
    "inconnus.";

const struct command command_show = {
    .name = "show",
    .operand = { { "PARTY", "PARTIE" } },
    .summary = { { "show a party: who it is, its roles and relationships, and what it lacks",
                   "montrer une partie : qui elle est, ses rôles et relations, ce qui lui "
                   "manque" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval show --db sqlite:book.db maple.example\n"
                "aval show --db sqlite:book.db --as linden.example:admin_agent maple.example",
    .run = run,
};
