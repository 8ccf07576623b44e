/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/attributes.h"
#include "cli/book/asking_as.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "engine/journal/entry_json.h"
#include "engine/journal/history.h"

enum {
    OPTION_AS,
    OPTION_AFTER,
    OPTION_LIMIT,
    OPTION_JSON,
    OPTION_DB
};

enum {
    NAMES_MAX = 64 /* so many tenants are told by domain, the others by id */
};

/* Tenants that were met, with their domains. */
struct names {
    unsigned count;
    guid ids[NAMES_MAX];
    struct text domains[NAMES_MAX];
};

/* A history being written, as a work of the store. */
struct history_work {
    struct asking_as asking; /* first */
    struct entry_visitor visitor;
    const struct invocation *invocation;
    struct call *call;
    uint64_t after, limit; /* limit 0: all */
    struct names names;
    struct buffer buffer;
};

static struct history_work *history_of(struct entry_visitor *visitor)
{
    void *begin = (char *)visitor - offsetof(struct history_work, visitor);

    return begin;
}

/* The domain of a tenant, or its id. */
static enum status find_domain(struct history_work *work, guid id, struct text *out_name)
{
    struct names *names = &work->names;
    struct query_key key = { .ids = { id } };
    struct row row;

    for (unsigned i = 0; i < names->count; i++) {
        *out_name = names->domains[i];
        if (guid_equal(names->ids[i], id))
            return STATUS_OK;
    }
    if (names->count < NAMES_MAX) {
        TRY(call_find_one(work->call, QUERY_TENANT, &key, &row));
        names->ids[names->count] = id;
        names->domains[names->count] = row.fact.tenant.domain;
        *out_name = names->domains[names->count++];
    } else {
        char text[GUID_LENGTH + 1];

        guid_format(id, text);
        *out_name = arena_keep(&work->call->arena, text_of(text));
    }
    return STATUS_OK;
}

static void add_json(struct history_work *work, const struct entry *entry)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, &work->buffer, JSON_DEPTH_MAX);
    entry_write_summary(&writer, entry);
    json_writer_done(&writer);
    buffer_add_string(&work->buffer, "\n");
}

static enum status add_line(struct history_work *work, const struct entry *entry)
{
    struct buffer *buffer = &work->buffer;
    struct text name = { "", 0 };

    if (!guid_is_none(entry->principal.tenant))
        TRY(find_domain(work, entry->principal.tenant, &name));
    buffer_add_format(buffer, "%6" PRIu64 "  ", entry->position);
    instant_write(buffer, entry->at, INSTANT_FOR_PEOPLE);
    buffer_add_format(buffer, "  %-12s  ", outcome_words.list[entry->outcome]);
    buffer_add_visible(buffer, entry->act, SIZE_MAX);
    buffer_add_string(buffer, "  ");
    buffer_add_visible(buffer, name, SIZE_MAX);
    buffer_add_format(buffer, "%s%s\n", name.length > 0 ? ":" : "",
                      principal_role_words.list[entry->principal.role]);
    return STATUS_OK;
}

static enum status take(struct entry_visitor *visitor, const struct entry *entry)
{
    struct history_work *work = history_of(visitor);

    if (work->invocation->values[OPTION_JSON] == NULL)
        return add_line(work, entry);
    add_json(work, entry);
    return STATUS_OK;
}

static enum status show(struct asking_as *asking, struct call *call)
{
    struct history_work *work = (struct history_work *)asking;
    struct history_question question = { asking->principal, text_of(work->invocation->operand),
                                         work->after, work->limit };

    buffer_clear(&work->buffer);
    work->names.count = 0;
    work->call = call;
    return history_visit(call, &question, &work->visitor);
}

/* A number of an option; it stays as it is where the option is absent. False: complained. */
static bool read_number(const struct invocation *invocation, unsigned option, const char *name,
                        uint64_t *in_out)
{
    const char *typed = invocation->values[option];

    return typed == NULL || journal_number(invocation->language, name, typed, in_out);
}

static enum exit_status run(const struct invocation *invocation)
{
    struct history_work work = { .asking = { .run = show },
                                 .visitor = { take },
                                 .invocation = invocation };
    struct asking_options options = { invocation->language, invocation->values[OPTION_AS],
                                      invocation->values[OPTION_DB] };
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!read_number(invocation, OPTION_AFTER, "--after", &work.after) ||
        !read_number(invocation, OPTION_LIMIT, "--limit", &work.limit))
        return EXIT_NOTHING_DONE;
    exit = asking_as_run(&work.asking, &options);
    if (exit == EXIT_DONE)
        return manual_print(&work.buffer, invocation->language);
    buffer_done(&work.buffer);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_AS] = ASKING_AS_OPTION,
    [OPTION_AFTER] = { "after",
                       { { "POSITION", "POSITION" } },
                       NULL,
                       { { "only what stands behind that entry of the journal",
                           "seulement ce qui suit cette écriture du journal" } } },
    [OPTION_LIMIT] = { "limit",
                       { { "COUNT", "NOMBRE" } },
                       NULL,
                       { { "at most so many entries", "au plus autant d'écritures" } } },
    [OPTION_JSON] = { "json",
                      { { NULL, NULL } },
                      NULL,
                      { { "write JSON lines", "écrire des lignes JSON" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the history was written, also an empty one", "l'histoire a été écrite, même vide" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was written: bad options, no book, a party that is not there or not for who "
          "asks to see",
          "rien n'a été écrit : options fausses, pas de registre, partie absente ou invisible "
          "pour qui demande" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Lists the entries of the journal about a tenant, named by its id, domain or a partner id, "
    "the oldest first: position, hour (UTC, by the book's clock), what became of the act, the "
    "act, and who did it.\n\nWithout --as all are shown, as to the vendor. A tenant sees its "
    "own, and of a related one those in which both had a part.";

static const char description_fr[] =
    "Liste les écritures du journal au sujet d'un locataire, désigné par son identifiant, son "
    "domaine ou un ID partenaire, les plus anciennes d'abord : position, heure (UTC, à "
    "l'horloge du registre), ce qu'il advint de l'acte, l'acte, et qui l'a fait.\n\nSans --as, "
    "toutes sont montrées, comme à l'éditeur. Un locataire voit les siennes et, d'un locataire "
    "lié, celles où tous deux ont eu part.";

const struct command command_history = {
    .name = "history",
    .operand = { { "PARTY", "PARTIE" } },
    .summary = { { "list the acts in which a party had a part, carried out or refused",
                   "lister les actes auxquels une partie a pris part, exécutés ou refusés" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval history --db sqlite:book.db maple.example\n"
                "aval history --db sqlite:book.db --json maple.example",
    .run = run,
};
