/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/authority.h"
#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "cli/world_option.h"
#include "engine/call.h"
#include "engine/clock.h"
#include "store/store.h"

enum {
    OPTION_SANDBOX,
    OPTION_CLOCK,
    OPTION_DB
};

/* The day on which a sandbox begins; DATE_BEFORE_ALL: the system's. False: complained. */
static bool read_first_day(const struct invocation *invocation, date *out_day)
{
    const char *typed = invocation->values[OPTION_CLOCK];

    *out_day = DATE_BEFORE_ALL;
    if (typed != NULL && invocation->values[OPTION_SANDBOX] == NULL) {
        terminal_complain(invocation->language, MESSAGE_MISSING_OPTION,
                          (struct message_arguments){ { "--sandbox" } });
        return false;
    }
    return typed == NULL || day_option_read(invocation->language, "--clock", typed, out_day);
}

static enum exit_status tell(const struct invocation *invocation, const char *url)
{
    struct buffer buffer = { 0 };

    message_write(&buffer,
                  invocation->values[OPTION_SANDBOX] != NULL ? MESSAGE_INIT_SANDBOX
                                                             : MESSAGE_INIT_DONE,
                  invocation->language, (struct message_arguments){ { url } });
    buffer_add_string(&buffer, "\n");
    return manual_print(&buffer, invocation->language);
}

/* What is done in a new book before it has its name, as a work. */
struct first_work {
    struct store_work work; /* first */
    struct sandbox_work sandbox;
    bool is_sandbox;
    const char *folder; /* of the book's identities; NULL: its name is too long for one */
};

/*
 * The authority is what clients of a server will trust it by; it can be handed out before there is
 * a server. It is made first: so a book that is there has one.
 */
static enum status prepare(struct store_work *work, struct call *call)
{
    struct first_work *first = (struct first_work *)work;

    if (first->is_sandbox)
        TRY(first->sandbox.work.run(&first->sandbox.work, call));
    return first->folder == NULL ? STATUS_OK : authority_make(first->folder, &call->fault);
}

/* Of what cannot be made nothing is left that was not there; a book that is there may use it. */
static enum status create(const struct invocation *invocation, const char *url, date first_day,
                          struct fault *fault)
{
    char folder[FOLDER_BYTES];
    bool has_folder = identity_folder(url, folder);
    bool was_there = has_folder && authority_is_there(folder);
    struct first_work first = { { prepare },
                                clock_sandbox(first_day),
                                invocation->values[OPTION_SANDBOX] != NULL,
                                has_folder ? folder : NULL };
    enum status status = store_create(url, &first.work, fault);

    if (status != STATUS_OK && fault->kind != FAULT_STORE_EXISTS && has_folder && !was_there)
        authority_remove(folder);
    return status;
}

static enum exit_status run(const struct invocation *invocation)
{
    enum status status = STATUS_OK;
    struct fault fault = { 0 };
    struct db_place place;
    date first_day;

    if (!read_first_day(invocation, &first_day) ||
        !db_option_read(invocation->language, invocation->values[OPTION_DB], &place) ||
        !db_make_folders(invocation->language, &place))
        return EXIT_NOTHING_DONE;
    status = create(invocation, place.url, first_day, &fault);
    return status == STATUS_OK ? tell(invocation, place.url)
                               : fault_complain(invocation->language, &fault);
}

static const struct option_row options[] = {
    [OPTION_SANDBOX] = { "sandbox",
                         { { NULL, NULL } },
                         NULL,
                         { { "a book for trying things: its clock can be moved",
                             "un registre d'essai : son horloge peut être déplacée" } } },
    [OPTION_CLOCK] = { "clock",
                       { { "DATE", "DATE" } },
                       NULL,
                       { { "with --sandbox: the day on which the book begins, as YYYY-MM-DD; by "
                           "default today",
                           "avec --sandbox : le jour où commence le registre, AAAA-MM-JJ ; par "
                           "défaut aujourd'hui" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the book was made", "le registre a été créé" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was made: bad options, something is there already, a folder that cannot be "
          "written to",
          "rien n'a été créé : options fausses, il y a déjà quelque chose, dossier où l'on ne "
          "peut écrire" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Creates an empty book of record: a database in which Aval keeps the facts of a program "
    "and carries acts out. Nothing that exists is touched. The folders of the default place "
    "are made for you alone.\n\nThe clock of a book is the system's, in UTC. That of a sandbox "
    "may begin on any day, and is moved by \"aval clock\".\n\nBeside the book stands the folder of "
    "its identities (BOOK.identity), yours alone, with a certificate authority for the server.";

static const char description_fr[] =
    "Crée un registre vide : une base de données où Aval garde les faits d'un programme et "
    "exécute les actes. On ne touche à rien de ce qui existe. Les dossiers de l'emplacement "
    "par défaut sont faits pour vous seul.\n\nL'horloge d'un registre est celle du système, en "
    "UTC. Celle d'un bac à sable peut commencer à n'importe quel jour, et « aval clock » la "
    "déplace.\n\nÀ côté du registre se trouve le dossier de ses identités (REGISTRE.identity), "
    "pour vous seul, avec une autorité de certification pour le serveur.";

const struct command command_init = {
    .name = "init",
    .summary = { { "create a book of record", "créer un registre" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval init --db sqlite:book.db\n"
                "aval init --sandbox --clock 2020-05-12 --db sqlite:trial.db",
    .run = run,
};
