/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include <string.h>

#include "base/memory.h"
#include "engine/journal/record.h"
#include "engine/journal/seal.h"
#include "engine/judging/acting.h"
#include "engine/judging/ahead.h"
#include "exchange/digest.h"
#include "exchange/json.h"

#define WORD(name, word) word,
static const char *const outcome_list[] = { OUTCOMES(WORD) };
const struct words outcome_words = { outcome_list, COUNT_OF(outcome_list) };

/* An act as a work of the store. */
struct act_work {
    struct store_work work; /* first */
    const struct act_request *request;
    struct act_answer *answer;
    struct ahead *ahead; /* or NULL */

    /* Of one run. */
    struct acting *acting;
    struct judging judging;
    const struct judging *judged;   /* this one, or the one that was made ahead */
    char digest[DIGEST_LENGTH + 1]; /* of what was asked, where the request has an id */
};

void act_answer_done(struct act_answer *answer)
{
    buffer_done(&answer->json);
    buffer_done(&answer->notes);
}

/* The day of an act is the book's; only what would come of it can be asked of another. */
static enum status check_day(struct call *call, const struct act_request *request)
{
    char today[DATE_LENGTH + 1];
    char asked[DATE_LENGTH + 1];

    if (request->on.day == DATE_BEFORE_ALL.day || request->on.day == call->today.day)
        return STATUS_OK;
    if (request->is_dry_run) {
        call->today = request->on;
        return STATUS_OK;
    }
    date_format(call->today, today);
    date_format(request->on, asked);
    return call_fail(call, FAULT_OTHER_DATE, today, asked, NULL);
}

static void note_digest(struct act_work *work)
{
    struct buffer asked = { 0 };

    buffer_add_string(&asked, work->acting->use_case->name);
    record_write_input(&asked, work->acting, true);
    digest_write(buffer_text(&asked), work->digest);
    buffer_done(&asked);
}

static struct receipt receipt_of(const struct act_work *work)
{
    return (struct receipt){
        .principal = work->request->principal,
        .request_id = work->request->request_id,
        .act = text_of(work->acting->use_case->name),
        .digest = text_of(work->digest),
    };
}

/* Gives the first answer again. */
static enum status repeat(struct act_work *work, const struct receipt *receipt)
{
    yyjson_doc *document = yyjson_read(receipt->answer.bytes, receipt->answer.length, 0);
    yyjson_val *root = yyjson_doc_get_root(document);
    struct text outcome = text_of("");
    unsigned value = OUTCOME_CARRIED_OUT;

    if (yyjson_get_str(yyjson_obj_get(root, "outcome")) != NULL)
        outcome = text_of(yyjson_get_str(yyjson_obj_get(root, "outcome")));
    (void)words_find(&outcome_words, outcome, &value);
    work->answer->outcome = (enum outcome)value;
    work->answer->position = yyjson_get_uint(yyjson_obj_get(root, "position"));
    if (yyjson_get_str(yyjson_obj_get(root, "leaf")) != NULL)
        (void)hash_parse(text_of(yyjson_get_str(yyjson_obj_get(root, "leaf"))),
                         &work->answer->leaf);
    work->answer->is_repeated = true;
    buffer_add_text(&work->answer->json, receipt->answer);
    yyjson_doc_free(document);
    return STATUS_OK;
}

/* Looks whether the request was answered before; then its answer is given again. */
static enum status find_repeated(struct act_work *work)
{
    struct receipt receipt;
    bool is_found = false;

    if (work->request->request_id.length == 0 || work->request->is_dry_run)
        return STATUS_OK;
    note_digest(work);
    receipt = receipt_of(work);
    TRY(work->acting->call->store->find_receipt(work->acting->call, &receipt, &is_found));
    if (!is_found)
        return STATUS_OK;
    if (!text_is(receipt.digest, work->digest))
        return call_fail(work->acting->call, FAULT_KEY_REUSED,
                         arena_keep(&work->acting->call->arena, work->request->request_id).bytes,
                         NULL, NULL);
    return repeat(work, &receipt);
}

static void add_party(struct entry *entry, guid tenant)
{
    if (guid_is_none(tenant) || entry->party_count == ENTRY_PARTIES_MAX)
        return;
    for (unsigned i = 0; i < entry->party_count; i++)
        if (guid_equal(entry->parties[i], tenant))
            return;
    entry->parties[entry->party_count++] = tenant;
}

static void add_parties(struct entry *entry, const struct acting *acting)
{
    const struct act_input *input = &acting->input;
    const guid parties[] = { acting->principal.tenant, input->tenant,      input->provider,
                             input->reseller,          input->seller,      input->partner,
                             input->customer,          input->transacting, input->inviter,
                             input->invited,           input->opener };

    for (size_t i = 0; i < COUNT_OF(parties); i++)
        add_party(entry, parties[i]);
}

/* A line; what a name holds does not break it. */
static void write_note(struct buffer *notes, const struct act_note *note)
{
    buffer_add_format(notes, "%s: ", note->key);
    buffer_add_visible(notes, note->value, note->value.length);
    buffer_add_string(notes, "\n");
}

