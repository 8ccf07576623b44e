/* SPDX-License-Identifier: Apache-2.0 */
#include "store/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "store/verify_private.h"

void verify_tell(struct verifying *verifying, const struct verify_finding *finding)
{
    verifying->report.finding_count++;
    verifying->request->sink->report(verifying->request->sink, finding);
}

/* Shown the entries. */
struct verifying_visitor {
    struct entry_visitor visitor;
    struct verifying *verifying;
};

static enum status take_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    struct verifying *verifying = ((struct verifying_visitor *)visitor)->verifying;
    struct verify_sink *sink = verifying->request->sink;

    TRY(verify_entry(verifying, entry));
    if (sink->progress(sink, verifying->frontier.leaf_count))
        return STATUS_OK;
    return call_fail(&verifying->session->call, FAULT_INTERRUPTED, NULL, NULL, NULL);
}

/* Whatever could be read is compared: a head alone shows nothing of what it is not signed by. */
static enum status check_head(struct verifying *verifying)
{
    const struct journal_head *head = verifying->request->head;
    struct call *call = &verifying->session->call;
    unsigned char key[HEAD_KEY_BYTES];
    bool is_signed = false;

    if (head == NULL)
        return STATUS_OK;
    if (head_check(head, &is_signed) != STATUS_OK)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (!is_signed)
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_HEAD_SIGNATURE });
    TRY(head_load_key(call, key));
    if (memcmp(key, head->key, sizeof(key)) != 0)
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_HEAD_KEY });
    return STATUS_OK;
}

static void check_tree(struct verifying *verifying)
{
    const struct journal_head *head = verifying->request->head;
    uint64_t count = verifying->frontier.leaf_count;

    if (head != NULL && head->tree.leaf_count > count)
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_HEAD_BEHIND,
                                                         .position = head->tree.leaf_count,
                                                         .other = count });
    for (size_t i = 0; i < verifying->missing_count; i++)
        if (!verifying->missing[i].is_told)
            verify_tell(verifying,
                        &(struct verify_finding){ .kind = VERIFY_BODY_GONE,
                                                  .position = verifying->missing[i].position });
    verifying->report.tree = (struct merkle_head){ count, merkle_root(&verifying->frontier) };
}

static void tell_gone(struct verifying *verifying)
{
    const struct edit *edit = NULL;
    size_t place = 0;

    while ((edit = edits_next_left(&verifying->edits, &place)) != NULL)
        verify_tell(verifying,
                    &(struct verify_finding){ .kind = VERIFY_FACT_GONE,
                                              .position = edit->position,
                                              .what = edit_line(&verifying->edits, edit) });
}

static void tell_type(struct verifying *verifying, const struct census *now, enum fact_type type)
{
    struct buffer what = { 0 };

    buffer_add_format(&what, "%s (%" PRIu64 "; %" PRIu64 ")", fact_type_words.list[type],
                      now->types[type].count, verifying->census.types[type].count);
    verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_FACTS,
                                                     .position = verifying->census_position,
                                                     .what = buffer_text(&what) });
    buffer_done(&what);
}

/* Takes back what was changed since the census, and looks whether that is what is left. */
static enum status check_facts(struct verifying *verifying)
{
    struct call *call = &verifying->session->call;
    enum status status = edits_settle(&verifying->edits);
    struct census now;

    if (status == STATUS_NO_MEMORY)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (status != STATUS_OK)
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_CHANGES });
    TRY(census_take(verifying->session, &verifying->edits, &now));
    tell_gone(verifying);
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        verifying->report.fact_count += now.types[type].count;
        if (!census_agrees(&now, &verifying->census, (enum fact_type)type))
            tell_type(verifying, &now, (enum fact_type)type);
    }
    return STATUS_OK;
}

/* A sandbox alone has a clock of its own; one that was moved is set as it was then. */
static enum status check_clock(struct verifying *verifying)
{
    struct call *call = &verifying->session->call;
    struct text is_sandbox;
    struct text offset;
    char moved[24];
    bool is_as_moved = true;

    TRY(call->store->setting(call, SETTING_IS_SANDBOX, &is_sandbox));
    TRY(call->store->setting(call, SETTING_CLOCK_OFFSET, &offset));
    (void)snprintf(moved, sizeof(moved), "%" PRId64, verifying->clock_offset);
    if (verifying->clock_position > 0)
        is_as_moved = text_is(offset, moved) && text_is(is_sandbox, "yes");
    else if (!text_is(is_sandbox, "yes"))
        is_as_moved = offset.length == 0;
    if (!is_as_moved)
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_CLOCK,
                                                         .position = verifying->clock_position });
    return STATUS_OK;
}

static void begin(struct verifying *verifying, struct call *call)
{
    verifying->session = session_of(call);
    verifying->report = (struct verify_report){ 0 };
    verifying->frontier = (struct merkle_frontier){ 0 };
    verifying->next_position = 1;
    verifying->has_read_all = false;
    verifying->has_other_leaves = false;
    verifying->missing_count = 0;
    verifying->census_position = 0;
    verifying->clock_position = 0;
    census_of_nothing(&verifying->census);
    edits_clear(&verifying->edits);
    verifying->request->sink->begin(verifying->request->sink);
}

static enum status look(struct verifying *verifying, struct call *call)
{
    static const struct entry_filter all = { 0 };
    struct verifying_visitor visitor = { { take_entry }, verifying };

    TRY(check_head(verifying));
    TRY(call->store->visit_entries(call, &all, &visitor.visitor));
    check_tree(verifying);
    TRY(check_clock(verifying));
    TRY(check_facts(verifying));
    verifying->has_read_all = true;
    return verifying->session->functions->check_pages(verifying->session, verifying->request->sink);
}

/* By how far it came: a page that is wrong is found last, if nothing was found to be by reading. */
static enum verify_kind kind_of_damage(const struct verifying *verifying)
{
    return verifying->has_read_all ? VERIFY_PAGES : VERIFY_UNREADABLE;
}

/* What is damaged so that it cannot be read is told like all else that is not as it was. */
static enum status run(struct store_work *work, struct call *call)
{
    struct verifying *verifying = (struct verifying *)work;
    enum status status = STATUS_OK;
    struct buffer what = { 0 };

    begin(verifying, call);
    status = look(verifying, call);
    if (status != STATUS_CORRUPT)
        return status;
    fault_write(&what, &call->fault, verifying->request->language);
    verify_tell(verifying, &(struct verify_finding){ .kind = kind_of_damage(verifying),
                                                     .position = verifying->frontier.leaf_count,
                                                     .what = buffer_text(&what) });
    buffer_done(&what);
    return STATUS_OK;
}

enum status store_verify(struct store *store, const struct verify_request *request,
                         struct fault *fault, struct verify_report *out_report)
{
    struct verifying *verifying = memory_new(1, sizeof(*verifying));
    enum status status = STATUS_NO_MEMORY;

    *fault = (struct fault){ 0 };
    if (verifying == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    verifying->work.run = run;
    verifying->request = request;
    if (replay_init(&verifying->replay, request->language) == STATUS_OK)
        status = store->read(store, &verifying->work, fault);
    else
        (void)fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (status == STATUS_OK)
        *out_report = verifying->report;
    replay_done(&verifying->replay);
    edits_done(&verifying->edits);
    memory_free(verifying->missing);
    memory_free(verifying);
    return status;
}
