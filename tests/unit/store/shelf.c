/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/store/shelf.h"

#include <stdio.h>
#include <string.h>
#include <yyjson.h>

#include "base/assert.h"
#include "exchange/fact_shape.h"
#include "store/export.h"
#include "unit/test.h"

#define FURTHER_1                                                                                  \
    "{\"type\":\"capability\",\"tenant\":\"" ALDER_ID "\",\"capability\":\"billing\","             \
    "\"attested_on\":\"2020-01-05\"}\n"                                                            \
    "{\"type\":\"invitation\",\"id\":\"" INVITATION_ID "\",\"kind\":\"customer_relationship\","    \
    "\"status\":\"sent\",\"inviter\":\"" PINE_ID "\",\"reseller\":\"" ROWAN_ID "\","               \
    "\"token\":\"b94d27\",\"sent_on\":\"2022-05-01\",\"expires_on\":\"2022-05-31\"}\n"             \
    "{\"type\":\"support_case\",\"id\":\"" CASE_ID "\",\"provider\":\"" PINE_ID "\","              \
    "\"reseller\":\"" ROWAN_ID "\",\"requested_by\":\"reseller\",\"status\":\"declined\","         \
    "\"opened_on\":\"2022-01-10\",\"closed_on\":\"2022-01-12\"}\n"                                 \
    "{\"type\":\"engagement\",\"partner\":\"" ALDER_ID "\",\"customer\":\"" CEDAR_ID "\","         \
    "\"from\":\"2021-01-01\"}\n"                                                                   \
    "{\"type\":\"privilege\",\"partner\":\"" ALDER_ID "\",\"customer\":\"" CEDAR_ID "\","          \
    "\"from\":\"2021-01-01\",\"to\":\"2021-06-30\"}\n"                                             \
    "{\"type\":\"order\",\"id\":\"" ORDER_ID "\",\"customer\":\"" CEDAR_ID                         \
    "\",\"seller\":\"" ROWAN_ID "\",\"provider\":\"" PINE_ID                                       \
    "\",\"offer\":\"SUITE\",\"quantity\":5,\"mpn_id\":\"5551234\","                                \
    "\"placed_on\":\"2022-02-01\"}\n"                                                              \
    "{\"type\":\"order\",\"id\":\"" DIRECT_ORDER_ID "\",\"customer\":\"" CEDAR_ID "\","            \
    "\"seller\":\"" ALDER_ID "\",\"offer\":\"ALPINE\",\"quantity\":10000000,"                      \
    "\"placed_on\":\"2022-02-02\"}\n"                                                              \
    "{\"type\":\"subscription\",\"id\":\"" SUBSCRIPTION_ID "\",\"customer\":\"" CEDAR_ID "\","     \
    "\"order\":\"" ORDER_ID "\",\"quantity\":5}\n"                                                 \
    "{\"type\":\"subscription_status\",\"subscription\":\"" SUBSCRIPTION_ID "\",\"customer\":"     \
    "\"" CEDAR_ID "\",\"status\":\"active\",\"from\":\"2022-02-01\"}\n"                            \
    "{\"type\":\"partner_of_record\",\"subscription\":\"" SUBSCRIPTION_ID "\",\"customer\":"       \
    "\"" CEDAR_ID "\",\"mpn_id\":\"5551234\",\"from\":\"2022-02-01\"}\n"

const char further_world_1[] = FURTHER_1;

const char further_world[] =
    FURTHER_1 "{\"type\":\"particulars\",\"tenant\":\"" CEDAR_ID "\",\"purpose\":\"billing\","
              "\"company_name\":\"Cedar\",\"first_name\":\"Léa\",\"email\":\"lea@cedar.example\","
              "\"contact_phone\":\"+43 1\",\"from\":\"2022-02-01\"}\n"
              "{\"type\":\"subscription_terms\",\"subscription\":\"" SUBSCRIPTION_ID
              "\",\"customer\":\"" CEDAR_ID "\",\"quantity\":7,\"renewal\":\"none\","
              "\"friendly_name\":\"Büro\",\"from\":\"2022-02-03\"}\n";

void shelf_begin(struct shelf *shelf)
{
    *shelf = (struct shelf){ 0 };
    folder_begin(shelf->folder);
    (void)snprintf(shelf->path, sizeof(shelf->path), "%s/book", shelf->folder);
}

void shelf_begin_book(struct shelf *shelf)
{
    shelf_begin(shelf);
    assert_int_equal(shelf_open(shelf, STORE_CREATE), STATUS_OK);
}

void shelf_begin_filled(struct shelf *shelf, const char *lines)
{
    shelf_begin_book(shelf);
    assert_int_equal(shelf_add(shelf, lines), STATUS_OK);
}

