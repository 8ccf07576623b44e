/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/api.h"
#include "api/settings.h"
#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"
#include "cli/server/sample.h"
#include "cli/server/serving_tls.h"
#include "cli/server/supervisor.h"
#include "cli/terminal.h"

/* First the settings, in the order of their table. */
enum {
    OPTION_DB = SERVER_SETTING_COUNT,
    OPTION_SAMPLE,
    OPTION_CONFIG,
    OPTION_PRINT_CONFIG,
    OPTION_COUNT
};

/* A server, from its settings to its end. */
struct serving {
    const struct invocation *invocation;
    struct server_settings settings;
    struct db_place place;
    struct sample sample; /* of --sample; else its folder is NULL */
    struct listener listener;
    struct serving_tls tls;
    char folder[FOLDER_BYTES];
    char base[SAMPLE_BASE_BYTES]; /* "http://ADDRESS:PORT" */
    char issuer[ISSUER_BYTES];
    sigset_t ends; /* signals that end it */
    struct store *store;
    struct api *api;
};

static bool complain(const struct serving *serving, enum message message, const char *first,
                     const char *second)
{
    terminal_complain(serving->invocation->language, message,
                      (struct message_arguments){ { first, second } });
    return false;
}

static void hint(const struct serving *serving, enum message message, const char *about)
{
    terminal_hint(serving->invocation->language, message, (struct message_arguments){ { about } });
}

static bool read_file(struct serving *serving, const char *path)
{
    struct server_settings_problem problem;
    char place[32];
    enum status status = server_settings_read(&serving->settings, path, &problem);

    if (status == STATUS_OK)
        return true;
    if (status == STATUS_READ_FAILED)
        return complain(serving, MESSAGE_CANNOT_READ, path, strerrordesc_np(errno));
    (void)snprintf(place, sizeof(place), "%d", problem.line);
    return complain(serving, MESSAGE_WRONG_SETTING_LINE, path, place);
}

/* The file, the environment, the options: what comes later goes before. */
static bool read_settings(struct serving *serving)
{
    const char *const *values = serving->invocation->values;
    struct server_settings_problem problem;

    server_settings_init(&serving->settings);
    if (values[OPTION_SAMPLE] != NULL &&
        (server_settings_set(&serving->settings, SERVER_TLS_LISTEN, SAMPLE_TLS_LISTEN) !=
             STATUS_OK ||
         server_settings_set(&serving->settings, SERVER_ALLOW_PASSWORDS, "yes") != STATUS_OK))
        return false;
    if (values[OPTION_CONFIG] != NULL && !read_file(serving, values[OPTION_CONFIG]))
        return false;
    if (server_settings_read_environment(&serving->settings, &problem) != STATUS_OK)
        return complain(serving, MESSAGE_WRONG_SETTING, problem.name, NULL);
    for (unsigned i = 0; i < SERVER_SETTING_COUNT; i++) {
        const struct server_setting_row *row = &server_setting_rows[i];
        const char *value = row->kind == SETTING_KIND_FLAG ? "yes" : values[i];

        if (values[i] != NULL &&
            server_settings_set(&serving->settings, (enum server_setting)i, value) != STATUS_OK)
            return complain(serving, MESSAGE_WRONG_VALUE, row->name, value);
    }
    return true;
}

/* For other machines only by an explicit word. */
static bool address_is_permitted(const struct serving *serving)
{
    char listens[LISTENER_TEXT_BYTES];

    if (listener_is_loopback(&serving->listener) || serving->settings.numbers[SERVER_INSECURE] != 0)
        return true;
    listener_format(&serving->listener, listens);
    (void)complain(serving, MESSAGE_NOT_LOOPBACK, listens, NULL);
    hint(serving, MESSAGE_USE_INSECURE, NULL);
    return false;
}

/* The socket of a supervisor goes before the setting. */
static bool adopt_address(struct serving *serving, int file)
{
    if (listener_adopt(file, &serving->listener) != STATUS_OK)
        return complain(serving, MESSAGE_WRONG_SOCKET, "http", NULL);
    return address_is_permitted(serving);
}

