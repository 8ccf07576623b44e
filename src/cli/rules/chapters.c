/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules/chapters.h"

#include "base/attributes.h"

static const char *say(const struct page *page, const struct phrase *phrase)
{
    return phrase->in[page->language];
}

/* "always", or "from 2020-02-01". */
static void add_start(const struct page *page, struct buffer *buffer, date from)
{
    char day[DATE_LENGTH + 1];

    date_format(from, day);
    message_write(buffer, day[0] == '\0' ? MESSAGE_ALWAYS : MESSAGE_FROM_DAY, page->language,
                  (struct message_arguments){ { day } });
}

static void add_words(struct buffer *buffer, const struct words *words, unsigned set)
{
    bool is_first = true;

    for (unsigned i = 0; i < words->count; i++) {
        if ((set & BIT(i)) == 0)
            continue;
        buffer_add_format(buffer, "%s`%s`", is_first ? "" : ", ", words->list[i]);
        is_first = false;
    }
}

/* A rule. */

static void add_rule_fields(struct page *page, enum rule_name rule)
{
    const struct rule *row = rules[rule];

    page_field(page, MESSAGE_ORIGIN, say(page, &origin_phrases[row->origin]));
    add_start(page, &page->scratch, row->in_force_from);
    page_field(page, MESSAGE_IN_FORCE, page_take_scratch(page));
    if (row->eased_from.day != 0) {
        add_start(page, &page->scratch, row->eased_from);
        page_field(page, MESSAGE_FINDS_LESS, page_take_scratch(page));
    }
    outline_write_finding(&page->scratch, rule, page->language);
    page_field(page, MESSAGE_FINDING_SAYS, page_take_scratch(page));
}

static void add_statements(struct page *page, const char *ids)
{
    if (*ids != '\0')
        page_section(page, MESSAGE_STATEMENTS);
    while (*ids != '\0') {
        const struct statement *statement = statement_find(text_take_word(&ids));

        page_reference(page, statement->id, say(page, &statement->sense));
    }
}

/* Whether the reading may be taken the other way, and how. */
static const char *other_way(struct page *page, const struct reading *reading)
{
    bool is_decidable = (readings_of(reading->id) & READINGS_DECIDABLE) != 0;

    message_write(&page->scratch, is_decidable ? MESSAGE_BY_OPTION : MESSAGE_BY_NO_OPTION,
                  page->language, (struct message_arguments){ { reading->id } });
    return page_take_scratch(page);
}

static void add_reading(struct page *page, const struct reading *reading)
{
    page_reference(page, reading->id, say(page, &reading->question));
    page_detail(page, MESSAGE_READING_TAKEN, say(page, &reading->taken));
    page_detail(page, MESSAGE_READING_OTHER, say(page, &reading->other));
    page_detail(page, MESSAGE_OTHER_WAY, other_way(page, reading));
}

static void add_readings(struct page *page, const char *ids)
{
    if (*ids != '\0')
        page_section(page, MESSAGE_READINGS);
    while (*ids != '\0')
        add_reading(page, reading_find(text_take_word(&ids)));
}

static void add_consulting_act(struct page *page, enum rule_name rule, enum act act)
{
    const struct act_consults *consults = &act_consults[act];

    page_item(page, act_words.list[act], say(page, &act_phrases[act]));
    for (unsigned i = 0; i < consults->count; i++) {
        const struct consult *row = &consults->rows[i];

        if (row->rule != rule)
            continue;
        outline_write_positions(&page->scratch, row->positions, page->language);
        if (row->condition != WHEN_ALWAYS)
            buffer_add_format(&page->scratch, " (%s)",
                              say(page, &condition_wordings[row->condition].phrase));
        page_detail(page, MESSAGE_ASKED_ABOUT, page_take_scratch(page));
    }
}

static void add_consulting_acts(struct page *page, enum rule_name rule)
{
    page_section(page, MESSAGE_CONSULTED_BY);
    for (unsigned act = 0; act < ACT_COUNT; act++)
        if ((rule_acts(rule) & BIT(act)) != 0)
            add_consulting_act(page, rule, (enum act)act);
}

static void add_remedy(struct page *page, enum remedy remedy)
{
    const struct remedy_outline *outline = &remedy_outlines[remedy];

    outline_write_remedy(&page->scratch, remedy, page->language);
    page_item(page, remedy_words.list[remedy], page_take_scratch(page));
    page_detail(page, MESSAGE_WHO_ACTS, say(page, &outline->actor));
    if (say(page, &outline->confirmed_by) != NULL)
        page_detail(page, MESSAGE_WHO_CONFIRMS, say(page, &outline->confirmed_by));
    if (say(page, &outline->only) != NULL)
        page_detail(page, MESSAGE_IN_CASE, say(page, &outline->only));
}

