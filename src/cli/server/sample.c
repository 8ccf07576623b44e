/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder has these files: "server", which the process that serves holds locked, and which says
 * where; "secret", of which all secrets come; the book, its identities, and the facts that it began
 * with. Every step of the making is done where it has not been done yet: what was broken off goes
 * on the next time.
 */
#include "cli/server/sample.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "api/registry/users.h"
#include "base/assert.h"
#include "base/attributes.h"
#include "base/lines.h"
#include "cli/embedded.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/clock.h"
#include "store/import.h"

#define FIRST_DAY "2020-05-12" /* on which most of the sample's questions are asked */
#define ALDER "3a1de200-0000-4000-8000-000000000001"
#define SAALE "c5aa1e00-0000-4000-8000-000000000001"
#define ORDER                                                                                      \
    "\"offer\":\"OFFICE-PREM\",\"quantity\":5,\n"                                                  \
    "  \"seller\":\"" ALDER "\",\"customer\":\"" SAALE "\"}"
#define CURL_HEADERS                                                                               \
    "-H \"Authorization: Bearer $TOKEN\" \\\n"                                                     \
    "  -H \"Content-Type: application/json\""
#define ASKING_CLIENT 1 /* who asks in the commands that are shown: Alder */

enum {
    PATH_BYTES = DB_URL_BYTES,
    WHERE_BYTES_MAX = 2 * PATH_BYTES + 1024,
    ROUND_NS = 50000000, /* between two looks whether the other process listens yet */
    ROUNDS_MAX = 200
};

/* Who may ask: clients, whose ids begin like those of their tenants, and users who sign in by the
 * client of their tenant and have its role. */
static const struct sample_client {
    const char *id;
    const char *tenant; /* NULL: the vendor */
    enum principal_role role;
    const char *as;
    const char *user; /* NULL: none */
} clients[] = {
    { "0e0d0200-0000-4000-8000-00000000a001", NULL, PRINCIPAL_VENDOR, "vendor", NULL },
    { "3a1de200-0000-4000-8000-00000000a001", ALDER, PRINCIPAL_ADMIN_AGENT,
      "alder.example:admin_agent", "agent@alder.example" },
    { "1e1be000-0000-4000-8000-00000000a001", "1e1be000-0000-4000-8000-000000000001",
      PRINCIPAL_ADMIN_AGENT, "elbe.example:admin_agent", "agent@elbe.example" },
    { "2b12c400-0000-4000-8000-00000000a001", "2b12c400-0000-4000-8000-000000000001",
      PRINCIPAL_SALES_AGENT, "birch.example:sales_agent", "agent@birch.example" },
    { "c5aa1e00-0000-4000-8000-00000000a001", SAALE, PRINCIPAL_CUSTOMER_ADMIN,
      "saale.example:customer_admin", "admin@saale.example" },
};

static guid guid_of(const char *text)
{
    guid id = GUID_NONE;
    bool is_read = guid_parse(text_of(text), &id);

    ASSERT(is_read);
    return id;
}

static struct principal principal_of(const struct sample_client *client)
{
    return (struct principal){ client->tenant == NULL ? GUID_NONE : guid_of(client->tenant),
                               client->role };
}

/* The same secret each time, of the sample's own, for an id or a name. */
static void derive(const struct sample *sample, const char *name,
                   char out_secret[APP_SECRET_LENGTH + 1])
{
    unsigned char bytes[APP_SECRET_BYTES];

    (void)crypto_generichash(bytes, sizeof(bytes), (const unsigned char *)name, strlen(name),
                             sample->key, sizeof(sample->key));
    app_secret_write(bytes, out_secret);
    sodium_memzero(bytes, sizeof(bytes));
}

static void find_secret(const struct sample *sample, const struct sample_client *client,
                        struct app_secret *out_secret)
{
    out_secret->id = guid_of(client->id);
    derive(sample, client->id, out_secret->secret);
}

static bool complain_of_file(const struct sample *sample, enum message message, const char *name)
{
    terminal_complain_of_file(sample->language, message, name);
    return false;
}

