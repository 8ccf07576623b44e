/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/judging/ahead.h"

#include "engine/judging/acting.h"

/* As a work of a store. */
struct ahead_work {
    struct store_work work; /* first */
    const struct act_request *request;
    struct ahead *ahead;
};

static enum status judge(struct acting *acting, struct ahead *ahead)
{
    TRY(acting_prepare(acting));
    TRY(judging_run(acting, NULL, &ahead->judging));
    ahead->is_there =
        !ahead->reads.is_once && !ahead->judging.kept.has_failed && !ahead->judging.told.has_failed;
    return STATUS_OK;
}

static enum status run(struct store_work *store_work, struct call *call)
{
    const struct ahead_work *work = (struct ahead_work *)store_work;
    struct ahead *ahead = work->ahead;
    enum status status = STATUS_OK;

    ahead->is_there = false;
    ahead->today = call->today;
    ahead->reads = (struct reads){ .version = call->version };
    call->reads = &ahead->reads;
    status = judge(acting_begin(work->request, call), ahead);
    call->reads = NULL;
    return status;
}

void ahead_judge(struct store *store, const struct act_request *request, struct ahead *out_ahead)
{
    struct ahead_work work = { { run }, request, out_ahead };
    struct fault unused = { 0 };

    *out_ahead = (struct ahead){ 0 };
    (void)store->read(store, &work.work, &unused);
}

bool ahead_counts(const struct ahead *ahead, struct call *call)
{
    return ahead->is_there && ahead->today.day == call->today.day &&
           call->store->is_unchanged(call, &ahead->reads);
}

void ahead_done(struct ahead *ahead)
{
    judging_done(&ahead->judging);
}