/* Against which of the rule's findings the remedy helps, where it does not against all. */
static void add_limits(struct page *page, enum rule_name rule, const struct rule_remedy *remedy)
{
    unsigned acts = rule_remedy_acts(rule, remedy);
    unsigned positions = rule_remedy_positions(rule, remedy);

    if (remedy->when != SAME_OR_NOT)
        page_detail(page, MESSAGE_IN_CASE, say(page, &sameness_phrases[remedy->when]));
    if (acts != rule_acts(rule)) {
        add_words(&page->scratch, &act_words, acts);
        page_detail(page, MESSAGE_IN_ACTS, page_take_scratch(page));
    }
    if (positions != rule_positions(rule, acts)) {
        outline_write_positions(&page->scratch, positions, page->language);
        page_detail(page, MESSAGE_ASKED_ABOUT, page_take_scratch(page));
    }
}

static void add_remedies(struct page *page, enum rule_name rule)
{
    const struct rule_remedy *row = rules[rule]->remedies;

    page_section(page, MESSAGE_REMEDIES);
    for (; row->remedy != REMEDY_NONE; row++) {
        add_remedy(page, row->remedy);
        add_limits(page, rule, row);
    }
}

static void add_facts(struct page *page, const char *keys)
{
    page_section(page, MESSAGE_FACTS);
    while (*keys != '\0') {
        const struct fact_key *key = fact_key_find(text_take_word(&keys));

        page_item(page, key->key, say(page, &key->meaning));
    }
}

void chapter_rule(struct page *page, enum rule_name rule, unsigned level)
{
    const struct rule *row = rules[rule];

    page_heading(page, level, row->id);
    page_paragraph(page, say(page, &row->asks));
    add_rule_fields(page, rule);
    add_statements(page, row->statements);
    add_readings(page, row->readings);
    add_consulting_acts(page, rule);
    add_remedies(page, rule);
    add_facts(page, row->facts);
}

/* A statement, a reading. */

/* The rules that cite the statement, or rest on the reading. */
static void add_citing_rules(struct page *page, const char *id)
{
    bool has_one = false;

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (!rule_cites(rules[i], id))
            continue;
        if (!has_one)
            page_section(page, MESSAGE_RULES);
        page_reference(page, rules[i]->id, say(page, &rules[i]->asks));
        has_one = true;
    }
}

static void add_permitted_acts(struct page *page, const char *id)
{
    bool has_one = false;

    for (size_t i = 0; i < basis_row_count; i++) {
        const struct basis_row *row = &basis_rows[i];

        if (!text_is(text_of(id), row->statement))
            continue;
        if (!has_one)
            page_section(page, MESSAGE_PERMITS);
        page_item(page, act_words.list[row->act], say(page, &act_phrases[row->act]));
        if (row->ground != GROUND_ACT_ALONE)
            page_detail(page, MESSAGE_IN_CASE, say(page, &ground_wordings[row->ground].phrase));
        has_one = true;
    }
}

static void add_feature(struct page *page, const char *id)
{
    static const enum message labels[] = {
        [FEATURE_KIND_FEATURE] = MESSAGE_HAS_FEATURE,
        [FEATURE_KIND_PLANNED] = MESSAGE_HAS_PLAN,
        [FEATURE_KIND_CONTEXT] = MESSAGE_HAS_NOTHING,
    };
    const struct feature *feature = feature_find(text_of(id));

    if (feature == NULL)
        return;
    page_section(page, MESSAGE_BESIDE_RULES);
    page_field(page, labels[feature->kind], say(page, &feature->where));
}

static void add_readings_about(struct page *page, const char *id)
{
    bool has_one = false;

    for (size_t i = 0; i < reading_count; i++) {
        if (!reading_is_about(&readings[i], id))
            continue;
        if (!has_one)
            page_section(page, MESSAGE_READINGS);
        add_reading(page, &readings[i]);
        has_one = true;
    }
}

static void add_parts(struct page *page, const char *id)
{
    bool has_one = false;

    for (size_t i = 0; i < statement_count; i++) {
        if (!statement_is_part(statements[i].id, text_of(id)))
            continue;
        if (!has_one)
            page_section(page, MESSAGE_PARTS);
        page_reference(page, statements[i].id, say(page, &statements[i].sense));
        has_one = true;
    }
}

void chapter_statement(struct page *page, const struct statement *statement, unsigned level)
{
    page_heading(page, level, statement->id);
    page_paragraph(page, say(page, &statement->sense));
    add_citing_rules(page, statement->id);
    add_permitted_acts(page, statement->id);
    add_readings_about(page, statement->id);
    add_feature(page, statement->id);
    add_parts(page, statement->id);
}

void chapter_reading(struct page *page, const struct reading *reading, unsigned level)
{
    page_heading(page, level, reading->id);
    page_paragraph(page, say(page, &reading->question));
    page_field(page, MESSAGE_READING_TAKEN, say(page, &reading->taken));
    page_field(page, MESSAGE_READING_OTHER, say(page, &reading->other));
    page_field(page, MESSAGE_OTHER_WAY, other_way(page, reading));
    add_statements(page, reading->statements);
    add_citing_rules(page, reading->id);
    add_feature(page, reading->id);
}

/* All remedies. */