static void path_of(const struct sample *sample, const char *name, char out_path[PATH_BYTES])
{
    (void)snprintf(out_path, PATH_BYTES, "%s/%s", sample->folder, name);
}

/* Whether it is read: as many bytes as the file has, at most `size`. */
static bool read_file(int file, char *bytes, size_t size, size_t *out_length)
{
    ssize_t count = pread(file, bytes, size, 0);

    *out_length = count < 0 ? 0 : (size_t)count;
    return count >= 0;
}

/* Puts the bytes in the place of what the file had. */
static bool write_file(int file, struct text bytes)
{
    return ftruncate(file, 0) == 0 &&
           pwrite(file, bytes.bytes, bytes.length, 0) == (ssize_t)bytes.length && fsync(file) == 0;
}

/* Takes what the file "server" says: a line with the base, then how it is said. False: nothing. */
static bool take_where(struct sample *sample, struct text said)
{
    struct text base;

    if (said.length == 0 || !line_cut(&said, &base) || base.length >= sizeof(sample->base))
        return false;
    memcpy(sample->base, base.bytes, base.length);
    sample->base[base.length] = '\0';
    buffer_add_text(&sample->where, said);
    return true;
}

/* Waits until whoever holds the lock has said where it listens. */
static bool find_other(struct sample *sample)
{
    struct timespec round = { 0, ROUND_NS };

    for (unsigned i = 0; i < ROUNDS_MAX; i++) {
        char said[WHERE_BYTES_MAX];
        size_t length = 0;

        if (!read_file(sample->lock, said, sizeof(said), &length))
            return complain_of_file(sample, MESSAGE_CANNOT_READ, sample->folder);
        if (take_where(sample, (struct text){ said, length }))
            return true;
        (void)nanosleep(&round, NULL);
    }
    terminal_complain(sample->language, MESSAGE_SAMPLE_BUSY,
                      (struct message_arguments){ { sample->folder } });
    return false;
}

/* Makes the folder where it is missing, and takes it; a process that has it has said where. */
static bool take_folder(struct sample *sample)
{
    char path[PATH_BYTES];

    path_of(sample, "server", path);
    if (mkdir(sample->folder, S_IRWXU) != 0 && errno != EEXIST)
        return complain_of_file(sample, MESSAGE_CANNOT_CREATE, sample->folder);
    sample->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (sample->lock < 0)
        return complain_of_file(sample, MESSAGE_CANNOT_CREATE, path);
    if (flock(sample->lock, LOCK_EX | LOCK_NB) == 0)
        return ftruncate(sample->lock, 0) == 0 ||
               complain_of_file(sample, MESSAGE_CANNOT_WRITE, path);
    if (errno != EWOULDBLOCK)
        return complain_of_file(sample, MESSAGE_CANNOT_CREATE, path);
    return find_other(sample);
}

/* A book without the secret was not made here: nobody is let into it. */
static bool is_foreign(const struct sample *sample)
{
    char path[PATH_BYTES];
    struct fault fault = { 0 };

    path_of(sample, "secret", path);
    if (access(path, F_OK) == 0)
        return false;
    path_of(sample, "book.db", path);
    if (access(path, F_OK) != 0)
        return false;
    (void)fault_set(&fault, FAULT_STORE_EXISTS, path, NULL, NULL);
    (void)fault_complain(sample->language, &fault);
    return true;
}

/* Reads the secret, or makes it. */
static bool take_secret(struct sample *sample)
{
    char path[PATH_BYTES];
    char bytes[APP_SECRET_BYTES] = { 0 };
    size_t length = 0;
    bool is_done = false;
    int file = -1;

    path_of(sample, "secret", path);
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return complain_of_file(sample, MESSAGE_CANNOT_CREATE, path);
    is_done = read_file(file, bytes, sizeof(bytes), &length);
    if (is_done && length != sizeof(bytes)) {
        randombytes_buf(bytes, sizeof(bytes));
        is_done = write_file(file, (struct text){ bytes, sizeof(bytes) });
    }
    if (is_done)
        memcpy(sample->key, bytes, sizeof(bytes));
    else
        (void)complain_of_file(sample, MESSAGE_CANNOT_WRITE, path);
    (void)close(file);
    sodium_memzero(bytes, sizeof(bytes));
    return is_done;
}

