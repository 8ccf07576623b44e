/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proposal lines about the small world, judged in both languages and under both profiles. Each has
 * an error or a decision; its brief form is one line of JSON with the line's id; and what does not
 * matter to JSON (spaces, escapes, and where there is no error the order of keys) does not matter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/lines.h"
#include "exchange/proposal_line.h"
#include "exchange/world.h"
#include "fuzz/sound.h"
#include "fuzz/target.h"
#include "unit/small_world.h"

enum {
    MEMBERS_MAX = 64
};

/* Tells nobody. */
static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

static struct line_judge judges[PROFILE_COUNT][LANGUAGE_COUNT];
static struct json_reader brief_reader;
static struct json_reader line_reader;
static struct problem_sink nobody = { ignore };
static bool is_ready;

static void prepare(void)
{
    static struct book *book;
    struct world_source source = { .path = "small" };
    struct buffer problems = { 0 };

    if (is_ready)
        return;
    is_ready = true;
    ASSERT(world_read_bytes(&source, text_of(small_world), &problems, &book) == STATUS_OK);
    ASSERT(json_reader_init(&brief_reader) == STATUS_OK);
    ASSERT(json_reader_init(&line_reader) == STATUS_OK);
    for (unsigned profile = 0; profile < PROFILE_COUNT; profile++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            ASSERT(line_judge_init(&judges[profile][language], book,
                                   (struct terms){ (enum profile)profile, 0 },
                                   (enum language)language) == STATUS_OK);
}

/* The brief form is JSON, and its id is the outcome's. */
static void assert_brief_is_sound(struct text brief, const struct line_outcome *outcome)
{
    yyjson_val *object = NULL;
    yyjson_val *id = NULL;

    ASSERT(brief.length > 0 && brief.bytes[brief.length - 1] == '\n');
    ASSERT(count_lines(brief) == 1);
    brief.length--;
    ASSERT(json_read_object(&brief_reader, brief, 1, &nobody, &object) == STATUS_OK);
    ASSERT(yyjson_obj_size(object) == (outcome->error.length > 0 ? 2 : 3));
    id = yyjson_obj_get(object, "id");
    ASSERT(outcome->has_id ? yyjson_is_str(id) : yyjson_is_null(id));
    if (outcome->has_id)
        ASSERT(text_equal(outcome->id, (struct text){ yyjson_get_str(id), yyjson_get_len(id) }));
}

static void judge(struct line_judge *judge, struct text line, struct line_outcome *outcome,
                  struct buffer *brief)
{
    ASSERT(line_judge_line(judge, line, 7, outcome) == STATUS_OK);
    outcome_write_json(brief, outcome);
    assert_brief_is_sound(buffer_text(brief), outcome);
    if (outcome->error.length > 0) {
        assert_is_visible(outcome->error);
        ASSERT(count_lines(outcome->error) == 0);
        ASSERT(memcmp(outcome->error.bytes, "li", 2) == 0);
    } else {
        ASSERT(outcome->has_id);
        assert_decision_is_sound(&outcome->decision);
    }
}

static bool decision_has(const struct decision *decision, struct finding finding)
{
    for (unsigned i = 0; i < decision->finding_count; i++)
        if (decision->findings[i].rule == finding.rule &&
            decision->findings[i].position == finding.position)
            return true;
    return false;
}

/* The programme adds rules; it is milder in one, the end of a relationship by its provider. */
static void assert_programme_adds(const struct decision *article, const struct decision *programme)
{
    for (unsigned i = 0; i < article->finding_count; i++)
        ASSERT(decision_has(programme, article->findings[i]) ||
               article->findings[i].rule == RULE_ENDING_THROUGH_SUPPORT);
    for (unsigned i = 0; i < programme->finding_count; i++)
        ASSERT(decision_has(article, programme->findings[i]) ||
               rules[programme->findings[i].rule]->origin == ORIGIN_PROGRAMME);
}

/* Writes the object without a space; with its members from the last to the first. */
static void rewrite(yyjson_val *object, bool is_reversed, struct buffer *rewritten)
{
    yyjson_val *members[MEMBERS_MAX][2];
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (object, index, count, key, value) {
        members[index][0] = key;
        members[index][1] = value;
    }
    buffer_add_string(rewritten, "{");
    for (size_t i = 0; i < count; i++) {
        yyjson_val **member = members[is_reversed ? count - 1 - i : i];
        size_t length = 0;
        char *text = yyjson_val_write(member[1], YYJSON_WRITE_NOFLAG, &length);

        ASSERT(text != NULL);
        buffer_add_string(rewritten, i > 0 ? "," : "");
        buffer_add_json(rewritten,
                        (struct text){ yyjson_get_str(member[0]), yyjson_get_len(member[0]) });
        buffer_add_string(rewritten, ":");
        buffer_add(rewritten, text, length);
        free(text);
    }
    buffer_add_string(rewritten, "}");
}

/* The same object in another spelling gives the same brief form. */
static void assert_spelling_is_free(struct text line, struct text brief, bool is_reversed)
{
    yyjson_val *object = NULL;
    struct buffer rewritten = { 0 };
    struct buffer again = { 0 };
    struct line_outcome outcome;

    if (json_read_object(&line_reader, line, 7, &nobody, &object) != STATUS_OK ||
        yyjson_obj_size(object) > MEMBERS_MAX)
        return;
    rewrite(object, is_reversed, &rewritten);
    judge(&judges[PROFILE_PROGRAMME][LANGUAGE_EN], buffer_text(&rewritten), &outcome, &again);
    ASSERT(text_equal(buffer_text(&again), brief));
    buffer_done(&rewritten);
    buffer_done(&again);
}

static void judge_everywhere(struct text line)
{
    static struct line_outcome outcomes[PROFILE_COUNT][LANGUAGE_COUNT];
    struct buffer briefs[PROFILE_COUNT][LANGUAGE_COUNT] = { 0 };
    const struct line_outcome *programme = &outcomes[PROFILE_PROGRAMME][LANGUAGE_EN];
    const struct line_outcome *article = &outcomes[PROFILE_ARTICLE][LANGUAGE_EN];
    struct text brief;
    bool is_judged = false;

    for (unsigned profile = 0; profile < PROFILE_COUNT; profile++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            judge(&judges[profile][language], line, &outcomes[profile][language],
                  &briefs[profile][language]);
    brief = buffer_text(&briefs[PROFILE_PROGRAMME][LANGUAGE_EN]);
    is_judged = programme->error.length == 0;

    ASSERT(text_equal(article->error, programme->error));
    if (is_judged) {
        assert_programme_adds(&article->decision, &programme->decision);
        ASSERT(text_equal(brief, buffer_text(&briefs[PROFILE_PROGRAMME][LANGUAGE_FR])));
        assert_spelling_is_free(line, brief, true);
    } else {
        ASSERT(outcomes[PROFILE_PROGRAMME][LANGUAGE_FR].error.length > 0);
        assert_spelling_is_free(line, brief, false);
    }
    for (unsigned profile = 0; profile < PROFILE_COUNT; profile++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            buffer_done(&briefs[profile][language]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text rest = { (const char *)bytes, size };
    struct text line;

    prepare();
    while (line_cut(&rest, &line))
        judge_everywhere(line);
    return 0;
}
