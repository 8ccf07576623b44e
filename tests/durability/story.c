/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/story.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "engine/act_line.h"
#include "engine/clock.h"
#include "store/erase.h"
#include "store/import.h"
#include "unit/small_world.h"

enum {
    LINE_BYTES_MAX = 600,
    CLIENTS_MAX = 64
};

#define OAK_ID "44444444-4444-4444-8444-444444444444"

/* One who has not signed yet. */
static const char oak[] =
    "{\"type\":\"organization\",\"id\":\"org-oak\",\"name\":\"Oak\",\"country\":\"DE\"}\n"
    "{\"type\":\"tenant\",\"id\":\"" OAK_ID "\",\"domain\":\"oak.example\","
    "\"organization\":\"org-oak\",\"country\":\"DE\",\"kind\":\"partner\"}\n";

static const char signing[] = "{\"act\":\"sign_mpa\",\"as\":\"" OAK_ID ":global_admin\","
                              "\"tenant\":\"" OAK_ID "\",\"signed_by\":\"" STORY_NAME "\"}";

#define ORDER_OF_ALDER                                                                             \
    "{\"act\":\"place_order\",\"as\":\"" ALDER_ID ":admin_agent\",\"seller\":\"" ALDER_ID          \
    "\",\"customer\":\"" CEDAR_ID "\",\"offer\":\"SUITE\",\"quantity\":5}"

/* In May 2022, and in this order. */
static const char *const acts[] = {
    ("{\"act\":\"place_order\",\"as\":\"" PINE_ID ":admin_agent\",\"seller\":\"" ROWAN_ID
     "\",\"provider\":\"" PINE_ID "\",\"customer\":\"" CEDAR_ID
     "\",\"offer\":\"SUITE\",\"quantity\":5,\"mpn_id\":\"5551234\"}"),
    /* Refused: it is no provider. */
    ("{\"act\":\"invite_reseller\",\"as\":\"" ALDER_ID ":admin_agent\",\"provider\":\"" ALDER_ID
     "\",\"reseller\":\"" ROWAN_ID "\"}"),
    ("{\"act\":\"engage_partner\",\"as\":\"" CEDAR_ID ":customer_admin\",\"partner\":\"" ALDER_ID
     "\",\"customer\":\"" CEDAR_ID "\"}"),
    ("{\"act\":\"onboard\",\"as\":\"" PINE_ID ":global_admin\",\"tenant\":\"" PINE_ID "\"}"),
    ORDER_OF_ALDER,
    ("{\"act\":\"withdraw_offer\",\"as\":\"vendor\",\"offer\":\"SUITE\"}"),
    /* Refused: the offer is gone. */
    ORDER_OF_ALDER,
    /* Not possible: it is there already. */
    ("{\"act\":\"register_organization\",\"as\":\"vendor\",\"organization\":\"org-pine\","
     "\"name\":\"Pine\",\"country\":\"DE\"}"),
};

void story_write_world(struct buffer *world)
{
    buffer_add_string(world, small_world);
    buffer_add_string(world, oak);
    ASSERT(!world->has_failed);
}

/* The head, as a work. */
struct head_work {
    struct store_work work; /* first */
    struct journal_head head;
};

static enum status load_head(struct store_work *work, struct call *call)
{
    return head_load(call, &((struct head_work *)work)->head);
}

/* Looks at the book, as somebody would who reads on. */
void story_look(struct story *story)
{
    struct head_work work = { .work = { load_head } };
    struct fault fault = { 0 };

    if (story->store->read(story->store, &work.work, &fault) == STATUS_OK)
        story->audience->took_head(story->audience, &work.head);
    else
        story->audience->failed_to_read(story->audience, &fault);
}

static void tell(struct story *story, enum status status, const struct answer *answer,
                 const struct fault *fault)
{
    if (status == STATUS_OK)
        story->audience->answered(story->audience, answer);
    else
        story->audience->failed(story->audience, fault);
}

static void open_as(struct story *story, enum store_mode mode)
{
    struct fault fault = { 0 };

    if (store_open(story->path, mode, &fault, &story->store) == STATUS_OK)
        return;
    story->store = NULL;
    story->audience->failed(story->audience, &fault);
}

void story_open(struct story *story)
{
    open_as(story, STORE_WRITE);
}

void story_migrate(struct story *story)
{
    struct answer answer = { .deed = DEED_MAKE };

    open_as(story, STORE_MIGRATE);
    if (story->store != NULL)
        story->audience->answered(story->audience, &answer);
}

void story_close(struct story *story)
{
    if (story->store != NULL)
        story->store->close(story->store);
    story->store = NULL;
}

