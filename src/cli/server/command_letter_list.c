/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/dead_letters.h"
#include "base/attributes.h"
#include "cli/server/letters.h"
#include "engine/journal/entry_json.h"

enum {
    OPTION_JSON,
    OPTION_DB
};

/* Adds a line for each letter. */
struct listing {
    struct dead_letter_visitor visitor; /* first */
    struct buffer *buffer;
    bool is_json;
};

static void add_json(struct buffer *buffer, const struct dead_letter *letter)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "position");
    json_integer(&writer, (int64_t)letter->position);
    json_key(&writer, "event");
    json_string(&writer, letter->event);
    json_key(&writer, "attempts");
    json_integer(&writer, letter->attempts);
    json_key(&writer, "status");
    json_integer(&writer, letter->end.status);
    json_key(&writer, "reason");
    json_string(&writer, letter->end.reason);
    json_key(&writer, "at");
    buffer_add_string(buffer, "\"");
    instant_write(buffer, letter->end.at, INSTANT_JSON);
    buffer_add_string(buffer, "\"");
    json_end_object(&writer);
    json_writer_done(&writer);
}

static void see(struct dead_letter_visitor *visitor, const struct dead_letter *letter)
{
    struct listing *listing = (struct listing *)visitor;
    struct buffer *buffer = listing->buffer;

    if (listing->is_json) {
        add_json(buffer, letter);
    } else {
        instant_write(buffer, letter->end.at, INSTANT_FOR_PEOPLE);
        buffer_add_format(buffer, "  %8llu  %s  %u x  %s", (unsigned long long)letter->position,
                          letter->event, letter->attempts, letter->end.reason);
        if (letter->end.status != 0)
            buffer_add_format(buffer, " %u", letter->end.status);
    }
    buffer_add_string(buffer, "\n");
}

static enum exit_status run(const struct invocation *invocation)
{
    struct letters letters;
    struct buffer buffer = { 0 };
    struct listing listing = { { see }, &buffer, invocation->values[OPTION_JSON] != NULL };
    struct fault fault = { 0 };
    enum exit_status exit = letters_open(&letters, invocation, invocation->values[OPTION_DB]);

    if (exit != EXIT_DONE)
        return exit;
    dead_letter_visit(letters.registration.registry, letters.tenant, 0, INT32_MAX,
                      &listing.visitor);
    return registration_end(&letters.registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the letters were listed", "les lettres ont été énumérées" } } },
    { EXIT_NOTHING_DONE, { { "bad options, no book", "options fausses, pas de registre" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_letter_list = {
    .name = "letter-list",
    .operand = { { "TENANT", "LOCATAIRE" } },
    .summary = { { "list the dead letters of a webhook",
                   "énumérer les lettres mortes d'un webhook" } },
    .description = { { "Lists the events that a tenant's webhook did not take, whatever often they "
                       "were tried: when they were given up, their place in the journal, and why. "
                       "The tenant is named by its id, as \"aval webhook-list\" shows it.",
                       "Énumère les événements que le webhook d'un locataire n'a pas acceptés, "
                       "malgré toutes les tentatives : quand on les a abandonnés, leur place au "
                       "journal, et pourquoi. Le locataire est désigné par son identifiant, comme "
                       "« aval webhook-list » le montre." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval letter-list --db sqlite:book.db e1be0000-0000-4000-8000-000000000001",
    .run = run,
};
