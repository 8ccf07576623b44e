/* SPDX-License-Identifier: Apache-2.0 */
/* The journal as it goes on, and the whole book. */
#include "api/exports.h"
#include "api/feed.h"
#include "api/handlers.h"
#include "api/program/paging.h"
#include "engine/journal/history.h"

/* From where on events are asked for. */
struct event_question {
    struct store_work work; /* first */
    bool has_position;      /* the client names the last event that it has */
    uint64_t position;
};

/* Whoever has seen more than there is has seen another book: what it lacks cannot be told. */
static enum status find_position(struct store_work *work, struct call *call)
{
    struct event_question *question = (struct event_question *)work;
    uint64_t last = 0;

    TRY(call->store->last_position(call, &last));
    if (!question->has_position)
        question->position = last;
    return question->position <= last ? STATUS_OK : history_fail_position(call, question->position);
}

void events_show(struct api_call *call)
{
    struct event_question question = { .work = { find_position } };
    struct text last = http_request_header(call->request, "Last-Event-ID");

    question.has_position = last.length > 0;
    if (question.has_position && !number_parse(last, &question.position))
        call_answer_trouble(call, TROUBLE_WRONG_HEADER, "Last-Event-ID");
    else if (call_read(call, &question.work))
        feed_answer(call, question.position);
}

void export_show(struct api_call *call)
{
    exports_answer(call);
}
