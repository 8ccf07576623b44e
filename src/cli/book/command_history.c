/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/attributes.h"
#include "cli/book/asking_as.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "engine/party/party.h"
#include "model/noun_json.h"

enum {
    OPTION_AS,
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
    enum visibility visibility;
    struct names names;
    struct buffer buffer;
};

static struct history_work *history_of(struct entry_visitor *visitor)
{
    void *begin = (char *)visitor - offsetof(struct history_work, visitor);

    return begin;
}

/* Who is related to the party sees the acts in which both have a part. */
static bool is_seen(const struct history_work *work, const struct entry *entry)
{
    if (work->visibility == VISIBILITY_ITSELF)
        return true;
    for (unsigned i = 0; i < entry->party_count; i++)
        if (guid_equal(entry->parties[i], work->asking.principal.tenant))
            return true;
    return false;
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
    struct json_writer writer;

    json_writer_init(&writer, &work->buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "position");
    json_integer(&writer, (int64_t)entry->position);
    json_key(&writer, "id");
    json_guid(&writer, entry->id);
    json_key(&writer, "at");
    buffer_add_string(&work->buffer, "\"");
    journal_write_instant(&work->buffer, entry->at, true);
    buffer_add_string(&work->buffer, "\"");
    json_key(&writer, "on");
    json_date(&writer, entry->on);
    json_key(&writer, "act");
    json_text(&writer, entry->act);
    json_key(&writer, "outcome");
    json_string(&writer, outcome_words.list[entry->outcome]);
    json_key(&writer, "role");
    json_string(&writer, principal_role_words.list[entry->principal.role]);
    json_key(&writer, "tenant");
    if (guid_is_none(entry->principal.tenant))
        json_null(&writer);
    else
        json_guid(&writer, entry->principal.tenant);
    json_end_object(&writer);
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
    journal_write_instant(buffer, entry->at, false);
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

    if (!is_seen(work, entry))
        return STATUS_OK;
    if (work->invocation->values[OPTION_JSON] == NULL)
        return add_line(work, entry);
    add_json(work, entry);
    return STATUS_OK;
}

static enum status show(struct asking_as *asking, struct call *call)
{
    struct history_work *work = (struct history_work *)asking;
    struct party_question question = { asking->principal, text_of(work->invocation->operand), 0 };
    struct party_view *view = arena_new(&call->arena, 1, sizeof(*view));
    struct entry_filter filter = { .has_party = true };

    buffer_clear(&work->buffer);
    work->names.count = 0;
    work->call = call;
    TRY(party_load(call, &question, view));
    work->visibility = view->visibility;
    filter.party = view->tenant.tenant.id;
    return call->store->visit_entries(call, &filter, &work->visitor);
}

static enum exit_status run(const struct invocation *invocation)
{
    struct history_work work = { .asking = { .run = show },
                                 .visitor = { take },
                                 .invocation = invocation };
    struct asking_options options = { invocation->language, invocation->values[OPTION_AS],
                                      invocation->values[OPTION_DB] };
    enum exit_status exit = asking_as_run(&work.asking, &options);

    if (exit == EXIT_DONE)
        return manual_print(&work.buffer, invocation->language);
    buffer_done(&work.buffer);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_AS] = ASKING_AS_OPTION,
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
