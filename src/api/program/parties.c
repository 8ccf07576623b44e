/* SPDX-License-Identifier: Apache-2.0 */
/* Parties, as whoever asks may see them. */
#include "api/handlers.h"
#include "api/program/paging.h"
#include "engine/party/mpa_asking.h"
#include "engine/party/party_json.h"

enum {
    RELATIONS_SHOWN = 10
};

/* A list of parties. */
struct list_work {
    struct store_work work; /* first */
    struct api_call *call;
    struct page page;
};

static void write_list(struct buffer *body, const struct page *page, const struct party_list *list)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "parties");
    json_begin_array(&writer);
    for (unsigned i = 0; i < list->count; i++)
        party_write_identity(&writer, &list->parties[i]);
    json_end_array(&writer);
    json_key(&writer, "next");
    page_write_next(body, page, list->has_more ? list->next : TEXT(""));
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(body, "\n");
}

static enum status list(struct store_work *store_work, struct call *call)
{
    struct list_work *work = (struct list_work *)store_work;
    struct party_list_question question = {
        .principal = work->call->principal,
        .domain = call_argument(work->call, "domain"),
        .name = call_argument(work->call, "name"),
        .after = { work->page.mark, work->page.mark_length },
        .limit = work->page.limit,
    };
    struct party_list list;

    buffer_clear(&work->call->response->body);
    TRY(party_list_load(call, &question, &list));
    write_list(&work->call->response->body, &work->page, &list);
    return STATUS_OK;
}

void parties_list(struct api_call *call)
{
    struct list_work work = { .work = { list }, .call = call };

    if (call_page(call, &work.page) && call_read(call, &work.work))
        call_answer_json(call);
}

/* One party. */
struct show_work {
    struct store_work work; /* first */
    struct api_call *call;
    uint64_t relations_max;
};

static enum status show(struct store_work *store_work, struct call *call)
{
    struct show_work *work = (struct show_work *)store_work;
    struct party_question question = { work->call->principal, work->call->parameters[0],
                                       work->relations_max };
    struct party_view *view = arena_new(&call->arena, 1, sizeof(*view));

    buffer_clear(&work->call->response->body);
    TRY(party_load(call, &question, view));
    party_write_json(&work->call->response->body, view);
    return STATUS_OK;
}

void party_show(struct api_call *call)
{
    struct show_work work = { .work = { show }, .call = call, .relations_max = RELATIONS_SHOWN };

    if (!call_number(call, "relations", &work.relations_max))
        return;
    if (work.relations_max > PARTY_RELATIONS_MAX)
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "relations");
    else if (call_read(call, &work.work))
        call_answer_cacheable(call);
}

/* The partner agreement of one. */
struct mpa_work {
    struct store_work work; /* first */
    struct api_call *call;
};

static enum status ask(struct store_work *store_work, struct call *call)
{
    struct api_call *asking = ((struct mpa_work *)store_work)->call;
    struct mpa_asking question = { asking->principal, call_argument(asking, "tenant"),
                                   call_argument(asking, "mpn_id") };
    struct mpa_told told;

    buffer_clear(&asking->response->body);
    TRY(mpa_ask(call, &question, &told));
    mpa_told_write_json(&asking->response->body, &told);
    return STATUS_OK;
}

void mpa_status_show(struct api_call *call)
{
    struct mpa_work work = { .work = { ask }, .call = call };
    bool has_tenant = call_argument(call, "tenant").length > 0;
    bool has_mpn_id = call_argument(call, "mpn_id").length > 0;

    if (!has_tenant && !has_mpn_id)
        call_answer_trouble(call, TROUBLE_MISSING_ARGUMENT, "tenant");
    else if (has_tenant && has_mpn_id)
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "mpn_id");
    else if (call_read(call, &work.work))
        call_answer_json(call);
}