/* Takes the address. */
static bool claim_address(struct serving *serving)
{
    const char *text = serving->settings.texts[SERVER_LISTEN];
    int handed_over = -1;

    if (supervisor_hands_over(SUPERVISOR_PLAIN, &handed_over))
        return adopt_address(serving, handed_over);
    if (!listener_parse(text, &serving->listener))
        return complain(serving, MESSAGE_WRONG_VALUE, "listen", text);
    if (!address_is_permitted(serving))
        return false;
    if (listener_claim(&serving->listener) == STATUS_OK)
        return true;
    (void)complain(serving, MESSAGE_CANNOT_LISTEN, text, strerrordesc_np(errno));
    if (errno == EADDRINUSE)
        hint(serving, MESSAGE_OTHER_PORT, NULL);
    return false;
}

static void name_issuer(struct serving *serving)
{
    const char *issuer = serving->settings.texts[SERVER_ISSUER];
    char listens[LISTENER_TEXT_BYTES];
    size_t length = 0;

    listener_format(&serving->listener, listens);
    (void)snprintf(serving->base, sizeof(serving->base), "http://%s", listens);
    if (issuer[0] != '\0')
        (void)snprintf(serving->issuer, sizeof(serving->issuer), "%s", issuer);
    else if (serving->tls.is_on)
        serving_tls_write_url(&serving->tls, serving->issuer, sizeof(serving->issuer));
    else
        (void)snprintf(serving->issuer, sizeof(serving->issuer), "%s", serving->base);
    length = strlen(serving->issuer);
    while (length > 0 && serving->issuer[length - 1] == '/')
        serving->issuer[--length] = '\0';
}

static struct http_settings http_settings_of(const struct serving *serving)
{
    const unsigned *numbers = serving->settings.numbers;

    return (struct http_settings){
        .tls = serving_tls_part(&serving->tls),
        .thread_count = numbers[SERVER_THREADS],
        .connections_max = numbers[SERVER_CONNECTIONS],
        .connections_per_address_max = numbers[SERVER_CONNECTIONS_PER_ADDRESS],
        .header_bytes_max = numbers[SERVER_HEADER_BYTES],
        .target_bytes_max = numbers[SERVER_HEADER_BYTES] / 2,
        .body_bytes_max = numbers[SERVER_BODY_BYTES],
        .header_ms_max = numbers[SERVER_HEADER_MS],
        .body_ms_max = numbers[SERVER_BODY_MS],
        .answer_ms_max = numbers[SERVER_ANSWER_MS],
        .idle_ms_max = numbers[SERVER_IDLE_MS],
        .log = numbers[SERVER_LOG] != 0 ? STDERR_FILENO : -1,
    };
}

static struct courier_settings courier_settings_of(const struct serving *serving)
{
    const unsigned *numbers = serving->settings.numbers;

    return (struct courier_settings){
        .limits = { .allows_private = numbers[SERVER_WEBHOOKS_TO_PRIVATE] != 0,
                    .allows_plain = numbers[SERVER_WEBHOOKS_WITHOUT_TLS] != 0 },
        .authorities = serving->settings.texts[SERVER_WEBHOOK_AUTHORITIES],
        .timeout_ms = numbers[SERVER_WEBHOOK_MS],
        .retry_ms = numbers[SERVER_WEBHOOK_RETRY_MS],
        .attempts_max = numbers[SERVER_WEBHOOK_ATTEMPTS],
        .suspend_s = numbers[SERVER_WEBHOOK_SUSPEND_S],
        .log = numbers[SERVER_LOG] != 0 ? STDERR_FILENO : -1,
    };
}

static enum exit_status start(struct serving *serving)
{
    struct api_settings settings = {
        .store = serving->store,
        .folder = serving->folder,
        .issuer = serving->issuer,
        .listener = serving->listener,
        .http = http_settings_of(serving),
        .allows_passwords = serving->settings.numbers[SERVER_ALLOW_PASSWORDS] != 0,
        .worker_count = serving->settings.numbers[SERVER_WORKERS],
        .heartbeat_ms = serving->settings.numbers[SERVER_HEARTBEAT_MS],
        .rates = { serving->settings.numbers[SERVER_RATE_REQUESTS],
                   serving->settings.numbers[SERVER_RATE_ACTS] },
        .webhooks = courier_settings_of(serving),
    };
    struct fault fault;

