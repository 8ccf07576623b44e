/* SPDX-License-Identifier: Apache-2.0 */
/* The journal, as whoever asks may see it: its entries, its heads, and proofs. */
#include "api/handlers.h"
#include "api/program/paging.h"
#include "engine/journal/entry_json.h"
#include "engine/journal/history.h"
#include "engine/journal/prove.h"

/* Entries being listed: all that are seen, or a party's. */
struct list_work {
    struct store_work work; /* first */
    struct entry_visitor visitor;
    struct api_call *call;
    struct page page;
    uint64_t after;
    struct text party; /* empty: all */
    struct json_writer writer;
    unsigned count;
    uint64_t last; /* the position of the last of the page, once there is more; else 0 */
    uint64_t seen; /* of the last that was written */
};

static struct list_work *list_of(struct entry_visitor *visitor)
{
    void *begin = (char *)visitor - offsetof(struct list_work, visitor);

    return begin;
}

/* One more than the page has shows that it goes on. */
static enum status take(struct entry_visitor *visitor, const struct entry *entry)
{
    struct list_work *work = list_of(visitor);

    if (work->count++ == work->page.limit) {
        work->last = work->seen;
        return STATUS_OK;
    }
    work->seen = entry->position;
    entry_write_summary(&work->writer, entry);
    return STATUS_OK;
}

static enum status list(struct store_work *store_work, struct call *call)
{
    struct list_work *work = (struct list_work *)store_work;
    struct history_question question = { work->call->principal, work->party, work->after,
                                         (uint64_t)work->page.limit + 1 };
    struct buffer *body = &work->call->response->body;
    enum status status = STATUS_OK;

    buffer_clear(body);
    work->count = 0;
    work->last = 0;
    json_writer_init(&work->writer, body, JSON_DEPTH_MAX);
    json_begin_object(&work->writer);
    json_key(&work->writer, "entries");
    json_begin_array(&work->writer);
    status = history_visit(call, &question, &work->visitor);
    json_end_array(&work->writer);
    json_key(&work->writer, "next");
    page_write_next_position(body, &work->page, work->last);
    json_end_object(&work->writer);
    json_writer_done(&work->writer);
    buffer_add_string(body, "\n");
    return status;
}

static void answer_list(struct api_call *call, struct text party)
{
    struct list_work work = { .work = { list }, .visitor = { take }, .call = call, .party = party };

    if (call_page(call, &work.page) && call_page_position(call, &work.page, &work.after) &&
        call_read(call, &work.work))
        call_answer_json(call);
}

void entries_list(struct api_call *call)
{
    answer_list(call, TEXT(""));
}

void party_history(struct api_call *call)
{
    answer_list(call, call->parameters[0]);
}

/* The position in the path. False: it is none, and answered as one that is not there. */
static bool read_position(struct api_call *call, uint64_t *out_position)
{
    char about[32];

    if (number_parse(call->parameters[0], out_position))
        return true;
    (void)snprintf(about, sizeof(about), "%.*s", (int)call->parameters[0].length,
                   call->parameters[0].bytes);
    call_answer_trouble(call, TROUBLE_UNKNOWN_ENTRY, about);
    return false;
}

/* One entry. */
struct show_work {
    struct store_work work; /* first */
    struct entry_visitor visitor;
    struct api_call *call;
    uint64_t position;
};

static struct show_work *show_of(struct entry_visitor *visitor)
{
    void *begin = (char *)visitor - offsetof(struct show_work, visitor);

    return begin;
}

static enum status take_one(struct entry_visitor *visitor, const struct entry *entry)
{
    struct show_work *work = show_of(visitor);
    struct buffer *body = &work->call->response->body;
    NOT_CLEARED struct json_writer writer;

    /* What was decided names others, and what they are to each other. */
    if (principal_is_vendor(work->call->principal)) {
        entry_write_whole(body, entry);
        return STATUS_OK;
    }
    json_writer_init(&writer, body, JSON_DEPTH_MAX);
    entry_write_summary(&writer, entry);
    json_writer_done(&writer);
    buffer_add_string(body, "\n");
    return STATUS_OK;
}

static enum status show(struct store_work *store_work, struct call *call)
{
    struct show_work *work = (struct show_work *)store_work;

    buffer_clear(&work->call->response->body);
    return history_show(call, work->call->principal, work->position, &work->visitor);
}

void entry_show(struct api_call *call)
{
    struct show_work work = { .work = { show }, .visitor = { take_one }, .call = call };

    if (read_position(call, &work.position) && call_read(call, &work.work))
        call_answer_cacheable(call);
}

/* Heads and proofs: hashes, which tell nothing of what they are made of. */
struct proof_work {
    struct store_work work; /* first */
    struct api_call *call;
    struct proof_question question;
    bool is_of_entry; /* which has to be one that is seen */
};

static enum status show_head(struct store_work *store_work, struct call *call)
{
    struct buffer *body = &((struct proof_work *)store_work)->call->response->body;
    struct journal_head head;

    buffer_clear(body);
    TRY(head_load(call, &head));
    head_write(body, &head);
    return STATUS_OK;
}

void head_show(struct api_call *call)
{
    struct proof_work work = { .work = { show_head }, .call = call };

    if (call_read(call, &work.work))
        call_answer_json(call);
}

static enum status see(struct entry_visitor *visitor, const struct entry *entry)
{
    (void)visitor;
    (void)entry;
    return STATUS_OK;
}

static enum status prove(struct store_work *store_work, struct call *call)
{
    struct proof_work *work = (struct proof_work *)store_work;
    struct entry_visitor visitor = { see };
    struct journal_proof proof;

    buffer_clear(&work->call->response->body);
    if (work->is_of_entry)
        TRY(history_show(call, work->call->principal, work->question.position, &visitor));
    TRY(proof_make(call, &work->question, &proof));
    proof_write_json(&work->call->response->body, &proof);
    return STATUS_OK;
}

void proof_show(struct api_call *call)
{
    struct proof_work work = { .work = { prove }, .call = call, .is_of_entry = true };

    if (read_position(call, &work.question.position) &&
        call_number(call, "size", &work.question.size) && call_read(call, &work.work))
        call_answer_json(call);
}

void consistency_show(struct api_call *call)
{
    struct proof_work work = { .work = { prove }, .call = call };

    if (!call_number(call, "from", &work.question.first_count) ||
        !call_number(call, "size", &work.question.size))
        return;
    if (work.question.first_count == 0)
        call_answer_trouble(call, TROUBLE_MISSING_ARGUMENT, "from");
    else if (call_read(call, &work.work))
        call_answer_json(call);
}
