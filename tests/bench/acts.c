/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aval-bench-acts FOLDER [--customers N] [--acts N] [--rounds N] [--only CLIENTS]
 *
 * Orders that are judged, carried out and kept for good, by 1, 16 and 64 clients at once, in turns
 * with two bounds: SQLite alone writing the very same rows, so many orders in a transaction as
 * there are clients; and a bare log that takes the same bytes, one fdatasync a batch. Results are
 * JSON lines. Nothing is judged by its time. With --only there is no bound, for a profiler.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "acts_rows.h"
#include "base/assert.h"
#include "base/memory.h"
#include "engine/act_line.h"
#include "measure.h"
#include "store/import.h"
#include "store/store.h"

enum {
    PATH_BYTES = 4096,
    CLIENTS_MAX = 64
};

static const char provider[] = "11111111-0000-4000-8000-000000000001";
static const char reseller[] = "11111111-0000-4000-8000-000000000002";
static const unsigned client_counts[] = { 1, 16, CLIENTS_MAX };

struct options {
    const char *folder;
    uint64_t customers;
    uint64_t acts;
    uint64_t rounds;
    uint64_t only; /* so many clients; 0: all counts, and the bounds */
};

static _Noreturn void fail(const char *what, const char *why)
{
    (void)fprintf(stderr, "aval-bench-acts: %s: %s\n", what, why);
    exit(1);
}

static _Noreturn void fail_by(const char *what, const struct fault *fault)
{
    struct buffer text = { 0 };

    fault_write(&text, fault, LANGUAGE_EN);
    buffer_add(&text, "", 1);
    fail(what, text.has_failed ? "?" : text.bytes);
}

static uint64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static guid customer_id(uint64_t number)
{
    return (guid){ UINT64_C(0x2222222200004000), UINT64_C(0x8000000000000000) + number };
}

static void write_partner(FILE *file, const char *id, const char *name, const char *role)
{
    (void)fprintf(
        file,
        "{\"type\":\"organization\",\"id\":\"org-%s\",\"name\":\"%s\",\"country\":\"DE\"}\n"
        "{\"type\":\"tenant\",\"id\":\"%s\",\"domain\":\"%s.example\","
        "\"organization\":\"org-%s\",\"country\":\"DE\",\"kind\":\"partner\"}\n"
        "{\"type\":\"account\",\"tenant\":\"%s\",\"onboarded_on\":\"2019-05-02\"}\n"
        "{\"type\":\"enrollment\",\"tenant\":\"%s\",\"role\":\"%s\",\"status\":\"active\","
        "\"from\":\"2019-05-10\"}\n"
        "{\"type\":\"agreement\",\"agreement\":\"MPA\",\"tenant\":\"%s\","
        "\"signed_on\":\"2020-01-20\",\"signed_by\":\"admin@%s.example\"}\n",
        name, name, id, name, name, id, id, role, id, name);
}

static void write_customer(FILE *file, uint64_t number)
{
    char id[GUID_LENGTH + 1];
    unsigned long long n = number;

    guid_format(customer_id(number), id);
    (void)fprintf(file,
                  "{\"type\":\"organization\",\"id\":\"org-%llu\",\"name\":\"Customer %llu\","
                  "\"country\":\"DE\"}\n"
                  "{\"type\":\"tenant\",\"id\":\"%s\",\"domain\":\"c%llu.example\","
                  "\"organization\":\"org-%llu\",\"country\":\"DE\",\"kind\":\"customer\"}\n"
                  "{\"type\":\"customer_relationship\",\"partner\":\"%s\",\"customer\":\"%s\","
                  "\"from\":\"2019-06-10\"}\n"
                  "{\"type\":\"customer_relationship\",\"partner\":\"%s\",\"customer\":\"%s\","
                  "\"from\":\"2019-06-10\"}\n"
                  "{\"type\":\"customer_agreement\",\"customer\":\"%s\",\"acceptance\":\"direct\","
                  "\"date\":\"2020-02-03\"}\n",
                  n, n, id, n, n, provider, id, reseller, id, id);
}

static void write_world(const char *path, uint64_t customers)
{
    FILE *file = fopen(path, "w");

    if (file == NULL)
        fail(path, "could not be written");
    write_partner(file, provider, "provider", "indirect_provider");
    write_partner(file, reseller, "reseller", "indirect_reseller");
    (void)fprintf(file,
                  "{\"type\":\"indirect_relationship\",\"provider\":\"%s\",\"reseller\":\"%s\","
                  "\"from\":\"2019-06-01\"}\n"
                  "{\"type\":\"partner_id\",\"mpn_id\":\"5551234\",\"tenant\":\"%s\","
                  "\"country\":\"DE\"}\n"
                  "{\"type\":\"offer\",\"id\":\"M365-BP\",\"name\":\"Business Premium\","
                  "\"publisher\":\"Vendor\",\"party\":\"first\",\"markets\":[\"*\"]}\n",
                  provider, reseller, reseller);
    for (uint64_t i = 0; i < customers; i++)
        write_customer(file, i);
    if (fclose(file) != 0)
        fail(path, "could not be written");
}

/* A book of the world, new. */
static struct store *open_book(const char *path, const char *world)
{
    struct world_source source = { .path = world, .language = LANGUAGE_EN };
    struct buffer problems = { 0 };
    struct import_report report;
    struct store *store = NULL;
    struct fault fault = { 0 };