void shelf_end(struct shelf *shelf)
{
    shelf_close(shelf);
    folder_end(shelf->folder);
}

enum status shelf_open(struct shelf *shelf, enum store_mode mode)
{
    shelf_close(shelf);
    shelf->fault = (struct fault){ 0 };
    return store_open(shelf->path, mode, &shelf->fault, &shelf->store);
}

void shelf_close(struct shelf *shelf)
{
    if (shelf->store != NULL)
        shelf->store->close(shelf->store);
    shelf->store = NULL;
}

/* A function as a work. */
struct function_work {
    struct store_work work;
    shelf_function *function;
    void *payload;
};

static enum status run_function(struct store_work *work, struct call *call)
{
    struct function_work *function_work = (struct function_work *)work;

    return function_work->function(call, function_work->payload);
}

enum status shelf_write(struct shelf *shelf, shelf_function *function, void *payload)
{
    struct function_work work = { { run_function }, function, payload };

    ASSERT(shelf->store != NULL);
    return shelf->store->write(shelf->store, &work.work, &shelf->fault);
}

enum status shelf_read(struct shelf *shelf, shelf_function *function, void *payload)
{
    struct function_work work = { { run_function }, function, payload };

    ASSERT(shelf->store != NULL);
    return shelf->store->read(shelf->store, &work.work, &shelf->fault);
}

static void fail_problem(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    fail_msg("%.*s", (int)problem->field.length, problem->field.bytes);
}

struct fact fact_of_line(const char *line)
{
    static struct shape_reading readings[SHELF_FACTS_KEPT];
    static yyjson_doc *documents[SHELF_FACTS_KEPT];
    static unsigned next;
    struct problem_sink sink = { fail_problem };
    unsigned place = next++ % SHELF_FACTS_KEPT;
    unsigned type = 0;
    struct fact fact;

    yyjson_doc_free(documents[place]);
    documents[place] = yyjson_read(line, strcspn(line, "\n"), YYJSON_READ_NUMBER_AS_RAW);
    assert_non_null(documents[place]);
    assert_true(words_find(
        &fact_type_words,
        text_of(yyjson_get_str(yyjson_obj_get(yyjson_doc_get_root(documents[place]), "type"))),
        &type));
    fact = fact_begin((enum fact_type)type);
    readings[place].sink = &sink;
    assert_int_equal(shape_read_object(&fact_shapes[type], TEXT("type"),
                                       yyjson_doc_get_root(documents[place]), &readings[place],
                                       &fact),
                     STATUS_OK);
    return fact;
}

static enum status add_lines(struct call *call, void *payload)
{
    for (const char *line = payload; *line != '\0'; line += strcspn(line, "\n") + 1) {
        struct fact fact = fact_of_line(line);

        TRY(call->store->add(call, &fact));
    }
    return STATUS_OK;
}

enum status shelf_add(struct shelf *shelf, const char *lines)
{
    struct buffer copy = { 0 };
    enum status status = STATUS_OK;

    buffer_add(&copy, lines, strlen(lines) + 1);
    assert_false(copy.has_failed);
    status = shelf_write(shelf, add_lines, copy.bytes);
    buffer_done(&copy);
    return status;
}

void rows_write(struct buffer *lines, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        fact_write_line(lines, &rows->list[i].fact);
}

/* A query, and where its rows go. */
struct finding {
    enum query query;
    const struct query_key *key;
    struct buffer found;
};

static enum status find(struct call *call, void *payload)
{
    struct finding *finding = payload;
    struct rows rows;

    TRY(call->store->find(call, finding->query, finding->key, &rows));
    rows_write(&finding->found, &rows);
    return STATUS_OK;
}

void check_found(struct shelf *shelf, enum query query, const struct query_key *key,
                 const char *expected)
{
    struct finding finding = { query, key, { 0 } };

    assert_int_equal(shelf_read(shelf, find, &finding), STATUS_OK);
    assert_buffer_is(&finding.found, expected);
    buffer_done(&finding.found);
}

guid guid_of(const char *text)
{
    guid id = GUID_NONE;

    assert_true(guid_parse(text_of(text), &id));
    return id;
}

/* Gathers what is exported. */
struct gathering_taker {
    struct export_taker taker;
    struct buffer lines;
};

static enum status take_lines(struct export_taker *taker, struct text lines)
{
    buffer_add_text(&((struct gathering_taker *)taker)->lines, lines);
    return STATUS_OK;
}

void shelf_export(struct shelf *shelf, struct buffer *out_lines)
{
    struct gathering_taker taker = { { take_lines }, { 0 } };

    assert_int_equal(store_export(shelf->store, &taker.taker, &shelf->fault), STATUS_OK);
    *out_lines = taker.lines;
}
