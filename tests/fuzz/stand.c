/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz/stand.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/identity/key_set.h"
#include "base/assert.h"
#include "engine/clock.h"
#include "store/import.h"
#include "store/store.h"
#include "unit/small_world.h"

#define ISSUER "http://aval.example"
#define DAY "2022-05-12"

enum {
    TOKEN_FRESH_SECONDS = 1800,
    STOP_MS = 20000,
    LONG_MS = 60000,
    BODY_BYTES_MAX = 65536
};

const struct caller callers[CALLER_COUNT] = {
    { PINE_ID, PRINCIPAL_ADMIN_AGENT, true },      { ALDER_ID, PRINCIPAL_ADMIN_AGENT, true },
    { ROWAN_ID, PRINCIPAL_ADMIN_AGENT, true },     { NULL, PRINCIPAL_VENDOR, false },
    { CEDAR_ID, PRINCIPAL_CUSTOMER_ADMIN, true },  { PINE_ID, PRINCIPAL_GLOBAL_ADMIN, true },
    { ALDER_ID, PRINCIPAL_SALES_AGENT, false },    { NULL, PRINCIPAL_VENDOR_SUPPORT, false },
    { ROWAN_ID, PRINCIPAL_HELPDESK_AGENT, false },
};

/* What every stand begins as a copy of; made once. */
static struct {
    char book[64];
    char identity[64];
    bool is_made;
    int64_t issued_at;
    struct buffer tokens[CALLER_COUNT];
} template;

static void path_of(const char *folder, const char *name, char out_path[128])
{
    (void)snprintf(out_path, 128, "%s/%s", folder, name);
}

static void template_done(void)
{
    for (unsigned i = 0; i < CALLER_COUNT; i++)
        buffer_done(&template.tokens[i]);
    folder_end(template.book);
    folder_end(template.identity);
}

static struct bearer bearer_of(unsigned number)
{
    const struct caller *caller = &callers[number];
    struct bearer bearer = { .principal.role = caller->role,
                             .app = { 0xA9900000 + number, 1 },
                             .audience = AUDIENCE_PARTNER_CENTER,
                             .has_mfa = caller->is_user,
                             .expires_at = template.issued_at + TOKEN_SECONDS };

    if (caller->tenant != NULL)
        ASSERT(guid_parse(text_of(caller->tenant), &bearer.principal.tenant));
    if (caller->is_user)
        bearer.user = (guid){ 0x05E50000 + number, 1 };
    return bearer;
}

/* Tokens live for an hour; a run may last for days. */
static void issue_tokens(struct tokens *tokens)
{
    template.issued_at = clock_seconds();
    for (unsigned i = 0; i < CALLER_COUNT; i++) {
        struct token_request request = { bearer_of(i), "somebody@aval.example", template.issued_at,
                                         true };

        buffer_clear(&template.tokens[i]);
        ASSERT(token_issue(tokens, &request, &template.tokens[i]));
    }
}

static void import(const char *url)
{
    struct buffer problems = { 0 };
    struct store *store = NULL;
    struct fault fault;
    struct import_report report;
    char world[128];
    struct world_source source = { .path = world };

    path_of(template.book, "world.ndjson", world);
    folder_write(template.book, "world.ndjson", text_of(small_world));
    ASSERT(store_open(url, STORE_WRITE, &fault, &store) == STATUS_OK);
    ASSERT(store_import(store, &source, &problems, &fault, &report) == STATUS_OK);
    store->close(store);
    buffer_done(&problems);
}

static void make_template(void)
{
    struct sandbox_work sandbox;
    struct tokens *tokens = NULL;
    struct fault fault;
    char url[128];
    date day;

    if (template.is_made)
        return;
    template.is_made = true;
    folder_begin(template.book);
    folder_begin(template.identity);
    path_of(template.book, "book.db", url);
    ASSERT(date_parse(text_of(DAY), &day));
    sandbox = clock_sandbox(day);
    ASSERT(store_create(url, &sandbox.work, &fault) == STATUS_OK);
    import(url);
    ASSERT(tokens_open(template.identity, ISSUER, &tokens, &fault) == STATUS_OK);
    issue_tokens(tokens);
    tokens_close(tokens);
    ASSERT(atexit(template_done) == 0);
}

static void copy_file(const char *from, const char *to)
{
    int source = open(from, O_RDONLY | O_CLOEXEC);
    int copy = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    char block[65536];
    ssize_t length = 0;

    ASSERT(source >= 0);
    ASSERT(copy >= 0);
    while ((length = read(source, block, sizeof(block))) > 0)
        ASSERT(write(copy, block, (size_t)length) == length);
    ASSERT(length == 0);
    (void)close(source);
    (void)close(copy);
}

static void copy_folder(const char *from, char out_to[64])
{
    DIR *folder = opendir(from);
    struct dirent *entry = NULL;
    char old[128];
    char new[128];

    folder_begin(out_to);
    ASSERT(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        ASSERT(strlen(entry->d_name) < 60);
        (void)snprintf(old, sizeof(old), "%s/%.60s", from, entry->d_name);
        (void)snprintf(new, sizeof(new), "%s/%.60s", out_to, entry->d_name);
        copy_file(old, new);
    }
    (void)closedir(folder);
}

