/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <aval/judge.h>

#include "base/lines.h"
#include "exchange/proposal_line.h"
#include "lib/json_room.h"
#include "lib/problems.h"
#include "lib/world.h"

enum {
    ANSWER_BYTES_USUAL = 256 /* a longer answer makes its buffer grow */
};

/* What judging one line takes, but for the memory of a long one. */
struct judging {
    struct json_room room;
    struct line_judge judge;
    struct outcome outcome;
};

static enum status read_line(struct judging *judging, struct text text, uint64_t number)
{
    struct line_judge *judge = &judging->judge;

    if (text.length > LINE_BYTES_MAX)
        return line_judge_read_too_long(judge, number);
    TRY(json_room_reader(&judging->room, text.length, &judge->json));
    return line_judge_read(judge, text, number);
}

static enum status judge_line(aval_world *world, enum aval_profile profile, struct text text,
                              uint64_t number, struct buffer *answer)
{
    NOT_CLEARED struct judging judging;
    struct line_judge *judge = &judging.judge;
    enum status status = STATUS_OK;

    /* As line_judge_init(), with memory for one line only. */
    judge->terms = (struct terms){ (enum profile)profile, 0 };
    judge->language = LANGUAGE_EN;
    judge->line_count = 0;
    judge->json = (struct json_reader){ 0 };
    for (size_t i = 0; i < BOOK_BATCH; i++)
        judge->lines[i].error = (struct buffer){ 0 };
    judge->book = live_book_begin_reading(world->live);
    status = read_line(&judging, text, number);
    if (status == STATUS_OK)
        status = line_judge_decide(judge, 0, &judging.outcome);
    if (status == STATUS_OK)
        outcome_write_json(answer, &judging.outcome);
    live_book_end_reading(world->live);
    line_judge_done(judge);
    return status;
}

static enum aval_status hand_out(const struct buffer *text, struct aval_answer *answer)
{
    if (answer->capacity <= text->length)
        return AVAL_NO_ROOM;
    if (text->length > 0)
        memcpy(answer->bytes, text->bytes, text->length);
    answer->bytes[text->length] = '\0';
    answer->length = text->length;
    return AVAL_OK;
}

static enum aval_status judge_json(aval_world *world, enum aval_profile profile,
                                   const struct aval_line *line, struct aval_answer *answer)
{
    struct text rest = { line->bytes, line->length };
    struct text text = { "", 0 };
    struct buffer written = { 0 };
    enum aval_status status = AVAL_OK;

    (void)line_cut(&rest, &text);
    if (rest.length > 0)
        return AVAL_INVALID;
    if (!line_is_blank(text))
        status = status_of(judge_line(world, profile, text, line->number, &written));
    if (status == AVAL_OK && written.has_failed)
        status = AVAL_NO_MEMORY;
    if (status == AVAL_OK)
        status = hand_out(&written, answer);
    buffer_done(&written);
    return status;
}

enum aval_status aval_judge_json(aval_world *world, enum aval_profile profile,
                                 const struct aval_line *line, struct aval_answer *answer)
{
    if (world == NULL || (unsigned)profile >= PROFILE_COUNT || line == NULL || answer == NULL)
        return AVAL_INVALID;
    if ((line->bytes == NULL && line->length > 0) || answer->bytes == NULL)
        return AVAL_INVALID;
    return judge_json(world, profile, line, answer);
}
