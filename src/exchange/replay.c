/* SPDX-License-Identifier: Apache-2.0 */
/* A decision is judged again from what it carries: its act, its terms, its dossier. */
#include "exchange/replay.h"

#include <string.h>

#include "base/attributes.h"
#include "exchange/full.h"
#include "exchange/full_private.h"
#include "exchange/json_copy.h"
#include "exchange/world.h"

enum status replay_init(struct replay *replay, enum language language)
{
    memset(replay, 0, sizeof(*replay));
    replay->language = language;
    TRY(line_judge_init(&replay->judge, NULL, (struct terms){ PROFILE_PROGRAMME, 0 }, language));
    TRY(json_reader_init(&replay->recorded_json));
    return json_reader_init(&replay->again_json);
}

void replay_done(struct replay *replay)
{
    line_judge_done(&replay->judge);
    json_reader_done(&replay->recorded_json);
    json_reader_done(&replay->again_json);
    buffer_done(&replay->error);
    buffer_done(&replay->keys);
    buffer_done(&replay->rules_gone);
    buffer_done(&replay->rules_new);
    buffer_done(&replay->again);
}

static struct text string_at(yyjson_val *object, const char *key)
{
    yyjson_val *value = yyjson_obj_get(object, key);

    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

/* Notes why the line is no decision that can be judged again. */
static enum status refuse(struct replay *replay, const char *why_en, const char *why_fr)
{
    buffer_add_string(&replay->error, replay->language == LANGUAGE_FR ? why_fr : why_en);
    return STATUS_INVALID;
}

static enum status read_terms(struct replay *replay, yyjson_val *recorded, struct terms *out_terms)
{
    yyjson_val *readings = yyjson_obj_get(recorded, "other_readings");
    unsigned profile = 0;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    if (!yyjson_is_str(yyjson_obj_get(recorded, "profile")) ||
        !words_find(&profile_words, string_at(recorded, "profile"), &profile))
        return refuse(replay, "its profile is neither article nor programme",
                      "son profil n'est ni article ni programme");
    *out_terms = (struct terms){ (enum profile)profile, 0 };
    yyjson_arr_foreach (readings, index, count, item)
        out_terms->other_readings |=
            reading_parse((struct text){ yyjson_get_str(item), yyjson_get_len(item) }) &
            READINGS_DECIDABLE;
    return STATUS_OK;
}

/* The act as a proposal line: it lacks only the id. */
static enum status resolve_act(struct replay *replay, yyjson_val *act, struct outcome *out_outcome)
{
    NOT_CLEARED struct json_writer writer;
    struct buffer line = { 0 };
    enum status status = STATUS_NO_MEMORY;

    json_writer_init(&writer, &line, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "id");
    json_string(&writer, "-");
    json_copy_members(&writer, act);
    json_end_object(&writer);
    json_writer_done(&writer);
    if (!line.has_failed)
        status = line_judge_line(&replay->judge, buffer_text(&line), 1, out_outcome);
    buffer_done(&line);
    if (status == STATUS_OK && out_outcome->error.length > 0) {
        buffer_add_text(&replay->error, out_outcome->error);
        return STATUS_INVALID;
    }
    return status;
}

static enum status judge_on(struct replay *replay, const struct book *book, yyjson_val *recorded,
                            struct terms terms)
{
    NOT_CLEARED struct outcome outcome;
    NOT_CLEARED struct full full;
    struct book_source source;
    struct full_style style = { .has_id = yyjson_is_str(yyjson_obj_get(recorded, "id")),
                                .id = replay->id };
    enum status status = STATUS_OK;

    replay->judge.book = book;
    replay->judge.terms = terms;
    TRY(resolve_act(replay, yyjson_obj_get(recorded, "act"), &outcome));
    TRY(book_source_init(&source, book));
    status = full_judge(&full, &source, &outcome.request, terms);
    if (status == STATUS_OK)
        full_write_json(&replay->again, &full, &style);
    book_source_done(&source);
    return status == STATUS_OK && replay->again.has_failed ? STATUS_NO_MEMORY : status;
}

static enum status judge_again(struct replay *replay, yyjson_val *recorded)
{
    struct world_source source = { "dossier", replay->language, NULL };
    yyjson_val *dossier = yyjson_obj_get(recorded, "dossier");
    struct book *book = NULL;
    struct terms terms;
    enum status status = STATUS_OK;

    if (!json_can_be_copied(recorded))
        return refuse(replay, "it is deeper or wider than any decision",
                      "elle est plus profonde ou plus large que toute décision");
    if (yyjson_is_true(yyjson_obj_get(recorded, "redacted")))
        return refuse(replay, "a redacted decision has no dossier",
                      "une décision caviardée n'a pas de dossier");
    if (!yyjson_is_obj(dossier) || !yyjson_is_obj(yyjson_obj_get(recorded, "act")))
        return refuse(replay, "it is no full decision: \"act\" or \"dossier\" is missing",
                      "ce n'est pas une décision complète : « act » ou « dossier » manque");
    TRY(read_terms(replay, recorded, &terms));
    TRY(world_read_dossier(&source, dossier, &replay->error, &book));
    status = judge_on(replay, book, recorded, terms);
    book_free(book);
    return status;
}

/* Hashes what the recorded decision says that it depends on. */
static void check_digest(struct replay *replay, yyjson_val *recorded)
{
    static const char *const keys[] = { "act", "dossier", "other_readings", "profile", "rulebook" };
    NOT_CLEARED struct json_writer writer;
    struct buffer bytes = { 0 };
    char digest[DIGEST_LENGTH + 1];

    json_writer_init(&writer, &bytes, 0);
    json_begin_object(&writer);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        yyjson_val *value = yyjson_obj_get(recorded, keys[i]);

        if (value == NULL)
            continue;
        json_key(&writer, keys[i]);
        json_copy(&writer, value);
    }
    json_end_object(&writer);
    json_writer_done(&writer);
    digest_write(buffer_text(&bytes), digest);
    replay->is_digest_wrong = !text_is(string_at(recorded, "digest"), digest);
    replay->error.has_failed |= bytes.has_failed;
    buffer_done(&bytes);
}