    if (api_new(&settings, &serving->api, &fault) == STATUS_OK)
        return EXIT_DONE;
    if (fault.kind != FAULT_NONE)
        return fault_complain(serving->invocation->language, &fault);
    (void)complain(serving, MESSAGE_CANNOT_LISTEN, serving->settings.texts[SERVER_LISTEN],
                   strerrordesc_np(errno));
    return EXIT_NOTHING_DONE;
}

/* Where there is TLS, and what its clients have to trust. */
static void add_tls(const struct serving *serving, struct buffer *text)
{
    char url[ISSUER_BYTES];
    char authority[PRIVATE_PATH_BYTES];

    serving_tls_write_url(&serving->tls, url, sizeof(url));
    private_file_path(serving->folder, AUTHORITY_FILE, authority);
    message_write(text, serving->tls.is_ours ? MESSAGE_LISTENS_TLS_OURS : MESSAGE_LISTENS_TLS,
                  serving->invocation->language, (struct message_arguments){ { url, authority } });
    buffer_add_string(text, "\n");
}

static void add_where(const struct serving *serving, struct buffer *text)
{
    char listens[LISTENER_TEXT_BYTES];

    listener_format(&serving->listener, listens);
    message_write(text, MESSAGE_LISTENS, serving->invocation->language,
                  (struct message_arguments){ { listens, serving->place.url } });
    buffer_add_string(text, "\n");
    if (serving->tls.is_on)
        add_tls(serving, text);
}

/* Says where it listens; and of the sample all that is needed to try it. */
static enum exit_status say_where(struct serving *serving)
{
    struct buffer text = { 0 };
    struct sample *sample = &serving->sample;
    enum exit_status exit = EXIT_BROKEN_OFF;

    add_where(serving, &text);
    if (sample->folder == NULL)
        return manual_print(&text, serving->invocation->language);
    if (sample_set_where(sample, serving->base, buffer_text(&text)))
        exit = sample_say(sample, MESSAGE_SAMPLE_RUNS);
    buffer_done(&text);
    return exit;
}

/* Until somebody ends it; meanwhile the book follows what other processes do. */
static void wait_for_end(struct serving *serving)
{
    struct timespec second = { 1, 0 };

    while (sigtimedwait(&serving->ends, NULL, &second) < 0)
        api_follow(serving->api);
}

