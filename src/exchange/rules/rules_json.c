/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rules/rules_json.h"

#include "base/json_writer.h"

static const char *const language_keys[LANGUAGE_COUNT] = {
    [LANGUAGE_EN] = "en",
    [LANGUAGE_FR] = "fr",
};

static void write_string(struct json_writer *writer, const char *key, const char *string)
{
    json_key(writer, key);
    json_string(writer, string);
}

/* null where there is none. */
static void write_phrase(struct json_writer *writer, const char *key, const struct phrase *phrase)
{
    json_key(writer, key);
    if (phrase->in[LANGUAGE_EN] == NULL) {
        json_null(writer);
        return;
    }
    json_begin_object(writer);
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
        write_string(writer, language_keys[language], phrase->in[language]);
    json_end_object(writer);
}

/* A sentence that is written for each language. */
static void write_sentence(struct json_writer *writer, unsigned number,
                           void (*write)(struct buffer *buffer, unsigned number,
                                         enum language language))
{
    json_key(writer, "message");
    json_begin_object(writer);
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        struct buffer sentence = { 0 };

        write(&sentence, number, (enum language)language);
        json_key(writer, language_keys[language]);
        json_text(writer, buffer_text(&sentence));
        writer->buffer->has_failed |= sentence.has_failed;
        buffer_done(&sentence);
    }
    json_end_object(writer);
}

static void write_finding(struct buffer *buffer, unsigned rule, enum language language)
{
    outline_write_finding(buffer, (enum rule_name)rule, language);
}

static void write_remedy_sentence(struct buffer *buffer, unsigned remedy, enum language language)
{
    outline_write_remedy(buffer, (enum remedy)remedy, language);
}

static void write_day(struct json_writer *writer, const char *key, date day)
{
    char text[DATE_LENGTH + 1];

    date_format(day, text);
    json_key(writer, key);
    if (text[0] == '\0')
        json_null(writer);
    else
        json_string(writer, text);
}

static void write_ids(struct json_writer *writer, const char *key, const char *ids)
{
    json_key(writer, key);
    json_begin_array(writer);
    while (*ids != '\0')
        json_text(writer, text_take_word(&ids));
    json_end_array(writer);
}

/* The act as a whole, which has no word, is left out: an empty array. */
static void write_words(struct json_writer *writer, const char *key, const struct words *words,
                        unsigned set)
{
    json_key(writer, key);
    json_begin_array(writer);
    for (unsigned i = 0; i < words->count; i++)
        if ((set & BIT(i)) != 0)
            json_string(writer, words->list[i]);
    json_end_array(writer);
}