static void add_to_list(struct buffer *list, struct text item)
{
    buffer_add_string(list, list->length > 0 ? ", " : "");
    buffer_add_text(list, item);
}

/* The keys of one that the other has not, or otherwise. */
static void compare_keys(struct replay *replay, yyjson_val *recorded, yyjson_val *again)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (again, index, count, key, value)
        if (!yyjson_equals(yyjson_obj_get(recorded, yyjson_get_str(key)), value))
            add_to_list(&replay->keys, (struct text){ yyjson_get_str(key), yyjson_get_len(key) });
    yyjson_obj_foreach (recorded, index, count, key, value)
        if (yyjson_obj_getn(again, yyjson_get_str(key), yyjson_get_len(key)) == NULL)
            add_to_list(&replay->keys, (struct text){ yyjson_get_str(key), yyjson_get_len(key) });
}

static bool is_same_finding(yyjson_val *left, yyjson_val *right)
{
    return yyjson_equals(yyjson_obj_get(left, "rule"), yyjson_obj_get(right, "rule")) &&
           yyjson_equals(yyjson_obj_get(left, "position"), yyjson_obj_get(right, "position"));
}

/* The findings of the first that the second has not: "rule" or "rule:position". */
static void list_findings(yyjson_val *first, yyjson_val *second, struct buffer *list)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *finding = NULL;

    yyjson_arr_foreach (yyjson_obj_get(first, "findings"), index, count, finding) {
        size_t other_index = 0;
        size_t other_count = 0;
        yyjson_val *other = NULL;
        bool is_there = false;

        yyjson_arr_foreach (yyjson_obj_get(second, "findings"), other_index, other_count, other)
            is_there |= is_same_finding(finding, other);
        if (is_there || !yyjson_is_str(yyjson_obj_get(finding, "rule")))
            continue;
        add_to_list(list, string_at(finding, "rule"));
        if (yyjson_is_str(yyjson_obj_get(finding, "position"))) {
            buffer_add_text(list, TEXT(":"));
            buffer_add_text(list, string_at(finding, "position"));
        }
    }
}

static enum status compare(struct replay *replay, yyjson_val *recorded, struct text line)
{
    struct problem_sink nobody = { NULL };
    struct text again = buffer_text(&replay->again);
    yyjson_val *document = NULL;

    again.length--; /* its line end */
    if (text_equal(again, line)) {
        replay->outcome = REPLAY_SAME;
        return STATUS_OK;
    }
    replay->outcome = REPLAY_DIFFERS;
    TRY(json_read_object(&replay->again_json, again, 1, &nobody, &document));
    replay->verdict = string_at(recorded, "verdict");
    replay->verdict_again = string_at(document, "verdict");
    replay->is_other_rulebook =
        !yyjson_equals(yyjson_obj_get(recorded, "rulebook"), yyjson_obj_get(document, "rulebook"));
    compare_keys(replay, recorded, document);
    list_findings(recorded, document, &replay->rules_gone);
    list_findings(document, recorded, &replay->rules_new);
    check_digest(replay, recorded);
    return STATUS_OK;
}

/* Writes what is wrong with a line as the reason why it cannot be judged again. */
struct replay_sink {
    struct problem_sink sink;
    struct replay *replay;
};

static void report(struct problem_sink *sink, const struct problem *problem)
{
    struct replay *replay = ((struct replay_sink *)sink)->replay;

    problem_write(&replay->error, problem, replay->language);
}

static void forget(struct replay *replay)
{
    replay->id = (struct text){ 0 };
    replay->verdict = (struct text){ 0 };
    replay->verdict_again = (struct text){ 0 };
    replay->is_digest_wrong = false;
    replay->is_other_rulebook = false;
    buffer_clear(&replay->error);
    buffer_clear(&replay->keys);
    buffer_clear(&replay->rules_gone);
    buffer_clear(&replay->rules_new);
    buffer_clear(&replay->again);
}

enum status replay_line(struct replay *replay, struct text line, uint64_t number)
{
    struct replay_sink sink = { { report }, replay };
    yyjson_val *recorded = NULL;
    enum status status = STATUS_OK;

    forget(replay);
    status = json_read_object(&replay->recorded_json, line, number, &sink.sink, &recorded);
    if (status == STATUS_OK) {
        replay->id = string_at(recorded, "id");
        status = judge_again(replay, recorded);
    }
    if (status == STATUS_OK)
        status = compare(replay, recorded, line);
    if (status == STATUS_INVALID) {
        replay->outcome = REPLAY_UNREADABLE;
        status = STATUS_OK;
    }
    return replay->error.has_failed ? STATUS_NO_MEMORY : status;
}
