/* SPDX-License-Identifier: Apache-2.0 */
/* What is only looked at: the rulebook, and routes to a customer; and how requests are read. */
#include <stdio.h>

#include "api/handlers.h"
#include "api/program/paging.h"
#include "base/attributes.h"
#include "book/book_source.h"
#include "book/find.h"
#include "engine/call.h"
#include "exchange/routes_json.h"
#include "exchange/rules/rules_json.h"
#include "planner/routes.h"

enum {
    ROUTES_LISTED = 20,
    ROUTES_LISTED_MAX = 1000
};

struct text call_argument(const struct api_call *call, const char *name)
{
    const struct text *value = http_target_find(&call->request->target, name);

    return value == NULL ? TEXT("") : *value;
}

bool call_flag_argument(struct api_call *call, const char *name, bool *out_flag)
{
    struct text value = call_argument(call, name);

    *out_flag = text_is(value, "true");
    if (*out_flag || value.length == 0 || text_is(value, "false"))
        return true;
    call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, name);
    return false;
}

bool call_terms(struct api_call *call, struct terms *out_terms)
{
    struct text profile = call_argument(call, "profile");
    unsigned value = PROFILE_PROGRAMME;

    if (profile.length > 0 && !words_find(&profile_words, profile, &value)) {
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "profile");
        return false;
    }
    *out_terms = (struct terms){ (enum profile)value, 0 };
    return true;
}

/* Tells the caller the first thing that is wrong with the body. */
static void tell(struct problem_sink *sink, const struct problem *problem)
{
    struct body_reading *reading = (struct body_reading *)sink;
    struct buffer text = { 0 };

    if (reading->has_told)
        return;
    reading->has_told = true;
    problem_write(&text, problem, reading->call->language);
    buffer_add(&text, "", 1);
    call_answer_trouble(reading->call, TROUBLE_BODY_WRONG, text.has_failed ? "" : text.bytes);
    buffer_done(&text);
}

static enum status take_body(struct body_reading *reading, const struct shape *shape, void *out)
{
    struct text body = reading->call->request->body;
    yyjson_val *object = NULL;

    TRY(json_reader_init_for(&reading->reader, body.length));
    TRY(json_read_object(&reading->reader, body, 0, &reading->sink, &object));
    return shape_read_object(shape, TEXT(""), object, &reading->shape, out);
}

bool body_reading_take(struct api_call *call, const struct shape *shape,
                       struct body_reading *reading, void *out)
{
    enum status status = STATUS_OK;

    reading->sink.report = tell;
    reading->call = call;
    reading->has_told = false;
    reading->reader.memory = NULL;
    reading->shape.sink = &reading->sink;
    reading->shape.line = 0;
    status = take_body(reading, shape, out);
    if (status == STATUS_NO_MEMORY)
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
    return status == STATUS_OK;
}

void body_reading_end(struct body_reading *reading)
{
    json_reader_done(&reading->reader);
}

void call_add_lines(struct buffer *buffer, struct text lines)
{
    size_t begin = buffer->length;

    buffer_add_text(buffer, lines);
    if (buffer->has_failed || lines.length == 0)
        return;
    buffer->length--; /* the last line's end */
    for (size_t i = begin; i < buffer->length; i++)
        if (buffer->bytes[i] == '\n')
            buffer->bytes[i] = ',';
}

/* A list under its key; its lines are forgotten. */
static void add_list(struct buffer *body, const char *key, struct buffer *lines)
{
    buffer_add_format(body, ",\n\"%s\":[", key);
    call_add_lines(body, buffer_text(lines));
    buffer_add_string(body, "]");
    body->has_failed |= lines->has_failed;
    buffer_clear(lines);
}

static void write_rulebook(struct buffer *body)
{
    struct buffer lines = { 0 };

    buffer_add_string(body, "{\"rulebook\":{\"id\":\"csp\",\"version\":\"");
    buffer_add_string(body, RULEBOOK_VERSION "\"}");
    for (unsigned i = 0; i < RULE_COUNT; i++)
        rules_json_rule(&lines, (enum rule_name)i);
    add_list(body, "rules", &lines);
    for (size_t i = 0; i < statement_count; i++)
        rules_json_statement(&lines, &statements[i]);
    add_list(body, "statements", &lines);
    for (size_t i = 0; i < reading_count; i++)
        rules_json_reading(&lines, &readings[i]);
    add_list(body, "readings", &lines);
    for (unsigned i = REMEDY_NONE + 1; i < REMEDY_COUNT; i++)
        rules_json_remedy(&lines, (enum remedy)i);
    add_list(body, "remedies", &lines);
    buffer_add_string(body, "}\n");
    buffer_done(&lines);
}

