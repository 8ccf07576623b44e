/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proposals judged. In brief: on the book in memory. In full: for the vendor on the book in
 * memory; for anybody else on evidence out of the store, as an act would be, so that what is told
 * of strangers is a matter of one place (engine/judging).
 */
#include <stdio.h>

#include "api/handlers.h"
#include "base/assert.h"
#include "base/memory.h"
#include "book/book_source.h"
#include "engine/judging/judging.h"
#include "exchange/full.h"

enum {
    PROPOSALS_MAX = 10000,
    FULL_PROPOSALS_MAX = 100
};

/* What is asked, and its answers being written. */
struct deciding {
    struct api_call *call;
    struct line_judge *judge;
    struct terms terms;
    bool is_full;
    bool is_batch;
    unsigned written_count;
    struct full *full; /* room, where it is asked in full */
    enum trouble trouble;
    struct buffer about; /* what the trouble is about */
    bool has_failed;     /* it is answered by its trouble */
};

static void fail(struct deciding *deciding, enum trouble trouble, struct text about)
{
    if (deciding->has_failed)
        return;
    deciding->has_failed = true;
    deciding->trouble = trouble;
    buffer_add_text(&deciding->about, about);
}

/* What is wrong with one of a batch stands in its place; with the only one it is the answer. */
static void fail_one(struct deciding *deciding, enum trouble trouble,
                     const struct line_outcome *outcome, const char *error)
{
    struct buffer *body = &deciding->call->response->body;

    if (!deciding->is_batch) {
        fail(deciding, trouble, text_of(error));
        return;
    }
    buffer_add_string(body, "{");
    if (outcome->has_id) {
        buffer_add_string(body, "\"id\":");
        buffer_add_json(body, outcome->id);
        buffer_add_string(body, ",");
    }
    buffer_add_string(body, "\"error\":");
    buffer_add_json(body, text_of(error));
    buffer_add_string(body, "}\n");
}

/* Whoever asks takes part in the act; the vendor's roles ask about any. */
static bool may_ask(const struct api_call *call, const struct proposal *proposal)
{
    const guid parties[] = { proposal->provider, proposal->reseller, proposal->seller,
                             proposal->partner,  proposal->customer, proposal->tenant };

    if (principal_is_vendor(call->principal))
        return true;
    for (size_t i = 0; i < COUNT_OF(parties); i++)
        if (guid_equal(parties[i], call->principal.tenant))
            return true;
    return false;
}

static void write_full(struct deciding *deciding, const struct line_outcome *outcome)
{
    struct full_style style = { outcome->has_id, outcome->id, false };
    struct book_source source;
    enum status status = book_source_init(&source, deciding->judge->book);

    if (status == STATUS_OK) {
        status = full_judge(deciding->full, &source, &outcome->request, deciding->terms);
        if (status == STATUS_OK)
            full_write_json(&deciding->call->response->body, deciding->full, &style);
        book_source_done(&source);
    }
    if (status != STATUS_OK)
        fail(deciding, TROUBLE_NO_MEMORY, TEXT(""));
}

/* A proposal judged in the store, as its principal may see it. */
struct told_work {
    struct store_work work; /* first */
    struct deciding *deciding;
    const struct proposal *proposal;
    struct judging judging;
};

static enum status judge_told(struct store_work *work, struct call *call)
{
    struct told_work *told = (struct told_work *)work;
    struct acting *acting = arena_new(&call->arena, 1, sizeof(*acting));

    call->today = told->proposal->date;
    acting->call = call;
    acting->principal = told->deciding->call->principal;
    acting->terms = told->deciding->terms;
    act_propose(acting, *told->proposal);
    return judging_run(acting, NULL, &told->judging);
}

static void write_told(struct deciding *deciding, const struct line_outcome *outcome)
{
    struct buffer *body = &deciding->call->response->body;
    struct store *store = deciding->call->api->store;
    struct told_work told = { .work = { judge_told },
                              .deciding = deciding,
                              .proposal = &outcome->proposal };
    struct fault fault = { .kind = FAULT_NONE };
    struct buffer text = { 0 };

    if (store->read(store, &told.work, &fault) == STATUS_OK && !told.judging.told.has_failed) {
        /* A list of one decision. */
        ASSERT(told.judging.told.length > 2);
        buffer_add(body, told.judging.told.bytes + 1, told.judging.told.length - 2);
        buffer_add_string(body, "\n");
    } else {
        fault_write(&text, &fault, deciding->call->language);
        buffer_add(&text, "", 1);
        fail_one(deciding, TROUBLE_BODY_WRONG, outcome, text.has_failed ? "" : text.bytes);
    }
    buffer_done(&text);
    buffer_done(&told.judging.kept);
    buffer_done(&told.judging.told);
}

static void write_outcome(struct deciding *deciding, const struct line_outcome *outcome)
{
    const struct api_call *call = deciding->call;
    struct buffer text = { 0 };

    if (outcome->error.length > 0) {
        buffer_add_text(&text, outcome->error);
        buffer_add(&text, "", 1);
        fail_one(deciding, TROUBLE_BODY_WRONG, outcome, text.has_failed ? "" : text.bytes);
    } else if (!may_ask(call, &outcome->proposal)) {
        fail_one(deciding, TROUBLE_NOT_A_PARTY, outcome, "not a party to this act");
    } else if (!deciding->is_full) {
        outcome_write_json(&deciding->call->response->body, outcome);
    } else if (principal_is_vendor(call->principal)) {
        write_full(deciding, outcome);
    } else {
        write_told(deciding, outcome);
    }
    buffer_done(&text);
}

