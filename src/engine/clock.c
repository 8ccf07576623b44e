/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/assert.h"
#include "engine/call.h"
#include "engine/journal/seal.h"

enum {
    SECONDS_A_DAY = 24 * 60 * 60,
    LAST_DAY = DAY_NUMBER(9999, 12, 31)
};

/* Reading or moving a clock, as a work of the store. */
struct clock_work {
    struct store_work work; /* first */
    const struct clock_move *move;
    struct clock clock;
};

static struct clock_work *clock_work_of(struct store_work *work)
{
    return (struct clock_work *)work;
}

static enum status read_clock(struct store_work *work, struct call *call)
{
    struct clock_work *clock_work = clock_work_of(work);
    struct text is_sandbox;

    TRY(call->store->setting(call, SETTING_IS_SANDBOX, &is_sandbox));
    clock_work->clock = (struct clock){ text_is(is_sandbox, "yes"), call->now, call->today };
    return STATUS_OK;
}

/* Sets the clock ahead of the system's, or behind it: by whole days from where it stands. */
static enum status set_ahead(struct call *call, int64_t days)
{
    struct timespec system;
    int64_t seconds = 0;

    (void)clock_gettime(CLOCK_REALTIME, &system);
    /* Both clocks have the same fraction of a second: the difference of what they were read at
     * is rounded to whole minutes, which a move keeps. */
    seconds = call->now / 1000 - (int64_t)system.tv_sec;
    seconds = (seconds + (seconds < 0 ? -30 : 30)) / 60 * 60 + days * SECONDS_A_DAY;
    return call->store->set(call, SETTING_CLOCK_OFFSET,
                            arena_format(&call->arena, "%" PRId64, seconds));
}

static enum status make_sandbox(struct store_work *work, struct call *call)
{
    date first_day = ((struct sandbox_work *)work)->first_day;

    TRY(call->store->set(call, SETTING_IS_SANDBOX, TEXT("yes")));
    if (first_day.day != DATE_BEFORE_ALL.day)
        TRY(set_ahead(call, (int64_t)first_day.day - call->today.day));
    return STATUS_OK;
}

/* The number that so many digits are. */
static int number_of(const char *digits, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

/* The same day so many months later, or the last of that month; DATE_AFTER_ALL: past year 9999. */
static date months_later(date from, unsigned count)
{
    char text[DATE_LENGTH + 1];
    int months = 0; /* since the year 0 */
    int day = 0;
    date later = DATE_AFTER_ALL;

    date_format(from, text);
    months = number_of(text, 4) * 12 + number_of(text + 5, 2) - 1 + (int)count;
    day = number_of(text + 8, 2);
    while (months < 10000 * 12 && day > 0) {
        char written[32];

        (void)snprintf(written, sizeof(written), "%04d-%02d-%02d", months / 12, months % 12 + 1,
                       day--);
        if (date_parse(text_of(written), &later))
            return later;
    }
    return DATE_AFTER_ALL;
}

static date target_of(const struct clock_move *move, date today)
{
    switch (move->kind) {
    case CLOCK_TO_DAY:
        return move->day;
    case CLOCK_BY_DAYS:
        return (date){ today.day + (int32_t)move->count };
    case CLOCK_BY_MONTHS:
    default:
        return months_later(today, move->count);
    }
}

/* Whoever reads the journal sees where days were passed over, and the book can be held to it. */
static enum status note_move(struct call *call, const char *from)
{
    struct entry entry = {
        .id = call_new_id(call),
        .at = call->now,
        .on = call->today,
        .principal = { .tenant = GUID_NONE, .role = PRINCIPAL_VENDOR },
        .act = TEXT(CLOCK_MOVED),
        .outcome = OUTCOME_CARRIED_OUT,
        .decisions = TEXT("[]"),
        .changes = TEXT("[]"),
    };
    struct text offset;
    char to[DATE_LENGTH + 1];

    date_format(call->today, to);
    TRY(call->store->setting(call, SETTING_CLOCK_OFFSET, &offset));
    entry.input = arena_format(&call->arena, "{\"from\":\"%s\",\"to\":\"%s\",\"offset\":%.*s}",
                               from, to, (int)offset.length, offset.bytes);
    return entry_add(call, &entry);
}

static enum status move_clock(struct store_work *work, struct call *call)
{
    struct clock_work *clock_work = clock_work_of(work);
    char today[DATE_LENGTH + 1];
    char asked[DATE_LENGTH + 1];
    date target;

    TRY(read_clock(work, call));
    if (!clock_work->clock.is_sandbox)
        return call_fail(call, FAULT_CLOCK_FIXED, NULL, NULL, NULL);
    target = target_of(clock_work->move, call->today);
    date_format(call->today, today);
    if (target.day > LAST_DAY)
        return call_fail(call, FAULT_CLOCK_END, today, NULL, NULL);
    date_format(target, asked);
    if (date_before(target, call->today))
        return call_fail(call, FAULT_CLOCK_BACKWARD, today, asked, NULL);
    if (target.day == call->today.day)
        return STATUS_OK;
    TRY(set_ahead(call, (int64_t)target.day - call->today.day));
    TRY(call_read_clock(call));
    TRY(note_move(call, today));
    return read_clock(work, call);
}

void clock_write_json(struct buffer *buffer, const struct clock *clock)
{
    char day[DATE_LENGTH + 1];

    date_format(clock->today, day);
    buffer_add_format(buffer, "{\"today\":\"%s\",\"now_ms\":%" PRId64 ",\"sandbox\":%s}", day,
                      clock->now, clock->is_sandbox ? "true" : "false");
}

enum status clock_read(struct store *store, struct clock *out_clock, struct fault *fault)
{
    struct clock_work work = { .work = { read_clock } };

    TRY(store->read(store, &work.work, fault));
    *out_clock = work.clock;
    return STATUS_OK;
}

struct sandbox_work clock_sandbox(date day)
{
    return (struct sandbox_work){ { make_sandbox }, day };
}

enum status clock_make_sandbox(struct store *store, date day, struct fault *fault)
{
    struct sandbox_work work = clock_sandbox(day);

    return store->write(store, &work.work, fault);
}

enum status clock_move(struct store *store, const struct clock_move *move, struct clock *out_clock,
                       struct fault *fault)
{
    struct clock_work work = { .work = { move_clock }, .move = move };

    ASSERT(move->count <= CLOCK_COUNT_MAX);
    TRY(store->write(store, &work.work, fault));
    *out_clock = work.clock;
    return STATUS_OK;
}
