/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/lines.h"
#include "base/wrap.h"
#include "cli/command.h"
#include "cli/embedded.h"
#include "cli/manual.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/world_option.h"
#include "rulebook/statement.h"

enum {
    OPTION_SCENARIO
};

/* Columns of the overview. */
enum {
    ID_WIDTH = 20,
    QUESTION_WIDTH = 64,
    STATEMENT_WIDTH = 6,
    WIDTH = 100 /* of lines that no terminal makes narrower */
};

enum {
    SCENARIO_BYTES_MAX = 8
};

/* The demonstration: the sample program's world and the questions about it. */
struct demo {
    const struct invocation *invocation;
    struct report_style style;
    struct book *book;
    struct line_judge judge;
    struct json_reader json; /* of questions, while their proposals are judged */
    struct buffer out;
    struct book_source source;
    char scenario[SCENARIO_BYTES_MAX]; /* of the question before */
    unsigned question_count;
};

/* The program's own data is right, or the program has a bug that its tests find. */
static struct text string_at(yyjson_val *object, const char *key)
{
    yyjson_val *value = yyjson_obj_get(object, key);

    ASSERT(yyjson_is_str(value));
    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

static struct text phrase_at(yyjson_val *object, const char *key, enum language language)
{
    return string_at(yyjson_obj_get(object, key), language == LANGUAGE_FR ? "fr" : "en");
}

static void fail(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
    assert_failed("the questions of the sample are JSON objects", __FILE__, __LINE__);
}

static void add_column(struct buffer *buffer, struct text text, size_t width)
{
    size_t taken = text_width(text);

    buffer_add_text(buffer, text);
    buffer_add_spaces(buffer, taken < width ? width - taken : 1);
}

/* An empty line between two scenarios. */
static void add_scenario(struct demo *demo, yyjson_val *question)
{
    struct text scenario = string_at(question, "scenario");

    ASSERT(scenario.length < SCENARIO_BYTES_MAX);
    if (text_is(scenario, demo->scenario))
        return;
    buffer_add_string(&demo->out, "\n");
    memcpy(demo->scenario, scenario.bytes, scenario.length);
    demo->scenario[scenario.length] = '\0';
}

/* Judges the outcome's request in full. */
static enum status judge(const struct demo *demo, const struct line_outcome *outcome,
                         struct full *out_full)
{
    return full_judge(out_full, &demo->source, &outcome->request,
                      (struct terms){ PROFILE_PROGRAMME, 0 });
}

/* One question of the overview: a row; below a refusal its reasons and the first way forward. */
static enum status add_row(struct demo *demo, yyjson_val *question,
                           const struct line_outcome *outcome)
{
    NOT_CLEARED struct full full;
    struct report_style style = demo->style;

    style.plans_max = 1;
    add_scenario(demo, question);
    add_column(&demo->out, outcome->id, ID_WIDTH);
    add_column(&demo->out, phrase_at(question, "question", style.language), QUESTION_WIDTH);
    report_verdict(&demo->out, decision_is_supported(&outcome->decision), style);
    buffer_add_string(&demo->out, "\n");
    if (decision_is_supported(&outcome->decision))
        return STATUS_OK;
    TRY(judge(demo, outcome, &full));
    report_full_findings(&demo->out, &full, style);
    report_ways(&demo->out, &full, style);
    return STATUS_OK;
}

static void add_statements(struct demo *demo, yyjson_val *question)
{
    enum language language = demo->style.language;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *id = NULL;

    yyjson_arr_foreach (yyjson_obj_get(question, "statements"), index, count, id) {
        struct text text = { yyjson_get_str(id), yyjson_get_len(id) };
        const struct statement *statement = statement_find(text);

        ASSERT(statement != NULL);
        buffer_add_string(&demo->out, "  ");
        add_column(&demo->out, text, STATEMENT_WIDTH);
        wrap_write(&demo->out, text_of(statement->sense.in[language]),
                   (struct margins){ 2 + STATEMENT_WIDTH, demo->style.width });
    }
}

/* The question's answer in the words of who wrote it, and what it rests on. */
static void add_why(struct demo *demo, yyjson_val *question)
{
    struct text why = phrase_at(question, "why", demo->style.language);

    buffer_add_string(&demo->out, "  ");
    wrap_write(&demo->out, why, (struct margins){ 2, demo->style.width });
    add_statements(demo, question);
}

/* One question in detail. */
static enum status add_detail(struct demo *demo, yyjson_val *question,
                              const struct line_outcome *outcome)
{
    NOT_CLEARED struct full full;
    struct report_style style = demo->style;

    style.plans_max = text_is(outcome->id, demo->invocation->values[OPTION_SCENARIO]) ? 0 : 1;
    TRY(judge(demo, outcome, &full));
    buffer_add_string(&demo->out, demo->question_count > 1 ? "\n" : "");
    add_column(&demo->out, outcome->id, ID_WIDTH);
    buffer_add_text(&demo->out, phrase_at(question, "question", style.language));
    buffer_add_string(&demo->out, "\n");
    report_question(&demo->out, &full, style);
    buffer_add_string(&demo->out, "  ");
    report_verdict(&demo->out, decision_is_supported(&full.decision), style);
    buffer_add_string(&demo->out, "\n");
    if (!decision_is_supported(&full.decision)) {
        report_full_findings(&demo->out, &full, style);
        report_ways(&demo->out, &full, style);
    }
    add_why(demo, question);
    return STATUS_OK;
}

/* Whether the question belongs to a scenario: by its name, its id or a statement of it. */
static bool is_of_scenario(yyjson_val *question, const struct line_outcome *outcome,
                           const char *scenario)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *id = NULL;

