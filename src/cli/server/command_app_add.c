/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "api/registry/apps.h"
#include "api/registry/codes.h"
#include "base/attributes.h"
#include "base/json_writer.h"
#include "cli/server/registration.h"
#include "model/noun_json.h"

enum {
    OPTION_AS,
    OPTION_REDIRECT_URI,
    OPTION_JSON,
    OPTION_DB
};

static void add_json(struct buffer *buffer, const struct app_secret *secret)
{
    struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "client_id");
    json_guid(&writer, secret->id);
    json_key(&writer, "client_secret");
    json_string(&writer, secret->secret);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}

static void say(const struct invocation *invocation, const struct app_secret *secret,
                struct buffer *buffer)
{
    char id[GUID_LENGTH + 1];

    guid_format(secret->id, id);
    if (invocation->values[OPTION_JSON] != NULL) {
        add_json(buffer, secret);
    } else {
        message_write(buffer, MESSAGE_APP_ADDED, invocation->language,
                      (struct message_arguments){ { id, secret->secret } });
        buffer_add_string(buffer, "\n");
    }
}

/* The next of some URIs with commas between; one without bytes at their end. */
static struct text next_uri(struct text *rest)
{
    struct text uri = { rest->bytes, 0 };

    while (uri.length < rest->length && rest->bytes[uri.length] != ',')
        uri.length++;
    *rest = uri.length == rest->length
                ? TEXT("")
                : (struct text){ rest->bytes + uri.length + 1, rest->length - uri.length - 1 };
    return uri;
}

/* Before anything is registered. */
static enum status check_uris(struct text uris, struct fault *fault)
{
    while (uris.length > 0)
        if (!redirect_is_sound(next_uri(&uris)))
            return fault_set(fault, FAULT_REDIRECT_URI, NULL, NULL, NULL);
    return STATUS_OK;
}

static enum status add(const struct registration *registration, struct text uris,
                       struct app_secret *secret, struct fault *fault)
{
    TRY(check_uris(uris, fault));
    TRY(app_add(registration->registry, registration->principal, secret, fault));
    while (uris.length > 0)
        TRY(redirect_add(registration->registry, secret->id, next_uri(&uris), fault));
    return STATUS_OK;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct registration_options options = { invocation->language, invocation->values[OPTION_DB],
                                            invocation->values[OPTION_AS], true };
    struct registration registration;
    struct app_secret secret;
    struct buffer buffer = { 0 };
    struct fault fault = { 0 };
    const char *uris = invocation->values[OPTION_REDIRECT_URI];
    enum exit_status exit = registration_open(&registration, &options);

    if (exit != EXIT_DONE)
        return exit;
    if (add(&registration, text_of(uris == NULL ? "" : uris), &secret, &fault) == STATUS_OK)
        say(invocation, &secret, &buffer);
    sodium_memzero(&secret, sizeof(secret));
    return registration_end(&registration, invocation->language, &fault, &buffer);
}

static const struct option_row options[] = {
    [OPTION_AS] = REGISTRATION_AS_OPTION,
    [OPTION_REDIRECT_URI] = {
        "redirect-uri", { { "URI", "URI" } }, NULL,
        { { "where browsers come back to with whoever signed in (grant type "
                    "authorization_code); several with commas between",
                    "où reviennent les navigateurs avec qui s'est connecté (authorization_code) ; "
                    "plusieurs séparées par des virgules" } },
    },
    [OPTION_JSON] = BOOK_JSON_OPTION,
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the client is registered", "le client est enregistré" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, no book, no such tenant",
          "rien n'a été fait : options fausses, pas de registre, pas de tel locataire" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Registers a client of the server: a program that acts in a role. Prints its id and its "
    "secret, once: only a hash of the secret is kept, in the folder that stands beside the book "
    "(BOOK.identity), which is its owner's alone. A server that runs knows the client at once.";

static const char description_fr[] =
    "Enregistre un client du serveur : un programme qui agit dans un rôle. Affiche son "
    "identifiant et son secret, une seule fois : seul un hachage du secret est conservé, dans le "
    "dossier à côté du registre (REGISTRE.identity), réservé à son propriétaire. Un serveur qui "
    "tourne connaît aussitôt le client.";

const struct command command_app_add = {
    .name = "app-add",
    .summary = { { "register a client of the server", "enregistrer un client du serveur" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval app-add --db sqlite:book.db --as vendor --json",
    .run = run,
};
