/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that may be full decisions, judged again in both languages. Whatever they are, the answer
 * is one line of JSON; what is the same is what would be written; what comes out instead of the
 * line is a decision that comes out the same.
 */
#include "base/assert.h"
#include "base/lines.h"
#include "exchange/replay.h"
#include "fuzz/sound.h"
#include "fuzz/target.h"

enum {
    ANSWER_LINE = 7
};

static struct replay replays[LANGUAGE_COUNT];
static struct replay again;
static bool is_ready;

static void prepare(void)
{
    if (is_ready)
        return;
    is_ready = true;
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
        ASSERT(replay_init(&replays[language], (enum language)language) == STATUS_OK);
    ASSERT(replay_init(&again, LANGUAGE_EN) == STATUS_OK);
}

/* The answer is one line, and JSON. */
static void assert_answer_is_sound(const struct replay *replay)
{
    struct buffer answer = { 0 };
    yyjson_doc *document = NULL;

    replay_write_json(&answer, replay);
    ASSERT(!answer.has_failed);
    ASSERT(count_lines(buffer_text(&answer)) == 1);
    document = yyjson_read(answer.bytes, answer.length, 0);
    ASSERT(document != NULL);
    yyjson_doc_free(document);
    buffer_done(&answer);
}

static void assert_error_is_sound(const struct replay *replay)
{
    struct text error = buffer_text(&replay->error);

    ASSERT((error.length > 0) == (replay->outcome == REPLAY_UNREADABLE));
    assert_is_visible(error);
    ASSERT(count_lines(error) == 0);
}

/* What comes out of a line does not change any more. */
static void assert_is_settled(const struct replay *replay)
{
    struct text line = buffer_text(&replay->again);

    ASSERT(line.length > 0 && line.bytes[line.length - 1] == '\n');
    line.length--;
    ASSERT(replay_line(&again, line, 1) == STATUS_OK);
    ASSERT(again.outcome == REPLAY_SAME);
}

static void replay_everywhere(struct text line)
{
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        struct replay *replay = &replays[language];

        ASSERT(replay_line(replay, line, ANSWER_LINE) == STATUS_OK);
        ASSERT(replay->outcome == replays[LANGUAGE_EN].outcome);
        assert_answer_is_sound(replay);
        assert_error_is_sound(replay);
    }
    if (replays[LANGUAGE_EN].outcome == REPLAY_SAME)
        ASSERT(!replays[LANGUAGE_EN].is_digest_wrong);
    if (replays[LANGUAGE_EN].outcome == REPLAY_DIFFERS)
        assert_is_settled(&replays[LANGUAGE_EN]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text rest = { (const char *)bytes, size };
    struct text line;

    prepare();
    while (line_cut(&rest, &line))
        replay_everywhere(line);
    return 0;
}