static void import_world(struct story *story)
{
    struct world_source source = { .path = story->world, .language = LANGUAGE_EN };
    struct answer answer = { .deed = DEED_IMPORT };
    struct buffer problems = { 0 };
    struct import_report report = { 0 };
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    story->audience->asked(story->audience);
    status = store_import(story->store, &source, &problems, &fault, &report);
    /* Without a fault the file is to blame, or memory. */
    if (status != STATUS_OK && fault.kind == FAULT_NONE) {
        ASSERT(status == STATUS_NO_MEMORY);
        (void)fault_set(&fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    buffer_done(&problems);
    answer.position = report.position;
    tell(story, status, &answer, &fault);
}

void story_make(struct story *story)
{
    struct answer answer = { .deed = DEED_MAKE };
    struct fault fault = { 0 };
    date day;

    ASSERT(date_parse(story->day == NULL ? TEXT("2022-05-12") : text_of(story->day), &day));
    open_as(story, STORE_CREATE);
    if (story->store == NULL)
        return;
    story->audience->answered(story->audience, &answer);
    if (clock_make_sandbox(story->store, day, &fault) != STATUS_OK)
        story->audience->failed(story->audience, &fault);
    import_world(story);
    story_look(story);
}

static void fail_problem(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
    ASSERT(false);
}

void story_ask(struct story *story, const char *line)
{
    struct problem_sink sink = { fail_problem };
    struct act_line_reader reader;
    struct act_line act;
    struct text tenant;
    struct act_request request = { 0 };
    struct act_answer answer = { 0 };
    struct answer told = { .deed = DEED_ACT };
    enum status status = STATUS_OK;

    if (act_line_reader_init(&reader) != STATUS_OK ||
        act_line_read(&reader, text_of(line), 1, &sink, &act) != STATUS_OK) {
        act_line_reader_done(&reader);
        return;
    }
    ASSERT(principal_parse(act.as, &tenant, &request.principal.role));
    ASSERT(tenant.length == 0 || guid_parse(tenant, &request.principal.tenant));
    request.use_case = act.use_case;
    request.input = act.input;
    request.request_id = act.request_id;
    request.on = act.on;
    story->audience->asked(story->audience);
    status = engine_act(story->store, &request, &answer);
    told.position = answer.position;
    told.leaf = answer.leaf;
    tell(story, status, &told, &answer.fault);
    act_answer_done(&answer);
    act_line_reader_done(&reader);
}

void story_act(struct story *story)
{
    for (size_t i = 0; i < COUNT_OF(acts) && story->store != NULL; i++) {
        story_ask(story, acts[i]);
        story_look(story);
    }
}

static void register_one(struct story *story, unsigned number, const char *request_id)
{
    char line[LINE_BYTES_MAX];

    (void)snprintf(line, sizeof(line),
                   "{\"act\":\"register_organization\",\"as\":\"vendor\",\"organization\":"
                   "\"org-%u\",\"name\":\"Number %u\",\"country\":\"DE\"%s%s%s}",
                   number, number, request_id == NULL ? "" : ",\"request_id\":\"",
                   request_id == NULL ? "" : request_id, request_id == NULL ? "" : "\"");
    story_ask(story, line);
}

void story_register(struct story *story, const char *request_id)
{
    if (story->store == NULL)
        return;
    register_one(story, story->number++, request_id);
    story_look(story);
}

/* One of many. */
struct client {
    pthread_t thread;
    struct story *story;
    unsigned first, count;
};

static void *serve(void *argument)
{
    struct client *client = argument;

    for (unsigned i = 0; i < client->count; i++)
        register_one(client->story, client->first + i, NULL);
    return NULL;
}

void story_crowd(struct story *story, unsigned client_count, unsigned act_count)
{
    struct client clients[CLIENTS_MAX];

    ASSERT(client_count <= CLIENTS_MAX);
    if (story->store == NULL)
        return;
    for (unsigned i = 0; i < client_count; i++) {
        clients[i] = (struct client){ .story = story, .first = story->number, .count = act_count };
        story->number += act_count;
        ASSERT(pthread_create(&clients[i].thread, NULL, serve, &clients[i]) == 0);
    }
    for (unsigned i = 0; i < client_count; i++)
        (void)pthread_join(clients[i].thread, NULL);
    story_look(story);
}

void story_erase(struct story *story)
{
    struct answer answer = { .deed = DEED_ERASE };
    struct erase_report report = { 0 };
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    if (story->store == NULL)
        return;
    story_ask(story, signing);
    story->audience->asked(story->audience);
    status = store_erase(story->store, TEXT("oak.example"), &fault, &report);
    answer.position = report.position;
    tell(story, status, &answer, &fault);
    story_look(story);
}
