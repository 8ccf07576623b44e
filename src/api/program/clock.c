/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of the book, and of a sandbox how it is moved while it is served. */
#include "engine/clock.h"

#include "api/handlers.h"

/* What is asked of the clock: one of these. */
struct move_input {
    date day;
    uint32_t days, months;
};

#define FIELD(name, kind, member)                                                                  \
    { TEXT_ROW(name), kind, true, NULL, offsetof(struct move_input, member) }

static const struct field move_fields[] = {
    FIELD("set", FIELD_DATE, day),
    FIELD("days", FIELD_QUANTITY, days),
    FIELD("months", FIELD_QUANTITY, months),
};
#undef FIELD

const struct shape clock_shape = { "clock", move_fields, COUNT_OF(move_fields) };

static void answer(struct api_call *call, const struct clock *clock)
{
    clock_write_json(&call->response->body, clock);
    buffer_add_string(&call->response->body, "\n");
    call_answer_json(call);
}

void clock_show(struct api_call *call)
{
    struct fault fault = { .kind = FAULT_NONE };
    struct clock clock;

    if (clock_read(call->api->store, &clock, &fault) == STATUS_OK)
        answer(call, &clock);
    else
        call_answer_fault(call, &fault);
}

static struct clock_move move_of(const struct move_input *input)
{
    if (input->days > 0)
        return (struct clock_move){ .kind = CLOCK_BY_DAYS, .count = input->days };
    if (input->months > 0)
        return (struct clock_move){ .kind = CLOCK_BY_MONTHS, .count = input->months };
    return (struct clock_move){ .kind = CLOCK_TO_DAY, .day = input->day };
}

static void move(struct api_call *call, const struct move_input *input)
{
    struct clock_move wanted = move_of(input);
    struct fault fault = { .kind = FAULT_NONE };
    struct clock clock;

    if (clock_move(call->api->store, &wanted, &clock, &fault) != STATUS_OK) {
        call_answer_fault(call, &fault);
        return;
    }
    api_follow(call->api);
    answer(call, &clock);
}

void clock_set(struct api_call *call)
{
    NOT_CLEARED struct body_reading reading;
    struct move_input input = { .day = DATE_BEFORE_ALL };

    if (body_reading_take(call, &clock_shape, &reading, &input)) {
        if (__builtin_popcount(reading.shape.present) != 1 || input.days > CLOCK_COUNT_MAX ||
            input.months > CLOCK_COUNT_MAX)
            call_answer_trouble(call, TROUBLE_BODY_WRONG, "set | days | months");
        else
            move(call, &input);
    }
    body_reading_end(&reading);
}
