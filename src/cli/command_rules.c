/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/suggest.h"
#include "cli/manual.h"
#include "cli/rules/chapters.h"
#include "cli/terminal.h"
#include "exchange/rules/rules_json.h"

enum {
    OPTION_STATEMENT,
    OPTION_REMEDIES,
    OPTION_JSON,
    OPTION_MARKDOWN
};

/* Of lines that are not for a terminal: as of the help. */
enum {
    WIDTH = 79
};

/* All that --statement may be about. */
#define STATEMENT(id, en, fr) id,
#define READING(id, about, question_en, question_fr, taken_en, taken_fr, other_en, other_fr) id,
static const char *const statement_ids[] = {
#include "rulebook/readings.def"
#include "rulebook/statements.def"
    NULL
};
#undef STATEMENT
#undef READING

static bool wants(const struct invocation *invocation, size_t option)
{
    return invocation->values[option] != NULL;
}

/* The rule of that id; a finding's name, which goes on with its position, is about its rule. */
static enum rule_name rule_named(const char *name)
{
    struct text id = { name, strcspn(name, ":") };
    struct text position = text_of(name + id.length + (name[id.length] == ':' ? 1 : 0));
    unsigned ignored = 0;

    if (name[id.length] == ':' && !words_find(&position_words, position, &ignored))
        return RULE_COUNT;
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (text_is(id, rules[i]->id))
            return (enum rule_name)i;
    return RULE_COUNT;
}

static enum exit_status refuse_rule(const struct invocation *invocation)
{
    struct suggestion suggestion;

    suggest_begin(&suggestion, invocation->operand);
    for (unsigned i = 0; i < RULE_COUNT; i++)
        suggest_offer(&suggestion, rules[i]->id);
    terminal_complain(invocation->language, MESSAGE_NO_SUCH_RULE,
                      (struct message_arguments){ { invocation->operand } });
    if (suggestion.best != NULL)
        terminal_hint(invocation->language, MESSAGE_DID_YOU_MEAN,
                      (struct message_arguments){ { suggestion.best } });
    else
        terminal_hint(invocation->language, MESSAGE_SEE_RULES,
                      (struct message_arguments){ { NULL } });
    return EXIT_NOTHING_DONE;
}

/* Ids are too short to guess which one is meant: those with the same letter are offered, or all. */
static enum exit_status refuse_statement(const struct invocation *invocation)
{
    const char *typed = invocation->values[OPTION_STATEMENT];
    int letter = toupper((unsigned char)typed[0]);
    bool is_letter = letter != '\0' && strchr("ITMSQ", letter) != NULL;
    struct buffer ids = { 0 };

    for (size_t i = 0; statement_ids[i] != NULL; i++)
        if (!is_letter || statement_ids[i][0] == letter)
            buffer_add_format(&ids, "%s%s", ids.length > 0 ? ", " : "", statement_ids[i]);
    buffer_add(&ids, "", 1);
    terminal_complain(invocation->language, MESSAGE_NO_SUCH_STATEMENT,
                      (struct message_arguments){ { typed } });
    terminal_hint(invocation->language, MESSAGE_ONE_OF,
                  (struct message_arguments){ { ids.has_failed ? "" : ids.bytes } });
    buffer_done(&ids);
    return EXIT_NOTHING_DONE;
}

static bool refuse_both(const struct invocation *invocation, const char *one, const char *other)
{
    terminal_complain(invocation->language, MESSAGE_EXCLUSIVE_OPTIONS,
                      (struct message_arguments){ { one, other } });
    terminal_hint(invocation->language, MESSAGE_SEE_HELP,
                  (struct message_arguments){ { invocation->command->name } });
    return true;
}

/* All that is asked for at once has to be one thing, in one form. */
static bool is_contradictory(const struct invocation *invocation)
{
    bool wants_statement = wants(invocation, OPTION_STATEMENT);
    bool wants_remedies = wants(invocation, OPTION_REMEDIES);

    if (wants_statement && invocation->operand != NULL)
        return refuse_both(invocation, "--statement", invocation->operand);
    if (wants_remedies && invocation->operand != NULL)
        return refuse_both(invocation, "--remedies", invocation->operand);
    if (wants_statement && wants_remedies)
        return refuse_both(invocation, "--statement", "--remedies");
    if (wants(invocation, OPTION_JSON) && wants(invocation, OPTION_MARKDOWN))
        return refuse_both(invocation, "--json", "--markdown");
    return false;
}

static void add_statement(struct page *page, const struct statement *statement, bool is_json)
{
    if (is_json)
        rules_json_statement(&page->out, statement);
    else
        chapter_statement(page, statement, 2);
}

static void add_reading(struct page *page, const struct reading *reading, bool is_json)
{
    if (is_json)
        rules_json_reading(&page->out, reading);
    else
        chapter_reading(page, reading, 2);
}

/* The statement or reading of that id, in either case; false when there is none. */
static bool add_named(struct page *page, const char *id, bool is_json)
{
    for (size_t i = 0; i < statement_count; i++)
        if (strcasecmp(id, statements[i].id) == 0) {
            add_statement(page, &statements[i], is_json);
            return true;
        }
    for (size_t i = 0; i < reading_count; i++)
        if (strcasecmp(id, readings[i].id) == 0) {
            add_reading(page, &readings[i], is_json);
            return true;
        }
    return false;
}

/* The parts of a scenario that is no statement itself: S5a and S5b of S5; false when there are
 * none. */
