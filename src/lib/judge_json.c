/* SPDX-License-Identifier: Apache-2.0 */
#include <aval/judge.h>

#include "base/lines.h"
#include "lib/answer.h"
#include "lib/one_line.h"
#include "lib/problems.h"
#include "lib/world.h"

static enum status judge_line(aval_world *world, enum aval_profile profile, struct text text,
                              uint64_t number, struct buffer *answer)
{
    NOT_CLEARED struct one_line one;
    struct terms terms = { (enum profile)profile, 0 };
    const struct book *book = live_book_begin_reading(world->live);
    enum status status = one_line_judge(&one, book, terms, text, number);

    if (status == STATUS_OK)
        outcome_write_json(answer, &one.outcome);
    live_book_end_reading(world->live);
    one_line_done(&one);
    return status;
}

static enum aval_status judge_json(aval_world *world, enum aval_profile profile,
                                   const struct aval_line *line, struct aval_answer *answer)
{
    struct text text = { "", 0 };
    struct buffer written = { 0 };
    enum aval_status status = AVAL_OK;

    if (!one_line_cut(line, &text))
        return AVAL_INVALID;
    if (!line_is_blank(text))
        status = status_of(judge_line(world, profile, text, line->number, &written));
    if (status == AVAL_OK)
        status = answer_fill(answer, &written);
    buffer_done(&written);
    return status;
}

enum aval_status aval_judge_json(aval_world *world, enum aval_profile profile,
                                 const struct aval_line *line, struct aval_answer *answer)
{
    if (world == NULL || (unsigned)profile >= PROFILE_COUNT || line == NULL ||
        !answer_is_given(answer))
        return AVAL_INVALID;
    return judge_json(world, profile, line, answer);
}