static void add_rules_remedied(struct page *page, enum remedy remedy)
{
    bool has_one = false;

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (!rule_has_remedy(rules[i], remedy))
            continue;
        buffer_add_string(&page->scratch, has_one ? ", " : "");
        page_add_ids(page, &page->scratch, rules[i]->id);
        has_one = true;
    }
    if (has_one)
        page_detail(page, MESSAGE_AGAINST_RULES, page_take_scratch(page));
}

void chapter_remedies(struct page *page, unsigned level)
{
    page_heading(page, level, message_text(MESSAGE_REMEDIES, page->language));
    page_paragraph(page, message_text(MESSAGE_REMEDIES_ORDER, page->language));
    for (unsigned i = REMEDY_NONE + 1; i < REMEDY_COUNT; i++) {
        add_remedy(page, (enum remedy)i);
        add_rules_remedied(page, (enum remedy)i);
    }
}

/* All rules. */

/* One more thing that a rule rests on. */
static void add_behind(struct buffer *buffer, const char *text)
{
    if (text[0] != '\0')
        buffer_add_format(buffer, "%s%s", buffer->length > 0 ? " " : "", text);
}

/* As text: behind the id where it comes from, what it rests on, since when. */
static void add_entry(struct page *page, const struct rule *rule)
{
    struct buffer *behind = &page->scratch;

    add_behind(behind, rule->statements);
    add_behind(behind, rule->readings);
    if (rule->in_force_from.day != DATE_BEFORE_ALL.day) {
        add_behind(behind, "(");
        add_start(page, behind, rule->in_force_from);
        buffer_add_string(behind, ")");
    }
    page_entry(page, (const char *[]){ rule->id, profile_words.list[rule->origin] },
               page_take_scratch(page), say(page, &rule->asks));
}

static void add_header(struct page *page)
{
    static const enum message columns[] = {
        MESSAGE_RULE,     MESSAGE_ASKS,       MESSAGE_ORIGIN,
        MESSAGE_IN_FORCE, MESSAGE_STATEMENTS, MESSAGE_READINGS
    };

    for (size_t i = 0; i < COUNT_OF(columns); i++)
        buffer_add_format(&page->out, "| %s ", message_text(columns[i], page->language));
    buffer_add_string(&page->out, "|\n|---|---|---|---|---|---|\n");
}

/* As Markdown: a row of a table. */
static void add_row(struct page *page, const struct rule *rule)
{
    struct buffer *out = &page->out;

    buffer_add_string(out, "| ");
    page_add_ids(page, out, rule->id);
    buffer_add_format(out, " | %s | %s | ", say(page, &rule->asks),
                      profile_words.list[rule->origin]);
    add_start(page, out, rule->in_force_from);
    buffer_add_string(out, " | ");
    page_add_ids(page, out, rule->statements);
    buffer_add_string(out, " | ");
    page_add_ids(page, out, rule->readings);
    buffer_add_string(out, " |\n");
}

void chapter_overview(struct page *page)
{
    if (page->form == PAGE_MARKDOWN)
        add_header(page);
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (page->form == PAGE_MARKDOWN)
            add_row(page, rules[i]);
        else
            add_entry(page, rules[i]);
}

void chapter_title(struct page *page)
{
    message_write(&page->scratch, MESSAGE_RULEBOOK, page->language,
                  (struct message_arguments){ { RULEBOOK_VERSION } });
    page_heading(page, 1, page_take_scratch(page));
}

/* The rules that each act consults. */
static void add_acts(struct page *page)
{
    for (unsigned act = 0; act < ACT_COUNT; act++) {
        page_item(page, act_words.list[act], say(page, &act_phrases[act]));
        for (unsigned i = 0; i < RULE_COUNT; i++) {
            if (rule_positions((enum rule_name)i, BIT(act)) == 0)
                continue;
            buffer_add_string(&page->scratch, page->scratch.length > 0 ? ", " : "");
            page_add_ids(page, &page->scratch, rules[i]->id);
        }
        page_detail(page, MESSAGE_CONSULTS, page_take_scratch(page));
    }
}

static void add_chapter(struct page *page, enum message heading)
{
    page_heading(page, 2, message_text(heading, page->language));
}

void chapters_all(struct page *page)
{
    chapter_title(page);
    page_paragraph(page, message_text(MESSAGE_RULEBOOK_INTRODUCTION, page->language));
    page_paragraph(page, message_text(MESSAGE_WRITTEN_BY, page->language));
    add_chapter(page, MESSAGE_RULES_OVERVIEW);
    chapter_overview(page);
    add_chapter(page, MESSAGE_ACTS);
    add_acts(page);
    add_chapter(page, MESSAGE_RULES);
    for (unsigned i = 0; i < RULE_COUNT; i++)
        chapter_rule(page, (enum rule_name)i, 3);
    add_chapter(page, MESSAGE_STATEMENTS);
    for (size_t i = 0; i < statement_count; i++)
        chapter_statement(page, &statements[i], 3);
    add_chapter(page, MESSAGE_READINGS);
    for (size_t i = 0; i < reading_count; i++)
        chapter_reading(page, &readings[i], 3);
    chapter_remedies(page, 2);
}
