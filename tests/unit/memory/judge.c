/* SPDX-License-Identifier: Apache-2.0 */
/* Judging lines when memory runs out: the line fails, the next is judged as ever. */
#include "base/lines.h"
#include "exchange/proposal_line.h"
#include "exchange/world.h"
#include "unit/memory/scarce.h"
#include "unit/memory/suites.h"
#include "unit/small_world.h"
#include "unit/test.h"

/* Judges every line; a line that has failed for want of memory is judged once more. */
static enum status judge_lines(struct line_judge *judge, struct buffer *written)
{
    struct text rest = text_of(small_proposals);
    struct text line;
    enum status worst = STATUS_OK;

    for (uint64_t number = 1; line_cut(&rest, &line); number++) {
        struct line_outcome outcome;
        enum status status = line_judge_line(judge, line, number, &outcome);

        if (status == STATUS_NO_MEMORY) {
            worst = status;
            status = line_judge_line(judge, line, number, &outcome);
        }
        assert_int_equal(status, STATUS_OK);
        outcome_write_json(written, &outcome);
    }
    return worst;
}

/* The world, and what is written of all lines when memory does not run out. */
struct judging {
    struct book *book;
    struct buffer expected;
};

static enum status judge_once(void *payload)
{
    struct judging *judging = payload;
    struct line_judge judge;
    struct buffer written = { 0 };
    enum status status =
        line_judge_init(&judge, judging->book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN);

    if (status == STATUS_OK)
        status = judge_lines(&judge, &written);
    if (written.has_failed)
        status = STATUS_NO_MEMORY;
    else if (written.length > 0)
        assert_text_equal(buffer_text(&written), buffer_text(&judging->expected));
    line_judge_done(&judge);
    buffer_done(&written);
    return status;
}

static void begin_judging(struct judging *judging)
{
    struct world_source source = { .path = "w" };
    struct buffer problems = { 0 };
    struct line_judge judge;

    assert_int_equal(world_read_bytes(&source, text_of(small_world), &problems, &judging->book),
                     STATUS_OK);
    assert_int_equal(
        line_judge_init(&judge, judging->book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);
    assert_int_equal(judge_lines(&judge, &judging->expected), STATUS_OK);
    line_judge_done(&judge);
}

static void test_memory_judge__every_allocation_of_judging_lines(void **state)
{
    struct judging judging = { 0 };

    (void)state;
    begin_judging(&judging);

    check_each_allocation(judge_once, &judging, STATUS_OK);

    book_free(judging.book);
    buffer_done(&judging.expected);
    assert_int_equal(scarce_held_count(), 0);
}

int test_memory_judge(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_judge__every_allocation_of_judging_lines),
    };

    return cmocka_run_group_tests_name("memory/judge", tests, NULL, NULL);
}
