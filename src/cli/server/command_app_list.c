/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/apps.h"
#include "base/attributes.h"
#include "cli/server/registration.h"
#include "model/noun_json.h"

enum {
    OPTION_JSON,
    OPTION_DB
};

/* Adds a line for each client. */
struct listing {
    struct app_visitor visitor;
    struct buffer *buffer;
    bool is_json;
};

static void see(struct app_visitor *visitor, const struct app *app)
{
    struct listing *listing = (struct listing *)visitor;
    NOT_CLEARED struct json_writer writer;
    char id[GUID_LENGTH + 1];

    if (listing->is_json) {
        json_writer_init(&writer, listing->buffer, JSON_DEPTH_MAX);
        json_begin_object(&writer);
        json_key(&writer, "client_id");
        json_guid(&writer, app->id);
        registration_write_principal(&writer, app->principal);
        json_end_object(&writer);
        json_writer_done(&writer);
    } else {
        guid_format(app->id, id);
        buffer_add_format(listing->buffer, "%s  ", id);
        registration_add_principal(listing->buffer, app->principal);
    }
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
    app_visit(registration.registry, &listing.visitor);
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the clients were listed", "les clients ont été énumérés" } } },
    { EXIT_NOTHING_DONE, { { "bad options, no book", "options fausses, pas de registre" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_app_list = {
    .name = "app-list",
    .summary = { { "list the clients of the server", "énumérer les clients du serveur" } },
    .description = { { "Lists the registered clients of a book's server: the id of each, and as "
                       "whom it acts. Secrets are not kept, so none is shown.",
                       "Énumère les clients enregistrés du serveur d'un registre : l'identifiant "
                       "de chacun, et en tant que qui il agit. Les secrets ne sont pas conservés, "
                       "donc pas montrés." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval app-list --db sqlite:book.db --json",
    .run = run,
};
