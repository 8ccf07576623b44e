/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main thread reads blocks of lines and writes what comes of them; workers judge a block
 * each. Blocks stand in a ring, so that output has the order of input whatever the number of
 * workers. With one job the main thread judges too, and there is no other.
 */
#include "cli/check_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/lines.h"
#include "base/memory.h"

enum {
    SLOTS_PER_JOB = 2
};

enum slot_state {
    SLOT_FREE,
    SLOT_READ,
    SLOT_TAKEN,
    SLOT_JUDGED
};

/* One block on its way. */
struct slot {
    enum slot_state state;
    enum status status;
    struct line_block block;
    struct buffer output;
    uint64_t supported_count;
    uint64_t not_supported_count;
    uint64_t error_count;
};

struct pipeline {
    struct check *check;
    struct line_reader lines;
    struct slot *slots;
    size_t slot_count;
    uint64_t read_count;    /* blocks read so far; the next goes to slot read_count % slot_count */
    uint64_t written_count; /* blocks written so far */
    uint64_t taken_count;   /* blocks that workers have taken */
    pthread_mutex_t mutex;
    pthread_cond_t may_judge;
    pthread_cond_t may_write;
    bool is_over;
    pthread_t *workers;
    unsigned worker_count;
};

static enum status write_full(const struct check *check, const struct line_outcome *outcome,
                              struct slot *slot)
{
    NOT_CLEARED struct full full;
    struct full_style style = { outcome->has_id, outcome->id, false };

    TRY(full_judge(&full, check->source, &outcome->request, check->terms));
    if (check->is_json)
        full_write_json(&slot->output, &full, &style);
    else
        report_full(&slot->output, outcome, &full, check->style);
    return STATUS_OK;
}

static enum status write_outcome(const struct check *check, const struct line_outcome *outcome,
                                 struct slot *slot)
{
    if (outcome->error.length > 0)
        slot->error_count++;
    else if (decision_is_supported(&outcome->decision))
        slot->supported_count++;
    else
        slot->not_supported_count++;
    if (check->is_full && outcome->error.length == 0)
        return write_full(check, outcome, slot);
    if (check->is_json)
        outcome_write_json(&slot->output, outcome);
    else
        report_outcome(&slot->output, outcome, check->style);
    return STATUS_OK;
}

/* Judges the lines that were read and writes what comes of them. */
static enum status judge_batch(const struct check *check, struct line_judge *judge,
                               struct slot *slot)
{
    NOT_CLEARED struct line_outcome outcome;

    line_judge_warm(judge);
    for (size_t i = 0; i < judge->line_count; i++) {
        TRY(line_judge_decide(judge, i, &outcome));
        TRY(write_outcome(check, &outcome, slot));
    }
    line_judge_clear(judge);
    return STATUS_OK;
}

static enum status judge_lines(const struct check *check, struct line_judge *judge,
                               struct slot *slot)
{
    struct text rest = { slot->block.bytes, slot->block.length };
    struct text line;

    for (uint64_t number = slot->block.first_line; line_cut(&rest, &line); number++) {
        if (line_is_blank(line))
            continue;
        TRY(line_judge_read(judge, line, number));
        if (judge->line_count == BOOK_BATCH)
            TRY(judge_batch(check, judge, slot));
    }
    return judge_batch(check, judge, slot);
}

static enum status judge_block(const struct check *check, struct line_judge *judge,
                               struct slot *slot)
{
    enum status status = STATUS_OK;

    buffer_clear(&slot->output);
    slot->supported_count = 0;
    slot->not_supported_count = 0;
    slot->error_count = 0;
    line_judge_clear(judge);
    if (slot->block.is_too_long) {
        TRY(line_judge_read_too_long(judge, slot->block.first_line));
        status = judge_batch(check, judge, slot);
    } else {
        status = judge_lines(check, judge, slot);
    }
    return status == STATUS_OK && slot->output.has_failed ? STATUS_NO_MEMORY : status;
}

static enum status begin_judging(const struct check *check, struct line_judge *judge)
{
    /* NDJSON is for programs and speaks English; lines for people speak the reader's language. */
    return line_judge_init(judge, check->book, check->terms,
                           check->is_json ? LANGUAGE_EN : check->style.language);
}

static void *work(void *argument)
{
    struct pipeline *pipeline = argument;
    struct line_judge judge;
    enum status ready = begin_judging(pipeline->check, &judge);

    (void)pthread_mutex_lock(&pipeline->mutex);
    for (;;) {
        struct slot *slot = NULL;

        while (!pipeline->is_over && pipeline->taken_count == pipeline->read_count)
            (void)pthread_cond_wait(&pipeline->may_judge, &pipeline->mutex);
        if (pipeline->taken_count == pipeline->read_count)
            break;
        slot = &pipeline->slots[pipeline->taken_count++ % pipeline->slot_count];
        slot->state = SLOT_TAKEN;
        (void)pthread_mutex_unlock(&pipeline->mutex);
        slot->status = ready == STATUS_OK ? judge_block(pipeline->check, &judge, slot) : ready;
        (void)pthread_mutex_lock(&pipeline->mutex);
        slot->state = SLOT_JUDGED;
        (void)pthread_cond_signal(&pipeline->may_write);
    }
    (void)pthread_mutex_unlock(&pipeline->mutex);
    line_judge_done(&judge);
    return NULL;
}

static enum status write_slot(struct pipeline *pipeline, struct slot *slot)
{
    struct check *check = pipeline->check;