static bool add_parts(struct page *page, const char *scenario, bool is_json)
{
    char folded[2] = { (char)toupper((unsigned char)scenario[0]), '\0' };
    bool has_one = false;

    if (strlen(scenario) != sizeof(folded))
        return false;
    folded[1] = scenario[1];
    for (size_t i = 0; i < statement_count; i++)
        if (statement_is_part(statements[i].id, (struct text){ folded, sizeof(folded) })) {
            add_statement(page, &statements[i], is_json);
            has_one = true;
        }
    return has_one;
}

static void add_remedies(struct page *page, bool is_json)
{
    if (!is_json) {
        chapter_remedies(page, 2);
        return;
    }
    for (unsigned i = REMEDY_NONE + 1; i < REMEDY_COUNT; i++)
        rules_json_remedy(&page->out, (enum remedy)i);
}

static void add_rule(struct page *page, enum rule_name rule, bool is_json)
{
    if (is_json)
        rules_json_rule(&page->out, rule);
    else
        chapter_rule(page, rule, 2);
}

static void add_all_rules(struct page *page, bool is_json)
{
    if (is_json) {
        for (unsigned i = 0; i < RULE_COUNT; i++)
            rules_json_rule(&page->out, (enum rule_name)i);
    } else if (page->form == PAGE_MARKDOWN) {
        page->is_whole = true;
        chapters_all(page);
    } else {
        chapter_title(page);
        chapter_overview(page);
        buffer_add_format(&page->out, "\n%s\n", message_text(MESSAGE_RULES_END, page->language));
    }
}

static enum exit_status run(const struct invocation *invocation)
{
    bool is_json = wants(invocation, OPTION_JSON);
    struct page page = { .language = invocation->language,
                         .form = wants(invocation, OPTION_MARKDOWN) ? PAGE_MARKDOWN : PAGE_TEXT,
                         .has_colour = terminal_has_colour(STDOUT_FILENO) };
    const char *statement = invocation->values[OPTION_STATEMENT];
    size_t width = terminal_width(STDOUT_FILENO);
    enum rule_name rule = RULE_COUNT;
    enum exit_status exit = EXIT_NOTHING_DONE;

    page.width = width > 0 ? width : WIDTH;
    if (is_contradictory(invocation))
        return EXIT_NOTHING_DONE;
    if (statement != NULL) {
        if (!add_named(&page, statement, is_json) && !add_parts(&page, statement, is_json))
            return refuse_statement(invocation);
    } else if (wants(invocation, OPTION_REMEDIES)) {
        add_remedies(&page, is_json);
    } else if (invocation->operand != NULL) {
        rule = rule_named(invocation->operand);
        if (rule == RULE_COUNT)
            return refuse_rule(invocation);
        add_rule(&page, rule, is_json);
    } else {
        add_all_rules(&page, is_json);
    }
    exit = manual_print(&page.out, invocation->language);
    page_done(&page);
    return exit;
}

static const struct option_row options[] = {
    [OPTION_STATEMENT] = { "statement",
                           { { "ID", "ID" } },
                           statement_ids,
                           { { "say what is done about a statement of the article (S6; S5 for S5a "
                               "and S5b), or about a reading (Q2)",
                               "dire ce qui est fait d'une phrase de l'article (S6 ; S5 pour S5a "
                               "et S5b), ou d'une lecture (Q2)" } } },
    [OPTION_REMEDIES] = { "remedies",
                          { { NULL, NULL } },
                          NULL,
                          { { "list what can be done about findings, and who does it",
                              "lister ce qui peut être fait contre les constats, et par qui" } } },
    [OPTION_JSON] = { "json",
                      { { NULL, NULL } },
                      NULL,
                      { { "write a JSON object a line, with all texts in both languages",
                          "écrire un objet JSON par ligne, avec les textes dans les deux "
                          "langues" } } },
    [OPTION_MARKDOWN] = { "markdown",
                          { { NULL, NULL } },
                          NULL,
                          { { "write Markdown; without RULE the whole rulebook",
                              "écrire du Markdown ; sans RÈGLE, le référentiel entier" } } },
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "what was asked for was written", "ce qui était demandé a été écrit" } } },
    { EXIT_NOTHING_DONE,
      { { "there is no such rule, statement or reading, or two things were asked for at once",
          "il n'y a pas de telle règle, phrase ou lecture, ou deux choses étaient demandées à la "
          "fois" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Lists the rules by which decisions are taken. With RULE, the id of a rule or the name of a "
    "finding, tells all about that rule: what it asks, where it comes from, the statements of the "
    "article that it applies, the readings taken and those not taken, the acts that consult it, of "
    "whom and when, and what helps against its findings.\n\n"
    "With --statement the other way round: what is done about that sentence of the article.";

static const char description_fr[] =
    "Liste les règles d'après lesquelles les décisions sont prises. Avec RÈGLE, l'id d'une règle "
    "ou le nom d'un constat, dit tout de cette règle : ce qu'elle exige, d'où elle vient, les "
    "phrases de l'article qu'elle applique, les lectures retenues et celles qui ne le sont pas, "
    "les actes qui la consultent, au sujet de qui et quand, et ce qui aide contre ses constats.\n\n"
    "Avec --statement, l'inverse : ce qui est fait de cette phrase de l'article.";

const struct command command_rules = {
    .name = "rules",
    .operand = { { "RULE", "RÈGLE" } },
    .operand_is_optional = true,
    .summary = { { "explain the rules: what each asks, why, and what helps",
                   "expliquer les règles : ce qu'exige chacune, pourquoi, et ce qui aide" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .refuses_values_itself = true,
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval rules\n"
                "aval rules mpa-signed\n"
                "aval rules --statement S6\n"
                "aval rules --remedies --lang fr\n"
                "aval rules --json | jq -r .rule",
    .run = run,
};