/* What a row of the tables names, before what is said of it. */
static void begin(struct json_writer *writer, struct buffer *buffer, const char *kind,
                  const char *name)
{
    json_writer_init(writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(writer);
    write_string(writer, kind, name);
    json_key(writer, "rulebook");
    json_begin_object(writer);
    write_string(writer, "id", "csp");
    write_string(writer, "version", RULEBOOK_VERSION);
    json_end_object(writer);
}

static void end(struct json_writer *writer)
{
    json_end_object(writer);
    buffer_add_string(writer->buffer, "\n");
    json_writer_done(writer);
}

/* A rule. */

static void write_statements(struct json_writer *writer, const char *ids)
{
    json_key(writer, "statements");
    json_begin_array(writer);
    while (*ids != '\0') {
        const struct statement *statement = statement_find(text_take_word(&ids));

        json_begin_object(writer);
        write_string(writer, "id", statement->id);
        write_phrase(writer, "sense", &statement->sense);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_choice(struct json_writer *writer, const struct reading *reading)
{
    write_phrase(writer, "question", &reading->question);
    write_phrase(writer, "taken", &reading->taken);
    write_phrase(writer, "other", &reading->other);
    json_key(writer, "other_reading");
    json_flag(writer, (readings_of(reading->id) & READINGS_DECIDABLE) != 0);
}

static void write_readings(struct json_writer *writer, const char *ids)
{
    json_key(writer, "readings");
    json_begin_array(writer);
    while (*ids != '\0') {
        const struct reading *reading = reading_find(text_take_word(&ids));

        json_begin_object(writer);
        write_string(writer, "id", reading->id);
        write_choice(writer, reading);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_consult(struct json_writer *writer, enum act act, const struct consult *row)
{
    json_begin_object(writer);
    write_string(writer, "act", act_words.list[act]);
    write_words(writer, "positions", &position_words, row->positions);
    write_string(writer, "condition", condition_wordings[row->condition].word);
    write_phrase(writer, "when", &condition_wordings[row->condition].phrase);
    json_end_object(writer);
}

static void write_consults(struct json_writer *writer, enum rule_name rule)
{
    json_key(writer, "consulted_by");
    json_begin_array(writer);
    for (unsigned act = 0; act < ACT_COUNT; act++)
        for (unsigned i = 0; i < act_consults[act].count; i++)
            if (act_consults[act].rows[i].rule == rule)
                write_consult(writer, (enum act)act, &act_consults[act].rows[i]);
    json_end_array(writer);
}

static void write_actor(struct json_writer *writer, const char *key, enum actor_role role)
{
    json_key(writer, key);
    if (role == ACTOR_NOBODY)
        json_null(writer);
    else
        json_string(writer, actor_role_words.list[role]);
}

static void write_remedy(struct json_writer *writer, enum remedy remedy)
{
    const struct remedy_row *row = &remedy_rows[remedy];
    const struct remedy_outline *outline = &remedy_outlines[remedy];

    write_actor(writer, "actor", row->actor);
    write_actor(writer, "confirmed_by", row->confirmed_by);
    write_phrase(writer, "who_acts", &outline->actor);
    write_phrase(writer, "who_confirms", &outline->confirmed_by);
    write_phrase(writer, "only", &outline->only);
    write_sentence(writer, remedy, write_remedy_sentence);
}

static void write_rule_remedies(struct json_writer *writer, enum rule_name rule)
{
    const struct rule_remedy *row = rules[rule]->remedies;

    json_key(writer, "remedies");
    json_begin_array(writer);
    for (; row->remedy != REMEDY_NONE; row++) {
        json_begin_object(writer);
        write_string(writer, "remedy", remedy_words.list[row->remedy]);
        write_words(writer, "acts", &act_words, rule_remedy_acts(rule, row));
        write_words(writer, "positions", &position_words, rule_remedy_positions(rule, row));
        json_key(writer, "own_provider");
        if (row->when == SAME_OR_NOT)
            json_null(writer);
        else
            json_flag(writer, row->when == IF_OWN_PROVIDER);
        write_remedy(writer, row->remedy);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_facts(struct json_writer *writer, const char *keys)
{
    json_key(writer, "facts");
    json_begin_array(writer);
    while (*keys != '\0') {
        const struct fact_key *key = fact_key_find(text_take_word(&keys));

        json_begin_object(writer);
        write_string(writer, "key", key->key);
        write_phrase(writer, "meaning", &key->meaning);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void rules_json_rule(struct buffer *buffer, enum rule_name rule)
{
    const struct rule *row = rules[rule];
    struct json_writer writer;

    begin(&writer, buffer, "rule", row->id);
    write_phrase(&writer, "asks", &row->asks);
    write_string(&writer, "origin", profile_words.list[row->origin]);
    write_day(&writer, "in_force_from", row->in_force_from);
    write_day(&writer, "finds_less_from",
              row->eased_from.day == 0 ? DATE_AFTER_ALL : row->eased_from);
    write_sentence(&writer, rule, write_finding);
    write_statements(&writer, row->statements);
    write_readings(&writer, row->readings);
    write_consults(&writer, rule);
    write_rule_remedies(&writer, rule);
    write_facts(&writer, row->facts);
    end(&writer);
}

/* A statement, a reading, a remedy. */

static void write_citing_rules(struct json_writer *writer, const char *id)
{
    json_key(writer, "rules");
    json_begin_array(writer);
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (rule_cites(rules[i], id))
            json_string(writer, rules[i]->id);
    json_end_array(writer);
}

static void write_feature(struct json_writer *writer, const char *id)
{
    const struct feature *feature = feature_find(text_of(id));

    json_key(writer, "beside_rules");
    if (feature == NULL) {
        json_null(writer);
        return;
    }
    json_begin_object(writer);
    write_string(writer, "kind", feature_kind_words.list[feature->kind]);
    write_phrase(writer, "where", &feature->where);
    json_end_object(writer);
}

static void write_permits(struct json_writer *writer, const char *id)
{
    json_key(writer, "permits");
    json_begin_array(writer);
    for (size_t i = 0; i < basis_row_count; i++) {
        const struct basis_row *row = &basis_rows[i];

        if (!text_is(text_of(id), row->statement))
            continue;
        json_begin_object(writer);
        write_string(writer, "act", act_words.list[row->act]);
        write_string(writer, "condition", ground_wordings[row->ground].word);
        write_phrase(writer, "when", &ground_wordings[row->ground].phrase);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void rules_json_statement(struct buffer *buffer, const struct statement *statement)
{
    struct json_writer writer;

    begin(&writer, buffer, "statement", statement->id);
    write_phrase(&writer, "sense", &statement->sense);
    write_citing_rules(&writer, statement->id);
    write_permits(&writer, statement->id);
    json_key(&writer, "readings");
    json_begin_array(&writer);
    for (size_t i = 0; i < reading_count; i++)
        if (reading_is_about(&readings[i], statement->id))
            json_string(&writer, readings[i].id);
    json_end_array(&writer);
    json_key(&writer, "parts");
    json_begin_array(&writer);
    for (size_t i = 0; i < statement_count; i++)
        if (statement_is_part(statements[i].id, text_of(statement->id)))
            json_string(&writer, statements[i].id);
    json_end_array(&writer);
    write_feature(&writer, statement->id);
    end(&writer);
}

void rules_json_reading(struct buffer *buffer, const struct reading *reading)
{
    struct json_writer writer;

    begin(&writer, buffer, "reading", reading->id);
    write_choice(&writer, reading);
    write_ids(&writer, "statements", reading->statements);
    write_citing_rules(&writer, reading->id);
    write_feature(&writer, reading->id);
    end(&writer);
}

void rules_json_remedy(struct buffer *buffer, enum remedy remedy)
{
    struct json_writer writer;

    begin(&writer, buffer, "remedy", remedy_words.list[remedy]);
    write_remedy(&writer, remedy);
    json_key(&writer, "rules");
    json_begin_array(&writer);
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (rule_has_remedy(rules[i], remedy))
            json_string(&writer, rules[i]->id);
    json_end_array(&writer);
    end(&writer);
}