    TRY(slot->status);
    TRY(terminal_write(STDOUT_FILENO, buffer_text(&slot->output)));
    check->supported_count += slot->supported_count;
    check->not_supported_count += slot->not_supported_count;
    check->error_count += slot->error_count;
    check->written_bytes += slot->output.length;
    progress_show(&check->progress, MESSAGE_JUDGING,
                  check->supported_count + check->not_supported_count + check->error_count,
                  pipeline->lines.bytes_read);
    return STATUS_OK;
}

/* Waits for the oldest block under way and writes it. */
static enum status write_oldest(struct pipeline *pipeline)
{
    struct slot *slot = &pipeline->slots[pipeline->written_count % pipeline->slot_count];

    (void)pthread_mutex_lock(&pipeline->mutex);
    while (slot->state != SLOT_JUDGED)
        (void)pthread_cond_wait(&pipeline->may_write, &pipeline->mutex);
    slot->state = SLOT_FREE;
    (void)pthread_mutex_unlock(&pipeline->mutex);
    pipeline->written_count++;
    return write_slot(pipeline, slot);
}

static enum status write_all(struct pipeline *pipeline)
{
    while (pipeline->written_count < pipeline->read_count)
        TRY(write_oldest(pipeline));
    return STATUS_OK;
}

static bool input_is_waiting(int file)
{
    struct pollfd poll_file = { .fd = file, .events = POLLIN };

    return poll(&poll_file, 1, 0) == 1;
}

/* What was read before a failure is answered too; errno stays that of the failure. */
static enum status write_all_and_fail(struct pipeline *pipeline, enum status failure)
{
    int reason = errno;

    TRY(write_all(pipeline));
    errno = reason;
    return failure;
}

/* The next block; before it waits for input it writes what it owes: whoever sends a line at a time
 * gets an answer to each. */
static enum status read_block(struct pipeline *pipeline, struct line_block *block)
{
    struct line_reader *lines = &pipeline->lines;

    for (;;) {
        enum status status = line_reader_take(lines, block);

        if (status != STATUS_OK || block->line_count > 0 || lines->is_at_end)
            return status;
        if (!input_is_waiting(lines->file))
            TRY(write_all(pipeline));
        status = line_reader_read(lines);
        if (status != STATUS_OK)
            return write_all_and_fail(pipeline, status);
    }
}

static enum status read_and_write(struct pipeline *pipeline)
{
    for (;;) {
        struct slot *slot = NULL;

        if (pipeline->read_count - pipeline->written_count == pipeline->slot_count)
            TRY(write_oldest(pipeline));
        slot = &pipeline->slots[pipeline->read_count % pipeline->slot_count];
        TRY(read_block(pipeline, &slot->block));
        if (slot->block.line_count == 0)
            return write_all(pipeline);
        (void)pthread_mutex_lock(&pipeline->mutex);
        slot->state = SLOT_READ;
        pipeline->read_count++;
        (void)pthread_cond_signal(&pipeline->may_judge);
        (void)pthread_mutex_unlock(&pipeline->mutex);
    }
}

static enum status start_workers(struct pipeline *pipeline)
{
    unsigned jobs = pipeline->check->jobs;

    pipeline->workers = memory_new(jobs, sizeof(*pipeline->workers));
    if (pipeline->workers == NULL)
        return STATUS_NO_MEMORY;
    while (pipeline->worker_count < jobs &&
           pthread_create(&pipeline->workers[pipeline->worker_count], NULL, work, pipeline) == 0)
        pipeline->worker_count++;
    return pipeline->worker_count > 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

static void stop_workers(struct pipeline *pipeline)
{
    (void)pthread_mutex_lock(&pipeline->mutex);
    pipeline->is_over = true;
    (void)pthread_cond_broadcast(&pipeline->may_judge);
    (void)pthread_mutex_unlock(&pipeline->mutex);
    for (unsigned i = 0; i < pipeline->worker_count; i++)
        (void)pthread_join(pipeline->workers[i], NULL);
    memory_free(pipeline->workers);
}

/* One job: a block is judged and written before the next is read. */
static enum status judge_alone(struct pipeline *pipeline, struct line_judge *judge)
{
    struct slot *slot = &pipeline->slots[0];

    for (;;) {
        TRY(line_reader_next(&pipeline->lines, &slot->block));
        if (slot->block.line_count == 0)
            return STATUS_OK;
        slot->status = judge_block(pipeline->check, judge, slot);
        TRY(write_slot(pipeline, slot));
    }
}

static enum status run_alone(struct pipeline *pipeline)
{
    struct line_judge judge;
    enum status status = begin_judging(pipeline->check, &judge);

    if (status == STATUS_OK)
        status = judge_alone(pipeline, &judge);
    line_judge_done(&judge);
    return status;
}

static enum status run_together(struct pipeline *pipeline)
{
    enum status status = start_workers(pipeline);

    if (status == STATUS_OK)
        status = read_and_write(pipeline);
    stop_workers(pipeline);
    return status;
}

enum status check_run(struct check *check)
{
    struct pipeline pipeline = {
        .check = check,
        .slot_count = (size_t)check->jobs * SLOTS_PER_JOB,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .may_judge = PTHREAD_COND_INITIALIZER,
        .may_write = PTHREAD_COND_INITIALIZER,
    };
    enum status status = STATUS_OK;

    pipeline.slots = memory_new(pipeline.slot_count, sizeof(*pipeline.slots));
    if (pipeline.slots == NULL)
        return STATUS_NO_MEMORY;
    line_reader_init(&pipeline.lines, check->input);
    status = check->jobs == 1 ? run_alone(&pipeline) : run_together(&pipeline);
    line_reader_done(&pipeline.lines);
    for (size_t i = 0; i < pipeline.slot_count; i++) {
        line_block_done(&pipeline.slots[i].block);
        buffer_done(&pipeline.slots[i].output);
    }
    memory_free(pipeline.slots);
    return status;
}