/* The sample's facts as a file: what is imported is a file. */
static bool write_world(const struct sample *sample, char out_path[PATH_BYTES])
{
    bool is_written = false;
    int file = -1;

    path_of(sample, "world.ndjson", out_path);
    file = open(out_path, O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    is_written = file >= 0 && write_file(file, embedded_sample_world);
    if (!is_written)
        (void)complain_of_file(sample, MESSAGE_CANNOT_CREATE, out_path);
    if (file >= 0)
        (void)close(file);
    return is_written;
}

/* Fills a book that has no facts yet; one that has them stays as it is. */
static enum status fill_book(struct store *store, const char *world, struct fault *fault)
{
    struct import_report report;
    struct buffer problems = { 0 };
    struct world_source source = { world, LANGUAGE_EN, NULL, NULL };
    struct clock clock;
    enum status status = STATUS_OK;
    date day;
    bool is_day = date_parse(TEXT(FIRST_DAY), &day);

    ASSERT(is_day);
    TRY(clock_read(store, &clock, fault));
    if (!clock.is_sandbox)
        TRY(clock_make_sandbox(store, day, fault));
    status = store_import(store, &source, &problems, fault, &report);
    ASSERT(status != STATUS_INVALID); /* the sample is sound */
    buffer_done(&problems);
    return status == STATUS_CONFLICT && fault->kind == FAULT_STORE_NOT_EMPTY ? STATUS_OK : status;
}

static bool make_book(struct sample *sample)
{
    char world[PATH_BYTES];
    struct fault fault = { 0 };
    struct store *store = NULL;
    bool is_there = access(sample->place.url + strlen("sqlite:"), F_OK) == 0;
    enum status status = STATUS_OK;

    if (!write_world(sample, world))
        return false;
    status = store_open(sample->place.url, is_there ? STORE_MIGRATE : STORE_CREATE, &fault, &store);
    if (status == STATUS_OK) {
        status = fill_book(store, world, &fault);
        store->close(store);
    }
    if (status != STATUS_OK)
        (void)fault_complain(sample->language, &fault);
    return status == STATUS_OK;
}

static enum status make_client(const struct sample *sample, const struct sample_client *client,
                               struct registry *registry, struct fault *fault)
{
    struct app_secret secret;
    struct app app;
    enum status status = STATUS_OK;

    find_secret(sample, client, &secret);
    if (!app_find(registry, secret.id, &app))
        status = app_register(registry, principal_of(client), &secret, fault);
    sodium_memzero(&secret, sizeof(secret));
    return status;
}

static enum status make_user(const struct sample *sample, const struct sample_client *client,
                             struct registry *registry, struct fault *fault)
{
    char password[APP_SECRET_LENGTH + 1];
    struct user_request request = { .principal = principal_of(client) };
    struct user user;
    enum status status = STATUS_OK;
    guid id;

    if (client->user == NULL || user_find(registry, text_of(client->user), &user))
        return STATUS_OK;
    derive(sample, client->user, password);
    request.name = text_of(client->user);
    request.password = text_of(password);
    status = user_add(registry, &request, &id, fault);
    sodium_memzero(password, sizeof(password));
    return status;
}

static bool make_clients(const struct sample *sample)
{
    char folder[FOLDER_BYTES];
    struct registry *registry = NULL;
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    if (!identity_folder(sample->place.url, folder))
        return false;
    status = registry_open(folder, &registry, &fault);
    for (size_t i = 0; i < COUNT_OF(clients) && status == STATUS_OK; i++) {
        status = make_client(sample, &clients[i], registry, &fault);
        if (status == STATUS_OK)
            status = make_user(sample, &clients[i], registry, &fault);
    }
    registry_close(registry);
    if (status != STATUS_OK)
        (void)fault_complain(sample->language, &fault);
    return status == STATUS_OK;
}

bool sample_is_served(const struct sample *sample)
{
    return sample->base[0] != '\0';
}

bool sample_open(struct sample *sample, enum language language, const char *folder)
{
    int length = 0;

    *sample = (struct sample){ .language = language, .folder = folder, .lock = -1 };
    length = snprintf(sample->place.url, sizeof(sample->place.url), "sqlite:%s/book.db", folder);
    if (length < 0 || (size_t)length >= sizeof(sample->place.url)) {
        terminal_complain(language, MESSAGE_WRONG_VALUE,
                          (struct message_arguments){ { "--sample", folder } });
        return false;
    }
    if (is_foreign(sample) || !take_folder(sample) || !take_secret(sample))
        return false;
    return sample_is_served(sample) || (make_book(sample) && make_clients(sample));
}

bool sample_set_where(struct sample *sample, const char *base, struct text where)
{
    struct buffer said = { 0 };
    bool is_kept = false;

    buffer_add_format(&said, "%s\n", base);
    buffer_add_text(&said, where);
    is_kept = !said.has_failed && write_file(sample->lock, buffer_text(&said)) &&
              take_where(sample, buffer_text(&said));
    buffer_done(&said);
    return is_kept || complain_of_file(sample, MESSAGE_CANNOT_WRITE, sample->folder);
}

void sample_close(struct sample *sample)
{
    if (sample->lock >= 0)
        (void)close(sample->lock);
    buffer_done(&sample->where);
    sodium_memzero(sample->key, sizeof(sample->key));
}

/* What is said. */

static void add_clients(struct buffer *buffer, const struct sample *sample)
{
    buffer_add_format(buffer, "%s\n", message_text(MESSAGE_SAMPLE_CLIENTS, sample->language));
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        struct app_secret secret;

        find_secret(sample, &clients[i], &secret);
        buffer_add_format(buffer, "  %-28s  %s  %s\n", clients[i].as, clients[i].id, secret.secret);
        sodium_memzero(&secret, sizeof(secret));
    }
}