/* The answer, once with what is secret and once, for the receipt, without. */
static enum status write_answers(struct act_work *work, const struct entry *entry)
{
    struct record record = {
        .acting = work->acting,
        .outcome = work->answer->outcome,
        .entry = entry,
        .decisions = buffer_text(&work->judged->told),
        .has_secrets = true,
    };
    struct receipt receipt = receipt_of(work);
    struct buffer kept = { 0 };
    enum status status = STATUS_OK;

    for (unsigned i = 0; i < work->acting->note_count; i++)
        write_note(&work->answer->notes, &work->acting->notes[i]);
    record_write_answer(&work->answer->json, &record);
    if (entry == NULL || work->request->request_id.length == 0)
        return STATUS_OK;
    record.has_secrets = false;
    record_write_answer(&kept, &record);
    receipt.answer = buffer_text(&kept);
    if (!kept.has_failed)
        status = work->acting->call->store->add_receipt(work->acting->call, &receipt);
    buffer_done(&kept);
    return status;
}

static enum status add_entry(struct act_work *work)
{
    struct acting *acting = work->acting;
    struct buffer input = { 0 };
    struct buffer changes = { 0 };
    struct entry entry = {
        .id = act_new_id(acting),
        .at = acting->call->now,
        .on = acting->call->today,
        .principal = acting->principal,
        .act = text_of(acting->use_case->name),
        .outcome = work->answer->outcome,
        .decisions = buffer_text(&work->judged->kept),
    };
    enum status status = STATUS_OK;

    record_write_input(&input, acting, false);
    record_write_changes(&changes, acting);
    entry.input = buffer_text(&input);
    entry.changes = buffer_text(&changes);
    add_parties(&entry, acting);
    if (input.has_failed || changes.has_failed || work->judged->kept.has_failed)
        status = call_fail(acting->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (status == STATUS_OK)
        status = entry_add(acting->call, &entry);
    if (status == STATUS_OK) {
        work->answer->position = entry.position;
        work->answer->leaf = entry.leaf;
        status = write_answers(work, &entry);
    }
    buffer_done(&input);
    buffer_done(&changes);
    return status;
}

static enum status judge(struct act_work *work)
{
    if (work->ahead != NULL && ahead_counts(work->ahead, work->acting->call)) {
        work->judged = &work->ahead->judging;
        return STATUS_OK;
    }
    work->judged = &work->judging;
    return judging_run(work->acting, work->request->observer, &work->judging);
}

/* From what is asked to what is written, or would be. */
static enum status perform(struct act_work *work)
{
    struct acting *acting = work->acting;

    TRY(acting_prepare(acting));
    TRY(judge(work));
    work->answer->outcome = work->judged->is_supported ? OUTCOME_CARRIED_OUT : OUTCOME_REFUSED;
    if (!work->judged->is_supported)
        acting->note_count = 0;
    if (work->request->is_dry_run)
        return write_answers(work, NULL);
    if (work->judged->is_supported)
        TRY(acting->use_case->carry_out(acting));
    return add_entry(work);
}

/* A work may run again, and gives what it gives whole each time. */
static void begin(struct act_work *work, struct call *call)
{
    work->acting = acting_begin(work->request, call);
    buffer_clear(&work->answer->json);
    buffer_clear(&work->answer->notes);
    work->answer->position = 0;
    work->answer->is_repeated = false;
    if (work->request->observer != NULL)
        work->request->observer->begin(work->request->observer);
}

static enum status run(struct store_work *store_work, struct call *call)
{
    struct act_work *work = (struct act_work *)store_work;
    enum status status = STATUS_OK;

    begin(work, call);
    TRY(check_day(call, work->request));
    TRY(find_repeated(work));
    if (work->answer->is_repeated)
        return STATUS_OK;
    status = perform(work);
    if (status == STATUS_OK && (work->answer->json.has_failed || work->answer->notes.has_failed ||
                                work->judged->told.has_failed))
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    return status;
}

static enum status write_act(struct store *store, struct act_work *work)
{
    struct ahead ahead = { .is_there = false };
    enum status status = STATUS_OK;

    /* An observer is told of decisions where they count. */
    if (work->request->observer == NULL && store->is_busy(store))
        ahead_judge(store, work->request, &ahead);
    work->ahead = &ahead;
    status = store->write(store, &work->work, &work->answer->fault);
    ahead_done(&ahead);
    return status;
}

enum status engine_act(struct store *store, const struct act_request *request,
                       struct act_answer *out_answer)
{
    struct act_work work = { .work = { run }, .request = request, .answer = out_answer };
    enum status status = STATUS_OK;

    *out_answer = (struct act_answer){ 0 };
    work.judged = &work.judging;
    if (request->is_dry_run)
        status = store->read(store, &work.work, &out_answer->fault);
    else
        status = write_act(store, &work);
    judging_done(&work.judging);
    return status;
}
