/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/webhooks.h"
#include "base/attributes.h"
#include "cli/server/registration.h"
#include "engine/journal/entry_json.h"
#include "model/noun_json.h"

enum {
    OPTION_JSON,
    OPTION_DB
};

/* Adds a line for each webhook. */
struct listing {
    struct webhook_visitor visitor; /* first */
    struct buffer *buffer;
    bool is_json;
};

static const char *status_of(const struct webhook *webhook)
{
    return webhook->suspended_at != 0 ? "suspended" : "active";
}

static void add_instant(struct json_writer *writer, const char *key, int64_t at)
{
    json_key(writer, key);
    if (at == 0) {
        json_null(writer);
        return;
    }
    buffer_add_string(writer->buffer, "\"");
    instant_write(writer->buffer, at, INSTANT_JSON);
    buffer_add_string(writer->buffer, "\"");
}

static void add_json(struct buffer *buffer, const struct webhook *webhook)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "tenant");
    json_guid(&writer, webhook->tenant);
    json_key(&writer, "url");
    json_string(&writer, webhook->url);
    json_key(&writer, "status");
    json_string(&writer, status_of(webhook));
    json_key(&writer, "position");
    json_integer(&writer, (int64_t)webhook->position);
    add_instant(&writer, "failing_since", webhook->failing_since);
    add_instant(&writer, "suspended_at", webhook->suspended_at);
    json_end_object(&writer);
    json_writer_done(&writer);
}

static void see(struct webhook_visitor *visitor, const struct webhook *webhook)
{
    struct listing *listing = (struct listing *)visitor;
    char tenant[GUID_LENGTH + 1];

    guid_format(webhook->tenant, tenant);
    if (listing->is_json)
        add_json(listing->buffer, webhook);
    else
        buffer_add_format(listing->buffer, "%s  %-9s  %8llu  %s", tenant, status_of(webhook),
                          (unsigned long long)webhook->position, webhook->url);
    buffer_add_string(listing->buffer, "\n");
}

static enum exit_status run(const struct invocation *invocation)
{
    struct registration_options options = { invocation->language, invocation->values[OPTION_DB],
                                            NULL, false };
    struct registration registration;
    struct buffer buffer = { 0 };
    struct listing listing = { { see }, &buffer, invocation->values[OPTION_JSON] != NULL };
    struct fault fault = { 0 };
    enum exit_status exit = registration_open(&registration, &options);

    if (exit != EXIT_DONE)
        return exit;
    webhook_visit(registration.registry, &listing.visitor);
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the webhooks were listed", "les webhooks ont été énumérés" } } },
    { EXIT_NOTHING_DONE, { { "bad options, no book", "options fausses, pas de registre" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_webhook_list = {
    .name = "webhook-list",
    .summary = { { "list the webhooks of the server", "énumérer les webhooks du serveur" } },
    .description = { { "Lists the webhooks that partners and customers have registered: the tenant "
                       "of each, whether it is suspended, up to which entry of the journal it has "
                       "been told, and its address.",
                       "Énumère les webhooks que les partenaires et clients ont enregistrés : le "
                       "locataire de chacun, s'il est suspendu, jusqu'à quelle écriture du journal "
                       "il est informé, et son adresse." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval webhook-list --db sqlite:book.db --json",
    .run = run,
};