void rulebook_show(struct api_call *call)
{
    write_rulebook(&call->response->body);
    call_answer_cacheable(call);
}

/* Routes. */

/* A party by whatever names it alone; REQUEST_NONE where the argument is absent. False: it was
 * answered. */
static bool find_party(struct api_call *call, const struct book *book, const char *name,
                       uint32_t *out_tenant)
{
    struct text value = call_argument(call, name);
    struct found found;
    char about[64];

    *out_tenant = REQUEST_NONE;
    if (value.length == 0)
        return true;
    book_find_party(book, value, &found);
    if (found.count == 1) {
        *out_tenant = found.numbers[0];
        return true;
    }
    (void)snprintf(about, sizeof(about), "%.*s", (int)value.length, value.bytes);
    call_answer_trouble(call, TROUBLE_UNKNOWN_PARTY, about);
    return false;
}

static bool find_offer(struct api_call *call, const struct book *book, uint32_t *out_offer)
{
    struct text value = call_argument(call, "offer");
    struct found found;

    *out_offer = REQUEST_NONE;
    if (value.length == 0)
        return true;
    book_find_offer_named(book, value, &found);
    if (found.count == 1) {
        *out_offer = found.numbers[0];
        return true;
    }
    call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "offer");
    return false;
}

/* A number from 1 to `most`; it stays as it is where the argument is absent. */
static bool read_number(struct api_call *call, const char *name, unsigned most, unsigned *in_out)
{
    uint64_t number = *in_out;

    if (!call_number(call, name, &number))
        return false;
    if (call_argument(call, name).length > 0 && (number == 0 || number > most)) {
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, name);
        return false;
    }
    *in_out = (unsigned)number;
    return true;
}

/* The book's day. */
struct day_work {
    struct store_work work; /* first */
    date today;
};

static enum status read_clock(struct store_work *work, struct call *call)
{
    ((struct day_work *)work)->today = call->today;
    return STATUS_OK;
}

static bool read_day(struct api_call *call, date *out_on)
{
    struct text on = call_argument(call, "on");
    struct day_work day = { .work = { read_clock } };

    if (on.length > 0) {
        if (date_parse(on, out_on))
            return true;
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "on");
        return false;
    }
    if (!call_read(call, &day.work))
        return false;
    *out_on = day.today;
    return true;
}

static bool read_query(struct api_call *call, const struct book *book, struct routes_query *query)
{
    unsigned limit = ROUTES_LISTED;

    query->steps_max = 0;
    if (!find_party(call, book, "customer", &query->customer) ||
        !find_party(call, book, "seller", &query->seller) ||
        !find_party(call, book, "provider", &query->provider) ||
        !find_offer(call, book, &query->offer) || !read_day(call, &query->date) ||
        !read_number(call, "near", PLAN_STEPS_MAX, &query->steps_max) ||
        !read_number(call, "limit", ROUTES_LISTED_MAX, &limit))
        return false;
    query->limit = limit;
    if (query->customer != REQUEST_NONE)
        return true;
    call_answer_trouble(call, TROUBLE_MISSING_ARGUMENT, "customer");
    return false;
}

static void show_routes(struct api_call *call, const struct book *book, struct terms terms)
{
    struct book_source source;
    struct routes_query query;
    struct routes found = { 0 };
    enum status status = STATUS_OK;

    if (!read_query(call, book, &query))
        return;
    status = book_source_init(&source, book);
    if (status == STATUS_OK) {
        status = routes_find(&source.source, terms, &query, &found);
        if (status == STATUS_OK)
            routes_write_json(&call->response->body, &source, terms, &query, &found);
        routes_done(&found);
        book_source_done(&source);
    }
    if (status == STATUS_OK)
        call_answer_json(call);
    else
        call_answer_trouble(call, TROUBLE_NO_MEMORY, NULL);
}

void routes_show(struct api_call *call)
{
    struct terms terms;
    uint64_t position = 0;

    if (!call_terms(call, &terms))
        return;
    show_routes(call, follower_begin_reading(call->api->follower, &position), terms);
    follower_end_reading(call->api->follower);
}