void stand_begin(struct stand *stand)
{
    struct api_settings settings = {
        .folder = stand->identity,
        .issuer = ISSUER,
        .http = { .thread_count = 1,
                  .connections_max = 100,
                  .connections_per_address_max = 100,
                  .header_bytes_max = 32768,
                  .target_bytes_max = 16384,
                  .body_bytes_max = BODY_BYTES_MAX,
                  .header_ms_max = LONG_MS,
                  .body_ms_max = LONG_MS,
                  .answer_ms_max = LONG_MS,
                  .idle_ms_max = LONG_MS,
                  .log = -1 },
        .allows_passwords = true,
        .worker_count = 2,
        .heartbeat_ms = LONG_MS,
        .webhooks = { .authorities = "",
                      .timeout_ms = 1,
                      .retry_ms = LONG_MS,
                      .attempts_max = 2,
                      .suspend_s = 1000,
                      .log = -1 },
    };
    struct fault fault;
    char url[128];

    make_template();
    copy_folder(template.book, stand->book);
    copy_folder(template.identity, stand->identity);
    path_of(stand->book, "book.db", url);
    ASSERT(store_open(url, STORE_WRITE, &fault, &stand->store) == STATUS_OK);
    ASSERT(listener_parse("127.0.0.1:0", &settings.listener));
    ASSERT(listener_claim(&settings.listener) == STATUS_OK);
    settings.store = stand->store;
    stand->listener = settings.listener;
    ASSERT(api_new(&settings, &stand->api, &fault) == STATUS_OK);
    if (clock_seconds() - template.issued_at > TOKEN_FRESH_SECONDS)
        issue_tokens(stand->api->tokens);
}

void stand_end(struct stand *stand)
{
    api_free(stand->api, STOP_MS);
    stand->store->close(stand->store);
    folder_end(stand->book);
    folder_end(stand->identity);
}

struct text stand_token(unsigned caller)
{
    return buffer_text(&template.tokens[caller]);
}

/* Asking. */

static int dial(const struct stand *stand)
{
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ASSERT(file >= 0);
    ASSERT(connect(file, (const struct sockaddr *)&stand->listener.address,
                   stand->listener.address_length) == 0);
    return file;
}

/* The server may close before it has read all. */
static void say(int file, const struct asking *asking)
{
    struct buffer request = { 0 };
    struct text token = stand_token(asking->caller);
    size_t sent = 0;
    ssize_t more = 0;

    buffer_add_format(&request, "%s %.*s HTTP/1.1\r\nHost: aval.example\r\nConnection: close\r\n",
                      http_method_name(asking->method), (int)asking->target.length,
                      asking->target.bytes);
    buffer_add_format(&request, "Authorization: Bearer %.*s\r\n", (int)token.length, token.bytes);
    buffer_add_text(&request, asking->headers);
    if (asking->content_type != NULL)
        buffer_add_format(&request, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                          asking->content_type, asking->body.length);
    buffer_add_string(&request, "\r\n");
    buffer_add_text(&request, asking->body);
    ASSERT(!request.has_failed);
    while (sent < request.length &&
           (more = send(file, request.bytes + sent, request.length - sent, MSG_NOSIGNAL)) > 0)
        sent += (size_t)more;
    buffer_done(&request);
}

static void hear(int file, struct buffer *heard)
{
    char block[65536];
    ssize_t length = 0;

    buffer_clear(heard);
    while ((length = recv(file, block, sizeof(block), 0)) > 0)
        buffer_add(heard, block, (size_t)length);
    ASSERT(!heard->has_failed);
}

void asking_show(const struct asking *asking)
{
    (void)fprintf(stderr, "%s %.*s\n%.*s\n%s%.*s\n", http_method_name(asking->method),
                  (int)asking->target.length, asking->target.bytes, (int)asking->body.length,
                  asking->body.bytes, asking->head.bytes, (int)asking->answer.length,
                  asking->answer.bytes);
}

/* A server fails whom it tells 5xx. */
static void take(const struct buffer *heard, struct asking *asking)
{
    static const char begin[] = "HTTP/1.1 ";
    struct text all = buffer_text(heard);
    const char *end = memmem(all.bytes, all.length, "\r\n\r\n", 4);

    ASSERT(end != NULL);
    ASSERT(all.length > sizeof(begin) + 3);
    ASSERT(memcmp(all.bytes, begin, sizeof(begin) - 1) == 0);
    asking->status =
        (unsigned)((all.bytes[9] - '0') * 100 + (all.bytes[10] - '0') * 10 + (all.bytes[11] - '0'));
    buffer_clear(&asking->head);
    buffer_clear(&asking->answer);
    buffer_add(&asking->head, all.bytes, (size_t)(end - all.bytes) + 2);
    buffer_add(&asking->head, "", 1);
    buffer_add(&asking->answer, end + 4, all.length - (size_t)(end + 4 - all.bytes));
    if (asking->status < 200 || asking->status >= 500)
        asking_show(asking);
    ASSERT(asking->status >= 200 && asking->status < 500);
}

void stand_ask(struct stand *stand, struct asking *asking)
{
    struct buffer heard = { 0 };
    int file = dial(stand);

    say(file, asking);
    hear(file, &heard);
    (void)close(file);
    take(&heard, asking);
    buffer_done(&heard);
}

void asking_done(struct asking *asking)
{
    buffer_done(&asking->answer);
    buffer_done(&asking->head);
}