/* Before there is a second thread: all of them have to leave these signals to the first. */
static void take_signals(struct serving *serving)
{
    (void)sigemptyset(&serving->ends);
    (void)sigaddset(&serving->ends, SIGTERM);
    (void)sigaddset(&serving->ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &serving->ends, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

static enum exit_status serve(struct serving *serving)
{
    enum exit_status exit = serving_tls_certify(&serving->tls, serving->folder);

    if (exit == EXIT_DONE)
        exit = start(serving);
    if (exit != EXIT_DONE)
        return exit;
    exit = say_where(serving);
    if (exit == EXIT_DONE) {
        supervisor_tell("READY=1");
        wait_for_end(serving);
        supervisor_tell("STOPPING=1");
    }
    api_free(serving->api, serving->settings.numbers[SERVER_STOP_MS]);
    return exit;
}

static enum exit_status print_settings(const struct serving *serving)
{
    struct buffer buffer = { 0 };

    server_settings_write(&buffer, &serving->settings, serving->invocation->language);
    return manual_print(&buffer, serving->invocation->language);
}

/* Which book is served: that of --db, or the sample's. False: complained. */
static bool find_book(struct serving *serving)
{
    const char *const *values = serving->invocation->values;
    const char *folder = values[OPTION_SAMPLE];

    if (folder == NULL)
        return db_option_read(serving->invocation->language, values[OPTION_DB], &serving->place);
    if (values[OPTION_DB] != NULL)
        return complain(serving, MESSAGE_EXCLUSIVE_OPTIONS, "--sample", "--db");
    if (!sample_open(&serving->sample, serving->invocation->language, folder))
        return false;
    serving->place = serving->sample.place;
    return true;
}

/* Takes the address and opens the book, until the end. */
static enum exit_status run_server(struct serving *serving)
{
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!claim_address(serving) || !serving_tls_claim(&serving->tls))
        return EXIT_NOTHING_DONE;
    name_issuer(serving);
    if (!identity_folder(serving->place.url, serving->folder)) {
        (void)complain(serving, MESSAGE_WRONG_VALUE, "--db", serving->place.url);
        return EXIT_NOTHING_DONE;
    }
    take_signals(serving);
    serving->store =
        db_option_open(serving->invocation->language, serving->place.url, STORE_WRITE, &exit);
    if (serving->store == NULL)
        return exit;
    exit = serve(serving);
    serving_tls_done(&serving->tls);
    serving->store->close(serving->store);
    return exit;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct serving serving = { .invocation = invocation, .sample = { .lock = -1 } };
    enum exit_status exit = EXIT_NOTHING_DONE;

    serving.tls =
        (struct serving_tls){ .language = invocation->language, .settings = &serving.settings };
    if (!read_settings(&serving))
        return EXIT_NOTHING_DONE;
    if (invocation->values[OPTION_PRINT_CONFIG] != NULL)
        return print_settings(&serving);
    if (find_book(&serving))
        exit = sample_is_served(&serving.sample)
                   ? sample_say(&serving.sample, MESSAGE_SAMPLE_RUNS_ELSEWHERE)
                   : run_server(&serving);
    sample_close(&serving.sample);
    return exit;
}

#define SERVER_SETTING_VALUE_TEXT { { "TEXT", "TEXTE" } }
#define SERVER_SETTING_VALUE_NUMBER { { "NUMBER", "NOMBRE" } }
#define SERVER_SETTING_VALUE_FLAG                                                                  \
    {                                                                                              \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }
#define SERVER_SETTING(name, word, kind, standard, least, most, en, fr)                            \
    [SERVER_##name] = { word, SERVER_SETTING_VALUE_##kind, NULL, { { en, fr } } },
static const struct option_row options[OPTION_COUNT] = {
#include "api/settings.def"
    [OPTION_DB] = DB_OPTION,
    [OPTION_SAMPLE] = { "sample",
                        { { "FOLDER", "DOSSIER" } },
                        NULL,
                        { { "serve the sample program, from a folder that is made when it is "
                            "missing, with clients and commands to try it with",
                            "servir le programme d'exemple, depuis un dossier créé s'il manque, "
                            "avec des clients et des commandes d'essai" } } },
    [OPTION_CONFIG] = { "config",
                        { { "FILE", "FICHIER" } },
                        NULL,
                        { { "a file of settings: name = value",
                            "un fichier de réglages : nom = valeur" } } },
    [OPTION_PRINT_CONFIG] = { "print-config",
                              { { NULL, NULL } },
                              NULL,
                              { { "write the settings as such a file, and end",
                                  "écrire les réglages sous cette forme, et finir" } } },
};
#undef SERVER_SETTING

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "it was ended (SIGTERM, SIGINT), and all requests under way were answered",
          "il a été arrêté (SIGTERM, SIGINT), les requêtes en cours ayant reçu leur "
          "réponse" } } },
    { EXIT_NOTHING_DONE,
      { { "it did not begin: bad settings, no book or one in use, an address that is taken",
          "il n'a pas commencé : réglages faux, pas de registre ou registre en cours "
          "d'utilisation, adresse prise" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Makes a book a service: the API of Aval over HTTP. Settings come from the file of --config, "
    "then from the environment (AVAL_LISTEN and so on), then from the options; each goes before "
    "what came earlier. Clients are registered by \"aval app-add\". SIGTERM or Ctrl-C ends it once "
    "the requests under way are answered.";

static const char description_fr[] =
    "Fait d'un registre un service : l'API d'Aval en HTTP. Les réglages viennent du fichier de "
    "--config, puis de l'environnement (AVAL_LISTEN, etc.), puis des options ; chacun l'emporte "
    "sur les précédents. Les clients sont enregistrés par « aval app-add ». SIGTERM ou Ctrl-C "
    "l'arrête une fois répondu aux requêtes en cours.";

const struct command command_serve = {
    .name = "serve",
    .summary = { { "make a book a service over HTTP", "faire d'un registre un service HTTP" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .refuses_values_itself = true,
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval serve --listen 127.0.0.1:9000 --print-config",
    .run = run,
};