static void add_users(struct buffer *buffer, const struct sample *sample)
{
    buffer_add_format(buffer, "\n%s\n", message_text(MESSAGE_SAMPLE_USERS, sample->language));
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        char password[APP_SECRET_LENGTH + 1];

        if (clients[i].user == NULL)
            continue;
        derive(sample, clients[i].user, password);
        buffer_add_format(buffer, "  %-28s  %s\n", clients[i].user, password);
        sodium_memzero(password, sizeof(password));
    }
}

/* Three commands of a shell. */
static void add_commands(struct buffer *buffer, const struct sample *sample)
{
    const char *base = sample->base;
    struct app_secret secret;

    find_secret(sample, &clients[ASKING_CLIENT], &secret);
    buffer_add_format(buffer, "\n%s\n", message_text(MESSAGE_SAMPLE_COMMANDS, sample->language));
    buffer_add_format(buffer,
                      "\nTOKEN=$(curl -sS %s/common/oauth2/v2.0/token \\\n"
                      "  -d grant_type=client_credentials -d client_id=%s \\\n"
                      "  -d client_secret=%s \\\n"
                      "  | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n",
                      base, clients[ASKING_CLIENT].id, secret.secret);
    buffer_add_format(buffer,
                      "\ncurl -sS %s/program/v1/decisions " CURL_HEADERS " -d '{\"id\":\"q1\",\n"
                      "  \"act\":\"place_order\",\"date\":\"" FIRST_DAY "\"," ORDER "'\n",
                      base);
    buffer_add_format(
        buffer, "\ncurl -sS %s/program/v1/acts/place_order " CURL_HEADERS " -d '{" ORDER "'\n\n",
        base);
    sodium_memzero(&secret, sizeof(secret));
}

enum exit_status sample_say(const struct sample *sample, enum message last)
{
    struct buffer buffer = { 0 };

    buffer_add_text(&buffer, buffer_text(&sample->where));
    message_write(&buffer, MESSAGE_SAMPLE_SERVED, sample->language,
                  (struct message_arguments){ { sample->folder } });
    buffer_add_string(&buffer, "\n\n");
    add_clients(&buffer, sample);
    add_users(&buffer, sample);
    add_commands(&buffer, sample);
    buffer_add_format(&buffer, "%s\n", message_text(last, sample->language));
    return manual_print(&buffer, sample->language);
}
