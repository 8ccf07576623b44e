/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/users.h"
#include "base/attributes.h"
#include "cli/server/registration.h"
#include "model/noun_json.h"

enum {
    OPTION_JSON,
    OPTION_DB
};

/* Adds a line for each user. */
struct listing {
    struct user_visitor visitor;
    struct buffer *buffer;
    bool is_json;
};

static void see(struct user_visitor *visitor, const struct user *user)
{
    struct listing *listing = (struct listing *)visitor;
    NOT_CLEARED struct json_writer writer;

    if (listing->is_json) {
        json_writer_init(&writer, listing->buffer, JSON_DEPTH_MAX);
        json_begin_object(&writer);
        json_key(&writer, "name");
        json_string(&writer, user->name);
        json_key(&writer, "id");
        json_guid(&writer, user->id);
        registration_write_principal(&writer, user->principal);
        json_end_object(&writer);
        json_writer_done(&writer);
    } else {
        buffer_add_format(listing->buffer, "%s  ", user->name);
        registration_add_principal(listing->buffer, user->principal);
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
    user_visit(registration.registry, &listing.visitor);
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the users were listed", "les utilisateurs ont été énumérés" } } },
    { EXIT_NOTHING_DONE, { { "bad options, no book", "options fausses, pas de registre" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

const struct command command_user_list = {
    .name = "user-list",
    .summary = { { "list the users of the server", "énumérer les utilisateurs du serveur" } },
    .description = { { "Lists the people who may sign in to a book's server, and as whom they "
                       "act.",
                       "Énumère les personnes qui peuvent se connecter au serveur d'un registre, "
                       "et en tant que qui elles agissent." } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval user-list --db sqlite:book.db",
    .run = run,
};
