/* SPDX-License-Identifier: Apache-2.0 */
/* A decision is judged again from what it carries: its act, its terms, its dossier. */
#include "exchange/replay.h"

#include <string.h>

#include "base/attributes.h"
#include "base/lines.h"
#include "exchange/digest.h"
#include "exchange/full.h"
#include "exchange/full_private.h"
#include "exchange/json_copy.h"
#include "exchange/world.h"

enum status replay_init(struct replay *replay, enum language language)
{
    memset(replay, 0, sizeof(*replay));
    replay->language = language;
    return line_judge_init(&replay->judge, NULL, (struct terms){ PROFILE_PROGRAMME, 0 }, language);
}

void replay_done(struct replay *replay)
{
    line_judge_done(&replay->judge);
    json_reader_done(&replay->recorded_json);
    json_reader_done(&replay->again_json);
    buffer_done(&replay->error);
    buffer_done(&replay->keys);
    buffer_done(&replay->findings_gone);
    buffer_done(&replay->findings_new);
    buffer_done(&replay->again);
}

/* The text of that key; "" where there is none. */
static struct text string_at(yyjson_val *object, const char *key)
{
    yyjson_val *value = yyjson_obj_get(object, key);

    if (!yyjson_is_str(value))
        return TEXT("");
    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

/* What an error begins with. */
static void add_place(struct replay *replay)
{
    buffer_add_format(&replay->error,
                      replay->language == LANGUAGE_FR ? "ligne %llu : " : "line %llu: ",
                      (unsigned long long)replay->line);
}

/* Notes why the line is no decision that can be judged again. */
static enum status refuse(struct replay *replay, const char *why_en, const char *why_fr)
{
    add_place(replay);
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
        if (yyjson_is_str(item))
            out_terms->other_readings |=
                reading_parse((struct text){ yyjson_get_str(item), yyjson_get_len(item) }) &
                READINGS_DECIDABLE;
    return STATUS_OK;
}

/* The act as a proposal line: it lacks only the id. */
static enum status resolve_act(struct replay *replay, yyjson_val *act,
                               struct line_outcome *out_outcome)
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
        status = line_judge_line(&replay->judge, buffer_text(&line), replay->line, out_outcome);
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
    NOT_CLEARED struct line_outcome outcome;
    NOT_CLEARED struct full full;
    struct book_source source;
    struct full_style style = { .has_id = replay->has_id, .id = replay->id };
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

/* The first problem of the dossier is why. */
static void note_problem(struct replay *replay, const struct buffer *problems)
{
    struct text rest = buffer_text(problems);
    struct text first = { "", 0 };

    add_place(replay);
    (void)line_cut(&rest, &first);
    buffer_add_text(&replay->error, first);
    replay->error.has_failed |= problems->has_failed;
}

static enum status judge_again(struct replay *replay, yyjson_val *recorded)
{
    struct world_source source = { .path = "dossier", .language = replay->language };
    yyjson_val *dossier = yyjson_obj_get(recorded, "dossier");
    struct buffer problems = { 0 };
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
    status = world_read_dossier(&source, dossier, &problems, &book);
    if (status == STATUS_INVALID)
        note_problem(replay, &problems);
    buffer_done(&problems);
    TRY(status);
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

/* Items of a list end in a NUL. */
static void end_item(struct buffer *list)
{
    buffer_add(list, "", 1);
}

static void add_to_list(struct buffer *list, struct text item)
{
    buffer_add_text(list, item);
    end_item(list);
}

bool replay_next_item(struct text *rest, struct text *out_item)
{
    if (rest->length == 0)
        return false;
    *out_item = (struct text){ rest->bytes, strlen(rest->bytes) };
    rest->bytes += out_item->length + 1;
    rest->length -= out_item->length + 1;
    return true;
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
        buffer_add_text(list, string_at(finding, "rule"));
        if (yyjson_is_str(yyjson_obj_get(finding, "position"))) {
            buffer_add_text(list, TEXT(":"));
            buffer_add_text(list, string_at(finding, "position"));
        }
        end_item(list);
    }
}

/* Our own line again, as values; INVALID cannot be. */
static enum status read_again(struct replay *replay, struct text again, yyjson_val **out_document)
{
    struct problem_sink nobody = { ignore };

    json_reader_done(&replay->again_json);
    TRY(json_reader_init_for(&replay->again_json, again.length));
    return json_read_object(&replay->again_json, again, 1, &nobody, out_document);
}

static enum status compare(struct replay *replay, yyjson_val *recorded, struct text line)
{
    struct text again = buffer_text(&replay->again);
    yyjson_val *document = NULL;

