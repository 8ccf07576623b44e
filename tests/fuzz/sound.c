/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz/sound.h"

#include <string.h>

#include "base/assert.h"
#include "base/lines.h"
#include "exchange/proposal_line.h"
#include "exchange/world.h"
#include "unit/small_world.h"

/*
 * Each reading of a world takes and frees some 13 MB for JSON. Kept aside for a while, as the
 * address sanitizer does, they make a target three times slower.
 */
const char *sanitizer_options(void) __asm__("__asan_default_options");

const char *sanitizer_options(void)
{
    return "quarantine_size_mb=8";
}

void assert_is_visible(struct text text)
{
    ASSERT(text_is_utf8(text));
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];

        ASSERT(byte == '\n' || (byte >= 0x20 && byte != 0x7f));
    }
}

unsigned count_lines(struct text text)
{
    unsigned count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.bytes[i] == '\n';
    return count;
}

void assert_reading_is_sound(enum status status, struct text problems, const struct book *book)
{
    ASSERT(status == STATUS_OK || status == STATUS_INVALID);
    ASSERT((book != NULL) == (status == STATUS_OK));
    ASSERT((problems.length == 0) == (status == STATUS_OK));
    if (problems.length == 0)
        return;
    assert_is_visible(problems);
    ASSERT(problems.bytes[problems.length - 1] == '\n');
    ASSERT(count_lines(problems) <= WORLD_PROBLEMS_SHOWN + 1);
}

static void name_of(struct finding finding, struct buffer *name)
{
    buffer_clear(name);
    finding_write_name(name, finding);
    buffer_add(name, "", 1);
}

void assert_decision_is_sound(const struct decision *decision)
{
    struct buffer before = { 0 };
    struct buffer after = { 0 };

    ASSERT(decision->finding_count <= FINDING_COUNT_MAX);
    for (unsigned i = 1; i < decision->finding_count; i++) {
        name_of(decision->findings[i - 1], &before);
        name_of(decision->findings[i], &after);
        ASSERT(strcmp(before.bytes, after.bytes) < 0);
    }
    buffer_done(&before);
    buffer_done(&after);
}

void judge_small_proposals(struct buffer *written, const struct book *book)
{
    static struct line_judge judge;
    static bool is_ready;
    struct text rest = text_of(small_proposals);
    struct text line;

    if (!is_ready)
        ASSERT(line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN) ==
               STATUS_OK);
    is_ready = true;
    judge.book = book;
    for (uint64_t number = 1; line_cut(&rest, &line); number++) {
        struct line_outcome outcome;

        ASSERT(line_judge_line(&judge, line, number, &outcome) == STATUS_OK);
        if (outcome.error.length == 0)
            assert_decision_is_sound(&outcome.decision);
        outcome_write_json(written, &outcome);
    }
}
