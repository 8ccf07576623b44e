/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/lines.h"
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
    QUESTION_WIDTH = 64
};

/* The demonstration: the sample program's world and the questions about it. */
struct demo {
    const struct invocation *invocation;
    struct report_style style;
    struct book *book;
    struct line_judge judge;
    struct json_reader json; /* of questions, while their proposals are judged */
    struct buffer out;
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

/* The findings in one line: each rule once with its statements. */
static void add_findings_row(struct buffer *buffer, const struct decision *decision)
{
    buffer_add_spaces(buffer, ID_WIDTH);
    for (unsigned i = 0; i < decision->finding_count; i++) {
        enum rule_name rule = decision->findings[i].rule;
        const char *ids = rules[rule]->statements;
        bool is_last_of_rule =
            i + 1 == decision->finding_count || decision->findings[i + 1].rule != rule;

        buffer_add_string(buffer, i > 0 ? ", " : "");
        finding_write_name(buffer, decision->findings[i]);
        if (is_last_of_rule && ids[0] != '\0')
            buffer_add_format(buffer, " (%s)", ids);
    }
    buffer_add_string(buffer, "\n");
}

/* One question of the overview: a row, and for a refusal a second. */
static void add_row(struct demo *demo, yyjson_val *question, const struct outcome *outcome)
{
    enum language language = demo->style.language;

    add_column(&demo->out, outcome->id, ID_WIDTH);
    add_column(&demo->out, phrase_at(question, "question", language), QUESTION_WIDTH);
    report_verdict(&demo->out, decision_is_supported(&outcome->decision), demo->style);
    buffer_add_string(&demo->out, "\n");
    if (!decision_is_supported(&outcome->decision))
        add_findings_row(&demo->out, &outcome->decision);
}

/* Each party: where it stands, its organisation, domain, market and region. */
static void add_parties(struct demo *demo, const struct outcome *outcome)
{
    enum language language = demo->style.language;

    for (unsigned left = outcome->request.positions; left != 0; left &= left - 1) {
        unsigned position = (unsigned)__builtin_ctz(left);
        const struct party *party = &outcome->dossier.party[position];
        uint32_t tenant = outcome->request.party[position];
        char market[3];

        country_format(party->market, market);
        buffer_add_string(&demo->out, "  ");
        add_column(&demo->out, text_of(position_phrases[position].in[language]), 36);
        buffer_add_text(&demo->out, book_organization_name(demo->book, tenant));
        buffer_add_string(&demo->out, " (");
        buffer_add_text(&demo->out, book_domain(demo->book, tenant));
        buffer_add_format(&demo->out, "), %s, %s\n", market,
                          region_name(party->region)->in[language]);
    }
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
        add_column(&demo->out, text, 6);
        buffer_add_format(&demo->out, "%s\n", statement->sense.in[language]);
    }
}

/* One question in detail. */
static void add_detail(struct demo *demo, yyjson_val *question, const struct outcome *outcome)
{
    enum language language = demo->style.language;
    char on[DATE_LENGTH + 1];

    date_format(outcome->proposal.date, on);
    buffer_add_string(&demo->out, demo->question_count > 1 ? "\n" : "");
    add_column(&demo->out, outcome->id, ID_WIDTH);
    buffer_add_text(&demo->out, phrase_at(question, "question", language));
    buffer_add_format(&demo->out, "\n  %s, %s\n", act_words.list[outcome->proposal.act], on);
    add_parties(demo, outcome);
    buffer_add_string(&demo->out, "  ");
    report_verdict(&demo->out, decision_is_supported(&outcome->decision), demo->style);
    buffer_add_string(&demo->out, "\n");
    report_findings(&demo->out, &outcome->decision, demo->style);
    buffer_add_string(&demo->out, "  ");
    buffer_add_text(&demo->out, phrase_at(question, "why", language));
    buffer_add_string(&demo->out, "\n");
    add_statements(demo, question);
}

/* Whether the question belongs to a scenario: by its name, its id or a statement of it. */
static bool is_of_scenario(yyjson_val *question, const struct outcome *outcome,
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
    struct outcome outcome;
    yyjson_val *question = NULL;

    TRY(json_read_object(&demo->json, line, number, &sink, &question));
    line_judge_clear(&demo->judge);
    TRY(line_judge_read_object(&demo->judge, yyjson_obj_get(question, "proposal"), number));
    TRY(line_judge_decide(&demo->judge, 0, &outcome));
    ASSERT(outcome.error.length == 0);
    if (scenario != NULL && !is_of_scenario(question, &outcome, scenario))
        return STATUS_OK;
    demo->question_count++;
    if (scenario == NULL)
        add_row(demo, question, &outcome);
    else
        add_detail(demo, question, &outcome);
    return STATUS_OK;
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