    if (store_open(path, STORE_CREATE, &fault, &store) != STATUS_OK)
        fail_by(path, &fault);
    if (store_import(store, &source, &problems, &fault, &report) != STATUS_OK)
        fail_by(world, &fault);
    buffer_done(&problems);
    return store;
}

/* A client: it orders, and orders again when it is answered. */
struct client {
    pthread_t thread;
    struct store *store;
    uint64_t first, count, customers;
};

static void *order(void *argument)
{
    struct client *client = argument;
    struct act_request request = {
        .use_case = use_case_find(TEXT("place_order")),
        .principal = { .role = PRINCIPAL_ADMIN_AGENT },
        .input = act_input_begin(),
        .on = DATE_BEFORE_ALL,
    };

    ASSERT(guid_parse(text_of(provider), &request.input.provider));
    ASSERT(guid_parse(text_of(reseller), &request.input.seller));
    request.principal.tenant = request.input.provider;
    request.input.offer = TEXT("M365-BP");
    request.input.mpn_id = TEXT("5551234");
    request.input.quantity = 5;
    for (uint64_t i = 0; i < client->count; i++) {
        struct act_answer answer;

        request.input.customer = customer_id((client->first + i) % client->customers);
        if (engine_act(client->store, &request, &answer) != STATUS_OK)
            fail_by("place_order", &answer.fault);
        if (answer.outcome != OUTCOME_CARRIED_OUT)
            fail("place_order", "was refused");
        act_answer_done(&answer);
    }
    return NULL;
}

static uint64_t run_clients(struct store *store, const struct options *options, unsigned count)
{
    struct client clients[CLIENTS_MAX];
    uint64_t begun = now();

    for (unsigned i = 0; i < count; i++) {
        clients[i] = (struct client){ .store = store,
                                      .first = i * (options->acts / count),
                                      .count = options->acts / count,
                                      .customers = options->customers };
        if (pthread_create(&clients[i].thread, NULL, order, &clients[i]) != 0)
            fail("a thread", "could not be made");
    }
    for (unsigned i = 0; i < count; i++)
        (void)pthread_join(clients[i].thread, NULL);
    return now() - begun;
}

static void run_only(const struct options *options, const char *world)
{
    char book[PATH_BYTES];
    struct store *store = NULL;

    (void)snprintf(book, sizeof(book), "%s/book.db", options->folder);
    store = open_book(book, world);
    say_time("acts", "aval", options->acts, run_clients(store, options, (unsigned)options->only));
    store->close(store);
    rows_remove_database(book);
}

/* A round: the clients' orders, and then the rows that they left, written by the bounds. */
static void run_round(const struct options *options, const char *world, unsigned clients)
{
    char book[PATH_BYTES];
    char bare[PATH_BYTES];
    char log[PATH_BYTES];
    char job[32];
    struct store *store = NULL;
    struct rows_written *rows = NULL;
    uint64_t acts = options->acts / clients * clients;

    (void)snprintf(book, sizeof(book), "%s/book.db", options->folder);
    (void)snprintf(bare, sizeof(bare), "%s/bare.db", options->folder);
    (void)snprintf(log, sizeof(log), "%s/log", options->folder);
    (void)snprintf(job, sizeof(job), "acts %u", clients);
    store = open_book(bare, world);
    store->close(store);
    store = open_book(book, world);
    say_time(job, "aval", acts, run_clients(store, options, clients));
    store->close(store);
    rows = rows_written_read(book);
    say_time(job, "sqlite", acts, rows_written_insert(rows, bare, acts, clients));
    say_time(job, "log", acts, rows_written_log(rows, log, acts, clients));
    rows_written_free(rows);
    rows_remove_database(book);
    rows_remove_database(bare);
    (void)unlink(log);
}

static uint64_t number_of(const char *text)
{
    uint64_t number = 0;

    for (; *text >= '0' && *text <= '9'; text++)
        number = number * 10 + (uint64_t)(*text - '0');
    return number;
}

int main(int argument_count, char **arguments)
{
    struct options options = { .customers = 10000, .acts = 6400, .rounds = 3 };
    char world[PATH_BYTES];

    for (int i = 1; i < argument_count; i++) {
        if (strcmp(arguments[i], "--customers") == 0 && i + 1 < argument_count)
            options.customers = number_of(arguments[++i]);
        else if (strcmp(arguments[i], "--acts") == 0 && i + 1 < argument_count)
            options.acts = number_of(arguments[++i]);
        else if (strcmp(arguments[i], "--rounds") == 0 && i + 1 < argument_count)
            options.rounds = number_of(arguments[++i]);
        else if (strcmp(arguments[i], "--only") == 0 && i + 1 < argument_count)
            options.only = number_of(arguments[++i]);
        else
            options.folder = arguments[i];
    }
    if (options.folder == NULL || options.customers == 0 || options.only > CLIENTS_MAX)
        fail("usage",
             "aval-bench-acts FOLDER [--customers N] [--acts N] [--rounds N] [--only CLIENTS]");
    (void)snprintf(world, sizeof(world), "%s/world.ndjson", options.folder);
    write_world(world, options.customers);
    if (options.only > 0)
        run_only(&options, world);
    for (uint64_t round = 0; round < options.rounds && options.only == 0; round++)
        for (size_t i = 0; i < COUNT_OF(client_counts); i++)
            run_round(&options, world, client_counts[i]);
    (void)unlink(world);
    return 0;
}