    again.length--; /* its line end */
    if (text_equal(again, line)) {
        replay->outcome = REPLAY_SAME;
        return STATUS_OK;
    }
    replay->outcome = REPLAY_DIFFERS;
    TRY(read_again(replay, again, &document));
    replay->verdict = string_at(recorded, "verdict");
    replay->verdict_again = string_at(document, "verdict");
    replay->is_other_rulebook =
        !yyjson_equals(yyjson_obj_get(recorded, "rulebook"), yyjson_obj_get(document, "rulebook"));
    compare_keys(replay, recorded, document);
    list_findings(recorded, document, &replay->findings_gone);
    list_findings(document, recorded, &replay->findings_new);
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

    add_place(replay);
    problem_write(&replay->error, problem, replay->language);
}

static void begin_line(struct replay *replay, uint64_t number)
{
    replay->line = number;
    replay->has_id = false;
    replay->id = (struct text){ "", 0 };
    replay->verdict = (struct text){ "", 0 };
    replay->verdict_again = (struct text){ "", 0 };
    replay->is_digest_wrong = false;
    replay->is_other_rulebook = false;
    buffer_clear(&replay->error);
    buffer_clear(&replay->keys);
    buffer_clear(&replay->findings_gone);
    buffer_clear(&replay->findings_new);
    buffer_clear(&replay->again);
}

static enum status end_line(struct replay *replay, enum status status)
{
    if (status == STATUS_INVALID) {
        replay->outcome = REPLAY_UNREADABLE;
        status = STATUS_OK;
    }
    if (status == STATUS_OK &&
        (replay->error.has_failed || replay->keys.has_failed || replay->findings_gone.has_failed ||
         replay->findings_new.has_failed))
        status = STATUS_NO_MEMORY;
    return status;
}

static enum status replay_object(struct replay *replay, yyjson_val *recorded, struct text line)
{
    replay->has_id = yyjson_is_str(yyjson_obj_get(recorded, "id"));
    if (replay->has_id)
        replay->id = string_at(recorded, "id");
    TRY(judge_again(replay, recorded));
    return compare(replay, recorded, line);
}

enum status replay_line(struct replay *replay, struct text line, uint64_t number)
{
    struct replay_sink sink = { { report }, replay };
    yyjson_val *recorded = NULL;
    enum status status = STATUS_OK;

    begin_line(replay, number);
    json_reader_done(&replay->recorded_json);
    status = json_reader_init_for(&replay->recorded_json, line.length);
    if (status == STATUS_OK)
        status = json_read_object(&replay->recorded_json, line, number, &sink.sink, &recorded);
    if (status == STATUS_OK)
        status = replay_object(replay, recorded, line);
    return end_line(replay, status);
}

enum status replay_line_too_long(struct replay *replay, uint64_t number)
{
    struct replay_sink sink = { { report }, replay };

    begin_line(replay, number);
    report(&sink.sink, &(struct problem){ .kind = PROBLEM_LINE_TOO_LONG, .line = number });
    return end_line(replay, STATUS_INVALID);
}

static void write_list(struct json_writer *writer, const char *key, const struct buffer *list)
{
    struct text rest = buffer_text(list);
    struct text item;

    json_key(writer, key);
    json_begin_array(writer);
    while (replay_next_item(&rest, &item))
        json_text(writer, item);
    json_end_array(writer);
}

static void write_difference(struct json_writer *writer, const struct replay *replay)
{
    write_list(writer, "keys", &replay->keys);
    json_key(writer, "digest_is_wrong");
    json_flag(writer, replay->is_digest_wrong);
    json_key(writer, "other_rulebook");
    json_flag(writer, replay->is_other_rulebook);
    json_key(writer, "verdict");
    json_text(writer, replay->verdict);
    json_key(writer, "verdict_again");
    json_text(writer, replay->verdict_again);
    write_list(writer, "findings_gone", &replay->findings_gone);
    write_list(writer, "findings_new", &replay->findings_new);
}

void replay_write_json(struct buffer *buffer, const struct replay *replay)
{
    static const char *const outcomes[REPLAY_OUTCOME_COUNT] = { "same", "differs", "unreadable" };
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "id");
    if (replay->has_id)
        json_text(&writer, replay->id);
    else
        json_null(&writer);
    json_key(&writer, "replay");
    json_string(&writer, outcomes[replay->outcome]);
    if (replay->outcome == REPLAY_DIFFERS)
        write_difference(&writer, replay);
    if (replay->outcome == REPLAY_UNREADABLE) {
        json_key(&writer, "error");
        json_text(&writer, buffer_text(&replay->error));
    }
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add(buffer, "\n", 1);
}