/* Judges the lines that were read, one after the other. */
static enum status judge_batch(struct deciding *deciding)
{
    struct buffer *body = &deciding->call->response->body;
    NOT_CLEARED struct line_outcome outcome;

    line_judge_warm(deciding->judge);
    for (size_t i = 0; i < deciding->judge->line_count; i++) {
        TRY(line_judge_decide(deciding->judge, i, &outcome));
        if (deciding->written_count++ > 0)
            body->bytes[body->length - 1] = ','; /* the line's end */
        write_outcome(deciding, &outcome);
        if (body->has_failed)
            return STATUS_NO_MEMORY;
        if (deciding->has_failed)
            return STATUS_OK;
    }
    line_judge_clear(deciding->judge);
    return STATUS_OK;
}

static enum status judge_each(struct deciding *deciding, yyjson_val *proposals)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    yyjson_arr_foreach (proposals, index, count, item) {
        TRY(line_judge_read_object(deciding->judge, item, index + 1));
        if (deciding->judge->line_count == BOOK_BATCH)
            TRY(judge_batch(deciding));
        if (deciding->has_failed)
            return STATUS_OK;
    }
    return judge_batch(deciding);
}

/* What is wrong with the body as a whole. */
struct body_sink {
    struct problem_sink sink; /* first */
    struct deciding *deciding;
};

static void tell(struct problem_sink *sink, const struct problem *problem)
{
    struct deciding *deciding = ((struct body_sink *)sink)->deciding;
    struct buffer text = { 0 };

    problem_write(&text, problem, deciding->call->language);
    fail(deciding, TROUBLE_BODY_WRONG, buffer_text(&text));
    buffer_done(&text);
}

static bool count_is_right(struct deciding *deciding, yyjson_val *proposals)
{
    size_t most = deciding->is_full ? FULL_PROPOSALS_MAX : PROPOSALS_MAX;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    yyjson_arr_foreach (proposals, index, count, item)
        if (!yyjson_is_obj(item)) {
            fail(deciding, TROUBLE_BODY_WRONG,
                 TEXT("\"proposals\" has something that is no object"));
            return false;
        }
    if (yyjson_arr_size(proposals) > most)
        fail(deciding, TROUBLE_TOO_MANY, deciding->is_full ? TEXT("100") : TEXT("10000"));
    return !deciding->has_failed;
}

static enum status judge_body(struct deciding *deciding, yyjson_val *root)
{
    struct buffer *body = &deciding->call->response->body;
    yyjson_val *proposals = yyjson_obj_get(root, "proposals");

    deciding->is_batch = proposals != NULL;
    if (!deciding->is_batch) {
        TRY(line_judge_read_object(deciding->judge, root, 1));
        return judge_batch(deciding);
    }
    if (!yyjson_is_arr(proposals) || yyjson_obj_size(root) != 1)
        fail(deciding, TROUBLE_BODY_WRONG,
             TEXT("the body is a proposal, or {\"proposals\": [ ... ]} and nothing beside it"));
    else if (count_is_right(deciding, proposals)) {
        buffer_add_string(body, "{\"decisions\":[\n");
        TRY(judge_each(deciding, proposals));
        buffer_add_string(body, "]}\n");
    }
    return STATUS_OK;
}

/* Judges on one version of the book. */
static void decide_on_book(struct deciding *deciding)
{
    struct api_call *call = deciding->call;
    struct body_sink sink = { { tell }, deciding };
    yyjson_val *root = NULL;
    uint64_t position = 0;
    char text[24];
    enum status status =
        json_read_object(&deciding->judge->json, call->request->body, 0, &sink.sink, &root);

    if (status == STATUS_OK) {
        deciding->judge->book = follower_begin_reading(call->api->follower, &position);
        status = judge_body(deciding, root);
        follower_end_reading(call->api->follower);
        (void)snprintf(text, sizeof(text), "%llu", (unsigned long long)position);
        http_response_add(call->response, "Aval-Position", text_of(text));
    }
    if (status == STATUS_NO_MEMORY)
        fail(deciding, TROUBLE_NO_MEMORY, TEXT(""));
}

static void judge_for(struct api_call *call, bool is_full)
{
    struct deciding deciding = { .call = call, .is_full = is_full };

    if (!call_terms(call, &deciding.terms))
        return;
    deciding.judge = api_take_judge(call->api);
    if (is_full)
        deciding.full = memory_new(1, sizeof(*deciding.full));
    if (deciding.judge == NULL || (is_full && deciding.full == NULL)) {
        fail(&deciding, TROUBLE_NO_MEMORY, TEXT(""));
    } else {
        deciding.judge->terms = deciding.terms;
        deciding.judge->language = call->language;
        decide_on_book(&deciding);
    }
    if (deciding.judge != NULL)
        api_give_judge(call->api, deciding.judge);
    memory_free(deciding.full);
    buffer_add(&deciding.about, "", 1);
    if (deciding.has_failed)
        call_answer_trouble(call, deciding.trouble,
                            deciding.about.has_failed ? "" : deciding.about.bytes);
    else
        call_answer_json(call);
    buffer_done(&deciding.about);
}

void decisions_answer(struct api_call *call)
{
    struct text form = call_argument(call, "form");

    if (form.length > 0 && !text_is(form, "full") && !text_is(form, "brief"))
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "form");
    else
        judge_for(call, text_is(form, "full"));
}

void ask_answer(struct api_call *call)
{
    judge_for(call, true);
}