    if (text_is(string_at(question, "scenario"), scenario) || text_is(outcome->id, scenario))
        return true;
    yyjson_arr_foreach (yyjson_obj_get(question, "statements"), index, count, id) {
        if (yyjson_equals_str(id, scenario))
            return true;
    }
    return false;
}

static enum status add_question(struct demo *demo, struct text line, uint64_t number)
{
    const char *scenario = demo->invocation->values[OPTION_SCENARIO];
    struct problem_sink sink = { fail };
    struct line_outcome outcome;
    yyjson_val *question = NULL;

    TRY(json_read_object(&demo->json, line, number, &sink, &question));
    line_judge_clear(&demo->judge);
    TRY(line_judge_read_object(&demo->judge, yyjson_obj_get(question, "proposal"), number));
    TRY(line_judge_decide(&demo->judge, 0, &outcome));
    ASSERT(outcome.error.length == 0);
    if (scenario != NULL && !is_of_scenario(question, &outcome, scenario))
        return STATUS_OK;
    demo->question_count++;
    return scenario == NULL ? add_row(demo, question, &outcome)
                            : add_detail(demo, question, &outcome);
}

static enum status add_questions(struct demo *demo)
{
    struct text rest = embedded_sample_questions;
    struct text line;

    for (uint64_t number = 1; line_cut(&rest, &line); number++)
        TRY(add_question(demo, line, number));
    return demo->out.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void add_title(struct demo *demo)
{
    struct text rest = embedded_sample_questions;
    struct text line;
    unsigned count = 0;
    char text[12];

    while (line_cut(&rest, &line))
        count++;
    (void)snprintf(text, sizeof(text), "%u", count);
    message_write(&demo->out, MESSAGE_DEMO_TITLE, demo->style.language,
                  (struct message_arguments){ { text, RULEBOOK_VERSION } });
    buffer_add_string(&demo->out, "\n");
}

static enum status prepare(struct demo *demo)
{
    demo->book = world_sample(demo->style.language);
    if (demo->book == NULL)
        return STATUS_NO_MEMORY;
    TRY(book_source_init(&demo->source, demo->book));
    TRY(json_reader_init(&demo->json));
    return line_judge_init(&demo->judge, demo->book, (struct terms){ PROFILE_PROGRAMME, 0 },
                           demo->style.language);
}

static enum status write_demo(struct demo *demo)
{
    bool is_overview = demo->invocation->values[OPTION_SCENARIO] == NULL;

    TRY(prepare(demo));
    if (is_overview)
        add_title(demo);
    TRY(add_questions(demo));
    if (is_overview)
        buffer_add_format(&demo->out, "%s\n", message_text(MESSAGE_DEMO_END, demo->style.language));
    return STATUS_OK;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct demo demo = { .invocation = invocation,
                         .style = report_style_for(invocation->language) };
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (demo.style.width == 0)
        demo.style.width = WIDTH;
    if (write_demo(&demo) != STATUS_OK) {
        demo.out.has_failed = true;
        exit = manual_print(&demo.out, invocation->language);
    } else if (demo.question_count == 0) {
        terminal_complain(invocation->language, MESSAGE_NO_SUCH_SCENARIO,
                          (struct message_arguments){ { invocation->values[OPTION_SCENARIO] } });
        terminal_hint(invocation->language, MESSAGE_ONE_OF,
                      (struct message_arguments){ { "S1 S2 S3 S4 S5 S6 S7 S8 M T" } });
    } else {
        exit = manual_print(&demo.out, invocation->language);
    }
    buffer_done(&demo.out);
    line_judge_done(&demo.judge);
    json_reader_done(&demo.json);
    book_source_done(&demo.source);
    book_free(demo.book);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_SCENARIO] = { "scenario",
                          { { "ID", "ID" } },
                          NULL,
                          { { "show in detail the questions of a scenario (S1 to S8, M, T), of a "
                              "statement, or one question",
                              "montrer en détail les questions d'un scénario (S1 à S8, M, T), "
                              "d'une phrase de l'article, ou une seule question" } } },
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "the questions were judged", "les questions ont été jugées" } } },
    { EXIT_NOTHING_DONE, { { "there is no such scenario", "il n'y a pas de tel scénario" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Judges questions about a sample program of invented organisations, in which every "
    "scenario of the article occurs: one row a question, with its verdict; below a refusal, "
    "what was found and the statements of the article that it rests on.";

static const char description_fr[] =
    "Juge des questions sur un programme d'exemple aux organisations inventées, où chaque "
    "scénario de l'article se présente : une ligne par question, avec son verdict ; sous un "
    "refus, les constats et les phrases de l'article sur lesquelles ils reposent.";

const struct command command_demo = {
    .name = "demo",
    .summary = { { "judge questions about a sample program that ships with Aval",
                   "juger des questions sur un programme d'exemple livré avec Aval" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval demo\naval demo --scenario S6\naval demo --lang fr --scenario S5b",
    .run = run,
};
